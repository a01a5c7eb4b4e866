package eval

import (
	"maps"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// Result is what one file gave.
type Result struct {
	Set   *fact.Set
	parts []share
	// Over is set where a part of it took more steps than it was given.
	Over bool
	// Covered are the functions that a known call has gone through, no part left out.
	Covered map[any]bool
	// Made are the classes of which an object was made by a known call, and their bases.
	Made map[any]bool
	// Needs are the functions of this file whose callers would say more.
	Needs []Need
}

// Need is something of a file of which users in other files would say more: a function
// that sends what it or its object is given, and what gives a client to others.
type Need struct {
	ID          any
	Path        string // its file
	Name, Class string
	ClassID     any // nil for a function
	// Attributes are those of the class that hold a client.
	Attributes []string
}

// share is what one function that nobody known calls gave: a range of each list.
type share struct {
	id       any
	from, to marks
}

// marks are the lengths of the lists of facts at one time.
type marks struct{ routes, literals, exposures, tokenUses, hostUses, switches int }

func (m *machine) marks() marks {
	s := m.out
	return marks{len(s.Routes), len(s.Literals), len(s.Exposures), len(s.TokenUses), len(s.HostUses), len(s.Switches)}
}

// Without is the facts apart from those of the functions that another file covers.
func (r *Result) Without(covered func(id any) bool) *fact.Set {
	out := *r.Set
	for i := len(r.parts) - 1; i >= 0; i-- {
		p := r.parts[i]
		if !covered(p.id) {
			continue
		}
		out.Routes = cutOut(out.Routes, p.from.routes, p.to.routes)
		out.Literals = cutOut(out.Literals, p.from.literals, p.to.literals)
		out.Exposures = cutOut(out.Exposures, p.from.exposures, p.to.exposures)
		out.TokenUses = cutOut(out.TokenUses, p.from.tokenUses, p.to.tokenUses)
		out.HostUses = cutOut(out.HostUses, p.from.hostUses, p.to.hostUses)
		out.Switches = cutOut(out.Switches, p.from.switches, p.to.switches)
	}
	return &out
}

// Left are the routes of the functions that another file covers, which Without leaves
// out.
func (r *Result) Left(covered func(id any) bool) []fact.Route {
	var out []fact.Route
	for _, p := range r.parts {
		if covered(p.id) {
			out = append(out, r.Set.Routes[p.from.routes:p.to.routes]...)
		}
	}
	return out
}

func cutOut[T any](s []T, from, to int) []T {
	if from == to {
		return s
	}
	return append(s[:from:from], s[to:]...)
}

// need is what a function that sends wants to know of its callers in other files.
func (m *machine) need(r *fn, p share) {
	if p.from.routes == p.to.routes || r.decl == nil || m.isView(r) || m.needed[r.id] {
		return
	}
	m.needed[r.id] = true
	n := Need{ID: r.id, Path: r.in.file.Module.Path, Name: r.decl.Name}
	if r.owner != nil {
		n.Class, n.ClassID = r.owner.decl.Name, r.owner.decl
	} else if len(r.params) == 0 {
		return
	}
	m.needs = append(m.needs, n)
}

// made remembers an object that a known call makes.
func (m *machine) noteMade(o *object) {
	if m.loads > 0 || m.script || len(m.made) >= maxMade {
		return
	}
	m.made = append(m.made, o)
}

// offers are the names of the file that give a client to other files: variables,
// classes whose objects hold one, functions that return one.
func (m *machine) offers() []Need {
	path := m.root.Module.Path
	var out []Need
	top := m.units[m.root].places[m.root].top.vars
	for _, name := range slices.Sorted(maps.Keys(top)) {
		switch x := top[name].(type) {
		case *client:
			out = append(out, Need{ID: path + " " + name, Path: path, Name: name})
		case *object:
			if len(clientAttrs(x)) > 0 {
				out = append(out, Need{ID: path + " " + name, Path: path, Name: name})
			}
		case *fn:
			if m.gives[x.id] {
				out = append(out, Need{ID: path + " " + name, Path: path, Name: name})
			}
		case *class:
			if x.in.file == m.root {
				out = append(out, m.offered(x, path)...)
			}
		}
	}
	return out
}

// offered is a class whose objects hold a client, or are one.
func (m *machine) offered(c *class, path string) []Need {
	n := Need{ID: path + " " + c.decl.Name, Path: path, Name: c.decl.Name, Class: c.decl.Name}
	objects := m.made
	if o, ok := m.instances[c]; ok {
		objects = append(objects[:len(objects):len(objects)], o)
	}
	for _, o := range objects {
		if isA(o.class, c, 0) {
			n.Attributes = append(n.Attributes, clientAttrs(o)...)
		}
	}
	for _, g := range m.methods(c, 0) {
		if m.gives[g.id] {
			n.Attributes = append(n.Attributes, g.decl.Name)
		}
	}
	if len(n.Attributes) == 0 && c.clientM == nil {
		return nil
	}
	slices.Sort(n.Attributes)
	n.Attributes = slices.Compact(n.Attributes)
	return []Need{n}
}

func clientAttrs(o *object) []string {
	var out []string
	for name, v := range o.attrs {
		for _, a := range alternatives(v) {
			if _, ok := a.(*client); ok {
				out = append(out, name)
			}
		}
	}
	return out
}

// noteGiven remembers a function that returns a client.
func (m *machine) noteGiven(f *frame) {
	for _, l := range f.returns {
		for _, a := range alternatives(l.v) {
			if _, ok := a.(*client); ok {
				m.gives[f.fn.id] = true
			}
		}
	}
}

const (
	maxMade  = 1000 // objects of one file that are remembered
	maxSelfs = 4    // objects that one method is read on
)

// selves are the objects that a method may be called on: those that this file makes,
// else one of which nothing is known.
func (m *machine) selves(c *class) []value {
	var out []value
	for _, o := range m.made {
		if len(out) < maxSelfs && o.kept && isA(o.class, c, 0) {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		out = append(out, m.instance(c))
	}
	return out
}

// isA tells whether a class is another one or extends it.
func isA(c, base *class, depth int) bool {
	if c.decl == base.decl {
		return true
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth && isA(bc, base, depth+1) {
			return true
		}
	}
	return false
}

// wantedOf reads the methods that others want to know more of, on the objects that
// this file makes.
func (m *machine) wantedOf(wanted map[any]bool, guards []check) {
	read := map[any]int{}
	for _, o := range m.made {
		if !o.kept {
			continue
		}
		for _, g := range m.methods(o.class, 0) {
			known := m.covered[g.id] && !m.partly[g.id] && m.ran[ranOn{g.id, o}]
			if !wanted[g.id] || known || g.in.file == m.root || read[g.id] == maxSelfs {
				continue
			}
			m.limit = min(m.steps+maxRootSteps, m.most)
			m.rootOn(bind(g, o), guards)
			m.covered[g.id] = true
			read[g.id]++
		}
	}
}

// ranOn is a method with an object that a known call has read it on.
type ranOn struct {
	id any
	o  *object
}

// methods are those of a class and its bases.
func (m *machine) methods(c *class, depth int) []*fn {
	var out []*fn
	for _, s := range c.decl.Body {
		if x, ok := s.(*ir.Func); ok {
			if g, ok := m.force(c.members[x.Name]).(*fn); ok && g.kind == "" {
				out = append(out, g)
			}
		}
	}
	for _, d := range c.in.unit.owned[c.decl.Name] {
		if g, ok := c.members[d.stmt.(*ir.Func).Name].(*fn); ok {
			out = append(out, g)
		}
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth {
			out = append(out, m.methods(bc, depth+1)...)
		}
	}
	return out
}

func (m *machine) result() *Result {
	r := &Result{Set: m.out, parts: m.parts, Over: m.over, Covered: map[any]bool{}, Made: map[any]bool{}, Needs: append(m.needs, m.offers()...)}
	for id, yes := range m.covered {
		if yes && !m.partly[id] && !m.rooted[id] {
			r.Covered[id] = true
		}
	}
	for _, o := range m.made {
		noteClass(r.Made, o.class, 0)
	}
	return r
}

func noteClass(made map[any]bool, c *class, depth int) {
	if made[c.decl] || depth > maxCallDepth {
		return
	}
	made[c.decl] = true
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok {
			noteClass(made, bc, depth+1)
		}
	}
}
