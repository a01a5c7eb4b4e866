package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// credentialName says which credential it is, never its value.
func credentialName(c *fact.Credential) string {
	kind := "credential"
	switch c.Kind {
	case fact.KindNone:
		return "a request without a credential in sight"
	case fact.KindBearer, fact.KindJWT:
		kind = "bearer token"
	case fact.KindBasic:
		kind = "Basic credential"
	case fact.KindAPIKey:
		kind = "API key"
	case fact.KindCookie:
		kind = "cookie"
	}
	switch {
	case c.Name != "" && strings.Trim(c.Name, "abcdefghijklmnopqrstuvwxyz") == "": // a word like any other in a sentence
		return "the " + kind + " “" + clip(c.Name) + "”"
	case c.Name != "":
		return "the " + kind + " " + clip(c.Name)
	case c.Kind == fact.KindAPIKey:
		return "an " + kind
	}
	return "a " + kind
}

// destination is where a route goes, with its holes.
func destination(r *fact.Route) string {
	d := &r.Destination
	switch {
	case oneHole(d):
		return d.URL[0].Hole.String()
	case len(d.Host) > 0 && len(d.Scheme) > 0 && d.Scheme.String() != d.Host.String():
		return clip(d.Scheme.String() + "://" + d.Host.String())
	case len(d.URL) > 0:
		return clip(d.URL.String())
	}
	return "a destination that is not known"
}

// oneHole tells a URL that begins with a setting or value which is scheme and host together.
func oneHole(d *fact.Destination) bool {
	return len(d.URL) > 0 && d.URL[0].Hole != nil && len(d.Scheme) == 1 && d.Scheme[0].Hole != nil && len(d.Host) == 1 && d.Host[0].Hole != nil && d.Host[0].Hole.Name == d.Scheme[0].Hole.Name
}

// holeName is what the program calls a hole.
func holeName(h *fact.Hole) string {
	if h.Name != "" {
		return h.Name
	}
	return "the " + string(h.Origin)
}

// clip bounds a text of the repository that goes into a message.
func clip(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}

// sentence begins with a capital, unless it begins with a name that somebody gave to
// something: npm_config_strict_ssl, request.host.
func sentence(format string, args ...any) string {
	s := fmt.Sprintf(format, args...)
	if first, _, _ := strings.Cut(s, " "); strings.IndexFunc(first, func(r rune) bool { return r == '_' || r == '.' || r == '-' || unicode.IsUpper(r) }) >= 0 {
		return s
	}
	_, first := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:first]) + s[first:]
}

// onRoute starts a report about a route: at the call, with all of its steps and all
// that was checked on the way.
func onRoute(r *fact.Route, format string, args ...any) Report {
	host, _ := r.Destination.Host.Known()
	report := Report{
		At: r.At, Message: sentence(format, args...), Evidence: r.Steps, Credential: &r.Credential, Routes: []int{r.ID}, Demonstration: r.Demonstration,
		Documentation: host != "" && name.IsDocumentation(host), Specification: r.Artifact == fact.ArtifactOpenAPI,
	}
	for i := range r.Guards {
		report = report.with(r.Guards[i].At, checkSays(&r.Guards[i]))
	}
	return report
}

// checkSays is what a check on the way to a call is, as a step of the evidence.
func checkSays(g *fact.Guard) string {
	part := g.Part
	if part == "value" {
		part = "text"
	}
	switch g.Kind {
	case fact.GuardExact:
		return checkPrefix + "the " + part + " is compared" + allowed(g)
	case fact.GuardPrefix:
		return checkPrefix + "the " + part + " has to begin" + allowed(g)
	case fact.GuardSuffix:
		return checkPrefix + "the " + part + " has to end" + allowed(g)
	case fact.GuardRegex, fact.GuardLoose:
		return checkPrefix + "the " + part + " is tested" + allowed(g)
	case fact.GuardRelative:
		return checkPrefix + "the " + part + " has to begin with a slash"
	}
	return checkPrefix + "something is asked of the " + part
}

const checkPrefix = "checked here: "

// allowed names what a check lets pass, where it is known and short.
func allowed(g *fact.Guard) string {
	if len(g.Allowed) == 0 || len(g.Allowed) > 3 || slices.ContainsFunc(g.Allowed, func(a string) bool { return strings.Contains(a, "@") }) {
		return ""
	}
	return " with " + clip(strings.Join(g.Allowed, ", "))
}

