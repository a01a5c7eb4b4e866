"""What a Curl object is told by its options, one by one."""
import os

import pycurl
from pycurl import Curl

H, B, P, K = os.environ["H_KEY"], os.environ["B_TOKEN"], os.environ["P_PASSWORD"], os.environ["K_TOKEN"]


def headers():
    c = pycurl.Curl()
    c.setopt(pycurl.URL, "https://api.example.com/v1")
    c.setopt(pycurl.HTTPHEADER, ["X-Api-Key: " + H, "Accept: */*"])
    c.setopt(pycurl.CUSTOMREQUEST, "DELETE")
    c.setopt(pycurl.FOLLOWLOCATION, True)
    c.setopt(pycurl.TIMEOUT, 30)
    c.perform()


def unchecked():
    c = Curl()
    c.setopt(c.URL, b"https://tokens.example.com")
    c.setopt(c.XOAUTH2_BEARER, B)
    c.setopt(c.SSL_VERIFYPEER, 0)
    c.setopt(c.SSL_VERIFYHOST, 0)
    c.setopt(c.TIMEOUT_MS, 500)
    c.setopt(c.NETRC, 1)
    c.perform_rb()


def password():
    c = pycurl.Curl()
    c.setopt_string(pycurl.URL, os.environ["SITE_URL"])
    c.setopt(pycurl.USERPWD, "%s:%s" % ("robot", P))
    c.setopt(pycurl.CAINFO, "/etc/ca.pem")
    c.setopt(pycurl.SSLCERT, "/etc/client.pem")
    c.setopt(pycurl.PINNEDPUBLICKEY, "sha256//AAAA")
    c.setopt(pycurl.PROXY, "http://proxy.example.com:3128")
    c.setopt(pycurl.VERBOSE, 1)
    c.perform_rs()


def fields():
    c = pycurl.Curl()
    c.setopt(pycurl.URL, "http://forms.example.com")
    c.setopt(pycurl.COOKIE, {"session": B})
    c.setopt(pycurl.POSTFIELDS, {"password": P})
    c.perform()


def whatever(option, given):
    c = pycurl.Curl()
    c.setopt(pycurl.URL, "https://open.example.com")
    c.setopt(pycurl.HTTPHEADER, ["Authorization: Bearer " + K])
    c.setopt(option, given)
    c.perform()


def request(method, url, headers=None, auth=None):
    c = pycurl.Curl()
    c.setopt(pycurl.URL, url.encode())
    if auth is not None:
        c.setopt(pycurl.USERPWD, "%s:%s" % auth)
    lines = [line(k, v) for k, v in headers.items()]
    c.setopt(pycurl.HTTPHEADER, lines)
    c.perform()


def line(k, v):
    return k.encode() + b":" + v.encode("latin-1")


def room(name):
    request("get", "https://chat.example.com/" + name, headers={"Authorization": f"Bearer {K}"})


def call(name):
    request("post", "https://phone.example.com/" + name, headers={}, auth=("robot", P))


def topic(own):
    fields = {}
    if own:
        fields["Authorization"] = f"Bearer {own.token}"
    elif B:
        fields["Authorization"] = f"Bearer {B}"
    request("put", "https://topics.example.com/", headers=fields)
