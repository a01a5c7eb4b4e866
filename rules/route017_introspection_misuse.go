package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route017 = &Rule{
	ID: "ROUTE-017", Name: "introspection-misuse", Title: "Token introspection by GET, or with the inspected token as the caller's own credential",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{522}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 7662 §2.1", "RFC 7662 §4"},
	// By GET, the token that is asked about is in the URL.
	Specialises: []*Rule{token004},
	Check:       checkRoute017,
}

func checkRoute017(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Credential.Kind == fact.KindNone || !introspects(r) {
			continue
		}
		switch {
		case r.Credential.SelfInspected:
			p.Report(onRoute(r, "introspection is called with the inspected token as the caller's own credential"))
		case r.Method == "GET":
			p.Report(onRoute(r, "introspection is called with GET; the token belongs in the body of a POST, and the caller needs a credential of its own"))
		}
	}
}

func introspects(r *fact.Route) bool {
	p := path(r)
	for _, word := range []string{"introspect", "tokeninfo", "token_info", "token-info"} {
		if strings.Contains(p, word) {
			return true
		}
	}
	return false
}
