package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var dns015 = &Rule{
	ID: "DNS-015", Name: "zone-without-caa", Title: "Any authority may issue a certificate for a host that gets credentials",
	Severity: Low, Confidence: ConfidenceMedium, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 8659", "RFC 8657"},
	Check:      checkDNS015,
}

func checkDNS015(p *Pass) {
	for i := range p.Facts.Zones {
		z := &p.Facts.Zones[i]
		var open []*fact.Route
		for _, r := range p.servedBy(z) {
			if !restricted(z, r) {
				open = append(open, r)
			}
		}
		if len(open) > 0 {
			p.Report(onZone(z.At, open, "The zone %s has no CAA record for %s, so that every authority may issue a certificate for it", clip(zoneName(z)), clip(hostsOf(open[0])[0])))
		}
	}
}

// restricted tells a host that a CAA record of its zone covers: at its name or above. A
// record whose name is not known is taken to.
func restricted(z *fact.Zone, r *fact.Route) bool {
	for i := range z.Records {
		rec := &z.Records[i]
		if rec.Type != "CAA" {
			continue
		}
		at := hostOfRecord(z, rec)
		for _, h := range hostsOf(r) {
			if h = strings.ToLower(strings.TrimSuffix(h, ".")); at == "" || h == at || strings.HasSuffix(h, "."+at) {
				return true
			}
		}
	}
	return false
}
