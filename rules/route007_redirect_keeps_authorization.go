package rules

import "github.com/hostbound/hostbound/internal/fact"

var route007 = &Rule{
	ID: "ROUTE-007", Name: "redirect-keeps-authorization", Title: "A redirect carries the Authorization header to another host",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{522, 601}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9110 §15.4"},
	Check:      checkRoute007,
}

func checkRoute007(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		follows := r.Channel.Redirects.State == fact.StateOn
		if !follows || r.Client.KeepsCrossHost != fact.StateOn || !authorization(&r.Credential) || loopback(r) || r.Credential.PerHop || r.Credential.FirstHop {
			continue
		}
		report := onRoute(r, "%s goes to %s, and to whatever host a redirect names: this client keeps the Authorization header", credentialName(&r.Credential), destination(r))
		p.Report(report.with(r.Channel.Redirects.At, "redirects are followed").byVersion(&r.Client).fix("follow no redirects", r.Channel.Redirects.Fix))
	}
}
