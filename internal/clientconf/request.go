package clientconf

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// request is what a file makes its program send: to one destination, with each of the
// credentials that it is given.
type request struct {
	artifact fact.Artifact // empty is that of the file
	client   string        // the software that sends
	at       fact.Location
	to       fact.Text
	toAt     fact.Location
	auth     []fact.Credential
	channel  fact.Channel
	steps    []fact.Evidence
	anchor   bool // whom the program believes hangs on the answer
	cluster  bool // it stays in the cluster that the file is for
	keeps    bool // a redirect takes Authorization to another host
	open     bool // it counts without a credential in sight too: one may be asked for later
}

// maxRoutes bounds the routes of one file.
const maxRoutes = 5000

// send notes the routes of a request. One without a credential is noted where whom it
// trusts is the matter, or where somebody took the trouble not to check.
func (t *text) send(q request) {
	auth := append(q.auth[:len(q.auth):len(q.auth)], inURL(q.to)...)
	if len(auth) == 0 {
		if off := q.channel.Verify.State == fact.StateOff && q.channel.Verify.Explicit; !off && !q.anchor && !q.open {
			return
		}
		auth = []fact.Credential{{}}
	}
	for _, c := range auth {
		if t.full(q.at) {
			return
		}
		r := fact.Route{
			Artifact: t.artifact, At: q.at, Credential: c, Channel: q.channel, TrustAnchor: q.anchor,
			Destination: fact.Destination{URL: q.to, Cluster: q.cluster, At: q.toAt}, Client: fact.Client{Name: q.client},
			Steps: q.steps[:len(q.steps):len(q.steps)],
		}
		if q.keeps {
			r.Client.KeepsCrossHost = fact.StateOn
		}
		if q.artifact != "" {
			r.Artifact = q.artifact
		}
		if !q.toAt.IsZero() && q.toAt != q.at {
			r.Steps = append(r.Steps, fact.Evidence{At: q.toAt, Says: "the destination is named here"})
		}
		if !c.At.IsZero() && c.At != q.at {
			r.Steps = append(r.Steps, fact.Evidence{At: c.At, Says: "the credential is set here"})
		}
		t.out.Routes = append(t.out.Routes, r)
	}
}

const tooManyRoutes = "the file declares more requests than are read"

// full tells that a file has given all the routes that are taken from one, which is said
// once.
func (t *text) full(at fact.Location) bool {
	if len(t.out.Routes) < maxRoutes {
		return false
	}
	if !slices.ContainsFunc(t.out.NotAnalysed, func(n fact.NotAnalysed) bool { return n.Reason == tooManyRoutes }) {
		t.out.NotAnalysed = append(t.out.NotAnalysed, fact.NotAnalysed{At: at, Reason: tooManyRoutes, Gates: true})
	}
	return true
}

// inURL are the credentials that a URL held, which were dropped from it, and those that
// settings give it: the password of user:{env:PASSWORD}@host.
func inURL(u fact.Text) []fact.Credential {
	var out []fact.Credential
	for i, p := range u {
		password := i > 0 && i+1 < len(u) && strings.HasSuffix(u[i-1].Literal, ":") && strings.HasPrefix(u[i+1].Literal, "@")
		if p.Hole == nil || p.Hole.Origin != fact.OriginLiteral && !password {
			continue
		}
		h := p.Hole
		c := fact.Credential{Kind: fact.KindBasic, Carrier: fact.CarrierUserinfo, Field: "userinfo", Origin: h.Origin, At: h.At}
		switch {
		case h.Origin != fact.OriginLiteral:
			c.Name = h.Name
		case h.Name != "userinfo":
			c.Kind, c.Carrier, c.Field = fact.KindAPIKey, fact.CarrierQuery, h.Name
		}
		out = append(out, c)
	}
	return out
}

// auth is a credential that a scalar gives for a header, whatever its form; false where it
// is empty. It is named by its key.
func (t *text) auth(kind fact.Kind, field string, n *node) (fact.Credential, bool) {
	n = n.real()
	if n == nil {
		return fact.Credential{}, false
	}
	return t.authFrom(n.key, kind, field, n, 0)
}

// authFrom is auth without the first bytes of the scalar.
func (t *text) authFrom(name string, kind fact.Kind, field string, n *node, skip int) (fact.Credential, bool) {
	if n.kind != scalarNode || len(strings.TrimSpace(n.text)) <= skip {
		return fact.Credential{}, false
	}
	text, from := n.text[skip:], n.from+skip
	masks := len(t.out.Masks)
	r := t.reader(name, n)
	c, ok := r.reference(text, from, kind)
	if !ok {
		c = r.literal(text, from, kind)
	}
	t.hideEscaped(n, masks)
	c.Carrier, c.Field = fact.CarrierHeader, strings.ToLower(field)
	return c, true
}

// headerOf is the credential in the value of a header; false where its name carries none.
func (t *text) headerOf(name string, n *node) (fact.Credential, bool) {
	n = n.real()
	if n == nil || n.kind != scalarNode {
		return fact.Credential{}, false
	}
	kind, ok := credential.FieldKind(name)
	scheme, rest, has := credential.Scheme(n.text)
	if !ok && (!has || scheme != fact.KindBearer && scheme != fact.KindBasic || len(rest) < 8) {
		return fact.Credential{}, false
	}
	skip := 0
	if has {
		kind, skip = scheme, len(n.text)-len(rest)
	}
	return t.authFrom(name, kind, name, n, skip)
}

