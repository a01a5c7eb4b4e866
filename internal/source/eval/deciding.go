package eval

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// guardsFor are the checks that are about a part of this URL. A check of a bare
// value is one of the host where the value is nothing but the host.
func (m *machine) guardsFor(cs []check, url *str) []fact.Guard {
	var out []fact.Guard
	for _, c := range cs {
		if !shares(c.of, url) {
			continue
		}
		g := c.Guard
		subject, _ := m.redact(c.of)
		g.Subject = subject.String()
		switch part := partOfURL(c.of, url); {
		case g.Part == wholeValue && part != "":
			g.Part = part
		case g.Part == wholeValue:
			g = ofValue(g, url.pieces[0].hole == nil || schemeFollows(url))
		}
		out = append(out, g)
	}
	return out
}

// partOfURL is the part that a checked text is all of: the scheme or the port, each
// of which is no host; empty for any other.
func partOfURL(of, url *str) string {
	if schemeFollows(url) && shares(of, &str{pieces: url.pieces[:1]}) {
		return "scheme"
	}
	for i := 1; i < len(url.pieces); i++ {
		colon := strings.HasSuffix(url.pieces[i-1].lit, ":")
		if colon && shares(of, &str{pieces: url.pieces[i : i+1]}) && !shares(of, &str{pieces: url.pieces[:i]}) {
			return "port"
		}
	}
	return ""
}

// ofValue says what a check of a bare text is about where that text is the host, or
// the whole URL.
func ofValue(g fact.Guard, isHost bool) fact.Guard {
	g.Part = "url"
	switch {
	case isHost:
		g.Part = "host"
	case g.Kind == fact.GuardSuffix || g.Kind == fact.GuardLoose && g.Why == looseSuffix:
		g.Kind, g.Why = fact.GuardLoose, "the end of a URL is not the end of its host"
	case slices.ContainsFunc(g.Allowed, func(a string) bool { return !fixesScheme(g.Kind, a) }):
		g.Part = "host"
	}
	return g
}

// fixesScheme tells a whole URL, the start of one, or a pattern for one, that only TLS
// passes.
func fixesScheme(k fact.GuardKind, allowed string) bool {
	for _, scheme := range []string{"https://", "wss://"} {
		if strings.HasPrefix(allowed, scheme) || k == fact.GuardRegex && strings.Contains(allowed, scheme) {
			return true
		}
	}
	return false
}

// deciding is the part of a URL that decides scheme and host: up to the first slash
// behind the host. A URL that begins with a hole is decided by that hole.
func deciding(url *str) *str {
	if len(url.pieces) > 0 && url.pieces[0].hole != nil && !schemeFollows(url) {
		return &str{pieces: url.pieces[:1]}
	}
	authority := false
	for i, p := range url.pieces {
		rest := p.lit
		if j := strings.Index(rest, "://"); j >= 0 && !authority {
			authority, rest = true, rest[j+3:]
		}
		if strings.ContainsAny(rest, "/?#") {
			return &str{pieces: url.pieces[:i+1]}
		}
	}
	return url
}

// schemeFollows tells a URL whose first hole is the scheme alone.
func schemeFollows(url *str) bool {
	return len(url.pieces) > 1 && strings.HasPrefix(url.pieces[1].lit, "://")
}

func shares(a, b *str) bool {
	for _, p := range a.pieces {
		for _, q := range b.pieces {
			if p.hole != nil && q.hole != nil && (p.hole == q.hole || p.hole.Name != "" && p.hole.Name == q.hole.Name && p.hole.Origin == q.hole.Origin) {
				return true
			}
		}
	}
	return false
}
