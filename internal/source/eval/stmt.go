package eval

import (
	"cmp"
	"strconv"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
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
	for _, s := range body {
		if !m.stmt(f, s) {
			return false
		}
	}
	return true
}

func (m *machine) stmt(f *frame, s ir.Stmt) bool {
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
		m.declareClass(f, x)
	case *ir.Import:
		m.imports(f, x)
	case *ir.Block:
		for _, e := range x.Exprs {
			m.expr(f, e)
		}
		return m.block(f, x.Body)
	case *ir.Scope:
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

// ways interprets a statement that goes on in several ways, each with a copy of what
// is known. Over the budget it is left out.
func (m *machine) ways(f *frame, s ir.Stmt) bool {
	if m.steps > m.limit {
		m.over = true
		return true
	}
	switch x := s.(type) {
	case *ir.If:
		return m.branch(f, x)
	case *ir.Try:
		return m.try(f, x)
	case *ir.Loop:
		m.loop(f, x)
	}
	return true
}

// exits tells a call that does not come back.
func (m *machine) exits(f *frame, e ir.Expr) bool {
	c, ok := e.(*ir.Call)
	if !ok || !dotted(c.Fn) {
		return false
	}
	x, ok := m.expr(f, c.Fn).(*ext)
	return ok && m.matches(m.model.Exits, x.path)
}

// dotted tells a name of names, which can be read again without doing anything twice.
func dotted(e ir.Expr) bool {
	for {
		a, ok := e.(*ir.Attr)
		if !ok {
			break
		}
		e = a.X
	}
	_, ok := e.(*ir.Name)
	return ok
}

func (m *machine) leaves(f *frame, x *ir.Return) {
	if x.Value == nil {
		f.returns = append(f.returns, leave{null{}, f.guards})
		return
	}
	f.returns = append(f.returns, leave{m.expr(f, x.Value), f.guards})
}

func (m *machine) assign(f *frame, x *ir.Assign) {
	if x.Value == nil {
		return
	}
	v := m.expr(f, x.Value)
	for _, t := range x.Targets {
		w := v
		if x.Op != "" {
			w = m.binary(f, x.Op, m.expr(f, t), v, m.loc(x.Span))
		}
		m.bind(f, t, w, x.Value)
	}
}

// bind gives a target its value.
func (m *machine) bind(f *frame, target ir.Expr, v value, from ir.Expr) {
	switch t := target.(type) {
	case *ir.Name:
		m.set(f, t.Value, named(v, t.Value))
	case *ir.Attr:
		m.setAttr(f, m.expr(f, t.X), t, named(v, t.Name), from)
	case *ir.Index:
		m.setIndex(f, m.expr(f, t.X), m.expr(f, t.Key), v, m.at(from))
	case *ir.List:
		for i, item := range t.Items {
			m.bind(f, item, m.element(v, i), nil)
		}
	}
}

// named remembers which constant holds a literal, and what an unknown result is called.
func named(v value, name string) value {
	return each(v, func(a value) value {
		if x, ok := a.(*ext); ok && x.result() && x.name == "" {
			return &ext{path: x.path, base: x.base, name: name, checks: x.checks}
		}
		s, ok := a.(*str)
		if !ok || len(s.pieces) != 1 || s.pieces[0].hole != nil || s.pieces[0].name != "" {
			return a
		}
		p := s.pieces[0]
		p.name = name
		return &str{pieces: []piece{p}, part: s.part}
	})
}

func (m *machine) set(f *frame, name string, v value) {
	s := f.scope
	if s.global[name] {
		s = m.top
	}
	s.vars[name] = v
}

func (m *machine) element(v value, i int) value {
	return each(v, func(a value) value {
		switch x := a.(type) {
		case *list:
			if i < len(x.items) {
				return x.items[i]
			}
		case *parsed:
			if part, ok := x.m.Parts[strconv.Itoa(i)]; ok {
				return m.partOf(x, part, x.at)
			}
		case *str:
			if h := x.onlyHole(); h != nil {
				return x
			}
		}
		return nil
	})
}

func (m *machine) setAttr(f *frame, on value, t *ir.Attr, v value, from ir.Expr) {
	for _, a := range alternatives(on) {
		switch x := a.(type) {
		case *object:
			if old, ok := x.attrs[t.Name]; ok && (m.branching > 0 || f.fn != nil && f.fn.decl != nil && f.fn.decl.Name != m.model.Initializer) {
				v = oneOf(v, old)
			}
			x.attrs[t.Name] = v
			if c := m.clientOf(x); c != nil {
				m.setClient(c, t.Name, v, m.at(from))
			}
		case *client:
			m.setClient(x, t.Name, v, m.at(from))
		case *tls:
			m.setTLS(x, t.Name, v, m.at(t))
		case *request:
			if d, ok := v.(*dict); ok && t.Name == "headers" {
				x.headers = d
			}
		case *ext:
			m.setExt(x.path+"."+t.Name, v, m.loc(t.Span))
		case *class:
			x.members[t.Name] = v
		}
	}
}

// setExt remembers what the module gives to a part of a library.
func (m *machine) setExt(path string, v value, at fact.Location) {
	m.globals[path] = v
	x, ok := v.(*ext)
	if !ok {
		return
	}
	for _, s := range m.model.Switches {
		if s.Assign == path && s.Value == x.path && m.once("switch"+at.String()) {
			m.out.Switches = append(m.out.Switches, fact.Switch{
				Kind: s.Kind, Scope: "process", Artifact: fact.ArtifactSource, At: at,
				Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
	}
}

func (m *machine) once(key string) bool {
	if m.seen[key] {
		return false
	}
	m.seen[key] = true
	return true
}

func (m *machine) setIndex(f *frame, on, key, v value, at fact.Location) {
	k, known := keyOf(key)
	for _, a := range alternatives(on) {
		switch x := a.(type) {
		case *dict:
			if !known {
				x.open = true
				continue
			}
			if old, ok := x.keys[k]; ok && m.branching > 0 {
				v = oneOf(v, old.v)
			}
			x.keys[k] = entry{v, at}
		case *ext:
			if known {
				m.globals[x.path+"["+k+"]"] = v
			}
		case *str: // a mapping from outside, such as the application's settings
			if h := x.onlyHole(); h != nil && known {
				m.globals[string(h.Origin)+":"+h.Name+"["+k+"]"] = named(v, k)
			}
		}
	}
}

func keyOf(v value) (string, bool) {
	switch x := v.(type) {
	case *str:
		return x.known()
	case number:
		return string(x), true
	}
	return "", false
}

// branch interprets both ways and joins what they leave. A way that ends leaves
// its opposite as a check on all that follows.
func (m *machine) branch(f *frame, x *ir.If) bool {
	v := m.test(f, x.Test)
	switch m.decided(f, v) {
	case always:
		return m.block(f, x.Then)
	case never:
		return m.block(f, x.Else)
	}
	m.branching++
	defer func() { m.branching-- }()
	before, outer := f.scope.vars, f.guards
	way := func(body []ir.Stmt, more []check) (bool, map[string]value, []check) {
		f.scope.vars = m.copyVars(before)
		f.guards = also(outer, more)
		end := m.block(f, body)
		return end, f.scope.vars, f.guards
	}
	end1, vars1, guards1 := way(x.Then, v.yes)
	end2, vars2, guards2 := way(x.Else, v.no)
	switch {
	case end1 && end2:
		f.guards = common(guards1, guards2)
		f.scope.vars = m.joinVars(m.leftUnder(vars1, vars2, guards1, f.guards), m.leftUnder(vars2, vars1, guards2, f.guards))
	case end1:
		f.scope.vars, f.guards = vars1, guards1
	default:
		f.scope.vars, f.guards = vars2, guards2
	}
	return end1 || end2
}

// leftUnder gives the names that one way leaves otherwise than the other the checks of
// that way.
func (m *machine) leftUnder(vars, other map[string]value, guards, anyway []check) map[string]value {
	if len(guards) == len(anyway) {
		return vars
	}
	out := m.copyVars(vars)
	for k, v := range vars {
		if w, ok := other[k]; ok && !same(v, w) {
			out[k] = m.under(v, guards, anyway)
		}
	}
	return out
}

// decided is the truth of a test. A part that a call's arguments leave out is read
// later, for callers that are not known.
func (m *machine) decided(f *frame, t *test) truth {
	if t.truth != undecided && f.fn != nil {
		m.partly[f.fn.id] = true
	}
	return t.truth
}

func (m *machine) copyVars(vars map[string]value) map[string]value {
	m.steps += len(vars) / 4 // a module of many names and branches is slow to follow
	c := make(map[string]value, len(vars))
	for k, v := range vars {
		c[k] = v
	}
	return c
}

func (m *machine) joinVars(a, b map[string]value) map[string]value {
	m.steps += (len(a) + len(b)) / 4
	out := make(map[string]value, len(a))
	for k, v := range a {
		if w, ok := b[k]; ok && !same(v, w) {
			v = oneOf(v, w)
		}
		out[k] = v
	}
	for k, v := range b {
		if _, ok := a[k]; !ok {
			out[k] = v
		}
	}
	return out
}

// loop interprets the body once, for any of the elements.
func (m *machine) loop(f *frame, x *ir.Loop) {
	before, guards, outer, outerBroke := m.copyVars(f.scope.vars), f.guards, f.left, f.broke
	if x.Iter != nil {
		v := m.expr(f, x.Iter)
		if x.Target != nil {
			m.bind(f, x.Target, m.elementsOf(v), nil)
		}
		f.guards = passed(f.guards, v)
		before = m.copyVars(f.scope.vars)
	}
	if x.Test != nil {
		f.guards = also(f.guards, m.test(f, x.Test).yes)
	}
	f.left, f.broke = nil, nil
	m.branching++
	m.block(f, x.Body)
	m.branching--
	broke := f.broke
	for _, vars := range f.left {
		before = m.joinVars(before, vars)
	}
	f.scope.vars, f.guards, f.left, f.broke = m.joinVars(f.scope.vars, before), guards, outer, outerBroke
	if !m.block(f, x.Else) && len(broke) > 0 { // what follows is reached by a break alone
		f.guards = onAll(broke)
	}
}

// passed adds the checks that every element of a filtered sequence has passed.
func passed(guards []check, v value) []check {
	if l, ok := v.(*list); ok && len(l.checks) > 0 {
		return also(guards, l.checks)
	}
	return guards
}

// elementsOf is any element of a sequence.
func (m *machine) elementsOf(v value) value {
	return each(v, func(a value) value {
		switch x := a.(type) {
		case *list:
			if len(x.items) > 0 {
				return oneOf(x.items...)
			}
		case *dict:
			m.steps += len(x.keys) / 8
			var ks []value
			for _, k := range x.sorted() {
				ks = append(ks, &str{pieces: []piece{{lit: k, at: x.keys[k].at}}})
			}
			if len(ks) > 0 {
				return oneOf(ks...)
			}
		case *str:
			if x.onlyHole() != nil {
				return x
			}
		}
		return nil
	})
}

func (m *machine) try(f *frame, x *ir.Try) bool {
	before, outer := m.copyVars(f.scope.vars), f.guards
	end := m.block(f, x.Body)
	if end {
		end = m.block(f, x.Else)
	}
	vars, guards := f.scope.vars, f.guards
	for _, h := range x.Handlers {
		f.scope.vars, f.guards = m.joinVars(m.copyVars(before), vars), outer
		if m.block(f, h) {
			if end {
				vars, guards = m.joinVars(vars, f.scope.vars), common(guards, f.guards)
			} else {
				vars, guards, end = f.scope.vars, f.guards, true
			}
		}
	}
	f.scope.vars, f.guards = vars, guards
	return m.block(f, x.Final) && end
}

func (m *machine) declare(f *frame, x *ir.Func) {
	g := &fn{decl: x, params: x.Params, body: x.Body, scope: f.scope, id: x}
	for _, d := range x.Decorators {
		if n, ok := d.(*ir.Name); ok {
			switch n.Value {
			case "staticmethod":
				g.kind = "static"
			case "classmethod":
				g.kind = "class"
			case "property", "cached_property":
				g.kind = "property"
			}
		}
		if a, ok := d.(*ir.Attr); ok && a.Name == "cached_property" {
			g.kind = "property"
		}
	}
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