// headers are the credentials of a mapping of headers, or of a list of "Name: value".
func (t *text) headers(n *node) []fact.Credential {
	var out []fact.Credential
	for _, h := range n.pairs() {
		for _, v := range h.list() {
			if c, ok := t.headerOf(h.key, v); ok {
				out = append(out, c)
			}
		}
	}
	if n = n.real(); n != nil && n.kind == listNode {
		for _, l := range n.items {
			if c, ok := t.headerLine(l); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// headerLine is the credential of a scalar that is a whole header: "Name: value".
func (t *text) headerLine(n *node) (fact.Credential, bool) {
	n = n.real()
	name, value, ok := strings.Cut(n.str(), ":")
	if !ok || n.kind != scalarNode {
		return fact.Credential{}, false
	}
	return t.headerOf(strings.TrimSpace(name), t.cut(n, len(n.text)-len(strings.TrimLeft(value, " "))))
}

// secretKey is a key, or a way of keys, that holds what authenticates, and how that is sent:
// in the header Authorization where nothing else is said.
type secretKey struct {
	keys    string // with spaces between those of a way
	kind    fact.Kind
	carrier fact.Carrier
	field   string
}

// secretsOf are the credentials that a mapping holds under some of the keys, written or as
// references to Secrets.
func (t *text) secretsOf(n *node, keys []secretKey) []fact.Credential {
	var out []fact.Credential
	for _, k := range keys {
		field := cmp.Or(k.field, "authorization")
		v := n.get(strings.Fields(k.keys)...)
		c, ok := t.auth(k.kind, field, v)
		if v != nil && v.kind == mappingNode {
			c, ok = t.keptElsewhere(k.kind, field, v)
		}
		if ok {
			c.Carrier = cmp.Or(k.carrier, fact.CarrierHeader)
			out = append(out, c)
		}
	}
	return out
}

// keptElsewhere is a credential that a file or a store holds, by the name that it has there.
func (t *text) keptElsewhere(kind fact.Kind, field string, n *node) (fact.Credential, bool) {
	n = n.real()
	if n == nil || n.null || n.kind == scalarNode && n.text == "" {
		return fact.Credential{}, false
	}
	c := fact.Credential{Kind: kind, Carrier: fact.CarrierHeader, Field: field, Origin: fact.OriginSecretStore, Name: n.str(), At: t.atKey(n)}
	if n.kind == mappingNode { // a reference to a Secret: {name, key}
		c.Name = strings.Trim(n.get("name").str()+"/"+n.get("key").str(), "/")
	}
	return c, true
}

// insecure reads a switch that turns the check of certificates off.
func (t *text) insecure(n *node) fact.Setting { return t.toggled(n, fact.StateOff, fact.StateOn) }

// verified reads a switch that turns the check of certificates on.
func (t *text) verified(n *node) fact.Setting { return t.toggled(n, fact.StateOn, fact.StateOff) }

func (t *text) toggled(n *node, on, off fact.State) fact.Setting {
	n = n.real()
	if n == nil || n.null {
		return fact.Setting{}
	}
	s := fact.Setting{Explicit: true, At: t.atKey(n)}
	switch {
	case n.is(true), n.str() == "1":
		s.State = on
	case n.is(false), n.str() == "0":
		s.State = off
	}
	return s
}

// present is a setting that is on where something is written.
func (t *text) present(state fact.State, n *node) fact.Setting {
	n = n.real()
	if n == nil || n.null || n.kind == scalarNode && n.text == "" {
		return fact.Setting{}
	}
	return fact.Setting{State: state, Explicit: true, At: t.atKey(n)}
}

// joined puts texts together.
func joined(parts ...fact.Text) fact.Text {
	var out fact.Text
	for _, p := range parts {
		for _, piece := range p {
			if last := len(out) - 1; last >= 0 && piece.Hole == nil && out[last].Hole == nil {
				out[last].Literal += piece.Literal
				continue
			}
			out = append(out, piece)
		}
	}
	return out
}

// expandsAll finds what templates, shells and most loaders of settings replace.
func expandsAll(v string, expands bool) []expansion { return with(templated, fromEnv)(v, expands) }

// fromEnv are the variables of the environment that stand in a value of another name.
func fromEnv(v string, _ bool) []expansion {
	es := expansions(v, true)
	for i := range es {
		if es[i].name != "" {
			es[i].origin = fact.OriginEnv
		}
	}
	return es
}

// mentions tells a file that has one of the keys, as YAML or as JSON.
func mentions(data []byte, keys ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool {
		return bytes.Contains(data, []byte(k+":")) || bytes.Contains(data, []byte(`"`+k+`"`))
	})
}

// jsonOrYAML is the file as one tree. What looks like a template in JSON stands in strings,
// and belongs to the program that reads the file.
func (t *text) jsonOrYAML() *node {
	if bytes.HasPrefix(bytes.TrimSpace(t.data), []byte("{")) {
		return t.jsonTree()
	}
	return t.tree()
}
