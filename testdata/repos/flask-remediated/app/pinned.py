"""Introspection at a fixed address, verified against the server's name."""
import json
import os
from urllib.parse import urlencode

import urllib3

SERVER = "auth.acme-login.io"

pool = urllib3.HTTPSConnectionPool(
    "185.199.110.7",
    server_hostname=SERVER,
    assert_hostname=SERVER,
    ca_certs="/etc/ssl/certs/ca-certificates.crt",
    timeout=urllib3.Timeout(connect=3, read=5),
)


def introspect_token_with_pinning(token):
    response = pool.request(
        "POST",
        "/introspect",
        body=urlencode({"token": token}),
        headers={
            "Authorization": f"Bearer {os.environ['GATEWAY_TOKEN']}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": SERVER,
        },
        redirect=False,
    )
    return json.loads(response.data)
