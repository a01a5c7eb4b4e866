package eval

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

func (m *machine) declare(f *frame, x *ir.Func) {
	if x.Owner != "" { // its class declares it
		m.lookup(f, x.Owner)
		return
	}
	f.scope.vars[x.Name] = m.declareFn(f, x)
}

// declareFn is a function with what its decorators make of it. A view is called with
// the request, which its decorators pass on.
func (m *machine) declareFn(f *frame, x *ir.Func) value {
	g := &fn{decl: x, params: x.Params, body: x.Body, kind: x.Kind, scope: f.scope, id: x, in: m.cur}
	m.remember(g)
	if m.model.Overloads {
		g.owner = f.class
		if old, ok := f.scope.vars[x.Name].(*fn); ok && old.decl != nil {
			g.others = append(old.others[:len(old.others):len(old.others)], old)
		}
	}
	if m.isView(g) {
		return g
	}
	f.scope.vars[x.Name] = g // for a decorator that names it
	return m.decorated(f, g)
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
		if own, _ := m.lookup(f, n.Value); !isFn(own) {
			continue
		}
		decorator, ok := m.expr(f, d).(*fn)
		if !ok {
			continue
		}
		if wrapped, ok := m.invoke(f, decorator, callArgs{pos: []entry{{v: v, at: m.at(d)}}, given: true}, m.at(d)).(*fn); ok {
			v = wrapped
		}
	}
	return v
}

// at is where a class is declared.
func (c *class) at() fact.Location {
	return fact.Location{Path: c.in.file.Module.Path, Start: c.decl.Start, End: c.decl.End}
}

func isFn(v value) bool {
	_, ok := v.(*fn)
	return ok
}

func (m *machine) remember(g *fn) {
	if !m.known[g.id] && g.in.file == m.root {
		m.known[g.id] = true
		m.fns = append(m.fns, g)
	}
}

func (m *machine) declareClass(f *frame, x *ir.Class) value {
	c := &class{decl: x, scope: f.scope, members: map[string]value{}, in: m.cur}
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
	if m.model.Overloads { // what its own fields begin with may use the class
		inner.class, f.scope.vars[x.Name] = c, c
	}
	m.marked(f, c)
	m.block(inner, x.Body)
	if m.model.BlankValues { // each object has its own
		for _, s := range x.Body {
			if a, ok := s.(*ir.Assign); ok && a.Value == nil {
				if n, ok := singleTarget(a); ok {
					delete(c.members, n)
				}
			}
		}
	}
	for _, v := range c.members {
		if g, ok := v.(*fn); ok && (g.owner == nil || g.owner == c) {
			g.owner = c
			g.scope = f.scope // a method does not see the names of its class
			for _, o := range g.others {
				o.owner, o.scope = c, f.scope
			}
		}
	}
	m.declaredSettings(inner, c)
	m.traits(inner, c)
	m.keyed(f, c)
	m.ownedBy(c)
	return c
}

func (m *machine) imports(f *frame, x *ir.Import) {
	own := m.ofRepository(x)
	switch {
	case x.Effect:
		if own != nil && own.unit != nil {
			m.load(own.unit)
		}
		return
	case x.Star:
		if own != nil {
			m.star(f, own, x.Export)
		} else {
			f.scope.stars = append(f.scope.stars, strings.TrimSuffix(m.knownBy(x.Module+"."), "."))
		}
		return
	case len(x.Names) == 0:
		m.importModule(f, x, own)
		return
	}
	for _, n := range x.Names {
		as := cmp.Or(n.As, n.Name)
		if own != nil {
			f.scope.vars[as] = &lazy{of: own, name: n.Name, at: m.loc(x.Span)}
			continue
		}
		if n.Name == m.model.Dynamic.Default { // a library's is the library
			f.scope.vars[as] = &ext{path: dots(x.Level) + x.Module}
			continue
		}
		f.scope.vars[as] = m.part(&ext{path: dots(x.Level) + m.knownBy(cmp.Or(x.Package, x.Module)+"."+n.Name)}, m.loc(x.Span))
	}
}

// ofRepository is the module that an import names, where it is of the repository. A
// folder may hold modules without being one.
func (m *machine) ofRepository(x *ir.Import) *module {
	if own := m.imported(m.cur.file, x.Module, x.Level); own != nil {
		return own
	}
	for _, n := range x.Names {
		below := n.Name
		if x.Module != "" {
			below = x.Module + "." + n.Name
		}
		if m.imported(m.cur.file, below, x.Level) != nil {
			return &module{from: m.cur.file, path: x.Module, level: x.Level}
		}
	}
	return nil
}

// importModule binds a module, or the first part of its dotted name.
func (m *machine) importModule(f *frame, x *ir.Import, own *module) {
	name, path := x.As, x.Module
	if name == "" {
		name, path = firstName(x.Module), firstName(x.Module)
	}
	switch {
	case own == nil:
		f.scope.vars[name] = &ext{path: dots(x.Level) + m.unversioned(path)}
	case path == x.Module:
		f.scope.vars[name] = &lazy{of: own, at: m.loc(x.Span)}
	default:
		first := m.imported(m.cur.file, path, x.Level)
		if first == nil {
			first = &module{from: m.cur.file, path: path, level: x.Level}
		}
		f.scope.vars[name] = first
	}
}

// ownedBy declares the methods that stand outside the body of their class.
func (m *machine) ownedBy(c *class) {
	u := m.cur.unit
	if u.index(); len(u.owned[c.decl.Name]) == 0 {
		return
	}
	for _, d := range u.owned[c.decl.Name] {
		x := d.stmt.(*ir.Func)
		in := u.places[d.file]
		g := &fn{decl: x, params: x.Params, body: x.Body, kind: x.Kind, scope: in.top, id: x, in: in, owner: c}
		m.remember(g)
		c.members[x.Name] = g
	}
}

// unversioned is the path of a library without the parts that say its version: the
// models speak of a library once.
func (m *machine) unversioned(path string) string {
	if m.model.Major == "" {
		return path
	}
	isVersion := func(part string) bool {
		n, ok := strings.CutPrefix(part, m.model.Major)
		return ok && n != "" && strings.Trim(n, "0123456789") == ""
	}
	parts := strings.Split(path, "/")
	parts = append(parts[:1:1], slices.DeleteFunc(parts[1:], isVersion)...)
	last := &parts[len(parts)-1]
	if i := strings.LastIndexByte(*last, '.'); i > 0 && isVersion((*last)[i+1:]) {
		*last = (*last)[:i]
	}
	return strings.Join(parts, "/")
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

// knownBy is the path that the model knows one of a library by.
func (m *machine) knownBy(path string) string {
	for was, is := range m.model.Renamed {
		if rest, ok := strings.CutPrefix(path, was); ok {
			return is + rest
		}
	}
	return path
}
