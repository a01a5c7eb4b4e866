"""Asks the authorization server about tokens."""
import os

import requests

OAUTH_INTROSPECTION_URL = "https://auth.example.com/introspect"
BEARER_TOKEN = "secret-token-123"  # weak: literal-token

OAUTH_INTROSPECTION_HOST = os.getenv("OAUTH_INTROSPECTION_HOST", "auth.example.com")


def introspect_token(token):
    """What the server says of a token that a caller has shown."""
    headers = {"Authorization": f"Bearer {token}"}
    response = requests.get(OAUTH_INTROSPECTION_URL, headers=headers)  # weak: inspected-token
    return response.json()


def introspect_as_service(token):
    headers = {"Authorization": f"Bearer {BEARER_TOKEN}"}
    response = requests.get(  # weak: get-introspection
        OAUTH_INTROSPECTION_URL, headers=headers, params={"token": token}, timeout=5
    )
    response.raise_for_status()
    return response.json()


def introspect_at_configured_host(token):
    """The host is set where the service is deployed."""
    url = f"https://{OAUTH_INTROSPECTION_HOST}/introspect"
    headers = {"Authorization": f"Bearer {token}"}
    response = requests.get(url, headers=headers, timeout=5)  # weak: host-from-environment
    response.raise_for_status()
    return response.json()
