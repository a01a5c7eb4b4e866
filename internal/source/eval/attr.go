package eval

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// attr reads an attribute.
func (m *machine) attr(f *frame, on value, name string, at fact.Location) value {
	return each(on, func(a value) value {
		switch x := a.(type) {
		case *ext:
			return m.extAttr(x, name, at)
		case *object:
			return m.objectAttr(f, x, name, at)
		case *class:
			if v := m.member(x, name, 0); v != nil {
				if g, ok := v.(*fn); ok && g.kind == "class" {
					return bind(g, x)
				}
				return v
			}
			return &ext{path: x.decl.Name + "." + name}
		case *module:
			return m.moduleAttr(x, name, at)
		case *fn:
			if m.model.Deferred[name] != "" {
				return &ext{path: "." + name, base: x}
			}
		case *parent:
			return m.parentAttr(f, x, name, at)
		case *str:
			return m.strAttr(x, name, at)
		case *parsed:
			if part, ok := x.m.Parts[name]; ok {
				return m.partOf(x, part, at)
			}
			if x.m.HasMethod(name) || name == x.m.Query && name != "" {
				return &ext{path: "." + name, base: x}
			}
			return m.strAttr(x.of, name, at)
		case *client, *dict, *list, *request, *tls, *pattern, *buffer:
			if d, ok := a.(*dict); ok {
				if v, ok := m.record(d, name); ok {
					return v
				}
				if d.from != nil && m.model.Dynamic.Records && !m.isMappingMethod(name) {
					return m.strAttr(d.from, name, at)
				}
			}
			if c, ok := x.(*client); ok && c.m.Attributes[name] == "headers" {
				return c.headers
			}
			if r, ok := x.(*request); ok {
				return m.requestAttr(r, name, at)
			}
			return &ext{path: "." + name, base: a}
		case nil:
			return &ext{path: "?." + name}
		}
		return nil
	})
}

// isMappingMethod tells a method of mappings from a part of one.
func (m *machine) isMappingMethod(name string) bool {
	switch m.neutral(name) {
	case "get", "set", "has", "delete", "append", "query", "base64":
		return true
	}
	return m.model.MappingMethods[name] != "" || m.model.Dynamic.Continues[name] != ""
}

// requestAttr is a part of a request object, or a method of it. A URL that has parts is
// the request's own: what is changed in it is sent.
func (m *machine) requestAttr(r *request, name string, at fact.Location) value {
	switch m.model.RequestAttributes[name] {
	case "headers":
		return r.headers
	case "url":
		for i := range m.model.Parsers {
			p := &m.model.Parsers[i]
			if len(p.Types) == 0 {
				continue
			}
			if _, split := r.url.(*parsed); !split {
				r.url = each(r.url, func(u value) value {
					if x, ok := u.(*parsed); ok {
						return x
					}
					s, _ := m.toStr(u, at)
					return &parsed{of: s, m: p, at: at}
				})
			}
			return r.url
		}
		return m.sent(r.url, at)
	}
	if r.sender != nil && !m.isRequestMethod(name) {
		return m.attr(nil, r.sender, name, at)
	}
	return &ext{path: "." + name, base: r}
}

func (m *machine) isRequestMethod(name string) bool {
	return function(m.model.RequestSets, name) != nil
}

func (m *machine) extAttr(x *ext, name string, at fact.Location) value {
	if name == m.model.Dynamic.Default && name != "" {
		return x
	}
	if x.home != nil {
		if v, ok := m.record(x.home, name); ok {
			return v
		}
	}
	v := m.part(&ext{path: x.path + "." + name, base: x.base}, at)
	if _, unknown := v.(*ext); !unknown {
		return v
	}
	if m.matches(m.model.Shared, x.path) {
		return holeOf(fact.OriginUnknown, lastName(x.path)+"."+name, at)
	}
	for _, v := range m.model.Values {
		if match(v.Path, x.path) {
			if m.isAccessor(name) {
				return &ext{path: "." + name, base: valueHole(v, "", at)}
			}
			return m.partHole(valueHole(v, "", at), name, at)
		}
	}
	return v
}

