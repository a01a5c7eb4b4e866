package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route022 = &Rule{
	ID: "ROUTE-022", Name: "token-passed-through", Title: "The caller's own token is passed on to another service",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{441, 522}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 8693", "RFC 8707", "RFC 6750 §5.2"},
	Check:      checkRoute022,
}

func checkRoute022(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if !r.Credential.Inbound || r.Credential.Carrier != fact.CarrierHeader || loopback(r) || asksAbout(r) || r.Artifact.Hop() {
			continue
		}
		if paired(r, func(o fact.Origin) bool { return o == fact.OriginRequest }) {
			continue // the caller named the host too
		}
		report := onRoute(r, "the Authorization header of the caller goes on to %s, which can use it as the caller", destination(r))
		if host, known := r.Destination.Host.Known(); !known && fixedTail(r.Destination.Host) == "" || known && !dnsName(host) {
			report.Severity = Low // it may be a part of the same deployment
		}
		p.Report(report.with(r.Credential.At, "the caller's header is read here"))
	}
}

// asksAbout tells a call to the token's own issuer: who it belongs to, whether it
// is valid. That is what the token is sent for.
func asksAbout(r *fact.Route) bool {
	if introspects(r) {
		return true
	}
	p := path(r)
	for _, word := range []string{"userinfo", "user_info", "user-info", "whoami", "verify", "validate", "/auth", "/me", "/revoke", "/logout", "/oauth"} {
		if strings.Contains(p+"/", word) {
			return true
		}
	}
	return false
}
