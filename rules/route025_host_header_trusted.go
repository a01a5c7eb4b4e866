package rules

var route025 = &Rule{
	ID: "ROUTE-025", Name: "host-header-trusted", Title: "The request's own Host decides a link or an upstream",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{20, 644}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9110 §7.2"},
	Check:      checkRoute025,
}

func checkRoute025(p *Pass) {
	for i := range p.Facts.HostUses {
		h := &p.Facts.HostUses[i]
		severity, use := Medium, "a "+h.Use
		if h.Use == "upstream" {
			severity, use = High, "an upstream"
		}
		p.Report(Report{
			At: h.At, Severity: severity, Evidence: h.Steps,
			Message: sentence("%s names the host of %s: whoever sends the request chooses it", h.Source, use),
		})
	}
}
