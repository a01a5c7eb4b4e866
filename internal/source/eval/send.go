package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
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
	written []ir.Arg
}

// send notes the routes of a call, and returns the response.
func (m *machine) send(f *frame, cm *models.Client, c *client, call *models.Function, name string, args callArgs, at fact.Location) value {
	if several := requestsIn(args, call.Args["url"]); several != nil {
		var answer value
		for _, one := range several {
			answer = m.send(f, cm, c, call, name, one, at)
		}
		return answer
	}
	if cm.Once && c != nil {
		if c.sent {
			return holeOf(fact.OriginResponse, "", at)
		}
		c.sent = true
	}
	s := &sending{m: cm, call: call, client: c, roles: map[string]entry{}, headers: newDict(), own: newDict(), at: at, open: args.open, written: args.written}
	if arg, takes := call.Args["client"]; takes {
		e, _ := args.get(arg)
		if c, takes = e.v.(*client); !takes {
			return nil
		}
		s.client = c
	}
	if c != nil {
		for role, e := range c.settings {
			s.roles[role] = e
		}
		s.headers.merge(c.headers)
		m.steps += len(c.headers.keys) / 8
	}
	for role, arg := range call.Args {
		if e, ok := args.get(arg); ok {
			s.roles[role] = withClients(role, e, s.roles[role])
		}
	}
	s.open = s.open || args.unsettled(call.Args)
	m.absent(s)
	if q, ok := s.roles["url"].v.(*request); ok {
		m.unpack(s, q)
	} else if _, takes := call.Args["url"]; !takes && c != nil && c.begun != nil {
		m.unpack(s, c.begun)
	}
	if e, ok := s.roles["entity"]; ok {
		q := &request{headers: newDict(), args: map[string]entry{}}
		m.entity(q, e)
		s.roles["headers"] = entry{v: q.headers, at: e.at}
		maps.Copy(s.roles, q.args)
	}
	if d, ok := dictOf(s.roles["headers"].v); ok {
		s.own = d
		if cm.HeadersReplace {
			s.headers = newDict()
		}
		s.headers.mergeHeaders(d)
	}
	if c != nil && c.resend != nil { // it stands for this one request
		s.own = s.headers
	}
	s.method = m.methodOf(s, name)
	if l, ok := s.roles["url"].v.(*list); ok {
		s.roles["url"] = entry{v: m.elementsOf(l), at: s.roles["url"].at}
	}
	if _, named := s.roles["url"]; !named && (s.roles["base_url"].v != nil || s.roles["host"].v != nil) {
		s.roles["url"] = entry{v: &str{pieces: []piece{{lit: "/", at: at}}}, at: at}
	} else if !named && call.Opens {
		return nil
	}
	urls, all := alternatives(s.roles["url"].v), bases(s.roles["base_url"])
	if others(s.roles["url"].v) {
		m.left(at)
	}
	for _, u := range urls {
		url, _ := m.toStr(u, at)
		if call.Public {
			url = withoutUser(url)
		}
		if t, known := url.known(); known && t == "" && len(urls) > 1 { // what stands for none
			continue
		}
		for _, base := range all {
			if len(all) > 1 {
				s.roles["base_url"] = base
			}
			m.emit(f, s, hosted(m.absolute(s, url), at), url)
		}
	}
	answer := holeOf(fact.OriginResponse, "", at)
	answer.pieces[0].hole.Record, answer.pieces[0].hole.From = m.arrival(at), at
	return answer
}

// bases are the base URLs that a client may have, apart from none.
func bases(e entry) []entry {
	var out []entry
	for _, b := range alternatives(e.v) {
		if _, isNull := b.(null); !isNull {
			out = append(out, entry{v: b, at: e.at})
		}
	}
	if len(out) < 2 {
		return []entry{e}
	}
	return out
}

// withClients is what a call is given on top of what its client sends with every request.
func withClients(role string, own, clients entry) entry {
	if role != "params" && role != "cookies" {
		return own
	}
	all, ok := dictOf(clients.v)
	d, isDict := dictOf(own.v)
	if !ok || !isDict {
		return own
	}
	both := all.clone()
	both.merge(d)
	return entry{v: both, at: own.at}
}

