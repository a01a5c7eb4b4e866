package eval

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// expr is what an expression may be; nil where nothing is known.
func (m *machine) expr(f *frame, e ir.Expr) value {
	if e == nil {
		return nil
	}
	if m.steps++; m.steps > m.limit || m.nesting > maxNesting {
		m.over = true
		return nil
	}
	m.nesting++
	v := m.evaluate(f, e)
	m.nesting--
	return v
}

func (m *machine) evaluate(f *frame, e ir.Expr) value {
	switch x := e.(type) {
	case *ir.String:
		m.writtenJWT(x)
		return &str{pieces: []piece{{lit: x.Value, at: m.loc(x.Span)}}}
	case *ir.Number:
		return number(x.Text)
	case *ir.Bool:
		return boolean(x.Value)
	case *ir.Null:
		return null{}
	case *ir.Template:
		vs := make([]value, len(x.Parts))
		for i, p := range x.Parts {
			vs[i] = m.expr(f, p)
		}
		v := m.concat(m.loc(x.Span), vs...)
		m.linkBuilt(v, m.loc(x.Span))
		return v
	case *ir.Name:
		return m.name(f, x)
	case *ir.Attr:
		return m.attr(f, m.expr(f, x.X), x.Name, m.loc(x.Span))
	case *ir.Index:
		on := m.expr(f, x.X)
		s, ranges := x.Key.(*ir.Slice)
		if ranges {
			on = m.behindStart(f, on, s)
		}
		v := m.index(on, m.expr(f, x.Key), m.loc(x.Span))
		if ranges && m.takesFew(f, s) {
			return m.few(v)
		}
		return v
	case *ir.Call:
		return m.call(f, x)
	case *ir.Dict:
		return m.dict(f, x)
	case *ir.List:
		l := &list{kind: x.Kind}
		for _, i := range x.Items {
			l.items = append(l.items, m.expr(f, i))
		}
		return l
	case *ir.Lambda:
		g := &fn{params: x.Params, body: x.Body, scope: f.seen(), id: x, in: m.cur}
		if m.model.Dynamic.Closures {
			m.remember(g)
		}
		return g
	case *ir.Binary:
		l, r := m.expr(f, x.L), m.expr(f, x.R)
		v := m.binary(f, x.Op, l, r, m.loc(x.Span))
		if x.Op == "+" {
			m.linkBuilt(v, m.loc(x.Span))
		}
		return v
	case *ir.Cond:
		t := m.test(f, x.Test)
		switch m.decided(f, t) {
		case always:
			return m.expr(f, x.Then)
		case never:
			return m.expr(f, x.Else)
		}
		return oneOf(m.way(f, x.Then, t.yes), m.way(f, x.Else, t.no))
	case *ir.Logic:
		return m.logic(f, x)
	case *ir.Not:
		return m.test(f, x.X).not()
	case *ir.Compare:
		return m.comparison(f, x)
	case *ir.Bind:
		v := m.expr(f, x.Value)
		m.bind(f, x.Target, v, x.Value)
		return v
	case *ir.Await:
		return m.settled(f, m.expr(f, x.X), m.loc(x.Span))
	}
	return m.other(f, e)
}

// behindStart is a text that is not known without the literal that it begins with, where a
// range begins behind that: path[1:].
func (m *machine) behindStart(f *frame, v value, s *ir.Slice) value {
	low, known := m.number(f, s.Low)
	if !known || low <= 0 {
		return v
	}
	return each(v, func(a value) value {
		t, ok := a.(*str)
		if !ok || len(t.pieces) != 2 || t.pieces[1].hole == nil || len(t.pieces[0].lit) != low {
			return a
		}
		return &str{pieces: t.pieces[1:], part: t.part}
	})
}

// seen is what a function that is written here sees: the variables of blocks around it,
// which it may outlive, stay its own.
func (f *frame) seen() *scope {
	if len(f.hiding) == 0 {
		return f.scope
	}
	own := &scope{vars: map[string]value{}, up: f.scope}
	for _, n := range f.hiding {
		if v, ok := f.scope.vars[n]; ok {
			own.vars[n] = v
		}
	}
	return own
}

// other interprets what has no value of its own here, for its effects.
func (m *machine) other(f *frame, e ir.Expr) value {
	switch x := e.(type) {
	case *ir.Comprehension:
		return m.comprehension(f, x)
	case *ir.Slice:
		for _, part := range []ir.Expr{x.Low, x.High, x.Step} {
			m.expr(f, part)
		}
	case *ir.Unknown:
		if x.Kind == "yield" && len(x.Inner) == 1 {
			f.yields = append(f.yields, m.expr(f, x.Inner[0]))
			return nil
		}
		if x.Kind == "delete" && len(x.Inner) > 0 {
			m.removed(f, x.Inner[0])
			return nil
		}
		var last value
		for _, i := range x.Inner {
			last = m.expr(f, i)
		}
		switch {
		case len(x.Inner) != 1:
		case x.Kind == ir.Copied:
			return m.copied(last)
		default:
			return last
		}
	}
	return nil
}

