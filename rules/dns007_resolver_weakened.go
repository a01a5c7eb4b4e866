package rules

import "github.com/hostbound/hostbound/internal/fact"

var dns007 = &Rule{
	ID: "DNS-007", Name: "resolver-weakened", Title: "A setting makes forged answers easier to slip into a resolver",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{330, 345}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 5452", "CVE-2026-109125"},
	Check:      checkDNS007,
}

func checkDNS007(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		for j := range r.Weakened {
			w := &r.Weakened[j]
			report := p.onResolver(r.Artifact, w.At, "a forged answer gets into %s more easily: %s", r.Software, w.Value.String())
			if w.State == fact.StateCustom {
				report.Severity, report.Confidence = Medium, ConfidenceMedium
			}
			p.Report(report)
		}
	}
}
