package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var route023 = &Rule{
	ID: "ROUTE-023", Name: "one-credential-many-domains", Title: "One credential goes to several registrable domains",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{923}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9700 §2.3", "RFC 8707"},
	Check:      checkRoute023,
}

// stop is one route to one owner.
type stop struct {
	owner, host string
	route       *fact.Route
}

func checkRoute023(p *Pass) {
	var order []string
	of := map[string][]stop{}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		key := sameCredential(r)
		if key == "" || p.Facts.Class(r.At.Path) != fact.ClassMain || r.Credential.Inbound {
			continue
		}
		for _, h := range publicHosts(r) {
			if of[key] == nil {
				order = append(order, key)
			}
			of[key] = append(of[key], stop{name.Owner(h), h, r})
		}
	}
	for _, key := range order {
		if report, ok := scattered(of[key]); ok {
			p.Report(report)
		}
	}
}

// scattered reports the stops of one credential that are of more than one owner, at the
// first that is not the first one's, with all places in it.
func scattered(stops []stop) (Report, bool) {
	var firsts []stop
	var domains []string
	for _, s := range stops {
		if !slices.ContainsFunc(firsts, func(f stop) bool { return f.owner == s.owner }) {
			firsts = append(firsts, s)
			domains = append(domains, name.DelegatedDomain(s.host))
		}
	}
	if len(firsts) < 2 {
		return Report{}, false
	}
	second := firsts[1].route
	report := onRoute(second, "%s goes to %d registrable domains, each of which can use it at the others: %s", credentialName(&second.Credential), len(firsts), clip(strings.Join(domains, ", ")))
	report.Routes, report.Documentation = nil, false
	var said []fact.Location
	for _, s := range stops {
		if !slices.Contains(said, s.route.At) && len(said) < maxPlaces {
			said = append(said, s.route.At)
			report = report.with(s.route.At, "a call to "+clip(s.host))
		}
	}
	for _, f := range firsts {
		if !slices.Contains(report.Routes, f.route.ID) {
			report.Routes = append(report.Routes, f.route.ID)
		}
	}
	if len(said) == 1 { // one call, whose host a setting may choose once and for all
		report.Severity, report.Confidence = Low, ConfidenceLow
	}
	return report, true
}
