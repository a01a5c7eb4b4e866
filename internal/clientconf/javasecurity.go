package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var javaSecurityFormat = format{
	Format:   Format{Group: "resolvers", Name: "java.security", Files: "java.security, *.java.security", Reads: "how long a JVM keeps addresses"},
	artifact: fact.ArtifactResolver, read: javaSecurity,
	named: func(_, base string) bool { return base == "java.security" || strings.HasSuffix(base, ".java.security") },
}

// javaSecurity reads how long a JVM keeps the address of a name: -1 is as long as it runs.
func javaSecurity(t *text) {
	for key, value := range t.pairLines('=', "#!") {
		if key.text != "networkaddress.cache.ttl" && key.text != "networkaddress.cache.stale.ttl" {
			continue
		}
		at := t.atWords(key, value)
		c, ok := keptLong(value.text, longTTL, at, "addresses are kept for")
		if strings.HasPrefix(value.text, "-") {
			c, ok = setTo(fact.StateOff, at, "addresses are kept as long as the JVM runs"), true
		}
		if ok {
			t.noted(fact.Resolver{Software: "JVM", Cache: c, At: at})
		}
	}
}
