package eval

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// traits makes of the attributes that a class declares by a library's calls what
// settings fill, and notes the methods that say what holds where nothing is set.
func (m *machine) traits(f *frame, c *class) {
	if len(m.model.Traits.Paths) == 0 {
		return
	}
	for _, s := range c.decl.Body {
		x, ok := s.(*ir.Assign)
		if !ok {
			continue
		}
		name, ok := singleTarget(x)
		if !ok {
			continue
		}
		if call := m.traitCall(f, x.Value); call != nil {
			c.members[name] = m.traitOf(f, c, name, call)
		}
	}
	for _, s := range c.decl.Body {
		x, ok := s.(*ir.Func)
		if !ok {
			continue
		}
		if name := m.provides(f, x); name != "" {
			if g, ok := c.members[x.Name].(*fn); ok {
				if c.defaults == nil {
					c.defaults = map[string]*fn{}
				}
				c.defaults[name] = g
			}
		}
	}
}

// traitCall is the call that declares an attribute, below methods that give it back.
func (m *machine) traitCall(f *frame, x ir.Expr) *ir.Call {
	c, ok := x.(*ir.Call)
	for ok {
		on, isAttr := c.Fn.(*ir.Attr)
		if !isAttr || !slices.Contains(m.model.Traits.Same, on.Name) {
			break
		}
		c, ok = on.X.(*ir.Call)
	}
	if !ok || !dotted(c.Fn) {
		return nil
	}
	if path, ok := m.expr(f, c.Fn).(*ext); ok && m.matches(m.model.Traits.Paths, path.path) {
		return c
	}
	return nil
}

func (m *machine) traitOf(f *frame, c *class, name string, call *ir.Call) value {
	at := m.loc(call.Span)
	hole := holeOf(fact.OriginConfig, c.decl.Name+"."+name, at)
	e, given := m.args(f, call.Args).get(m.model.Traits.Default)
	if d, ok := e.v.(*str); ok && given {
		return m.withDefault(hole, d, e.at)
	}
	return hole
}

// provides is the attribute of which a method says what it is where nothing is set.
func (m *machine) provides(f *frame, x *ir.Func) string {
	for _, d := range x.Decorators {
		c, ok := d.(*ir.Call)
		if !ok || len(c.Args) == 0 || !dotted(c.Fn) {
			continue
		}
		if path, ok := m.expr(f, c.Fn).(*ext); ok && path.path == m.model.Traits.Provider {
			if name, ok := c.Args[0].Value.(*ir.String); ok {
				return name.Value
			}
		}
	}
	return ""
}

// traitDefault is what an attribute holds where nothing is set, beside the setting.
func (m *machine) traitDefault(f *frame, x *object, name string, v value, at fact.Location) value {
	g := m.defaultOf(x.class, name, 0)
	if g == nil {
		return v
	}
	given := m.invoke(f, bind(g, x), callArgs{given: true}, at)
	s, isText := v.(*str)
	if d, ok := given.(*str); ok && isText && s.onlyHole() != nil {
		if _, known := d.known(); known {
			return m.withDefault(s, d, at)
		}
	}
	return oneOf(v, given)
}

func (m *machine) defaultOf(c *class, name string, depth int) *fn {
	if g := c.defaults[name]; g != nil {
		return g
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth {
			if g := m.defaultOf(bc, name, depth+1); g != nil {
				return g
			}
		}
	}
	return nil
}

// nestedSettings is an object of a class that settings fill inside of another one: the
// names of its fields in the environment stand behind its own.
func (m *machine) nestedSettings(f *frame, c *class, x *ir.Assign, name string, at fact.Location) value {
	delimiter := m.saidBy(c, m.model.SettingsDelimiter, 0)
	if delimiter == "" {
		return nil
	}
	inner, ok := m.typeOf(f.scope, x.Type).(*class)
	if !ok {
		return nil
	}
	o := newObject(inner)
	for _, s := range inner.decl.Body {
		field, ok := s.(*ir.Assign)
		if !ok || field.Type == nil {
			continue
		}
		n, ok := singleTarget(field)
		if !ok || strings.HasPrefix(n, "_") {
			continue
		}
		hole := holeOf(fact.OriginEnv, name+delimiter+strings.ToUpper(n), at)
		o.attrs[n] = hole
		if d, ok := inner.members[n].(*str); ok {
			if _, known := d.known(); known {
				o.attrs[n] = m.withDefault(hole, d, m.loc(field.Span))
			}
		}
	}
	return o
}
