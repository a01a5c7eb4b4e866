package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns011 = &Rule{
	ID: "DNS-011", Name: "alias-leaves-the-cluster", Title: "A credential leaves the cluster by a name that DNS moves, with nothing that proves the other end",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{350, 923}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 9525"},
	Specialises: []*Rule{route001, tls001, conf008},
	Check:       checkDNS011,
}

func checkDNS011(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if !unproven(r) || r.Grades.Meshed || r.Credential.Kind == fact.KindNone {
			continue
		}
		for _, host := range hostsOf(r) {
			if report, ok := outside(p.Facts, r, host); ok {
				p.Report(report)
				break
			}
		}
	}
}

// outside reports a route to an alias for a name that is looked up beyond the cluster.
func outside(s *fact.Set, r *fact.Route, host string) (Report, bool) {
	for i := range s.Aliases {
		a := &s.Aliases[i]
		said, known := a.Name.Known()
		to, _ := a.To.Known()
		if !known || !name.SameService(said, "", host) || s.Class(a.At.Path) != s.Class(r.At.Path) {
			continue
		}
		switch name.Classify(to).Class {
		case name.Public, name.Claimable, name.DynamicDNS, name.Tunnel:
		default:
			continue
		}
		report := onRoute(r, "%s goes to %s, which is %s outside the cluster, and nothing proves that it is", credentialName(&r.Credential), clip(host), clip(to))
		return report.with(a.At, "the name outside is set by this "+a.By), true
	}
	return Report{}, false
}
