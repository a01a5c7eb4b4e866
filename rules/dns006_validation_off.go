package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

var dns006 = &Rule{
	ID: "DNS-006", Name: "validation-off", Title: "A resolver does not check DNSSEC signatures",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{345}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 4035", "RFC 9364"},
	Check:      checkDNS006,
}

func checkDNS006(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		if r.Validation.State != fact.StateOff || near(r.Servers) { // the one on the machine may
			continue
		}
		if r.Validation.Explicit {
			p.Report(p.onResolver(r.Artifact, r.Validation.At, "%s does not check DNSSEC: %s", r.Software, says(&r.Validation, "it is told not to")))
			continue
		}
		report := p.onResolver(r.Artifact, r.Validation.At, "%s hands on answers of a resolver on the internet and does not check DNSSEC", r.Software)
		report.Severity = Low
		if len(report.Routes) > 0 && slices.ContainsFunc(r.Servers, func(s fact.NameServer) bool { return far(&s) }) {
			p.Report(report)
		}
	}
}

// says is what a setting says of itself, or else the words.
func says(s *fact.Setting, otherwise string) string {
	if v := s.Value.String(); v != "" {
		return clip(v)
	}
	return otherwise
}
