package rules

import "github.com/hostbound/hostbound/internal/fact"

var token005 = &Rule{
	ID: "TOKEN-005", Name: "token-written-out", Title: "A credential is written to a log or to the terminal",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{532}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3"},
	Check:      checkToken005,
}

func checkToken005(p *Pass) {
	for i := range p.Facts.Exposures {
		x := &p.Facts.Exposures[i]
		verb := "printed"
		if x.Sink == "log" {
			verb = "logged"
		}
		report := Report{
			At: x.At, Credential: &x.Credential, Evidence: x.Steps,
			Message: sentence("%s is %s: everyone who reads that output sees it", credentialName(&x.Credential), verb),
		}
		if byNameAlone(p.Facts, &x.Credential) {
			report.Severity, report.Confidence = Low, ConfidenceLow
		}
		p.Report(report)
	}
}

// byNameAlone tells a credential that only its own name makes one: a parameter or a
// constant that no request carries.
func byNameAlone(s *fact.Set, c *fact.Credential) bool {
	if c.Origin != fact.OriginParam && c.Origin != fact.OriginLiteral {
		return false
	}
	for i := range s.Routes {
		if r := &s.Routes[i].Credential; r.Kind != fact.KindNone && (r.At == c.At || c.ID != 0 && r.ID == c.ID) {
			return false
		}
	}
	return true
}
