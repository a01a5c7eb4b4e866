package eval

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// This file holds what languages need whose objects are mappings and whose functions
// are values; which of it a language has, its model says.

// inside finds an argument by a path: "headers" is a keyword, "1.headers" the key of a
// mapping that is the second argument, "1.tls.verify" one of a mapping in that.
func (a callArgs) inside(path string) (entry, bool) {
	first, rest, more := strings.Cut(path, ".")
	e, ok := a.named[first]
	if i, isPlace := nth(first); isPlace {
		if ok = i < len(a.pos); ok {
			e = a.pos[i]
		}
	}
	for ok && more {
		first, rest, more = strings.Cut(rest, ".")
		e, ok = under(e.v, first)
	}
	return e, ok
}

func nth(s string) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0
}

// under is what a mapping or an object holds under a key.
func under(v value, key string) (entry, bool) {
	if o, ok := v.(*object); ok {
		w, has := o.attrs[key]
		return entry{v: w, at: placeOf(w)}, has
	}
	d, ok := dictOf(v)
	if !ok {
		return entry{}, false
	}
	e, ok := d.keys[key]
	if ok && absentIn(v, key) {
		e.v = oneOf(e.v, null{})
	}
	return e, ok
}

// absentIn tells whether one of several mappings that a value may be, none among them,
// says nothing of a key.
func absentIn(v value, key string) bool {
	all, ok := v.(*multi)
	return ok && slices.ContainsFunc(all.alts, func(a value) bool {
		if d, isDict := a.(*dict); isDict {
			_, has := d.keys[key]
			return !has && !d.open
		}
		_, isNull := a.(null)
		return isNull
	})
}

// isSettings tells an argument whose parts are what the roles of a call are taken from,
// so that it is none itself.
func (a callArgs) isSettings(arg models.Arg) bool {
	inner := strconv.Itoa(arg.Pos-1) + "."
	if !slices.ContainsFunc(arg.Keys, func(k string) bool { return strings.HasPrefix(k, inner) }) {
		return false
	}
	switch alternatives(a.pos[arg.Pos-1].v)[0].(type) {
	case *dict, *object:
		return true
	}
	return false
}

// unsettled tells a call whose settings are handed over in a mapping that is not all
// known.
func (a callArgs) unsettled(args map[string]models.Arg) bool {
	for _, arg := range args {
		for _, k := range arg.Keys {
			first, _, nested := strings.Cut(k, ".")
			i, isPlace := nth(first)
			if !nested || !isPlace || i >= len(a.pos) || direct(args, i) {
				continue
			}
			for _, v := range alternatives(a.pos[i].v) {
				switch x := v.(type) {
				case *dict:
					if x.open {
						return true
					}
				case *object, *fn, null:
				default:
					return true
				}
			}
		}
	}
	return false
}

// direct tells a place whose argument itself is for something.
func direct(args map[string]models.Arg, i int) bool {
	for _, arg := range args {
		if arg.Pos == i+1 {
			return true
		}
	}
	return false
}

// mergeHeaders puts the fields of one request over those of its client, whatever the
// case of their names.
func (d *dict) mergeHeaders(own *dict) {
	lower := map[string]bool{}
	for k := range own.keys {
		lower[strings.ToLower(k)] = true
	}
	for k := range d.keys {
		if lower[strings.ToLower(k)] {
			delete(d.keys, k)
		}
	}
	d.merge(own)
}

// record reads an attribute of a mapping that is an object too.
func (m *machine) record(x *dict, name string) (value, bool) {
	if !m.model.Dynamic.Records {
		return nil, false
	}
	e, ok := x.keys[name]
	if !ok {
		return nil, false
	}
	if g, isFn := e.v.(*fn); isFn && g.self == nil && len(g.params) > 0 && g.params[0].Kind == "self" {
		return bind(g, x), true
	}
	return e.v, true
}

// absent tells what a mapping of which all is known does not hold.
func absent(v value) bool {
	x, ok := v.(*ext)
	if !ok || strings.Count(x.path, ".") != 1 || !strings.HasPrefix(x.path, ".") {
		return false
	}
	d, ok := x.base.(*dict)
	return ok && !d.open
}

