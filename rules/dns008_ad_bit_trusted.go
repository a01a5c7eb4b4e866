package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

var dns008 = &Rule{
	ID: "DNS-008", Name: "ad-bit-trusted", Title: "The word of a resolver elsewhere is taken for a DNSSEC check",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{345, 807}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6840 §5.8"},
	Check:      checkDNS008,
}

func checkDNS008(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		elsewhere := slices.IndexFunc(r.Servers, func(s fact.NameServer) bool { return !near([]fact.NameServer{s}) })
		if r.TrustAD.State != fact.StateOn || elsewhere < 0 {
			continue
		}
		s := &r.Servers[elsewhere]
		if s.Transport != "plain" && s.Authenticated.State == fact.StateOn {
			continue // it proves who it is, and nobody changes its answers on the way
		}
		p.Report(p.onResolver(r.Artifact, r.TrustAD.At, "%s takes the AD bit of %s for proof, which anybody on the way can set", r.Software, clip(s.Address.String())).with(s.At, "this resolver is asked"))
	}
}
