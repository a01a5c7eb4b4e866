package rules

import "github.com/hostbound/hostbound/internal/fact"

var spec015 = &Rule{
	ID: "SPEC-015", Name: "weak-scheme", Title: "A security scheme that is weak or that nobody knows",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{287, 522}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 7617 §4", "IANA HTTP Authentication Scheme Registry"},
	Check:      checkSpec015,
}

func checkSpec015(p *Pass) {
	for i := range p.Facts.Schemes {
		s := &p.Facts.Schemes[i]
		if why := weakScheme(s); why != "" {
			report := Report{At: s.TypeAt, Message: sentence("the scheme %s uses %s, %s", clip(s.Name), clip(s.Scheme), why)}
			p.Report(report.unlessUsed(s, Medium))
		}
	}
}

// weakScheme says what is wrong with an HTTP authentication scheme; empty where
// nothing is, and where none is stated.
func weakScheme(s *fact.SecurityScheme) string {
	if s.Type != "http" {
		return ""
	}
	switch s.Scheme {
	case "", "bearer", "concealed", "dpop", "gnap", "hoba", "mutual", "privatetoken", "scram-sha-256", "vapid":
		return ""
	case "basic":
		return "which sends a password that never expires with each request"
	case "digest":
		return "which rests on a hash of the password that is as good as the password"
	case "negotiate":
		return "which authenticates a connection and not a request"
	case "oauth":
		return "which is OAuth 1, whose signatures OAuth 2 replaced"
	case "scram-sha-1":
		return "which rests on SHA-1"
	}
	return "which is not a registered HTTP scheme: tools do not know what to send"
}