// withoutUser is a URL without the name that stands before its host.
func withoutUser(url *str) *str {
	out := &str{pieces: slices.Clone(url.pieces)}
	for i, p := range out.pieces {
		before, rest, ok := strings.Cut(p.lit, "://")
		authority, _, _ := strings.Cut(rest, "/")
		if user := strings.LastIndexByte(authority, '@'); ok && user >= 0 {
			out.pieces[i].lit = before + "://" + rest[user+1:]
			break
		}
	}
	return out
}

// absent fills in what a call takes by itself where nobody gives it.
func (m *machine) absent(s *sending) {
	for role, text := range s.call.Absent {
		e, given := s.roles[role]
		if _, isNull := e.v.(null); given && !isNull || s.open {
			continue
		}
		if name, ok := strings.CutPrefix(text, "env:"); ok {
			s.roles[role] = entry{v: holeOf(fact.OriginEnv, name, s.at), at: s.at}
			continue
		}
		s.roles[role] = entry{v: &str{pieces: []piece{{lit: text, at: s.at}}}, at: s.at}
	}
}

// requestsIn are the arguments with each of several request objects in the place of all:
// one that was made on one way, and none on another.
func requestsIn(args callArgs, url models.Arg) []callArgs {
	if url.Pos == 0 || url.Pos > len(args.pos) {
		return nil
	}
	all, ok := args.pos[url.Pos-1].v.(*multi)
	if !ok {
		return nil
	}
	var out []callArgs
	for _, a := range all.alts {
		if q, ok := a.(*request); ok {
			one := args
			one.pos = slices.Clone(args.pos)
			one.pos[url.Pos-1].v = q
			out = append(out, one)
		}
	}
	return out
}

func (m *machine) unpack(s *sending, q *request) {
	s.plain = q.plain
	for role, e := range q.args {
		if _, has := s.roles[role]; !has {
			s.roles[role] = e
		}
	}
	s.roles["url"] = entry{v: q.url, at: s.roles["url"].at}
	if q.method != nil {
		s.roles["method"] = entry{v: q.method, at: s.at}
	}
	s.roles["headers"] = entry{v: q.headers, at: s.at}
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
		whole := h.pieces[:len(h.pieces):len(h.pieces)]
		if !strings.Contains(h.text().Prefix(), "://") {
			whole = append([]piece{{lit: s.scheme() + "://"}}, whole...)
		}
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
	if given, known := url.known(); known && given == "/" && strings.HasSuffix(lastLiteral(b), "/") {
		return &str{pieces: pieces}
	}
	if !strings.HasSuffix(lastLiteral(b), "/") && !strings.HasPrefix(url.text().Prefix(), "/") {
		pieces = append(pieces, piece{lit: "/"})
	}
	return &str{pieces: append(pieces, url.pieces...)}
}

// hosted puts a host that is not known where a URL has an empty one. Nothing is sent to
// such a URL, so that another value is what stands there where it is.
func hosted(url *str, at fact.Location) *str {
	read, host := "", -1
	for i, p := range url.pieces {
		if p.hole != nil {
			return url
		}
		before := len(read)
		read += p.lit
		if scheme := strings.Index(read, "://"); host < 0 && scheme >= 0 {
			if !slices.Contains([]string{"http", "https", "ws", "wss"}, strings.ToLower(read[:scheme])) {
				return url
			}
			host = scheme + len("://")
		}
		if host < 0 || len(read) == host {
			continue
		}
		if !strings.ContainsRune(":/?#", rune(read[host])) {
			return url
		}
		head, tail := p, p
		head.lit, tail.lit = p.lit[:max(0, host-before)], p.lit[max(0, host-before):]
		pieces := append(slices.Clone(url.pieces[:i]), head, holeOf(fact.OriginUnknown, "", at).pieces[0], tail)
		return &str{pieces: append(pieces, url.pieces[i+1:]...)}
	}
	return url
}

