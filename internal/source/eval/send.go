package eval

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// sending is one call that sends, with everything that was said for it.
type sending struct {
	m       *models.Client
	call    *models.Function
	client  *client
	roles   map[string]entry // of the call, then of the request object, then of the client
	own     *dict            // headers of the call
	headers *dict            // all headers
	plain   *dict
	at      fact.Location
	method  string
	open    bool // more may be given than is known
}

// send notes the routes of a call, and returns the response.
func (m *machine) send(f *frame, cm *models.Client, c *client, call *models.Function, name string, args callArgs, at fact.Location) value {
	s := &sending{m: cm, call: call, client: c, roles: map[string]entry{}, headers: newDict(), own: newDict(), at: at, open: args.open}
	if c != nil {
		for role, e := range c.settings {
			s.roles[role] = e
		}
		s.headers.merge(c.headers)
		m.steps += len(c.headers.keys) / 8
	}
	for role, arg := range call.Args {
		if e, ok := args.get(arg); ok {
			s.roles[role] = e
		}
	}
	if q, ok := s.roles["url"].v.(*request); ok {
		m.unpack(s, q)
	} else if _, takes := call.Args["url"]; !takes && c != nil && c.begun != nil {
		m.unpack(s, c.begun)
	}
	if d, ok := dictOf(s.roles["headers"].v); ok {
		s.own = d
		if cm.HeadersReplace {
			s.headers = newDict()
		}
		s.headers.merge(d)
	}
	s.method = m.methodOf(s, name)
	urls := alternatives(s.roles["url"].v)
	for _, u := range urls {
		url, _ := m.toStr(u, at)
		m.emit(f, s, m.absolute(s, url), url)
	}
	return holeOf(fact.OriginResponse, "", at)
}

func (m *machine) unpack(s *sending, q *request) {
	s.plain = q.plain
	for role, e := range q.args {
		if _, has := s.roles[role]; !has {
			s.roles[role] = e
		}
	}
	s.roles["url"] = entry{q.url, s.roles["url"].at}
	if q.method != nil {
		s.roles["method"] = entry{q.method, s.at}
	}
	s.roles["headers"] = entry{q.headers, s.at}
}

func (m *machine) methodOf(s *sending, name string) string {
	if s.call.Method != "?" {
		if s.call.Method != "" || name == anyCall {
			return s.call.Method
		}
		return strings.ToUpper(name)
	}
	if k, ok := keyOf(s.roles["method"].v); ok {
		return strings.ToUpper(k)
	}
	if e, ok := s.roles["data"]; ok && s.roles["method"].v == nil && e.v != nil {
		if _, isNull := e.v.(null); !isNull {
			return "POST"
		}
	}
	return ""
}

// absolute joins the client's base with what the call was given.
func (m *machine) absolute(s *sending, url *str) *str {
	base, ok := s.roles["base_url"]
	if host, has := s.roles["host"]; has && s.m.Scheme != "" {
		h, _ := m.toStr(alternatives(host.v)[0], s.at)
		prefix := []piece{{lit: s.m.Scheme + "://"}}
		whole := append(prefix, h.pieces...)
		if p, ok := keyOf(s.roles["port"].v); ok {
			whole = append(whole, piece{lit: ":" + p})
		}
		return &str{pieces: append(whole, url.pieces...)}
	}
	if !ok || strings.Contains(url.text().Prefix(), "://") {
		return url
	}
	b, known := m.toStr(alternatives(base.v)[0], s.at)
	if !known {
		return url
	}
	pieces := append([]piece{}, b.pieces...)
	if !strings.HasSuffix(lastLiteral(b), "/") && !strings.HasPrefix(url.text().Prefix(), "/") {
		pieces = append(pieces, piece{lit: "/"})
	}
	return &str{pieces: append(pieces, url.pieces...)}
}

