"""One session for every service that the gateway talks to."""
import os

import requests


class Services:
    def __init__(self):
        self.session = requests.Session()
        self.session.headers.update({"Authorization": f"Bearer {os.environ['SERVICE_TOKEN']}"})

    def customer(self, number):
        response = self.session.get(f"https://crm.acme-billing.io/customers/{number}", timeout=5)
        return response.json()

    def parcel(self, code):
        response = self.session.get(f"https://track.parcels-online.net/v3/{code}", timeout=5)  # weak: session-token
        return response.json()

    def health(self):
        return self.session.get("https://crm.acme-billing.io/health").ok  # weak: no-timeout
