"""What a framework hands to its views."""
import cgi

import requests
import flask_restful
import flask_restx
from django.views import View, generic
from flask import Flask, request as flask_request, views
from project import settings
from rest_framework.views import APIView

from .settings import *

app = Flask(__name__)


@app.route("/<host>")
def by_route(host):
    requests.get(f"https://{host}/route", timeout=1)


@app.get("/<host>")
def by_get(host):
    requests.get(f"https://{host}/get", timeout=1)


@app.post("/<host>")
def by_post(host):
    requests.get(f"https://{host}/post", timeout=1)


@app.put("/<host>")
def by_put(host):
    requests.get(f"https://{host}/put", timeout=1)


@app.patch("/<host>")
def by_patch(host):
    requests.get(f"https://{host}/patch", timeout=1)


@app.delete("/<host>")
def by_delete(host):
    requests.get(f"https://{host}/delete", timeout=1)


@decorators.api_view(["GET"])
def by_api_view(host):
    requests.get(f"https://{host}/api-view", timeout=1)


def view(request):
    requests.get(request.registry.settings["host"], timeout=1)
    requests.get(request.app["host"], timeout=1)
    requests.get(request.settings.host, timeout=1)
    requests.get(request.config["host"], timeout=1)
    requests.get(request.user.callback, timeout=1)
    requests.get(request.db.host, timeout=1)
    requests.get(request.dbsession.host, timeout=1)
    requests.get(request.GET["host"], timeout=1)


def lists():
    requests.get(flask_request.args.getlist("host"), timeout=1)
    form = cgi.FieldStorage()
    requests.get(form.getfirst("host"), timeout=1)
    requests.get("https://" + settings.HOST, timeout=1)


class OfFlask(views.MethodView):
    def get(self, host):
        requests.get(f"https://{host}/flask/get", timeout=1)

    def post(self, host):
        requests.get(f"https://{host}/flask/post", timeout=1)

    def put(self, host):
        requests.get(f"https://{host}/flask/put", timeout=1)

    def patch(self, host):
        requests.get(f"https://{host}/flask/patch", timeout=1)

    def delete(self, host):
        requests.get(f"https://{host}/flask/delete", timeout=1)


class OfFlaskRestful(flask_restful.Resource):
    def get(self, host):
        requests.get(f"https://{host}/flask-restful", timeout=1)


class OfFlaskRestx(flask_restx.Resource):
    def get(self, host):
        requests.get(f"https://{host}/flask-restx", timeout=1)


class OfDjango(View):
    def get(self, request, host):
        requests.get(f"https://{host}/django", timeout=1)


class OfDjangoGeneric(generic.View):
    def get(self, request, host):
        requests.get(f"https://{host}/django-generic", timeout=1)


class OfRestFramework(APIView):
    def get(self, request, host):
        requests.get(f"https://{host}/rest-framework", timeout=1)


def as_dict():
    requests.get(flask_request.args.to_dict()["host"], timeout=1)


def what_was_asked():
    requests.get("https://a.example.com" + flask_request.path, timeout=1)
    requests.get("https://b.example.com" + flask_request.full_path, timeout=1)
    requests.get("https://c.example.com" + flask_request.path_info, timeout=1)
