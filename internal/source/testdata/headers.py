"""Dictionaries of headers: merged, spread, changed in place, chosen."""
import os
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
