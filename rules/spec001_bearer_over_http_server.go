package rules

import "github.com/hostbound/hostbound/internal/fact"

var spec001 = &Rule{
	ID: "SPEC-001", Name: "bearer-over-http-server", Title: "An API description sends a credential to a plaintext server",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{319, 522}, OWASP: []string{"API2:2023", "API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9325"},
	Specialises: []*Rule{route001},
	Check:       checkSpec001,
}

func checkSpec001(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactOpenAPI || r.Grades.Channel != fact.C0 || loopback(r) {
			continue
		}
		report := onRoute(r, "every client sends %s to %s in plain text", credentialName(&r.Credential), destination(r))
		if r.Grades.ClusterInternal {
			report.Severity = Medium
		}
		p.Report(report)
	}
}