// handedTo reads functions that are handed to something unknown, in their place: what
// is checked before holds in them too. A handler is handed the request.
func (m *machine) handedTo(f *frame, callee value, args callArgs, before map[any]int, at fact.Location) {
	if !m.model.Dynamic.Closures || m.loads > 0 {
		return // what they do is of no interest here
	}
	if m.valueOnly { // nor here, but then the function around is not read
		if len(m.stack) > 0 && slices.ContainsFunc(args.pos, func(e entry) bool { return len(functionsIn(e.v, 0)) > 0 }) {
			m.partly[m.stack[len(m.stack)-1]] = true
		}
		return
	}
	for _, c := range alternatives(callee) {
		switch c.(type) {
		case *fn, *class, *object:
			return // it calls them, or keeps them for later
		}
	}
	if f.fn == nil && !m.settling {
		then := &frame{scope: f.scope, guards: f.guards}
		m.later = append(m.later, func() {
			m.settling = true
			m.handedTo(then, callee, args, before, at)
			m.settling = false
		})
		return
	}
	given := callArgs{open: true, given: true}
	handles := m.handles(callee, args)
	if answer, ok := m.calledBack(callee, args, at); ok {
		given.pos, handles = answer, false
	}
	guards := f.guards
	for _, e := range args.pos {
		for _, g := range functionsIn(e.v, 0) {
			if m.calls[g.id] != before[g.id] {
				continue
			}
			own := given
			own.pos = slices.Clone(given.pos)
			if handles && len(g.params) < 4 {
				own.pos = []entry{{v: holeOf(fact.OriginRequest, "", m.loc(g.at())), at: at}}
			}
			m.invoke(f, g, own, at)
			f.guards = guards
		}
	}
}

// calledBack is what a lookup hands to the function that it is given.
func (m *machine) calledBack(callee value, args callArgs, at fact.Location) ([]entry, bool) {
	x, ok := callee.(*ext)
	if !ok {
		return nil, false
	}
	for _, l := range m.model.Lookups {
		if l.Callback == 0 || !match(l.Path, x.path) || !applies(l, args) {
			continue
		}
		name := ""
		if l.Name != nil {
			e, _ := args.get(*l.Name)
			name, _ = keyOf(e.v)
		}
		out := make([]entry, l.Callback)
		out[l.Callback-1] = entry{v: holeOf(l.Origin, name, at), at: at}
		return out, true
	}
	return nil, false
}

// callCounts are how often the functions among the arguments were called so far.
func (m *machine) callCounts(args callArgs) map[any]int {
	if !m.model.Dynamic.Closures || m.loads > 0 || m.valueOnly {
		return nil
	}
	out := map[any]int{}
	for _, e := range args.pos {
		for _, g := range functionsIn(e.v, 0) {
			out[g.id] = m.calls[g.id]
		}
	}
	return out
}

// functionsIn are the functions that a value is, or holds.
func functionsIn(v value, depth int) []*fn {
	var out []*fn
	if depth > 3 {
		return nil
	}
	for _, a := range alternatives(v) {
		switch x := a.(type) {
		case *fn:
			out = append(out, x)
		case *dict:
			for _, k := range x.sorted() {
				out = append(out, functionsIn(x.keys[k].v, depth+1)...)
			}
		case *list:
			for _, i := range x.items {
				out = append(out, functionsIn(i, depth+1)...)
			}
		}
	}
	return out
}

// at is where a function is written.
func (g *fn) at() ir.Span {
	switch x := g.id.(type) {
	case *ir.Func:
		return x.Span
	case *ir.Lambda:
		return x.Span
	}
	return ir.Span{}
}

// handles tells a call that is handed a path and functions that answer requests for it.
func (m *machine) handles(callee value, args callArgs) bool {
	if len(args.pos) < 2 {
		return false
	}
	if k, ok := keyOf(args.pos[0].v); !ok || !strings.HasPrefix(k, "/") && k != "*" {
		return false
	}
	for _, c := range alternatives(callee) {
		path := ""
		switch x := c.(type) {
		case *ext:
			path = x.path
		case *str:
			if h := x.onlyHole(); h != nil {
				path = "." + h.Name
			}
		}
		if m.matches(m.model.Dynamic.Handlers, path) {
			return true
		}
	}
	return false
}

