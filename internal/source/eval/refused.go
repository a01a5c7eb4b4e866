package eval

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// turnDown notes, for one way of a branch, the values that its test has found not to be
// what they should: a check of their form failed, or what was made of them is nothing.
// What is called ends it.
func (m *machine) turnDown(f *frame, test ir.Expr, t *test, holds bool) (end func()) {
	before := m.refused
	passed := t.yes // what the other way has passed, this one has not
	if holds {
		passed = t.no
	}
	m.refused = before[:len(before):len(before)]
	for _, c := range passed {
		if asksForm(c.Kind) {
			m.refuse(c.of)
		}
	}
	for _, x := range found(test, !holds, 0) {
		for _, a := range alternatives(m.expr(f, x)) {
			if s, ok := a.(*str); ok {
				m.refuse(s)
			}
		}
	}
	return func() { m.refused = before }
}

func (m *machine) refuse(s *str) {
	for _, p := range s.pieces {
		if p.hole != nil {
			m.refused = append(m.refused, p.hole)
		}
	}
}

// refuses tells a credential that is one of these values.
func (m *machine) refuses(c *fact.Credential) bool {
	return slices.ContainsFunc(m.refused, func(h *fact.Hole) bool {
		return h.Name != "" && h.Name == c.Name && h.Origin == c.Origin
	})
}

// asksForm tells a check of how a value is made from a comparison with another one,
// which may be as good.
func asksForm(k fact.GuardKind) bool {
	return slices.Contains([]fact.GuardKind{fact.GuardRegex, fact.GuardLoose, fact.GuardPrefix, fact.GuardSuffix, fact.GuardOpaque}, k)
}

// found are the names whose value is nothing where a test comes out the other way than
// asked: those that it asks to be there.
func found(test ir.Expr, holds bool, depth int) []ir.Expr {
	if depth > maxTestDepth {
		return nil
	}
	switch x := test.(type) {
	case *ir.Not:
		return found(x.X, !holds, depth+1)
	case *ir.Logic:
		return append(found(x.L, holds, depth+1), found(x.R, holds, depth+1)...)
	case *ir.Compare:
		if len(x.Xs) != 2 || len(x.Ops) != 1 {
			return nil
		}
		if _, isNull := x.Xs[1].(*ir.Null); !isNull {
			return nil
		}
		switch op := x.Ops[0]; {
		case op == "is" || op == "==":
			return found(x.Xs[0], !holds, depth+1)
		case op == "is not" || op == "!=":
			return found(x.Xs[0], holds, depth+1)
		}
	default:
		if holds && dotted(test) {
			return []ir.Expr{test}
		}
	}
	return nil
}

const maxTestDepth = 20 // parts of a test that lie in each other
