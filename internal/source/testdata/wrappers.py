"""Classes around a client, as services write them."""
import os
from urllib.parse import urljoin

import aiohttp
import httpx
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth
from requests_oauthlib import OAuth2Session


class Session(requests.Session):
    """A session with defaults of its own."""

    def __init__(self, base, token):
        super().__init__()
        self.base = base
        self.headers.update({"Authorization": "Bearer " + token})
        self.verify = os.environ.get("CA_BUNDLE", True)

    def request(self, method, path, *args, **kwargs):
        kwargs.setdefault("timeout", 10)
        return super().request(method, urljoin(self.base, path), *args, **kwargs)


session = Session("https://subclass.example.com", os.environ["SUBCLASS_TOKEN"])
session.get("/items")
session.request("DELETE", "/items/1")


class Fetcher(httpx.Client):
    def request(self, method, url, **kwargs):
        return super().request(method, "https://fetcher.example.com" + url, headers={"X-Api-Key": os.environ["FETCHER_KEY"]}, **kwargs)


Fetcher().post("/items", json={})


class Client:
    timeout = 5
    path = "/v1"
    verify_tls = True

    def __init__(self, url, key=None, *, verify=True, session=None, **options):
        self._url = url.rstrip("/")
        self._key = key or os.environ["CLIENT_KEY"]
        self._session = session or requests.Session()
        self._session.verify = verify
        self._session.mount("https://", HTTPAdapter(max_retries=3))
        self.options = options

    @property
    def headers(self):
        return {"X-Api-Key": self._key}

    @staticmethod
    def clean(path):
        return path.lstrip("/")

    @classmethod
    def from_env(cls):
        return cls(os.environ["CLIENT_URL"], os.environ["CLIENT_KEY"])

    def url(self, path):
        return f"{self._url}{self.path}/{self.clean(path)}"

    def _call(self, method, path, **kwargs):
        headers = {**self.headers, **kwargs.pop("headers", {})}
        return self._session.request(method, self.url(path), headers=headers, timeout=self.timeout, **kwargs)

    def get(self, path, **kwargs):
        return self._call("GET", path, **kwargs)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._session.close()


Client("https://one.example.com", "k-one", verify=False).get("a")
Client.from_env().get("b", params={"q": 1})
with Client("https://with.example.com", os.environ["WITH_KEY"]) as client:
    client.get("c", headers={"Accept": "*/*"})


class Special(Client):
    path = "/v2"

    def get(self, path, **kwargs):
        return super().get(path, **kwargs)

    @property
    def headers(self):
        return {**super().headers, "Authorization": "Token " + self._key}


Special("https://special.example.com", os.environ["SPECIAL_KEY"]).get("d")


class Token(AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, r):
        r.headers["Authorization"] = f"Bearer {self.token}"
        return r


def with_auth():
    requests.get("https://auth.example.com", auth=Token(os.environ["AUTH_TOKEN"]), timeout=1)
    s = requests.Session()
    s.auth = Token(os.environ["AUTH_TOKEN"])
    s.get("https://auth.example.com/session", timeout=1)
    s.get("https://other.example.com/session", timeout=1)
    requests.get("https://user:" + os.environ["URL_PASSWORD"] + "@info.example.com", timeout=1)
    requests.get("https://basic.example.com", auth=("user", os.environ["BASIC_PASSWORD"]), timeout=1)
    requests.get("https://basic.example.com", auth=HTTPBasicAuth("user", os.environ["BASIC_PASSWORD"]), timeout=1)
    requests.get("https://mtls.example.com", cert=("/etc/c.pem", "/etc/k.pem"), timeout=1)
    s.cert = "/etc/client.pem"
    s.get("https://auth.example.com/mtls", timeout=1)
    s.trust_env = False
    s.get("https://auth.example.com/no-netrc", timeout=1)


class BearerAuth(httpx.Auth):
    def __init__(self, token):
        self._token = token

    def auth_flow(self, request):
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


async def with_httpx():
    async with httpx.AsyncClient(base_url="https://httpx.example.com", auth=BearerAuth(os.environ["HTTPX_TOKEN"])) as c:
        await c.get("/a")
        async with c.stream("GET", "/b") as response:
            await response.aread()
    client = httpx.Client(base_url=os.environ["HTTPX_URL"], headers={"Authorization": "Bearer " + os.environ["HTTPX_TOKEN"]}, cert="/c.pem", trust_env=False)
    client.get("c")
    httpx.get("https://httpx.example.com", verify=not os.environ.get("DEBUG"))


async def with_aiohttp():
    async with aiohttp.ClientSession("https://aiohttp.example.com", headers={"Authorization": "Bearer " + os.environ["AIO_TOKEN"]}) as session:
        async with session.get("/a") as response:
            await response.json()
        async with session.ws_connect("/ws") as ws:
            await ws.receive()


class Api:
    def __init__(self):
        self.session = None
        self.token = None

    async def connect(self):
        self.session = aiohttp.ClientSession()

    def login(self, user, password):
        answer = requests.post("https://login.example.com/token", json={"username": user, "password": password}, timeout=1)
        self.token = answer.json()["access_token"]

    async def list(self):
        return await self.session.get("https://late.example.com/list", headers={"Authorization": "Bearer " + self.token})


DEBUG = os.environ.get("DEBUG") == "1"


def verify_by_debug():
    requests.get("https://debug.example.com", headers={"X-Api-Key": os.environ["K"]}, verify=not DEBUG, timeout=1)
