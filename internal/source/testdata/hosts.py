"""The caller's own Host header: links, redirects and upstreams."""
import requests
from django.http import HttpResponseRedirect
from django.shortcuts import redirect as django_redirect
from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/link")
def link():
    return {"reset": f"https://{request.host}/reset", "home": request.host_url + "home", "root": request.url_root + "x"}


@app.route("/forwarded")
def forwarded():
    one = "https://" + request.headers["X-Forwarded-Host"] + "/a"
    two = "https://%s/b" % request.headers.get("Host")
    three = "https://{}/c".format(request.environ["HTTP_HOST"])
    four = "https://" + request.headers.get("x-forwarded-host") + "/d"
    five = request.base_url + "/e"
    return one, two, three, four, five


@app.route("/redirect")
def away():
    if request.args.get("x"):
        return redirect(location=request.host_url)
    return redirect(f"https://{request.host}/x")


@app.route("/upstream")
def upstream():
    requests.get("https://" + request.host + "/internal", timeout=1)
    requests.get(request.host_url, timeout=1)


def view(request):
    if request.META["HTTP_HOST"]:
        return django_redirect(request.META["HTTP_HOST"])
    return HttpResponseRedirect(redirect_to=request.get_host())


def view_link(request):
    return "https://" + request.get_host() + "/reset"


def not_a_link():
    if request.host == "www.example.com":
        return "at " + request.host


def by_position(request):
    if request.args:
        return redirect(request.host_url)
    if request.form:
        return django_redirect(to=request.get_host())
    return HttpResponseRedirect(request.get_host())


def own_address(request):
    span = {"url": "%s://%s%s" % (request.scheme, request.host, request.path)}
    span["url"] += "?" + request.query_string
    return span


def own_address_and_more(request):
    return "https://" + request.host + request.path + "?page=2"


def another_path(request):
    return "https://" + request.host + request.args["next"]


def link_header(request):
    url = request.url_root + request.path.lstrip("/")
    return {"Link": f"<{url}?page=2>; rel=next", "Warning": f"called at <{request.url_root}>"}
