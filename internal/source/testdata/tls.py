"""TLS: switches of calls, clients, contexts, pools and the process."""
import os
import ssl
import urllib.request

import aiohttp
import httpx
import requests
import urllib3
from requests_toolbelt.adapters.fingerprint import FingerprintAdapter
from requests_toolbelt.adapters.host_header_ssl import HostHeaderSSLAdapter
from urllib3.util.ssl_ import create_urllib3_context

requests.packages.urllib3.disable_warnings()
urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
URL = "https://api.example.com"

requests.get(URL, verify=False, timeout=1)
requests.get(URL, verify=True, timeout=1)
requests.get(URL, verify="/etc/ssl/private-ca.pem", timeout=1)
requests.get(URL, verify=os.environ.get("CA_BUNDLE", "/etc/ssl/ca.pem"), timeout=1)
requests.get(URL, verify=not os.environ.get("INSECURE"), timeout=1)
requests.get(URL, verify=False if os.environ.get("DEV") else True, timeout=1)
session = requests.Session()
session.verify = False
session.get(URL, timeout=1)
pinned = requests.Session()
pinned.mount("https://", FingerprintAdapter("00:11"))
pinned.get(URL, timeout=1)
named = requests.Session()
named.mount("https://", HostHeaderSSLAdapter())
named.get("https://192.0.2.7/x", headers={"Host": "api.example.com"}, timeout=1)
plain = requests.Session()
plain.mount(prefix="https://", adapter=requests.adapters.HTTPAdapter(max_retries=3))
plain.get(URL)

unchecked = ssl._create_unverified_context()
urllib.request.urlopen(URL, context=unchecked, timeout=1)
urllib.request.urlopen(URL, context=ssl._create_stdlib_context(), timeout=1)
private = ssl.create_default_context(cafile="/etc/ssl/ca.pem")
urllib.request.urlopen(URL, context=private, timeout=1)
urllib.request.urlopen(URL, context=ssl.create_default_context(capath="/etc/ssl"), timeout=1)
urllib.request.urlopen(URL, context=ssl.create_default_context(cadata="x"), timeout=1)
urllib.request.urlopen(URL, cafile="/etc/ssl/ca.pem", timeout=1)
urllib.request.urlopen(URL, capath="/etc/ssl", timeout=1)
added = ssl.create_default_context()
added.load_verify_locations("/etc/ssl/ca.pem")
urllib.request.urlopen(URL, context=added, timeout=1)
no_names = ssl.create_default_context()
no_names.check_hostname = False
urllib.request.urlopen(URL, context=no_names, timeout=1)
nothing = ssl.create_default_context()
nothing.check_hostname = False
nothing.verify_mode = ssl.CERT_NONE
urllib.request.urlopen(URL, context=nothing, timeout=1)
bare = ssl.SSLContext(ssl.PROTOCOL_TLS)
urllib.request.urlopen(URL, context=bare, timeout=1)
strict = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
urllib.request.urlopen(URL, context=strict, timeout=1)
strict_private = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
strict_private.load_verify_locations("/etc/ssl/ca.pem")
urllib.request.urlopen(URL, context=strict_private, timeout=1)
mended = ssl.SSLContext()
mended.verify_mode = ssl.CERT_REQUIRED
mended.check_hostname = True
urllib.request.urlopen(URL, context=mended, timeout=1)
spoiled = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
spoiled.check_hostname = False
spoiled.verify_mode = ssl.CERT_NONE
urllib.request.urlopen(URL, context=spoiled, timeout=1)
again = ssl._create_unverified_context()
again.check_hostname = True
again.verify_mode = ssl.CERT_REQUIRED
urllib.request.urlopen(URL, context=again, timeout=1)
once_more = ssl._create_unverified_context()
once_more.verify_mode = ssl.CERT_NONE
urllib.request.urlopen(URL, context=once_more, timeout=1)
stdlib = ssl._create_stdlib_context()
stdlib.check_hostname = True
stdlib.verify_mode = ssl.CERT_NONE
urllib.request.urlopen(URL, context=stdlib, timeout=1)

httpx.get(URL, verify=no_names)
httpx.Client(verify=False).get(URL)
httpx.get("https://192.0.2.7/x", headers={"Host": "api.example.com"}, extensions={"sni_hostname": "api.example.com"})
httpx.get("https://192.0.2.7/x", headers={"Host": "api.example.com"}, extensions={"timeout": 3})

urllib3.PoolManager(cert_reqs="CERT_NONE").request("GET", URL, timeout=1)
urllib3.PoolManager(cert_reqs=ssl.CERT_NONE, assert_hostname=False).request("GET", URL, timeout=1)
urllib3.PoolManager(cert_reqs="CERT_REQUIRED", assert_hostname=False).request("GET", URL, timeout=1)
urllib3.PoolManager(ca_certs="/etc/ssl/ca.pem").request("GET", URL, timeout=1)
urllib3.PoolManager(assert_fingerprint="00:11").request("GET", URL, timeout=1)
context = create_urllib3_context()
context.load_verify_locations("/etc/ssl/ca.pem")
urllib3.PoolManager(ssl_context=context).request("GET", URL, timeout=1)
urllib3.PoolManager(ssl_context=create_urllib3_context(None, ssl.CERT_NONE)).request("GET", URL, timeout=1)
loosened = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
loosened.check_hostname = False
loosened.verify_mode = ssl.CERT_NONE
urllib3.PoolManager(ssl_context=loosened).request("GET", URL, timeout=1)
urllib3.HTTPSConnectionPool("192.0.2.7", server_hostname="api.example.com", assert_hostname="api.example.com").request("GET", "/x", headers={"Host": "api.example.com"}, timeout=1)


async def asynchronous(flag):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as s:
        await s.get(URL)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(verify_ssl=False)) as s:
        await s.get(URL)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl_context=no_names)) as s:
        await s.get(URL)
    async with aiohttp.ClientSession() as s:
        await s.get(URL, ssl=False)
        await s.get(URL, verify_ssl=False)
        await s.get(URL, ssl_context=private)
        await s.get(URL, ssl=aiohttp.Fingerprint(b"0011"))
        await s.get(URL, ssl=None)
        await s.get(URL, ssl=True)
        await s.get(URL, ssl=flag)


opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=unchecked))
opener.open(URL, timeout=1)
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(0, no_names))
opener.open(URL, timeout=1)
ssl._create_default_https_context = ssl._create_unverified_context
keyword = requests.Session()
keyword.mount("https://", adapter=FingerprintAdapter("00:11"))
keyword.get(URL, timeout=1)
urllib3.PoolManager(ssl_context=create_urllib3_context(cert_reqs=ssl.CERT_NONE)).request("GET", URL, timeout=1)
urllib.request.build_opener(urllib.request.HTTPSHandler()).open(URL, timeout=1)
urllib.request.urlopen(URL, context=create_urllib3_context(), timeout=1)


async def plain_connector():
    await aiohttp.ClientSession(connector=aiohttp.TCPConnector()).get(URL)
