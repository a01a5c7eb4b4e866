"""Introspection that does not depend on DNS, or so it was meant."""
import requests

INTROSPECTION_ADDRESS = "https://192.0.2.1/introspect"


def introspect_token_with_pinning(token):
    headers = {
        "Authorization": f"Bearer {token}",
        "Host": "auth.example.com",
    }
    response = requests.post(INTROSPECTION_ADDRESS, headers=headers, verify=True, timeout=5)  # weak: address-and-host-header
    return response.json()


def introspect_token_that_works(token):
    """The certificate names auth.example.com and not the address, so the check had to go."""
    headers = {"Authorization": f"Bearer {token}", "Host": "auth.example.com"}
    response = requests.post(
        INTROSPECTION_ADDRESS,
        headers=headers,
        verify=False,  # weak: verification-off
        timeout=5,
    )
    return response.json()
