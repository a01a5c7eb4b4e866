package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var conf001 = &Rule{
	ID: "CONF-001", Name: "assistant-token-on-weak-channel", Title: "The settings of an assistant put a token at risk",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{319, 798}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3", "RFC 9728"},
	Specialises: []*Rule{route001, tls001, tls002, token001},
	Check:       checkConf001,
}

func checkConf001(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactAssistant || loopback(r) {
			continue
		}
		if report, ok := weakChannel(r, "the assistant"); ok {
			p.Report(report)
		}
	}
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactAssistant && s.Setting.State == fact.StateOff {
			p.Report(Report{At: s.At, Evidence: s.Steps, Subject: switchSubject(s), Message: "The server that the assistant starts checks no certificate, so that whoever answers gets the tokens that it sends"})
		}
	}
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Artifact == fact.ArtifactAssistant && l.Use == fact.UseSetting && l.Credential.Claims == nil {
			p.Report(onLiteral(p, l, "%s of an assistant's server is written here, for everyone who can read the repository", credentialName(&l.Credential)))
		}
	}
}

// weakChannel reports a route of configuration whose channel proves nothing, or hides
// nothing, in the words for who sends. What stays in a cluster weighs medium.
func weakChannel(r *fact.Route, who string) (Report, bool) {
	var report Report
	switch {
	case r.Grades.Channel == fact.C0:
		report = onRoute(r, "%s sends %s to %s in plain text", who, credentialName(&r.Credential), whereTo(r))
	case r.Grades.Channel == fact.C1:
		report = onRoute(r, "%s sends %s to %s without a check of the certificate: whoever answers gets it", who, credentialName(&r.Credential), whereTo(r))
		report = report.with(r.Channel.Verify.At, "the check is turned off here")
	default:
		return Report{}, false
	}
	switch {
	case r.Grades.ClusterInternal:
		report.Severity = Medium
	case staysByDefault(r):
		report.Severity = Low
	}
	return report, true
}

// staysByDefault tells a host from a setting that is this machine where nobody sets it.
func staysByDefault(r *fact.Route) bool {
	host := r.Destination.Host
	return len(host) == 1 && host[0].Hole != nil && host[0].Hole.HasDefault && name.Classify(host[0].Hole.Default).Class == name.Loopback
}

// whereTo is the destination, or what is known of one that has no name.
func whereTo(r *fact.Route) string {
	if _, known := r.Destination.Host.Known(); !known && r.Destination.Cluster {
		return "what it finds in the cluster"
	}
	return destination(r)
}