// answersRequests tells a parameter that holds the request that its function answers,
// by what stands beside it.
func (m *machine) besideAnswer(f *fn) bool {
	beside := m.model.Dynamic.RequestBeside
	if len(beside) == 0 {
		return true
	}
	return slices.ContainsFunc(f.params, func(p ir.Param) bool { return slices.Contains(beside, p.Name) })
}

// callee is what a call calls, and what a method that continues is called on.
func (m *machine) callee(f *frame, x ir.Expr) (callee, on value) {
	a, ok := x.(*ir.Attr)
	if !ok || m.model.Dynamic.Continues[a.Name] == "" {
		return m.expr(f, x), nil
	}
	on = m.expr(f, a.X)
	return m.attr(f, on, a.Name, m.loc(a.Span)), on
}

// continued is a call that hands a value, or each of its elements, to a function.
func (m *machine) continued(f *frame, x *ir.Call, callee, on value, args callArgs, at fact.Location) (value, bool) {
	a, ok := x.Fn.(*ir.Attr)
	if !ok || len(args.pos) == 0 {
		return nil, false
	}
	how := m.model.Dynamic.Continues[a.Name]
	if _, own := callee.(*fn); how == "" || own {
		return nil, false
	}
	on = m.settled(f, on, at)
	var results []value
	for i, e := range args.pos {
		for _, c := range alternatives(e.v) {
			g, isFn := c.(*fn)
			if !isFn {
				continue
			}
			v := m.step(f, g, how, i, on, at)
			if i == 0 {
				results = append(results, v)
			}
		}
	}
	if len(results) == 0 {
		return nil, false
	}
	return m.stepped(how, on, oneOf(results...)), true
}

// step calls a function with what a method hands it.
func (m *machine) step(f *frame, g *fn, how string, nth int, on value, at fact.Location) value {
	given := callArgs{given: true, open: true}
	switch {
	case how == "rescue", nth > 0:
	case how == "then":
		given.pos = []entry{{v: on, at: at}}
	default:
		if d, ok := on.(*dict); ok && len(d.keys) > 0 {
			return m.fields(f, g, d, at)
		}
		return m.overElements(f, g, on, at)
	}
	guards := f.guards
	v := m.invoke(f, g, given, at)
	f.guards = guards
	return v
}

// overElements calls a function with each element of a sequence, or with any of them.
func (m *machine) overElements(f *frame, g *fn, on value, at fact.Location) value {
	m.branching++
	defer func() { m.branching-- }()
	guards := f.guards
	rounds := m.roundsOf(on)
	m.rounds *= len(rounds)
	var out []value
	for _, element := range rounds {
		out = append(out, m.invoke(f, g, callArgs{pos: []entry{{v: element, at: at}}, given: true, open: true}, at))
		f.guards = guards
	}
	m.rounds /= len(rounds)
	return oneOf(out...)
}

// listing gives the parts of a mapping one by one.
func (m *machine) listing(path string, args callArgs) (value, bool) {
	what := m.model.Dynamic.Listings[path]
	if what == "" || len(args.pos) != 1 {
		return nil, false
	}
	d, ok := args.pos[0].v.(*dict)
	if !ok || len(d.keys) == 0 {
		return nil, false
	}
	m.steps += len(d.keys) / 8
	return &list{kind: "list", items: d.listed(what), open: d.open}, true
}

// promised is the value that the function gives which a promise is made of.
func (m *machine) promised(f *frame, path string, args callArgs, at fact.Location) (value, bool) {
	if !slices.Contains(m.model.Dynamic.Promises, path) || len(args.pos) != 1 {
		return nil, false
	}
	given := &list{kind: "list"}
	settle := &ext{path: ".append", base: given}
	guards := f.guards
	for _, a := range alternatives(args.pos[0].v) {
		if g, ok := a.(*fn); ok {
			m.invoke(f, g, callArgs{pos: []entry{{v: settle, at: at}}, given: true, open: true}, at)
			f.guards = guards
		}
	}
	return oneOf(given.items...), len(given.items) > 0
}

