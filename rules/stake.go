package rules

import (
	"net/netip"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// atStake are the requests of a repository whose credential a forged answer would get: they
// carry one to a name that is looked up in DNS, and no certificate of the public
// authorities proves the other end. Tests put nothing at stake but for their own settings,
// and what a proxy asks for are the names that proxies send to.
func (p *Pass) atStake(class fact.PathClass, of fact.Artifact) []*fact.Route {
	var out []*fact.Route
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if c := p.Facts.Class(r.At.Path); c != fact.ClassMain && c != class || of == fact.ArtifactProxy && r.Artifact != of {
			continue
		}
		if r.Credential.Kind != fact.KindNone && !r.Credential.Placeholder && unproven(r) && lookedUp(r) {
			out = append(out, r)
		}
	}
	return out
}

// lookedUp tells a route to a name that a resolver is asked for, by its letters. One whose
// host is not known may stay within a cluster.
func lookedUp(r *fact.Route) bool {
	for _, h := range slices.Concat(hostsOf(r), []string{fixedTail(r.Destination.Host)}) {
		switch name.Classify(h).Class {
		case name.Public, name.Claimable, name.Tunnel, name.DynamicDNS, name.SpecialUse:
			return true
		}
	}
	return false
}

// shownAtStake is how many requests at stake a finding names.
const shownAtStake = 3

// onResolver starts a report about the settings of a resolver in a file of some kind, with
// what is at stake. Where
// nothing is, it weighs as a request without a credential does.
func (p *Pass) onResolver(of fact.Artifact, at fact.Location, format string, args ...any) Report {
	report := Report{At: at, Message: sentence(format, args...)}
	stake := p.atStake(p.Facts.Class(at.Path), of)
	if len(stake) == 0 {
		report.Credential = &fact.Credential{}
		return report
	}
	for i, r := range stake {
		if i == shownAtStake {
			break
		}
		report.Routes = append(report.Routes, r.ID)
		report = report.with(r.At, sentence("%s goes to %s here, and its name alone leads there", credentialName(&r.Credential), destination(r)))
	}
	return report
}

// far tells a resolver that is asked over the internet: a public address.
func far(s *fact.NameServer) bool {
	address, known := s.Address.Known()
	return known && name.Classify(address).Class == name.PublicIP
}

// near tells whether all resolvers that are asked are on the machine itself.
func near(servers []fact.NameServer) bool {
	for i := range servers {
		address, known := servers[i].Address.Known()
		if a, err := netip.ParseAddr(address); !known || err != nil || !a.IsLoopback() {
			return false
		}
	}
	return len(servers) > 0
}
