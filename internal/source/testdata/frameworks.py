"""What FastAPI, pydantic, Celery and others hand to a function."""
import multiprocessing
import os
import threading
import typing
from typing import Annotated

import django.conf
import flask
import flask_jwt_extended
import flask_login
import pydantic
import requests
import typing_extensions
from celery import Celery, shared_task
from fastapi import Depends, FastAPI, Security
from fastapi.security import HTTPBasic, HTTPBearer, OAuth2PasswordBearer
from pydantic_settings import BaseSettings, SettingsConfigDict
from rest_framework import generics, viewsets
from rest_framework.decorators import action, api_view

app, celery = FastAPI(), Celery()
API = "https://api.example.com"


class Settings(BaseSettings):
    api_url: str
    api_token: pydantic.SecretStr
    region_host: str = "eu.example.com"
    renamed: str = pydantic.Field("https://field.example.com", validation_alias="OTHER_URL")
    aliased: str = pydantic.Field(alias="ALIASED_URL")
    timeout: int = 5

    model_config = SettingsConfigDict(env_prefix="app_")


class More(Settings):
    more_url: str = "https://more.example.com"


class Old(pydantic.BaseSettings):
    url: str = pydantic.Field(..., env="LEGACY_URL")
    token: str = ""

    class Config:
        env_prefix = "OLD_"


settings, more, old = Settings(), More(), Old()
requests.get(settings.api_url, headers={"Authorization": f"Bearer {settings.api_token.get_secret_value()}"}, timeout=settings.timeout)
requests.get("https://" + settings.region_host, timeout=1)
requests.get(settings.renamed, timeout=1)
requests.get(settings.aliased, timeout=1)
requests.get(more.more_url, headers={"X-Api-Key": more.api_token.get_secret_value()}, timeout=1)
requests.get(old.url, headers={"X-Api-Key": old.token}, timeout=1)

bearer, scheme, basic = HTTPBearer(), OAuth2PasswordBearer(tokenUrl="token"), HTTPBasic()


def get_settings():
    return settings


def get_session():
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer " + os.environ["SESSION_TOKEN"]
        yield session


def current_token(authorization: str):
    return authorization.removeprefix("Bearer ")


Caller = Annotated[str, Depends(current_token)]
Other = typing.Annotated[str, Depends(scheme)]


@app.get("/default")
def by_default(credentials=Depends(bearer), config=Depends(get_settings), session=Security(get_session)):
    requests.get(API, headers={"Authorization": f"Bearer {credentials.credentials}"}, timeout=1)
    requests.get(config.api_url, timeout=1)
    session.get(API + "/session", timeout=1)


@app.get("/annotated")
async def annotated(token: Caller, other: Other, third: typing_extensions.Annotated[str, Depends(basic)], fourth: Annotated[str, Depends(current_token)]):
    requests.get(API + "/caller", headers={"Authorization": "Bearer " + token}, timeout=1)
    requests.get(API + "/other", headers={"Authorization": "Bearer " + other}, timeout=1)
    requests.get(API + "/third", headers={"Authorization": third.password}, timeout=1)
    requests.get(API + "/fourth", headers={"Authorization": fourth}, timeout=1)


@celery.task(bind=True)
def push(self, url, token):
    requests.post(url, headers={"Authorization": "Bearer " + token}, timeout=1)


@shared_task
def pull(url, key=None):
    requests.get(url, headers={"X-Api-Key": key}, timeout=1)


push.delay("https://delay.example.com", os.environ["DELAY_TOKEN"])
pull.apply_async(args=("https://apply.example.com",), kwargs={"key": os.environ["APPLY_KEY"]})
pull.apply_async(["https://position.example.com"], {"key": os.environ["POSITION_KEY"]})
(pull.s("https://signature.example.com", key=os.environ["SIGNATURE_KEY"]) | push.s())()
threading.Thread(target=pull, args=("https://thread.example.com",), kwargs={"key": os.environ["THREAD_KEY"]}).start()
threading.Timer(5, pull, ("https://timer.example.com",), {"key": os.environ["TIMER_KEY"]}).start()
threading.Timer(5, function=pull, args=("https://timer.example.com",), kwargs={"key": os.environ["TIMER_KEY"]}).start()
multiprocessing.Process(target=pull, args=("https://process.example.com",), kwargs={"key": os.environ["PROCESS_KEY"]}).start()


def of_the_user():
    requests.get(flask_login.current_user.hook, timeout=1)
    requests.get(flask_jwt_extended.get_jwt()["issuer"], timeout=1)
    requests.get(flask_jwt_extended.get_jwt_identity(), timeout=1)


class Hooks(viewsets.ViewSet):
    def list(self, incoming):
        requests.get(incoming.query_params["url"], timeout=1)

    def create(self, incoming):
        requests.get(incoming.data["url"], timeout=1)

    @action(detail=True, methods=["post"])
    def send(self, incoming, pk=None):
        requests.get(f"https://{pk}", timeout=1)


class One(viewsets.GenericViewSet):
    def retrieve(self, incoming, pk):
        requests.get(f"https://{pk}", timeout=1)


class All(viewsets.ModelViewSet):
    def update(self, incoming, pk):
        requests.get(f"https://{pk}", timeout=1)

    def partial_update(self, incoming, pk):
        requests.get(f"https://{pk}", timeout=1)

    def destroy(self, incoming, pk):
        requests.get(f"https://{pk}", timeout=1)


class Made(generics.CreateAPIView):
    def post(self, incoming, host):
        requests.get(f"https://{host}", timeout=1)


class Generic(generics.GenericAPIView):
    def get(self, incoming, host):
        requests.get(f"https://{host}", timeout=1)


@api_view(["POST"])
def posted(incoming, host):
    requests.get(f"https://{host}", timeout=1)


class Extension:
    def init_app(self, app):
        self.url = "https://" + app.config["EXTENSION_HOST"]
        self.key = app.config["EXTENSION_KEY"]

    def send(self):
        requests.get(self.url, headers={"X-Api-Key": self.key}, timeout=1)


Extension().send()


class Session:
    def connect(self):
        self.token = requests.post("https://login.example.com/token", json={"password": os.environ["LOGIN_PASSWORD"]}, timeout=1).json()["token"]

    def fetch(self):
        requests.get(API, headers={"Authorization": "Bearer " + self.token}, timeout=1)


def by_name():
    requests.get(getattr(django.conf.settings, "NAMED_URL", "https://named.example.com"), timeout=1)
    Session().fetch()


def before():
    flask.g.token = flask.request.headers["Authorization"]
    flask.g.upstream = "https://upstream.example.com"


def view():
    requests.get(flask.g.upstream, headers={"Authorization": flask.g.token}, timeout=1)
    requests.get(API, headers={"Authorization": flask.g.elsewhere_token}, timeout=1)
