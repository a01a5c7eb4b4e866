"""Every argument of every call of urllib3, by name and by position."""
import os
import ssl

import urllib3
from urllib3 import connectionpool, poolmanager

URL = "https://api.example.com"
P, H, A, C = os.environ["P_KEY"], os.environ["H_KEY"], os.environ["A_PASSWORD"], os.environ["C_SESSION"]
D, J = os.environ["D_PASSWORD"], os.environ["J_SECRET"]

manager = urllib3.PoolManager(
    headers={"X-Api-Key": H},
    cert_reqs="CERT_NONE",
    assert_hostname=False,
    timeout=None,
)
manager.request(
    method="get",
    url=URL,
    headers={"X-Api-Key": H},
    timeout=1,
    redirect=False,
    json={"client_secret": J},
    body={"password": D},
    fields={"api_key": P},
)
manager.urlopen(
    method="get",
    url=URL,
    headers={"X-Api-Key": H},
    timeout=1,
    redirect=False,
    body={"password": D},
)
manager.request_encode_url(
    method="get",
    url=URL,
    fields={"api_key": P},
    headers={"X-Api-Key": H},
    timeout=1,
    redirect=False,
)
manager.request("PUT", URL)
manager.urlopen("PUT", URL)
manager.request_encode_body("PUT", URL, {"api_key": P}, {"Authorization": H})
urllib3.PoolManager(assert_fingerprint="00:11", server_hostname="api.example.com").request("GET", URL, timeout=1)
urllib3.PoolManager(ca_certs="/etc/ssl/ca.pem").request("GET", URL, timeout=1)
urllib3.PoolManager(ca_cert_dir="/etc/ssl").request("GET", URL, timeout=1)
urllib3.PoolManager(ssl_context=ssl._create_unverified_context()).request("GET", URL, timeout=1)

manager = urllib3.ProxyManager(
    proxy_url="http://proxy.example.com",
    headers={"X-Api-Key": H},
    cert_reqs="CERT_NONE",
    assert_hostname=False,
    timeout=None,
)
manager.request(
    method="get",
    url=URL,
    headers={"X-Api-Key": H},
    timeout=1,
    redirect=False,
    json={"client_secret": J},
    body={"password": D},
    fields={"api_key": P},
)
manager.urlopen(
    method="get",
    url=URL,
    headers={"X-Api-Key": H},
    timeout=1,
    redirect=False,
    body={"password": D},
)
manager.request("PUT", URL)
manager.urlopen("PUT", URL)
urllib3.ProxyManager(proxy_url="http://proxy.example.com", assert_fingerprint="00:11").request("GET", URL, timeout=1)
urllib3.ProxyManager(proxy_url="http://proxy.example.com", ca_certs="/etc/ssl/ca.pem").request("GET", URL, timeout=1)
urllib3.ProxyManager(proxy_url="http://proxy.example.com", ca_cert_dir="/etc/ssl").request("GET", URL, timeout=1)
urllib3.ProxyManager(proxy_url="http://proxy.example.com", ssl_context=ssl._create_unverified_context()).request("GET", URL, timeout=1)

poolmanager.PoolManager(10, {"X-Api-Key": H}).request("GET", URL, timeout=1)
poolmanager.ProxyManager("http://proxy.example.com", 10, {"X-Api-Key": H}).request("GET", URL, timeout=1)
urllib3.proxy_from_url(url="http://proxy.example.com").request("GET", URL, timeout=1)
urllib3.request("GET", URL, headers={"X-Api-Key": H})
urllib3.ProxyManager("http://proxy.example.com").request("GET", URL)
urllib3.HTTPSConnectionPool("api.example.com").request("GET", "/x")

# A call's headers stand instead of the manager's.
manager = urllib3.PoolManager(headers={"X-Api-Key": H})
manager.request("GET", URL, timeout=1)
manager.request("GET", URL, timeout=1, headers={"Accept": "*/*"})
manager = urllib3.ProxyManager("http://proxy.example.com", headers={"X-Api-Key": H})
manager.request("GET", URL, timeout=1, headers={"Accept": "*/*"})

pool = urllib3.HTTPSConnectionPool(
    host="api.example.com",
    port=8443,
    timeout=None,
    headers={"X-Api-Key": H},
    cert_reqs="CERT_NONE",
    assert_hostname=False,
)
pool.request(
    method="get",
    url="/x",
    headers={"X-Api-Key": H},
    timeout=1,
    fields={"api_key": P},
    json={"client_secret": J},
    body={"password": D},
)
pool.urlopen(method="get", url="/x", body={"password": D}, headers={"X-Api-Key": H}, timeout=1)
pool.request("PUT", "/x")
pool.urlopen("PUT", "/x", {"password": D}, {"X-Api-Key": A})
pool.request("GET", "/x", headers={"Accept": "*/*"})
connectionpool.HTTPSConnectionPool(
    "api.example.com",
    8443,
    None,
    1,
    False,
    {"X-Api-Key": H},
    assert_fingerprint="00:11",
    server_hostname="api.example.com",
).request("GET", "/x")
connectionpool.HTTPSConnectionPool(
    "api.example.com",
    8443,
    None,
    1,
    False,
    {"X-Api-Key": H},
    ca_certs="/etc/ssl/ca.pem",
).request("GET", "/x")
connectionpool.HTTPSConnectionPool(
    "api.example.com",
    8443,
    None,
    1,
    False,
    {"X-Api-Key": H},
    ca_cert_dir="/etc/ssl",
).request("GET", "/x")
connectionpool.HTTPSConnectionPool(
    "api.example.com",
    8443,
    None,
    1,
    False,
    {"X-Api-Key": H},
    ssl_context=ssl._create_unverified_context(),
).request("GET", "/x")

plain = urllib3.HTTPConnectionPool(host="api.example.com", port=8080, timeout=3, headers={"X-Api-Key": H})
plain.request(
    method="get",
    url="/x",
    headers={"X-Api-Key": H},
    timeout=None,
    fields={"api_key": P},
    json={"client_secret": J},
    body={"password": D},
)
plain.urlopen(method="get", url="/x", body={"password": D}, headers={"X-Api-Key": H}, timeout=None)
plain.request("PUT", "/x")
plain.urlopen("PUT", "/x", {"password": D}, {"X-Api-Key": A})
plain.request("GET", "/x", headers={"Accept": "*/*"})
connectionpool.HTTPConnectionPool("api.example.com", 8080, 3, 1, False, {"X-Api-Key": H}).request("GET", "/x")
urllib3.HTTPConnectionPool("api.example.com").urlopen("GET", "/x")
