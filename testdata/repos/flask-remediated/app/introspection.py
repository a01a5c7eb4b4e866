"""Asks the authorization server about tokens."""
import os

import requests

ALLOWED_HOSTS = {"auth.acme-login.io", "auth-eu.acme-login.io"}

OAUTH_INTROSPECTION_HOST = os.getenv("OAUTH_INTROSPECTION_HOST", "auth.acme-login.io")
if OAUTH_INTROSPECTION_HOST not in ALLOWED_HOSTS:
    raise RuntimeError("OAUTH_INTROSPECTION_HOST is none of our authorization servers")

CLIENT_ID = os.environ["OAUTH_CLIENT_ID"]
CLIENT_SECRET = os.environ["OAUTH_CLIENT_SECRET"]


def introspect_token(token):
    """What the server says of a token: in the body, asked with our own credential."""
    response = requests.post(
        f"https://{OAUTH_INTROSPECTION_HOST}/introspect",
        data={"token": token, "token_type_hint": "access_token"},
        auth=(CLIENT_ID, CLIENT_SECRET),
        allow_redirects=False,
        timeout=(3, 5),
    )
    response.raise_for_status()
    return response.json()
