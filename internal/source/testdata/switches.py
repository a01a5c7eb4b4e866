"""Redirects, timeouts and proxies, by call and by client."""
import os

import aiohttp
import httpx
import requests

URL = "https://api.example.com"

requests.get(URL)
requests.get(URL, timeout=None)
requests.get(URL, timeout=(3, 10))
requests.get(URL, timeout=float(os.environ["TIMEOUT"]))
requests.get(URL, timeout=1, allow_redirects=False)
requests.head(URL, timeout=1)
requests.head(URL, timeout=1, allow_redirects=True)
requests.get(URL, timeout=1, proxies={"https": "http://proxy.example.com:3128"})
requests.get(URL, timeout=1, proxies=None)
httpx.get(URL)
httpx.get(URL, timeout=None)
httpx.get(URL, follow_redirects=True)
httpx.get(URL, proxy="http://proxy.example.com:3128")
httpx.get(URL, proxies="http://proxy.example.com:3128")
httpx.Client(follow_redirects=True, timeout=None, proxy="http://p.example.com").get(URL)
httpx.Client(follow_redirects=True, proxies="http://p.example.com").get(URL, follow_redirects=False)
client = httpx.Client()
client.timeout = None
client.follow_redirects = True
client.get(URL)


def limited(url, timeout=30):
    return requests.get(url, timeout=timeout)


def unlimited(url, timeout=None):
    return requests.get(url, timeout=timeout)


async def asynchronous():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as s:
        await s.get(URL)
        await s.get(URL, allow_redirects=False, timeout=None)
        await s.get(URL, proxy="http://proxy.example.com")
