package eval

import (
	"slices"

	"github.com/hostbound/hostbound/internal/source/ir"
)

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
		f.returns = append(f.returns, leave{v: null{}, guards: f.guards})
		return
	}
	v := m.expr(f, x.Value)
	keep(v)
	f.returns = append(f.returns, leave{v, f.guards, m.loc(x.Span)})
}

// branch interprets both ways and joins what they leave. A way that ends leaves
// its opposite as a check on all that follows.
func (m *machine) branch(f *frame, x *ir.If) bool {
	if m.isScriptTest(x.Test) {
		return m.asScript(f, x)
	}
	v := m.test(f, x.Test)
	switch m.decided(f, v) {
	case always:
		return m.block(f, x.Then)
	case never:
		return m.block(f, x.Else)
	}
	before, outer := f.scope.vars, f.guards
	rest := m.remaining(f, x.Test)
	way := func(body []ir.Stmt, more []check) (bool, map[string]value, []check) {
		defer m.enterBranch()()
		then := len(body) > 0 && len(x.Then) > 0 && &body[0] == &x.Then[0]
		defer m.turnDown(f, x.Test, v, then)()
		f.scope.vars = m.copyVars(before)
		f.guards = also(outer, more)
		if then {
			m.asks(f, x.Test)
			m.narrow(f, x.Test)
			if rest != nil {
				f.scope.vars[rest.name] = rest.yes
			}
		} else if rest != nil {
			f.scope.vars[rest.name] = rest.no
		}
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

// isScriptTest tells a test of whether the file is run by itself.
func (m *machine) isScriptTest(e ir.Expr) bool {
	c, ok := e.(*ir.Compare)
	if !ok || m.model.Script == "" {
		return false
	}
	return slices.ContainsFunc(c.Xs, func(x ir.Expr) bool { return pathOf(x) == m.model.Script })
}

// pathOf is a dotted name as it is written.
func pathOf(e ir.Expr) string {
	switch x := e.(type) {
	case *ir.Name:
		return x.Value
	case *ir.Attr:
		if on := pathOf(x.X); on != "" {
			return on + "." + x.Name
		}
	}
	return ""
}

// asScript interprets what a file does when it is run by itself. Another module that
// imports it does not, and what a demonstration calls has other callers too.
func (m *machine) asScript(f *frame, x *ir.If) bool {
	if m.loads > 0 {
		return m.block(f, x.Else)
	}
	script := m.script
	m.script = true
	end := m.block(f, x.Then)
	m.script = script
	return m.block(f, x.Else) || end
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

// loop interprets the body once for any of the elements, or for each of a few whose
// parts belong together.
func (m *machine) loop(f *frame, x *ir.Loop) {
	guards, outer, outerBroke := f.guards, f.left, f.broke
	f.broke = nil
	if x.Iter == nil {
		m.round(f, x, nil, nil)
	} else {
		v := m.expr(f, x.Iter)
		rounds := m.roundsOf(v)
		if x.Entries {
			rounds = m.entriesOf(v)
		}
		m.rounds *= len(rounds)
		for _, element := range rounds {
			f.guards = guards
			m.round(f, x, element, v)
		}
		m.rounds /= len(rounds)
	}
	broke := f.broke
	f.guards, f.left, f.broke = guards, outer, outerBroke
	if !m.block(f, x.Else) && len(broke) > 0 { // what follows is reached by a break alone
		f.guards = onAll(broke)
	}
}

// round interprets the body of a loop once, and joins what it leaves with what was
// there before: it may not be reached at all. Where it leaves a text from outside for
// the next round, such as the place of the next page, there is one.
func (m *machine) round(f *frame, x *ir.Loop, element, of value) {
	guards := f.guards
	before := m.pass(f, x, element, of)
	if m.again < maxAgain && carries(before, f.scope.vars) {
		f.scope.vars, f.guards = m.joinVars(f.scope.vars, before), guards
		m.again++
		before = m.joinVars(before, m.pass(f, x, element, of))
		m.again--
	}
	f.scope.vars = m.joinVars(f.scope.vars, before)
}

// maxAgain bounds the loops in loops whose bodies are read twice.
const maxAgain = 2

// pass reads the body, and returns the names as they are where it is not reached, or left.
func (m *machine) pass(f *frame, x *ir.Loop, element, of value) map[string]value {
	before := m.copyVars(f.scope.vars)
	if x.Iter != nil {
		if x.Target != nil {
			m.bind(f, x.Target, element, nil)
		}
		f.guards = passed(f.guards, of)
		before = m.copyVars(f.scope.vars)
	}
	if x.Test != nil {
		f.guards = also(f.guards, m.test(f, x.Test).yes)
	}
	f.left = nil
	leave := m.enterBranch()
	m.block(f, x.Body)
	leave()
	for _, vars := range f.left {
		before = m.joinVars(before, vars)
	}
	return before
}

// carries tells whether a name that was there before a round is a text from outside
// behind it.
func carries(before, after map[string]value) bool {
	for k, v := range before {
		if w, ok := after[k]; ok && !same(v, w) && slices.ContainsFunc(alternatives(w), fromOutside) {
			return true
		}
	}
	return false
}

// fromOutside tells a text that somebody outside begins.
func fromOutside(v value) bool {
	s, ok := v.(*str)
	return ok && len(s.pieces) > 0 && s.pieces[0].hole != nil && s.pieces[0].hole.Origin.Outside()
}

// maxRounds bounds how often the body of a loop is read, with the loops around it.
const maxRounds = 32

// roundsOf are the elements one by one, where each is made of parts that belong
// together: a host and its key. Else they are one value.
func (m *machine) roundsOf(v value) []value {
	if d, ok := v.(*dict); ok && !d.open && len(d.keys) > 1 && len(d.keys) <= maxFields && len(d.keys)*m.rounds <= maxRounds {
		return d.listed("keys")
	}
	l, ok := m.sequence(v)
	if !ok || len(l.items)*m.rounds > maxRounds || !slices.ContainsFunc(l.items, composed) {
		return []value{m.elementsOf(v)}
	}
	return l.items
}

// composed tells a value that has parts.
func composed(v value) bool {
	switch v.(type) {
	case *list, *dict, *object:
		return true
	}
	return false
}

// entriesOf are the keys of a mapping with their values, or the elements of a sequence
// with a place that is not known.
func (m *machine) entriesOf(v value) []value {
	d, ok := v.(*dict)
	if !ok {
		out := slices.Clone(m.roundsOf(v))
		for i := range out {
			out[i] = &list{kind: "tuple", items: []value{nil, out[i]}}
		}
		return out
	}
	m.steps += len(d.keys) / 8
	pairs := d.listed("items")
	switch {
	case len(pairs) == 0:
		return []value{nil}
	case len(pairs)*m.rounds > maxRounds:
		return []value{oneOf(pairs...)}
	}
	return pairs
}

// passed adds the checks that every element of a filtered sequence has passed.
func passed(guards []check, v value) []check {
	if l, ok := v.(*list); ok && len(l.checks) > 0 {
		return also(guards, l.checks)
	}
	return guards
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
