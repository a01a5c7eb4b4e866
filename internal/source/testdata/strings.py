"""Every way to put a text together."""
import os
import requests
from urllib.parse import urljoin, quote

HOST = os.environ.get("HOST", "login.example.io")
token = os.environ["API_TOKEN"]
url = f"https://{HOST}/f"
requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=1)
requests.get("https://" + HOST + "/plus", headers={"Authorization": "Bearer " + token}, timeout=1)
requests.get("https://%s/percent" % HOST, headers={"Authorization": "Bearer %s" % token}, timeout=1)
requests.get("https://%(host)s:%(port)d/named" % {"host": HOST, "port": 8443}, timeout=1)
requests.get("%s://%s/%%two" % ("https", HOST), timeout=1)
requests.get("https://{}/format".format(HOST), headers={"Authorization": "Bearer {}".format(token)}, timeout=1)
requests.get("https://{0}/{1}/{0}".format(HOST, "index"), timeout=1)
requests.get("https://{host}/{path!r:>10}".format(host=HOST, path="p"), timeout=1)
requests.get("{{literal}}https://{}".format(HOST), timeout=1)
requests.get("/".join(["https:", "", HOST, "join"]), timeout=1)
requests.get("https://adjacent" ".example.com/x", timeout=1)
requests.get(urljoin("https://base.example.com/a/", "b"), timeout=1)
requests.get(urljoin("https://base.example.com/a", "/b"), timeout=1)
requests.get(urljoin("https://base.example.com/a", "https://other.example.com/b"), timeout=1)
requests.get("https://x.example.com/{}".format(quote(HOST)), timeout=1)
requests.get("HTTPS://UPPER.EXAMPLE.COM".lower(), timeout=1)
requests.get("https://HOST/replace".replace("HOST", "replaced.example.com"), timeout=1)
requests.get(r"https://raw.example.com\x", timeout=1)
requests.get("https://caf\u00e9.example.com", timeout=1)
requests.get(f"https://{HOST!s:>20}/spec", timeout=1)
requests.get(f"{'https'}://{'nested' + '.example.com'}/x", timeout=1)
requests.get("""https://triple.example.com/a""", timeout=1)
secret_key = os.environ["SECRET_KEY"]
from urllib.parse import quote_plus, urlencode

from six.moves.urllib.parse import urlencode as six_urlencode, urljoin as six_urljoin

requests.get("https://api.example.com/x?" + urlencode({"api_key": secret_key, "q": HOST}), timeout=1)
requests.get("https://api.example.com/x?" + six_urlencode({"api_key": secret_key}), timeout=1)
requests.get("https://api.example.com/x?q=" + quote_plus(HOST), timeout=1)
requests.get(six_urljoin("https://base.example.com/a/", HOST), timeout=1)
