package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns016 = &Rule{
	ID: "DNS-016", Name: "dangling-record", Title: "A record leads to a name that anybody may take, and nothing here holds it",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{672}, OWASP: []string{"API9:2023"},
	References: []string{"OWASP API9:2023"},
	Check:      checkDNS016,
}

func checkDNS016(p *Pass) {
	held := map[string]bool{}
	for _, r := range p.Facts.Resources {
		held[strings.ToLower(r.Name)] = true
	}
	for i := range p.Facts.Zones {
		z := &p.Facts.Zones[i]
		for j := range z.Records {
			danglingRecord(p, z, &z.Records[j], held)
		}
	}
}

func danglingRecord(p *Pass, z *fact.Zone, r *fact.Record, held map[string]bool) {
	host := hostOfRecord(z, r)
	if r.Type != "CNAME" && r.Type != "ALIAS" || r.Managed || host == "" {
		return
	}
	for _, v := range r.Values {
		target, known := v.Known()
		target = strings.ToLower(strings.TrimSuffix(target, "."))
		label, _, _ := strings.Cut(target, ".")
		if !known || name.Classify(target).Class != name.Claimable || held[label] || held[target] || held[host] {
			continue
		}
		routes := p.routesTo(func(h string) bool { return h == host })
		report := onZone(r.At, routes, "%s leads to %s, which belongs to whoever registers it there, and nothing that is declared here holds it", clip(host), clip(target))
		if len(routes) == 0 {
			report.Credential = &fact.Credential{} // no credential in sight
		}
		p.Report(report)
		return
	}
}
