package rules

import "github.com/hostbound/hostbound/internal/fact"

var route009 = &Rule{
	ID: "ROUTE-009", Name: "downgrade-keeps-authorization", Title: "A redirect to plain http carries the Authorization header",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{319, 757}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9110 §15.4", "RFC 6797"},
	Check:      checkRoute009,
}

func checkRoute009(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		follows := r.Channel.Redirects.State == fact.StateOn && scheme(r) == "https"
		if !follows || r.Client.KeepsDowngrade != fact.StateOn || !authorization(&r.Credential) || loopback(r) || r.Credential.PerHop || r.Credential.FirstHop {
			continue
		}
		if r.Client.KeepsCrossHost == fact.StateOn || r.Grades.Channel == fact.C1 {
			continue // ROUTE-007 says more; where nothing is checked, TLS-001 does
		}
		report := onRoute(r, "%s goes to %s, and in plain text to the same host where a redirect leads to http", credentialName(&r.Credential), destination(r))
		if r.Grades.Name == "" || r.Grades.Name == fact.N3 {
			report.Severity = Low // the host itself, where it is not known to be somebody else's, would have to redirect
		}
		p.Report(report.with(r.Channel.Redirects.At, "redirects are followed"))
	}
}
