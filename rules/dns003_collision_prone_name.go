package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns003 = &Rule{
	ID: "DNS-003", Name: "collision-prone-name", Title: "A credential goes to a name below a top-level domain that nobody keeps for it",
	Severity: Low, Confidence: ConfidenceMedium, CWE: []int{1188}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6761", "RFC 7686", "RFC 8375"},
	Check:      checkDNS003,
}

func checkDNS003(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Grades.Channel == fact.C4 {
			continue
		}
		for _, host := range hostsOf(r) {
			domain, onion := name.CollisionProne(host)
			switch {
			case domain == "", onion && r.Channel.Proxy.State != fact.StateOff:
				continue // a proxy may be the one that knows such names
			case onion:
				p.Report(onRoute(r, "%s goes to %s with no proxy: a resolver that does not know .onion asks public DNS for it", credentialName(&r.Credential), clip(host)))
			default:
				p.Report(onRoute(r, "%s goes to %s: .%s is nobody's, and each network gives its names another meaning", credentialName(&r.Credential), clip(host), domain))
			}
			break
		}
	}
}
