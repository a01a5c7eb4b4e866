package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// hostsOf are the hosts that a route is known to lead to: the one that is written, or that
// stands in the place of a setting which is absent, and those that settings files give.
func hostsOf(r *fact.Route) []string {
	if h, ok := written(r.Destination.Host); ok {
		return []string{h}
	}
	return r.Destination.Configured
}

// written is a text with the defaults of its holes; false where one has none, or where
// there is nothing.
func written(t fact.Text) (s string, ok bool) {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.Hole == nil:
			b.WriteString(p.Literal)
		case p.Hole.HasDefault:
			b.WriteString(p.Hole.Default)
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
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
