"""Settings that a class declares, one inside another, and links on the request's Host."""
import os

import requests
from flask import Flask, url_for
from pydantic import BaseModel, BaseSettings as OldSettings
from pydantic_settings import BaseSettings, SettingsConfigDict
from traitlets import CUnicode, TraitType, Unicode, default
from traitlets.config import LoggingConfigurable


class Api(BaseModel):
    host: str = "api.example.com"
    token: str
    _cached: str


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    api: Api


class Flat(BaseSettings):
    api: Api


class Old(OldSettings):
    mail: Api

    class Config:
        env_nested_delimiter = "_"


settings = Settings()
requests.get(f"https://{settings.api.host}/me", headers={"Authorization": f"Bearer {settings.api.token}"}, timeout=1)
requests.get(f"https://{Old().mail.host}/me", headers={"X-Api-Key": Old().mail.token}, timeout=1)
requests.get(f"https://{Flat().api.host}/me", timeout=1)


class Proxy(LoggingConfigurable):
    auth_token = Unicode(help="the token of the proxy").tag(config=True)
    api_url = Unicode("http://127.0.0.1:8001", config=True)
    other_url = CUnicode(default_value="https://other.example.com")
    third_url = TraitType()
    label = Unicode()

    @default("auth_token")
    def _auth_token(self):
        return os.environ.get("PROXY_TOKEN", "")

    @default("third_url")
    def _third_url(self):
        return "https://third.example.com"

    @default
    def _label(self):
        return "x"


class Special(Proxy):
    def routes(self):
        headers = {"Authorization": f"token {self.auth_token}"}
        requests.get(self.other_url, headers=headers, timeout=1)
        requests.get(self.third_url, headers=headers, timeout=1)
        return requests.get(joined(self.api_url, "api/routes", self.label), headers=headers, timeout=1)


def joined(*pieces):
    stripped = [p.strip("/") for p in pieces]
    return "/".join(s for s in stripped if s)


app = Flask(__name__)


@app.route("/reset")
def reset():
    requests.post(url_for("hook", _external=True), headers={"X-Api-Key": os.environ["HOOK_KEY"]}, timeout=1)
    requests.post("https://home.example.com" + url_for("home"), timeout=1)
    return url_for("home", token="x")
