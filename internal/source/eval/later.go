package eval

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// provide is what a library calls for a parameter: a function of the program, whose own
// parameters come with the request, or something that can be called.
func (m *machine) provide(f *frame, from value, at fact.Location) value {
	g, ok := m.force(from).(*fn)
	if !ok {
		return m.apply(f, m.force(from), callArgs{named: map[string]entry{}, given: true}, at)
	}
	if !m.push(g, callArgs{}) {
		return nil
	}
	defer m.pop()
	defer m.goTo(g.in)()
	inner := m.enter(g, callArgs{}, fact.OriginRequest)
	inner.guards = f.guards
	m.trail = append(m.trail, fact.Evidence{At: at, Says: "called from here"})
	end := m.block(inner, g.body)
	m.trail = m.trail[:len(m.trail)-1]
	v := m.outcome(f, inner, end)
	if len(inner.yields) > 0 {
		return oneOf(inner.yields...)
	}
	return v
}

// deferred calls a function that a queue calls later.
func (m *machine) deferred(f *frame, g *fn, how string, args callArgs, at fact.Location) {
	if how == "packed" {
		args = unpacked(m.model.Packed, args)
	}
	if m.takesItself(g) {
		args.pos = append([]entry{{at: at}}, args.pos...)
	}
	m.invoke(f, g, args, at)
}

// unpacked are arguments that stand in a sequence and a mapping.
func unpacked(roles map[string]models.Arg, args callArgs) callArgs {
	out := callArgs{named: map[string]entry{}, given: true}
	if e, ok := args.get(roles["arguments"]); ok {
		l, known := e.v.(*list)
		out.open = !known
		for i := 0; known && i < len(l.items) && i < maxPieces; i++ {
			out.pos = append(out.pos, entry{v: l.items[i], at: e.at})
		}
	}
	if e, ok := args.get(roles["named"]); ok {
		d, known := dictOf(e.v)
		out.open = out.open || !known || d.open
		for k, e := range d.keys {
			out.named[k] = e
		}
	}
	return out
}

// takesItself tells a function that gets itself first, as its decorator says.
func (m *machine) takesItself(g *fn) bool {
	if g.decl == nil {
		return false
	}
	for _, d := range g.decl.Decorators {
		c, ok := d.(*ir.Call)
		if !ok {
			continue
		}
		for _, a := range c.Args {
			if b, ok := a.Value.(*ir.Bool); ok && a.Name != "" && a.Name == m.model.Bound && b.Value {
				return true
			}
		}
	}
	return false
}

// started runs a function that a thread or a process is made of; false where it is no
// such call.
func (m *machine) started(f *frame, x *ext, args callArgs, at fact.Location) bool {
	for _, s := range m.model.Starters {
		if match(s.Path, x.path) {
			m.apply(f, argValue(args, s.Args["function"]), unpacked(s.Args, args), at)
			return true
		}
	}
	return false
}
