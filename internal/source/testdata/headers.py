"""Dictionaries of headers: merged, spread, changed in place, chosen."""
import collections
import os
import httpx
import multidict
import requests

KEY = os.environ["ACME_KEY"]
COMMON = {"Accept": "application/json", "X-Api-Key": KEY}
URL = "https://api.example.com/v1"

requests.get(URL, headers=COMMON, timeout=1)
requests.get(URL, headers={**COMMON, "X-Trace": "1"}, timeout=1)
requests.get(URL, headers=dict(COMMON, Authorization="Token " + KEY), timeout=1)
requests.get(URL, headers=COMMON | {"Authorization": f"Basic {KEY}"}, timeout=1)

changed = {}
changed["Authorization"] = "Bearer " + os.environ["T1"]
changed.update({"Cookie": os.environ["SESSION_COOKIE"]})
changed.setdefault("X-Auth-Token", os.environ["T2"])
requests.get(URL, headers=changed, timeout=1)

copied = changed.copy()
copied.pop("Cookie")
del copied["X-Auth-Token"]
requests.get(URL, headers=copied, timeout=1)


def choose(kind, token):
    headers = {"Content-Type": "text/plain"}
    if kind == "bearer":
        headers["Authorization"] = f"Bearer {token}"
    elif kind == "key":
        headers["X-Api-Key"] = token
    return requests.post(URL, headers=headers, timeout=1)


def unknown_headers(given):
    return requests.get(URL, headers={**given, "PRIVATE-TOKEN": KEY}, timeout=1)


requests.get(URL, headers={"authorization": KEY, "X-Request-Id": "1"}, timeout=1)
requests.get(URL, headers=[("Authorization", "Bearer " + KEY)], timeout=1)
requests.get(URL, headers={"Authorization": None}, timeout=1)
requests.get(URL, headers={k: v for k, v in COMMON.items()}, timeout=1)
for mapping in (
    collections.OrderedDict({"X-Api-Key": os.environ["K1"]}),
    requests.structures.CaseInsensitiveDict({"X-Api-Key": os.environ["K2"]}),
    httpx.Headers({"X-Api-Key": os.environ["K3"]}),
    multidict.CIMultiDict({"X-Api-Key": os.environ["K4"]}),
    elsewhere.CaseInsensitiveDict({"X-Api-Key": os.environ["K5"]}),
):
    requests.get(URL, headers=mapping, timeout=1)
requests.get(URL, headers=collections.OrderedDict({"X-Api-Key": os.environ["K6"]}), timeout=1)
requests.get(URL, headers=requests.structures.CaseInsensitiveDict({"X-Api-Key": os.environ["K7"]}), timeout=1)
requests.get(URL, headers=httpx.Headers({"X-Api-Key": os.environ["K8"]}), timeout=1)
requests.get(URL, headers=multidict.CIMultiDict({"X-Api-Key": os.environ["K9"]}), timeout=1)
requests.get(URL, headers=elsewhere.CaseInsensitiveDict({"X-Api-Key": os.environ["K10"]}), timeout=1)
getattr(requests, "get")(URL, headers={"X-Api-Key": os.environ["K11"]}, timeout=1)