// part is what a path of a library stands for, where the module or the model says so.
func (m *machine) part(x *ext, at fact.Location) value {
	if v, ok := m.globals[x.path]; ok {
		return v
	}
	if state, ok := m.model.Truths[x.path]; ok {
		return boolean(state == fact.StateOn)
	}
	if text, ok := m.model.Constants[x.path]; ok {
		return &str{pieces: []piece{{lit: text, at: at}}}
	}
	for _, v := range m.model.Values {
		if match(v.Path, x.path) {
			return valueHole(v, "", at)
		}
	}
	return x
}

func (m *machine) objectAttr(f *frame, x *object, name string, at fact.Location) value {
	if v, ok := x.attrs[name]; ok {
		if x.keyed {
			return m.keyedField(x, name, v, at)
		}
		return v
	}
	if v := m.member(x.class, name, 0); v != nil {
		g, ok := v.(*fn)
		if ok && g.kind == "abstract" {
			return &ext{path: "self." + name}
		}
		if !ok {
			v = m.traitDefault(f, x, name, v, at)
		}
		if !ok && x.open {
			return oneOf(v, nil)
		}
		if !ok {
			return v
		}
		switch g.kind {
		case "static":
			return g
		case "class":
			return bind(g, x.class)
		}
		g = bind(g, x)
		if g.kind == "property" && f != nil {
			return m.invoke(f, g, callArgs{given: true}, at)
		}
		return g
	}
	if declaredField(x.class, name) == nil {
		if v := m.embedded(f, x, name, at); v != nil {
			return v
		}
	}
	if x.from == nil && !x.keyed { // what fills it from outside calls its setters too
		if v, ok := m.setElsewhere(x, name); ok {
			return v
		}
	}
	if v, ok := m.fieldOf(x, x.class, name, at, 0); ok {
		return v
	}
	if x.keyed {
		return m.keyedField(x, name, nil, at)
	}
	if x.class.clientM != nil {
		return m.inherited(f, x, name, at)
	}
	if x.from != nil {
		return m.partHole(x.from, name, at)
	}
	if x.path != "" {
		return m.extAttr(&ext{path: x.path}, name, at)
	}
	return &ext{path: "self." + name}
}

// parentAttr finds a method in the bases of a class, for an object of that class.
func (m *machine) parentAttr(f *frame, x *parent, name string, at fact.Location) value {
	for _, b := range x.of.bases {
		c, ok := b.(*class)
		if !ok {
			continue
		}
		if g, ok := m.member(c, name, 0).(*fn); ok {
			if g.kind == "static" {
				return g
			}
			g = bind(g, x.self)
			if g.kind == "property" && f != nil {
				return m.invoke(f, g, callArgs{given: true}, at)
			}
			return g
		}
	}
	o, ok := x.self.(*object)
	if ok && o.class.clientM != nil && name != m.model.Initializer {
		return m.inherited(f, o, name, at)
	}
	if library := baseOf(x.of); library != nil && name == m.model.Initializer && ok && o.class.clientM == nil && m.isToken(library.path) {
		return &ext{path: library.path}
	}
	return &ext{path: m.model.Parent + "()." + name}
}

// baseOf is the class of a library that a class extends.
func baseOf(c *class) *ext {
	for _, b := range c.bases {
		if x, ok := b.(*ext); ok {
			return x
		}
	}
	return nil
}

// inherited is an attribute of the client that a class extends. Where the class has its
// own form of the method that the others go through, they go through that.
func (m *machine) inherited(f *frame, o *object, name string, at fact.Location) value {
	cm := o.class.clientM
	if call := function(cm.Calls, name); call != nil && call.Method == "" && name != cm.Dispatch {
		if g, ok := m.member(o.class, cm.Dispatch, 0).(*fn); ok {
			return &ext{path: "." + name, base: bind(g, o)}
		}
	}
	return m.attr(f, m.clientOf(o), name, at)
}

// member finds a name in a class or its bases.
func (m *machine) member(c *class, name string, depth int) value {
	if m.steps++; m.steps > m.limit { // bases can be the same ones on many ways
		m.over = true
		return nil
	}
	if v, ok := c.members[name]; ok {
		return v
	}
	if depth < maxCallDepth {
		for _, b := range c.bases {
			if bc, ok := b.(*class); ok {
				if v := m.member(bc, name, depth+1); v != nil {
					return v
				}
			}
		}
	}
	return nil
}

