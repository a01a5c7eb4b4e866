"""Credentials that are written out."""
import logging
import os
import pprint
import sys

import structlog
from flask import current_app, request

logger = logging.getLogger(__name__)
log = structlog.get_logger()
LOG = LOGGER = _LOGGER = _logger = logger
API_TOKEN = "made-up-token-0001"
token = os.environ["SERVICE_TOKEN"]

print(token)
print("token", API_TOKEN)
print(f"token={token}", file=sys.stderr)
pprint.pprint({"Authorization": f"Bearer {token}"})
sys.stdout.write(token)
sys.stderr.write("token: %s" % token)
logging.info("token %s", token)
logger.debug("token %s", token)
log.warning("auth", token=token)
LOG.error(token)
_logger.exception("failed with " + token)
logging.getLogger("x").critical(token)
structlog.get_logger().info(token)
logger.log(10, token)
logger.warn(token)
current_app.logger.info("headers %s", request.headers.get("Authorization"))


class Service:
    def __init__(self, app, password):
        self.logger = logging.getLogger("service")
        self.app = app
        self.password = password

    def run(self):
        self.logger.info("password %s", self.password)
        self.app.logger.info(self.password)


# None of these shows a credential.
print("token")
print(len(token))
logger.info("token_url %s", os.environ["TOKEN_URL"])
logger.info("user %s", os.environ["USER"])
print(bool(token))
blog.info(token)

# A logger that is bound to a context logs as well.
logger.bind(name="orders").info("token %s", token)
logger.opt(lazy=True).info("token %s", token)
logger.getChild("orders").info("token %s", token)
