package rules

import "github.com/hostbound/hostbound/internal/fact"

var dns013 = &Rule{
	ID: "DNS-013", Name: "variable-upstream", Title: "The caller chooses the upstream that gets the credential",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{918, 522}, OWASP: []string{"API7:2023"},
	References:  []string{"OWASP API7:2023"},
	Specialises: []*Rule{tls004, tls005, route001, route003, route027},
	Check:       checkDNS013,
}

func checkDNS013(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, fact.Origin.Outside)
		if h == nil || !r.Artifact.Hop() {
			continue
		}
		report := onHop(r, "%s goes on to %s, and %s is decided by whoever sends the request", handedOn(r), destination(r), holeName(h))
		if fixedTail(r.Destination.Host) != "" {
			report.Severity = Medium // one of the hosts below a domain that is written
		}
		p.Report(report.with(h.At, "the host is read here"))
	}
}
