package clientconf

import (
	"regexp"
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
		if c, ok := addressesKept(value.text, at); ok {
			t.noted(fact.Resolver{Software: "JVM", Cache: c, At: at})
		}
	}
}

// jvmFlag has a JVM keep addresses as long as it runs, or for so many seconds.
var jvmFlag = regexp.MustCompile(`(?:^|\s)-Dsun\.net\.inetaddr\.ttl=(-?[0-9]+)(?:\s|$)`)

// jvmOptions looks for it in the variables that a file sets: a JVM is given its options by
// the environment, under names that each image makes up.
func (t *text) jvmOptions() {
	for i := range t.out.Variables {
		v := &t.out.Variables[i]
		m := jvmFlag.FindStringSubmatch(v.Value.String())
		if m == nil {
			continue
		}
		if c, ok := addressesKept(m[1], v.At); ok {
			t.noted(fact.Resolver{Software: "JVM", Cache: c, At: v.At})
		}
	}
}

// addressesKept is a setting of how many seconds addresses are kept, where that is long.
func addressesKept(value string, at fact.Location) (fact.Setting, bool) {
	if strings.HasPrefix(value, "-") {
		return setTo(fact.StateOff, at, "addresses are kept as long as the JVM runs"), true
	}
	return keptLong(value, longTTL, at, "addresses are kept for")
}
