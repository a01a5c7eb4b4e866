package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns010 = &Rule{
	ID: "DNS-010", Name: "override-of-credentialed-name", Title: "A public name that gets a credential is given another address here",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{350}, OWASP: []string{"API8:2023"},
	References: []string{"CWE-350"},
	Check:      checkDNS010,
}

func checkDNS010(p *Pass) {
	if len(p.Facts.Overrides) == 0 {
		return
	}
	routes := map[string][]*fact.Route{}
	for i := range p.Facts.Routes {
		for _, h := range publicHosts(&p.Facts.Routes[i]) {
			h = strings.ToLower(strings.TrimSuffix(h, "."))
			routes[h] = append(routes[h], &p.Facts.Routes[i])
		}
	}
	for i := range p.Facts.Overrides {
		o := &p.Facts.Overrides[i]
		if staysHere(o.To) {
			continue
		}
		for _, r := range overridden(o, routes) {
			if report, ok := override(o, r); ok {
				p.Report(report)
			}
		}
	}
}

// overridden are the routes to the name of an override, or to one below it.
func overridden(o *fact.Override, routes map[string][]*fact.Route) []*fact.Route {
	n, known := o.Name.Known()
	n = strings.ToLower(strings.TrimSuffix(n, "."))
	if !known || n == "" {
		return nil
	}
	tail, wild := strings.CutPrefix(n, "*")
	if !wild {
		return routes[n]
	}
	var out []*fact.Route
	for _, h := range slices.Sorted(maps.Keys(routes)) {
		if strings.HasSuffix(h, tail) && len(tail) > 1 {
			out = append(out, routes[h]...)
		}
	}
	return out
}

// staysHere tells an address of the machine itself, or of the one that runs the container.
func staysHere(to fact.Text) bool {
	s, known := to.Known()
	return known && (s == "host-gateway" || name.Classify(s).Class == name.Loopback)
}

// override is a report about one route. A certificate that is checked proves the other
// end, whatever the address.
func override(o *fact.Override, r *fact.Route) (report Report, ok bool) {
	var severity Severity
	switch {
	case unproven(r):
		severity = Medium
	case r.Grades.Channel == fact.C3:
		severity = Info
	default:
		return report, false
	}
	report = onRoute(r, "%s goes to %s, a name that is given to %s here (%s)", credentialName(&r.Credential), destination(r), clip(o.To.String()), o.By).with(r.At, "the request is sent here")
	report.At, report.Severity = o.At, severity
	return report, true
}
