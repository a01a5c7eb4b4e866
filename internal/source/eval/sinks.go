package eval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// logged notes credentials that are written out; true where the call is one that
// writes.
func (m *machine) logged(f *frame, path string, args callArgs, at fact.Location) bool {
	sink := ""
	switch {
	case m.matches(m.model.Prints, path):
		sink = "print"
	case m.isLog(path):
		sink = "log"
	default:
		return false
	}
	m.exposeAll(sink, args, at)
	return true
}

func (m *machine) exposeAll(sink string, args callArgs, at fact.Location) {
	for _, e := range args.pos {
		m.expose(sink, e, at)
	}
	for _, k := range (&dict{keys: args.named}).sorted() { // one finding a call: always the same
		m.expose(sink, args.named[k], at)
	}
}

// raised notes credentials in the message of an exception, which ends in a log.
func (m *machine) raised(f *frame, e ir.Expr) {
	c, ok := e.(*ir.Call)
	if !ok {
		return
	}
	own, isClass := m.expr(f, c.Fn).(*class)
	if !isClass || m.member(own, m.model.Initializer, 0) == nil { // one of its own may keep it and say nothing
		m.exposeAll("exception", m.args(f, c.Args), m.loc(c.Span))
	}
}

// isLog tells a method of a logger by what it is called on.
func (m *machine) isLog(path string) bool {
	prefix, name := cutLast(path)
	if !m.matches(m.model.LogMethods, name) {
		return false
	}
	for _, l := range m.model.Logs {
		l = strings.TrimSuffix(l, ".")
		if prefix == l || strings.HasSuffix(prefix, "."+l) {
			return true
		}
	}
	return false
}

func (m *machine) expose(sink string, e entry, at fact.Location) {
	for _, s := range m.secretsIn(e.v, e.at, 0) {
		c := s.Credential
		if c.Origin == fact.OriginLiteral && !s.byUse {
			m.out.Masks = append(m.out.Masks, c.At)
		}
		if sink == "response" && !s.ours() {
			continue
		}
		refused := m.refuses(&c)
		key := fmt.Sprint("exposure", at, refused, m.script)
		if s.byUse {
			key += string(c.Origin) + c.Name + c.At.String()
		}
		if m.once(key) {
			m.out.Exposures = append(m.out.Exposures, fact.Exposure{
				Credential: c, Sink: sink, ByUse: s.byUse, Refused: refused, Demonstration: m.script, At: at, Steps: []fact.Evidence{{At: c.At, Says: credentialSays(&c)}},
			})
		}
	}
}

// secret is a credential in a text; byUse where only its use can make it one.
type secret struct {
	fact.Credential
	byUse bool
}

// ours tells a credential that the program has from whoever runs it: what a caller
// or a row gave, a view may give back.
func (s *secret) ours() bool {
	switch s.Origin {
	case fact.OriginLiteral:
		return s.byUse
	case fact.OriginEnv, fact.OriginConfig, fact.OriginSecretStore:
		return true
	}
	return false
}

// secretsIn are the credentials that a value shows when it is printed.
func (m *machine) secretsIn(v value, at fact.Location, depth int) []secret {
	if depth > 4 {
		return nil
	}
	var out []secret
	for _, a := range alternatives(v) {
		switch x := a.(type) {
		case *str:
			for _, p := range x.pieces {
				if s, ok := m.secretPiece(p); ok && x.part == nil {
					out = append(out, s)
				}
			}
		case *dict:
			m.steps += len(x.keys) / 8
			for _, k := range x.sorted() {
				_, isField := credential.FieldKind(k)
				for _, v := range alternatives(x.keys[k].v) {
					_, written := knownText(v)
					if !isField || written { // a message stands beside a field's name as often as a value
						out = append(out, m.secretsIn(v, at, depth+1)...)
						continue
					}
					for _, c := range m.fieldCredential(fact.CarrierHeader, k, entry{v: v, at: x.keys[k].at}) {
						out = append(out, secret{Credential: c})
					}
				}
			}
		case *list:
			for _, i := range x.items {
				out = append(out, m.secretsIn(i, at, depth+1)...)
			}
		}
	}
	return out
}

