"""How services write their calls: pools, retries, wrappers, builders of URLs."""
import asyncio
import functools
import os
from concurrent.futures import ThreadPoolExecutor

import backoff
import requests
import tenacity
from retrying import retry
from tenacity import Retrying

API = "https://api.example.com"
TOKEN = os.environ["API_TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def pooled(urls):
    session = requests.Session()
    with ThreadPoolExecutor() as executor:
        executor.submit(session.get, API + "/submit", headers=HEADERS, timeout=1)
        executor.submit(requests.get, API + "/function", headers=HEADERS, timeout=1)
        list(executor.map(lambda p: session.get(API + p, headers=HEADERS, timeout=1), ["/map"]))
        futures = {executor.submit(session.get, f"{API}/{u}", headers=HEADERS, timeout=1): u for u in urls}
    return futures


async def off_the_loop():
    await asyncio.to_thread(requests.get, API + "/to_thread", headers=HEADERS, timeout=1)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, functools.partial(requests.get, API + "/partial", headers=HEADERS, timeout=1))
    await loop.run_in_executor(None, lambda: requests.get(API + "/lambda", headers=HEADERS, timeout=1))


def a_method_in_a_variable(verb):
    session = requests.Session()
    send = session.post if verb else session.get
    send(API + "/chosen", headers=HEADERS, timeout=1)
    call = {"get": requests.get, "post": requests.post}[verb]
    call(API + "/table", headers=HEADERS, timeout=1)
    getattr(session, "put")(API + "/named", headers=HEADERS, timeout=1)


@tenacity.retry(stop=tenacity.stop_after_attempt(3))
def retried(path, **kwargs):
    return requests.get(API + path, headers=HEADERS, timeout=1, **kwargs)


@backoff.on_exception(backoff.expo, requests.exceptions.RequestException)
def backed_off(path):
    return requests.get(API + path, headers=HEADERS, timeout=1)


@retry(wait_fixed=100)
def again(path):
    return requests.get(API + path, headers=HEADERS, timeout=1)


def use_them():
    retried("/retried", verify=False)
    backed_off("/backed_off")
    again("/again")
    Retrying(reraise=True)(requests.get, API + "/call", headers=HEADERS, timeout=1)
    for attempt in Retrying():
        with attempt:
            requests.get(API + "/attempt", headers=HEADERS, timeout=1)


def sign_in():
    return os.environ["SIGN_IN_TOKEN"]


async def given_back():
    token = await asyncio.to_thread(sign_in)
    requests.get(API + "/to_thread", headers={"Authorization": "Bearer " + token}, timeout=1)
    token = await asyncio.get_event_loop().run_in_executor(None, sign_in)
    requests.get(API + "/run_in_executor", headers={"Authorization": "Bearer " + token}, timeout=1)
    token = Retrying()(sign_in)
    requests.get(API + "/retrying", headers={"Authorization": "Bearer " + token}, timeout=1)
    get = tenacity.retry(requests.get)
    get(API + "/wrapped", headers=HEADERS, timeout=1)


def keys_of_a_comprehension():
    headers = {k: v for k, v in HEADERS.items()}
    requests.get(API + "/copied", headers=headers, timeout=1)
    headers = {k: v for k, v in {"X-Api-Key": TOKEN, "Accept": None}.items() if v}
    requests.get(API + "/filtered", headers=headers, timeout=1)
    headers = {name.title(): str(v) for name, v in HEADERS.items()}
    requests.get(API + "/changed", headers=headers, timeout=1)
    headers = {name: os.environ["X_" + name.upper()] for name in ("x-api-key", "x-team")}
    requests.get(API + "/listed", headers=headers, timeout=1)
    headers = dict((k, v) for k, v in HEADERS.items())
    requests.get(API + "/pairs", headers=headers, timeout=1)
    headers = dict([("Authorization", "Bearer " + TOKEN)], Accept="*/*")
    requests.get(API + "/dict", headers=headers, timeout=1)
    headers = dict(zip(["Authorization", "Accept"], ["Bearer " + TOKEN, "*/*"]))
    requests.get(API + "/zip", headers=headers, timeout=1)


