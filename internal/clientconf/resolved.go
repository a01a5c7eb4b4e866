package clientconf

import (
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var resolvedFormat = format{
	Format: Format{
		Group: "resolvers", Name: "systemd-resolved", Files: "resolved.conf, resolved.conf.d/*.conf, *.network",
		Reads: "the resolvers that are asked, DNSSEC, DNS over TLS, LLMNR",
	},
	artifact: fact.ArtifactResolver, read: resolved,
	named: func(p, base string) bool {
		return base == "resolved.conf" || path.Base(path.Dir(p)) == "resolved.conf.d" && path.Ext(base) == ".conf"
	},
	maybe: func(_, base string) bool { return path.Ext(base) == ".network" || confName.MatchString(base) },
	like: func(p string, data []byte) bool {
		if path.Ext(p) == ".network" {
			return hasLine(data, "[Match]", "[Network]")
		}
		return hasLine(data, "[Resolve]")
	},
}

// hasLine tells a text with one of the lines.
func hasLine(data []byte, lines ...string) bool {
	for l := range strings.Lines(string(data[:min(len(data), 64<<10)])) {
		for _, want := range lines {
			if strings.TrimSpace(l) == want {
				return true
			}
		}
	}
	return false
}

// resolved reads what systemd-resolved and systemd-networkd say of DNS. What a file leaves
// out is as the distribution was built, so it is not known.
func resolved(t *text) {
	r := fact.Resolver{Software: "systemd-resolved"}
	section, transport := "", transportPlain
	var proof fact.Setting
	for name, value := range t.pairLines('=', "#;") {
		if strings.HasPrefix(name.text, "[") {
			section = name.text
			continue
		}
		if section != "[Resolve]" && section != "[Network]" || value.text == "" {
			continue
		}
		at := t.atWords(name, value)
		switch name.text {
		case "DNS", "FallbackDNS":
			r.Servers = append(r.Servers, t.resolvedServers(value)...)
		case "Domains":
			r.Search = append(r.Search, strings.Fields(value.text)...)
		case "DNSSEC":
			switch {
			case no(value.text), value.text == "allow-downgrade":
				r.Validation = setTo(fact.StateOff, at, "DNSSEC is "+value.text)
			case yes(value.text):
				r.Validation = setTo(fact.StateOn, at, "")
			}
		case "DNSOverTLS":
			if value.text == "opportunistic" {
				transport, proof = transportTLS, setTo(fact.StateOff, at, "DNS over TLS is opportunistic")
			} else if yes(value.text) {
				transport = transportTLS
			}
		case "LLMNR":
			if yes(value.text) {
				r.Multicast = setTo(fact.StateOn, at, "LLMNR")
			}
		case "StaleRetentionSec":
			if s, ok := keptLong(value.text, longStale, at, "answers that have run out are kept for"); ok {
				r.Cache = s
			}
		default:
			continue
		}
		if r.At.IsZero() {
			r.At = at
		}
	}
	if len(r.Servers) == 0 && proof.State != fact.StateUnknown { // those that the network names
		r.Servers = []fact.NameServer{{At: proof.At}}
	}
	for i := range r.Servers {
		r.Servers[i].Transport = transport
		if proof.State != fact.StateUnknown {
			r.Servers[i].Authenticated = proof
		}
	}
	t.noted(r)
}

// resolvedServers are addresses as in 1.1.1.1:853%eth0#one.one.one.one.
func (t *text) resolvedServers(value word) []fact.NameServer {
	var out []fact.NameServer
	for _, w := range t.words(nil, value.from, value.to, "") {
		address, _, named := w.cut("#")
		address, _, _ = address.cut("%")
		s := t.nameServer(address, transportPlain)
		if named {
			s.Authenticated = fact.Setting{State: fact.StateOn, At: t.atWord(w)}
		}
		out = append(out, s)
	}
	return out
}
