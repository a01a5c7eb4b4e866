"""Every argument of every call of the standard library, by name and by position."""
import http.client
import os
import ssl
import urllib.request

import httplib
import jwt
import six.moves.http_client
import six.moves.urllib.request
import urllib2
from jwt import jwks_client

URL = "https://api.example.com"
H, D = os.environ["H_KEY"], os.environ["D_PASSWORD"]
CONTEXT = ssl._create_unverified_context()

urllib.request.urlopen(url=URL, data={"password": D}, timeout=1, context=CONTEXT)
urllib.request.urlopen(URL, {"password": D}, 1)
urllib.request.urlopen(URL, cafile="/etc/ssl/ca.pem")
urllib.request.urlopen(URL, capath="/etc/ssl")
urllib.request.urlretrieve(url=URL, data={"password": D})
urllib.request.urlretrieve(URL, "file", None, {"password": D})
six.moves.urllib.request.urlopen(URL)
opener = urllib.request.build_opener()
opener.addheaders = [("X-Api-Key", H)]
opener.open(fullurl=URL, data={"password": D}, timeout=1)
opener.open(URL, {"password": D}, 1)
urllib.request.install_opener(opener)
urllib.request.OpenerDirector().open(URL)

# Headers are sent again after a redirect, unless they are added as such that are not.
request = urllib.request.Request(url=URL, data={"password": D}, headers={"X-Api-Key": H}, method="PUT")
urllib.request.urlopen(request)
request = urllib.request.Request(URL, {"password": D}, {"X-Api-Key": H}, None, False, "PATCH")
request.add_header("Authorization", f"Bearer {H}")
urllib.request.urlopen(request)
request = six.moves.urllib.request.Request(URL)
request.add_unredirected_header("Authorization", f"Bearer {H}")
six.moves.urllib.request.urlopen(request)
urllib2.urlopen(urllib2.Request(URL, None, {"X-Api-Key": H}))

connection = http.client.HTTPSConnection(host="api.example.com", port=8443, timeout=3, context=CONTEXT)
connection.request(method="get", url="/x", body={"password": D}, headers={"X-Api-Key": H})
connection.request("PUT", "/x", {"password": D}, {"X-Api-Key": H})
connection.putrequest("GET", "/put")
connection.putheader("Authorization", f"Bearer {H}")
connection.endheaders({"password": D})
connection.putrequest(method="PATCH", url="/again")
connection.putheader(header="X-Api-Key", value=H)
connection.endheaders(message_body={"password": D})
http.client.HTTPSConnection("api.example.com", 8443).request("GET", "/x")
httplib.HTTPSConnection("api.example.com").request("GET", "/x")
six.moves.http_client.HTTPSConnection("api.example.com").request("GET", "/x")

plain = http.client.HTTPConnection(host="api.example.com", port=8080, timeout=3)
plain.request(method="get", url="/x", body={"password": D}, headers={"X-Api-Key": H})
plain.request("PUT", "/x", {"password": D}, {"X-Api-Key": H})
plain.putrequest("GET", "/put")
plain.putheader("Authorization", f"Bearer {H}")
plain.endheaders({"password": D})
plain.putrequest(method="PATCH", url="/again")
plain.putheader(header="X-Api-Key", value=H)
plain.endheaders(message_body={"password": D})
http.client.HTTPConnection("api.example.com", 8080, 3).request("GET", "/x")
httplib.HTTPConnection("api.example.com").request("GET", "/x")
six.moves.http_client.HTTPConnection("api.example.com").request("GET", "/x")

jwt.PyJWKClient(uri=URL, headers={"X-Api-Key": H}, timeout=None, ssl_context=CONTEXT)
jwt.PyJWKClient(URL)
jwks_client.PyJWKClient(URL, False, 16, True, 300, {"X-Api-Key": H}, None, CONTEXT)
