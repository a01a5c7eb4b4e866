"""Every part that a parser of URLs gives, checked."""
from urllib.parse import urlparse, urlsplit

import httpx
import requests
import six.moves.urllib.parse
import urlparse as old
import yarl
from flask import request
from urllib3.util import parse_url
from urllib3.util.url import parse_url as parse_too


def parsed():
    url = request.args["urlparse"]
    u = urlparse(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        requests.get(url, timeout=1)
    url = request.args["by index"]
    if urlparse(url)[0] == "https" and urlparse(url)[1] == "a.example.com":
        requests.get(url, timeout=1)


def split():
    url = request.args["urlsplit"]
    u = urlsplit(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        requests.get(url, timeout=1)
    url = request.args["split, by index"]
    if urlsplit(url)[0] == "https" and urlsplit(url)[1] == "a.example.com":
        requests.get(url, timeout=1)


def six_parsed():
    url = request.args["six"]
    u = six.moves.urllib.parse.urlparse(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        if u[0] == "https" and u[1] == "a.example.com":
            requests.get(url, timeout=1)


def old_parsed():
    url = request.args["old"]
    u = old.urlparse(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        if u[0] == "https" and u[1] == "a.example.com":
            requests.get(url, timeout=1)


def old_split():
    url = request.args["old split"]
    u = old.urlsplit(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        if u[0] == "https" and u[1] == "a.example.com":
            requests.get(url, timeout=1)


def urllib3_parsed():
    url = request.args["urllib3"]
    u = parse_url(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        if u.host == "a.example.com":
            requests.get(url, timeout=1)
    url = request.args["urllib3 again"]
    u = parse_too(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.hostname == "a.example.com":
        if u.host == "a.example.com":
            requests.get(url, timeout=1)


def httpx_url():
    url = request.args["httpx"]
    u = httpx.URL(url)
    if u.scheme == "https" and u.port == 443 and u.netloc == "a.example.com" and u.host == "a.example.com":
        requests.get(url, timeout=1)


def yarl_url():
    url = request.args["yarl"]
    u = yarl.URL(url)
    if u.scheme == "https" and u.port == 443 and u.authority == "a.example.com" and u.host == "a.example.com":
        requests.get(url, timeout=1)
