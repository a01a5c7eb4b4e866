package clientconf

import (
	"path"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var resolvConfFormat = format{
	Format: Format{
		Group: "resolvers", Name: "resolv.conf", Files: "resolv.conf, resolv.conf.*, *.resolv.conf, resolv.conf.d/*",
		Reads: "the resolvers that are asked, search lists, trust in the AD bit",
	},
	artifact: fact.ArtifactResolver, read: resolvConf,
	named: func(p, base string) bool {
		return base == "resolv.conf" || strings.HasPrefix(base, "resolv.conf.") && !aboutIt(base) || strings.HasSuffix(base, ".resolv.conf") || path.Base(path.Dir(p)) == "resolv.conf.d"
	},
}

// resolvConf reads the settings of the stub resolver (resolv.conf(5)).
func resolvConf(t *text) {
	r := fact.Resolver{Software: "resolv.conf"}
	for line := range t.wordLines("#;") {
		if t.stubSetting(&r, line[0].text, line[1:]) && r.At.IsZero() {
			r.At = t.atWords(line...)
		}
	}
	t.noted(r)
}

func (t *text) stubSetting(r *fact.Resolver, name string, values []word) bool {
	if len(values) == 0 {
		return false
	}
	switch name {
	case "nameserver":
		r.Servers = append(r.Servers, t.nameServer(values[0], transportPlain))
	case "search", "domain":
		r.Search = nil // the last line counts
		for _, v := range values {
			r.Search = append(r.Search, v.text)
		}
	case "options":
		for _, v := range values {
			if n, ok := strings.CutPrefix(v.text, "ndots:"); ok {
				r.Dots, _ = strconv.Atoi(n)
			}
			if v.text == "trust-ad" {
				r.TrustAD = setTo(fact.StateOn, t.atWord(v), "")
			}
		}
	default:
		return false
	}
	return true
}
