package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var dns001 = &Rule{
	ID: "DNS-001", Name: "search-list-name", Title: "A credential goes to a name that a search list completes",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{350, 426}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 1535"},
	Check:      checkDNS001,
}

func checkDNS001(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Grades.Channel == fact.C4 || r.Grades.Meshed || r.Credential.Kind == fact.KindNone {
			continue
		}
		lookup := lookupOf(p.Facts, r)
		if lookup == nil || len(lookup.Search) == 0 {
			continue
		}
		for _, host := range hostsOf(r) {
			if report, ok := completed(p.Facts, r, host, lookup); ok {
				p.Report(report)
				break
			}
		}
	}
}

// lookupOf is how the names of a route are looked up where it runs: in its own block, or
// else as the repository says of a whole machine.
func lookupOf(s *fact.Set, r *fact.Route) *fact.Resolver {
	var whole *fact.Resolver
	for i := range s.Resolvers {
		l := &s.Resolvers[i]
		if l.Within == "" {
			if len(l.Search) > 0 && s.Class(l.At.Path) == fact.ClassMain && r.Block.Name == "" {
				whole = l
			}
			continue
		}
		if l.At.Path == r.Block.Path && (l.Within == r.Block.Name || strings.HasPrefix(r.Block.Name, l.Within)) {
			return l
		}
	}
	return whole
}

func completed(s *fact.Set, r *fact.Route, host string, lookup *fact.Resolver) (report Report, ok bool) {
	dots := strings.Count(host, ".")
	enough := max(lookup.Dots, 1)
	if strings.HasSuffix(host, ".") || dots >= enough || declared(s, r, host) {
		return report, false
	}
	switch class := name.Classify(host).Class; class {
	case name.SingleLabel, name.Public, name.SpecialUse, name.Claimable, name.DynamicDNS, name.Tunnel:
	default:
		return report, false
	}
	report = onRoute(r, "%s goes to %s, which has %s and is first completed with %s", credentialName(&r.Credential), clip(host), dotsSay(dots), clip(strings.Join(lookup.Search, ", ")))
	report = report.with(lookup.At, "this is how names are looked up there")
	switch {
	case !unproven(r): // a certificate for the name as it is written has to be shown
		report.Severity = Info
	case dots > 0 && r.Grades.Channel != fact.C2:
		report.Severity = High
	}
	return report, true
}

func dotsSay(n int) string {
	switch n {
	case 0:
		return "no dot"
	case 1:
		return "one dot"
	}
	return "few dots"
}

// declared reports whether a name without a domain is one that the repository itself gives
// to a service where the route runs, so that the first look finds it.
func declared(s *fact.Set, r *fact.Route, host string) bool {
	return slices.ContainsFunc(s.Services, func(v fact.Service) bool {
		return (v.Folder == "" || strings.HasPrefix(r.At.Path, v.Folder+"/") || v.Folder == ".") &&
			slices.ContainsFunc(v.Names, func(n string) bool { return name.SameService(n, v.Namespace, host) })
	})
}
