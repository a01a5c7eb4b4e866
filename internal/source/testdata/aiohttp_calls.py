"""Every argument of every call of aiohttp, by name and by position."""
import os

import aiohttp
from aiohttp import hdrs

URL = "https://api.example.com"
P, H, A, C = os.environ["P_KEY"], os.environ["H_KEY"], os.environ["A_PASSWORD"], os.environ["C_SESSION"]
D, J = os.environ["D_PASSWORD"], os.environ["J_SECRET"]


async def calls():
    session = aiohttp.client.ClientSession()
    await session.get(
        url=URL,
        params={"api_key": P},
        headers={"X-Api-Key": H},
        auth=aiohttp.BasicAuth("robot", A),
        cookies={"session": C},
        ssl=False,
        timeout=None,
        allow_redirects=False,
        proxy="http://proxy.example.com",
        data={"password": D},
        json={"client_secret": J},
        server_hostname="api.example.com",
    )
    await session.options(URL)
    await session.head(URL)
    await session.delete(URL)
    await session.post(URL)
    await session.put(URL)
    await session.patch(URL)
    await session.ws_connect(
        url="wss://api.example.com",
        params={"api_key": P},
        headers={"X-Api-Key": H},
        auth=aiohttp.BasicAuth("robot", A),
        ssl=False,
        timeout=None,
        proxy="http://proxy.example.com",
    )
    await session.ws_connect("wss://api.example.com", verify_ssl=False)
    await session.ws_connect("wss://api.example.com", ssl_context=aiohttp.Fingerprint(b"00"))
    await aiohttp.request(
        method="get",
        url=URL,
        params={"api_key": P},
        headers={"X-Api-Key": H},
        auth=aiohttp.BasicAuth("robot", A),
        cookies={"session": C},
        ssl=False,
        timeout=None,
        allow_redirects=False,
        proxy="http://proxy.example.com",
        data={"password": D},
        json={"client_secret": J},
        server_hostname="api.example.com",
    )
    await aiohttp.request("PUT", URL, verify_ssl=False)
    await aiohttp.request("PUT", URL, ssl_context=aiohttp.Fingerprint(b"00"))
    await aiohttp.request("PUT", URL, connector=aiohttp.TCPConnector(ssl=False))


async def sessions():
    session = aiohttp.ClientSession(
        base_url="https://base.example.com",
        connector=aiohttp.TCPConnector(ssl=False),
        headers={"X-Api-Key": H},
        auth=aiohttp.BasicAuth("robot", A),
        timeout=None,
        cookies={"session": C},
    )
    await session.get("/relative")
    other = aiohttp.ClientSession("https://base.example.com")
    other.headers["X-Api-Key"] = H
    await other.get("/positional")
    await other.get("/constants", headers={hdrs.AUTHORIZATION: "Bearer " + H, hdrs.COOKIE: C})
    await other.get("/constants", headers={aiohttp.hdrs.PROXY_AUTHORIZATION: "Basic " + A})