// amendable is the request that a call has begun: a header that it gets afterwards is
// sent too.
func (m *machine) amendable(f *frame, cm *models.Client, call *models.Function, name string, args callArgs, at fact.Location) value {
	c := &client{m: cm, headers: newDict(), settings: map[string]entry{}, at: at}
	c.resend = func(f *frame) { m.send(f, cm, c, call, name, args, at) }
	return c
}

// houses tells a function that is written in a mapping what it may be called on.
func (d *dict) houses(v value) {
	if g, ok := v.(*fn); ok && g.self == nil && g.home == nil && len(g.params) > 0 && g.params[0].Kind == "self" {
		g.home = d
	}
}

// removed takes a part off a mapping.
func (m *machine) removed(f *frame, part ir.Expr) {
	var on, key value
	switch x := part.(type) {
	case *ir.Attr:
		on, key = m.expr(f, x.X), literalStr(x.Name)
	case *ir.Index:
		on, key = m.expr(f, x.X), m.expr(f, x.Key)
	}
	if k, known := keyOf(key); known {
		for _, a := range alternatives(on) {
			if d, ok := a.(*dict); ok && m.certain(d, k) {
				delete(d.keys, k)
			}
		}
	}
}

// maxFields bounds the fields of a mapping that a function is called with one by one.
const maxFields = 16

// fields calls a function with each value of a mapping and its key.
func (m *machine) fields(f *frame, g *fn, d *dict, at fact.Location) value {
	var out []value
	guards := f.guards
	for i, k := range d.sorted() {
		if i == maxFields {
			break
		}
		key := &str{pieces: []piece{{lit: k, at: d.keys[k].at}}}
		out = append(out, m.invoke(f, g, callArgs{pos: []entry{d.keys[k], {v: key, at: at}}, given: true, open: true}, at))
		f.guards = guards
	}
	return oneOf(out...)
}

// stepped is what such a method gives: result is what the function gave.
func (m *machine) stepped(how string, on, result value) value {
	switch how {
	case "then":
		return result
	case "rescue":
		return on
	case "map":
		return &list{kind: "list", items: []value{result}, open: true}
	case "some", "every":
		if t, ok := result.(*test); ok {
			return &test{yes: t.yes, no: t.no}
		}
		return nil
	case "filter", "find":
		l := &list{kind: "list", items: []value{m.elementsOf(on)}, open: true}
		if t, ok := result.(*test); ok {
			l.checks = t.yes
		}
		if how == "find" {
			return l.items[0]
		}
		return l
	}
	return null{}
}

// settled is what somebody gets who waits for a value: the response of a request that
// methods have put together, which is sent then.
func (m *machine) settled(f *frame, v value, at fact.Location) value {
	return each(v, func(a value) value {
		c, ok := a.(*client)
		if !ok || m.model.Dynamic.Await == "" {
			return a
		}
		call := function(c.m.Calls, m.model.Dynamic.Await)
		if call == nil {
			return a
		}
		return m.send(f, c.m, c, call, m.model.Dynamic.Await, callArgs{given: true}, at)
	})
}

// sharedClient is the client that the functions of a module send with, where a path is
// a part of it, and that part.
func (m *machine) sharedClient(path string) (*client, string) {
	for i := range m.model.Clients {
		cm := &m.model.Clients[i]
		if !cm.Shared {
			continue
		}
		for _, module := range cm.Functions {
			if rest, ok := strings.CutPrefix(path, module+"."); ok && cm.HasPart(rest) {
				return m.shared(cm), rest
			}
		}
	}
	return nil, ""
}

// shared is the one client of a module's functions.
func (m *machine) shared(cm *models.Client) *client {
	key := "\x00shared " + cm.Name
	if c, ok := m.globals[key].(*client); ok {
		return c
	}
	c := m.newClient(cm, callArgs{}, fact.Location{})
	c.id = 0
	m.globals[key] = c
	return c
}

