package rules

import "github.com/hostbound/hostbound/internal/fact"

var dns014 = &Rule{
	ID: "DNS-014", Name: "zone-not-signed", Title: "The zone of a host that gets credentials is not signed",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{345}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9364"},
	Check:      checkDNS014,
}

func checkDNS014(p *Pass) {
	for i := range p.Facts.Zones {
		z := &p.Facts.Zones[i]
		if z.Signed.State != fact.StateOff {
			continue
		}
		if routes := p.servedBy(z); len(routes) > 0 {
			p.Report(onZone(z.At, routes, "The zone %s is declared here without DNSSEC, so that no resolver can tell a forged answer for its names", clip(zoneName(z))))
		}
	}
}
