package clientconf

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// shellRequest is what a command line sends.
type shellRequest struct {
	command
	client  fact.Client
	method  string
	urls    []shellWord
	sent    []fact.Credential
	steps   []fact.Evidence
	channel fact.Channel
	host    shellWord
}

func (s *shellScript) setting(state fact.State, at shellWord) fact.Setting {
	return fact.Setting{State: state, Explicit: true, At: s.place(at)}
}

// header adds what a header says: a credential, or the Host.
func (r *shellRequest) header(s *shellScript, w shellWord) {
	flat := w.flat()
	name, _, ok := strings.Cut(flat, ":")
	if !ok || strings.IndexByte(name, holeByte) >= 0 {
		if len(w) == 1 && w[0].hole != nil && strings.Contains(strings.ToUpper(w[0].hole.Name), "AUTH") { // a header as a whole
			r.add(s.credential(w, "authorization", fact.KindOther, fact.CarrierHeader))
		}
		return
	}
	value := w.cut(len(name)+1, len(flat))
	text := value.flat()
	value = value.cut(len(text)-len(strings.TrimLeft(text, " ")), len(text))
	field := strings.ToLower(strings.TrimSpace(name))
	if field == "host" {
		r.host = value
		return
	}
	r.named(s, field, value, fact.CarrierHeader)
}

// named adds a header, cookie or parameter whose name says that it is a credential.
func (r *shellRequest) named(s *shellScript, field string, value shellWord, carrier fact.Carrier) {
	kind, ok := credential.FieldKind(field)
	if field == "cookie" {
		if pair, _, found := strings.Cut(value.flat(), "="); !found || !credential.SessionCookie(strings.TrimSpace(pair)) {
			return
		}
	}
	if !ok || len(value) == 0 || value.flat() == "" {
		return
	}
	if scheme, rest, found := credential.Scheme(value.flat()); found {
		n := len(value.flat())
		kind, value = scheme, value.cut(n-len(rest), n)
	}
	r.add(s.credential(value, strings.ToLower(field), kind, carrier))
	r.with(value)
}

func (r *shellRequest) add(c *fact.Credential) {
	if c != nil {
		r.sent = append(r.sent, *c)
	}
}

// with adds where the values in a word were set, once.
func (r *shellRequest) with(w shellWord) {
	for _, e := range stepsOf(w) {
		if !slices.Contains(r.steps, e) {
			r.steps = append(r.steps, e)
		}
	}
}

// login adds name:password of HTTP's Basic scheme, or what stands for it.
func (r *shellRequest) login(s *shellScript, w shellWord) {
	flat := w.flat()
	r.with(w)
	user, password, both := strings.Cut(flat, ":")
	if both && password != "" {
		r.add(s.credential(w.cut(len(user)+1, len(flat)), "authorization", fact.KindBasic, fact.CarrierHeader))
		return
	}
	if both { // token: and nothing behind it
		w = w.cut(0, len(user))
	}
	if both || w.hasHole() {
		r.add(s.credential(w, "authorization", fact.KindBasic, fact.CarrierHeader))
	}
}

// credential is what a word holds, where it is sent: a literal, or a reference by name.
func (s *shellScript) credential(w shellWord, field string, kind fact.Kind, carrier fact.Carrier) *fact.Credential {
	if len(w) == 0 || w.flat() == "" {
		return nil
	}
	if !w.hasHole() {
		c := s.literal(w, "", kind, fact.UseRoute)
		c.Carrier, c.Field, c.Name = carrier, field, ""
		return &c
	}
	i := slices.IndexFunc(w, func(p shellPart) bool { return p.hole != nil })
	p := w[i]
	c := fact.Credential{Kind: kind, Carrier: carrier, Field: field, Origin: p.hole.Origin, Name: p.hole.Name, At: p.hole.At}
	if text, known := shellWord(p.standIn).known(); known && text != "" && len(w) == 1 {
		c.FallbackAt = s.literal(p.standIn, p.hole.Name, kind, fact.UseFallback).At
	}
	for _, o := range w { // what stands around it may be a part of the secret
		if o.hole == nil && len(o.text) >= 8 {
			s.out.Masks = append(s.out.Masks, s.place(shellWord{o}))
		}
	}
	return &c
}

// text is a word as a fact, without credentials in defaults.
func (s *shellScript) factText(w shellWord) fact.Text {
	var out fact.Text
	for _, p := range w {
		if p.hole == nil {
			if n := len(out); n > 0 && out[n-1].Hole == nil {
				out[n-1].Literal += p.text
			} else {
				out = append(out, fact.Lit(p.text)...)
			}
			continue
		}
		h := *p.hole
		if text, known := shellWord(p.standIn).known(); known && len(p.standIn) > 0 {
			r := s.reader(h.Name, &node{})
			if f := p.standIn[0].of; f != nil {
				r = f.reader(h.Name, &node{})
			}
			h.Default, h.HasDefault = r.plain(text, p.standIn[0].from)
		}
		out = append(out, fact.Piece{Hole: &h})
	}
	return out
}

