package rules

import "github.com/hostbound/hostbound/internal/fact"

var token009 = &Rule{
	ID: "TOKEN-009", Name: "jwt-literal-key", Title: "JWTs are signed or verified with a key that is written in the code",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{321, 798}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 8725 §3.5"},
	Check:      checkToken009,
}

func checkToken009(p *Pass) {
	for i := range p.Facts.TokenUses {
		u := &p.Facts.TokenUses[i]
		if u.Key.Origin != fact.OriginLiteral || u.Operation == "verify" && u.Signature.State == fact.StateOff {
			continue
		}
		verb := "verified"
		if u.Operation == "sign" {
			verb = "signed"
		}
		report := Report{At: u.Key.At, Credential: &u.Key, Message: "A JWT is " + verb + " with a key that is written here: whoever reads it can issue tokens"}
		p.Report(report.with(u.At, "the key is used here"))
	}
}
