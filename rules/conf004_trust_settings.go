package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf004 = &Rule{
	ID: "CONF-004", Name: "trust-settings", Title: "A setting lets a service believe whoever answers",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{319, 347}, OWASP: []string{"API2:2023"},
	References:  []string{"RFC 8414 §2", "OpenID Connect Discovery 1.0 §4"},
	Specialises: []*Rule{route019, conf008},
	Check:       checkConf004,
}

func checkConf004(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		weak := r.Grades.Channel == fact.C0 || r.Grades.Channel == fact.C1
		if r.Artifact != fact.ArtifactIdentity || !r.TrustAnchor || !weak || loopback(r) {
			continue
		}
		report := onRoute(r, "what this service believes comes from %s, and nothing proves that it does: whoever answers decides which tokens, settings or services are good", destination(r))
		report.Credential = nil // no credential is at stake but those of everybody
		switch {
		case r.Grades.ClusterInternal:
			report.Severity = Medium
		case staysByDefault(r):
			report.Severity = Low
		}
		p.Report(withPaired(p, report.with(r.Channel.Verify.At, "the check of certificates is turned off here")))
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Kind == "https" && s.Setting.State == fact.StateOff {
			p.Report(Report{At: s.At, Severity: Medium, Confidence: ConfidenceMedium, Evidence: s.Steps, Subject: switchSubject(s), Message: "The issuer's metadata and keys may come in plain text: https is not asked for, wherever the issuer is set"})
		}
	}
}

// withPaired is a report with the credentials that stand beside the same setting and go
// where it leads: one channel is one weakness.
func withPaired(p *Pass, report Report) Report {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.At == report.At && r.Artifact.Settings() {
			report = report.with(r.Credential.At, credentialName(&r.Credential)+" goes there too")
			report.Routes = append(report.Routes, r.ID)
		}
	}
	return report
}
