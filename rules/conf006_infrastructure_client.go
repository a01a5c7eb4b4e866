package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf006 = &Rule{
	ID: "CONF-006", Name: "infrastructure-client", Title: "A provider or backend sends its credential to an unproven address",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{295, 319}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 9325"},
	Specialises: []*Rule{route001, tls001},
	Check:       checkConf006,
}

func checkConf006(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactInfrastructure || loopback(r) {
			continue
		}
		switch {
		case r.Grades.Channel == fact.C0:
			if report, ok := onRoute(r, "%s goes to %s in plain text with every plan", credentialName(&r.Credential), destination(r)).grade(r.Grades); ok {
				report.Severity = min(report.Severity, High)
				p.Report(report)
			}
		case r.Channel.Verify.State == fact.StateOff && r.Channel.Verify.Explicit:
			report := onRoute(r, "%s goes to %s with every plan, and whoever answers there has to prove nothing", credentialName(&r.Credential), destination(r))
			report.At, report.Severity = r.Channel.Verify.At, min(unverified(r), High)
			p.Report(report.with(r.At, "the credential is sent here"))
		}
	}
}
