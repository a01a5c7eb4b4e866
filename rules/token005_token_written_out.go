package rules

import "github.com/hostbound/hostbound/internal/fact"

var token005 = &Rule{
	ID: "TOKEN-005", Name: "token-written-out", Title: "A credential is written to a log, an error message or an answer",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{209, 532}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3"},
	Check:      checkToken005,
}

func checkToken005(p *Pass) {
	for i := range p.Facts.Exposures {
		x := &p.Facts.Exposures[i]
		says := "%s is printed: everyone who reads that output sees it"
		switch x.Sink {
		case "log":
			says = "%s is logged: everyone who reads that output sees it"
		case "exception":
			says = "%s is in the message of an exception, which ends in logs and reports of errors"
		case "response":
			says = "%s is in what this program answers: whoever asks gets it"
		}
		report := Report{At: x.At, Credential: &x.Credential, Evidence: x.Steps, Message: sentence(says, credentialName(&x.Credential)), Demonstration: x.Demonstration}
		if byNameAlone(x) || x.Refused {
			report.Severity, report.Confidence = Low, ConfidenceLow
		}
		p.Report(report)
	}
}

// byNameAlone tells a credential that only its own name makes one: no request carries
// it, and it is no secret of whoever runs the program. What such a setting is, an answer
// may have to give to a browser.
func byNameAlone(x *fact.Exposure) bool {
	c := &x.Credential
	switch {
	case x.Carried:
		return false
	case c.Origin.Setting(), c.Origin == fact.OriginSecretStore, c.Origin == fact.OriginRequest && c.Kind != fact.KindBearer:
		return x.Sink == "response"
	}
	return true // a request's "token" is as often a code that has been used
}
