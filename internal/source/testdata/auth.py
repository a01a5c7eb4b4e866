"""Authentication helpers of the libraries."""
import base64
import os

import aiohttp
import httpx
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

URL = "https://api.example.com"
USER, PASSWORD = os.environ["API_USER"], os.environ["API_PASSWORD"]

requests.get(URL, auth=("robot", "made-up-password-0001"), timeout=1)
requests.get(URL, auth=(USER, PASSWORD), timeout=1)
requests.get(URL, auth=(os.environ["API_KEY"], ""), timeout=1)
requests.get(URL, auth=HTTPBasicAuth(USER, PASSWORD), timeout=1)
requests.get(URL, auth=HTTPBasicAuth(username=USER, password="made-up-password-0002"), timeout=1)
requests.get(URL, auth=HTTPDigestAuth(USER, PASSWORD), timeout=1)
httpx.get(URL, auth=httpx.BasicAuth(username=USER, password=PASSWORD))
pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
requests.get(URL, headers={"Authorization": "Basic " + pair}, timeout=1)
plain = base64.standard_b64encode(b"robot:made-up-password-0003").decode("ascii")
requests.get(URL, headers={"Authorization": f"Basic {plain}"}, timeout=1)
urlsafe = base64.urlsafe_b64encode(f"{USER}:{PASSWORD}".encode())
requests.get(URL, headers={"Authorization": f"Basic {urlsafe}"}, timeout=1)


class BearerAuth(AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, r):
        r.headers["Authorization"] = "Bearer " + self.token
        return r


class FlowAuth(httpx.Auth):
    def __init__(self, token):
        self.token = token

    def auth_flow(self, request):
        request.headers["X-Api-Key"] = self.token
        yield request


requests.get(URL, auth=BearerAuth(os.environ["BEARER"]), timeout=1)
requests.get(URL, auth=BearerAuth("made-up-token-0004"), timeout=1)
httpx.get(URL, auth=FlowAuth(os.environ["FLOW"]))
requests.get(URL, auth=somewhere.Else(), timeout=1)
requests.get(URL, auth=None, timeout=1)
session = requests.Session()
session.auth = BearerAuth(os.environ["SESSION_BEARER"])
session.get(URL, timeout=1)


async def asynchronous():
    async with aiohttp.ClientSession(auth=aiohttp.BasicAuth(USER, password=PASSWORD)) as s:
        await s.get(URL)
requests.get(URL, auth=HTTPBasicAuth(os.environ["API_KEY"], ""), timeout=1)
requests.get(URL, auth=HTTPBasicAuth(username=os.environ["API_KEY"], password=""), timeout=1)
