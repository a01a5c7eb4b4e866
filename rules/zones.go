package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// zoneName is a zone's name without its last dot; empty where it is not known.
func zoneName(z *fact.Zone) string {
	s, _ := z.Name.Known()
	return strings.ToLower(strings.TrimSuffix(s, "."))
}

// hostOfRecord is the whole name of a record; empty where it is not known.
func hostOfRecord(z *fact.Zone, r *fact.Record) string {
	zone := zoneName(z)
	s, known := r.Name.Known()
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	switch {
	case zone == "", !known:
		return ""
	case s == "", s == zone, strings.HasSuffix(s, "."+zone):
		if s == "" {
			return zone
		}
		return s
	}
	return s + "." + zone
}

// servedBy are the requests with a credential that go to a name of the zone.
func (p *Pass) servedBy(z *fact.Zone) []*fact.Route {
	zone := zoneName(z)
	if zone == "" || z.Private {
		return nil
	}
	return p.routesTo(func(host string) bool { return host == zone || strings.HasSuffix(host, "."+zone) })
}

// routesTo are the requests with a credential that go to one of the hosts.
func (p *Pass) routesTo(is func(host string) bool) []*fact.Route {
	var out []*fact.Route
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Credential.Kind == fact.KindNone || r.Credential.Placeholder || p.Facts.Class(r.At.Path) != fact.ClassMain {
			continue
		}
		for _, h := range hostsOf(r) {
			if is(strings.ToLower(strings.TrimSuffix(h, "."))) {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// onZone starts a report about a zone, with the requests that its names lead.
func onZone(at fact.Location, routes []*fact.Route, format string, args ...any) Report {
	report := Report{At: at, Message: sentence(format, args...)}
	for i, r := range routes {
		if i == shownAtStake {
			break
		}
		report.Routes = append(report.Routes, r.ID)
		report = report.with(r.At, sentence("%s goes to %s here", credentialName(&r.Credential), destination(r)))
	}
	return report
}
