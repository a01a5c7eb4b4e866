"""Statements: branches, loops, try, with, comprehensions, lambdas, decorators, match."""
import asyncio
import contextlib
import functools
import os
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import httpx
import requests

TOKEN = os.environ["FLOW_TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def tried(url):
    try:
        return requests.get("https://first.example.com", headers=HEADERS, timeout=1)
    except requests.ConnectionError:
        return requests.get("http://second.example.com", headers=HEADERS, timeout=1)
    else:
        requests.get("https://never.example.com", timeout=1)
    finally:
        requests.get("https://finally.example.com", timeout=1)


def looped():
    for host in ("a.example.com", "b.example.com"):
        requests.get(f"https://{host}/x", timeout=1)
    while True:
        requests.get("https://while.example.com", timeout=1)
        break
    else:
        requests.get("https://else.example.com", timeout=1)
    for index, url in enumerate(["https://enumerated.example.com"]):
        requests.get(url, timeout=1)
    for name, url in {"n": "https://items.example.com"}.items():
        requests.get(url, timeout=1)


def comprehended(ids):
    [requests.get(f"https://list.example.com/{i}", timeout=1) for i in ids]
    {requests.get(u, timeout=1) for u in ["https://set.example.com"]}
    {k: requests.get(k, timeout=1) for k in ("https://dict.example.com",)}
    list(requests.get(u, timeout=1) for u in ("https://generator.example.com",) if u)


def called_back():
    get = functools.partial(requests.get, timeout=1, headers=HEADERS)
    get("https://partial.example.com")
    shorter = lambda path: requests.get("https://lambda.example.com" + path, timeout=1)
    shorter("/x")
    with ThreadPoolExecutor() as pool:
        pool.submit(requests.get, "https://submitted.example.com", timeout=1)
        list(pool.map(lambda u: requests.get(u, timeout=1), ["https://mapped.example.com"]))
    mine = functools.partial(own, "https://own-partial.example.com")
    mine()


def own(url):
    return requests.get(url, timeout=1)


def retry(times):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            return f(*args, **kwargs)

        return wrapper

    return decorate


@retry(3)
@functools.lru_cache
def decorated():
    return requests.get("https://decorated.example.com", timeout=1)


def managed():
    with requests.Session() as session, contextlib.suppress(OSError):
        session.headers.update(HEADERS)
        session.get("https://managed.example.com", timeout=1)
    with requests.get("https://streamed.example.com", stream=True, timeout=1) as response:
        requests.get(response.headers["Location"], timeout=1)
    with httpx.stream("GET", "https://httpx-stream.example.com") as response:
        response.read()


def bound():
    if (url := os.environ.get("WALRUS_URL")) is not None:
        requests.get(url, timeout=1)


def matched(command):
    match command:
        case "a" | "b":
            url = "https://ab.example.com"
        case {"host": host}:
            url = f"https://{host}/x"
        case _:
            url = "https://other.example.com"
    requests.get(url, timeout=1)


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.json()


async def main():
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        await fetch(session, "https://async.example.com")
        await asyncio.gather(*[fetch(session, u) for u in ("https://g1.example.com", "https://g2.example.com")])
    async with httpx.AsyncClient(headers=HEADERS) as client:
        await client.get("https://async-client.example.com")
        async for item in pages(client):
            yield item


async def pages(client):
    url = "https://pages.example.com"
    while url:
        answer = (await client.get(url)).json()
        yield answer
        url = answer.get("next")


def scoped():
    global LATER
    LATER = "https://global.example.com"
    requests.get(LATER, timeout=1)


if __name__ == "__main__":
    asyncio.run(main())


@contextlib.contextmanager
def session_of(token):
    session = requests.Session()
    session.headers["X-Api-Key"] = token
    yield session


@contextlib.asynccontextmanager
async def client_of(token):
    client = httpx.AsyncClient(headers={"X-Api-Key": token})
    yield client


async def with_generated():
    with session_of(TOKEN) as session:
        session.get("https://generated.example.com", timeout=1)
    async with client_of(TOKEN) as client:
        await client.get("https://generated.example.com")
