package rules

import (
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var token008 = &Rule{
	ID: "TOKEN-008", Name: "not-sender-constrained", Title: "A plain bearer token goes to a host that takes bound ones",
	Severity: Info, Confidence: ConfidenceLow, CWE: []int{522}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 9449", "RFC 8705", "RFC 9700 §2.2.1"},
	Check:      checkToken008,
}

func checkToken008(p *Pass) {
	bound := boundHosts(p.Facts)
	if len(bound) == 0 {
		return
	}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		c := &r.Credential
		if r.Artifact == fact.ArtifactOpenAPI || c.Kind != fact.KindBearer && c.Kind != fact.KindJWT || r.Channel.ClientCert.State == fact.StateOn {
			continue
		}
		for _, h := range hostsOf(r) {
			if s := bound[strings.ToLower(h)]; s != nil {
				report := onRoute(r, "%s goes to %s as a plain bearer token, though its description offers tokens that are bound to their sender", credentialName(c), destination(r))
				p.Report(report.with(s.At, "it is offered here"))
				break
			}
		}
	}
}

// boundHosts are the hosts whose descriptions offer mutual TLS or DPoP, with the scheme.
func boundHosts(facts *fact.Set) map[string]*fact.SecurityScheme {
	out := map[string]*fact.SecurityScheme{}
	for i := range facts.Schemes {
		s := &facts.Schemes[i]
		if !s.Used || s.Type != "mutualTLS" && s.Scheme != "dpop" {
			continue
		}
		d := facts.Document(s.Doc)
		if d == nil {
			continue
		}
		for j := range d.Servers {
			if host := serverHost(d.Servers[j].Raw); host != "" {
				out[host] = s
			}
		}
	}
	return out
}

// serverHost is the host of a server's URL; empty where it has none that is written.
func serverHost(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || strings.Contains(raw, "{") {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
