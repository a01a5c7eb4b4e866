package eval

import (
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

func (m *machine) assign(f *frame, x *ir.Assign) {
	if x.Value == nil {
		m.unset(f, x)
		return
	}
	v := m.expr(f, x.Value)
	if x.Type != nil {
		v = m.as(f.scope, x.Type, v, m.at(x.Value))
	}
	for _, t := range x.Targets {
		w := v
		if x.Op != "" {
			w = m.binary(f, x.Op, m.expr(f, t), v, m.loc(x.Span))
		}
		m.bind(f, t, w, x.Value)
	}
}

// unset declares a variable without a value.
func (m *machine) unset(f *frame, x *ir.Assign) {
	for _, t := range x.Targets {
		if a, ok := t.(*ir.Attr); ok && len(x.Decorators) > 0 {
			if v, ok := m.saidOf(f.scope, x.Decorators, a.Name, m.loc(x.Span)); ok {
				m.setAttr(f, m.expr(f, a.X), a, v, nil)
				continue
			}
		}
		if a, ok := t.(*ir.Attr); ok && m.model.Injected && x.Type != nil {
			m.inject(f, a, x)
		}
		if n, ok := t.(*ir.Name); ok && x.Type != nil {
			if v, ok := m.blank(f.scope, x.Type, false, m.loc(x.Span)); ok {
				m.set(f, n.Value, v)
			}
		}
	}
}

// bind gives a target its value.
func (m *machine) bind(f *frame, target ir.Expr, v value, from ir.Expr) {
	switch t := target.(type) {
	case *ir.Name:
		m.set(f, t.Value, named(v, t.Value))
	case *ir.Attr:
		m.setAttr(f, m.holder(f, t.X), t, named(v, t.Name), from)
	case *ir.Index:
		m.setIndex(f, m.holder(f, t.X), m.expr(f, t.Key), v, m.at(from))
	case *ir.List:
		for i, item := range t.Items {
			if t.Kind == "results" {
				m.bind(f, item, resultOf(v, i), nil)
				continue
			}
			m.bind(f, item, m.element(v, i), nil)
		}
	}
}

// holder is what a part is given to. A mapping that was handed in becomes one of which
// that part is known, for whoever has it by this name.
func (m *machine) holder(f *frame, x ir.Expr) value {
	v := m.expr(f, x)
	s, ok := v.(*str)
	if !ok || !m.model.Dynamic.Records || s.onlyHole() == nil || s.onlyHole().Name == "" {
		return v
	}
	if o := s.onlyHole().Origin; o != fact.OriginParam && o != fact.OriginUnknown {
		return v
	}
	d := m.born(newDict())
	d.open, d.from = true, s
	switch t := x.(type) {
	case *ir.Name:
		if _, own := f.scope.vars[t.Value]; own {
			f.scope.vars[t.Value] = d
			return d
		}
	case *ir.Attr:
		if on, ok := m.holder(f, t.X).(*dict); ok && on.from != nil {
			on.keys[t.Name] = entry{v: d, at: m.at(t)}
			return d
		}
	}
	return v
}

// named remembers which constant holds a literal, and what an unknown result is called.
func named(v value, name string) value {
	return each(v, func(a value) value {
		if x, ok := a.(*ext); ok && x.result() && x.name == "" {
			called := *x
			called.name = name
			return &called
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
	if s.outer[name] {
		at := s.of(name)
		if old, ok := at.vars[name]; ok {
			v = oneOf(v, old)
		}
		at.vars[name] = v
		return
	}
	if s.global[name] {
		s = m.cur.top
	}
	if f.fn == nil || s == m.cur.top {
		keep(v)
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

// keep marks an object that is left where others may find it.
func keep(v value) {
	for _, a := range alternatives(v) {
		if o, ok := a.(*object); ok {
			o.kept = true
		}
	}
}

// resultOf is one of the results of a call. A library's is known by its first.
func resultOf(v value, i int) value {
	return each(v, func(a value) value {
		if l, ok := a.(*list); ok && l.kind == "tuple" {
			if i < len(l.items) {
				return l.items[i]
			}
			return nil
		}
		if i == 0 {
			return a
		}
		return nil
	})
}

func (m *machine) setAttr(f *frame, on value, t *ir.Attr, v value, from ir.Expr) {
	keep(v)
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
		case *dict:
			if m.model.Dynamic.Records {
				m.setKey(x, t.Name, entry{v: v, at: m.at(from)})
			}
		case *tls:
			m.setTLS(x, t.Name, v, m.at(t))
		case *parsed:
			m.setPartOf(x, t.Name, v)
		case *request:
			m.setRequest(x, t.Name, v, m.at(from))
		case *ext:
			m.setExt(x, t.Name, v, m.loc(t.Span))
		case *str:
			if h := x.onlyHole(); h != nil && h.Name == "" && m.model.Dynamic.Records {
				m.setOutside(h, t.Name, v, m.loc(t.Span))
			}
		case *class:
			x.members[t.Name] = v
		}
	}
}

// setRequest changes a part of a request object.
func (m *machine) setRequest(q *request, attr string, v value, at fact.Location) {
	switch m.model.RequestAttributes[attr] {
	case "headers":
		if d, ok := v.(*dict); ok {
			q.headers = d
		}
	case "url":
		q.url = v
	case "host":
		q.headers.keys["Host"] = entry{v: v, at: at}
	}
}

// setExt remembers what the module gives to a part of a library.
func (m *machine) setExt(on *ext, name string, v value, at fact.Location) {
	path := on.path + "." + name
	if c, ok := on.base.(*client); ok {
		m.setPart(c, strings.TrimPrefix(path, "."), v, at)
		return
	}
	if c, part := m.sharedClient(path); c != nil && m.setPart(c, part, v, at) {
		return
	}
	if on, part := cutLast(path); m.matches(m.model.Shared, on) {
		m.setting(fact.OriginUnknown, lastName(on)+"."+part, v, at)
	}
	m.globals[path] = v
	m.switchAt(path, v, at)
}

// setOutside gives a part of a mapping from outside a value.
func (m *machine) setOutside(h *fact.Hole, name string, v value, at fact.Location) {
	m.switched(h, name, v, at)
	m.globals[string(h.Origin)+":"+h.Name+"["+name+"]"] = named(v, name)
}

// switched notes a switch that is a part of a mapping from outside.
func (m *machine) switched(h *fact.Hole, name string, v value, at fact.Location) {
	for _, from := range m.model.Values {
		if from.Origin == h.Origin && h.Name == "" {
			m.switchAt(from.Path+"."+name, v, at)
		}
	}
}

func (m *machine) switchAt(path string, v value, at fact.Location) {
	for _, s := range m.model.Switches {
		if s.Assign == path && turnsOff(s.Value, v) && m.once("switch"+at.String()) {
			m.out.Switches = append(m.out.Switches, fact.Switch{
				Kind: s.Kind, Scope: "process", Artifact: fact.ArtifactSource, At: at,
				Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
	}
}

// turnsOff tells the value that a switch speaks of: a name of a library, a text, a
// truth value, or settings of TLS that check nothing.
func turnsOff(setting string, v value) bool {
	switch x := v.(type) {
	case *ext:
		return x.path == setting
	case *tls:
		return x.m.Path == setting && x.verify.State == fact.StateOff
	case boolean:
		return strconv.FormatBool(bool(x)) == setting
	}
	k, ok := keyOf(v)
	return ok && k == setting
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
			if !m.certain(x, k) {
				x.keys[k] = x.keys[k].written(v, at, f.guards)
				continue
			}
			x.keys[k] = entry{v: v, at: at}
		case *ext:
			if known && m.model.Dynamic.Records {
				m.setExt(x, k, v, at)
			}
			if known {
				m.globals[x.path+"["+k+"]"] = v
			}
		case *str: // a mapping from outside, such as the application's settings
			h := x.onlyHole()
			if h == nil || !known {
				continue
			}
			m.switched(h, k, v, at)
			m.globals[string(h.Origin)+":"+h.Name+"["+k+"]"] = named(v, k)
			if h.Origin == fact.OriginConfig && h.Name == "" {
				m.setting(h.Origin, k, v, at)
			}
			m.settingsNamed(h, k, v, at)
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
