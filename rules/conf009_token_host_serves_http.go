package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var conf009 = &Rule{
	ID: "CONF-009", Name: "token-host-serves-http", Title: "A host that takes credentials answers in plain text too",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{319}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6797"},
	Check:      checkConf009,
}

func checkConf009(p *Pass) {
	if len(p.Facts.Listeners) == 0 {
		return
	}
	takes := credentialHosts(p)
	secure := map[string]bool{} // the names that are served by TLS from here
	for i := range p.Facts.Listeners {
		if l := &p.Facts.Listeners[i]; l.TLS {
			for _, h := range l.Hosts {
				secure[strings.ToLower(h)] = true
			}
		}
	}
	for i := range p.Facts.Listeners {
		l := &p.Facts.Listeners[i]
		host, r := served(l, takes)
		if r == nil {
			continue
		}
		report := Report{At: l.At, Documentation: name.IsDocumentation(host)}
		switch {
		case l.Plain && l.Redirects.State != fact.StateOn:
			report.Message = host + " takes a credential, and is served without TLS here, with no redirect to https"
			if !secure[host] { // TLS may end in front of this server
				report.Severity, report.Confidence = Low, ConfidenceLow
			}
		case l.TLS && l.Strict.State == fact.StateUnknown && !l.Strict.Explicit:
			report.Message = host + " takes a credential, and does not tell its callers to come by https alone (Strict-Transport-Security)"
			report.Severity = Info
		default:
			continue
		}
		p.Report(report.with(r.At, "a credential is sent to "+host+" here"))
	}
}

// credentialHosts are the hosts that a description or a route says take a credential.
func credentialHosts(p *Pass) map[string]*fact.Route {
	out := map[string]*fact.Route{}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		class := p.Facts.Class(r.At.Path)
		host, known := r.Destination.Host.Known()
		if !known || !dnsName(host) || r.Credential.Kind == fact.KindNone || r.Artifact.Hop() || class != fact.ClassMain && class != fact.ClassDocs {
			continue
		}
		if host = strings.ToLower(host); out[host] == nil {
			out[host] = r
		}
	}
	return out
}

// served is a host that a listener answers for and that takes a credential, with a route
// to it.
func served(l *fact.Listener, takes map[string]*fact.Route) (string, *fact.Route) {
	hosts := slices.Clone(l.Hosts)
	slices.Sort(hosts)
	for _, h := range hosts {
		if r := takes[strings.ToLower(h)]; r != nil {
			return strings.ToLower(h), r
		}
	}
	return "", nil
}
