"""Calls that end a function, calls that check nothing, and patterns."""
import os
import re
import sys

import flask
import requests
from flask import request

from elsewhere import *  # abort


def send(url):
    requests.get(url, timeout=1)


def by_flask_abort():
    if request.args["a"] != "https://a.example.com":
        flask.abort(400)
    send(request.args["a"])


def by_another_abort():
    if request.args["b"] != "https://a.example.com":
        abort(400)
    send(request.args["b"])


def by_sys_exit():
    if request.args["c"] != "https://a.example.com":
        sys.exit(1)
    send(request.args["c"])


def by_exit():
    if request.args["d"] != "https://a.example.com":
        exit(1)
    send(request.args["d"])


def by_quit():
    if request.args["e"] != "https://a.example.com":
        quit(1)
    send(request.args["e"])


def by_os_exit():
    if request.args["f"] != "https://a.example.com":
        os._exit(1)
    send(request.args["f"])


def nothing_is_checked(cache, text, path, logger, flask_json):
    url = request.args["g"]
    if isinstance(url, str) and issubclass(url, str) and hasattr(url, "x") and callable(url) and bool(url) and len(url):
        if any(url) and all(url) and unknown.isEnabledFor(url) and unknown.get(url):
            if os.path.exists(url) and unknown.json(url):
                send(url)
    url = request.args["three"]
    if url == "https://a.example.com" and cache and path:
        send(url)
    url = request.args["not three"]
    if not (url == "https://a.example.com" and cache and path):
        return
    send(url)


def all_of_them():
    url = request.args["h"]
    if all(url.startswith(p) for p in ("https://a.example.com/",)):
        send(url)


def any_of_them():
    url = request.args["h2"]
    if any(url.startswith(p) for p in ("https://a.example.com/",)):
        send(url)


def patterns():
    if re.match(r"https://a\.example\.com/", request.args["i"]):
        send(request.args["i"])
    if re.match(pattern=r"https://a\.example\.com/", string=request.args["j"]):
        send(request.args["j"])
    if re.fullmatch(r"https://a\.example\.com/.*", request.args["k"]):
        send(request.args["k"])
    if re.fullmatch(pattern=r"https://a\.example\.com/.*", string=request.args["l"]):
        send(request.args["l"])
    if re.search(r"^https://a\.example\.com/", request.args["m"]):
        send(request.args["m"])
    if re.search(pattern=r"^https://a\.example\.com/", string=request.args["n"]):
        send(request.args["n"])


PATTERN = re.compile(r"https://a\.example\.com/.*")


def compiled():
    if PATTERN.fullmatch(request.args["o"]):
        send(request.args["o"])


def found():
    if request.args["p"].find("a.example.com") != -1:
        send(request.args["p"])
    if request.args["q"].index("a.example.com") >= 0:
        send(request.args["q"])
    if request.args["r"].rfind("a.example.com") > -1:
        send(request.args["r"])


def labels():
    name = request.args["isalnum"]
    if name.isalnum():
        requests.get(f"https://{name}.example.com", timeout=1)
    name = request.args["isalpha"]
    if name.isalpha():
        requests.get(f"https://{name}.example.com", timeout=1)
    name = request.args["isdigit"]
    if name.isdigit():
        requests.get(f"https://{name}.example.com", timeout=1)
    name = request.args["isdecimal"]
    if name.isdecimal():
        requests.get(f"https://{name}.example.com", timeout=1)
    name = request.args["isnumeric"]
    if name.isnumeric():
        requests.get(f"https://{name}.example.com", timeout=1)
    name = request.args["isidentifier"]
    if name.isidentifier():
        requests.get(f"https://{name}.example.com", timeout=1)
