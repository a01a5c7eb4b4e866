"""Every part that a parser of URLs gives, checked."""
from urllib.parse import urlparse, urlsplit, urlunparse, urlunsplit

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


def urlparse_rebuilt():
    fixed = urlparse("https://urlparse.example.com/a?b")
    requests.get(urlparse(request.args["urlparse"]).geturl(), timeout=1)
    requests.get(fixed._replace(scheme="http").geturl(), timeout=1)
    requests.get("https://path.example.com" + urlparse(request.args["urlparse"]).path, timeout=1)
    requests.get("https://index.example.com" + urlparse(request.args["urlparse"])[2], timeout=1)


def urlsplit_rebuilt():
    fixed = urlsplit("https://urlsplit.example.com/a?b")
    requests.get(urlsplit(request.args["urlsplit"]).geturl(), timeout=1)
    requests.get(fixed._replace(scheme="http").geturl(), timeout=1)
    requests.get("https://path.example.com" + urlsplit(request.args["urlsplit"]).path, timeout=1)
    requests.get("https://index.example.com" + urlsplit(request.args["urlsplit"])[2], timeout=1)


def old_rebuilt():
    fixed = old.urlparse("https://old.example.com/a?b")
    requests.get(old.urlparse(request.args["old"]).geturl(), timeout=1)
    requests.get(fixed._replace(scheme="http").geturl(), timeout=1)
    requests.get("https://path.example.com" + old.urlparse(request.args["old"]).path, timeout=1)
    requests.get("https://index.example.com" + old.urlparse(request.args["old"])[2], timeout=1)


def old_split_rebuilt():
    fixed = old.urlsplit("https://old_split.example.com/a?b")
    requests.get(old.urlsplit(request.args["old_split"]).geturl(), timeout=1)
    requests.get(fixed._replace(scheme="http").geturl(), timeout=1)
    requests.get("https://path.example.com" + old.urlsplit(request.args["old_split"]).path, timeout=1)
    requests.get("https://index.example.com" + old.urlsplit(request.args["old_split"])[2], timeout=1)


def six_rebuilt():
    fixed = six.moves.urllib.parse.urlparse("https://six.example.com/a?b")
    requests.get(six.moves.urllib.parse.urlparse(request.args["six"]).geturl(), timeout=1)
    requests.get(fixed._replace(scheme="http").geturl(), timeout=1)
    requests.get("https://path.example.com" + six.moves.urllib.parse.urlparse(request.args["six"]).path, timeout=1)
    requests.get("https://index.example.com" + six.moves.urllib.parse.urlparse(request.args["six"])[2], timeout=1)


def others():
    requests.get("https://a.example.com" + parse_url(request.args["u"]).path, timeout=1)
    requests.get("https://b.example.com" + parse_too(request.args["u"]).path, timeout=1)
    requests.get("https://c.example.com" + httpx.URL(request.args["u"]).path, timeout=1)
    requests.get(httpx.URL("https://d.example.com/x").copy_with(scheme="http"), timeout=1)
    requests.get("https://e.example.com" + yarl.URL(request.args["u"]).path, timeout=1)


def unsplit():
    requests.get(urlunsplit(("https", request.args["a"], "/unsplit", "", "")), timeout=1)
    requests.get(urlunparse(("https", request.args["a"], "/unparse", "", "", "")), timeout=1)
    requests.get(old.urlunparse(("https", request.args["a"], "/old", "", "", "")), timeout=1)


def as_it_is_sent():
    asked = requests.Request("GET", request.args["sent"])
    if urllib.parse.urlsplit(asked.url).hostname == "sent.example.com":
        requests.Session().send(asked, timeout=1)
