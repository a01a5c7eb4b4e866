package openapi

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// dump writes facts one a line, in the order in which they were read.
func dump(s *fact.Set) string {
	var b strings.Builder
	line := func(indent int, at fact.Location, format string, args ...any) {
		fmt.Fprintf(&b, "%s%s %s\n", strings.Repeat("  ", indent), where(at), fmt.Sprintf(format, args...))
	}
	for _, d := range s.Documents {
		line(0, d.At, "document %d %s %s", d.ID, d.Format, d.Version)
		if d.SecurityDeclared {
			line(1, d.SecurityAt, "security")
			dumpSecurity(line, 2, d.Security)
		}
		dumpServers(line, d.Servers)
	}
	for _, x := range s.Schemes {
		line(0, x.At, "scheme %s: type %s scheme %q in %q field %q scopes %v used %v, type at %s", x.Name, x.Type, x.Scheme, x.In, x.Field, x.Scopes, x.Used, where(x.TypeAt))
		if len(x.URL) > 0 {
			line(1, x.URLAt, "url %s", x.URL)
		}
		for _, f := range x.Flows {
			line(1, f.At, "flow %s", f.Name)
			for _, u := range f.URLs {
				line(2, u.At, "%s %s %q", u.Key, u.URL, u.Problems)
			}
		}
	}
	for i := range s.Operations {
		dumpOperation(line, &s.Operations[i])
	}
	for _, r := range s.References {
		line(0, r.At, "reference %s %s", r.Kind, r.URL)
	}
	for _, r := range s.Routes {
		c := r.Credential
		line(0, r.At, "route %s %s %s %s %s to %s pin %q", c.Name, c.Kind, c.Carrier, c.Field, c.Origin, r.Destination.URL, r.Channel.Pin.State)
		for _, step := range r.Steps {
			line(1, step.At, "%s", step.Says)
		}
	}
	for _, l := range s.Literals {
		c := l.Credential
		line(0, c.At, "literal %s %s of %q: %s, %d bytes, placeholder %v, carrier %q", l.Use, c.Kind, c.Name, c.Grammar, c.Length, c.Placeholder, c.Carrier)
	}
	for _, m := range s.Masks {
		line(0, m, "mask")
	}
	for _, n := range s.NotAnalysed {
		line(0, n.At, "not analysed (gates %v): %s", n.Gates, n.Reason)
	}
	return b.String()
}

type liner func(indent int, at fact.Location, format string, args ...any)

func where(at fact.Location) string {
	if at.IsZero() {
		return "-"
	}
	if at.Start.Line == at.End.Line {
		return fmt.Sprintf("%s:%d:%d-%d", at.Path, at.Start.Line, at.Start.Column, at.End.Column)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", at.Path, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column)
}

func dumpSecurity(line liner, indent int, qs []fact.Requirement) {
	for _, q := range qs {
		line(indent, q.At, "one of")
		for _, s := range q.Schemes {
			line(indent+1, s.At, "%s %v defined %v, undefined scopes %v", s.Name, s.Scopes, s.Defined, s.UndefinedScopes)
		}
	}
}

func dumpServers(line liner, servers []fact.Server) {
	for _, s := range servers {
		line(1, s.At, "server %s raw %s absolute %v problems %q", s.URL, s.Raw, s.Absolute, s.Problems)
		for _, v := range s.Variables {
			line(2, v.At, "variable %s=%q (%v) of %q, in authority %v", v.Name, v.Default, v.HasDefault, v.Enum, v.InAuthority)
		}
	}
}

func dumpOperation(line liner, o *fact.Operation) {
	line(0, o.At, "operation %s %s id %q webhook %v callback %q", o.Method, o.Path, o.ID, o.Webhook, o.CallbackURL)
	if o.SecurityDeclared {
		line(1, o.SecurityAt, "own security")
		dumpSecurity(line, 2, o.Security)
	} else {
		line(1, fact.Location{}, "inherits %d requirements", len(o.Security))
	}
	dumpServers(line, o.Servers)
	for _, x := range o.Inputs {
		line(1, x.At, "input %s %s %q bounds %s", x.In, x.Name, x.Type, bounds(x.Bounds))
	}
	line(1, o.ResponsesAt, "responses %v", o.Responses)
}

func bounds(b fact.Bound) string {
	names := []string{"maxLength", "pattern", "enum", "format", "maxItems", "minimum", "maximum", "maxProperties"}
	var out []string
	for i, n := range names {
		if b&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return "[" + strings.Join(out, " ") + "]"
}
