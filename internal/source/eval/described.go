package eval

import (
	"iter"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// behindObject is the attribute that keeps the client of an object that a library made.
const behindObject = "\x00client"

// marked gives a class the client that a decorator makes of it: its methods without a
// body describe requests, which a library sends.
func (m *machine) marked(f *frame, c *class) {
	for call, path := range m.decoratorCalls(f, c) {
		cm := m.constructed(path)
		if cm == nil || cm.Describes == nil {
			continue
		}
		c.describes = m.newClient(cm, m.args(f, call.Args), m.loc(call.Span))
		if e, given := c.describes.settings["base_url"]; given && cm.Describes.Placeholders {
			e.v = m.placeholders(fact.OriginConfig, e, e.at)
			c.describes.settings["base_url"] = e
		}
		return
	}
}

// decoratorCalls are the decorators of a class that call something of a library, with
// its path.
func (m *machine) decoratorCalls(f *frame, c *class) iter.Seq2[*ir.Call, string] {
	return func(yield func(*ir.Call, string) bool) {
		for _, d := range c.decl.Decorators {
			call, ok := d.(*ir.Call)
			if !ok || !dotted(call.Fn) {
				continue
			}
			if x, ok := m.expr(f, call.Fn).(*ext); ok && !yield(call, x.path) {
				return
			}
		}
	}
}

// implemented is an object of a class whose methods describe requests of the client,
// which takes over what the client that it sends by was given.
func (m *machine) implemented(by *client, args callArgs) value {
	if len(args.pos) == 0 {
		return nil
	}
	c, ok := args.pos[0].v.(*class)
	if !ok {
		return nil
	}
	if inner, ok := by.settings["client"].v.(*client); ok {
		for role, e := range inner.settings {
			if _, has := by.settings[role]; !has {
				by.settings[role] = e
			}
		}
		by.handed = by.handed || inner.handed
	}
	o := newObject(c)
	o.attrs[behindObject] = by
	return o
}

// describer is the client that sends what a method describes; nil for any other method.
func (m *machine) describer(g *fn) *client {
	if g.decl == nil || g.owner == nil || !bodyless(g) {
		return nil
	}
	o, ok := g.self.(*object)
	if !ok {
		return g.owner.describes
	}
	if c, ok := o.attrs[behindObject].(*client); ok && c.m.Describes != nil {
		return c
	}
	return o.class.describes
}

// bodyless tells a method that is declared alone.
func bodyless(g *fn) bool {
	if len(g.body) != 1 {
		return false
	}
	r, ok := g.body[0].(*ir.Return)
	if !ok {
		return false
	}
	u, ok := r.Value.(*ir.Unknown)
	return ok && u.Kind == "no body"
}

// perform interprets the body of a function, or sends the request that it describes.
func (m *machine) perform(f *frame, g *fn) (end bool) {
	by := m.describer(g)
	if by == nil {
		return m.block(f, g.body)
	}
	at := m.loc(g.decl.NameAt)
	q, ok := m.requestOf(f, g, by, at)
	if !ok {
		return m.block(f, g.body)
	}
	call := &models.Function{Method: "?", Args: map[string]models.Arg{"url": {Pos: 1}}}
	v := m.send(f, by.m, by, call, g.decl.Name, callArgs{pos: []entry{{v: q, at: at}}, given: true}, at)
	f.returns = append(f.returns, leave{v: v, guards: f.guards, at: at})
	return false
}

// requestOf is the request that the decorators of a method and of its parameters say.
func (m *machine) requestOf(f *frame, g *fn, by *client, at fact.Location) (*request, bool) {
	says := by.m.Describes
	q := &request{headers: newDict(), plain: newDict(), args: map[string]entry{}}
	described := false
	m.decorators(g.scope, g.decl.Decorators, func(path string, args callArgs) {
		verb, ok := says.Verbs[path]
		if !ok || described {
			return
		}
		described = true
		if verb != "?" {
			q.method = &str{pieces: []piece{{lit: verb, at: at}}}
		}
		e, _ := args.get(says.Path)
		q.url, _ = m.toStr(first(e.v), at)
		if e.v == nil {
			q.url = &str{pieces: []piece{{at: at}}}
		}
	})
	if !described {
		return nil, false
	}
	for _, p := range g.params {
		m.decorators(g.scope, p.Decorators, func(path string, args callArgs) {
			m.describedPart(f, q, says, path, p, args)
		})
	}
	if _, has := by.settings["base_url"]; !has { // whoever finds the service says where it is
		q.url = m.below(holeOf(fact.OriginUnknown, "", at), []value{q.url}, at)
	}
	return q, true
}

// describedPart puts a parameter into the part of a request that its decorator says.
func (m *machine) describedPart(f *frame, q *request, says *models.Describes, path string, p ir.Param, args callArgs) {
	e := entry{v: f.scope.vars[p.Name], at: m.loc(p.At)}
	name := p.Name
	if given, ok := args.get(says.Field); ok {
		if k, known := keyOf(given.v); known {
			name = k
		}
	}
	switch says.Parts[path] {
	case "url":
		q.url = e.v
	case "headers":
		if d, ok := dictOf(e.v); ok {
			q.headers.merge(d)
			return
		}
		q.headers.keys[name] = e
	case "params":
		d, ok := dictOf(q.args["params"].v)
		if !ok {
			d = newDict()
			q.args["params"] = entry{v: d, at: e.at}
		}
		d.keys[name] = e
	}
}

// decorators gives the paths and the arguments of those decorators that a library has.
func (m *machine) decorators(s *scope, all []ir.Expr, each func(path string, args callArgs)) {
	f := &frame{scope: s}
	for _, d := range all {
		c, ok := d.(*ir.Call)
		if !ok || !dotted(c.Fn) {
			continue
		}
		if x, ok := m.expr(f, c.Fn).(*ext); ok {
			each(x.path, m.args(f, c.Args))
		}
	}
}

// configured are what the methods of a class make that sets up a client.
func (m *machine) configured(c *class) []value {
	o, ok := m.instance(c).(*object)
	if !ok {
		return nil
	}
	var out []value
	for _, g := range m.methods(c, 0) {
		if len(g.params) > 1 || bodyless(g) {
			continue
		}
		out = append(out, alternatives(m.invoke(&frame{scope: g.scope}, bind(g, o), callArgs{given: true}, m.placeOf(g)))...)
	}
	return append(out, o)
}
