package eval

import (
	"cmp"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/source/ir"
)

func (m *machine) declare(f *frame, x *ir.Func) {
	g := &fn{decl: x, params: x.Params, body: x.Body, kind: x.Kind, scope: f.scope, id: x}
	m.remember(g)
	f.scope.vars[x.Name] = g
	if !m.isView(g) { // a view is called with the request, which its decorators pass on
		f.scope.vars[x.Name] = m.decorated(f, g)
	}
}

// decorated is what the decorators of this module make of a function.
func (m *machine) decorated(f *frame, g *fn) value {
	var v value = g
	for i := len(g.decl.Decorators) - 1; i >= 0; i-- {
		d := g.decl.Decorators[i]
		name := d
		if c, ok := d.(*ir.Call); ok {
			name = c.Fn
		}
		n, ok := name.(*ir.Name)
		if !ok {
			continue
		}
		if own, _ := f.scope.get(n.Value); !isFn(own) {
			continue
		}
		decorator, ok := m.expr(f, d).(*fn)
		if !ok {
			continue
		}
		if wrapped, ok := m.invoke(f, decorator, callArgs{pos: []entry{{v, m.at(d)}}, given: true}, m.at(d)).(*fn); ok {
			v = wrapped
		}
	}
	return v
}

func isFn(v value) bool {
	_, ok := v.(*fn)
	return ok
}

func (m *machine) remember(g *fn) {
	if !m.known[g.id] {
		m.known[g.id] = true
		m.fns = append(m.fns, g)
	}
}

func (m *machine) declareClass(f *frame, x *ir.Class) {
	c := &class{decl: x, scope: f.scope, members: map[string]value{}}
	for _, b := range x.Bases {
		v := m.expr(f, b.Value)
		c.bases = append(c.bases, v)
		switch base := v.(type) {
		case *ext:
			c.clientM = cmp.Or(c.clientM, m.constructed(base.path))
		case *class:
			c.clientM = cmp.Or(c.clientM, base.clientM)
		}
	}
	inner := &frame{scope: &scope{vars: c.members, up: f.scope}, guards: f.guards}
	m.block(inner, x.Body)
	for _, v := range c.members {
		if g, ok := v.(*fn); ok && g.owner == nil {
			g.owner = c
			g.scope = f.scope // a method does not see the names of its class
		}
	}
	m.classes = append(m.classes, c)
	f.scope.vars[x.Name] = c
}

func (m *machine) imports(f *frame, x *ir.Import) {
	prefix := x.Module
	for i := 0; i < x.Level; i++ {
		prefix = "." + prefix
	}
	if len(x.Names) == 0 {
		if x.Star {
			return
		}
		name := x.As
		if name == "" {
			name, prefix = firstName(x.Module), firstName(x.Module)
		}
		f.scope.vars[name] = &ext{path: prefix}
		return
	}
	for _, n := range x.Names {
		as := n.As
		if as == "" {
			as = n.Name
		}
		f.scope.vars[as] = m.part(&ext{path: prefix + "." + n.Name}, m.loc(x.Span))
	}
}

func firstName(p string) string {
	for i := range p {
		if p[i] == '.' {
			return p[:i]
		}
	}
	return p
}

// isCredentialName tells whether the last part of a name says that it holds a
// credential.
func isCredentialName(name string) bool {
	_, ok := credential.NameKind(lastName(name))
	return ok
}
