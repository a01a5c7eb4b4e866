package eval

import (
	"fmt"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// callArgs are the arguments of one call.
type callArgs struct {
	pos   []entry
	named map[string]entry
	open  bool // may hold arguments that are not known
	given bool // a call of this module gives them
	// written are the arguments as they stand in the call itself.
	written []ir.Arg
}

// get is the argument of a role.
func (a callArgs) get(arg models.Arg) (entry, bool) {
	for _, key := range arg.Keys {
		if e, ok := a.inside(key); ok {
			return e, true
		}
	}
	if arg.Pos > 0 && arg.Pos <= len(a.pos) && !a.isSettings(arg) {
		return a.pos[arg.Pos-1], true
	}
	return entry{}, false
}

func (m *machine) args(f *frame, as []ir.Arg) callArgs {
	out := callArgs{named: map[string]entry{}, given: true, written: as}
	for _, a := range as {
		v := m.expr(f, a.Value)
		e := entry{v: v, at: m.at(a.Value)}
		switch {
		case a.Spread == "**":
			d, ok := dictOf(v)
			if !ok {
				out.open = true
				continue
			}
			for k, e := range d.keys {
				out.named[k] = e
			}
			out.open = out.open || d.open
		case a.Spread != "":
			l, ok := v.(*list)
			if !ok || l.open {
				out.open = true
			}
			if ok {
				for _, i := range l.items {
					if len(out.pos) == maxPieces {
						out.open = true
						break
					}
					out.pos = append(out.pos, entry{v: i, at: e.at})
				}
			}
		case a.Name != "":
			out.named[a.Name] = e
		default:
			out.pos = append(out.pos, e)
		}
	}
	return out
}

func (m *machine) call(f *frame, x *ir.Call) value {
	callee, on := m.callee(f, x.Fn)
	if e, ok := callee.(*ext); ok && len(x.Args) == 1 && m.matches(m.model.Quantifiers, e.path) {
		if c, ok := x.Args[0].Value.(*ir.Comprehension); ok {
			return m.anyCheck(f, c)
		}
	}
	args := m.args(f, x.Args)
	at := m.loc(x.Span)
	m.filled(f, x, callee, args, at)
	if v, ok := m.continued(f, x, callee, on, args, at); ok {
		return v
	}
	counts := m.callCounts(args)
	before := f.guards
	var ways [][]check // what one of several callees checks does not hold where another is called
	v := each(callee, func(c value) value {
		f.guards = before
		result := m.apply(f, c, args, at)
		ways = append(ways, f.guards)
		return result
	})
	f.guards = onAll(ways)
	m.handedTo(f, callee, args, counts, at)
	return v
}

func (m *machine) apply(f *frame, c value, args callArgs, at fact.Location) value {
	switch x := c.(type) {
	case *fn:
		return m.invoke(f, x, args, at)
	case *class:
		return m.construct(f, x, args, at)
	case *object:
		if g, ok := m.member(x.class, m.model.Caller, 0).(*fn); ok {
			return m.invoke(f, bind(g, x), args, at)
		}
		if g, ok := x.attrs[calledValue].(*fn); ok {
			return m.invoke(f, g, args, at)
		}
	case *module:
		if v, ok := m.memberOf(x.unit, "default"); ok && x.unit != nil {
			return m.apply(f, m.force(v), args, at)
		}
	case *client:
		if call := function(x.m.Calls, models.Called); call != nil {
			return m.send(f, x.m, x, call, models.Called, args, at)
		}
	case *ext:
		if x.partial != nil {
			args = joinArgs(*x.partial, args)
		}
		return m.external(f, x, args, at)
	case *str: // a method of something that was handed in
		if h := x.onlyHole(); h != nil {
			return m.handedIn(f, h, args, at)
		}
	}
	return nil
}

// handedIn is a method of a value that nobody known gives, by its name alone: a log, or
// a cursor that reads a row.
func (m *machine) handedIn(f *frame, h *fact.Hole, args callArgs, at fact.Location) value {
	if m.logged(f, h.Name, args, at) {
		return nil
	}
	m.sinks(&ext{path: h.Name}, args, at)
	if h.Origin == fact.OriginParam || h.Origin == fact.OriginUnknown {
		if v, ok := m.fromOutside(&ext{path: h.Name}, args, at); ok {
			return v
		}
	}
	m.sinks(&ext{path: "." + h.Name}, args, at)
	if v, ok := m.relayed(f, h.Name, args, at); ok {
		return v
	}
	if h.Origin.Outside() || h.Origin == fact.OriginDNS { // what is made of it is as much the sender's
		made := holeOf(h.Origin, h.Name, at)
		made.pieces[0].hole.Record = h.Record
		return made
	}
	return nil
}

// invoke interprets a function of this module with what it is given.
func (m *machine) invoke(f *frame, g *fn, args callArgs, at fact.Location) value {
	if g.partial != nil {
		args = joinArgs(*g.partial, args)
	}
	g = g.fitting(args)
	if !m.matters(g) {
		return m.aside(f, g, args, at)
	}
	return m.follow(f, g, args, at)
}

// matters tells whether a function may hold facts: one of this file always may, unless
// steps are to be spared.
func (m *machine) matters(g *fn) bool {
	switch {
	case g.decl == nil:
		return true
	case m.sparing || g.decl.Owner != "": // it stands outside its class, in any file
		return m.program.Matters(g.in.file, g.decl.Span)
	case m.cur.file == g.in.file:
		return true
	case g.owner != nil:
		return m.program.Matters(g.in.file, g.owner.decl.Span)
	}
	return m.program.Matters(g.in.file, g.decl.Span)
}

const (
	// Expressions of a call that is followed for its value alone, and of all those of
	// one function: into other files, and within one.
	maxAside, maxAsides = 800, 10_000
	maxNear, maxNears   = 4_000, 100_000
)

// aside follows a call for its value alone, and not far. Where that is too far, the
// value is not known, and the function is not taken for read.
func (m *machine) aside(f *frame, g *fn, args callArgs, at fact.Location) value {
	key, plain := asideKey(g, args)
	if v, ok := m.asides[key]; ok && plain {
		return v
	}
	most, all := maxAside, maxAsides
	if m.cur.file == g.in.file {
		most, all = maxNear, maxNears
	}
	if m.asideSteps > all {
		return nil
	}
	limit, over, before := m.limit, m.over, m.steps
	m.limit, m.over = min(limit, m.steps+most), false
	first := len(m.newly)
	was := m.valueOnly
	m.valueOnly = true
	v := m.follow(f, g, args, at)
	m.valueOnly = was
	if m.over && before+most < limit {
		m.over, v = false, nil
		for _, id := range m.newly[first:] { // those that it called too
			delete(m.covered, id)
		}
		m.newly = m.newly[:first]
	}
	m.over = m.over || over
	m.limit = limit
	m.asideSteps += m.steps - before
	if plain {
		m.asides[key] = v
	}
	return v
}

// asideKey names a call by its arguments, where these are texts and constants alone.
func asideKey(g *fn, args callArgs) (string, bool) {
	if g.self != nil || len(args.named) > 0 || args.open || g.partial != nil || len(args.pos) > 4 {
		return "", false
	}
	key := fmt.Sprintf("%p", g.id)
	for _, a := range args.pos {
		switch x := a.v.(type) {
		case *str:
			key += "|" + x.identity()
		case number, boolean, null, nil:
			key += fmt.Sprintf("|%T%v", x, x)
		default:
			return "", false
		}
	}
	return key, true
}

func (m *machine) follow(f *frame, g *fn, args callArgs, at fact.Location) value {
	if !m.push(g, args) {
		return nil
	}
	defer m.pop()
	defer m.goTo(g.in)()
	if !m.covered[g.id] && !m.script {
		m.covered[g.id] = true
		m.newly = append(m.newly, g.id)
	}
	m.calls[g.id]++
	if o, ok := g.self.(*object); ok {
		m.ran[ranOn{g.id, o}] = true
	}
	inner := m.enter(g, args, fact.OriginParam)
	inner.guards = f.guards
	m.trail = append(m.trail, fact.Evidence{At: at, Says: "called from here"})
	before := m.marks()
	end := m.perform(inner, g)
	if g.in.file == m.root { // other files may call it too
		m.need(g, share{from: before, to: m.marks()})
	}
	m.trail = m.trail[:len(m.trail)-1]
	return m.outcome(f, inner, end)
}

func joinArgs(a, b callArgs) callArgs {
	out := callArgs{pos: append(a.pos[:len(a.pos):len(a.pos)], b.pos...), named: map[string]entry{}, open: a.open || b.open, given: true}
	for _, n := range []map[string]entry{a.named, b.named} {
		for k, e := range n {
			out.named[k] = e
		}
	}
	return out
}

// outcome joins the ways out of a function: its value, and the checks that hold on
// every one of them. A function that answers yes or no is a check of its own.
func (m *machine) outcome(f, inner *frame, end bool) value {
	m.noteGiven(inner)
	leaves := inner.returns
	if end {
		leaves = append(leaves, leave{v: null{}, guards: inner.guards})
	}
	if len(leaves) == 0 {
		return nil
	}
	vs := make([]value, 0, len(leaves))
	ways := make([][]check, 0, len(leaves))
	for _, l := range leaves {
		ways = append(ways, l.guards)
	}
	f.guards = onAll(ways)
	for _, l := range m.succeeding(leaves) {
		vs = append(vs, m.under(l.v, l.guards, f.guards))
	}
	if len(inner.yields) > 0 {
		return m.generated(inner)
	}
	if t, ok := answer(leaves); ok {
		return t
	}
	return oneOf(vs...)
}

// succeeding leaves out the ways out on which a function says, by the last of its results,
// that it failed, and gives nothing else: whoever calls it leaves then too.
func (m *machine) succeeding(leaves []leave) []leave {
	if !m.model.ErrorLast {
		return leaves
	}
	out := slices.DeleteFunc(slices.Clone(leaves), func(l leave) bool {
		t, ok := l.v.(*list)
		if !ok || t.kind != "tuple" || len(t.items) < 2 {
			return false
		}
		last := len(t.items) - 1
		_, succeeds := t.items[last].(null)
		_, tested := t.items[last].(boolean)
		return !succeeds && !tested && !slices.ContainsFunc(t.items[:last], tells)
	})
	if len(out) == 0 {
		return leaves
	}
	return out
}

// tells reports a value that says more than that there is none.
func tells(v value) bool {
	switch x := v.(type) {
	case null, boolean:
		return false
	case number:
		return x != "0"
	case *str:
		t, known := x.known()
		return !known || t != ""
	case *object:
		return len(x.attrs) > 0 || x.from != nil
	case *dict:
		return len(x.keys) > 0 || x.open
	}
	return true
}

// generated is what a function that yields gives: the resource that it holds open, or
// a sequence.
func (m *machine) generated(f *frame) value {
	if f.fn.decl != nil {
		for _, d := range f.fn.decl.Decorators {
			if x, ok := m.expr(&frame{scope: f.fn.scope}, d).(*ext); ok && m.matches(m.model.ContextManagers, x.path) {
				return oneOf(f.yields...)
			}
		}
	}
	return &list{kind: "list", items: f.yields, open: true}
}

// onAll are the checks that hold on all ways.
func onAll(ways [][]check) []check {
	if len(ways) == 0 {
		return nil
	}
	held := ways[0]
	for _, w := range ways[1:] {
		held = common(held, w)
	}
	return held
}

// answer sees a function that returns truth values as a check: what holds where it
// says yes, and where it says no.
func answer(leaves []leave) (*test, bool) {
	var yes, no [][]check
	asks := false
	for _, l := range leaves {
		with := func(more []check) []check { return also(l.guards, more) }
		switch v := l.v.(type) {
		case boolean:
			if v {
				yes = append(yes, l.guards)
			} else {
				no = append(no, l.guards)
			}
		case null:
			no = append(no, l.guards)
		case *test:
			asks = true
			yes, no = append(yes, with(v.yes)), append(no, with(v.no))
		default:
			return nil, false
		}
	}
	if !asks && (len(yes) == 0 || len(no) == 0) {
		return nil, false
	}
	return &test{yes: onAll(yes), no: onAll(no)}, true
}

// inOrder gives the parts of an object that stand without names those of its fields.
func inOrder(c *class, args callArgs) callArgs {
	if len(args.pos) == 0 {
		return args
	}
	out := callArgs{named: map[string]entry{}, given: args.given}
	for k, e := range args.named {
		out.named[k] = e
	}
	for _, s := range c.decl.Body {
		a, ok := s.(*ir.Assign)
		if !ok || len(out.pos)+len(out.named) >= len(args.pos)+len(args.named) {
			continue
		}
		if n, ok := singleTarget(a); ok {
			out.named[n] = args.pos[len(out.named)-len(args.named)]
		}
	}
	return out
}

func (m *machine) construct(f *frame, c *class, args callArgs, at fact.Location) value {
	o := newObject(c)
	if init, ok := m.member(c, m.model.Initializer, 0).(*fn); ok {
		m.invoke(f, bind(init, o), args, at)
		m.noteMade(o)
		return o
	}
	if m.model.Initializer == "" && len(args.pos) == 1 && len(args.named) == 0 {
		return m.converted(c, args.pos[0].v)
	}
	if m.model.Initializer == "" && !args.open {
		args = inOrder(c, args)
	}
	m.noteMade(o)
	for k, e := range args.named { // a data class
		o.attrs[k] = named(e.v, k)
	}
	o.open = args.open
	o.made = !args.open && f.fn != nil
	o.kept = o.kept || m.model.Initializer == "" // the function that makes it hands it on
	return o
}
