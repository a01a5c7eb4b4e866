package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf002 = &Rule{
	ID: "CONF-002", Name: "scrape-in-clear", Title: "A scrape sends its credential to whoever answers",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{319, 1188}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9325"},
	Specialises: []*Rule{route001, tls001, route021},
	Check:       checkConf002,
}

func checkConf002(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactScrape || r.Credential.Kind == fact.KindNone || loopback(r) {
			continue
		}
		if report, ok := weakChannel(r, "the scrape"); ok {
			if len(r.Destination.Scheme.Holes()) > 0 { // what is found may say otherwise
				report.Severity, report.Confidence = Medium, ConfidenceMedium
			}
			p.Report(report)
			continue
		}
		if h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginDNS }); h != nil {
			report := onRoute(r, "the scrape sends %s to every host that the answer for %s names: whoever forges the answer gets it", credentialName(&r.Credential), clip(holeName(h)))
			report.Severity, report.Confidence = Medium, ConfidenceMedium
			p.Report(report.with(h.At, "the hosts are found here"))
		}
	}
}
