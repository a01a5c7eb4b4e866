package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var spec004 = &Rule{
	ID: "SPEC-004", Name: "one-scheme-many-domains", Title: "One security scheme sends its credential to several registrable domains",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{923}, OWASP: []string{"API9:2023"},
	References: []string{"RFC 8707", "RFC 9700 §2.3"},
	Check:      checkSpec004,
}

func checkSpec004(p *Pass) {
	type scheme struct {
		at         fact.Location
		path, name string
	}
	var order []scheme
	of := map[scheme][]*fact.Route{}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact != fact.ArtifactOpenAPI || owner(r) == "" {
			continue
		}
		s := scheme{r.Credential.At, r.At.Path, r.Credential.Name}
		if of[s] == nil {
			order = append(order, s)
		}
		of[s] = append(of[s], r)
	}
	for _, s := range order {
		if report, ok := spread(of[s]); ok {
			p.Report(report)
		}
	}
}

// spread reports the routes of one scheme that lead to more than one owner, at the
// first server that is not the first one's.
func spread(routes []*fact.Route) (Report, bool) {
	var owners []string
	var first []*fact.Route
	var ids []int
	for _, r := range routes {
		ids = append(ids, r.ID)
		if o := owner(r); !slices.Contains(owners, o) {
			owners, first = append(owners, o), append(first, r)
		}
	}
	if len(owners) < 2 {
		return Report{}, false
	}
	report := onRoute(first[1], "%s goes to %d registrable domains: %s", credentialName(&first[1].Credential), len(owners), clip(strings.Join(owners, ", ")))
	report.Routes = ids
	for i, r := range first {
		if i != 1 && i < maxPlaces {
			report = report.with(r.At, owners[i]+" gets it too")
		}
	}
	return report, true
}

// owner is the registrable domain, or the address, that a route leads to. Names
// that nobody registers, and those reserved for documentation, have none. All of a
// provider's own names are of one owner; those that it gives to customers are not.
func owner(r *fact.Route) string {
	host := r.Destination.Host
	h, known := host.Known()
	if !known {
		h = fixedTail(host)
	}
	switch name.Classify(h).Class {
	case name.Public, name.PublicIP:
		return name.DelegatedDomain(h)
	case name.Claimable, name.Tunnel, name.DynamicDNS:
		return name.RegistrableDomain(h)
	}
	return ""
}