// with adds a step of evidence. It takes the place of what is said of a check in general.
func (r Report) with(at fact.Location, says string) Report {
	r.Evidence = slices.DeleteFunc(slices.Clone(r.Evidence), func(e fact.Evidence) bool { return e.At == at && strings.HasPrefix(e.Says, checkPrefix) })
	if !at.IsZero() {
		r.Evidence = append(r.Evidence[:len(r.Evidence):len(r.Evidence)], fact.Evidence{At: at, Says: says})
	}
	return r
}

// byVersion is a report about what a client does by itself: less sure where its
// versions differ in that, and the one in use is not known.
func (r Report) byVersion(c *fact.Client) Report {
	if c.Varies {
		r.Confidence = ConfidenceLow
	}
	return r
}

// fix is a report with the edit that ends the weakness, where there is one.
func (r Report) fix(does string, e *fact.Edit) Report {
	if e != nil {
		r.Fix = &Fix{Does: does, Edit: *e}
	}
	return r
}

// provable tells a host whose certificate anyone can check: a public name that is
// written, at the usual port.
func provable(r *fact.Route) bool {
	host, known := r.Destination.Host.Known()
	if !known || name.Classify(host).Class != name.Public {
		return false
	}
	behind, _ := strings.CutPrefix(r.Destination.URL.String(), scheme(r)+"://"+host)
	return behind == "" || strings.ContainsAny(behind[:1], "/?#")
}

// grade takes the severity from the table; a report without a grade is none.
func (r Report) grade(g fact.Grades) (Report, bool) {
	r.Severity = Matrix(g)
	return r, r.Severity != None
}

func scheme(r *fact.Route) string {
	s, _ := r.Destination.Scheme.Known()
	return s
}

// authorization reports whether the credential is in the Authorization header,
// which clients know; any other header they do not.
func authorization(c *fact.Credential) bool {
	return c.Carrier == fact.CarrierHeader && (c.Field == "authorization" || c.Field == "proxy-authorization")
}

// path is the literal path of a destination, in lower case, without its query.
func path(r *fact.Route) string {
	p, _, _ := strings.Cut(strings.ToLower(r.Destination.Path.String()), "?")
	return p
}

// loopback reports a destination that stays on the machine.
func loopback(r *fact.Route) bool {
	host, known := r.Destination.Host.Known()
	return known && host != "" && name.Classify(host).Class == name.Loopback
}

// scripted tells a line of a script, which whoever starts it gives its settings to.
func scripted(r *fact.Route) bool {
	return r.Artifact == fact.ArtifactShell || r.Artifact == fact.ArtifactPipeline
}

// guarded says how far the checks on the way to a call go.
type guarded struct {
	host, scheme, origin bool
	loose, opaque        *fact.Guard
	hostGuard            *fact.Guard
}

func guards(r *fact.Route) guarded { return checks(r, r.Guards) }

func checks(r *fact.Route, gs []fact.Guard) guarded {
	g := guarded{scheme: scheme(r) == "https" || scheme(r) == "wss"}
	for i := range gs {
		x := &gs[i]
		switch x.Kind {
		case fact.GuardLoose:
			g.loose = x
			continue
		case fact.GuardOpaque:
			g.opaque = x
			continue
		case fact.GuardSanitized, fact.GuardRelative:
			g.origin = true
			continue
		}
		switch x.Part {
		case "host", "netloc":
			g.host, g.hostGuard = true, x
		case "scheme":
			g.scheme = g.scheme || !x.Lets("http") && !x.Lets("ws")
		case "url", "origin":
			g.origin = true
		}
	}
	return g
}

// trusted tells a value that no stranger writes: a setting, or the answer of a service
// that was asked.
func trusted(o fact.Origin) bool { return o.Setting() || o == fact.OriginResponse }

// paired tells a host that came with the credential, in one record that is chosen
// while the program runs: who chose the one has given the other.
func paired(r *fact.Route, is func(fact.Origin) bool) bool {
	found := false
	for _, h := range r.Destination.Host.Holes() {
		if !is(h.Origin) {
			continue
		}
		if h.Record == 0 || h.Record != r.Credential.Record {
			return false
		}
		found = true
	}
	return found
}

// record is what a value is a part of.
func record(o fact.Origin) string {
	switch o {
	case fact.OriginRequest:
		return "request"
	case fact.OriginDatabase:
		return "row"
	case fact.OriginResponse:
		return "answer"
	}
	return "call"
}

// outsideHole is the hole of the host (or of the whole URL) that decides it.
func outsideHole(r *fact.Route, is func(fact.Origin) bool) *fact.Hole {
	for _, h := range r.Destination.Host.Holes() {
		if is(h.Origin) {
			return h
		}
	}
	return nil
}
