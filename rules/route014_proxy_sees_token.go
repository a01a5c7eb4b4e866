package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var route014 = &Rule{
	ID: "ROUTE-014", Name: "proxy-sees-token", Title: "A proxy on the way can read the credential",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{319, 441}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9110 §9.3.6"},
	Check:      checkRoute014,
}

func checkRoute014(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		open := r.Grades.Channel == fact.C0 || r.Grades.Channel == fact.C1
		if r.Channel.Proxy.State != fact.StateOn || !open || r.Credential.Kind == fact.KindNone || loopback(r) || ownProxy(r) {
			continue
		}
		report := onRoute(r, "%s goes to %s through a proxy, which can read it: nothing that the proxy cannot undo protects it on the way", credentialName(&r.Credential), destination(r))
		p.Report(report.with(r.Channel.Proxy.At, "the proxy is set here"))
	}
}

// ownProxy tells a proxy on the machine itself.
func ownProxy(r *fact.Route) bool {
	host := hostOf(r.Channel.Proxy.Value)
	return host != "" && name.Classify(host).Class == name.Loopback
}
