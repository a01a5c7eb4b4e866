"""Every argument of every call of httpx, by name and by position."""
import os

import httpx

URL = "https://api.example.com"
P, H, A, C = os.environ["P_KEY"], os.environ["H_KEY"], os.environ["A_PASSWORD"], os.environ["C_SESSION"]
D, J = os.environ["D_PASSWORD"], os.environ["J_SECRET"]

httpx.get(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    follow_redirects=True,
    proxy="http://proxy.example.com",
    data={"password": D},
    json={"client_secret": J},
)

for send in (httpx.options, httpx.head, httpx.delete, httpx.post, httpx.put, httpx.patch):
    send(URL)
httpx.options(URL)
httpx.head(URL)
httpx.delete(URL)
httpx.post(URL)
httpx.put(URL)
httpx.patch(URL)

httpx.request(
    method="get",
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    follow_redirects=True,
    proxy="http://proxy.example.com",
    data={"password": D},
    json={"client_secret": J},
)
httpx.request("PATCH", URL, proxies="http://proxy.example.com")
with httpx.stream("GET", URL) as response:
    response.read()

client = httpx.Client(
    headers={"X-Api-Key": H},
    auth=("robot", A),
    verify=False,
    timeout=None,
    follow_redirects=True,
    proxy="http://proxy.example.com",
    base_url="https://base.example.com",
    params={"api_key": P},
    cookies={"session": C},
)
client.get("/relative")
client.get("https://absolute.example.com/x")
client.request("POST", "/x", extensions={"sni_hostname": "api.example.com"})
other = httpx.AsyncClient()
other.headers = {"X-Api-Key": H}
other.auth = ("robot", A)
other.params = {"api_key": P}
other.cookies = {"session": C}
other.timeout = None
other.follow_redirects = True
other.base_url = "https://base.example.com"


async def asynchronous():
    await other.get("/relative")
    async with other.stream("GET", "/stream") as response:
        await response.aread()
    await other.send(other.build_request("GET", "/built"))


# Requests that are put together first.
plain = httpx.Client()
request = plain.build_request(
    method="PUT",
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    cookies={"session": C},
    timeout=None,
    data={"password": D},
    json={"client_secret": J},
    extensions={"sni_hostname": "api.example.com"},
)
plain.send(request=request, auth=("robot", A), follow_redirects=True)
plain.send(plain.build_request("PUT", URL))
request = httpx.Request(
    method="PUT",
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    cookies={"session": C},
    data={"password": D},
    json={"client_secret": J},
)
plain.send(request)
plain.send(httpx.Request("PUT", URL))
