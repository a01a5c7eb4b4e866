package clientconf

import (
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// The bounds of what one line of a proxy leads to.
const (
	maxUpstreams = 8
	maxHops      = 2000
)

// hop is a request that a proxy hands on.
type hop struct {
	client string
	at     fact.Location // the line that sends
	url    fact.Text
	urlAt  fact.Location
	// carries are the credentials that go with it; empty is none in sight.
	carries    []fact.Credential
	channel    fact.Channel
	hostHeader fact.Text
	cameFor    []string
	steps      []fact.Evidence
}

// hop notes a request that is handed on. One that stays on the machine is none.
func (t *text) hop(h hop) {
	if staysHere(h.url) {
		return
	}
	if len(t.out.Routes) >= maxHops {
		if len(t.out.Routes) == maxHops {
			t.out.NotAnalysed = append(t.out.NotAnalysed, fact.NotAnalysed{At: h.at, Reason: "the file hands on more requests than are read", Gates: true})
		}
		return
	}
	carries := h.carries
	if len(carries) == 0 {
		carries = []fact.Credential{{At: h.at}}
	}
	h.channel.Redirects = fact.Setting{State: fact.StateOff}
	h.channel.Timeout = fact.Setting{State: fact.StateOn}
	for _, c := range carries {
		t.out.Routes = append(t.out.Routes, fact.Route{
			Artifact: t.artifact, At: h.at, Credential: c, Client: fact.Client{Name: h.client},
			Destination: fact.Destination{URL: h.url, At: h.urlAt}, Channel: h.channel, HostHeader: h.hostHeader, CameFor: h.cameFor, Steps: h.steps,
		})
	}
}

// staysHere tells a destination that is this machine, or no name at all: a socket of the
// file system.
func staysHere(u fact.Text) bool {
	_, rest, ok := strings.Cut(u.Prefix(), "://")
	if !ok {
		return false
	}
	rest = strings.ToLower(rest)
	if strings.HasPrefix(rest, "unix:") || strings.HasPrefix(rest, "/") {
		return true
	}
	whole := len(u.Holes()) == 0 || strings.ContainsAny(rest, ":/")
	return whole && name.Classify(hostOf(rest)).Class == name.Loopback
}

// hostOf is the host of "host", "host:port" and "host/path".
func hostOf(authority string) string {
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	if u, err := url.Parse("//" + authority); err == nil {
		return u.Hostname()
	}
	return authority
}

// sent reads the value that a header of a request is set to: the credential in it, or nil
// where a header of this name carries none. An empty value is none either.
func (t *text) sent(field string, value *node) *fact.Credential {
	kind, ok := credential.FieldKind(field)
	if scheme, rest, found := credential.Scheme(value.str()); found && rest != "" {
		ok = ok || scheme == fact.KindBearer || scheme == fact.KindBasic
	}
	if !ok || strings.TrimSpace(value.str()) == "" {
		return nil
	}
	c := t.header(field, kind, value)
	if c != nil { // not the name of a scheme alone
		c.Inbound = c.Origin == fact.OriginRequest
	}
	return c
}

// inbound is a credential that callers send and a proxy hands on.
func inbound(kind fact.Kind, field string, at fact.Location) fact.Credential {
	return fact.Credential{Kind: kind, Carrier: fact.CarrierHeader, Field: field, Origin: fact.OriginRequest, Inbound: true, At: at}
}

// namesCredential tells a list of header names, as in Access-Control-Allow-Headers, with
// one that carries a credential.
func namesCredential(list string) bool {
	for _, f := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if k, ok := credential.FieldKind(strings.Trim(f, `"'`)); ok && k != fact.KindCookie {
			return true
		}
	}
	return false
}

// trust says what a file of certificates makes of verification: the system's own bundle is
// the usual trust, any other one a private one.
func trust(file fact.Text) fact.State {
	s, known := file.Known()
	s = strings.ToLower(s)
	for _, system := range []string{"/etc/ssl/certs", "/etc/pki/", "/etc/ssl/cert.pem", "ca-certificates", "ca-bundle", "@system-ca", "/etc/ssl1.1"} {
		if known && strings.Contains(s, system) {
			return fact.StateOn
		}
	}
	return fact.StateCustom
}

// joinText puts another beginning in the place of the literal prefix of a text.
func joinText(beginning, t fact.Text, prefix string) fact.Text {
	for len(t) > 0 && t[0].Hole == nil && prefix != "" {
		prefix = strings.TrimPrefix(prefix, t[0].Literal)
		t = t[1:]
	}
	return append(beginning, t...)
}

// mergeText puts two texts together; two literals become one.
func mergeText(a, b fact.Text) fact.Text {
	if len(a) > 0 && len(b) > 0 && a[len(a)-1].Hole == nil && b[0].Hole == nil {
		joined := fact.Piece{Literal: a[len(a)-1].Literal + b[0].Literal}
		return append(append(a[:len(a)-1:len(a)-1], joined), b[1:]...)
	}
	return append(a[:len(a):len(a)], b...)
}