// setPart gives a part of a client a value, by the path from the client to it.
func (m *machine) setPart(c *client, path string, v value, at fact.Location) bool {
	if role, ok := c.m.Attributes[path]; ok {
		m.setRole(c, role, entry{v: v, at: at})
		return true
	}
	prefix, last := cutLast(path)
	if c.m.Attributes[prefix] == "headers" {
		c.headers.keys[last] = entry{v: v, at: at}
		return true
	}
	return false
}

// hooked reads a function that a client calls with each request before it is sent.
func (m *machine) hooked(c *client, v value, at fact.Location) {
	for _, g := range functionsIn(v, 0) {
		q := &request{headers: newDict(), plain: newDict(), args: map[string]entry{}}
		m.invoke(&frame{scope: g.scope}, g, callArgs{pos: []entry{{v: q, at: at}}, given: true, open: true}, at)
		for k, e := range q.headers.keys {
			c.headers.keys[k] = e
		}
		if e, ok := q.args["auth"]; ok {
			c.settings["auth"] = e
		}
	}
}

// derived is a client made of another one, with settings of its own.
func (m *machine) derived(from *client, args callArgs, at fact.Location) *client {
	c := m.newClient(from.m, args, at)
	for role, e := range from.settings {
		if _, own := c.settings[role]; !own {
			c.settings[role] = e
		}
	}
	headers := from.headers.clone()
	headers.merge(c.headers)
	c.headers = headers
	return c
}

// authMapping reads a mapping that authenticates.
func (m *machine) authMapping(d *dict, at fact.Location) []fact.Credential {
	var pair [2]value
	found := false
	for _, k := range d.sorted() {
		v := d.keys[k].v
		switch m.model.Dynamic.AuthKeys[k] {
		case "bearer":
			var out []fact.Credential
			for _, a := range alternatives(v) {
				if c, ok := m.fieldValue(a, fact.KindBearer, d.keys[k].at); ok {
					out = append(out, c)
				}
			}
			return out
		case "user":
			pair[0], found = v, true
		case "password":
			pair[1], found = v, true
		}
	}
	if !found {
		return nil
	}
	if c, ok := m.basic(&list{items: pair[:]}, at); ok {
		return []fact.Credential{c}
	}
	return nil
}

// switchedOff is a setting that a text or a function decides: one that gives nothing
// back finds no fault.
func (m *machine) switchedOff(e entry) (fact.Setting, bool) {
	s := fact.Setting{Explicit: true, At: e.at}
	switch x := e.v.(type) {
	case *str:
		t, known := x.known()
		if !known || len(m.model.Dynamic.Off) == 0 {
			return s, false
		}
		s.State = fact.StateOn
		if slices.Contains(m.model.Dynamic.Off, t) {
			s.State = fact.StateOff
		}
		return s, true
	case *fn:
		if findsNothing(x.body) {
			s.State = fact.StateOff
		}
		return s, true
	}
	return s, false
}

// findsNothing tells the body of a check that never fails.
func findsNothing(body []ir.Stmt) bool {
	for _, s := range body {
		r, ok := s.(*ir.Return)
		if !ok {
			return false
		}
		switch x := r.Value.(type) {
		case nil, *ir.Null:
		case *ir.Unknown:
			return len(x.Inner) == 0 && x.Kind != "too deep"
		case *ir.Bool:
			return x.Value
		case *ir.Dict:
			return len(x.Pairs) == 0
		default:
			return false
		}
	}
	return true
}

// neutral is what a method of a text, a sequence or a mapping is called here.
func (m *machine) neutral(name string) string {
	if does, ok := m.model.Dynamic.TextMethods[name]; ok {
		return does
	}
	return name
}

// textOperation is a method of a text that only some languages have as one.
func (m *machine) textOperation(s *str, does string, args callArgs, at fact.Location) (value, bool) {
	if len(m.model.Dynamic.TextMethods) == 0 {
		return nil, false
	}
	if len(args.pos) == 0 {
		return s, does == "base64"
	}
	arg := args.pos[0].v
	switch does {
	case "contains", "find":
		k, known := keyOf(arg)
		if !known {
			return nil, false
		}
		return &test{yes: substring(s, k, at)}, true
	case "concat":
		vs := []value{s}
		for _, e := range args.pos {
			vs = append(vs, e.v)
		}
		return m.concat(at, vs...), true
	case "match":
		if p, ok := arg.(*pattern); ok {
			return matched(p.source, s, false, false, at), true
		}
	case "base64":
		if k, _ := keyOf(arg); strings.HasPrefix(k, "base64") {
			return encoded(s), true
		}
		return s, true
	case "replace":
		if s.onlyHole() != nil { // a character or an end is taken off
			return s, true
		}
	}
	return nil, false
}