// emit makes one route for each credential of the call, or one without any.
func (m *machine) emit(f *frame, s *sending, url, given *str) {
	creds := m.credentials(s)
	text, inURL := m.redact(url)
	creds = append(creds, inURL...)
	if len(creds) == 0 {
		creds = []fact.Credential{{At: s.at}}
	}
	m.upstream(url, s.at)
	for _, c := range creds {
		r := fact.Route{
			Artifact: fact.ArtifactSource, At: s.at, Method: s.method, Credential: c,
			Destination: fact.Destination{URL: text, At: s.roles["url"].at},
			Channel:     m.channelOf(s), Client: m.clientFacts(s), TrustAnchor: s.m.TrustAnchor,
			Guards: m.guardsFor(also(f.guards, url.checks()), deciding(url)),
		}
		if len(url.pieces) > 0 && url.pieces[0].at.Start.Line > 0 {
			r.Destination.At = url.pieces[0].at
		}
		if e, ok := s.headers.lower("host"); ok {
			if h, known := e.v.(*str); known {
				r.HostHeader, _ = m.redact(h)
			}
		}
		if base, ok := s.roles["base_url"]; ok {
			if b, known := base.v.(*str); known {
				r.BaseURL, _ = m.redact(b)
				r.CallURL, _ = m.redact(given)
			}
		}
		r.Steps = m.stepsOf(&r, url)
		m.addRoute(r, deciding(url).text())
	}
}

// The routes of one call: a wrapper may have hundreds of callers. Over fullRoutes,
// only those are kept that differ in more than the path; over maxRoutes, none.
const (
	fullRoutes = 4 * maxAlternatives
	maxRoutes  = 32 * maxAlternatives
)

// addRoute keeps one route of a call and content, within the bounds of a call.
func (m *machine) addRoute(r fact.Route, origin fact.Text) {
	short := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%v|%v", r.At, origin, r.Credential.Carrier, r.Credential.Kind, r.Credential.Name, r.Credential.At, r.Channel.Verify.State, r.Guards)
	key := short + "|" + r.Destination.URL.String()
	at := "at " + r.At.String()
	n := m.routes[at]
	switch {
	case m.seen[key], n >= fullRoutes && m.seen[short]:
		return
	case n == maxRoutes:
		m.over = true
		return
	}
	m.routes[at]++
	m.seen[key], m.seen[short] = true, true
	m.out.Routes = append(m.out.Routes, r)
}

// stepsOf is the way that the parts of a route came.
func (m *machine) stepsOf(r *fact.Route, url *str) []fact.Evidence {
	var out []fact.Evidence
	add := func(at fact.Location, says string) {
		e := fact.Evidence{At: at, Says: says}
		if at.Start.Line == 0 {
			return
		}
		for _, o := range out {
			if o == e {
				return
			}
		}
		out = append(out, e)
	}
	c := &r.Credential
	if c.Kind != fact.KindNone {
		add(c.At, credentialSays(c))
	}
	for _, p := range url.pieces {
		if strings.Contains(p.lit, "://") {
			add(p.at, "the destination begins here")
		}
	}
	for _, h := range r.Destination.URL.Holes() {
		if h.Origin != fact.OriginUnknown && h.Origin != fact.OriginLiteral {
			add(h.At, "the destination holds "+h.String())
		}
	}
	for i := len(m.trail) - 1; i >= 0 && i >= len(m.trail)-4; i-- {
		add(m.trail[i].At, m.trail[i].Says)
	}
	return out
}

func credentialSays(c *fact.Credential) string {
	switch {
	case c.Origin == fact.OriginLiteral && c.Name != "":
		return "the credential " + c.Name + " is written here"
	case c.Origin == fact.OriginLiteral:
		return "the credential is written here"
	case c.Name != "":
		return fmt.Sprintf("the credential comes from %s %s", c.Origin, c.Name)
	}
	return fmt.Sprintf("the credential's origin is %s", c.Origin)
}

func (m *machine) clientFacts(s *sending) fact.Client {
	c := fact.Client{
		Name: s.m.Name, KeepsCrossHost: s.m.OnRedirect.CrossHost, KeepsDowngrade: s.m.OnRedirect.Downgrade,
		KeepsCustom: s.m.OnRedirect.Custom, AbsoluteWins: s.m.AbsoluteWins, URLParser: s.m.URLParser,
	}
	if s.client != nil {
		c.ID = s.client.id
	}
	return c
}

