package source

import (
	"fmt"
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// dumper writes a set for people to read: one fact a paragraph, one part a line,
// places as line:column-line:column. Identifiers of credentials become small
// numbers in the order of their appearance.
type dumper struct {
	strings.Builder
	ids map[uint64]int
}

// dump is everything in a set that was read from one file.
func dump(s *fact.Set) string {
	d := &dumper{ids: map[uint64]int{}}
	d.clients(s.Routes)
	for i := range s.Routes {
		d.route(s.Routes[i])
	}
	for _, l := range s.Literals {
		d.line("literal %s%s%s", l.Use, d.credential(&l.Credential), artifact(l.Artifact))
		d.steps(l.Steps)
	}
	for _, e := range s.Exposures {
		by := ""
		if e.ByUse {
			by = " by its use"
		}
		if e.Refused {
			by += " refused"
		}
		if e.Demonstration {
			by += " demonstration"
		}
		d.line("exposure %s %s%s%s", place(e.At), e.Sink, d.credential(&e.Credential), by)
		d.steps(e.Steps)
	}
	for i := range s.TokenUses {
		d.tokenUse(&s.TokenUses[i])
	}
	for _, h := range s.HostUses {
		d.line("host %s %s %s", place(h.At), h.Use, h.Source)
		d.steps(h.Steps)
	}
	for _, w := range s.Switches {
		d.line("switch %s %s of a %s%s%s", place(w.At), w.Kind, w.Scope, setting("", w.Setting), artifact(w.Artifact))
		d.steps(w.Steps)
	}
	for i := range s.Variables {
		v := &s.Variables[i]
		value := " = " + v.Value.String()
		if v.Credential != nil {
			value = " holds" + d.credential(v.Credential)
		}
		d.line("setting %s of %s %s%s", place(v.At), v.Origin, v.Name, value)
	}
	for _, m := range sorted(s.Masks) {
		d.line("mask %s", place(m))
	}
	for _, n := range s.NotAnalysed {
		d.line("not analysed %s gates=%t: %s", place(n.At), n.Gates, n.Reason)
	}
	return d.String()
}

func (d *dumper) line(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

// clients says once what is known of each library.
func (d *dumper) clients(routes []fact.Route) {
	seen := map[string]bool{}
	for i := range routes {
		c := &routes[i].Client
		said := fmt.Sprintf("client %s: redirected, it keeps Authorization for another host: %s, for plain http: %s, other headers: %s; absolute URL wins: %s; parser: %s",
			c.Name, or(string(c.KeepsCrossHost), "?"), or(string(c.KeepsDowngrade), "?"), or(string(c.KeepsCustom), "?"),
			or(string(c.AbsoluteWins), "?"), or(c.URLParser, "?"))
		if n := routes[i].Channel.Netrc; n.State != "" && !n.Explicit {
			said += "; it reads .netrc: " + string(n.State)
		}
		if !seen[said] {
			seen[said] = true
			d.line("%s", said)
		}
	}
}

func (d *dumper) route(r fact.Route) {
	d.line("route %s %s %s%s", place(r.At), or(r.Method, "?"), r.Client.Name, artifact(r.Artifact))
	if r.Client.ID != 0 {
		d.line("  object %d", r.Client.ID)
	}
	if r.Demonstration {
		d.line("  as a demonstration")
	}
	d.line("  sends%s", or(d.credential(&r.Credential), " no credential"))
	d.line("  to %s at %s", or(r.Destination.URL.String(), "nowhere known"), place(r.Destination.At))
	c := &r.Channel
	if c.ServerName.State == fact.StateOff && !c.ServerName.Explicit { // as nearly always
		c.ServerName = fact.Setting{}
	}
	if !c.Netrc.Explicit {
		c.Netrc = fact.Setting{}
	}
	d.line("  over%s", or(setting("verify", c.Verify)+setting("hostname", c.HostnameCheck)+setting("redirects", c.Redirects)+
		setting("timeout", c.Timeout)+setting("proxy", c.Proxy)+setting("pin", c.Pin)+setting("server-name", c.ServerName)+setting("client-certificate", c.ClientCert)+setting("netrc", c.Netrc), " nothing known"))
	if len(r.HostHeader) > 0 {
		d.line("  host header %s", r.HostHeader)
	}
	if len(r.BaseURL) > 0 || len(r.CallURL) > 0 {
		d.line("  base %s call %s", r.BaseURL, r.CallURL)
	}
	if r.TrustAnchor {
		d.line("  trust anchor")
	}
	for _, h := range r.Destination.URL.Holes() {
		if h.Record != 0 && h.Record == r.Credential.Record {
			d.line("  %s came with the credential", h)
		}
	}
	for _, g := range r.Guards {
		d.line("  guard %s %s %s %q parser %q at %s%s", g.Part, g.Kind, g.Subject, g.Allowed, g.Parser, place(g.At), prefixed(" since ", g.Why))
	}
	for _, g := range r.CallGuards {
		d.line("  guard of the call %s %s %s %q parser %q at %s%s", g.Part, g.Kind, g.Subject, g.Allowed, g.Parser, place(g.At), prefixed(" since ", g.Why))
	}
	d.steps(r.Steps)
}

func (d *dumper) steps(steps []fact.Evidence) {
	for _, e := range steps {
		d.line("  step %s %s", place(e.At), e.Says)
	}
}

// credential is "" for no credential, else it begins with a space.
func (d *dumper) credential(c *fact.Credential) string {
	if c.Kind == fact.KindNone && c.Origin == "" {
		return ""
	}
	b := &strings.Builder{}
	for _, word := range []string{string(c.Kind), string(c.Carrier), c.Field, string(c.Origin), c.Name} {
		b.WriteString(" " + or(word, "-"))
	}
	if c.Grammar != "" || c.Length != 0 {
		fmt.Fprintf(b, " %s(%d)", c.Grammar, c.Length)
	}
	if c.ID != 0 {
		if d.ids[c.ID] == 0 {
			d.ids[c.ID] = len(d.ids) + 1
		}
		fmt.Fprintf(b, " value#%d", d.ids[c.ID])
	}
	for _, f := range []struct {
		name string
		set  bool
	}{{"placeholder", c.Placeholder}, {"per-hop", c.PerHop}, {"first-hop", c.FirstHop}, {"client-wide", c.ClientWide}, {"inbound", c.Inbound}, {"self-inspected", c.SelfInspected}} {
		if f.set {
			b.WriteString(" " + f.name)
		}
	}
	if k := c.Claims; k != nil {
		fmt.Fprintf(b, " claims(alg=%s exp=%d/%t iat=%d aud=%t iss=%s)", k.Alg, k.Expires, k.HasExpires, k.IssuedAt, k.HasAudience, k.Issuer)
	}
	if !c.FallbackAt.IsZero() {
		b.WriteString(" fallback " + place(c.FallbackAt))
	}
	return b.String() + " at " + place(c.At)
}

func (d *dumper) tokenUse(u *fact.TokenUse) {
	d.line("token %s %s", place(u.At), u.Operation)
	if key := d.credential(&u.Key); key != "" {
		d.line("  key%s", key)
	}
	if len(u.Token) > 0 {
		d.line("  token %s", u.Token)
	}
	if s := setting("signature", u.Signature) + setting("algorithms", u.Algorithms) + setting("audience", u.Audience) +
		setting("issuer", u.Issuer) + setting("expiry", u.Expiry) + setting("key-from-header", u.KeyFromHeader); s != "" {
		d.line("  checks%s", s)
	}
	d.steps(u.Steps)
}

// setting is "" where nothing is known of it; "!" marks what the code says itself.
func setting(name string, s fact.Setting) string {
	if s.State == fact.StateUnknown && !s.Explicit && len(s.Value) == 0 {
		return ""
	}
	out := " " + name + "=" + or(string(s.State), "?")
	if s.Explicit {
		out += "!" + place(s.At)
	}
	if len(s.Value) > 0 {
		out += "(" + s.Value.String() + ")"
	}
	return out
}

func place(l fact.Location) string {
	return fmt.Sprintf("%d:%d-%d:%d", l.Start.Line, l.Start.Column, l.End.Line, l.End.Column)
}

func artifact(a fact.Artifact) string {
	if a == fact.ArtifactSource {
		return ""
	}
	return fmt.Sprintf(" of artifact %q", a)
}

func or(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func sorted(ls []fact.Location) []fact.Location {
	out := append([]fact.Location(nil), ls...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Before(out[j]) })
	return out
}
