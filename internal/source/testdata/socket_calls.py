"""Sockets, remote procedures and other ways to send."""
import os
import ssl

import cloudscraper
import grpc
import requests
import requests_cache
import websocket
import websockets
from requests_futures.sessions import FuturesSession
from requests_toolbelt.sessions import BaseUrlSession
from tornado.httpclient import AsyncHTTPClient, HTTPClient, HTTPRequest
from websockets.asyncio.client import connect as asyncio_connect
from websockets.client import connect as legacy_connect
from websockets.sync.client import connect

from . import users_pb2_grpc

TOKEN = os.environ["SOCKET_TOKEN"]
H = {"Authorization": f"Bearer {TOKEN}"}
WS = "wss://ws.example.com/feed"


async def over_sockets():
    async with websockets.connect(WS, extra_headers=H, ssl=ssl._create_unverified_context()) as ws:
        await ws.send("hello")
    async with asyncio_connect(uri=WS, additional_headers=H, server_hostname="inner.example.com", open_timeout=None) as ws:
        await ws.send("hello")
    async with legacy_connect(WS, extra_headers=[("Authorization", f"Bearer {TOKEN}")]) as ws:
        await ws.send("hello")
    with connect("ws://ws.example.com", additional_headers=H, ssl_context=ssl._create_unverified_context()) as ws:
        ws.send("hello")


def websocket_client():
    websocket.create_connection(WS, 5, header=H, sslopt={"cert_reqs": ssl.CERT_NONE})
    websocket.create_connection(url=WS, timeout=5, header=["Authorization: Bearer " + TOKEN, "Accept: */*"])
    websocket.create_connection(WS, cookie={"session": os.environ["SESSION_COOKIE"]}, sslopt={"check_hostname": False})
    options = {"ca_certs": "/etc/ca.pem"}
    if os.environ["UNCHECKED"]:
        options = {"cert_reqs": ssl.CERT_NONE}
    websocket.create_connection(WS, 5, header=H, sslopt=options)
    requests.get(websocket.WebSocketApp(WS, H).url, timeout=1)
    websocket.WebSocketApp(url=WS, header=[f"X-Api-Key: {TOKEN}"], on_message=print)


class MadeStub:
    def __init__(self, channel):
        self.Get = channel.unary_unary("/users.Users/Get")
        self.Watch = channel.unary_stream("/users.Users/Watch")
        self.Put = channel.stream_unary("/users.Users/Put")
        self.Chat = channel.stream_stream("/users.Users/Chat")


def procedures(request):
    metadata = [("authorization", f"Bearer {TOKEN}")]
    channel = grpc.insecure_channel("users.example.com:50051")
    users_pb2_grpc.UsersStub(channel).Get(request, metadata=metadata, timeout=5)
    stub = users_pb2_grpc.UsersStub(grpc.aio.insecure_channel(target=os.environ["USERS_TARGET"]))
    stub.Get(request, metadata=metadata)
    made = MadeStub(channel)
    made.Get(request, metadata=metadata)
    made.Watch(request, metadata=metadata)
    made.Put(request, metadata=metadata)
    made.Chat(request, metadata=metadata)
    credentials = grpc.composite_channel_credentials(grpc.ssl_channel_credentials(), grpc.access_token_call_credentials(os.environ["GRPC_CALLS"]))
    users_pb2_grpc.UsersStub(grpc.secure_channel("users.example.com:443", credentials)).Get(request)
    users_pb2_grpc.UsersStub(grpc.aio.secure_channel(target="users.example.com", credentials=credentials)).Get(request)
    private = grpc.secure_channel("users.example.com", grpc.ssl_channel_credentials(b"a root"))
    users_pb2_grpc.UsersStub(private).Get(request, metadata=metadata, timeout=5)
    made = MadeStub(private)
    made.Get(request, metadata=metadata)
    made.Watch(request, metadata=metadata)
    made.Put(request, metadata=metadata)
    made.Chat(request, metadata=metadata)
    users_pb2_grpc.UsersStub(grpc.secure_channel("users.example.com", grpc.ssl_channel_credentials())).Get(request, metadata=metadata)
    users_pb2_grpc.UsersStub(grpc.secure_channel("users.example.com", grpc.ssl_channel_credentials(root_certificates=b"a root"))).Get(request)


async def tornado(path):
    client = AsyncHTTPClient()
    await client.fetch("https://tornado.example.com", headers=H)
    await client.fetch(request="https://tornado.example.com", method="PUT", body={"password": TOKEN}, headers=H, validate_cert=False)
    await client.fetch("https://tornado.example.com", headers=H, ca_certs="/ca.pem", request_timeout=None, follow_redirects=False)
    request = HTTPRequest("https://tornado.example.com", "PUT", H)
    HTTPClient().fetch(request)
    await client.fetch(HTTPRequest(url="https://tornado.example.com", method="PUT", headers=H, validate_cert=False, request_timeout=None, follow_redirects=False))


def like_requests(path):
    based = BaseUrlSession("https://based.example.com")
    based.headers.update(H)
    based.get("/me", timeout=1)
    requests_cache.CachedSession("cache").get("https://cached.example.com", headers=H, timeout=1)
    FuturesSession().get("https://futures.example.com", headers=H, timeout=1)
    cloudscraper.create_scraper().get("https://scraped.example.com", headers=H, timeout=1)
