package rules

import "github.com/hostbound/hostbound/internal/fact"

var token003 = &Rule{
	ID: "TOKEN-003", Name: "literal-fallback", Title: "A literal stands in where a credential's setting is missing",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{798}, OWASP: []string{"API2:2023"},
	References: []string{"CWE-798"},
	Check:      checkToken003,
}

func checkToken003(p *Pass) {
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Use == fact.UseFallback {
			p.Report(onLiteral(p, l, "a literal stands in for %s where it is not set", credentialName(&l.Credential)))
		}
	}
}