// scheme is that of a client that is made for one host.
func (s *sending) scheme() string {
	if t, ok := s.roles["verify"].v.(*tls); ok && t.m.Plain {
		return "http"
	}
	if said, ok := knownText(s.roles["scheme"].v); ok && said != "" {
		return strings.ToLower(said)
	}
	return s.m.Scheme
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
	behaviour, client := m.model.Resolve(s.m, s.at.Path, m.versions)
	if s.client != nil {
		client.ID = s.client.id
	}
	channel := m.channelOf(s, behaviour.Defaults)
	m.edits(s, &channel)
	for _, c := range creds {
		r := fact.Route{
			Artifact: fact.ArtifactSource, At: s.at, Method: s.method, Credential: c,
			Destination: fact.Destination{URL: text, At: s.roles["url"].at, Secure: m.secured(url)},
			Channel:     channel, Client: client, TrustAnchor: s.m.TrustAnchor, Demonstration: m.script && len(m.stack) > 0,
			Guards: m.guardsFor(also(also(also(f.guards, m.startup), url.checks()), s.conditions(&c)), deciding(url)),
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
				r.CallGuards = m.guardsFor(also(also(f.guards, m.startup), given.checks()), deciding(given))
			}
		}
		r.Steps = m.stepsOf(&r, url)
		m.addRoute(r, deciding(url).text())
	}
}

// conditions are the checks under which branches alone gave the call this credential.
func (s *sending) conditions(c *fact.Credential) []check {
	if e, ok := s.headers.lower(c.Field); ok {
		return e.conditions()
	}
	return s.roles["auth"].conditions()
}

// The routes of one call: a wrapper may have hundreds of callers. Over fullRoutes,
// only those are kept that differ in more than the path; over maxRoutes, none.
const (
	fullRoutes = 4 * maxAlternatives
	maxRoutes  = 32 * maxAlternatives
)

func shortKey(r *fact.Route, origin fact.Text) string {
	return fmt.Sprintf("%s|%s|%s|%s|%s|%s|%v|%v", r.At, origin, r.Credential.Carrier, r.Credential.Kind, r.Credential.Name, r.Credential.At, r.Channel.Verify.State, r.Guards)
}

// RouteKey is the same for routes that differ in nothing that a rule could ask, but
// for the way that led to them.
func RouteKey(r *fact.Route) string {
	return fmt.Sprint(shortKey(r, r.Destination.URL), r.Client.ID, r.Credential.Origin, r.Credential.Field, r.Channel.Timeout.State, r.Channel.Redirects.State, r.Method, r.Demonstration)
}

// left says that a call has more destinations than are followed.
func (m *machine) left(at fact.Location) {
	if m.once("left" + at.String()) {
		m.out.NotAnalysed = append(m.out.NotAnalysed, fact.NotAnalysed{
			At: at, Reason: fmt.Sprintf("more than %d destinations come together in this call; those beyond are not followed", maxAlternatives),
		})
	}
}

