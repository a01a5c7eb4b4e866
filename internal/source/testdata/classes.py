"""Classes: attributes of self, inheritance, properties, data classes."""
import dataclasses
import os
from dataclasses import dataclass, field

import attr
import attrs
import pydantic
import requests


class Client:
    base = "https://api.example.com"
    timeout = 10

    def __init__(self, token, base=None):
        self.token = token
        if base:
            self.base = base
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    @property
    def headers(self):
        return {"X-Api-Key": self.token}

    @staticmethod
    def join(base, path):
        return base + path

    @classmethod
    def from_env(cls):
        return cls(os.environ["CLIENT_TOKEN"])

    def get(self, path):
        return self.session.get(self.join(self.base, path), timeout=self.timeout)

    def once(self, path):
        return requests.get(self.base + path, headers=self.headers, timeout=self.timeout)


class Insecure(Client):
    base = "http://insecure.example.com"

    def __init__(self, token):
        super().__init__(token)
        self.session.verify = False


class Callable:
    def __call__(self, url):
        return requests.get(url, timeout=1)


@dataclass
class Target:
    url: str
    token: str = ""

    def post(self):
        return requests.post(self.url, headers={"Authorization": "Bearer " + self.token}, timeout=1)


class OwnSession(requests.Session):
    def __init__(self):
        super().__init__()
        self.headers["X-Api-Key"] = os.environ["OWN_KEY"]

    def fetch(self):
        return self.get("https://own.example.com/x", timeout=1)


client = Client(os.environ["MY_TOKEN"])
client.get("/users")
client.once("/users")
Insecure(os.environ["OTHER_TOKEN"]).get("/x")
Client.from_env().get("/env")
Callable()("https://callable.example.com")
Target(url="https://target.example.com", token=os.environ["TARGET_TOKEN"]).post()
OwnSession().fetch()


@dataclass
class Declared:
    url: str = field(default="https://declared.example.com")
    other: str = dataclasses.field(default="https://dataclasses.example.com")
    third: str = attr.ib(default="https://attr.example.com")
    fourth: str = attrs.field(default="https://attrs.example.com")
    fifth: str = pydantic.Field(default="https://pydantic.example.com")

    def fetch(self):
        requests.get(self.url, timeout=1)
        requests.get(self.other, timeout=1)
        requests.get(self.third, timeout=1)
        requests.get(self.fourth, timeout=1)
        requests.get(self.fifth, timeout=1)


Declared().fetch()
