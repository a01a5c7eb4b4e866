# Python 2: print statements, old modules, old exceptions.
import httplib
import ssl
import urllib
import urllib2
import urlparse

TOKEN = u"made-up-token-0001"
print "starting", TOKEN
request = urllib2.Request("http://api.example.com/x", None, {"Authorization": "Bearer %s" % TOKEN})
try:
    print urllib2.urlopen(request).read()
except urllib2.HTTPError, error:
    raise IOError, "failed"
urllib.urlopen("http://plain.example.com")
urllib.urlretrieve("http://plain.example.com/file")
connection = httplib.HTTPSConnection("api.example.com")
connection.request("GET", "/x", headers={"X-Api-Key": TOKEN})
exec "pass"
host = urlparse.urlparse(raw_input()).hostname
base = urlparse.urljoin("http://api.example.com/a", "b")
urllib2.urlopen(base)
opener = urllib2.build_opener(urllib2.HTTPSHandler(context=None))
opener.open("https://api.example.com")
opener = urllib2.build_opener(urllib2.HTTPSHandler(0, ssl._create_unverified_context()))
opener.open("https://api.example.com")
opener = urllib2.build_opener(urllib2.HTTPSHandler(context=ssl._create_unverified_context()))
opener.open("https://api.example.com")
urllib2.build_opener(urllib2.HTTPSHandler()).open("https://api.example.com")
urllib2.urlopen("http://api.example.com/?" + urllib.urlencode({"api_key": TOKEN}))
