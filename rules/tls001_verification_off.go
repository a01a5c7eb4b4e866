package rules

import "github.com/hostbound/hostbound/internal/fact"

var tls001 = &Rule{
	ID: "TLS-001", Name: "verification-off", Title: "The certificate of the other end is not checked",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3", "RFC 9325"},
	Check:      checkTLS001,
}

func checkTLS001(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		off := r.Channel.Verify.State == fact.StateOff && r.Channel.Verify.Explicit
		if !off || r.Grades.Channel == fact.C0 || r.Channel.Pin.State == fact.StateOn {
			continue
		}
		says := "%s goes to %s without a check of the certificate: whoever answers for that name gets it"
		some := r.Channel.Verify.Value.Holes() // off on some paths only
		if len(some) > 0 {
			says = "%s goes to %s without a check of the certificate where a setting or a branch turns it off: whoever then answers for that name gets it"
		}
		report := onRoute(r, says, credentialName(&r.Credential), destination(r))
		report.At = r.Channel.Verify.At
		report = report.with(r.At, "the request is sent here")
		report.Severity = unverified(r)
		if r.Credential.Kind == fact.KindNone && scripted(r) { // whoever starts the script chooses what it fetches
			report.Severity = min(report.Severity, High)
		}
		if len(some) > 0 {
			report.Severity, report.Confidence = min(report.Severity.Lower(1), sometimes(some[0])), ConfidenceMedium
		}
		if provable(r) {
			report = report.fix("check the certificate", r.Channel.Verify.Fix)
		}
		p.Report(report)
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactSource && s.Kind == "verify" && s.Setting.State == fact.StateOff {
			p.Report(Report{At: s.At, Severity: High, Evidence: s.Steps, Subject: switchSubject(s), Message: "Certificates are not checked from here on, for every client of the " + s.Scope})
		}
	}
}

func switchSubject(s *fact.Switch) string { return "switch at " + s.At.String() }

// sometimes is the most that a switch weighs which is off on some paths only: little
// where others are known to check, for then somebody has to ask for it.
func sometimes(others *fact.Hole) Severity {
	if others.HasDefault {
		return Low
	}
	return Medium
}

// unverified is the severity of a channel that proves nothing; a name that is not
// known is taken for an ordinary public one.
func unverified(r *fact.Route) Severity {
	g := r.Grades
	g.Channel = fact.C1
	if g.Name == "" {
		g.Name = fact.N3
	}
	return Matrix(g)
}
