package rules

import "github.com/hostbound/hostbound/internal/fact"

var route006 = &Rule{
	ID: "ROUTE-006", Name: "two-parsers", Title: "One parser checks the URL and another sends to it",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{436, 918}, OWASP: []string{"API7:2023"},
	References: []string{"RFC 3986", "WHATWG URL Standard"},
	Check:      checkRoute006,
}

func checkRoute006(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		g := guards(r)
		if g.hostGuard == nil || g.origin || g.hostGuard.Parser == "" || r.Client.URLParser == "" || g.hostGuard.Parser == r.Client.URLParser {
			continue
		}
		if !sameText(r) {
			continue
		}
		report := onRoute(r, `%s goes to the host that the client's parser finds, and the check read another parser's: http://evil.test\@allowed.host/ passes`, credentialName(&r.Credential))
		if h := outsideHole(r, trusted); h != nil {
			report.Severity = Low
		}
		p.Report(report.with(g.hostGuard.At, "the check reads the host with the parser "+g.hostGuard.Parser+"; the client uses "+r.Client.URLParser))
	}
}

// sameText tells a URL that is sent as it came: the one hole that was checked, and
// not one that was built anew from parts.
func sameText(r *fact.Route) bool {
	return len(r.Destination.URL) > 0 && r.Destination.URL[0].Hole != nil
}
