package source

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// hostile are modules made to exhaust whoever interprets them.
func hostile() map[string]string {
	repeat := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	same := func(n int, line string) string { return strings.Repeat(line, n) }
	const use = "requests.get(x, timeout=1)\n"
	return map[string]string{
		"answers":         "def ok(x):\n    return x == 1\ndef f(y):\n" + same(200, "    assert ok(y)\n"),
		"sums":            "x = 'a'\n" + same(200, "x = x + x\n") + use,
		"replacements":    "x = 'aaaaaaaa'\n" + same(40, "x = x.replace('a', 'aaaaaaaa')\n") + use,
		"merged sums":     "x = 'a'\n" + same(60, "x = (x + x).replace('zz', 'z')\n") + use,
		"joins":           "x = 'a'\n" + same(60, "x = x.join([x, x, x])\n") + use,
		"templates":       "x = 'a'\n" + same(60, "x = f'{x}{x}{x}'\n") + use,
		"percents":        "x = 'a'\n" + same(60, "x = '%s%s%s' % (x, x, x)\n") + use,
		"formats":         "x = '{0}{0}{0}'\n" + same(60, "x = x.format(x)\n") + use,
		"joined URLs":     "x = 'https://a'\n" + same(60, "x = urljoin(x, x + x)\n") + use,
		"queries":         "from urllib.parse import urlencode\nx = 'a'\n" + same(60, "x = urlencode({x: x, 'b': x})\n") + use,
		"loops":           "x = ''\nfor a in b:\n" + same(500, "    x += 'a' + x\n") + use,
		"branches":        "def f(c, x):\n" + same(300, "    if c:\n        x = x + 'a'\n    else:\n        x = x + 'b'\n") + "    " + use,
		"names":           repeat(5000, func(i int) string { return fmt.Sprintf("v%d = %d\nif c:\n    w = v%d\n", i, i, i) }),
		"functions":       repeat(5000, func(i int) string { return fmt.Sprintf("def f%d():\n    return f%d() + f%d()\n", i, i+1, i+2) }),
		"callers":         repeat(3000, func(i int) string { return fmt.Sprintf("f('https://a%d')\n", i) }) + "def f(x):\n    " + use + repeat(3000, func(i int) string { return fmt.Sprintf("f('https://b%d')\n", i) }),
		"classes":         "class A:\n    pass\n" + repeat(12, func(i int) string { return fmt.Sprintf("class A%d(%s):\n    pass\n", i, bases(i)) }) + same(50, "A11().missing\n"),
		"table by name":   "T = {" + repeat(20_000, func(i int) string { return fmt.Sprintf("'k%d': 'v%d', ", i, i) }) + "}\ndef f(k):\n" + same(2000, "    x = T[k]\n") + "    " + use,
		"table in a loop": "T = [" + repeat(20_000, func(i int) string { return fmt.Sprintf("'v%d', ", i) }) + "]\ndef f():\n" + same(2000, "    for x in T: pass\n") + "    " + use,
		"nested lists":    "x = []\n" + same(100, "x = [x, x]\n") + "print(x)\n" + use,
		"list sums":       "x = ['a']\n" + same(60, "x = x + x\n") + use,
		"list additions":  "x = ['a']\n" + same(60, "x += x\nx.extend(x)\n") + use,
		"arguments":       "def f(*a):\n    return a\nx = ['a']\n" + same(60, "x = f(*x, *x)\n") + use,
		"keywords":        "def f(**a):\n    return a\nx = {'a': 'b'}\n" + same(60, "x = f(b=x, **x)\n") + use,
		"nested dicts":    "x = {}\n" + same(100, "x = {'token': x, 'b': x}\n") + "print(x)\nrequests.get('https://a', headers=x, json=x)\n",
		"decorators":      same(3000, "@a\n") + "def f(): pass\n",
		"spread":          "x = {}\n" + same(200, "x = {**x, **x, 'a': [*x, *x]}\n") + use,
		"choices":         "def f(a):\n" + same(200, "    x = a if a else 'https://b' if a else 'https://c' + a\n    x = x or a or 'd' + x\n") + "    " + use,
		"guards":          "def f(x):\n" + repeat(2000, func(i int) string { return fmt.Sprintf("    if x != 'https://a%d/': return\n", i) }) + "    " + use,
		"patterns":        "import re\ndef f(x):\n    if re.match('" + same(400, "(") + "a" + same(400, ")*") + "', x):\n        " + use,
		"clients":         "s = requests.Session()\n" + repeat(2000, func(i int) string { return fmt.Sprintf("s.headers['h%d'] = 'x'\ns.get('https://a%d')\n", i, i) }),
		"long text":       "x = '" + same(4<<20, "a") + "'\nx = x + x\n" + use + "token = x\nprint(token)\n",
	}
}

func bases(i int) string {
	names := []string{"A"}
	for j := range i {
		names = append(names, fmt.Sprintf("A%d", j))
	}
	return strings.Join(names, ", ")
}

// TestHostile wants that what a module makes the reader allocate is bounded, which
// bounds its time too.
func TestHostile(t *testing.T) {
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			src = "import requests\nfrom urllib.parse import urljoin\n" + src
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			set := extract("a.py", []byte(src))
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			if allocated > 1024 {
				t.Errorf("%d MB are allocated", allocated)
			}
			if n := len(dump(set)); n > 16<<20 {
				t.Errorf("the facts are %d bytes long", n)
			}
			t.Logf("%d MB allocated, %d routes, %v", allocated, len(set.Routes), set.NotAnalysed)
		})
	}
}
