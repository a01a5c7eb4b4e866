package eval

import (
	"maps"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// block interprets statements in order; it reports whether the end is reached.
func (m *machine) block(f *frame, body []ir.Stmt) bool {
	m.nesting++
	defer func() { m.nesting-- }()
	if m.nesting > maxNesting {
		m.over = true
		return true
	}
	defer hide(f, body)()
	for _, s := range body {
		if !m.stmt(f, s) {
			return false
		}
	}
	return true
}

// hide keeps the values of outer names that a block declares again, for its end.
func hide(f *frame, body []ir.Stmt) (end func()) {
	if len(body) == 0 {
		return func() {}
	}
	s, ok := body[0].(*ir.Scope)
	if !ok || s.Kind != "block" {
		return func() {}
	}
	outer := map[string]value{}
	for _, n := range s.Names {
		if v, ok := f.scope.vars[n]; ok {
			outer[n] = v
		}
	}
	before := f.hiding
	f.hiding = append(before[:len(before):len(before)], s.Names...)
	return func() {
		f.hiding = before
		for _, n := range s.Names {
			delete(f.scope.vars, n)
		}
		maps.Copy(f.scope.vars, outer)
	}
}

func (m *machine) stmt(f *frame, s ir.Stmt) bool {
	if name, ok := m.waits(f, s); ok {
		f.scope.vars[name] = &lazy{name: name, decl: s, in: m.cur}
		return true
	}
	switch x := s.(type) {
	case *ir.Assign:
		m.assign(f, x)
	case *ir.Eval:
		m.expr(f, x.X)
		return !m.exits(f, x.X)
	case *ir.Return:
		m.leaves(f, x)
		return false
	case *ir.Raise:
		m.expr(f, x.X)
		m.raised(f, x.X)
		return false
	case *ir.Leave:
		f.left = append(f.left, m.copyVars(f.scope.vars))
		if x.Kind == "break" {
			f.broke = append(f.broke, f.guards)
		}
		return false
	case *ir.If, *ir.Loop, *ir.Try:
		return m.ways(f, s)
	case *ir.With:
		for _, item := range x.Items {
			v := m.expr(f, item.X)
			if item.Target != nil {
				m.bind(f, item.Target, v, nil)
			}
		}
		return m.block(f, x.Body)
	case *ir.Func:
		m.declare(f, x)
	case *ir.Class:
		f.scope.vars[x.Name] = m.declareClass(f, x)
	case *ir.Import:
		m.imports(f, x)
	case *ir.Export:
		m.export(f, x)
	case *ir.Block:
		for _, e := range x.Exprs {
			m.expr(f, e)
		}
		return m.block(f, x.Body)
	case *ir.Scope:
		if x.Kind == "nonlocal" && m.model.Dynamic.Closures {
			f.scope.outer = map[string]bool{}
			for _, n := range x.Names {
				f.scope.outer[n] = true
			}
		}
		if x.Kind == "global" {
			for _, n := range x.Names {
				if f.scope.global == nil {
					f.scope.global = map[string]bool{}
				}
				f.scope.global[n] = true
			}
		}
	}
	return true
}

func (m *machine) once(key string) bool {
	if m.seen[key] {
		return false
	}
	m.seen[key] = true
	return true
}
