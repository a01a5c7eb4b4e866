package rules

var token007 = &Rule{
	ID: "TOKEN-007", Name: "no-host-scope", Title: "A stored credential is bound to no host",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{522, 923}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 9700 §2.3"},
	Check:      checkToken007,
}

func checkToken007(p *Pass) {
	for i := range p.Facts.Stored {
		x := &p.Facts.Stored[i]
		if !x.AnyHost {
			continue
		}
		p.Report(Report{
			At: x.At, Credential: &x.Credential,
			Message: sentence("%s is bound to no host: %s sends it wherever it is led to", credentialName(&x.Credential), x.Client),
		})
	}
}
