package rules

import (
	"maps"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns004 = &Rule{
	ID: "DNS-004", Name: "look-alike-host", Title: "A credential goes to a host that looks like another one",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{1007}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 5891"},
	Check:      checkDNS004,
}

func checkDNS004(p *Pass) {
	places := domainPlaces(p.Facts)
	known := map[string]resemblance{}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		for _, host := range publicHosts(r) {
			if report, ok := lookAlike(r, host, known, places); ok {
				p.Report(report)
				break
			}
		}
	}
}

// resemblance is the well-known host that another can be taken for, and how they differ.
type resemblance struct{ other, how string }

// domainPlaces are the places that send to each registrable domain.
func domainPlaces(s *fact.Set) map[string]map[fact.Location]*fact.Route {
	out := map[string]map[fact.Location]*fact.Route{}
	for i := range s.Routes {
		for _, host := range publicHosts(&s.Routes[i]) {
			d := name.RegistrableDomain(host)
			if out[d] == nil {
				out[d] = map[fact.Location]*fact.Route{}
			}
			out[d][s.Routes[i].At] = &s.Routes[i]
		}
	}
	return out
}

func lookAlike(r *fact.Route, host string, known map[string]resemblance, places map[string]map[fact.Location]*fact.Route) (Report, bool) {
	k, asked := known[host]
	if !asked {
		k.other, k.how = name.LooksLikeKnown(host)
		known[host] = k
	}
	if k.other != "" {
		return onRoute(r, "%s goes to %s, which is %s %s", credentialName(&r.Credential), clip(host), k.how, k.other), true
	}
	if name.Classify(host).MixedScript {
		return onRoute(r, "%s goes to %s, a name that mixes letters which look alike from several alphabets", credentialName(&r.Credential), clip(host)), true
	}
	domain := name.RegistrableDomain(host)
	if len(places[domain]) != 1 || name.Classify(host).Class != name.Public {
		return Report{}, false
	}
	var report Report
	best := 1 // of two that are rare alike, neither is known for the wrong one
	for _, other := range slices.Sorted(maps.Keys(places)) {
		at := places[other]
		how := name.LooksLike(domain, other)
		if how == "" || len(at) <= best {
			continue
		}
		best = len(at)
		report = onRoute(r, "%s goes to %s; %s is %s %s, where the other requests go", credentialName(&r.Credential), clip(host), domain, how, other)
		first := fact.Location{}
		for l := range at {
			if first.IsZero() || l.Before(first) {
				first = l
			}
		}
		report = report.with(first, "the other name stands here")
	}
	return report, best > 1
}
