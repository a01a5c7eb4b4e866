package clientconf

import (
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var unboundFormat = format{
	Format: Format{
		Group: "resolvers", Name: "Unbound", Files: "unbound*.conf, *.conf in a folder of Unbound, by the clauses server and forward-zone",
		Reads: "forwarders, validation, hardening, kept answers, local data",
	},
	artifact: fact.ArtifactResolver, read: unbound, size: 32 << 20, // lists of names that are blocked are long
	named: func(_, base string) bool {
		return strings.HasPrefix(base, "unbound") && strings.HasSuffix(base, ".conf")
	},
	maybe: confLike,
	like:  func(_ string, data []byte) bool { return unboundStart.Match(data[:min(len(data), 256<<10)]) },
}

// unboundStart is a clause with one of its settings in the next line that has one.
var unboundStart = regexp.MustCompile(`(?m)^[ \t]*(?:server|forward-zone|stub-zone|auth-zone):[ \t\r]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*(?:[a-z0-9]+-[a-z0-9-]+|verbosity|interface|name|port):[ \t]*\S`)

// unbound reads what a file says; what it leaves out may stand in another one.
func unbound(t *text) {
	u := &unboundReader{text: t, r: fact.Resolver{Software: "Unbound"}, clause: "server"}
	for key, value := range t.pairLines(':', "#") {
		u.setting(key, value)
	}
	u.endZone()
	t.noted(u.r)
}

type unboundReader struct {
	*text
	r      fact.Resolver
	clause string
	tls    bool // of all forwarders
	// Of the zone that is being read: its forwarders, and whether they are asked by TLS.
	zone    []fact.NameServer
	zoneTLS bool
	ports   bool // outgoing ports are taken away
}

func (u *unboundReader) setting(key, value word) {
	if value.text == "" {
		if isClause(key.text) {
			u.endZone()
			u.clause = key.text
		}
		return
	}
	if isClause(key.text) { // "server: verbosity: 1"
		u.endZone()
		u.clause = key.text
		if k, v, ok := value.cut(":"); ok {
			u.setting(u.trimmed(k.from, k.to), u.unquoted(u.trimmed(v.from, v.to)))
		}
		return
	}
	value = u.uncommented(value)
	at := u.atWords(key, value)
	switch u.clause {
	case "server":
		u.server(key.text, value, at)
	case "forward-zone":
		u.forward(key.text, value, at)
	}
}

func isClause(s string) bool {
	switch s {
	case "server", "forward-zone", "stub-zone", "auth-zone", "remote-control", "python", "dynlib", "view", "rpz", "cachedb", "redis", "dnscrypt", "dnstap":
		return true
	}
	return false
}

// uncommented cuts a comment off a value that is not in quotes.
func (u *unboundReader) uncommented(w word) word {
	if w.quoted {
		return w
	}
	for _, sign := range []string{" #", "\t#"} {
		w, _, _ = w.cut(sign)
	}
	return u.unquoted(u.trimmed(w.from, w.to))
}

func (u *unboundReader) server(key string, value word, at fact.Location) {
	r := &u.r
	switch key {
	case "module-config":
		if !strings.Contains(value.text, "validator") {
			r.Validation = setTo(fact.StateOff, at, "no validator is among the modules")
		}
	case "val-permissive-mode":
		if yes(value.text) {
			r.Validation = setTo(fact.StateOff, at, "answers that fail validation are handed on")
		}
	case "domain-insecure":
		if wide(value.text) {
			r.Validation = setTo(fact.StateOff, at, "nothing is validated below "+rootOr(value.text))
		}
	case "auto-trust-anchor-file", "trust-anchor-file", "trust-anchor", "trusted-keys-file":
		if r.Validation.State == fact.StateUnknown {
			r.Validation = setTo(fact.StateOn, at, "")
		}
	case "harden-glue", "harden-dnssec-stripped", "harden-below-nxdomain":
		if no(value.text) {
			r.Weakened = append(r.Weakened, setTo(fact.StateOff, at, key+" is off"))
		}
	case "unwanted-reply-threshold":
		if n, ok := seconds(value.text); ok && n > 0 {
			r.Weakened = append(r.Weakened, setTo(fact.StateCustom, at, "a threshold for unwanted replies tells an outsider the port of a query (CVE-2026-109125, before 1.26.2)"))
		}
	case "outgoing-port-avoid":
		u.ports = u.ports || strings.HasPrefix(value.text, "0-") || strings.HasPrefix(value.text, "1024-65535")
	case "outgoing-port-permit":
		if u.ports && !strings.Contains(value.text, "-") {
			r.Weakened = append(r.Weakened, setTo(fact.StateOff, at, "queries leave from port "+value.text+" alone"))
		}
	case "cache-min-ttl":
		u.kept(value.text, longTTL, at, "every answer is kept for at least")
	case "serve-expired-ttl":
		u.kept(value.text, longStale, at, "answers that have run out are kept for")
	case "tls-upstream", "ssl-upstream":
		u.tls = yes(value.text)
	case "local-data":
		u.localData(value)
		return
	default:
		return
	}
	u.began(at)
}

func (u *unboundReader) kept(value string, limit int, at fact.Location, says string) {
	if c, ok := keptLong(value, limit, at, says); ok {
		u.r.Cache = c
	}
}

func (u *unboundReader) began(at fact.Location) {
	if u.r.At.IsZero() {
		u.r.At = at
	}
}

func (u *unboundReader) forward(key string, value word, at fact.Location) {
	switch key {
	case "forward-addr", "forward-host":
		address, peer, named := value.cut("#")
		s := u.nameServer(address, "")
		s.At = at
		if named && peer.text != "" {
			s.Authenticated = fact.Setting{State: fact.StateOn, At: at}
		}
		u.zone = append(u.zone, s)
		u.began(at)
	case "forward-tls-upstream", "forward-ssl-upstream":
		u.zoneTLS = yes(value.text)
	}
}

// endZone settles how the forwarders of a zone are asked, which may be said behind them.
func (u *unboundReader) endZone() {
	for _, s := range u.zone {
		s.Transport = transportPlain
		if u.zoneTLS || u.tls {
			s.Transport = transportTLS
			if s.Authenticated.State == fact.StateUnknown {
				s.Authenticated = setTo(fact.StateOff, s.At, "no name stands behind its address")
			}
		}
		u.r.Servers = append(u.r.Servers, s)
	}
	u.zone, u.zoneTLS = nil, false
}

// localData reads an address or another name that is given to a name: "api.acme.io. A 10.0.0.7".
func (u *unboundReader) localData(value word) {
	ws := u.words(nil, value.from, value.to, "")
	for i := 1; i+1 < len(ws); i++ {
		switch strings.ToUpper(ws[i].text) {
		case "A", "AAAA", "CNAME":
			if !answersNothing(ws[i+1].text) {
				u.overrides(ws[i+1], "local data of Unbound", ws[0])
			}
			return
		}
	}
}

// wide tells a domain that holds what strangers register: the root, or a public suffix.
func wide(domain string) bool {
	d := strings.Trim(strings.ToLower(domain), ".")
	return d == "" || name.PublicSuffix(d)
}

func rootOr(domain string) string {
	if d := strings.Trim(domain, "."); d != "" {
		return d
	}
	return "the root"
}
