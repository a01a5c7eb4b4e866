package rules

import "github.com/hostbound/hostbound/internal/fact"

var tls003 = &Rule{
	ID: "TLS-003", Name: "hostname-check-off", Title: "The certificate may be anybody's: the host name is not checked",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{297}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9525"},
	Check:      checkTLS003,
}

func checkTLS003(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := r.Channel.HostnameCheck
		if h.State != fact.StateOff || !h.Explicit || r.Channel.Verify.State == fact.StateOff || r.Grades.Channel == fact.C0 || r.Channel.Pin.State == fact.StateOn {
			continue // with verification off, TLS-001 says it all
		}
		report := onRoute(r, "%s goes to %s, whose certificate may carry any name", credentialName(&r.Credential), destination(r))
		report.At = h.At
		report.Severity = unverified(r)
		p.Report(report.with(r.At, "the request is sent here"))
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactSource && s.Kind == "hostname" && s.Setting.State == fact.StateOff {
			p.Report(Report{At: s.At, Severity: High, Evidence: s.Steps, Subject: switchSubject(s), Message: "Certificates may carry any name from here on, for every client of the " + s.Scope})
		}
	}
}
