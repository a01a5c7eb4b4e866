package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var route011 = &Rule{
	ID: "ROUTE-011", Name: "client-wide-token", Title: "A client sends its credential to several hosts",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{923}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 6750 §5.3"},
	// The client is the place where the two domains meet.
	Specialises: []*Rule{route023},
	Check:       checkRoute011,
}

func checkRoute011(p *Pass) {
	for _, rs := range byClient(p.Facts) {
		firsts := firstOfEachDomain(rs)
		if len(firsts) < 2 {
			continue
		}
		var domains []string
		for _, r := range firsts {
			domains = append(domains, domain(r))
		}
		// The second domain is where the credential leaves the first.
		report := onRoute(firsts[1], "%s is set for the whole client, which calls %s", credentialName(&rs[0].Credential), strings.Join(domains, ", "))
		report.Routes, report.Documentation = nil, false
		for _, r := range firsts {
			report.Routes = append(report.Routes, r.ID)
			report = report.with(r.At, "a call to "+domain(r))
		}
		p.Report(report)
	}
}

// firstOfEachDomain is the first route to each registrable domain, in order.
func firstOfEachDomain(rs []*fact.Route) []*fact.Route {
	seen := map[string]bool{"": true}
	var out []*fact.Route
	for _, r := range rs {
		if d := domain(r); !seen[d] {
			seen[d] = true
			out = append(out, r)
		}
	}
	return out
}

// domain is the registrable domain of a route; empty where the host is not known, or
// no name leads to it.
func domain(r *fact.Route) string {
	h, known := r.Destination.Host.Known()
	if !known || h == "" || loopback(r) {
		return ""
	}
	return name.RegistrableDomain(h)
}

// byClient groups the routes whose credential is the client's own, by client
// object and credential, in order.
func byClient(s *fact.Set) [][]*fact.Route {
	type key struct {
		client int
		cred   fact.Location
	}
	groups := map[key][]*fact.Route{}
	var order []key
	for i := range s.Routes {
		r := &s.Routes[i]
		if r.Client.ID == 0 || !r.Credential.ClientWide || r.Credential.Kind == fact.KindNone {
			continue
		}
		k := key{r.Client.ID, r.Credential.At}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	var out [][]*fact.Route
	for _, k := range order {
		out = append(out, groups[k])
	}
	return out
}
