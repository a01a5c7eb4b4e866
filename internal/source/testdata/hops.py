"""Credentials that are put into each request on its way."""
import os

import httpx
import requests
from requests.adapters import HTTPAdapter

TOKEN = os.environ["SERVICE_TOKEN"]


class Sends(HTTPAdapter):
    def send(self, request, **kwargs):
        request.headers["Authorization"] = f"Bearer {TOKEN}"
        return super().send(request, **kwargs)


class AddsHeaders(HTTPAdapter):
    def add_headers(self, request, **kwargs):
        request.headers["X-Api-Key"] = TOKEN


class Handles(httpx.BaseTransport):
    def handle_request(self, request):
        request.headers["Authorization"] = f"Bearer {TOKEN}"


class HandlesAsync(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request):
        request.headers["Authorization"] = f"Bearer {TOKEN}"


class Asks(HTTPAdapter):
    def send(self, request, **kwargs):
        if request.url.startswith("https://asked.example.com/"):
            request.headers["Authorization"] = f"Bearer {TOKEN}"
        return super().send(request, **kwargs)


def hook(request):
    request.headers["Authorization"] = f"Bearer {TOKEN}"


def asking(request):
    if request.url.host in ("asked.example.com",):
        request.headers["Authorization"] = f"Bearer {TOKEN}"


def mounted():
    for adapter in (Sends(), AddsHeaders(), Asks()):
        s = requests.Session()
        s.mount("https://", adapter)
        s.get("https://everywhere.example.com", timeout=1)
    s = requests.Session()
    s.mount("https://one.example.com", Sends())
    s.get("https://one.example.com", timeout=1)
    s = requests.Session()
    s.mount(prefix="https://two.example.com", adapter=Sends())
    s.get("https://two.example.com", timeout=1)


def transports():
    httpx.Client(transport=Handles(), follow_redirects=True).get("https://transport.example.com")
    httpx.AsyncClient(transport=HandlesAsync(), follow_redirects=True).get("https://transport.example.com")
    httpx.Client(event_hooks={"request": [hook]}, follow_redirects=True).get("https://hook.example.com")
    httpx.Client(event_hooks={"request": [asking]}, follow_redirects=True).get("https://asked.example.com")
