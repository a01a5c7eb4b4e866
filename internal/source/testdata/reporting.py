"""Initialisers that send from then on: errors, measurements, mail."""
import os

import datadog
import requests
import rollbar
import sendgrid
import sentry_sdk
from sendgrid.sendgrid import SendGridAPIClient

KEY = os.environ["SDK_KEY"]
URL = os.environ["SDK_URL"]
PLAIN = "http://sdk.example.com"

# What stands before the host of a DSN is no secret.
sentry_sdk.init("https://made-up-key@sentry.example.com/1", ca_certs="/ca.pem")
sentry_sdk.init(dsn=URL, https_proxy="http://proxy.example.com")
sentry_sdk.init(dsn=URL, http_proxy="http://proxy.example.com")
sentry_sdk.init()
requests.get(sentry_sdk.init().address, timeout=1)
rollbar.init(KEY, "production")
rollbar.init(access_token=KEY, endpoint=PLAIN, verify_https=False, timeout=None)
requests.get(rollbar.init(KEY).address, timeout=1)
datadog.initialize(KEY)
datadog.initialize(api_key=KEY, api_host=URL)
datadog.initialize()
requests.get(datadog.initialize().address, timeout=1)
sendgrid.SendGridAPIClient(KEY)
sendgrid.SendGridAPIClient(api_key=KEY, host=URL)
SendGridAPIClient()
SendGridAPIClient(KEY, URL)
requests.get(sendgrid.SendGridAPIClient(KEY).address, timeout=1)
