package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route020 = &Rule{
	ID: "ROUTE-020", Name: "discovery-not-bound", Title: "An endpoint from a discovery document gets a credential, and nothing compares the issuer",
	Severity: Medium, Confidence: ConfidenceLow, CWE: []int{346}, OWASP: []string{"API10:2023"},
	References:  []string{"RFC 8414 §3.3", "RFC 9207", "OpenID Connect Discovery 1.0 §4.3"},
	Specialises: []*Rule{route026},
	Check:       checkRoute020,
}

func checkRoute020(p *Pass) {
	calls := callsByPlace(p.Facts)
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginResponse })
		if h == nil || r.Credential.Kind == fact.KindNone || !endpoint(h.Name) {
			continue
		}
		if g := guards(r); g.host || g.origin || g.loose != nil || g.opaque != nil || issuerCompared(p.Facts, r, h) {
			continue
		}
		asked := discovery(calls[h.From])
		if asked == nil {
			continue
		}
		report := onRoute(r, "%s goes to the %s of a discovery document, and nothing compares the issuer that the document names", credentialName(&r.Credential), clip(h.Name))
		if asked.Grades.Name != fact.N0 {
			report.Severity = Low // whoever runs the program chose whom to ask
		}
		p.Report(report.with(asked.At, "the document comes from "+destination(asked)))
	}
}

// endpoint tells a field of an issuer's metadata to which a client sends credentials.
func endpoint(n string) bool {
	switch n[strings.LastIndexByte(n, '.')+1:] {
	case "token_endpoint", "introspection_endpoint", "revocation_endpoint", "userinfo_endpoint", "device_authorization_endpoint",
		"pushed_authorization_request_endpoint", "registration_endpoint":
		return true
	}
	return false
}

// discovery is the call that asked for metadata, by its path; or the only one there is,
// where a setting has the path.
func discovery(asked []*fact.Route) *fact.Route {
	for _, a := range asked {
		if p := path(a); strings.Contains(p, "/.well-known/") || strings.Trim(p, "/") == "" && len(a.Destination.URL.Holes()) > 0 {
			return a
		}
	}
	return nil
}

// issuerCompared tells a comparison in the file that asked or in the one that calls.
func issuerCompared(s *fact.Set, r *fact.Route, h *fact.Hole) bool {
	return slices.ContainsFunc(s.IssuerChecks, func(at fact.Location) bool {
		return at.Path == r.At.Path || at.Path == h.From.Path || at.Path == h.At.Path
	})
}
