package rules

import "github.com/hostbound/hostbound/internal/fact"

var route003 = &Rule{
	ID: "ROUTE-003", Name: "host-from-outside", Title: "The host that gets a credential comes from a request or a database",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{918}, OWASP: []string{"API7:2023"},
	References: []string{"OWASP API7:2023"},
	Check:      checkRoute003,
}

func checkRoute003(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginRequest || o == fact.OriginDatabase })
		if h == nil || r.Grades.Name != fact.N0 {
			continue
		}
		if report, ok := unchecked(r, h); ok {
			p.Report(report)
		}
	}
}
