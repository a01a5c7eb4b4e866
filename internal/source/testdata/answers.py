"""Credentials in answers and in the messages of exceptions."""
import os

import fastapi
import flask
import requests
from django.http import HttpResponse, JsonResponse
from fastapi.responses import JSONResponse
from rest_framework.response import Response
from starlette.responses import JSONResponse as StarletteResponse

TOKEN = os.environ["SERVICE_TOKEN"]
app = flask.Flask(__name__)

flask.jsonify(token=TOKEN)
flask.make_response({"token": TOKEN})
flask.Response(f"token {TOKEN}")
HttpResponse(TOKEN)
JsonResponse({"settings": {"key": TOKEN}})
Response([TOKEN])
JSONResponse({"token": TOKEN})
StarletteResponse({"token": TOKEN})
fastapi.HTTPException(401, detail=TOKEN)


@app.get("/a")
def returned():
    return {"token": TOKEN}, 200


@app.get("/b")
def given_back():
    return {"token": flask.request.args["token"], "password": "is too short"}


class Failed(Exception):
    pass


def raised(value):
    if not value:
        raise Failed(f"no {TOKEN}")
    if len(value) < 3:
        raise ValueError("few %s" % TOKEN[:4])
    if len(value) < 4:
        raise ValueError(TOKEN[4:])
    requests.get("https://api.example.com", headers={"X-Api-Key": value}, timeout=1)
    print(value, TOKEN[-4:], {"X-Api-Key": value}, f"{ {'X-Api-Key': value} }")
    print(value[:-4])


def left():
    flask.abort(401, TOKEN)


def without(headers_of_its_own):
    if headers_of_its_own:
        shown = dict({"X-Api-Key": TOKEN, "Accept": "text/plain"})
        shown.pop("X-Api-Key")
        print(shown)
    hidden = {"X-Api-Key": TOKEN}
    if "X-Api-Key" in hidden:
        hidden["X-Api-Key"] = "***"
    print(hidden)
    kept = {"X-Api-Key": TOKEN}
    if headers_of_its_own:
        kept["X-Api-Key"] = "***"
    print(kept)


class Caller:
    pass


@app.get("/c")
def narrowed():
    value = flask.request.headers["Authorization"]
    if isinstance(value, Caller):
        print(value)


def either(value):
    entity = value or flask.request.headers["Authorization"]
    if isinstance(entity, Caller):
        print(entity)


class Short(Exception):
    def __init__(self, password):
        self.length = len(password)


def without_saying_it():
    raise Short(TOKEN)
