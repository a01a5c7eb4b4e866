package rules

import "github.com/hostbound/hostbound/internal/fact"

var token004 = &Rule{
	ID: "TOKEN-004", Name: "token-in-url", Title: "A credential is part of a URL",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{598}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 6750 §2.3", "RFC 9700 §4.3.2"},
	Check:      checkToken004,
}

func checkToken004(p *Pass) {
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Use == fact.UseURL {
			p.Report(onLiteral(p, l, "%s is written in a URL, which logs, proxies and histories keep", credentialName(&l.Credential)))
		}
	}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		c := &r.Credential
		if c.Origin == fact.OriginLiteral && len(r.Destination.URL.Holes()) > 0 && inURLAlready(r) || c.Kind == fact.KindNone || r.Artifact == fact.ArtifactOpenAPI {
			continue
		}
		if c.Carrier == fact.CarrierQuery || c.Carrier == fact.CarrierUserinfo || c.Carrier == fact.CarrierPath {
			report := onRoute(r, "%s goes to %s in the %s of the URL, which logs, proxies and histories keep", credentialName(c), destination(r), c.Carrier)
			report.Severity = Medium                                                                       // a reference; what is written out is above
			if c.Carrier == fact.CarrierUserinfo && (scripted(r) || r.Artifact == fact.ArtifactRegistry) { // the tool takes it out before it sends; lists of processes and its own files keep it
				report.Severity = Low
			}
			p.Report(report)
		}
	}
}

// inURLAlready tells a literal that was cut out of the URL: it is reported where
// it is written.
func inURLAlready(r *fact.Route) bool {
	for _, h := range r.Destination.URL.Holes() {
		if h.Origin == fact.OriginLiteral && h.At == r.Credential.At {
			return true
		}
	}
	return false
}