// secretPiece tells a piece that is a credential by where it comes from, or that may
// be one by its use.
func (m *machine) secretPiece(p piece) (secret, bool) {
	if p.few || namesFile(p) {
		return secret{}, false
	}
	if p.hole == nil {
		kind, called := credential.NameKind(p.name)
		if p.name == "" || p.lit == "" || len(strings.Fields(p.lit)) > 1 || !called && len(p.lit) < leastLiteral || strings.Contains(p.lit, "://") {
			return secret{}, false
		}
		c := m.grader.Named(p.name, p.lit)
		c.Kind, c.At = kind, p.at
		return secret{c, !called}, true
	}
	if p.hole.Origin == fact.OriginUnknown || p.hole.Origin == fact.OriginLiteral {
		return secret{}, false
	}
	name := p.hole.Name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	kind, ok := credential.NameKind(name)
	if !ok && strings.EqualFold(name, "authorization") {
		kind, ok = fact.KindOther, true
	}
	ok = ok || p.hole.Origin == fact.OriginSecretStore
	c := fact.Credential{Kind: kind, Origin: p.hole.Origin, Name: p.hole.Name, Record: p.hole.Record, At: p.hole.At}
	return secret{c, !ok}, name != "" || ok
}

// namesFile tells a piece that says where a credential is kept.
func namesFile(p piece) bool {
	return p.hole == nil && credential.NamesFile(p.lit) || p.hole != nil && p.hole.HasDefault && credential.NamesFile(p.hole.Default)
}

// leastLiteral is how long a text is that only its use can make a credential.
const leastLiteral = 8

// maxFew is how many letters of a credential show nothing of it.
const maxFew = 12

// takesFew tells a range that is a few letters long: token[:4], token[-4:].
func (m *machine) takesFew(f *frame, s *ir.Slice) bool {
	low, lowKnown := m.number(f, s.Low)
	high, highKnown := m.number(f, s.High)
	switch {
	case !lowKnown || !highKnown || s.Step != nil:
		return false
	case s.High == nil:
		return low < 0 && low >= -maxFew
	}
	return low >= 0 && high > low && high-low <= maxFew
}

