package eval

import "github.com/hostbound/hostbound/internal/source/ir"

// callers are the functions of the file that mention one of the names, and those that
// mention these.
func (m *machine) callers(names map[string]bool) map[*ir.Func]bool {
	mentioned := map[*ir.Func]map[string]bool{}
	for _, g := range m.fns {
		if g.decl != nil {
			mentioned[g.decl] = mentions(g.decl.Body)
		}
	}
	wanted := map[string]bool{}
	for n := range names {
		wanted[n] = true
	}
	out := map[*ir.Func]bool{}
	for more := true; more; {
		more = false
		for _, g := range m.fns {
			if g.decl == nil || out[g.decl] || !Meet(mentioned[g.decl], wanted) && !m.extends(g.owner, wanted) {
				continue
			}
			out[g.decl], more = true, true
			wanted[g.decl.Name] = true
			if g.owner != nil && g.decl.Name == m.model.Initializer {
				wanted[g.owner.decl.Name] = true
			}
		}
	}
	return out
}

// extends tells whether a class has one of the names among its bases.
func (m *machine) extends(c *class, names map[string]bool) bool {
	if c == nil {
		return false
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && names[bc.decl.Name] {
			return true
		}
	}
	return false
}

// mentions are the names and attributes in a body.
func mentions(body []ir.Stmt) map[string]bool {
	out := map[string]bool{}
	ir.Walk(body, func(x ir.Expr) {
		switch n := x.(type) {
		case *ir.Name:
			out[n.Value] = true
		case *ir.Attr:
			out[n.Name] = true
		}
	})
	return out
}

// Meet tells whether two sets have a name in common.
func Meet(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
