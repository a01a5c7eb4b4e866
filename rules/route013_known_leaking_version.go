package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route013 = &Rule{
	ID: "ROUTE-013", Name: "known-leaking-version", Title: "A client is used in a version that is known to give credentials away",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{1395}, OWASP: []string{"API8:2023"},
	References: []string{"CWE-1395"},
	Check:      checkRoute013,
}

// maxUses bounds the calls that a finding lists as evidence.
const maxUses = 8

func checkRoute013(p *Pass) {
	all := advisories()
	found := map[fact.Location]*leaking{}
	var order []fact.Location
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Credential.Kind == fact.KindNone {
			continue
		}
		for _, pkg := range append([]fact.Package{r.Client.Package}, r.Client.Through...) {
			reached := reaching(all, &pkg, r)
			if len(reached) == 0 || pkg.At.IsZero() {
				continue
			}
			if found[pkg.At] == nil {
				found[pkg.At] = &leaking{pkg: pkg}
				order = append(order, pkg.At)
			}
			found[pkg.At].add(r, reached)
		}
	}
	for _, at := range order {
		report := found[at].report()
		if !slices.ContainsFunc(found[at].routes, func(r *fact.Route) bool { return p.Facts.Class(r.At.Path) == fact.ClassMain }) {
			report.Severity = Low // used by tests and the like alone
		}
		p.Report(report)
	}
}

// reaching are the advisories of a package that a route meets.
func reaching(all []advisory, pkg *fact.Package, r *fact.Route) []*advisory {
	var out []*advisory
	for i := range all {
		if a := &all[i]; a.hits(pkg) && a.needs(r) {
			out = append(out, a)
		}
	}
	return out
}

// leaking is a package in an affected version, with the routes that it costs.
type leaking struct {
	pkg        fact.Package
	advisories []*advisory
	routes     []*fact.Route
}

func (l *leaking) add(r *fact.Route, reached []*advisory) {
	l.routes = append(l.routes, r)
	for _, a := range reached {
		if !slices.Contains(l.advisories, a) {
			l.advisories = append(l.advisories, a)
		}
	}
}

func (l *leaking) report() Report {
	var known []string
	for _, a := range l.advisories {
		known = append(known, fmt.Sprintf("%s (%s; fixed in %s)", a.id, a.what, a.fixed))
	}
	slices.Sort(known)
	report := Report{
		At: l.pkg.At, Credential: real(l.routes),
		Message: sentence("the package %s %s is used with a credential, and has %s", clip(l.pkg.Name), clip(l.pkg.Versions()), strings.Join(known, ", ")),
	}
	for i, r := range l.routes {
		report.Routes = append(report.Routes, r.ID)
		if i < maxUses {
			report = report.with(r.At, fmt.Sprintf("%s goes to %s", credentialName(&r.Credential), destination(r)))
		}
	}
	return report
}

// real is the credential of the first route that is no placeholder.
func real(rs []*fact.Route) *fact.Credential {
	for _, r := range rs {
		if !r.Credential.Placeholder {
			return &r.Credential
		}
	}
	return &rs[0].Credential
}