// copied is another object with the parts of one.
func (m *machine) copied(v value) value {
	return each(v, func(a value) value {
		switch x := a.(type) {
		case *object:
			out := *x
			m.steps += len(x.attrs) / 8
			out.attrs = maps.Clone(x.attrs)
			return &out
		case *parsed:
			out := *x
			out.query = nil
			if x.query != nil {
				out.query = m.born(x.query.clone())
			}
			return &out
		case *dict:
			out := m.born(x.clone())
			out.from = x.from
			return out
		}
		return a
	})
}

// way is an expression that is read only where these checks hold.
func (m *machine) way(f *frame, e ir.Expr, checks []check) value {
	outer := f.guards
	f.guards = append(outer[:len(outer):len(outer)], checks...)
	v := m.expr(f, e)
	f.guards = outer
	return m.under(v, checks, nil)
}

// comprehension reads the elements under the checks that let them in, and remembers
// these.
func (m *machine) comprehension(f *frame, x *ir.Comprehension) value {
	outer := f.guards
	for i, it := range x.Iters {
		v := m.expr(f, it)
		f.guards = passed(f.guards, v)
		if l, ok := m.sequence(v); ok && len(x.Iters) == 1 && len(x.Targets) == 1 && (x.Kind == "dict" || onlyPresent(x) || slices.ContainsFunc(l.items, composed)) {
			defer func() { f.guards = outer }()
			return m.elementwise(f, x, l, f.guards[len(outer):])
		}
		if i < len(x.Targets) {
			m.bind(f, x.Targets[i], m.elementsOf(v), nil)
		}
	}
	for _, t := range x.Tests {
		f.guards = append(f.guards[:len(f.guards):len(f.guards)], m.test(f, t).yes...)
	}
	checks := f.guards[len(outer):]
	defer func() { f.guards = outer }()
	if x.Kind == "dict" {
		m.expr(f, x.Key)
		m.expr(f, x.Value)
		return &dict{keys: map[string]entry{}, open: true}
	}
	return &list{kind: "list", items: []value{m.expr(f, x.Value)}, open: true, checks: checks}
}

// onlyPresent tells a comprehension that leaves out nothing but empty elements.
func onlyPresent(x *ir.Comprehension) bool {
	target, ok := x.Targets[0].(*ir.Name)
	for _, t := range x.Tests {
		n, isName := t.(*ir.Name)
		if !ok || !isName || n.Value != target.Value {
			return false
		}
	}
	return true
}

// maxElements bounds the elements that are read one by one.
const maxElements = 32

// sequence sees a value as its elements, where these are few and known.
func (m *machine) sequence(v value) (*list, bool) {
	l, ok := v.(*list)
	if d, isDict := v.(*dict); isDict {
		l, ok = &list{kind: "keys", items: d.listed("keys"), open: d.open}, true
	}
	return l, ok && len(l.items) > 0 && len(l.items) <= maxElements
}

// elementwise reads the value for each element, so that a key keeps its value and a
// part of an element stays with the others.
func (m *machine) elementwise(f *frame, x *ir.Comprehension, l *list, checks []check) value {
	d, out := newDict(), &list{kind: "list", open: l.open, checks: checks}
	d.open = l.open
	outer := f.guards
	for _, item := range l.items {
		m.bind(f, x.Targets[0], item, nil)
		f.guards = outer
		if !m.admits(f, x.Tests) {
			continue
		}
		if x.Kind != "dict" {
			out.items = append(out.items, m.expr(f, x.Value))
			continue
		}
		k, known := keyOf(m.expr(f, x.Key))
		v := m.expr(f, x.Value)
		if !known {
			d.open = true
			continue
		}
		d.keys[k] = entry{v: v, at: m.at(x.Value)}
	}
	f.guards = outer
	if x.Kind == "dict" {
		return d
	}
	return out
}

// admits adds what the tests check; false where one of them cannot hold.
func (m *machine) admits(f *frame, tests []ir.Expr) bool {
	for _, t := range tests {
		c := m.test(f, t)
		if m.decided(f, c) == never {
			return false
		}
		f.guards = also(f.guards, c.yes)
	}
	return true
}

// lookup finds a name of a scope, or a declaration of the unit.
func (m *machine) lookup(f *frame, name string) (value, bool) {
	if v, ok := f.scope.get(name); ok {
		return m.force(v), true
	}
	if v, ok := m.declaredName(m.cur.unit, name); ok {
		return m.force(v), true
	}
	return nil, false
}

func (m *machine) name(f *frame, x *ir.Name) value {
	if v, ok := m.lookup(f, x.Value); ok {
		return v
	}
	return &ext{path: m.starred(f.scope, x.Value)}
}