// strAttr is a part of something from outside, or a method of a text.
func (m *machine) strAttr(x *str, name string, at fact.Location) value {
	h := x.onlyHole()
	if h != nil && h.Origin == fact.OriginRequest && name == "json" { // a part in one framework, a method in another
		return m.partHole(x, name, at)
	}
	if h != nil && h.Origin == fact.OriginParam {
		for _, v := range m.model.Values {
			if v.Parameter && match(v.Path, h.Name+"."+name) {
				return valueHole(v, "", at)
			}
		}
	}
	if h == nil || m.isTextMethod(name) || m.isAccessor(name) {
		return &ext{path: "." + name, base: x}
	}
	return m.partHole(x, name, at)
}

func (m *machine) isAccessor(name string) bool {
	for _, a := range m.model.Accessors {
		if a == name {
			return true
		}
	}
	return false
}

func (m *machine) isTextMethod(name string) bool {
	if m.model.Dynamic.TextMethods[name] != "" || m.model.TextMethods[name] != "" {
		return true
	}
	switch name {
	case "format", "format_map", "join", "startswith", "endswith", "replace", "split", "rsplit", "partition", "json":
		return true
	}
	return m.model.Cases[name] != "" || m.model.Settings[name] != "" || m.matches(m.model.Identity, "."+name) || m.matches(m.model.Finders, name) || m.matches(m.model.LabelChecks, name)
}

// partHole is a named part of a value from outside: request.json["callback"].
func (m *machine) partHole(x *str, name string, at fact.Location) value {
	h := *x.onlyHole()
	if h.Origin == fact.OriginRequest && h.Name == "" {
		if o, ok := m.model.RequestState[name]; ok {
			return holeOf(o, "", at)
		}
		if slices.Contains(m.model.RequestAmbient, name) {
			h.Record = 0
		}
	}
	if v, ok := m.globals[string(h.Origin)+":"+h.Name+"["+name+"]"]; ok {
		return v
	}
	if h.Name != "" && h.Origin != fact.OriginConfig {
		name = h.Name + "." + name
	}
	h.Name, h.HasDefault, h.Default, h.At = name, false, "", at
	pieces := []piece{{hole: &h, at: at}}
	if h.Origin == fact.OriginRequest && slices.Contains(m.model.RequestPaths, name) {
		pieces = append([]piece{{lit: "/", at: at}}, pieces...)
	}
	return &str{pieces: pieces}
}

func (m *machine) index(on, key value, at fact.Location) value {
	k, known := keyOf(key)
	return each(on, func(a value) value {
		switch x := a.(type) {
		case *dict:
			if e, ok := x.keys[k]; ok && known {
				return e.v
			}
			if x.from != nil && known {
				return m.partHole(x.from, k, at)
			}
			if !known && len(x.keys) > 0 {
				m.steps += len(x.keys) / 8
				var vs []value
				for _, k := range x.sorted() {
					vs = append(vs, x.keys[k].v)
				}
				return oneOf(vs...)
			}
		case *list:
			if n, ok := key.(number); ok && len(n) == 1 && int(n[0]-'0') < len(x.items) {
				return x.items[n[0]-'0']
			}
			return m.elementsOf(x)
		case *str:
			if x.onlyHole() != nil && known {
				if _, isNumber := key.(number); isNumber {
					return x
				}
				return m.partHole(x, k, at)
			}
			if h := x.onlyHole(); h != nil {
				return x
			}
		case *object:
			if v, ok := x.attrs[k]; ok && known {
				return v
			}
		case *ext:
			if v, ok := m.globals[x.path+"["+k+"]"]; ok && known {
				return v
			}
			if l, isList := key.(*list); isList && m.matches(m.model.Annotated, x.path) {
				for _, i := range l.items {
					if _, ok := i.(*provided); ok {
						return i
					}
				}
			}
			for _, v := range m.model.Values {
				if match(v.Path, x.path) {
					return valueHole(v, k, at)
				}
			}
			return &ext{path: x.path + "[]", name: k}
		case *parsed:
			if part, ok := x.m.Parts[k]; ok && known {
				return m.partOf(x, part, at)
			}
		}
		return nil
	})
}