func (m *machine) channelOf(s *sending) fact.Channel {
	d := s.m.Defaults
	d.Override(s.call.Defaults)
	ch := fact.Channel{
		Verify:        fact.Setting{State: d.Verify, At: s.at},
		HostnameCheck: fact.Setting{State: d.Verify, At: s.at},
		Redirects:     fact.Setting{State: d.Redirects, At: s.at},
		Timeout:       fact.Setting{State: d.Timeout, At: s.at},
	}
	ch.ServerName = fact.Setting{State: fact.StateOff, At: s.at}
	if e, ok := s.roles["adapter"]; ok {
		m.adapted(&ch, e)
	}
	if s.open {
		ch.Timeout.State, ch.Redirects.State = fact.StateUnknown, fact.StateUnknown
	}
	for _, role := range []string{"tls", "verify"} {
		if e, ok := s.roles[role]; ok {
			ch.Verify = m.verifySetting(e)
			if t, isTLS := e.v.(*tls); isTLS {
				ch.HostnameCheck, ch.Pin = t.hostname, t.pin
			}
		}
	}
	if e, ok := s.roles["hostname"]; ok {
		ch.HostnameCheck = hostnameSetting(e)
	}
	if e, ok := s.roles["ca"]; ok && ch.Verify.State == fact.StateOn {
		ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: e.at}
	}
	if e, ok := s.roles["timeout"]; ok {
		ch.Timeout = timeoutSetting(e)
	}
	if e, ok := s.roles["redirects"]; ok {
		ch.Redirects = boolSetting(e)
	}
	if e, ok := s.roles["pin"]; ok {
		if _, isNull := e.v.(null); !isNull {
			ch.Pin = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
		}
	}
	if e, ok := s.roles["server_name"]; ok {
		ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
	}
	if e, ok := s.roles["proxy"]; ok {
		switch p := e.v.(type) {
		case *dict:
			ch.Proxy = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
			for _, k := range p.sorted() {
				if s, isStr := p.keys[k].v.(*str); isStr {
					ch.Proxy.Value, _ = m.redact(s)
				}
			}
		case *str:
			ch.Proxy = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
			ch.Proxy.Value, _ = m.redact(p)
		}
	}
	return ch
}

// adapted is a channel through an adapter that the client was given.
func (m *machine) adapted(ch *fact.Channel, e entry) {
	x, ok := e.v.(*ext)
	for _, a := range m.model.Adapters {
		if !ok || !match(a.Path, x.path) {
			continue
		}
		if a.ServerName != "" {
			ch.ServerName = fact.Setting{State: a.ServerName, Explicit: true, At: e.at}
		}
		if a.Pin != "" {
			ch.Pin = fact.Setting{State: a.Pin, Explicit: true, At: e.at}
		}
		return
	}
	ch.Timeout.State, ch.ServerName.State = fact.StateUnknown, fact.StateUnknown
}

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
	for _, a := range alternatives(e.v) {
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
	case *ext:
		return fact.Credential{Kind: kind, Origin: fact.OriginUnknown, Name: x.label(), At: at}, true
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
	if value == "" {
		return fact.Credential{}, false
	}
	c := m.grader.Named(name, value)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = m.literalAt(pieces, at)
	m.literal(c, fact.UseRoute, nil)
	m.mask(pieces)
	return c, true
}

func (m *machine) fromHole(p piece, kind fact.Kind, at fact.Location) fact.Credential {
	c := fact.Credential{Kind: kind, Origin: p.hole.Origin, Name: p.hole.Name, At: p.hole.At}
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
		if p.hole != nil || p.lit == "" || p.at.Start.Line == 0 || p.at.Path != m.mod.Path {
			continue
		}
		from, to := p.at.Start.Offset, p.at.End.Offset
		if from < 0 || to > len(m.src) || from >= to {
			return p.at
		}
		i := strings.Index(string(m.src[from:to]), p.lit)
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
			if len(x.items) >= 2 {
				if c, ok := m.basic(x, e.at); ok {
					out = append(out, c)
				}
			}
		case *object:
			cs := m.signed(x)
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
func (m *machine) signed(o *object) []fact.Credential {
	for _, name := range m.model.Signers {
		g, ok := m.member(o.class, name, 0).(*fn)
		if !ok {
			continue
		}
		q := &request{headers: newDict(), plain: newDict(), args: map[string]entry{}}
		m.invoke(&frame{scope: m.top}, bind(g, o), callArgs{pos: []entry{{v: q}}, named: map[string]entry{}, given: true}, m.loc(g.decl.Span))
		var out []fact.Credential
		for _, k := range q.headers.sorted() {
			out = append(out, m.fieldCredential(fact.CarrierHeader, k, q.headers.keys[k])...)
		}
		return out
	}
	return nil
}

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
		if g.Part == wholeValue {
			g = ofValue(g, url.pieces[0].hole == nil || schemeFollows(url))
		}
		out = append(out, g)
	}
	return out
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
