package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// hopGroup are the lines of one file that hand requests on to one place.
type hopGroup struct{ routes []*fact.Route }

// hopGroups are the hops that have a weakness, by file and place: what ends the weakness
// ends it for all of them.
func hopGroups(p *Pass, weak func(*fact.Route) bool) []*hopGroup {
	type key struct{ path, place string }
	of := map[key]*hopGroup{}
	var out []*hopGroup
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if !r.Artifact.Hop() || r.TrustAnchor || loopback(r) || outsideHole(r, fact.Origin.Outside) != nil || !weak(r) {
			continue
		}
		k := key{r.At.Path, destination(r) + ":" + r.Destination.Port.String()}
		if of[k] == nil {
			of[k] = &hopGroup{}
			out = append(out, of[k])
		}
		of[k].routes = append(of[k].routes, r)
	}
	return out
}

// first is the route that the finding is about: one with a credential before one with none
// in sight.
func (g *hopGroup) first() *fact.Route {
	for _, r := range g.routes {
		if r.Credential.Kind != fact.KindNone {
			return r
		}
	}
	return g.routes[0]
}

// with puts the other lines of the group into a report about the first.
func (g *hopGroup) with(report Report) Report {
	report.Routes = nil
	first := g.first()
	said := map[fact.Location]bool{first.At: true}
	for _, r := range g.routes {
		report.Routes = append(report.Routes, r.ID)
		if !said[r.At] && len(said) < maxPlaces {
			said[r.At] = true
			report = report.with(r.At, "it is handed on here too")
		}
	}
	return report
}

// hopSeverity is the severity of a weak hop. A proxy's upstream that a setting names is one
// that whoever deploys it chose, and an address of a private network is as far away as
// another service of the cluster. Where no credential is in sight, the hop is no matter for
// a gate.
func hopSeverity(r *fact.Route, channel fact.ChannelGrade, inside, most Severity) Severity {
	g := r.Grades
	g.Channel = channel
	s := Matrix(g)
	host, known := r.Destination.Host.Known()
	if g.Name == "" || g.Name == fact.N1 || g.ClusterInternal || known && name.Classify(host).Class == name.PrivateIP {
		s = inside
	}
	if r.Credential.Kind == fact.KindNone {
		s = min(s, High)
	}
	return min(s, most)
}

// handedOn says what goes on by a hop.
func handedOn(r *fact.Route) string {
	switch c := &r.Credential; {
	case c.Inbound && c.Kind == fact.KindBasic:
		return "the caller's Basic credential"
	case c.Inbound:
		return "the caller's credential"
	case c.Kind == fact.KindNone:
		return "what callers send"
	default:
		return credentialName(c)
	}
}

// onHop starts a report about a hop.
func onHop(r *fact.Route, format string, args ...any) Report {
	report := onRoute(r, format, args...)
	if r.Destination.At != r.At && !within(r.Destination.At, r.At) {
		report = report.with(r.Destination.At, "the upstream is named here")
	}
	return report
}

func within(a, b fact.Location) bool {
	return a.Path == b.Path && a.Start.Offset >= b.Start.Offset && a.End.Offset <= b.End.Offset
}
