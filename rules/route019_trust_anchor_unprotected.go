package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route019 = &Rule{
	ID: "ROUTE-019", Name: "trust-anchor-unprotected", Title: "Keys or issuer metadata are fetched over a channel that proves nothing",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{345, 347}, OWASP: []string{"API2:2023"},
	References:  []string{"RFC 8414 §2", "OpenID Connect Discovery 1.0 §4"},
	Specialises: []*Rule{route001, tls001},
	Check:       checkRoute019,
}

func checkRoute019(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		weak := r.Grades.Channel == fact.C0 || r.Grades.Channel == fact.C1
		if !weak || loopback(r) || !r.TrustAnchor && !anchors(r) {
			continue
		}
		report := onRoute(r, "keys that tokens are checked with come from %s, and nothing proves that they do: who answers can sign tokens", destination(r))
		report.Credential = nil // no credential is sent; those of others are believed
		if r.Grades.ClusterInternal {
			report.Severity = Medium
		}
		p.Report(report.with(r.Channel.Verify.At, "the channel is set here"))
	}
}

// anchors tells, by the path, what decides whom the program trusts afterwards: keys,
// and the metadata of an issuer.
func anchors(r *fact.Route) bool {
	p := path(r)
	for _, part := range []string{
		"jwks", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
		"/openid-connect/certs", "/saml/metadata", "/saml2/metadata", "federationmetadata.xml",
	} {
		if strings.Contains(p, part) {
			return true
		}
	}
	return false
}
