package rules

import "github.com/hostbound/hostbound/internal/fact"

var route021 = &Rule{
	ID: "ROUTE-021", Name: "host-from-dns", Title: "The host that gets a credential is what a DNS answer or a registry of services names",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{346, 350}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 2782", "RFC 9525"},
	Check:      checkRoute021,
}

func checkRoute021(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginDNS })
		if h == nil || r.Grades.Name != fact.N1 || r.Grades.Channel == fact.C0 || r.Credential.Kind == fact.KindNone {
			continue // plain text is the greater weakness, and ROUTE-001 names it
		}
		report, ok := unchecked(r, h)
		if !ok {
			continue
		}
		report.Message = sentence("%s goes to the host that the answer for %s names; its certificate is checked for that host, so that whoever forges the answer passes", credentialName(&r.Credential), clip(holeName(h)))
		p.Report(report)
	}
}