def loops():
    for path in ["/a", "/b"]:
        requests.get(API + path, headers=HEADERS, timeout=1)
    for i, (host, key) in enumerate([("https://one.example.com", TOKEN), ("https://two.example.com", None)]):
        requests.get(host, headers={"X-Api-Key": key}, timeout=1)
    for service in [{"url": "https://three.example.com", "key": TOKEN}, {"url": "https://four.example.com", "key": ""}]:
        requests.get(service["url"], headers={"X-Api-Key": service["key"]}, timeout=1)
    headers = {}
    for name, value in {"X-Api-Key": TOKEN, "Accept": "*/*"}.items():
        headers[name] = value
    requests.get(API + "/one-by-one", headers=headers, timeout=1)
    for path in sorted(["/s"]) + list(("/l",)) + tuple(["/t"]) + list(reversed(["/r"])):
        requests.get(API + path, headers=HEADERS, timeout=1)
    for path in set(["/set"]):
        requests.get(API + path, headers=HEADERS, timeout=1)
    for path in frozenset(["/frozen"]):
        requests.get(API + path, headers=HEADERS, timeout=1)
    for url in map("https://{}".format, ["mapped.example.com"]):
        requests.get(url, headers=HEADERS, timeout=1)
    url = API
    for part in ["x", "y"]:
        url += "/" + part
    requests.get(url, headers=HEADERS, timeout=1)
    hosts = []
    for name in os.environ["HOSTS"].split(","):
        hosts.append("https://" + name)
    for host in hosts:
        requests.get(host, headers=HEADERS, timeout=1)


def urls(name):
    host = os.environ["HOST"]
    requests.get("https://%s/v1/%s" % (host, name), headers=HEADERS, timeout=1)
    requests.get("https://%(host)s/v1" % {"host": host}, headers=HEADERS, timeout=1)
    requests.get("https://%(host)s/v1" % locals(), headers=HEADERS, timeout=1)
    requests.get("https://{}/v1/{}".format(host, name), headers=HEADERS, timeout=1)
    requests.get("https://{host}/v1".format(host=host), headers=HEADERS, timeout=1)
    requests.get("https://{host}/v1".format(**{"host": host}), headers=HEADERS, timeout=1)
    requests.get("https://{host}/v1".format_map({"host": host}), headers=HEADERS, timeout=1)
    requests.get("/".join(["https:/", host, name]), headers=HEADERS, timeout=1)
    requests.get("".join(("https://", host, "/joined")), headers=HEADERS, timeout=1)
    requests.get("https://" + host + name, headers=HEADERS, timeout=1)
    requests.get("https://" + host.strip("/") + "/stripped", headers=HEADERS, timeout=1)
    requests.get(str.format("https://{}/str", host), headers=HEADERS, timeout=1)


def tried():
    try:
        token = os.environ["TOKEN_A"]
    except KeyError:
        token = os.environ["TOKEN_B"]
    requests.get(API + "/tried", headers={"Authorization": "Bearer " + token}, timeout=1)
    if not token:
        return None
    headers = {}
    if name := os.getenv("API_USER"):
        headers["X-User"] = name
        headers["Authorization"] = "Token " + token
    else:
        headers.update(Authorization="Bearer " + token)
    return requests.get(API + "/branches", headers=headers, timeout=1)


def narrowed(token):
    if isinstance(token, bytes):
        token = token.decode()
    if not isinstance(token, str):
        raise TypeError(token)
    requests.get(API + "/narrowed", headers={"Authorization": "Bearer " + token}, timeout=1)


def closure(base):
    token = os.environ["CLOSED_TOKEN"]

    def get(path, **kwargs):
        return requests.get(base + path, headers={"Authorization": "Bearer " + token}, timeout=1, **kwargs)

    return get


fetch = closure("https://closed.example.com")
fetch("/closure")


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        print("calls")
        return function(*args, **kwargs)

    return inner


@logged
def wrapped(url, key):
    return requests.get(url, headers={"X-Api-Key": key}, timeout=1)


wrapped("https://wrapped.example.com", os.environ["WRAPPED_KEY"])
