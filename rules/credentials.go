package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// sameCredential is a key that two routes have in common where one credential is on
// both: a setting or secret of one name, or one literal. Empty where that is not known.
// A name that any program gives to its credential speaks for its own folder alone.
func sameCredential(r *fact.Route) string {
	c := &r.Credential
	n := strings.ToUpper(c.Name)
	named := c.Origin.Setting() || c.Origin == fact.OriginSecretStore || r.Artifact.Settings()
	switch {
	case c.Kind == fact.KindNone, c.Placeholder, r.Artifact == fact.ArtifactOpenAPI:
		return ""
	case named && n != "" && general(n):
		path, _, _ := cutLast(r.At.Path, "/")
		return "setting " + n + " in " + path
	case named && n != "":
		return "setting " + n
	case c.ID != 0:
		return "value " + strconv.FormatUint(c.ID, 16)
	}
	return ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(sep):], true
}

// generalWords say that something is a credential, and not whose.
var generalWords = []string{
	"API", "KEY", "TOKEN", "ACCESS", "AUTH", "SECRET", "PASSWORD", "PASS", "PASSWD", "CLIENT", "BEARER", "APP", "SERVICE", "USER", "JWT", "ID",
	"PRIVATE", "REFRESH", "CREDENTIAL", "CREDENTIALS", "MY", "ADMIN", "DEFAULT", "AUTHORIZATION", "APIKEY", "OAUTH", "HTTP", "BASIC", "SERVER", "BOT",
}

func general(n string) bool {
	return !slices.ContainsFunc(strings.FieldsFunc(n, func(r rune) bool { return strings.ContainsRune("_-./: ", r) }), func(word string) bool {
		return !slices.Contains(generalWords, word)
	})
}

// publicHosts are the hosts that a route leads to, by what is written and by what
// settings files say, as far as somebody registered them.
func publicHosts(r *fact.Route) []string {
	hosts := r.Destination.Configured
	if h, known := r.Destination.Host.Known(); known {
		hosts = []string{h}
	} else if tail := fixedTail(r.Destination.Host); tail != "" {
		hosts = []string{tail}
	}
	var out []string
	for _, h := range hosts {
		switch name.Classify(h).Class {
		case name.Public, name.Claimable, name.Tunnel, name.DynamicDNS:
			out = append(out, h)
		}
	}
	return out
}
