package rules

import "github.com/hostbound/hostbound/internal/fact"

var route010 = &Rule{
	ID: "ROUTE-010", Name: "token-on-every-hop", Title: "The credential is put into each request anew, whatever host a redirect leads to",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{522}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9700 §4.9.1", "RFC 9110 §15.4"},
	// What the client itself keeps on a redirect makes no difference then.
	Specialises: []*Rule{route007, route008, route009},
	Check:       checkRoute010,
}

func checkRoute010(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if !r.Credential.PerHop || r.Credential.Kind == fact.KindNone || r.Channel.Redirects.State != fact.StateOn || loopback(r) {
			continue
		}
		report := onRoute(r, "%s goes to %s, and to whatever host a redirect names: it is added to each request below the client, which cannot take it off", credentialName(&r.Credential), destination(r))
		p.Report(report.with(r.Channel.Redirects.At, "redirects are followed"))
	}
}
