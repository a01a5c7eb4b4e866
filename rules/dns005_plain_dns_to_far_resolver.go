package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var dns005 = &Rule{
	ID: "DNS-005", Name: "plain-dns-to-far-resolver", Title: "Names are looked up in plain text at a resolver far away",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{345, 350}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 5452", "RFC 7858", "RFC 8484"},
	Check:      checkDNS005,
}

func checkDNS005(p *Pass) {
	for i := range p.Facts.Resolvers {
		r := &p.Facts.Resolvers[i]
		var asked []*fact.NameServer
		var addresses []string
		for j := range r.Servers {
			if s := &r.Servers[j]; s.Transport == "plain" && far(s) {
				asked = append(asked, s)
				addresses = append(addresses, s.Address.String())
			}
		}
		if len(asked) == 0 {
			continue
		}
		report := p.onResolver(r.Artifact, asked[0].At, "%s asks %s over the internet in plain text: everybody on the way can answer", r.Software, clip(strings.Join(addresses, ", ")))
		for _, s := range asked[1:] {
			if s.At != asked[0].At {
				report = report.with(s.At, "so is this one")
			}
		}
		p.Report(report)
	}
}
