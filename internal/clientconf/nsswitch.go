package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var nsswitchFormat = format{
	Format:   Format{Group: "resolvers", Name: "nsswitch.conf", Files: "nsswitch.conf, nsswitch.conf.*", Reads: "who is asked for names before DNS"},
	artifact: fact.ArtifactResolver, read: nsswitch,
	named: func(_, base string) bool {
		return base == "nsswitch.conf" || strings.HasPrefix(base, "nsswitch.conf.") && !aboutIt(base)
	},
}

// nsswitch reads who is asked for the names of hosts. "wins" asks the neighbours for short
// names; the modules for mDNS ask for those below .local, which nobody has to turn on.
func nsswitch(t *text) {
	for line := range t.wordLines("#") {
		if line[0].text != "hosts:" {
			continue
		}
		r := fact.Resolver{Software: "nsswitch", At: t.atWords(line...)}
		for _, w := range line[1:] {
			if w.text == "wins" {
				r.Multicast = setTo(fact.StateOn, t.atWord(w), "NetBIOS")
			}
		}
		t.noted(r)
	}
}
