"""Checks: each shape, and what they do not cover."""
import os
import re
from urllib.parse import urlparse, urlsplit

import requests
from flask import Flask, abort, request
from urllib3.util import parse_url

app = Flask(__name__)
ALLOWED = {"auth.example.com", "login.example.com"}
TOKEN = os.environ["TOKEN"]


def send(url):
    return requests.get(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=1)


@app.post("/set")
def host_in_a_set():
    url = request.form["host_in_a_set"]
    if urlparse(url).hostname not in ALLOWED:
        abort(400)
    return send(url)


@app.post("/set-and-scheme")
def host_and_scheme():
    url = request.form["host_and_scheme"]
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ("auth.example.com",):
        raise ValueError(url)
    return send(url)


@app.post("/positive")
def positive():
    url = request.form["positive"]
    if urlparse(url).netloc == "auth.example.com":
        return send(url)
    return "no", 400


@app.post("/prefix")
def prefix():
    url = request.form["prefix"]
    if not url.startswith("https://auth.example.com/"):
        return "no", 400
    return send(url)


@app.post("/loose-prefix")
def loose_prefix():
    url = request.form["loose_prefix"]
    if not url.startswith("https://auth.example.com"):
        return "no", 400
    return send(url)


@app.post("/scheme")
def scheme_only():
    url = request.form["scheme_only"]
    assert url.startswith(("https://", "wss://"))
    return send(url)


@app.post("/suffix")
def suffix():
    url = request.form["suffix"]
    host = urlparse(url).hostname
    if host and host.endswith(".example.com"):
        return send(url)
    return "no", 400


@app.post("/loose-suffix")
def loose_suffix():
    url = request.form["loose_suffix"]
    if urlparse(url).hostname.endswith("example.com"):
        return send(url)
    return "no", 400


@app.post("/substring")
def substring():
    url = request.form["substring"]
    if "example.com" not in url:
        return "no", 400
    return send(url)


@app.post("/regex")
def regex():
    url = request.form["regex"]
    if not re.fullmatch(r"https://[a-z]+\.example\.com/.*", url):
        return "no", 400
    return send(url)


@app.post("/loose-regex")
def loose_regex():
    url = request.form["loose_regex"]
    if re.search(r"example\.com", url) is None:
        return "no", 400
    if re.match(pattern=r"https://auth.example.com/", string=url):
        return send(url)
    return "no", 400


@app.post("/any")
def any_of():
    url = request.form["any_of"]
    host = urlparse(url).hostname
    if not any(host.endswith(end) for end in (".example.com", ".example.org")):
        return "no", 400
    return send(url)


@app.post("/or")
def either():
    url = request.form["either"]
    host = urlparse(url).hostname
    if host == "auth.example.com" or host == "login.example.com":
        return send(url)
    return "no", 400


def is_allowed(url):
    return urlparse(url).hostname in ALLOWED


def check(url):
    parts = urlparse(url)
    if parts.hostname not in ALLOWED:
        raise ValueError("refused")
    return url


@app.post("/helper")
def helper():
    url = request.form["helper"]
    if not is_allowed(url):
        return "no", 400
    return send(url)


@app.post("/raises")
def raises():
    url = check(request.form["raises"])
    return send(url)


@app.post("/opaque")
def opaque():
    url = request.form["opaque"]
    if not policy.permits(url):
        return "no", 400
    return send(url)


@app.post("/two-parsers")
def two_parsers():
    url = request.form["two_parsers"]
    if parse_url(url).host not in ALLOWED:
        return "no", 400
    return send(url)


@app.post("/unrelated")
def unrelated():
    url = request.form["unrelated"]
    if request.form["user"] != "admin":
        return "no", 400
    return send(url)


@app.post("/after")
def after():
    url = request.form["after"]
    send(url)
    if urlparse(url).hostname not in ALLOWED:
        return "too late", 400
    return "ok"


@app.post("/one-way")
def one_way():
    url = request.form["one_way"]
    if request.form.get("strict"):
        if urlparse(url).hostname not in ALLOWED:
            return "no", 400
    return send(url)


@app.post("/host")
def host_alone():
    host = request.form["host"]
    if host not in ALLOWED:
        return "no", 400
    return send(f"https://{host}/x")


@app.post("/config")
def from_config():
    url = request.form["from_config"]
    if urlparse(url).hostname != app.config["AUTH_HOST"]:
        return "no", 400
    return send(url)


@app.post("/sanitized")
def path_is_quoted():
    name = request.form["name"]
    if not name:
        return "no", 400
    return send(f"https://auth.example.com/users/{name}")
