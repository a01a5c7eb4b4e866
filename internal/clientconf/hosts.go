package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var hostsFormat = format{
	Format: Format{
		Group: "resolvers", Name: "hosts file", Files: "hosts, hosts.*, *.hosts, *hosts.txt, by lines of an address and names",
		Reads: "names that are given an address before any resolver is asked",
	},
	artifact: fact.ArtifactResolver, maybe: hostsName, like: hostsLike, read: hosts, size: 32 << 20,
}

func hostsName(_, base string) bool {
	return base == "hosts" || strings.HasPrefix(base, "hosts.") || strings.HasSuffix(base, ".hosts") || strings.HasSuffix(base, "hosts.txt") || base == "etc-hosts"
}

// hostsLike takes a file whose first lines are each an address and names. Inventories of
// machines are called hosts too.
func hostsLike(_ string, data []byte) bool {
	const look = 20
	lines := 0
	for line := range bytes.Lines(data) {
		if i := bytes.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		words := bytes.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) < 2 || !isAddress(string(words[0])) || bytes.ContainsAny(words[1], "=:[") {
			return false
		}
		if lines++; lines == look {
			break
		}
	}
	return lines > 0
}

// hosts reads lines of an address and names. Those that block a name, or lead to the
// machine itself, override nothing that a credential could go to.
func hosts(t *text) {
	for line := range t.wordLines("#") {
		if len(line) < 2 || !isAddress(line[0].text) || answersNothing(line[0].text) {
			continue
		}
		t.overrides(line[0], "hosts file", line[1:]...)
	}
}
