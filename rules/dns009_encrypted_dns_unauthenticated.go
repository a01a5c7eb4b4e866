package rules

import "github.com/hostbound/hostbound/internal/fact"

var dns009 = &Rule{
	ID: "DNS-009", Name: "encrypted-dns-unauthenticated", Title: "DNS is encrypted for whoever answers",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 8310"},
	Check:      checkDNS009,
}

func checkDNS009(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		seen := map[fact.Location]bool{}
		for j := range r.Servers {
			a := &r.Servers[j].Authenticated
			if a.State != fact.StateOff || seen[a.At] || near(r.Servers[j:j+1]) {
				continue
			}
			seen[a.At] = true
			p.Report(p.onResolver(r.Artifact, a.At, "%s encrypts its questions, and the resolver need not prove its name: %s", r.Software, says(a, "nothing is checked")))
		}
	}
}
