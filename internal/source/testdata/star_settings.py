"""Names that nobody here binds."""
from project.base import *

import requests

requests.get("https://" + settings.API_HOST, headers={"X-Api-Key": settings.API_KEY}, timeout=1)
log.info(settings.API_KEY)
_logger.info(settings.API_KEY)
LOG.info(settings.API_KEY)
LOGGER.info(settings.API_KEY)
_LOGGER.info(settings.API_KEY)
requests.get("https://api.example.com", headers={hdrs.AUTHORIZATION: "Bearer " + settings.API_TOKEN}, timeout=1)
