package eval

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// narrowing is what a name can still be where a comparison with a constant holds, and
// where it does not.
type narrowing struct {
	name    string
	yes, no value
}

// remaining reads a comparison of a name that may be one of several values. A constant
// among these that differs is not there where they are equal, and the other way round.
func (m *machine) remaining(f *frame, test ir.Expr) *narrowing {
	if not, ok := test.(*ir.Not); ok {
		if n := m.remaining(f, not.X); n != nil {
			return &narrowing{n.name, n.no, n.yes}
		}
		return nil
	}
	l, r, fold, ok := m.compared(f, test)
	if !ok {
		return nil
	}
	for _, side := range [][2]ir.Expr{{l, r}, {r, l}} {
		n, isName := side[0].(*ir.Name)
		if !isName || !constant(side[1]) {
			continue
		}
		all, several := f.scope.vars[n.Value].(*multi)
		k, known := keyOf(m.expr(f, side[1]))
		if !several || !known {
			continue
		}
		equal := func(a value) (same, decided bool) {
			t, ok := keyOf(a)
			return t == k || fold && strings.EqualFold(t, k), ok
		}
		out := &narrowing{name: n.Value}
		out.yes = without(all, func(a value) bool { same, decided := equal(a); return decided && !same })
		out.no = without(all, func(a value) bool { same, decided := equal(a); return decided && same })
		if c, ok := test.(*ir.Compare); ok && (c.Ops[0] == "!=" || c.Ops[0] == "is not") {
			out.yes, out.no = out.no, out.yes
		}
		return out
	}
	return nil
}

// constant tells an expression that can be read again at no cost.
func constant(x ir.Expr) bool {
	_, isString := x.(*ir.String)
	return isString || dotted(x)
}

func without(all *multi, drop func(value) bool) value {
	rest := slices.DeleteFunc(slices.Clone(all.alts), drop)
	if len(rest) == 0 || len(rest) == len(all.alts) {
		return all
	}
	return withOthers(oneOf(rest...), all.more)
}

// compared are the two sides of a comparison for equality; fold is set where case does
// not count.
func (m *machine) compared(f *frame, test ir.Expr) (l, r ir.Expr, fold, ok bool) {
	switch x := test.(type) {
	case *ir.Compare:
		if len(x.Ops) == 1 && slices.Contains([]string{"==", "!=", "is", "is not"}, x.Ops[0]) {
			return x.Xs[0], x.Xs[1], false, true
		}
	case *ir.Call:
		if len(x.Args) != 2 || !dotted(x.Fn) || len(m.model.Texts) == 0 {
			return nil, nil, false, false
		}
		e, isExt := m.expr(f, x.Fn).(*ext)
		equals := func(t models.TextCall) bool { return t.Does == models.Equals && isExt && match(t.Path, e.path) }
		if slices.ContainsFunc(m.model.Texts, equals) {
			return x.Args[0].Value, x.Args[1].Value, true, true
		}
	}
	return nil, nil, false, false
}
