package clientconf

import (
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var dnsmasqFormat = format{
	Format: Format{
		Group: "resolvers", Name: "dnsmasq", Files: "dnsmasq*.conf, dnsmasq.d/*, by its settings",
		Reads: "forwarders, validation, ports, kept answers, names with addresses",
	},
	artifact: fact.ArtifactResolver, read: dnsmasq, size: 32 << 20, // lists of names that are blocked are long
	named: func(p, base string) bool {
		return strings.HasPrefix(base, "dnsmasq") && strings.HasSuffix(base, ".conf") || path.Base(path.Dir(p)) == "dnsmasq.d" && (path.Ext(base) == ".conf" || path.Ext(base) == "")
	},
	maybe: confLike,
	like:  func(_ string, data []byte) bool { return dnsmasqStart.Match(data[:min(len(data), 256<<10)]) },
}

// dnsmasqStart is a setting that no other software writes like this.
var dnsmasqStart = regexp.MustCompile(`(?m)^(?:bind-interfaces|bogus-priv|domain-needed|no-resolv|no-hosts|strict-order|expand-hosts|dnssec-check-unsigned|dhcp-range=\S+|server=/\S+/\S*|address=/\S+/\S*|listen-address=[0-9a-f.:]+)[ \t\r]*(?:#.*)?$`)

// dnsmasq reads the long options of dnsmasq, as its file takes them.
func dnsmasq(t *text) {
	d := &dnsmasqReader{text: t, r: fact.Resolver{Software: "dnsmasq"}}
	for key, value := range t.pairLines('=', "#") {
		for _, sign := range []string{" #", "\t#"} {
			value, _, _ = value.cut(sign)
			key, _, _ = key.cut(sign)
		}
		d.setting(t.trimmed(key.from, key.to), t.trimmed(value.from, value.to))
	}
	if d.off {
		return
	}
	if len(d.r.Servers) > 0 && d.r.Validation.State == fact.StateUnknown {
		d.r.Validation = fact.Setting{State: fact.StateOff, At: d.r.Servers[0].At}
	}
	t.noted(d.r)
}

type dnsmasqReader struct {
	*text
	r   fact.Resolver
	off bool // it answers no DNS
}

func (d *dnsmasqReader) setting(key, value word) {
	r, at := &d.r, d.atWords(key, value)
	switch key.text {
	case "port":
		d.off = d.off || value.text == "0"
		return
	case "server", "local":
		d.server(value, at)
	case "dnssec":
		if r.Validation.State == fact.StateUnknown {
			r.Validation = setTo(fact.StateOn, at, "")
		}
	case "dnssec-check-unsigned":
		if value.text == "no" {
			r.Validation = setTo(fact.StateOff, at, "answers without a signature are taken")
		}
	case "proxy-dnssec":
		r.TrustAD = setTo(fact.StateOn, at, "")
	case "query-port":
		r.Weakened = append(r.Weakened, setTo(fact.StateOff, at, "all queries leave from one port"))
	case "min-cache-ttl":
		if c, ok := keptLong(value.text, longTTL, at, "every answer is kept for at least"); ok {
			r.Cache = c
		}
	case "use-stale-cache":
		if c, ok := keptLong(value.text, longStale, at, "answers that have run out are kept for"); ok {
			r.Cache = c
		}
	case "address", "host-record", "cname":
		d.given(key.text, value)
		return
	default:
		return
	}
	if r.At.IsZero() {
		r.At = at
	}
}

// server reads a forwarder: 8.8.8.8#53, or one for some names, /acme.io/10.0.0.53@eth0.
func (d *dnsmasqReader) server(value word, at fact.Location) {
	w := value
	if strings.HasPrefix(w.text, "/") {
		i := strings.LastIndexByte(w.text, '/') + 1
		w.text, w.from = w.text[i:], w.from+i
	}
	if w.text == "" || w.text == "#" { // answered from here, or as usual
		return
	}
	s := d.nameServer(w, transportPlain)
	s.At = at
	d.r.Servers = append(d.r.Servers, s)
}

// given reads names that are given an address: address=/acme.io/10.0.0.7 with all below
// it, host-record=a,b,10.0.0.7, and cname=alias,name.
func (d *dnsmasqReader) given(key string, value word) {
	if key == "address" {
		d.address(value)
		return
	}
	var parts []word
	for rest, ok := value, true; ok; {
		var w word
		w, rest, ok = rest.cut(",")
		parts = append(parts, d.trimmed(w.from, w.to))
	}
	if len(parts) < 2 {
		return
	}
	if key == "cname" {
		d.overrides(parts[1], "cname of dnsmasq", parts[0])
		return
	}
	for i, p := range parts {
		if i > 0 && isAddress(p.text) && !answersNothing(p.text) {
			d.overrides(p, "host-record of dnsmasq", parts[:i]...)
			return
		}
	}
}

func (d *dnsmasqReader) address(value word) {
	i := strings.LastIndexByte(value.text, '/')
	to := word{text: value.text[i+1:], from: value.from + i + 1, to: value.to}
	if i < 1 || value.text[0] != '/' || !isAddress(to.text) || answersNothing(to.text) {
		return
	}
	names := word{text: value.text[1:i], from: value.from + 1, to: value.from + i}
	for ok := true; ok; {
		var n word
		if n, names, ok = names.cut("/"); n.text == "" || n.text == "#" {
			continue
		}
		had := len(d.out.Overrides)
		d.overrides(to, "address of dnsmasq", n)
		for _, o := range d.out.Overrides[had:] {
			o.Name = append(fact.Lit("*."), o.Name...)
			d.out.Overrides = append(d.out.Overrides, o)
		}
	}
}
