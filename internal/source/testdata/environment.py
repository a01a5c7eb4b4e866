"""Settings: the environment, defaults, and settings libraries."""
import os
from os import environ, getenv

import configparser
import decouple
import environ as django_environ
import environs
import requests
from django.conf import settings
from dotenv import dotenv_values

requests.get("https://" + os.environ["H1"], headers={"X-Api-Key": os.environ["K1"]}, timeout=1)
requests.get("https://" + os.environ.get("H2"), headers={"X-Api-Key": os.environ.get(key="K2")}, timeout=1)
requests.get("https://" + os.environ.get("H3", "three.example.com"), timeout=1)
requests.get("https://" + os.environ.get("H3K", default="keyword.example.com"), timeout=1)
requests.get("https://" + os.getenv("H4", "four.example.com"), timeout=1)
requests.get("https://" + os.getenv(key="H4K", default="four.example.com"), timeout=1)
requests.get("https://" + (getenv("H5") or "five.example.com"), timeout=1)
requests.get("https://" + environ.pop("H6", "six.example.com"), timeout=1)
requests.get("https://" + environ.setdefault("H7", "seven.example.com"), timeout=1)
requests.get("https://" + environ["H8"] + ":" + environ["P8"], timeout=1)

# A literal that stands in for a credential is dropped, and noted.
API_TOKEN = os.environ.get("API_TOKEN", "made-up-fallback-0001")
requests.get("https://api.example.com", headers={"Authorization": f"Bearer {API_TOKEN}"}, timeout=1)
SECOND_TOKEN = os.getenv("SECOND_TOKEN") or "made-up-fallback-0002"
requests.get("https://api.example.com", headers={"Authorization": f"Bearer {SECOND_TOKEN}"}, timeout=1)
EMPTY = os.environ.get("EMPTY_TOKEN", "")
requests.get("https://api.example.com", headers={"Authorization": f"Bearer {EMPTY}"}, timeout=1)

requests.get("https://" + decouple.config("H9", default="nine.example.com"), timeout=1)
requests.get("https://" + decouple.config("H9B", "nine.example.com"), timeout=1)
env = django_environ.Env()
requests.get("https://" + env("H10", default="ten.example.com"), timeout=1)
requests.get("https://" + env.str("H11", default="eleven.example.com"), timeout=1)
env2 = environs.Env()
requests.get("https://" + env2("H12", "twelve.example.com"), timeout=1)
requests.get("https://" + env2.str("H13", "thirteen.example.com"), timeout=1)
requests.get("https://" + dotenv_values(".env")["H14"], timeout=1)
requests.get("https://" + settings.PARTNER_HOST, headers={"X-Api-Key": settings.PARTNER_KEY}, timeout=1)
parser = configparser.ConfigParser()
requests.get("https://" + parser["api"]["host"], headers={"X-Api-Key": parser.get("api", "key")}, timeout=1)
requests.get("https://" + parser.get("api", "host", fallback="parsed.example.com"), timeout=1)
requests.get("https://" + django_environ.Env().str("H15", "fifteen.example.com"), timeout=1)
requests.get("https://" + django_environ.Env()(var="H16", default="sixteen.example.com"), timeout=1)
requests.get("https://" + django_environ.Env()("H17", str, "seventeen.example.com"), timeout=1)
requests.get("https://" + django_environ.Env().str(var="H18"), timeout=1)
requests.get("https://" + env2(name="H19", default="nineteen.example.com"), timeout=1)
requests.get("https://" + env2.str(name="H20", default="twenty.example.com"), timeout=1)
requests.get("https://" + decouple.config(option="H21"), timeout=1)
requests.get("https://" + parser.get(section="api", option="h22"), timeout=1)
