package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
)

// hostsOf are the hosts that a route is known to lead to: the one that is written, or that
// stands in the place of a setting which is absent, and those that settings files give.
func hostsOf(r *fact.Route) []string {
	if h, ok := r.Destination.Host.WithDefaults(); ok {
		return []string{h}
	}
	return r.Destination.Configured
}

// unproven tells a channel whose other end no certificate of the public authorities
// proves, so that the name alone leads to it.
func unproven(r *fact.Route) bool {
	switch r.Grades.Channel {
	case fact.C0, fact.C1, fact.C2:
		return true
	}
	return false
}
