package rules

import "github.com/hostbound/hostbound/internal/fact"

var route005 = &Rule{
	ID: "ROUTE-005", Name: "loose-host-check", Title: "A comparison of the host lets other names pass",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{187, 625}, OWASP: []string{"API7:2023"},
	References: []string{"RFC 3986 §3.2.2"},
	Check:      checkRoute005,
}

func checkRoute005(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		g := guards(r)
		if g.loose == nil || g.host || g.origin || len(r.Destination.Host.Holes()) == 0 {
			continue
		}
		report := onRoute(r, "%s goes to a host that a loose comparison lets pass: %s", credentialName(&r.Credential), g.loose.Why)
		report = report.with(g.loose.At, g.loose.Why)
		if h := outsideHole(r, fact.Origin.Setting); h != nil { // the operator sets it, not a stranger
			report.Severity = Medium
		}
		p.Report(report)
	}
}
