package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns002 = &Rule{
	ID: "DNS-002", Name: "neighbours-are-asked", Title: "A credential goes to a name that any device of the network may answer for",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{350}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6762", "RFC 4795"},
	Check:      checkDNS002,
}

func checkDNS002(p *Pass) {
	short := asksNeighbours(p.Facts)
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Grades.Channel == fact.C4 {
			continue // whoever answers lacks the key
		}
		for _, host := range hostsOf(r) {
			if report, ok := neighbour(r, host, short); ok {
				p.Report(report)
				break
			}
		}
	}
}

// asksNeighbours is a setting that has names of one label asked of the network.
func asksNeighbours(s *fact.Set) *fact.Setting {
	i := slices.IndexFunc(s.Resolvers, func(r fact.Resolver) bool { return r.Multicast.State == fact.StateOn && r.Multicast.Explicit })
	if i < 0 {
		return nil
	}
	return &s.Resolvers[i].Multicast
}

func neighbour(r *fact.Route, host string, short *fact.Setting) (report Report, ok bool) {
	switch class := name.Classify(host).Class; {
	case class == name.MDNS:
		report = onRoute(r, "%s goes to %s, a name that every device of the network is asked for and any may answer", credentialName(&r.Credential), clip(host))
	case class == name.SingleLabel && short != nil:
		report = onRoute(r, "%s goes to %s, and short names are asked of every device of the network", credentialName(&r.Credential), clip(host)).with(short.At, "this is what asks them")
	default:
		return report, false
	}
	if r.Grades.Channel == fact.C0 || r.Grades.Channel == fact.C1 {
		report.Severity = High
	}
	return report, true
}
