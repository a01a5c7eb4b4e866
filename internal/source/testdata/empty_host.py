"""A host that one way leaves empty is not known; nothing is sent to an empty one."""
import os
from urllib.parse import unquote

import requests

TOKEN = os.environ["EMPTY_TOKEN"]


def cleaned(text):
    if not text:
        return ""
    return unquote(text)


class Service:
    def __init__(self, **settings):
        self.host = cleaned(settings.get("host"))

    def tell(self):
        requests.post(f"https://{self.host}:8123/api", headers={"X-Api-Key": TOKEN}, timeout=5)

    def read(self):
        url = "https://" + self.host
        requests.get(url + "/api", auth=("robot", TOKEN), timeout=5)


def local():
    requests.get("file:///etc/hosts", timeout=5)
