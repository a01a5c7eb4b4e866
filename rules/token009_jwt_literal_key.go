package rules

import "github.com/hostbound/hostbound/internal/fact"

var token009 = &Rule{
	ID: "TOKEN-009", Name: "jwt-literal-key", Title: "JWTs are signed or verified with a key that is written in the code",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{321, 798}, OWASP: []string{"API2:2023"},
	References:  []string{"RFC 8725 §3.5"},
	Specialises: []*Rule{token001, token003},
	Check:       checkToken009,
}

func checkToken009(p *Pass) {
	for i := range p.Facts.TokenUses {
		u := &p.Facts.TokenUses[i]
		if u.Operation == "verify" && u.Signature.State == fact.StateOff {
			continue
		}
		if !u.Key.FallbackAt.IsZero() { // whoever forgets the setting runs with a key that everyone knows
			p.Report(Report{
				At: u.Key.FallbackAt, Confidence: ConfidenceMedium, Subject: literalAt(u.Key.FallbackAt),
				Evidence: []fact.Evidence{{At: u.Key.At, Says: "the setting is read here"}, {At: u.At, Says: "the key is used here"}},
				Message:  "Where its setting is missing, JWTs are " + done(u) + " with a key that is written here: whoever reads it can issue tokens",
			})
			continue
		}
		if u.Key.Origin != fact.OriginLiteral {
			continue
		}
		report := Report{At: u.Key.At, Credential: &u.Key, Message: "A JWT is " + done(u) + " with a key that is written here: whoever reads it can issue tokens"}
		p.Report(report.with(u.At, "the key is used here"))
	}
}

func done(u *fact.TokenUse) string {
	if u.Operation == "sign" {
		return "signed"
	}
	return "verified"
}
