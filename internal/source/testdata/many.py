"""More destinations than are followed: those beyond are said to be left."""
import os

import requests


def region(name):
    if name == "a":
        return "https://a.example.com"
    if name == "b":
        return "https://b.example.com"
    if name == "c":
        return "https://c.example.com"
    if name == "d":
        return "https://d.example.com"
    if name == "e":
        return "https://e.example.com"
    if name == "f":
        return "https://f.example.com"
    if name == "g":
        return "https://g.example.com"
    if name == "h":
        return "https://h.example.com"
    if name == "i":
        return "https://i.example.com"
    if name == "j":
        return "https://j.example.com"
    return None


def call(name):
    base = region(name)
    requests.get(base + "/x", headers={"Authorization": "Bearer " + os.environ["REGION_TOKEN"]}, timeout=3)
