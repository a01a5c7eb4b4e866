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
	type value struct {
		path        string
		id          uint64 // 0 stands for all that have no form of their own
		placeholder bool
	}
	found := map[value][]Report{}
	var order []value
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Use != fact.UseExample {
			continue
		}
		c := &l.Credential
		v := value{c.At.Path, c.ID, c.Placeholder}
		if c.Placeholder || generic[c.Grammar] && c.Claims == nil {
			v.id = 0
		}
		if found[v] == nil {
			order = append(order, v)
		}
		found[v] = append(found[v], example(p, l))
	}
	for _, v := range order {
		p.Report(together(found[v], found[v][0].Message))
	}
}

func example(p *Pass, l *fact.Literal) Report {
	c := &l.Credential
	switch {
	case c.Placeholder:
		return onLiteral(p, l, "an example holds a placeholder in the place of a credential")
	case c.Claims != nil:
		severity, why := gradeClaims(c.Claims, p.Now)
		report := onLiteral(p, l, "an example holds a JWT: %s", why)
		report.Severity = severity
		report.KeepSeverity = severity >= High
		return report
	case generic[c.Grammar]:
		report := onLiteral(p, l, "an example holds a value in the place of a credential (%d bytes)", c.Length)
		report.Severity, report.Confidence = Low, ConfidenceLow
		return report
	}
	return onLiteral(p, l, "an example holds what looks like a real credential (%s, %d bytes)", c.Grammar, c.Length)
}

// generic are the grammars that other things share; a JWT is one where no claims
// could be read from it.
var generic = map[string]bool{"": true, "opaque": true, "uuid": true, "hex": true, "jwt": true}
