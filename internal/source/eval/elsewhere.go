package eval

import (
	"maps"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// setElsewhere is an attribute that another method of the object sets, such as the one
// that joins an extension to its application: it is read then, for what it sets alone.
func (m *machine) setElsewhere(o *object, name string) (value, bool) {
	if o.asked[name] || m.settingUp > 0 {
		return nil, false
	}
	if o.asked == nil {
		o.asked = map[string]bool{}
	}
	o.asked[name] = true
	for _, g := range m.settersOf(o.class, name, 0) {
		if g.decl.Name == m.model.Initializer || !m.push(g, callArgs{}) {
			continue
		}
		m.setUp(bind(g, o))
		m.pop()
	}
	v, ok := o.attrs[name]
	return v, ok
}

// setUp reads a method for what it sets.
func (m *machine) setUp(g *fn) {
	m.settingUp++
	m.apart(func() {
		back := m.goTo(g.in)
		m.block(m.enter(g, callArgs{}, fact.OriginParam), g.body)
		back()
	})
	m.settingUp--
}

// apart reads something for its value or for what it sets. Its own facts are found where
// it is read as what it is, so nothing of them, and of what it calls, counts as seen here.
func (m *machine) apart(read func()) {
	was := *m
	m.out, m.trail, m.branching, m.over = &fact.Set{}, nil, 0, false
	m.seen, m.shown, m.routes, m.links, m.covered = map[string]bool{}, map[string]int{}, map[string]int{}, map[*fact.Hole]int{}, map[any]bool{}
	m.limit = min(m.limit, m.steps+maxSetUpSteps)
	read()
	m.out, m.trail, m.branching, m.over, m.limit, m.made = was.out, was.trail, was.branching, was.over, was.limit, was.made
	m.seen, m.shown, m.routes, m.links, m.covered = was.seen, was.shown, was.routes, was.links, was.covered
}

const maxSetUpSteps = 20_000 // expressions of a method that is read for what it sets

// settersOf are the methods of a class and its bases that assign an attribute of their
// object.
func (m *machine) settersOf(c *class, name string, depth int) []*fn {
	if c.setters == nil {
		c.setters = map[string][]*fn{}
		for _, k := range slices.Sorted(maps.Keys(c.members)) {
			if g, ok := c.members[k].(*fn); ok && g.decl != nil && g.kind == "" && len(g.params) > 0 {
				for _, a := range assigned(g.decl.Body, g.params[0].Name) {
					c.setters[a] = append(c.setters[a], g)
				}
			}
		}
	}
	out := slices.Clone(c.setters[name])
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth {
			out = append(out, m.settersOf(bc, name, depth+1)...)
		}
	}
	return out
}

// assigned are the attributes that statements give to what is called self.
func assigned(body []ir.Stmt, self string) []string {
	var out []string
	todo := slices.Clone(body)
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch x := s.(type) {
		case *ir.Assign:
			for _, t := range x.Targets {
				a, ok := t.(*ir.Attr)
				if !ok {
					continue
				}
				if n, ok := a.X.(*ir.Name); ok && n.Value == self && !slices.Contains(out, a.Name) {
					out = append(out, a.Name)
				}
			}
		case *ir.If:
			todo = append(append(todo, x.Then...), x.Else...)
		case *ir.Loop:
			todo = append(append(todo, x.Body...), x.Else...)
		case *ir.Try:
			todo = append(append(append(todo, x.Body...), x.Else...), x.Final...)
			for _, h := range x.Handlers {
				todo = append(todo, h...)
			}
		case *ir.With:
			todo = append(todo, x.Body...)
		case *ir.Block:
			todo = append(todo, x.Body...)
		}
	}
	return out
}
