"""Where a name comes from that DNS or a registry of services gives, and what came together."""
import os

import aiodns
import consul
import dns.asyncresolver
import dns.rdatatype
import dns.resolver
import requests
import srvlookup
import zeroconf
from flask import Flask, request, session
from requests_toolbelt.sessions import BaseUrlSession

app = Flask(__name__)
KEY = {"X-Api-Key": os.environ["SERVICE_KEY"]}

# Data of DNS, by what is asked for.
requests.get(f"https://{dns.resolver.resolve('_a._tcp.example.com', 'SRV')[0].target}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.resolve(qname='_b._tcp.example.com', rdtype='SRV')[0].target}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.resolve('_c.example.com', dns.rdatatype.TXT)[0].strings[0]}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.query('_d._tcp.example.com', 'SRV')[0].target}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.Resolver().resolve('_e._tcp.example.com', 'SRV')[0].target}/", headers=KEY, timeout=1)
requests.get(f"https://{srvlookup.lookup('f', 'TCP', 'example.com')[0].host}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.resolve('g.example.com', 'A')[0]}/", headers=KEY, timeout=1)  # an address
requests.get(f"https://{dns.resolver.resolve('h.example.com')[0]}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.query('h.example.com', 'A')[0]}/", headers=KEY, timeout=1)
requests.get(f"https://{dns.resolver.Resolver().resolve('h.example.com', 'A')[0]}/", headers=KEY, timeout=1)


async def asked():
    requests.get(f"https://{await dns.asyncresolver.resolve('h.example.com', 'A')}/", headers=KEY, timeout=1)
    requests.get(f"https://{await aiodns.DNSResolver().query('h.example.com', 'A')}/", headers=KEY, timeout=1)
    for record in await dns.asyncresolver.resolve("_i._tcp.example.com", "SRV"):
        requests.get("https://" + record.target.to_text().rstrip("."), headers=KEY, timeout=1)
    answer = await aiodns.DNSResolver().query("_j._tcp.example.com", "SRV")
    requests.get("https://" + answer[0].host, headers=KEY, timeout=1)


# A registry of services.
_, nodes = consul.Consul().catalog.service("k")
requests.get("https://" + nodes[0]["ServiceAddress"], headers=KEY, timeout=1)
_, healthy = consul.Consul().health.service("l")
requests.get("https://" + healthy[0]["Service"]["Address"], headers=KEY, timeout=1)
info = zeroconf.Zeroconf().get_service_info("_m._tcp.local.", "m._m._tcp.local.")
requests.get("https://" + info.server, headers=KEY, timeout=1)


# What came together: the parts of one row, and of one request.
def row(number):
    hook = Hook.query.get(number)
    requests.post(hook.url, headers={"Authorization": f"Bearer {hook.token}"}, timeout=1)


def rows(number):
    hook, owner = Hook.query.get(number), User.query.get(number)
    requests.post(hook.url, headers={"Authorization": f"Bearer {owner.token}"}, timeout=1)


def setting(name):
    return Setting.query.get(name).value


def two_settings():
    requests.post(setting("url"), headers={"Authorization": f"Bearer {setting('token')}"}, timeout=1)


def in_another_form(number):
    hook = Hook.query.get(number)
    requests.post(hook.url, headers={"Authorization": "Bearer " + decrypt(hook.token)}, timeout=1)
    requests.post(hook.url, headers={"Authorization": "Bearer " + combine(hook.token, os.environ["TOKEN"])}, timeout=1)


@app.post("/a")
def one_request():
    requests.post(request.json["url"], headers={"Authorization": f"Bearer {request.json['token']}"}, timeout=1)


@app.post("/b")
def sent_by_the_browser():
    requests.post(request.args["url"], headers={"Authorization": f"Bearer {request.cookies['token']}"}, timeout=1)
    requests.post(request.args["url"], headers={"Authorization": f"Bearer {session['token']}"}, timeout=1)


def of_another_framework(request):
    requests.post(request.GET["url"], headers={"Authorization": f"Bearer {request.COOKIES['token']}"}, timeout=1)
    requests.post(request.GET["url"], headers={"Authorization": f"Bearer {request.session['token']}"}, timeout=1)


class Hooks:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def send(self):
        requests.post(self.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=1)


def arguments(number):
    hook = Hook.query.get(number)
    Hooks(hook.url, hook.token).send()
    Hooks(os.environ["HOOK_URL"], os.environ["HOOK_TOKEN"]).send()


def answered():
    login = requests.get("https://login.example.com", headers=KEY, timeout=1).json()
    requests.get(login["url"], headers={"Authorization": f"Bearer {login['token']}"}, timeout=1)


BaseUrlSession("https://base.example.com/v1/").get(os.environ["PATH_PART"], headers=KEY, timeout=1)
BaseUrlSession(base_url="https://base.example.com/v2/").get(os.environ["PATH_PART"], headers=KEY, timeout=1)
