package rules

import "github.com/hostbound/hostbound/internal/fact"

var dns012 = &Rule{
	ID: "DNS-012", Name: "answers-kept-too-long", Title: "Answers are kept longer than their owner said",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{672}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 8767", "RFC 1035"},
	Check:      checkDNS012,
}

func checkDNS012(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		if c := &r.Cache; c.State == fact.StateOff {
			p.Report(p.onResolver(r.Artifact, c.At, "a forged answer stays in %s, whatever its time to live: %s", r.Software, says(c, "answers are kept for a fixed time")))
		}
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Kind == "cache" && s.Setting.State == fact.StateOff {
			p.Report(p.onResolver(s.Artifact, s.At, "a forged answer stays in the %s, whatever its time to live: %s", s.Scope, says(&s.Setting, "addresses are kept for a fixed time")))
		}
	}
}
