package eval

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// as sees a value of which nothing is known but where it comes from as one of its
// declared type. What is known of it already says more than the type.
func (m *machine) as(s *scope, typ ir.Expr, v value, at fact.Location) value {
	h, _ := v.(*str)
	switch x := v.(type) {
	case nil:
	case *str:
		if x.onlyHole() == nil {
			return v
		}
	case *ext:
		if !x.result() || x.base != nil {
			return v
		}
	default:
		return v
	}
	if t, ok := m.ofType(m.typeOf(s, typ), h, at); ok {
		return t
	}
	return v
}

// typeOf is what the name of a type stands for; nil for a type without one.
func (m *machine) typeOf(s *scope, typ ir.Expr) value {
	if typ == nil || !dotted(typ) {
		return nil
	}
	return m.expr(&frame{scope: s}, typ)
}

// ofType is a value of a type, of which hole says where it comes from; it may be nil.
func (m *machine) ofType(typ value, hole *str, at fact.Location) (value, bool) {
	switch t := typ.(type) {
	case *class:
		if m.model.Injected && (hole == nil || !hole.onlyHole().Origin.Outside()) {
			return m.instance(t), true
		}
		return &object{class: t, attrs: map[string]value{}, from: hole}, true
	case *ext:
		return m.ofLibrary(t.path, hole, at)
	}
	return nil, false
}

// ofLibrary is a value of a type of a library that the model knows.
func (m *machine) ofLibrary(path string, hole *str, at fact.Location) (value, bool) {
	if cm := m.constructed(path); cm != nil {
		c := m.newClient(cm, callArgs{}, at)
		c.handed = true
		return c, true
	}
	if hole == nil {
		hole = holeOf(fact.OriginUnknown, "", at)
	}
	for _, r := range m.model.Requests {
		if slices.Contains(r.Names, path) {
			if hole.onlyHole().Origin == fact.OriginRequest {
				return nil, false
			}
			return m.handedRequest(hole, at), true
		}
	}
	if p := m.parserOf(path); p != nil {
		return &parsed{of: hole, m: p, at: at}, true
	}
	for _, v := range m.model.Values {
		if match(v.Path, path+"()") {
			return valueHole(v, "", at), true
		}
	}
	if m.speaksOf(path + "()") {
		return &ext{path: path + "()", name: lastName(hole.onlyHole().Name)}, true
	}
	return nil, false
}

// speaksOf tells a type, as the result of its name, that rows of the model speak of.
func (m *machine) speaksOf(result string) bool {
	if m.types == nil {
		m.types = map[string]bool{}
		note := func(path string) {
			if i := strings.Index(path, "()"); i >= 0 {
				m.types[path[:i+2]] = true
			}
		}
		for _, l := range m.model.Lookups {
			note(l.Path)
		}
		for _, l := range m.model.Fills {
			note(l.Path)
		}
		for _, t := range m.model.Tokens {
			note(t.Path)
		}
		for _, c := range m.model.Clients {
			for _, path := range c.Constructors {
				note(path)
			}
		}
		for _, path := range slices.Concat(m.model.Logs, m.model.Prints, m.model.Exits, m.model.Identity) {
			note(path)
		}
	}
	return m.types[result]
}

// handedRequest is a request object that nobody known made: it goes wherever its maker
// said, and what is read from it is what its sender wrote.
func (m *machine) handedRequest(hole *str, at fact.Location) *request {
	h := *hole.onlyHole()
	h.Name = strings.TrimPrefix(h.Name+".URL", ".")
	q := &request{url: &str{pieces: []piece{{hole: &h, at: at}}}, headers: newDict(), plain: newDict(), args: map[string]entry{}}
	q.sender = holeOf(fact.OriginRequest, "", at)
	q.headers.from = holeOf(fact.OriginRequest, m.requestPart("headers"), at)
	return q
}

// requestPart is what the part of a request object with a role is called.
func (m *machine) requestPart(role string) string {
	for _, name := range slices.Sorted(maps.Keys(m.model.RequestAttributes)) {
		if m.model.RequestAttributes[name] == role {
			return name
		}
	}
	return role
}

// declaredField is a field that a class declares with a type and no value.
func declaredField(c *class, name string) *ir.Assign {
	for _, s := range c.decl.Body {
		a, ok := s.(*ir.Assign)
		if !ok || a.Value != nil || a.Type == nil {
			continue
		}
		for _, t := range a.Targets {
			if n, ok := t.(*ir.Name); ok && n.Value == name {
				return a
			}
		}
	}
	return nil
}

