package rules

import "github.com/hostbound/hostbound/internal/fact"

var tls005 = &Rule{
	ID: "TLS-005", Name: "plaintext-hop", Title: "A proxy or mesh hands credentials on in plain text",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{319}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.2", "RFC 9700 §4.13"},
	Specialises: []*Rule{route001},
	Check:       checkTLS005,
}

func checkTLS005(p *Pass) {
	for _, g := range hopGroups(p, func(r *fact.Route) bool { return r.Grades.Channel == fact.C0 }) {
		r := g.first()
		report := onHop(r, "%s goes on to %s in plain text", handedOn(r), destination(r))
		report.Severity = hopSeverity(r, fact.C0, Medium, Critical)
		p.Report(g.with(report))
	}
}
