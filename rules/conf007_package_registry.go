package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var conf007 = &Rule{
	ID: "CONF-007", Name: "package-registry", Title: "A package registry is reached by a channel that proves nothing",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{319, 494}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9325"},
	Specialises: []*Rule{route001, tls001},
	Check:       checkConf007,
}

func checkConf007(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		unchecked := r.Channel.Verify.State == fact.StateOff && r.Channel.Verify.Explicit
		if r.Artifact != fact.ArtifactRegistry || r.Grades.Channel != fact.C0 && !unchecked || loopback(r) {
			continue
		}
		p.Report(registry(r))
	}
}

// registry weighs a registry by what is at stake: the credential, and that what is fetched
// is run.
func registry(r *fact.Route) Report {
	how := "without a check of the certificate"
	if r.Grades.Channel == fact.C0 {
		how = "in plain text"
	}
	report := onRoute(r, "%s goes to the registry %s %s: whoever answers for that name gets it, and says what is installed", credentialName(&r.Credential), destination(r), how)
	report.Severity = High
	if r.Credential.Kind == fact.KindNone {
		report = onRoute(r, "packages come from %s %s: whoever answers for that name says what is installed", destination(r), how)
		report.Credential, report.Severity = nil, Medium
	}
	if host, known := r.Destination.Host.Known(); known {
		switch name.Classify(host).Class {
		case name.SingleLabel, name.Cluster, name.PrivateIP, name.MDNS, name.SpecialUse:
			report.Severity = report.Severity.Lower(1)
		}
	}
	return report
}