// fieldOf is a declared field of an object that nobody known has set: a part of where
// the object comes from, of the type that the field has.
func (m *machine) fieldOf(x *object, c *class, name string, at fact.Location, depth int) (value, bool) {
	if m.steps++; m.steps > m.limit {
		m.over = true
		return nil, false
	}
	if a := declaredField(c, name); a != nil {
		defer m.goTo(c.in)()
		if x.made && x.from == nil && !m.isSettings(c) {
			if v, ok := m.blank(c.scope, a.Type, true, at); ok {
				x.attrs[name] = v
				return v, true
			}
		}
		if x.from == nil || !x.from.onlyHole().Origin.Outside() {
			if v, ok := m.saidOf(c.scope, a.Decorators, name, at); ok {
				if !m.model.Injected {
					v = m.as(c.scope, a.Type, v, at)
				}
				x.attrs[name] = v
				return v, true
			}
		}
		var part *str
		if x.from != nil {
			part, _ = m.partHole(x.from, writtenName(a, x.from, name), at).(*str)
			if embeds(c, name) && a.Written == "" { // its fields are those of the whole
				part = x.from
			}
		}
		if part == nil && m.isSettings(c) {
			part = holeOf(fact.OriginConfig, cmp.Or(a.Written, name), at)
		}
		if v, ok := m.ofType(m.typeOf(c.scope, a.Type), part, at); ok {
			x.attrs[name] = v
			return v, true
		}
		if part != nil {
			return part, true
		}
		return nil, false
	}
	if depth >= maxCallDepth {
		return nil, false
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok {
			if v, ok := m.fieldOf(x, bc, name, at, depth+1); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// isSettings tells a class that is called as those are that hold the program's settings.
// What fills them is seldom in sight: a library reads a file into them.
func (m *machine) isSettings(c *class) bool {
	return m.matches(m.model.SettingsNames, c.decl.Name)
}

// embeds tells a field that is kept under the name of its type and lends its names.
func embeds(c *class, name string) bool {
	return slices.ContainsFunc(c.decl.Bases, func(b ir.Arg) bool { return ir.LastName(b.Value) == name })
}

// writtenName is what a field is called where it comes from: a document has its own name
// for it.
func writtenName(a *ir.Assign, from *str, name string) string {
	switch from.onlyHole().Origin {
	case fact.OriginResponse, fact.OriginRequest, fact.OriginConfig:
		return cmp.Or(a.Written, name)
	}
	return name
}

// embedded finds a name in the parts of an object that are called like what its class
// extends: a part that is kept under the name of its type lends its names.
func (m *machine) embedded(f *frame, x *object, name string, at fact.Location) value {
	for i, b := range x.class.decl.Bases {
		part, ok := x.attrs[ir.LastName(b.Value)]
		if _, own := x.class.bases[i].(*class); !ok && !own && x.from != nil && dotted(b.Value) {
			part, ok = m.fieldOf(x, x.class, ir.LastName(b.Value), at, maxCallDepth)
		}
		if !ok || part == x {
			continue
		}
		if m.nesting++; m.nesting > maxNesting {
			m.nesting--
			return nil
		}
		v := m.attr(f, part, name, at)
		m.nesting--
		if e, unknown := v.(*ext); v != nil && (!unknown || e.base != nil) {
			return v
		}
	}
	return nil
}

// blank is what a variable of a type is that is declared without a value, or a field of
// an object that is made without one.
func (m *machine) blank(s *scope, typ ir.Expr, field bool, at fact.Location) (value, bool) {
	switch t := m.typeOf(s, typ).(type) {
	case *class:
		if !m.model.BlankValues {
			return nil, false
		}
		return &object{class: t, attrs: map[string]value{}}, true
	case *ext:
		if !m.model.BlankValues {
			return nil, false
		}
		if zero, ok := m.model.Blank[t.path]; ok && field {
			if zero == "" {
				return &str{}, true
			}
			return number(zero), true
		}
		if cm := m.constructed(t.path); cm != nil {
			return m.newClient(cm, callArgs{}, at), true
		}
		for i := range m.model.Contexts {
			if c := &m.model.Contexts[i]; c.Path == t.path {
				return m.newTLS(c, callArgs{}, at), true
			}
		}
		switch {
		case m.matches(m.model.Mappings, t.path):
			return newDict(), true
		case m.matches(m.model.Buffers, t.path):
			return &buffer{v: &str{}}, true
		}
	}
	return nil, false
}

// converted is a value as one of a class, which a call with the value alone asks for
// where objects are made of named parts. What can be called keeps the class's methods.
func (m *machine) converted(c *class, v value) value {
	return each(v, func(a value) value {
		if _, ok := a.(*fn); ok {
			return &object{class: c, attrs: map[string]value{calledValue: a}}
		}
		return a
	})
}

// calledValue is what an object is called as, where its class is a type of functions.
const calledValue = "\x00called"

func (m *machine) parserOf(path string) *models.Parser {
	for i := range m.model.Parsers {
		if p := &m.model.Parsers[i]; p.Path == path || slices.Contains(p.Types, path) || slices.Contains(p.Also, path) {
			return p
		}
	}
	return nil
}
