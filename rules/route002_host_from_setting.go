package rules

import "github.com/hostbound/hostbound/internal/fact"

var route002 = &Rule{
	ID: "ROUTE-002", Name: "host-from-setting", Title: "The host that gets a credential comes from a setting that nothing checks",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{15, 610}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9700"},
	Check:      checkRoute002,
}

func checkRoute002(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, fact.Origin.Setting)
		if h == nil || r.Grades.Name != fact.N1 || r.Grades.Channel == fact.C0 || r.Credential.Kind == fact.KindNone || r.Artifact.Hop() || r.Artifact.Settings() {
			// Plain text is the greater weakness, and ROUTE-001 names it; a proxy has no code
			// that could check, and two settings are set by one hand.
			continue
		}
		if report, ok := unchecked(r, h); ok {
			switch {
			case !programmed(r):
				report.Severity = Info
			case scripted(r): // who starts a script gives it both
				report.Severity = min(report.Severity, Low)
			}
			p.Report(report)
		}
	}
}

// programmed tells a route of something that runs step by step, where a check could stand.
// In a file of settings there is no place for one.
func programmed(r *fact.Route) bool {
	return r.Artifact == fact.ArtifactSource || r.Artifact == fact.ArtifactShell || r.Artifact == fact.ArtifactPipeline
}

// unchecked reports a host from outside that no check ties down; checks that are
// there and do not suffice are other rules' business.
func unchecked(r *fact.Route, h *fact.Hole) (Report, bool) {
	g := guards(r)
	if g.host || g.origin || g.loose != nil {
		return Report{}, false
	}
	report := onRoute(r, "%s goes to %s, and nothing checks the host that %s names", credentialName(&r.Credential), destination(r), holeName(h))
	if paired(r, func(o fact.Origin) bool { return o == h.Origin }) {
		report.Severity = Info
		report.Message += "; both come from one " + record(h.Origin) + ", so that whoever chose the host has given the credential"
		return report.with(h.At, "the host is read here"), true
	}
	grades := r.Grades
	if grades.Channel == "" { // whoever sets the host sets the scheme too; TLS is the least that is at stake
		grades.Channel = fact.C3
	}
	report = report.with(h.At, "the host is read here")
	if g.opaque != nil {
		report.Severity, report.Confidence = Low, ConfidenceLow
		return report.with(g.opaque.At, "a check that could not be read"), true
	}
	return report.grade(grades)
}
