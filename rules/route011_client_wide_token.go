package rules

import (
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var route011 = &Rule{
	ID: "ROUTE-011", Name: "client-wide-token", Title: "A client sends its credential to several hosts",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{923}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 6750 §5.3"},
	Check:      checkRoute011,
}

func checkRoute011(p *Pass) {
	for _, rs := range byClient(p.Facts) {
		domains := map[string]*fact.Route{}
		for _, r := range rs {
			if h, ok := r.Destination.Host.Known(); ok && h != "" && !loopback(r) {
				d := name.RegistrableDomain(h)
				if domains[d] == nil {
					domains[d] = r
				}
			}
		}
		if len(domains) < 2 {
			continue
		}
		report := onRoute(rs[0], "%s is set for the whole client, which calls %s", credentialName(&rs[0].Credential), strings.Join(keys(domains), ", "))
		report.Routes = nil
		for _, d := range keys(domains) {
			r := domains[d]
			report.At = r.At
			report.Routes = append(report.Routes, r.ID)
			report = report.with(r.At, "a call to "+d)
		}
		p.Report(report)
	}
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

func keys[V any](m map[string]V) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}
