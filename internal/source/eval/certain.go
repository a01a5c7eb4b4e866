package eval

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// slot is one key of a mapping, in the branch where it is known to be there.
type slot struct {
	d      *dict
	key    string
	branch int
}

// enterBranch begins a way that is not certain to be gone, and returns what ends it.
func (m *machine) enterBranch() (leave func()) {
	outer, asked := m.within, m.asked
	m.branches++
	m.branching++
	m.within = m.branches
	return func() {
		m.branching--
		m.within, m.asked = outer, asked
	}
}

// certain tells whether what is written to a key of a mapping takes the place of what was
// there: outside of all branches, in the branch that made the mapping, or where a test
// has just found the key there. Else it stands beside it.
func (m *machine) certain(d *dict, key string) bool {
	return m.branching == 0 || d.born != 0 && d.born == m.within || m.asked == slot{d, key, m.within}
}

// asks remembers the key that a test finds in a mapping, for the branch that begins.
func (m *machine) asks(f *frame, test ir.Expr) {
	c, ok := test.(*ir.Compare)
	if !ok || len(c.Xs) != 2 || len(c.Ops) != 1 || c.Ops[0] != "in" {
		return
	}
	_, isName := c.Xs[1].(*ir.Name)
	d, isDict := m.expr(f, c.Xs[1]).(*dict)
	if k, known := keyOf(m.expr(f, c.Xs[0])); known && isName && isDict {
		m.asked = slot{d, k, m.within}
	}
}

// born is a mapping that begins here.
func (m *machine) born(d *dict) *dict {
	d.born = m.within
	return d
}

// narrow leaves a name only what can be of a class of this program, where a test has
// found that it is: no text from outside is.
func (m *machine) narrow(f *frame, test ir.Expr) {
	c, ok := test.(*ir.Call)
	if !ok || len(c.Args) != 2 || !dotted(c.Fn) {
		return
	}
	name, isName := c.Args[0].Value.(*ir.Name)
	x, isExt := m.expr(f, c.Fn).(*ext)
	if !isName || !isExt || !m.matches(m.model.InstanceChecks, x.path) {
		return
	}
	if _, own := m.expr(f, c.Args[1].Value).(*class); !own {
		return
	}
	var left []value
	for _, a := range alternatives(m.expr(f, name)) {
		if !outsideText(a) {
			left = append(left, a)
		}
	}
	if len(left) == 0 {
		left = []value{nil}
	}
	m.set(f, name.Value, oneOf(left...))
}

// outsideText tells a text that comes from a request or the environment.
func outsideText(v value) bool {
	s, ok := v.(*str)
	if !ok {
		return false
	}
	h := s.onlyHole()
	return h == nil || h.Origin == fact.OriginRequest || h.Origin == fact.OriginEnv
}
