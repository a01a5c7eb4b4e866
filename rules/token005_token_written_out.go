package rules

var token005 = &Rule{
	ID: "TOKEN-005", Name: "token-written-out", Title: "A credential is written to a log or to the terminal",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{532}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.2"},
	Check:      checkToken005,
}

func checkToken005(p *Pass) {
	for i := range p.Facts.Exposures {
		x := &p.Facts.Exposures[i]
		verb := "printed"
		if x.Sink == "log" {
			verb = "logged"
		}
		p.Report(Report{
			At: x.At, Credential: &x.Credential, Evidence: x.Steps,
			Message: sentence("%s is %s: everyone who reads that output can use it", credentialName(&x.Credential), verb),
		})
	}
}
