package rules

import "github.com/hostbound/hostbound/internal/fact"

var tls004 = &Rule{
	ID: "TLS-004", Name: "unverified-hop", Title: "A proxy or mesh does not check the upstream that it hands credentials to",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{295, 1188}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 9325"},
	Specialises: []*Rule{tls001, tls003},
	Check:       checkTLS004,
}

func checkTLS004(p *Pass) {
	for _, g := range hopGroups(p, func(r *fact.Route) bool { return scheme(r) != "" && r.Grades.Channel == fact.C1 }) {
		r := g.first()
		off := &r.Channel.Verify
		what, unless := "does not check the certificate of", ""
		if off.State != fact.StateOff {
			off, what = &r.Channel.HostnameCheck, "takes a certificate of any name for"
		}
		if !off.Explicit {
			unless = ", as is its default"
		}
		report := onHop(r, "%s %s %s%s: whoever answers there gets %s", r.Client.Name, what, destination(r), unless, handedOn(r))
		report.Severity = hopSeverity(r, fact.C1, High, High)
		if off.Explicit {
			report.At = off.At
			report = report.with(r.At, "the request is handed on here")
		} else {
			report = report.with(r.Channel.Verify.At, "what is said of the upstream's TLS")
		}
		p.Report(g.with(report))
	}
}
