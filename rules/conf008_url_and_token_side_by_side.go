package rules

import "github.com/hostbound/hostbound/internal/fact"

var conf008 = &Rule{
	ID: "CONF-008", Name: "url-and-token-side-by-side", Title: "A settings file pairs a credential with a plaintext URL",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{319}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.3"},
	Specialises: []*Rule{route001},
	Check:       checkConf008,
}

func checkConf008(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if !r.Artifact.Settings() || r.Grades.Channel != fact.C0 || loopback(r) {
			continue
		}
		report := onRoute(r, "%s stands beside %s: the client that reads both sends it in plain text", credentialName(&r.Credential), destination(r))
		switch {
		case r.Grades.Meshed:
			report.Severity = Info
		case r.Grades.ClusterInternal, r.Grades.Name == "":
			report.Severity = Medium
		}
		p.Report(report)
	}
}
