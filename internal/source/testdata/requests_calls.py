"""Every argument of every call of requests, by name and by position."""
import os

import requests
from requests import Request, api, sessions

URL = "https://api.example.com"
P, H, A, C = os.environ["P_KEY"], os.environ["H_KEY"], os.environ["A_PASSWORD"], os.environ["C_SESSION"]
D, J = os.environ["D_PASSWORD"], os.environ["J_SECRET"]

requests.get(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.options(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.delete(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.head(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=True,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.post(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.put(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.patch(
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

requests.get(URL, {"api_key": P}, timeout=1)
requests.options(URL, timeout=1)
requests.delete(URL, timeout=1)
requests.head(URL, timeout=1)
requests.post(URL, {"password": D}, {"client_secret": J}, timeout=1)
requests.put(URL, {"password": D}, timeout=1)
requests.patch(URL, {"password": D}, timeout=1)
api.get(URL, timeout=1)

requests.request(
    method="get",
    url=URL,
    params={"api_key": P},
    headers={"X-Api-Key": H},
    auth=("robot", A),
    cookies={"session": C},
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
    data={"password": D},
    json={"client_secret": J},
)

session = requests.session()
session.request(
    "PUT", URL, {"api_key": P}, {"password": D}, {"X-Api-Key": H}, {"session": C}, None, ("robot", A),
    None, False, {"https": "http://proxy.example.com"}, None, None, False, None, {"client_secret": J},
)
requests.sessions.Session().get(URL, timeout=1)
sessions.session().get(URL, timeout=1)

# What a session holds goes with every call of it.
session = requests.Session()
session.headers = {"X-Api-Key": H}
session.auth = ("robot", A)
session.params = {"api_key": P}
session.cookies = {"session": C}
session.proxies = {"https": "http://proxy.example.com"}
session.verify = "/etc/ssl/private-ca.pem"
session.get(URL, timeout=1)
session.headers.update({"X-Api-Key": None, "Authorization": f"Bearer {H}"})
session.get(URL, timeout=1, verify=True)

# Requests that are put together first.
request = requests.Request(
    method="PUT",
    url=URL,
    headers={"X-Api-Key": H},
    data={"password": D},
    params={"api_key": P},
    auth=("robot", A),
    cookies={"session": C},
    json={"client_secret": J},
)
requests.Session().send(
    request=request.prepare(),
    verify=False,
    timeout=None,
    allow_redirects=False,
    proxies={"https": "http://proxy.example.com"},
)
other = Request("PUT", URL, {"X-Api-Key": H}, None, {"password": D}, {"api_key": P}, ("robot", A), {"session": C}, None, {"client_secret": J})
with requests.Session() as s:
    s.send(s.prepare_request(other), timeout=1)
    s.send(s.prepare_request(request=requests.models.Request("GET", URL)), timeout=1)
