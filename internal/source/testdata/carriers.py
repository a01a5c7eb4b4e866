"""Credentials outside the headers: query, userinfo, cookies, body."""
import os

import httpx
import requests

URL = "https://api.example.com"
KEY = os.environ["ACME_KEY"]

requests.get(URL, params={"api_key": KEY, "q": "x"}, timeout=1)
requests.get(URL, params={"access_token": "made-up-token-0001"}, timeout=1)
requests.get(URL + "?token=" + KEY, timeout=1)
requests.get(f"{URL}/x?a=1&access_token={KEY}&b=2", timeout=1)
requests.get("https://api.example.com/x?api_key=made-up-token-0002&b=2", timeout=1)
requests.get("https://robot:made-up-password-0001@api.example.com/x", timeout=1)
requests.get("https://robot:" + KEY + "@api.example.com/x", timeout=1)
requests.get(f"https://{KEY}@api.example.com/x", timeout=1)
requests.get(f"https://robot:{KEY}@api.example.com/x", timeout=1)
requests.get(URL, cookies={"session": os.environ["SESSION"]}, timeout=1)
requests.get(URL, cookies={"session_token": "made-up-token-0003", "lang": "en"}, timeout=1)
requests.post(URL, data={"client_secret": "made-up-secret-0004", "grant_type": "client_credentials"}, timeout=1)
requests.post(URL, json={"password": KEY, "user": "robot"}, timeout=1)
token = os.environ["INSPECTED"]
requests.post(URL + "/introspect", data={"token": token}, headers={"Authorization": f"Bearer {token}"}, timeout=1)
requests.get(URL + "/introspect", params={"token": token}, headers={"Authorization": f"Bearer {token}"}, timeout=1)
requests.post(URL + "/introspect", json={"token": token}, headers={"Authorization": f"Bearer {os.environ['OWN']}"}, timeout=1)
requests.get(URL + "/files/" + KEY, timeout=1)

# No value of a credential is in any fact, however its URL is put together.
BOT_TOKEN = "made-up-token-0005"
requests.get("https://api.example.com/bot" + BOT_TOKEN + "/send", timeout=1)
requests.get(f"https://api.example.com/bot{os.environ['BOT_TOKEN']}/send?x=1", timeout=1)
requests.get(URL + "?token=" + BOT_TOKEN + "&x=1", timeout=1)
requests.get(f"{URL}?x={BOT_TOKEN}", timeout=1)
requests.get("https://" + BOT_TOKEN + "@git.example.com/x", timeout=1)
requests.get("https://{}:x-oauth-basic@git.example.com/x".format(os.environ["GIT_TOKEN"]), timeout=1)
requests.get(f"https://{os.environ['GIT_TOKEN']}:@git.example.com/x", timeout=1)
requests.get("https://robot:" + BOT_TOKEN + "@git.example.com/x", timeout=1)
requests.get("{}://{}:{}@git.example.com/x".format(os.environ["SCHEME"], "robot", BOT_TOKEN), timeout=1)
requests.get(os.environ.get("SERVICE_URL", "https://robot:made-up-password-0006@api.example.com"), timeout=1)
requests.get(os.environ.get("SERVICE_URL", "https://api.example.com/?api_key=made-up-key-0007"), timeout=1)
httpx.Client(base_url="https://robot:made-up-password-0008@api.example.com").get("/x?api_key=made-up-key-0009")
httpx.get(URL, proxy="http://robot:made-up-password-0010@proxy.example.com")
requests.get("https://api.example.com/x@y:z?next=a@b", timeout=1)
requests.get("https://api.example.com:8443/x", headers={"Host": "robot@api.example.com"}, timeout=1)