// listOperation is a method of a sequence.
func (m *machine) listOperation(l *list, does string, args callArgs, at fact.Location) (value, bool) {
	switch does {
	case "contains", "find", "has":
		if len(args.pos) > 0 {
			return &test{yes: m.membership(args.pos[0].v, l, at), truth: memberTruth(args.pos[0].v, l)}, true
		}
	case "join":
		sep := &str{pieces: []piece{{lit: ",", at: at}}}
		if len(args.pos) > 0 {
			if s, ok := args.pos[0].v.(*str); ok {
				sep = s
			}
		}
		return m.join(sep, callArgs{pos: []entry{{v: l}}}, at), true
	case "append", "set":
		for _, e := range args.pos {
			if len(l.items) < maxPieces {
				l.items = append(l.items, e.v)
			}
		}
		return l, true
	case "concat":
		out := &list{kind: l.kind, items: slices.Clone(l.items), open: l.open}
		for _, e := range args.pos {
			if o, ok := e.v.(*list); ok && len(out.items)+len(o.items) < maxPieces {
				out.items, out.open = append(out.items, o.items...), out.open || o.open
			} else {
				out.open = true
			}
		}
		return out, true
	}
	return nil, false
}

// dictOperation is a method of a mapping.
func (m *machine) dictOperation(d *dict, does string, args callArgs, at fact.Location) (value, bool) {
	if len(m.model.Dynamic.TextMethods) == 0 {
		return nil, false
	}
	if does == "query" || does == "base64" {
		return m.query(d, at), true
	}
	if len(args.pos) == 0 {
		return nil, false
	}
	k, known := keyOf(args.pos[0].v)
	switch does {
	case "set", "append":
		if len(args.pos) < 2 {
			return nil, false
		}
		if !known {
			d.open = true
			return d, true
		}
		m.setKey(d, k, args.pos[1])
		return d, true
	case "get":
		e, _ := d.lower(k)
		return e.v, known
	case "has":
		return &test{yes: m.membership(args.pos[0].v, d, at)}, true
	case "delete":
		if known && m.branching == 0 {
			delete(d.keys, k)
		}
		return nil, true
	}
	return nil, false
}

// checkedForm is a mapping from outside that a schema's method gives back.
func (m *machine) checkedForm(x *ext, args callArgs) (value, bool) {
	_, name := cutLast(x.path)
	if len(args.pos) != 1 || !slices.Contains(m.model.Dynamic.Parses, name) {
		return nil, false
	}
	s, ok := args.pos[0].v.(*str)
	return s, ok && s.onlyHole() != nil && s.onlyHole().Name == ""
}

// setKey gives a mapping a value; inside a branch, beside what is there.
func (m *machine) setKey(d *dict, k string, e entry) {
	switch old, ok := d.keys[k]; {
	case m.certain(d, k):
	case ok:
		e.v, e.when = oneOf(e.v, old.v), old.when
	default:
		e.when = &conditional{v: e.v, alone: true}
	}
	d.keys[k] = e
}

// written is the name of a parameter as the program has it: none where a front end made
// one up.
func written(name string) string {
	if strings.HasPrefix(name, "<") {
		return ""
	}
	return name
}

// isHandler tells a function that answers requests by its own name.
func (m *machine) isHandler(f *fn) bool {
	return f.decl != nil && f.owner == nil && slices.Contains(m.model.Dynamic.HandlerNames, f.decl.Name)
}

// of finds the scope of an outer function that has the name, or that of the module.
func (s *scope) of(name string) *scope {
	for at := s.up; at != nil; at = at.up {
		if _, ok := at.vars[name]; ok || at.up == nil {
			return at
		}
	}
	return s
}
