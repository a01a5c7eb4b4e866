package rules

import "github.com/hostbound/hostbound/internal/fact"

var route008 = &Rule{
	ID: "ROUTE-008", Name: "api-key-follows-redirects", Title: "A redirect carries a custom credential header to another host",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{200, 522}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9110 §15.4", "CVE-2026-40895"},
	Check:      checkRoute008,
}

func checkRoute008(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		custom := r.Credential.Carrier == fact.CarrierHeader && !authorization(&r.Credential) && r.Credential.Kind != fact.KindCookie
		if !custom || r.Channel.Redirects.State != fact.StateOn || r.Client.KeepsCustom != fact.StateOn || loopback(r) || r.Credential.FirstHop {
			continue
		}
		report := onRoute(r, "%s is in the header %s, which no client takes off when a redirect leads to another host", credentialName(&r.Credential), r.Credential.Field)
		if r.Grades.Name == "" || r.Grades.Name == fact.N3 && r.Grades.Channel == fact.C3 {
			report.Severity = Low // the host itself, where it is not known to be somebody else's, would have to redirect
		}
		p.Report(report.with(r.Channel.Redirects.At, "redirects are followed").byVersion(&r.Client).fix("follow no redirects", r.Channel.Redirects.Fix))
	}
}
