package rules

var route004 = &Rule{
	ID: "ROUTE-004", Name: "allowlist-without-scheme", Title: "An allowlist tests the host and leaves the scheme open",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{20, 319}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9110 §4.2"},
	Check:      checkRoute004,
}

func checkRoute004(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		g := guards(r)
		if g.hostGuard == nil || g.scheme || g.origin || scheme(r) != "" || len(r.Destination.Host.Holes()) == 0 {
			continue
		}
		report := onRoute(r, "%s goes to any scheme of an allowed host: http:// passes the check too", credentialName(&r.Credential))
		if h := outsideHole(r, trusted); h != nil { // the operator or the service asked sets it, not a stranger
			report.Severity = Medium
		}
		p.Report(report.with(g.hostGuard.At, "the check looks at the host alone"))
	}
}