// addRoute keeps one route of a call and content, within the bounds of a call.
func (m *machine) addRoute(r fact.Route, origin fact.Text) {
	short := shortKey(&r, origin)
	key := short + "|" + r.Destination.URL.String()
	at := "at " + r.At.String()
	n := m.routes[at]
	if i, shown := m.shown[key]; shown && !r.Demonstration && m.loads == 0 { // others call it so, too
		m.out.Routes[i].Demonstration = false
	}
	switch {
	case m.seen[key], n >= fullRoutes && m.seen[short]:
		return
	case n == maxRoutes:
		m.over = true
		return
	}
	m.routes[at]++
	m.seen[key], m.seen[short] = true, true
	if r.Demonstration {
		m.shown[key] = len(m.out.Routes)
	}
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

func (m *machine) channelOf(s *sending, d models.Defaults) fact.Channel {
	d.Override(s.call.Defaults)
	ch := fact.Channel{
		Verify:        fact.Setting{State: d.Verify, At: s.at},
		HostnameCheck: fact.Setting{State: d.Verify, At: s.at},
		Redirects:     fact.Setting{State: d.Redirects, At: s.at},
		Timeout:       fact.Setting{State: d.Timeout, At: s.at},
		Netrc:         fact.Setting{State: d.Netrc, At: s.at},
	}
	ch.ServerName = fact.Setting{State: fact.StateOff, At: s.at}
	if e, ok := s.roles["adapter"]; ok {
		m.adapted(&ch, e)
	}
	if s.open || s.client != nil && s.client.handed {
		ch.Timeout.State, ch.Redirects.State = fact.StateUnknown, fact.StateUnknown
	}
	if s.client != nil && s.client.handed {
		ch.Verify.State, ch.HostnameCheck.State = fact.StateUnknown, fact.StateUnknown
	}
	if e, ok := s.roles["transport"]; ok {
		m.transported(&ch, e)
	}
	for _, role := range []string{"tls", "verify"} {
		if e, ok := s.roles[role]; ok {
			ch.Verify = m.verifySetting(e)
			if t, isTLS := e.v.(*tls); isTLS {
				ch.HostnameCheck, ch.Pin, ch.ClientCert = t.hostname, t.pin, t.cert
				if t.server.State == fact.StateOn {
					ch.ServerName = t.server
				}
			}
		}
	}
	if e, ok := s.roles["hostname"]; ok {
		ch.HostnameCheck = hostnameSetting(e)
		if state, ok := m.verifier(&frame{scope: &scope{vars: map[string]value{}}}, e.v); ok {
			ch.HostnameCheck.State = state
		} else if s, ok := m.switchedOff(e); ok {
			ch.HostnameCheck = s
		}
	}
	if e, ok := s.roles["ca"]; ok && ch.Verify.State == fact.StateOn {
		ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: e.at}
	}
	if e, ok := s.roles["timeout"]; ok {
		ch.Timeout = timeoutSetting(e)
	}
	if e, ok := s.roles["redirects"]; ok {
		ch.Redirects = m.redirects(e)
		if s, ok := m.switchedOff(e); ok && len(m.model.Stops) == 0 {
			ch.Redirects = s
		}
	}
	if e, ok := s.roles["netrc"]; ok {
		ch.Netrc = boolSetting(e)
	}
	if e, ok := s.roles["cert"]; ok {
		ch.ClientCert = givenSetting(e)
	}
	if e, ok := s.roles["pin"]; ok {
		if _, isNull := e.v.(null); !isNull {
			ch.Pin = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
		}
	}
	for _, role := range []string{"hostname", "server_name"} { // both are the name that the certificate is held against
		e, ok := s.roles[role]
		t, isStr := e.v.(*str)
		if ok && (isStr || role == "server_name") {
			ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
		}
		if isStr {
			ch.ServerName.Value, _ = m.redact(t)
		}
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

// redirects reads a switch, or a function that decides about each redirect.
func (m *machine) redirects(e entry) fact.Setting {
	g, ok := e.v.(*fn)
	if !ok {
		return boolSetting(e)
	}
	s := fact.Setting{Explicit: true, At: e.at}
	if stop, ok := m.invoke(&frame{scope: g.scope}, g, callArgs{given: true, open: true}, e.at).(*ext); ok && m.matches(m.model.Stops, stop.path) {
		s.State = fact.StateOff
	}
	return s
}

// transported is a channel through what carries the client's requests: settings of TLS,
// or an object that keeps some.
func (m *machine) transported(ch *fact.Channel, e entry) {
	t := m.tlsIn(e.v, 0)
	if t == nil {
		if _, isNull := e.v.(null); !isNull {
			ch.Verify.State, ch.HostnameCheck.State, ch.ServerName.State = fact.StateUnknown, fact.StateUnknown, fact.StateUnknown
		}
		return
	}
	ch.Verify, ch.HostnameCheck, ch.Pin = t.verify, t.hostname, t.pin
	if t.server.State == fact.StateOn {
		ch.ServerName = t.server
	}
}

// tlsIn finds the settings of TLS that a value is or keeps.
func (m *machine) tlsIn(v value, depth int) *tls {
	if m.steps++; depth > 4 || m.steps > m.limit {
		return nil
	}
	for _, a := range alternatives(v) {
		switch x := a.(type) {
		case *tls:
			return x
		case *ext:
			for i := range m.model.Contexts {
				if c := &m.model.Contexts[i]; c.Path == x.path {
					return m.newTLS(c, callArgs{}, fact.Location{})
				}
			}
		case *object:
			for _, k := range slices.Sorted(maps.Keys(x.attrs)) {
				if t := m.tlsIn(x.attrs[k], depth+1); t != nil {
					return t
				}
			}
		}
	}
	return nil
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
