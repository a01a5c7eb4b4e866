package rules

import "github.com/hostbound/hostbound/internal/fact"

var route001 = &Rule{
	ID: "ROUTE-001", Name: "bearer-over-http", Title: "A credential goes out in plain text",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{319, 522}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3", "RFC 9325"},
	Check:      checkRoute001,
}

func checkRoute001(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Grades.Channel != fact.C0 {
			continue
		}
		report := onRoute(r, "%s goes to %s in plain text", credentialName(&r.Credential), destination(r))
		report = report.with(r.Destination.At, "the destination has no TLS")
		if provable(r) {
			report = report.fix("use https", r.Destination.Secure)
		}
		if report, ok := report.grade(r.Grades); ok {
			p.Report(report)
		}
	}
}
