package eval

import (
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// credentials are those of the headers, the auth argument, the query, the cookies and
// the body.
func (m *machine) credentials(s *sending) []fact.Credential {
	var out []fact.Credential
	for _, d := range []*dict{s.headers, s.plain} {
		if d == nil {
			continue
		}
		for _, k := range d.sorted() {
			cs := m.fieldCredential(fact.CarrierHeader, k, d.keys[k])
			_, own := s.own.keys[k]
			for i := range cs {
				cs[i].ClientWide = !own && s.client != nil && d == s.headers
				cs[i].FirstHop = d == s.plain
			}
			out = append(out, cs...)
		}
	}
	if e, ok := s.roles["auth"]; ok {
		out = append(out, m.authCredential(e, s)...)
	}
	out = append(out, m.tokens(s, len(out) > 0)...)
	out = append(out, m.onEachHop(s)...)
	for _, role := range []string{"signer", "hop_signer"} {
		if e, ok := s.roles[role]; ok {
			out = append(out, m.signing(e, role == "hop_signer")...)
		}
	}
	for _, part := range parts {
		if d, ok := dictOf(s.roles[part.role].v); ok {
			for _, k := range d.sorted() {
				out = append(out, m.fieldCredential(part.carrier, k, d.keys[k])...)
			}
		}
	}
	m.inspect(s, out)
	return out
}

// tokens are those that a client is given as what they are, or sends by itself. A call
// that asks for a token sends the client's secret in its place.
func (m *machine) tokens(s *sending, others bool) []fact.Credential {
	role := "token"
	if s.call.Grant {
		role = "secret"
	}
	field, kind := "authorization", fact.KindBearer
	if s.call.Grant {
		kind = fact.KindOther
	} else if s.m.TokenField != "" {
		field, kind = s.m.TokenField, fact.KindAPIKey
	}
	var out []fact.Credential
	e, given := s.roles[role]
	wide := s.client != nil && !s.call.Grant && (!given || s.client.settings[role] == e)
	if d, ok := e.v.(*dict); ok { // as an authorization server answers
		e, given = d.keys["access_token"]
	}
	for _, a := range alternatives(e.v) {
		if _, isTLS := a.(*tls); !given || isTLS {
			continue
		}
		if c, ok := m.fieldValue(a, kind, e.at); ok {
			out = append(out, c)
		}
	}
	if len(out) == 0 && s.m.Signs && !s.call.Grant && !others {
		out = []fact.Credential{{Kind: kind, Origin: fact.OriginUnknown, At: s.at}}
	}
	for i := range out {
		out[i].Carrier, out[i].Field = fact.CarrierHeader, field
		out[i].ClientWide = wide
	}
	return out
}

// onEachHop are the credentials that are put into a request on its way, and again into
// each that a redirect leads to.
func (m *machine) onEachHop(s *sending) []fact.Credential {
	var out []fact.Credential
	for _, role := range []string{"transport", "adapter"} {
		e, ok := s.roles[role]
		if !ok {
			continue
		}
		cs := m.carried(e.v, 0)
		if scope, ok := knownText(s.roles["scope"].v); ok && role == "adapter" && namesHost(scope) {
			for i := range cs {
				cs[i].PerHop = false // others go another way
			}
		}
		out = append(out, cs...)
	}
	for _, g := range functionsIn(s.roles["hop"].v, 0) {
		cs, asks := m.signedBy(g, s.roles["hop"].at)
		for i := range cs {
			cs[i].PerHop, cs[i].ClientWide = !asks, true
		}
		out = append(out, cs...)
	}
	return out
}

// namesHost tells the beginning of a URL that has a host in it.
func namesHost(prefix string) bool {
	_, host, _ := strings.Cut(prefix, "://")
	return host != ""
}

// carried are the credentials that what carries a client's requests puts into each of
// them, those that a redirect leads to as well.
func (m *machine) carried(v value, depth int) []fact.Credential {
	var out []fact.Credential
	for _, a := range alternatives(v) {
		var cs []fact.Credential
		bound := false // to a host, by a test of where the hop leads
		switch x := a.(type) {
		case *object:
			cs, bound = m.signed(x)
			for _, b := range x.class.decl.Bases { // one inside
				if inner, ok := x.attrs[ir.LastName(b.Value)]; ok && depth < 4 {
					cs = append(cs, m.carried(inner, depth+1)...)
				}
			}
		case *client:
			if e, ok := x.settings["auth"]; ok {
				cs = m.authCredential(e, &sending{m: x.m})
			}
		}
		for i := range cs {
			cs[i].PerHop, cs[i].ClientWide = !bound, true
		}
		out = append(out, cs...)
	}
	return out
}

// parts are the arguments beside the headers whose fields may carry a credential.
// A cookie travels in a header of its own.
var parts = [...]struct {
	role    string
	carrier fact.Carrier
}{{"params", fact.CarrierQuery}, {"cookies", cookies}, {"data", fact.CarrierBody}, {"json", fact.CarrierBody}}

const cookies fact.Carrier = "cookies"

// inspect marks a credential that is also the token asked about.
func (m *machine) inspect(s *sending, cs []fact.Credential) {
	for _, role := range []string{"data", "json", "params"} {
		d, ok := dictOf(s.roles[role].v)
		if !ok {
			continue
		}
		e, ok := d.keys["token"]
		if !ok {
			continue
		}
		asked, ok := e.v.(*str)
		if !ok {
			continue
		}
		for i := range cs {
			if h := asked.onlyHole(); cs[i].Carrier == fact.CarrierHeader && h != nil && h.Name != "" && h.Name == cs[i].Name && h.Origin == cs[i].Origin {
				cs[i].SelfInspected = true
			}
		}
	}
}

// fieldCredential reads the credentials that a field of a request may hold.
func (m *machine) fieldCredential(carrier fact.Carrier, field string, e entry) []fact.Credential {
	kind, ok := fieldKind(carrier, field, e.v)
	if !ok {
		return nil
	}
	var out []fact.Credential
	for _, a := range alternatives(first(e.v)) {
		if c, ok := m.fieldValue(a, kind, e.at); ok {
			c.Carrier, c.Field = carrier, strings.ToLower(field)
			if carrier == cookies || carrier == fact.CarrierHeader && c.Field == "cookie" {
				c.Carrier, c.Field, c.Kind = fact.CarrierHeader, "cookie", fact.KindCookie
			}
			out = append(out, c)
		}
	}
	return out
}

func (m *machine) fieldValue(v value, kind fact.Kind, at fact.Location) (fact.Credential, bool) {
	switch x := v.(type) {
	case null, number, boolean, *test, *dict, *fn, *class:
		return fact.Credential{}, false
	case *str:
		return m.fromText(x, kind, at)
	case *buffer:
		s, _ := m.toStr(x, at)
		return m.fromText(s, kind, at)
	case *list:
		if x.kind == "basic" && len(x.items) == 2 {
			return m.basic(x, at)
		}
		if x.kind == "bearer" {
			return m.bearer(x, at)
		}
	case *ext:
		if s, _ := m.toStr(x, at); s.pieces[0].of != nil {
			return m.fromHole(s.pieces[0], kind, at), true
		}
		return fact.Credential{Kind: kind, Origin: fact.OriginUnknown, Name: x.label(), At: at}, true
	case *object:
		if t := x.text(); t != nil {
			return m.fromText(t, kind, at)
		}
	}
	return fact.Credential{Kind: kind, Origin: fact.OriginUnknown, At: at}, true
}

// fieldKind tells a field that carries a credential: by its own name, or because what
// it is given is called one.
func fieldKind(carrier fact.Carrier, field string, v value) (fact.Kind, bool) {
	if kind, ok := credential.FieldKind(field); ok {
		return kind, true
	}
	switch carrier {
	case fact.CarrierBody:
		return fact.KindNone, false
	case cookies:
		return fact.KindCookie, credential.SessionCookie(field)
	}
	for _, a := range alternatives(v) {
		if namesCredential(a) {
			return fact.KindAPIKey, true
		}
	}
	return fact.KindNone, false
}

// fromText reads a credential out of a text: a scheme, and a literal or a hole.
func (m *machine) fromText(s *str, kind fact.Kind, at fact.Location) (fact.Credential, bool) {
	kind, pieces := cutAuthScheme(s.pieces, kind)
	if kind == fact.KindBasic && len(pieces) > 0 && pieces[len(pieces)-1].encoded {
		user, password := cutUser(decoded(pieces))
		return m.basic(&list{items: []value{&str{pieces: user}, &str{pieces: password}}}, at)
	}
	for _, p := range pieces {
		if p.hole != nil && p.absent == nil {
			return m.fromHole(p, kind, at), true
		}
	}
	var b strings.Builder
	name := ""
	for i, p := range pieces {
		if p.absent != nil { // a parameter that nobody known gives is what it is by default
			p = *p.absent
			pieces = append(append(pieces[:i:i], p), pieces[i+1:]...)
		}
		b.WriteString(p.lit)
		if p.lit != "" && p.name != "" {
			name = p.name
		}
	}
	value := b.String()
	if value == "" || beginsValue(value) || justScheme(value) {
		return fact.Credential{}, false
	}
	c := m.grader.Named(name, value)
	c.Placeholder = c.Placeholder || kind == fact.KindAPIKey && plainWord(value) // the name of a program, say
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = m.literalAt(pieces, at)
	m.literal(c, fact.UseRoute, nil)
	m.mask(pieces)
	return c, true
}

// beginsValue tells a text that only says what is to follow, "auth=", or that nothing does.
func beginsValue(s string) bool {
	for _, nothing := range []string{"false", "null", "undefined"} {
		if strings.HasSuffix(strings.ToLower(s), nothing) {
			s = s[:len(s)-len(nothing)]
		}
	}
	if s == "" {
		return true
	}
	name, ok := strings.CutSuffix(s[strings.LastIndexByte(s, ' ')+1:], "=")
	return ok && len(name) <= maxPlain && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// plainWord tells a word of small letters, as no key is made.
func plainWord(s string) bool {
	return len(s) <= maxPlain && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// maxPlain is how long a word is at most.
const maxPlain = 12

// justScheme tells a word with room for a value behind it, and none there.
func justScheme(value string) bool {
	word, ok := strings.CutSuffix(value, " ")
	return ok && !strings.Contains(word, " ")
}

func (m *machine) fromHole(p piece, kind fact.Kind, at fact.Location) fact.Credential {
	c := fact.Credential{Kind: kind, Origin: p.hole.Origin, Name: p.hole.Name, Record: p.hole.Record, At: p.hole.At}
	if p.of != nil {
		c.Origin, c.Name, c.Record, c.At = p.of.Origin, p.of.Name, p.of.Record, p.of.At
	}
	if c.At.Start.Line == 0 {
		c.At = at
	}
	if p.fallback != nil {
		c.FallbackAt = p.fallback.At
	}
	c.Inbound = authorizes(p.hole)
	return c
}

// authorizes tells the Authorization header of the request that is being served.
func authorizes(h *fact.Hole) bool {
	return h != nil && h.Origin == fact.OriginRequest && strings.Contains(strings.ToLower(h.Name), "authorization")
}

// literalAt is the range of a literal's value: where its text stands in the source
// as it is, that text; else the whole literal.
func (m *machine) literalAt(pieces []piece, at fact.Location) fact.Location {
	for _, p := range pieces {
		if p.hole != nil || p.lit == "" || p.at.Start.Line == 0 || m.texts[p.at.Path] == nil {
			continue
		}
		text := m.texts[p.at.Path]
		from, to := p.at.Start.Offset, p.at.End.Offset
		if from < 0 || to > len(text) || from >= to {
			return p.at
		}
		i := strings.Index(string(text[from:to]), p.lit)
		if i < 0 || p.at.Start.Line != p.at.End.Line {
			return p.at
		}
		loc := p.at
		loc.Start.Offset, loc.Start.Column = from+i, p.at.Start.Column+i
		loc.End = loc.Start
		loc.End.Offset, loc.End.Column = loc.Start.Offset+len(p.lit), loc.Start.Column+len(p.lit)
		return loc
	}
	return at
}

// mask hides every part of a value that is put together.
func (m *machine) mask(pieces []piece) {
	for _, p := range pieces {
		if p.hole != nil || strings.TrimSpace(p.lit) == "" || p.at.Start.Line == 0 {
			continue
		}
		if at := m.literalAt([]piece{p}, p.at); m.once("mask" + at.String()) {
			m.out.Masks = append(m.out.Masks, at)
		}
	}
}

// literal notes a credential that is written in the module, and hides its value.
func (m *machine) literal(c fact.Credential, use fact.LiteralUse, steps []fact.Evidence) {
	if !m.once("literal" + c.At.String() + string(use)) {
		return
	}
	m.out.Literals = append(m.out.Literals, fact.Literal{Credential: c, Use: use, Artifact: fact.ArtifactSource, Steps: steps})
	m.out.Masks = append(m.out.Masks, c.At)
}

// authCredential reads auth=: a pair, a helper's object, an object that signs.
func (m *machine) authCredential(e entry, s *sending) []fact.Credential {
	var out []fact.Credential
	for _, a := range alternatives(e.v) {
		switch x := a.(type) {
		case *list:
			if x.kind == "bearer" {
				if c, ok := m.bearer(x.items[0], e.at); ok {
					out = append(out, c)
				}
			} else if len(x.items) >= 2 {
				if c, ok := m.basic(x, e.at); ok {
					out = append(out, c)
				}
			}
		case *dict:
			out = append(out, m.authMapping(x, e.at)...)
		case *object:
			cs, _ := m.signed(x)
			if len(cs) == 0 { // it authenticates, by means that are not known
				cs = []fact.Credential{{Kind: fact.KindOther, Origin: fact.OriginUnknown, At: e.at}}
			}
			out = append(out, cs...)
		case *str:
			if h := x.onlyHole(); h != nil {
				out = append(out, m.fromHole(x.pieces[0], fact.KindOther, e.at))
			}
		case *ext:
			out = append(out, fact.Credential{Kind: fact.KindOther, Origin: fact.OriginUnknown, Name: x.label(), At: e.at})
		}
	}
	for i := range out {
		if out[i].Field == "" { // an object that signs names its own
			out[i].Carrier, out[i].Field = fact.CarrierHeader, "authorization"
		}
		out[i].ClientWide = s.client != nil && s.client.settings["auth"] == e
	}
	return out
}

// bearer reads what a client takes its bearer token from.
func (m *machine) bearer(v value, at fact.Location) (fact.Credential, bool) {
	if l, ok := v.(*list); ok && l.kind == "bearer" {
		v = l.items[0]
	}
	return m.fieldValue(alternatives(v)[0], fact.KindBearer, at)
}

// basic reads a user and a password. Where one side is called a credential and the
// other is not, that side is it: (token, "x-oauth-basic"), (api_key, "").
func (m *machine) basic(l *list, at fact.Location) (fact.Credential, bool) {
	unknown := fact.Credential{Kind: fact.KindBasic, Origin: fact.OriginUnknown, At: at}
	user, password := l.items[0], l.items[1]
	if t, known := knownText(password); known && t == "" || namesCredential(user) && known {
		s, ok := m.toStr(alternatives(user)[0], at)
		if !ok {
			return unknown, true
		}
		if t, known := s.known(); known && t != "" && len(s.pieces) == 1 && s.pieces[0].name != "" && !isCredentialName(s.pieces[0].name) {
			return fact.Credential{}, false // a public name with no password
		}
		return m.fromText(s, fact.KindBasic, at)
	}
	p, ok := password.(*str)
	if !ok {
		if s, isExt := password.(*ext); isExt {
			unknown.Name = s.label()
		}
		return unknown, true
	}
	return m.fromText(p, fact.KindBasic, at)
}

// cutAuthScheme takes "Bearer " off the start; the kind is what the scheme says, else
// the one given.
func cutAuthScheme(pieces []piece, kind fact.Kind) (fact.Kind, []piece) {
	if len(pieces) == 0 || pieces[0].hole != nil {
		return kind, pieces
	}
	first := pieces[0]
	for len(pieces) > 1 && pieces[1].hole == nil && !strings.Contains(first.lit, " ") { // the word was put together
		first.lit += pieces[1].lit
		pieces = pieces[1:]
	}
	k, rest, ok := credential.Scheme(first.lit + " ")
	if !ok {
		k, rest, ok = credential.Scheme(first.lit)
	}
	if !ok {
		return kind, pieces
	}
	if first.lit = strings.TrimSpace(rest); first.lit == "" {
		return k, pieces[1:]
	}
	return k, append([]piece{first}, pieces[1:]...)
}

func decoded(pieces []piece) []piece {
	out := append([]piece{}, pieces...)
	for i := range out {
		out[i].encoded = false
	}
	return out
}

// cutUser cuts user:password at the first colon.
func cutUser(pieces []piece) (user, password []piece) {
	for i, p := range pieces {
		before, after, found := strings.Cut(p.lit, ":")
		if p.hole != nil || !found {
			continue
		}
		user = append(user, pieces[:i]...)
		if before != "" {
			p.lit = before
			user = append(user, p)
		}
		if after != "" {
			p.lit = after
			password = append(password, p)
		}
		return user, append(password, pieces[i+1:]...)
	}
	return nil, pieces
}

func knownText(v value) (string, bool) {
	s, ok := v.(*str)
	if !ok {
		return "", false
	}
	return s.known()
}

// namesCredential tells a value whose own name says that it is a credential.
func namesCredential(v value) bool {
	switch x := v.(type) {
	case *str:
		if h := x.onlyHole(); h != nil {
			return isCredentialName(h.Name)
		}
		return len(x.pieces) == 1 && isCredentialName(x.pieces[0].name)
	case *ext:
		return isCredentialName(x.label())
	}
	return false
}

// signed interprets an object that puts its credential into a request.
func (m *machine) signed(o *object) (cs []fact.Credential, asks bool) {
	for _, name := range m.model.Signers {
		g, ok := m.member(o.class, name, 0).(*fn)
		if !ok {
			continue
		}
		return m.signedBy(bind(g, o), m.loc(g.decl.Span))
	}
	return nil, false
}

// signedBy interprets a function that puts its credential into a request. asks is set
// where it tests where that request goes.
func (m *machine) signedBy(g *fn, at fact.Location) (cs []fact.Credential, asks bool) {
	outer := m.hop
	m.hop = &hop{record: m.arrival(at)}
	defer func() { m.hop = outer }()
	url := holeOf(fact.OriginUnknown, "", at)
	url.pieces[0].hole.Record = m.hop.record
	q := &request{url: url, headers: newDict(), plain: newDict(), args: map[string]entry{}, passing: true}
	m.invoke(&frame{scope: m.cur.top}, g, callArgs{pos: []entry{{v: q}}, named: map[string]entry{}, given: true}, at)
	for _, k := range q.headers.sorted() {
		cs = append(cs, m.fieldCredential(fact.CarrierHeader, k, q.headers.keys[k])...)
	}
	return cs, m.hop.asked
}

// hop is a request on its way, of which a redirect makes another: its URL has the record.
type hop struct {
	record int
	asked  bool
}

// asksHop remembers a test of where the request on its way goes.
func (m *machine) asksHop(t *test) {
	if m.hop == nil {
		return
	}
	for _, cs := range [][]check{t.yes, t.no} {
		for _, c := range cs {
			for _, p := range c.of.pieces {
				m.hop.asked = m.hop.asked || p.hole != nil && p.hole.Record == m.hop.record
			}
		}
	}
}
