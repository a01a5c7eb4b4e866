"""Calls that change nothing of what matters here."""
import copy
import os
import typing

import requests

H = os.environ["HOST"]
T = os.environ["TOKEN"]

requests.get("https://" + str(H), timeout=1)
requests.get("https://" + bytes(H, "utf-8"), timeout=1)
requests.get("https://" + bytearray(H), timeout=1)
requests.get("https://" + typing.cast(str, H), timeout=1)
requests.get("https://" + copy.copy(H), timeout=1)
requests.get("https://" + copy.deepcopy(H), timeout=1)
requests.get("https://" + H.encode(), timeout=1)
requests.get("https://" + H.decode("utf-8"), timeout=1)
requests.get("https://" + H.strip(), timeout=1)
requests.get("https://" + H.rstrip("/"), timeout=1)
requests.get("https://" + H.lstrip("/"), timeout=1)
requests.get("https://" + H.lower(), timeout=1)
requests.get("https://" + H.upper(), timeout=1)
requests.get("https://" + H.casefold(), timeout=1)
requests.get("https://" + H.split(":")[0], timeout=1)
requests.get("https://api.example.com", headers={"X-Api-Key": T}.copy(), timeout=1)


def wrapped(settings_object):
    token = settings_object.token.get_secret_value()
    requests.get("https://api.example.com", headers={"Authorization": "Bearer " + token}, timeout=1)
requests.get("https://" + H.removeprefix("x"), timeout=1)
requests.get("https://" + H.removesuffix("x"), timeout=1)