// destination takes the credentials out of a URL.
func (r *shellRequest) destination(s *shellScript, w shellWord) (fact.Destination, []fact.Credential) {
	var creds []fact.Credential
	flat := w.flat()
	var text fact.Text
	done := 0
	for _, x := range secrets(flat, s.grader) {
		if x.start < done {
			continue
		}
		value := w.cut(x.start, x.end)
		text = append(text, s.factText(w.cut(done, x.start))...)
		done = x.end
		var c *fact.Credential
		if value.hasHole() {
			c = s.credential(value, x.field, x.kind, x.carrier)
			text = append(text, fact.Piece{Hole: &fact.Hole{Origin: c.Origin, Name: c.Name, At: c.At}})
		} else {
			l := s.literal(value, "", x.kind, fact.UseURL)
			l.Carrier, l.Field, l.Name = x.carrier, x.field, ""
			c = &l
			text = append(text, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: x.field, At: l.At}})
		}
		creds = append(creds, *c)
	}
	text = append(text, s.factText(w.cut(done, len(flat)))...)
	return fact.Destination{URL: text, At: s.place(w)}, creds
}

// send notes a route for each URL and each credential of a request. One without a
// credential is none, unless it gives up what would protect one.
func (s *shellScript) send(r *shellRequest) {
	at := s.atNodeOf(r.call)
	s.proxied(r)
	for _, u := range r.urls {
		if len(u) == 0 {
			continue
		}
		d, inURL := r.destination(s, u)
		if strings.Contains(u.flat(), ":///") { // the host is set later
			continue
		}
		creds := append(slices.Clone(r.sent), inURL...)
		if len(creds) == 0 && (r.channel.Verify.Explicit && r.channel.Verify.State == fact.StateOff || metadata(u)) {
			creds = []fact.Credential{{}}
		}
		for _, c := range creds {
			if !onMachine.MatchString(u.flat()) {
				s.traced(r.command, &c)
			}
			route := fact.Route{
				Artifact: s.artifact, At: at, Method: r.method, Credential: c, Destination: d, Channel: r.channel, Client: r.client,
				HostHeader: s.factText(r.host), Steps: slices.Clone(r.steps),
			}
			route.Steps = append(route.Steps, stepsOf(u)...)
			s.route(route)
		}
	}
}

// proxied gives a request the proxy that the script sets for all.
func (s *shellScript) proxied(r *shellRequest) {
	for _, name := range []string{"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"} {
		values := s.vars[name]
		if r.channel.Proxy.State != fact.StateUnknown || len(values) == 0 || len(values[0].words) == 0 || values[0].words[0].flat() == "" {
			continue
		}
		r.channel.Proxy = s.setting(fact.StateOn, values[0].words[0])
		d, _ := r.destination(s, values[0].words[0])
		r.channel.Proxy.Value = d.URL
	}
}

// onMachine is a URL that stays on the machine.
var onMachine = regexp.MustCompile(`(?i)^(?:https?://)?(?:localhost|127\.|\[::1\]|0\.0\.0\.0)`)

// metadata tells a cloud's metadata service, which gives credentials and takes none.
func metadata(u shellWord) bool {
	return strings.Contains(u.flat(), "169.254.169.254") || strings.Contains(u.flat(), "metadata.google.internal")
}

// stepsOf is where the values in a word were set.
func stepsOf(w shellWord) []fact.Evidence {
	var out []fact.Evidence
	for _, p := range w {
		if p.via.Says != "" && !slices.Contains(out, p.via) {
			out = append(out, p.via)
		}
	}
	return out
}

// route notes a route once.
func (s *shellScript) route(r fact.Route) {
	key := strings.Join([]string{"route", r.At.String(), r.Destination.URL.String(), r.Credential.At.String(), string(r.Credential.Carrier), string(r.Channel.Verify.State)}, " ")
	if s.said[key] {
		return
	}
	s.said[key] = true
	s.out.Routes = append(s.out.Routes, r)
}

// asURL is a URL as a client takes it: without a scheme, it puts one in front.
func (s *shellScript) asURL(w shellWord, scheme string) shellWord {
	flat := w.flat()
	if flat == "" || flat[0] == holeByte || strings.Contains(flat, "://") {
		return w
	}
	return append(shellWord{{text: scheme + "://", from: w[0].from, to: w[0].from, of: w[0].of}}, w...)
}
