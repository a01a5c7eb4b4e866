package rules

import "github.com/hostbound/hostbound/internal/fact"

var route016 = &Rule{
	ID: "ROUTE-016", Name: "no-timeout", Title: "A request with a credential waits for ever",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{400, 1088}, OWASP: []string{"API4:2023"},
	References: []string{"CWE-1088"},
	Check:      checkRoute016,
}

func checkRoute016(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Channel.Timeout.State != fact.StateOff {
			continue
		}
		report := onRoute(r, "%s goes to %s with no timeout: a host that never answers holds the caller", credentialName(&r.Credential), destination(r))
		if scripted(r) {
			report.Severity = Info // nobody waits for a script but who started it
		}
		if !r.Channel.Timeout.Explicit {
			report = report.byVersion(&r.Client)
		}
		p.Report(report.fix("set a timeout", r.Channel.Timeout.Fix))
	}
}
