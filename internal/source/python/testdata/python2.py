# -*- coding: latin-1 -*-
import urllib2
print >>f, "x", y
print "a" % b
exec code in ns
try:
    x = u"caf\xe9" <> ur"\n"
except E, e:
    raise E, "x"
def f(a, (b, c)): return `a`
