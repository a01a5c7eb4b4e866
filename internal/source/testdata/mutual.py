"""Certificates of the client's own, and what a client reads by itself."""
import os
import ssl

import aiohttp
import httpx
import requests
from urllib3.util.ssl_ import create_urllib3_context

URL = "https://mutual.example.com"
CERT = ("/etc/client.pem", "/etc/client.key")
H = {"X-Api-Key": os.environ["MUTUAL_KEY"]}

requests.options(URL, headers=H, cert=CERT, timeout=1)
requests.head(URL, headers=H, cert=CERT, timeout=1)
requests.post(URL, headers=H, cert=CERT, timeout=1)
requests.put(URL, headers=H, cert=CERT, timeout=1)
requests.request("GET", URL, headers=H, cert=CERT, timeout=1)
requests.request("GET", URL, None, None, H, None, None, None, 1, True, None, None, None, True, CERT)
session = requests.Session()
session.send(requests.Request("GET", URL, headers=H).prepare(), cert=CERT, timeout=1)
requests.get(URL, headers=H, cert=None, timeout=1)
requests.get(URL, headers=H, cert=os.environ["CERT"], timeout=1)
requests.get(URL, headers=H, cert=CERT, verify=False, timeout=1)
requests.get(URL, headers=H, cert=CERT, verify="/etc/ca.pem", timeout=1)
httpx.Client(cert=CERT, headers=H).get(URL)

context = ssl.create_default_context()
context.load_cert_chain("/etc/client.pem")
httpx.Client(verify=context, headers=H).get(URL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_cert_chain("/etc/client.pem")
httpx.Client(verify=context, headers=H).get(URL)
context = create_urllib3_context()
context.load_cert_chain("/etc/client.pem")
httpx.Client(verify=context, headers=H).get(URL)


async def reads_netrc():
    async with aiohttp.ClientSession(trust_env=True) as client:
        await client.get(URL)
