package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf003 = &Rule{
	ID: "CONF-003", Name: "kubeconfig", Title: "A cluster's client settings give its credential away",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 9325", "CWE-798"},
	Specialises: []*Rule{route001, tls001, tls008, token001},
	Check:       checkConf003,
}

func checkConf003(p *Pass) {
	for i := range p.Facts.Routes {
		if r := &p.Facts.Routes[i]; r.Artifact == fact.ArtifactCluster {
			clusterRoute(p, r)
		}
	}
	for i := range p.Facts.Literals {
		if l := &p.Facts.Literals[i]; l.Artifact == fact.ArtifactCluster && l.Use == fact.UseSetting && l.Credential.Claims == nil { // a JWT is graded by what it says
			p.Report(onLiteral(p, l, "%s of a cluster is written here, for everyone who can read the repository", credentialName(&l.Credential)))
		}
	}
}

// clusterRoute reports what is weak in the way to a cluster, each once.
func clusterRoute(p *Pass, r *fact.Route) {
	host, known := r.Destination.Host.Known()
	verified, said := r.Channel.ServerName.Value.Known()
	switch {
	case r.Grades.Channel == fact.C0:
		report, ok := onRoute(r, "%s of a cluster goes to %s in plain text", credentialName(&r.Credential), destination(r)).grade(r.Grades)
		if proxy := r.Channel.Proxy; proxy.Explicit {
			report = report.with(proxy.At, "through this proxy, which reads it too")
		}
		if report.Severity = min(report.Severity, High); ok && !loopback(r) {
			p.Report(report)
		}
	case r.Channel.Verify.State == fact.StateOff:
		report := onRoute(r, "%s of a cluster goes to %s, and whoever answers there has to prove nothing", credentialName(&r.Credential), destination(r))
		report.At, report.Severity = r.Channel.Verify.At, min(unverified(r), High)
		p.Report(report.with(r.At, "the cluster is here"))
	case r.Channel.ServerName.Explicit && known && said && dnsName(host) && dnsName(verified) && !sameName(host, verified):
		report := onRoute(r, "%s of a cluster goes to %s, and the certificate of %s is taken for it", credentialName(&r.Credential), clip(host), clip(verified))
		report.At, report.Severity = r.Channel.ServerName.At, Medium
		p.Report(report.with(r.At, "the cluster is here"))
	}
}
