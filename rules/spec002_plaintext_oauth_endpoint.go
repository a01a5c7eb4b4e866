package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var spec002 = &Rule{
	ID: "SPEC-002", Name: "plaintext-oauth-endpoint", Title: "An OAuth or OpenID Connect endpoint is plaintext",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{319}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 6749 §3.1", "RFC 6749 §3.2", "RFC 8414 §2", "RFC 9700 §2.6"},
	Check:      checkSpec002,
}

func checkSpec002(p *Pass) {
	for i := range p.Facts.Schemes {
		s := &p.Facts.Schemes[i]
		for _, e := range endpoints(s) {
			scheme, host := place(e.URL.String())
			severity := plainNetwork(host, p.rule.Severity)
			if scheme != "http" || severity == None {
				continue
			}
			report := Report{
				At: e.At, Message: sentence("the %s of %s is plaintext: who answers for %s gets codes, passwords and tokens", e.Key, clip(s.Name), clip(host)),
				Documentation: name.IsDocumentation(host), Specification: true,
			}
			p.Report(report.unlessUsed(s, severity))
		}
	}
}

// endpoints are the URLs of a scheme's flows and of its OpenID Connect metadata.
func endpoints(s *fact.SecurityScheme) []fact.Endpoint {
	var out []fact.Endpoint
	for i := range s.Flows {
		out = append(out, s.Flows[i].URLs...)
	}
	if len(s.URL) > 0 {
		out = append(out, fact.Endpoint{Key: "openIdConnectUrl", URL: s.URL, At: s.URLAt})
	}
	return out
}