// starred is the path of a name that a library may give, of which all names are
// imported and which the model knows it by.
func (m *machine) starred(s *scope, name string) string {
	for ; s != nil; s = s.up {
		for _, library := range s.stars {
			if m.paths == nil {
				m.paths = m.model.Paths()
			}
			if m.paths[library+"."+name] {
				return library + "." + name
			}
		}
	}
	return name
}

// logic is "a or b": where a is a setting and b a literal, b is its default.
func (m *machine) logic(f *frame, x *ir.Logic) value {
	t, l, r := m.both(f, x)
	return m.choice(f, x, t, l, r)
}

// choice is the value of "and" or "or", of which t is the test and l and r the sides.
func (m *machine) choice(f *frame, x *ir.Logic, t *test, l, r value) value {
	_, lTest := l.(*test)
	_, rTest := r.(*test)
	switch {
	case rTest && (lTest || x.Op == "and"):
		return t
	case x.Op == "and":
		return r
	}
	if s, ok := l.(*str); ok {
		if h := s.onlyHole(); h != nil && !h.HasDefault {
			if d, ok := r.(*str); ok {
				return m.withDefault(s, d, m.at(x.R))
			}
		}
		if t, known := s.known(); known && t != "" {
			return l
		}
	}
	if _, isNull := l.(null); isNull || m.model.Dynamic.Records && absent(l) {
		return r
	}
	return oneOf(l, r)
}

// withDefault is a value from outside with a literal that stands in for it. Where
// the value is a credential the literal is dropped and noted.
func (m *machine) withDefault(s, d *str, at fact.Location) value {
	h := *s.pieces[0].hole
	text, known := d.known()
	p := piece{hole: &h, at: s.pieces[0].at, fallback: s.pieces[0].fallback}
	switch {
	case !known:
		return oneOf(s, d)
	case text == "":
	case credential.NamesFile(text): // it says where a credential is kept
		h.Default, h.HasDefault = text, true
	case isCredentialName(h.Name) && (h.Origin.Setting() || h.Origin == fact.OriginSecretStore || h.Origin == fact.OriginParam) && !strings.Contains(text, " "):
		c := m.grader.Named(h.Name, text)
		if kind, _ := credential.NameKind(lastName(h.Name)); c.Kind != fact.KindJWT {
			c.Kind = kind
		}
		c.At = m.literalAt(d.pieces, at)
		p.fallback = &c
		m.literal(c, fact.UseFallback, []fact.Evidence{{At: s.pieces[0].at, Says: h.Name + " is read here"}})
	default:
		h.Default, h.HasDefault = text, true
	}
	return &str{pieces: []piece{p}, part: s.part}
}

func (m *machine) binary(f *frame, op string, l, r value, at fact.Location) value {
	switch op {
	case "+":
		if a, ok := l.(*list); ok {
			if b, ok := r.(*list); ok && len(a.items)+len(b.items) <= maxPieces {
				return &list{kind: a.kind, items: append(a.items[:len(a.items):len(a.items)], b.items...), open: a.open || b.open}
			}
			return a
		}
		if l == nil && r == nil {
			return nil
		}
		return m.concat(at, l, r)
	case "%":
		return each(l, func(a value) value {
			if s, ok := a.(*str); ok {
				return m.percent(s, r, at)
			}
			return nil
		})
	case "|":
		if a, ok := l.(*dict); ok {
			c := a.clone()
			if b, ok := r.(*dict); ok {
				c.merge(b)
			} else {
				c.open = true
			}
			return c
		}
	case "*":
		if several(l) || several(r) {
			return &ext{path: "*()"}
		}
	case "/":
		if s, ok := l.(*str); ok {
			return m.concat(at, s, &str{pieces: []piece{{lit: "/"}}}, r)
		}
	}
	return nil
}

// several tells a number that is written and is not zero: so many of what is not known, as
// of seconds, is something.
func several(v value) bool {
	n, ok := v.(number)
	return ok && strings.Trim(string(n), "0.") != ""
}

func (m *machine) dict(f *frame, x *ir.Dict) value {
	d := m.born(newDict())
	for _, p := range x.Pairs {
		v := m.expr(f, p.Value)
		if p.Key == nil {
			if o, ok := dictOf(v); ok {
				d.merge(o)
				d.from = cmp.Or(d.from, o.from)
			} else {
				d.open = true
			}
			if s, ok := v.(*str); ok && s.onlyHole() != nil && m.model.Dynamic.Records {
				d.from = cmp.Or(d.from, s)
			}
			continue
		}
		if k, ok := keyOf(m.expr(f, p.Key)); ok {
			d.keys[k] = entry{v: v, at: m.at(p.Value)}
			d.houses(v)
		} else {
			d.open = true
		}
	}
	return d
}
