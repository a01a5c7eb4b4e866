package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf005 = &Rule{
	ID: "CONF-005", Name: "collection-on-weak-channel", Title: "A stored request sends its credential to whoever answers",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{295, 522}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9110 §15.4"},
	Specialises: []*Rule{route001, route007, tls001, tls002},
	Check:       checkConf005,
}

func checkConf005(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactCollection || r.Credential.Kind == fact.KindNone || loopback(r) {
			continue
		}
		report, ok := weakChannel(r, "the stored request")
		if !ok && r.Client.KeepsCrossHost == fact.StateOn && r.Channel.Redirects.State == fact.StateOn && authorization(&r.Credential) {
			report, ok = onRoute(r, "the stored request sends %s to %s, and to whatever host a redirect names", credentialName(&r.Credential), destination(r)), true
			report = report.with(r.Channel.Redirects.At, "redirects take Authorization along")
		}
		if !ok {
			continue
		}
		if r.Grades.ClusterInternal {
			report.Severity = Low
		}
		p.Report(report)
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactCollection && s.Kind == "verify" && s.Setting.State == fact.StateOff {
			p.Report(Report{At: s.At, Evidence: s.Steps, Subject: switchSubject(s), Message: "Stored requests that are sent with this environment check no certificate"})
		}
	}
}
