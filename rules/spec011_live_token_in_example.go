package rules

import "github.com/hostbound/hostbound/internal/fact"

var spec011 = &Rule{
	ID: "SPEC-011", Name: "live-token-in-example", Title: "An example in an API description holds a credential",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{798}, OWASP: []string{"API2:2023"},
	References:  []string{"RFC 6750 §5.2"},
	Specialises: []*Rule{token001, token002},
	Check:       checkSpec011,
}

func checkSpec011(p *Pass) {
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Use != fact.UseExample {
			continue
		}
		c := &l.Credential
		report := onLiteral(p, l, "an example holds what looks like a real credential (%s, %d bytes)", c.Grammar, c.Length)
		switch {
		case c.Claims != nil:
			severity, why := gradeClaims(c.Claims, p.Now)
			report = onLiteral(p, l, "an example holds a JWT: %s", why)
			report.Severity = severity
			report.KeepSeverity = severity >= High && !c.Placeholder
		case generic[c.Grammar]:
			report = onLiteral(p, l, "an example holds a value in the place of %s (%d bytes)", credentialName(c), c.Length)
			report.Severity, report.Confidence = Low, ConfidenceLow
		}
		p.Report(report)
	}
}

// generic are the grammars that other things share.
var generic = map[string]bool{"": true, "opaque": true, "uuid": true, "hex": true}
