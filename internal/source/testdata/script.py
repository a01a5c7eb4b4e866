"""A module with a demonstration of itself, which is not all that calls it."""
import os

import requests


class Issues:
    def __init__(self, host, token):
        self.host = host
        self.token = token

    def open(self):
        return requests.get(f"https://{self.host}/issues", headers={"Authorization": f"Bearer {self.token}"}, timeout=3)


if __name__ == "__main__":
    Issues("demo.example.com", os.environ["DEMO_TOKEN"]).open()
