"""Clients that get their tokens themselves, and registries of such clients."""
import os

import requests
from authlib.integrations.django_client import OAuth as DjangoOAuth
from authlib.integrations.flask_client import OAuth
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuth2Client
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.integrations.starlette_client import OAuth as StarletteOAuth
from flask_dance.consumer import OAuth2ConsumerBlueprint
from keycloak import KeycloakAdmin, KeycloakOpenID
from msal import ConfidentialClientApplication
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

ID, SECRET = "client", os.environ["OAUTH_SECRET"]
TOKEN_URL = "https://login.example.com/token"
API = "https://api.example.com/me"
BODY = {"password": os.environ["BODY_PASSWORD"]}

session = OAuth2Session(ID, token={"access_token": os.environ["OAUTH_TOKEN"], "token_type": "Bearer"})
session.get(API)
session.options(API)
session.head(API)
session.delete(API)
session.post(API, json=BODY, timeout=1)
session.put(API, data=BODY, verify=False)
session.patch(API, params={"api_key": SECRET}, allow_redirects=False)
session.get(url=API, headers={"X-Api-Key": SECRET})
session.request("PUT", API, headers={"X-Api-Key": SECRET}, verify=False, timeout=1)
session.request(method="PUT", url=API)
session.token = os.environ["SET_LATER"]
session.headers["X-Tenant-Token"] = SECRET
session.verify = False
session.get(API)

fetched = OAuth2Session(ID)
fetched.fetch_token(TOKEN_URL, client_secret=SECRET, verify=False, timeout=1)
fetched.fetch_token(token_url=TOKEN_URL, auth=HTTPBasicAuth(ID, SECRET))
fetched.refresh_token(TOKEN_URL, os.environ["REFRESH_TOKEN"], verify=False, timeout=1)
fetched.refresh_token(token_url=TOKEN_URL, refresh_token=os.environ["REFRESH_TOKEN"])
fetched.get(API)

authlib = AuthlibSession(ID, SECRET)
authlib.fetch_access_token(TOKEN_URL)
authlib.fetch_token(url=TOKEN_URL)
authlib.refresh_token(url=TOKEN_URL, refresh_token=os.environ["REFRESH_TOKEN"])
AuthlibSession(client_id=ID, client_secret=SECRET).fetch_token(TOKEN_URL)

with OAuth2Client(ID, SECRET, base_url="https://base.example.com", verify=False, timeout=1) as client:
    client.fetch_token("https://login.example.com/token")
    client.get("/me")
    client.options("/me")
    client.head("/me")
    client.delete("/me")
    client.post("/me", json=BODY)
    client.put("/me", data=BODY)
    client.patch("/me", params={"api_key": SECRET}, headers={"X-Api-Key": SECRET}, timeout=None, follow_redirects=True)
    client.get(url="/me")
    client.request("GET", "/me", headers={"X-Api-Key": SECRET}, timeout=None)
    client.request(method="GET", url="/me")
    client.headers["X-Tenant-Token"] = SECRET
    client.token = {"access_token": os.environ["SET_LATER"]}
    client.get("/me")
client = AsyncOAuth2Client(client_id=ID, client_secret=SECRET, token={"access_token": os.environ["OAUTH_TOKEN"]})
client.fetch_token(url=TOKEN_URL)
client.get(API)

OAuth().register(name="one", client_id=ID, client_secret=SECRET, access_token_url=TOKEN_URL)
StarletteOAuth().register("two", client_secret=SECRET, server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration")
DjangoOAuth().register("three", client_secret=SECRET, access_token_url="http://login.example.com/token")
OAuth2ConsumerBlueprint("dance", __name__, client_id=ID, client_secret=SECRET, token_url=TOKEN_URL)
ConfidentialClientApplication(ID, SECRET, "https://login.example.com/tenant")
ConfidentialClientApplication(ID, client_credential=SECRET, authority="https://login.example.com/tenant")
ConfidentialClientApplication(ID, SECRET)
KeycloakOpenID("https://id.example.com", "realm", ID, SECRET, verify=False)
KeycloakOpenID(server_url="https://id.example.com", realm_name="realm", client_id=ID, client_secret_key=SECRET)
KeycloakAdmin("https://id.example.com", username="admin", password=os.environ["ADMIN_PASSWORD"], verify=False)
KeycloakAdmin(server_url="https://id.example.com", client_secret_key=SECRET)
requests.get(OAuth2ConsumerBlueprint("dance", __name__, token_url=TOKEN_URL).address, timeout=1)
requests.get(ConfidentialClientApplication(ID).address, timeout=1)
requests.get(KeycloakOpenID("https://id.example.com").address, timeout=1)
requests.get(KeycloakAdmin("https://id.example.com").address, timeout=1)
