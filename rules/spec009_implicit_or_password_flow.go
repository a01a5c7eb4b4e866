package rules

var spec009 = &Rule{
	ID: "SPEC-009", Name: "implicit-or-password-flow", Title: "An OAuth flow that hands out tokens or passwords too freely",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{522}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 9700 §2.1.2", "RFC 9700 §2.4"},
	Check:      checkSpec009,
}

func checkSpec009(p *Pass) {
	for i := range p.Facts.Schemes {
		s := &p.Facts.Schemes[i]
		for _, f := range s.Flows {
			why, weak := weakFlows[f.Name]
			if weak {
				report := Report{At: f.At, Message: sentence("the scheme %s offers the %s flow, which %s", clip(s.Name), f.Name, why)}
				p.Report(report.unlessUsed(s, Medium))
			}
		}
	}
}

var weakFlows = map[string]string{
	"implicit": "puts access tokens into URLs",
	"password": "gives the user's password to the client",
}