// number is a number that is written; nothing is 0.
func (m *machine) number(f *frame, e ir.Expr) (int, bool) {
	if e == nil {
		return 0, true
	}
	n, ok := m.expr(f, e).(number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(string(n))
	return i, err == nil
}

// few is what is left of a text where a few letters are taken of it.
func (m *machine) few(v value) value {
	return each(v, func(a value) value {
		s, ok := a.(*str)
		if !ok {
			return a
		}
		out := &str{pieces: slices.Clone(s.pieces), part: s.part}
		for i := range out.pieces {
			out.pieces[i].few = true
		}
		return out
	})
}

// fromHost tells a value that the caller's Host header decides.
func (m *machine) fromHost(p piece) bool {
	if p.hole == nil || p.hole.Origin != fact.OriginRequest {
		return false
	}
	for _, h := range m.model.HostHeader {
		if p.hole.Name == h || strings.ContainsRune(h, '.') && strings.EqualFold(p.hole.Name, h) { // a header's case is no matter
			return true
		}
	}
	return false
}

// hostUse notes what the caller's Host decides. A link that is then followed or sent
// to is noted as that alone.
func (m *machine) hostUse(p piece, use string, at fact.Location) {
	if !m.once("host" + at.String()) {
		return
	}
	u := fact.HostUse{
		Source: "request." + p.hole.Name, Use: use, At: at,
		Steps: []fact.Evidence{{At: p.hole.At, Says: "the caller's request names the host"}},
	}
	if i, ok := m.links[p.hole]; ok {
		m.out.HostUses[i] = u
		return
	}
	if use == "link" {
		m.links[p.hole] = len(m.out.HostUses)
	}
	m.out.HostUses = append(m.out.HostUses, u)
}

// hostOf is the piece that decides the host of a URL, where the caller's Host header
// does: at the start of the text, right behind "://", or behind the "<" of a Link header.
func (m *machine) hostOf(s *str) (piece, int) {
	for i, p := range s.pieces {
		if m.fromHost(p) && (i == 0 || beginsURL(s.pieces[i-1].lit)) {
			return p, i
		}
	}
	return piece{}, -1
}

func beginsURL(before string) bool {
	return strings.HasSuffix(before, "://") || strings.HasSuffix(before, "<")
}

// linkBuilt notes a URL whose host is the request's own Host, with a path behind it.
func (m *machine) linkBuilt(v value, at fact.Location) {
	if m.comparing {
		return
	}
	for _, a := range alternatives(v) {
		s, ok := a.(*str)
		if !ok {
			continue
		}
		p, i := m.hostOf(s)
		if i >= 0 && i+1 < len(s.pieces) && continues(p, s.pieces[i+1], i > 0) && !m.ownAddress(s.pieces[i+1:]) {
			m.hostUse(p, "link", at)
		}
	}
}

// ownAddress tells, by what stands behind the host, the request's own URL put together
// again, as traces and logs have it: its path, and a query that is not written here.
func (m *machine) ownAddress(rest []piece) bool {
	if len(rest) > 0 && rest[0].lit == "/" {
		rest = rest[1:]
	}
	if len(rest) == 0 || !m.ownPath(rest[0]) {
		return false
	}
	for _, p := range rest[1:] {
		if p.hole == nil && p.lit != "?" {
			return false
		}
	}
	return true
}

func (m *machine) ownPath(p piece) bool {
	return p.hole != nil && p.hole.Origin == fact.OriginRequest && slices.Contains(m.model.RequestPaths, p.hole.Name)
}

// continues tells the text or value behind a host from the end of a sentence that only
// speaks of it.
func continues(host, next piece, behindScheme bool) bool {
	if next.hole != nil {
		return behindScheme
	}
	wholeURL := host.hole.Name != "host"
	return strings.HasPrefix(next.lit, "/") || wholeURL && next.lit != "" && !strings.ContainsAny(next.lit[:1], " ,:;)>")
}

// upstream notes a request that goes to the host that the caller named.
func (m *machine) upstream(url *str, at fact.Location) {
	if p, i := m.hostOf(url); i >= 0 {
		m.hostUse(p, "upstream", at)
	}
}

// sinks looks at calls that put a host into a redirect.
func (m *machine) sinks(x *ext, args callArgs, at fact.Location) {
	for _, s := range m.model.HostSinks {
		if !match(s.Path, x.path) {
			continue
		}
		e, _ := args.get(s.Arg)
		for _, a := range alternatives(e.v) {
			if t, ok := a.(*str); ok {
				if p, i := m.hostOf(t); i >= 0 {
					m.hostUse(p, s.Use, at)
				}
			}
		}
	}
}

// writtenJWT notes a JWT that is written in a text, wherever it goes.
func (m *machine) writtenJWT(x *ir.String) {
	if !strings.Contains(x.Value, "eyJ") {
		return
	}
	for _, span := range credential.Shaped(x.Value) {
		v := x.Value[span.From:span.To]
		if c := m.grader.Value(v); c.Claims != nil {
			c.At = m.literalAt([]piece{{lit: v, at: m.loc(x.Span)}}, m.loc(x.Span))
			m.literal(c, fact.UseSetting, nil)
		}
	}
}

// tokenCall notes a call that signs or verifies a JWT.
func (m *machine) tokenCall(path string, args callArgs, at fact.Location) bool {
	for i := range m.model.Tokens {
		t := &m.model.Tokens[i]
		if _, given := args.get(t.Args["key"]); match(t.Path, path) && takesSo(t, args) && (given || !t.Keyed) {
			m.out.TokenUses = append(m.out.TokenUses, m.tokenUse(t, path, args, at))
			return true
		}
	}
	return false
}

// isToken tells what signs or verifies where it is called.
func (m *machine) isToken(path string) bool {
	return slices.ContainsFunc(m.model.Tokens, func(t models.TokenCall) bool { return match(t.Path, path) })
}

// takesSo tells whether a call is given what a row of the model is about.
func takesSo(t *models.TokenCall, args callArgs) bool {
	if t.Arity > 0 && t.Arity != len(args.pos) {
		return false
	}
	if t.Given == "" {
		return true
	}
	if len(args.pos) == 0 {
		return false
	}
	x, ok := args.pos[0].v.(*ext)
	return ok && x.path == t.Given+"()"
}

func (m *machine) tokenUse(t *models.TokenCall, path string, args callArgs, at fact.Location) fact.TokenUse {
	u := fact.TokenUse{Operation: t.Operation, At: at, Entry: m.entry()}
	role := func(name string) (entry, bool) {
		a, ok := t.Args[name]
		if !ok {
			return entry{}, false
		}
		return args.get(a)
	}
	if e, ok := role("key"); ok {
		if g, isFn := e.v.(*fn); isFn { // it is asked for the key
			e.v = resultOf(m.invoke(&frame{scope: g.scope}, g, callArgs{given: true, open: true}, at), 0)
		}
		if s, isStr := e.v.(*str); isStr {
			u.Key = m.signingKey(s, e.at)
			if h := s.onlyHole(); h != nil && h.Origin == fact.OriginRequest && slices.ContainsFunc(strings.Split(h.Name, "."), func(part string) bool { return m.matches(m.model.TokenKeys, part) }) {
				u.KeyFromHeader = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
			}
		}
	}
	if t.Operation != "verify" || args.open {
		return u
	}
	if e, ok := role("token"); ok {
		token, _ := m.toStr(alternatives(e.v)[0], at)
		for _, h := range token.text().Holes() { // what is written out is dropped
			u.Token = append(u.Token, fact.Piece{Hole: h})
		}
	}
	u.Signature = fact.Setting{State: fact.StateOn, At: at}
	if t.Unverified {
		u.Signature = fact.Setting{State: fact.StateOff, Explicit: true, At: at}
		return u
	}
	if e, ok := role("verify"); ok {
		u.Signature = boolSetting(e)
	}
	u.Audience, u.Issuer = presence(role, "audience", at), presence(role, "issuer", at)
	if e, ok := role("ignore_expiry"); ok {
		u.Expiry = turnedRound(boolSetting(e))
	}
	if t.Elsewhere {
		u.Audience, u.Issuer = fact.Setting{}, fact.Setting{}
	}
	m.tokenParts(&u, t, path, args)
	m.tokenOptions(&u, role)
	m.tokenAlgorithms(&u, t, role, at)
	return u
}

// entry is the function that this one is reached from in the end.
func (m *machine) entry() fact.Location {
	if len(m.stack) > 0 {
		if f, ok := m.stack[0].(*ir.Func); ok {
			return m.loc(f.Span)
		}
	}
	return fact.Location{}
}

// tokenParts reads arguments, and methods on the way to the call, that each say one
// thing of a check.
func (m *machine) tokenParts(u *fact.TokenUse, t *models.TokenCall, path string, args callArgs) {
	ask := func(part string, at fact.Location) {
		on := fact.Setting{State: fact.StateOn, Explicit: true, At: at}
		switch t.Parts[part] {
		case "audience":
			u.Audience = on
		case "issuer":
			u.Issuer = on
		}
	}
	for _, step := range strings.Split(path, "()") {
		if strings.HasPrefix(step, ".") {
			ask(step, u.At)
		}
	}
	for _, e := range args.pos {
		if x, ok := e.v.(*ext); ok {
			ask(strings.TrimSuffix(x.path, "()"), e.at)
		}
	}
}

func presence(role func(string) (entry, bool), name string, at fact.Location) fact.Setting {
	if e, ok := role(name); ok {
		return fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
	}
	return fact.Setting{State: fact.StateOff, At: at}
}

func (m *machine) tokenOptions(u *fact.TokenUse, role func(string) (entry, bool)) {
	e, ok := role("options")
	if !ok {
		return
	}
	d, ok := e.v.(*dict)
	if !ok {
		u.Signature.State = fact.StateUnknown
		return
	}
	for key, to := range map[string]*fact.Setting{"verify_signature": &u.Signature, "verify_exp": &u.Expiry, "verify_aud": &u.Audience} {
		if o, has := d.keys[key]; has {
			*to = boolSetting(o)
		}
	}
}

func (m *machine) tokenAlgorithms(u *fact.TokenUse, t *models.TokenCall, role func(string) (entry, bool), at fact.Location) {
	e, ok := role("algorithms")
	if !ok {
		if !t.AlgorithmsRequired {
			u.Algorithms = fact.Setting{State: fact.StateOff, At: at}
		}
		return
	}
	u.Algorithms = fact.Setting{Explicit: true, At: e.at}
	switch x := e.v.(type) {
	case *list:
		u.Algorithms.State = fact.StateOn
		for _, i := range x.items {
			if k, known := keyOf(i); known && strings.EqualFold(k, "none") {
				u.Algorithms.State = fact.StateOff
			}
			if s, isStr := i.(*str); isStr && s.onlyHole() != nil && s.onlyHole().Origin.Outside() {
				u.Algorithms.State = fact.StateOff
			}
		}
	case *str:
		if k, known := x.known(); known {
			u.Algorithms.State = fact.StateOn
			if strings.EqualFold(k, "none") {
				u.Algorithms.State = fact.StateOff
			}
		} else if h := x.onlyHole(); h != nil && h.Origin.Outside() {
			u.Algorithms.State = fact.StateOff
		}
	case null:
		u.Algorithms.State = fact.StateOff
	}
}

// signingKey is a key that is written here, or where it comes from.
func (m *machine) signingKey(s *str, at fact.Location) fact.Credential {
	text, known := s.known()
	if !known {
		for _, p := range s.pieces {
			if p.hole != nil {
				return m.fromHole(p, fact.KindOther, at)
			}
		}
	}
	if text == "" || strings.Contains(text, "PUBLIC KEY") || strings.Contains(text, "BEGIN CERTIFICATE") {
		return fact.Credential{}
	}
	c := m.grader.Value(text)
	c.Kind, c.At = fact.KindOther, m.literalAt(s.pieces, at)
	if len(s.pieces) == 1 {
		c.Name = s.pieces[0].name
	}
	m.out.Masks = append(m.out.Masks, c.At)
	return c
}
