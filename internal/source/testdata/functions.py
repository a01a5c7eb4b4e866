"""Functions: arguments, defaults, returns and calls of calls."""
import os
import requests

TOKEN = os.environ["SERVICE_TOKEN"]


def base(host="api.example.com", *, secure=True):
    scheme = "https" if secure else "http"
    return f"{scheme}://{host}"


def headers(token):
    return {"Authorization": f"Bearer {token}"}


def fetch(path, token=TOKEN, **options):
    return requests.get(base() + path, headers=headers(token), **options)


def open_to_all(url, token):
    """Nobody here calls this one: its parameters stay holes."""
    return requests.get(url, headers=headers(token), timeout=10)


def recursive(n):
    if n == 0:
        return requests.get("https://deep.example.com/", timeout=1)
    return recursive(n - 1)


def several(kind):
    if kind == "a":
        return "https://a.example.com"
    elif kind == "b":
        return "https://b.example.com"
    return None


def nested():
    def inner(host):
        return "https://" + host + "/inner"

    return requests.get(inner("nested.example.com"), timeout=1)


def spread(*urls, **extra):
    for url in urls:
        requests.post(url, json=extra, timeout=1)


fetch("/me", timeout=3)
fetch("/insecure", verify=False, timeout=3)
requests.get(base("plain.example.com", secure=False), timeout=3)
requests.get(several("b"), timeout=3)
recursive(3)
nested()
spread("https://one.example.com", "https://two.example.com", key="v")
