package eval

import (
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
