package rules

import "github.com/hostbound/hostbound/internal/fact"

var route024 = &Rule{
	ID: "ROUTE-024", Name: "pipeline-sends-secret", Title: "A step of a pipeline sends a secret by a channel that does not protect it",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{319, 522}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9325"},
	Specialises: []*Rule{route001, route003, route010, tls001},
	Check:       checkRoute024,
}

func checkRoute024(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactPipeline || r.Credential.Kind == fact.KindNone || loopback(r) {
			continue
		}
		if report, ok := weakStep(r); ok && report.Severity != None {
			p.Report(report)
		}
	}
}

// weakStep says what is wrong with the way that a step sends its secret.
func weakStep(r *fact.Route) (Report, bool) {
	who := credentialName(&r.Credential)
	byOthers := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginRequest })
	switch {
	case byOthers != nil:
		report := onRoute(r, "this step sends %s to %s, and whoever opens a pull request or an issue writes %s", who, destination(r), holeName(byOthers))
		report.Severity = Critical
		if r.Grades.Channel != fact.C0 && r.Grades.Channel != fact.C1 {
			report.Severity = High
		}
		return report.with(byOthers.At, "the host is read here"), true
	case r.Grades.Channel == fact.C0:
		report := onRoute(r, "this step sends %s to %s in plain text", who, destination(r))
		return report.with(r.Destination.At, "the destination has no TLS").grade(r.Grades)
	case r.Channel.Verify.State == fact.StateOff && r.Channel.Verify.Explicit && r.Channel.Pin.State != fact.StateOn:
		report := onRoute(r, "this step sends %s to %s without a check of the certificate: whoever answers for that name gets it", who, destination(r))
		report.Severity = unverified(r)
		return report.with(r.Channel.Verify.At, "the check is switched off here"), true
	case r.Credential.PerHop && r.Channel.Redirects.State == fact.StateOn:
		report := onRoute(r, "this step sends %s to %s, and to whatever host a redirect names", who, destination(r))
		report.Severity = High
		return report.with(r.Channel.Redirects.At, "redirects are followed with the credential"), true
	}
	return Report{}, false
}
