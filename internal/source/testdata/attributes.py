"""Attributes by name, declared fields, mappings of other kinds, labels and paths."""
import collections
import dataclasses
import os

import attr
import attrs
import httpx
import multidict
import pydantic
import requests
from flask import Flask, abort, request
from requests.structures import CaseInsensitiveDict
from urllib3.other import CaseInsensitiveDict as OtherDict

app = Flask(__name__)
TOKEN = os.environ["TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def by_name(method):
    return getattr(requests, method)("https://a.acme.io/", headers=HEADERS, timeout=5)


@dataclasses.dataclass
class A:
    url: str = dataclasses.field(default="https://b.acme.io/")
    token: str = dataclasses.field(default_factory=lambda: os.environ["B_TOKEN"])


@attr.s
class B:
    url = attr.ib("https://c.acme.io/")


@attrs.define
class C:
    url: str = attrs.field(default="https://d.acme.io/")


class D(pydantic.BaseModel):
    url: str = pydantic.Field("https://e.acme.io/")


def declared(a=A(), b=B(), c=C(), d=D()):
    requests.get(a.url, headers={"Authorization": "Bearer " + a.token}, timeout=5)
    for url in (b.url, c.url, d.url):
        requests.get(url, headers=HEADERS, timeout=5)


def given(**settings):
    return requests.get(A(**settings).url, headers=HEADERS, timeout=5)


def mappings():
    for headers in (
        collections.OrderedDict(Authorization=f"Bearer {os.environ['C_TOKEN']}"),
        CaseInsensitiveDict(Authorization=f"Bearer {os.environ['D_TOKEN']}"),
        httpx.Headers({"Authorization": f"Bearer {os.environ['E_TOKEN']}"}),
        multidict.CIMultiDict([("Authorization", f"Bearer {os.environ['F_TOKEN']}")]),
        OtherDict(Authorization=f"Bearer {os.environ['G_TOKEN']}"),
    ):
        requests.get("https://f.acme.io/", headers=headers, timeout=5)


@app.get("/<tenant>")
def labels(tenant):
    a, b, c = request.args["a"], request.args["b"], request.args["c"]
    d, e, f = request.args["d"], request.args["e"], request.args["f"]
    if not (a.isalnum() and b.isalpha() and c.isdigit() and d.isdecimal() and e.isnumeric() and f.isidentifier()):
        abort(400)
    for label in (a, b, c, d, e, f):
        requests.get(f"https://{label}.acme.io/", headers=HEADERS, timeout=5)


@app.route("/<path:rest>")
def passed_on(rest):
    requests.get("https://g.acme.io" + request.path, headers=HEADERS, timeout=5)
    requests.get("https://g.acme.io" + request.full_path, headers=HEADERS, timeout=5)
    requests.get("https://g.acme.io" + request.path_info, headers=HEADERS, timeout=5)
