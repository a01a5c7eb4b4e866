"""Module constants: texts that are put together, changed, and chosen."""
import requests

SCHEME = "https"
HOST = "api.example.com"
BASE = SCHEME + "://" + HOST
PATHS = {"users": "/v1/users", "orders": "/v1/orders"}
TOKEN = "made-up-token-0001"
HEADERS = {"Authorization": "Bearer " + TOKEN}
TIMEOUT = 5
A = B = "https://both.example.com"
first, second = "https://first.example.com", "https://second.example.com"
(third, *rest) = ["https://third.example.com", "https://rest.example.com"]
LATER: str = "https://declared.example.com"
UNSET: str
BASE_PATH = BASE
BASE_PATH += "/v2"

requests.get(BASE + PATHS["users"], headers=HEADERS, timeout=TIMEOUT)
requests.get(BASE_PATH + "/items", timeout=TIMEOUT)
requests.get(A, timeout=5)
requests.get(B, timeout=5)
requests.get(second, timeout=5)
requests.get(rest, timeout=5)
requests.get(third, timeout=5)
requests.get(LATER, timeout=5)
requests.get(UNSET, timeout=5)
requests.get(UNDEFINED + "/x", timeout=5)
for path in PATHS.values():
    requests.get(BASE + path, timeout=5)
