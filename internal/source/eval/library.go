package eval

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// external is a call of a library.
func (m *machine) external(f *frame, x *ext, args callArgs, at fact.Location) value {
	if x.wraps != nil {
		return m.apply(f, x.wraps, args, at)
	}
	if v, handled := m.method(f, x, args, at); handled {
		return v
	}
	if m.logged(f, x.path, args, at) {
		return nil
	}
	if v, ok := m.checkedForm(x, args); ok {
		return v
	}
	if c, name := m.sharedClient(x.path); c != nil {
		if set := function(c.m.Sets, name); set != nil {
			m.setRoles(f, c, *set, args, at)
			return nil
		}
	}
	if x.path == m.model.Parent && f.fn != nil && f.fn.owner != nil {
		return &parent{of: f.fn.owner, self: f.self}
	}
	if cm, call := m.clientCall(x.path); call != nil {
		var shared *client
		if cm.Shared {
			shared = m.shared(cm)
		}
		response := m.send(f, cm, shared, call, lastName(x.path), args, at)
		if call.Opens && cm.SetsField() {
			return m.amendable(f, cm, call, lastName(x.path), args, at)
		}
		if call.Opens {
			return &ext{path: x.path + "()"}
		}
		return response
	}
	if cm := m.constructed(x.path); cm != nil {
		return m.newClient(cm, args, at)
	}
	if v, ok := m.fromOutside(x, args, at); ok {
		m.tokenCall(x.path, args, at) // what it reads may be a token that it does not check
		return v
	}
	if v, ok := m.helper(f, x, args, at); ok {
		return v
	}
	if v, ok := m.promised(f, x.path, args, at); ok {
		return v
	}
	if v, ok := m.relayed(f, x.path, args, at); ok {
		return v
	}
	m.turnedOff(x.path, args, at)
	m.sinks(x, args, at)
	if m.started(f, x, args, at) {
		return &ext{path: x.path + "()"}
	}
	if m.matches(m.model.Merges, x.path) && len(args.pos) == 2 {
		m.merged(f, args)
		return nil
	}
	for _, e := range args.pos {
		handOn(e.v)
	}
	for _, e := range args.named {
		handOn(e.v)
	}
	if m.matches(m.model.Responses, x.path) {
		m.exposeAll("response", args, at)
	}
	if v, called := m.callbacks(f, args, at); called && m.matches(m.model.Callers, x.path) {
		return v
	}
	for _, e := range args.pos {
		if c, ok := e.v.(*client); ok && c.m.Stub != nil {
			return &ext{path: x.path + "()", base: c}
		}
	}
	result := &ext{path: x.path + "()", base: x.base, name: credentialArg(args), of: madeOf(args), wraps: m.wrapped(args)}
	if !m.matches(m.model.Neutral, x.path) {
		result.checks = unread(args, at)
	}
	return result
}

// merged gives the first of two mappings what the second holds.
func (m *machine) merged(f *frame, args callArgs) {
	from, ok := dictOf(args.pos[1].v)
	for _, a := range alternatives(args.pos[0].v) {
		if to, isDict := a.(*dict); isDict {
			m.update(f, to, from)
			to.open = to.open || !ok
		}
	}
}

// handOn marks an object that a library is given, which may fill its fields.
func handOn(v value) {
	keep(v)
	for _, a := range alternatives(v) {
		if o, ok := a.(*object); ok {
			o.made = false
		}
	}
}

// relayed is a call of something that is not known and is handed a request object, under
// the name of a client's call that sends one.
func (m *machine) relayed(f *frame, path string, args callArgs, at fact.Location) (value, bool) {
	if len(m.model.Relays) == 0 || len(args.pos) == 0 {
		return nil, false
	}
	_, name := cutLast(path)
	for _, e := range args.pos {
		q, ok := e.v.(*request)
		if !ok || q.passing || q.sender != nil && len(q.headers.keys) == 0 {
			continue
		}
		for _, relay := range m.model.Relays {
			cm := m.constructed(relay)
			if cm == nil {
				continue
			}
			call := function(cm.Calls, name)
			if call == nil {
				continue
			}
			c := m.newClient(cm, callArgs{}, at)
			c.handed = true
			return m.send(f, cm, c, call, name, callArgs{pos: []entry{e}, given: true}, at), true
		}
	}
	return nil, false
}

// credentialArg is the name of a credential that an unknown function is asked for:
// get_param("config.api_key").
func credentialArg(args callArgs) string {
	for _, e := range args.pos {
		if k, ok := keyOf(e.v); ok && len(k) <= 64 && isCredentialName(k) && !strings.ContainsAny(k, " /:") {
			return k
		}
	}
	return ""
}

// callbacks interprets functions that are handed to a library: a thread pool, a
// retry, a wrapper. The arguments after the function are taken for its own. The value
// is what the function returns.
func (m *machine) callbacks(f *frame, args callArgs, at fact.Location) (v value, called bool) {
	if m.model.Dynamic.Closures {
		return nil, false // the call itself sees to them
	}
	for _, k := range (&dict{keys: args.named}).sorted() { // of a literal
		if g, ok := args.named[k].v.(*fn); ok && m.model.Initializer == "" {
			m.invoke(f, g, callArgs{open: true, given: true}, at)
		}
	}
	for i, e := range args.pos {
		rest := callArgs{pos: args.pos[i+1:], named: args.named, open: true, given: true}
		switch g := e.v.(type) {
		case *fn:
			return m.invoke(f, g, rest, at), true
		case *ext:
			if g.partial != nil {
				rest = joinArgs(*g.partial, rest)
			}
			if _, isClient := g.base.(*client); isClient {
				return m.method(f, g, rest, at)
			}
			if cm, call := m.clientCall(g.path); call != nil {
				if _, sends := rest.get(call.Args["url"]); sends {
					return m.send(f, cm, nil, call, lastName(g.path), rest, at), true
				}
			}
		}
	}
	return nil, false
}

// wrapped is the function that a library is given alone, to make another one of it.
func (m *machine) wrapped(args callArgs) value {
	if len(args.pos) != 1 {
		return nil
	}
	switch g := args.pos[0].v.(type) {
	case *fn:
		return g
	case *ext:
		if _, isClient := g.base.(*client); isClient {
			return g
		}
		if _, call := m.clientCall(g.path); call != nil {
			return g
		}
	}
	return nil
}

// fromOutside is a call that returns something from outside.
func (m *machine) fromOutside(x *ext, args callArgs, at fact.Location) (value, bool) {
	for _, l := range m.model.Lookups {
		if !match(l.Path, x.path) || !applies(l, args) || l.Callback > 0 {
			continue
		}
		name := l.Called
		if l.Name != nil {
			if e, ok := args.get(*l.Name); ok {
				name, _ = keyOf(e.v)
				if l.Part != "" && name != "" {
					name = l.Part + "." + name
				}
				if l.Placeholders {
					return m.placeholders(l.Origin, e, at), true
				}
			}
		}
		h := holeOf(l.Origin, name, at)
		if l.Origin == fact.OriginDatabase {
			h.pieces[0].hole.Record = m.arrival(at)
		}
		if l.Result > 0 {
			several := &list{kind: "tuple", items: make([]value, l.Result, l.Result+1)}
			several.items = append(several.items, h)
			return several, true
		}
		if l.Default != nil {
			if e, ok := args.get(*l.Default); ok {
				if d, ok := e.v.(*str); ok {
					return m.withDefault(h, d, e.at), true
				}
				if _, isNull := e.v.(null); !isNull && e.v != nil {
					return oneOf(h, e.v), true
				}
			}
		}
		return h, true
	}
	for _, v := range m.model.Values { // a call of a part: config(), or the constructor itself
		if match(v.Path, x.path+"()") {
			return valueHole(v, "", at), true
		}
		if prefix, name := cutLast(x.path); match(v.Path, prefix) && m.isAccessor(name) && len(args.pos) > 0 {
			if k, ok := keyOf(args.pos[0].v); ok {
				if stored, ok := m.globals[prefix+"["+k+"]"]; ok {
					return stored, true
				}
				h := valueHole(v, k, at)
				if len(args.pos) > 1 {
					if d, ok := args.pos[1].v.(*str); ok {
						return m.withDefault(h, d, args.pos[1].at), true
					}
				}
				return h, true
			}
		}
	}
	return nil, false
}

func cutLast(p string) (prefix, name string) {
	i := strings.LastIndexByte(p, '.')
	if i < 0 {
		return "", p
	}
	return p[:i], p[i+1:]
}

// helper is a library function whose meaning matters here.
func (m *machine) helper(f *frame, x *ext, args callArgs, at fact.Location) (value, bool) {
	first := func() value {
		if len(args.pos) == 0 {
			return nil
		}
		return args.pos[0].v
	}
	if m.tokenCall(x.path, args, at) {
		return &ext{path: x.path + "()", base: x.base}, true
	}
	if v, ok := m.textCall(x.path, args, at); ok {
		return v, true
	}
	if m.matches(m.model.Nothing, x.path) {
		return null{}, true
	}
	if v, ok := m.listing(x.path, args); ok {
		return v, true
	}
	if o, ok := m.optionOf(x.path, args); ok {
		return o, true
	}
	if d, ok := m.carriedHeaders(x.path, args); ok {
		return d, true
	}
	if v, ok := m.collected(x.path, args); ok {
		return v, true
	}
	if m.matches(m.model.Buffers, x.path) {
		b := &buffer{v: &str{}}
		if s, ok := first().(*str); ok {
			b.v = s
		}
		return b, true
	}
	if x.path == m.model.Compiler {
		return &pattern{first()}, true
	}
	if t, ok := m.patternCheck(x.path, args, at); ok {
		return t, true
	}
	for i := range m.model.Parsers {
		if p := &m.model.Parsers[i]; slices.Contains(p.Types, x.path) {
			return &parsed{of: &str{}, m: p, at: at, instead: m.literalParts(p, args)}, true
		} else if p.Path == x.path || slices.Contains(p.Also, x.path) {
			return each(first(), func(v value) value {
				s, _ := m.toStr(v, at)
				if p.Base != nil {
					if base, ok := args.get(*p.Base); ok {
						if joined, ok := alternatives(m.urljoin(callArgs{pos: []entry{base, {v: s}}}, at))[0].(*str); ok {
							s = joined
						}
					}
				}
				return &parsed{of: s, m: p, at: at}
			}), true
		}
	}
	for i := range m.model.Contexts {
		if c := &m.model.Contexts[i]; c.Path == x.path || slices.Contains(c.Also, x.path) {
			return m.newTLS(c, args, at), true
		}
	}
	for _, r := range m.model.Requests {
		for _, n := range r.Names {
			if n == x.path && (r.Arity == 0 || r.Arity == len(args.pos)) {
				return m.newRequest(r, args), true
			}
		}
	}
	for _, b := range m.model.Bearers {
		if slices.Contains(b.Names, x.path) {
			return &list{kind: "bearer", items: []value{argValue(args, b.Args["token"])}}, true
		}
	}
	for _, b := range m.model.Basic {
		for _, n := range b.Names {
			if n == x.path {
				return &list{kind: "basic", items: []value{argValue(args, b.Args["user"]), argValue(args, b.Args["password"])}}, true
			}
		}
	}
	switch {
	case m.matches(m.model.InstanceChecks, x.path) && len(args.pos) == 2:
		return notInstance(args.pos[0].v, args.pos[1].v), true
	case m.matches(m.model.Joins, x.path):
		return m.urljoin(args, at), true
	case m.matches(m.model.Queries, x.path):
		return m.query(first(), at), true
	case m.matches(m.model.Unsplits, x.path):
		return m.unsplit(first(), at), true
	case m.matches(m.model.Encoders, x.path):
		return each(first(), func(v value) value {
			s, _ := m.toStr(v, at)
			return encoded(s)
		}), true
	case m.matches(m.model.Identity, x.path):
		return m.identity(x, args, at), true
	case m.matches(m.model.Mappings, x.path):
		d := m.born(newDict())
		for i, e := range args.pos {
			o, ok := dictOf(e.v)
			if ok && (i == 0 || m.model.Dynamic.Records) {
				d.merge(o)
			}
			d.open = d.open || !ok && m.model.Dynamic.Records
		}
		for k, e := range args.named {
			d.keys[k] = e
		}
		d.open = d.open || args.open
		return d, true
	case x.path == m.model.Partial:
		return partial(args), true
	case m.matches(m.model.Providers, x.path):
		return &provided{m.provide(f, first(), at)}, true
	case m.matches(m.model.Enumerators, x.path), m.matches(m.model.Zips, x.path):
		return m.rows(args, m.matches(m.model.Enumerators, x.path)), true
	case m.matches(m.model.Maps, x.path) && len(args.pos) > 1:
		return m.mapped(f, args, at), true
	case m.matches(m.model.Locals, x.path) && len(args.pos)+len(args.named) == 0:
		d := newDict()
		for k, v := range f.scope.vars {
			d.keys[k] = entry{v: v, at: at}
		}
		return d, true
	case m.matches(m.model.Attributes, x.path) && len(args.pos) > 1:
		return m.namedAttr(f, args, at), true
	case m.matches(m.model.Fields, x.path):
		return m.field(f, args, at), true
	}
	return nil, false
}

// rows are the elements of several sequences side by side; numbered, of one with
// their numbers.
func (m *machine) rows(args callArgs, numbered bool) value {
	out := &list{kind: "list", open: args.open}
	var columns []*list
	for _, e := range args.pos {
		l, ok := m.sequence(e.v)
		if !ok {
			l = &list{items: []value{m.elementsOf(e.v)}, open: true}
		}
		columns = append(columns, l)
		out.open = out.open || l.open
	}
	if numbered && len(columns) > 1 {
		columns = columns[:1] // what it counts from
	}
	for i := 0; len(columns) > 0 && i < len(columns[0].items); i++ {
		row := &list{kind: "tuple"}
		if numbered {
			row.items = append(row.items, number(strconv.Itoa(i)))
		}
		for _, c := range columns {
			if i < len(c.items) {
				row.items = append(row.items, c.items[i])
			} else {
				row.items = append(row.items, m.elementsOf(c))
			}
		}
		out.items = append(out.items, row)
	}
	return out
}

// mapped calls a function with each element of a sequence.
func (m *machine) mapped(f *frame, args callArgs, at fact.Location) value {
	l, ok := m.sequence(args.pos[1].v)
	if !ok {
		l = &list{items: []value{m.elementsOf(args.pos[1].v)}, open: true}
	}
	out := &list{kind: "list", open: l.open}
	for _, item := range l.items {
		given := callArgs{pos: []entry{{v: item, at: args.pos[1].at}}, named: map[string]entry{}, given: true}
		out.items = append(out.items, m.apply(f, args.pos[0].v, given, at))
	}
	return out
}

// notInstance is the test whether a value is of a class of this program, which no text
// is; nil where it may be.
func notInstance(v, of value) value {
	if _, ok := of.(*class); !ok {
		return nil
	}
	for _, a := range alternatives(v) {
		if !outsideText(a) {
			return nil
		}
	}
	return &test{truth: never}
}

// query is the text of a query's parameters.
func (m *machine) query(v value, at fact.Location) value {
	d, ok := dictOf(v)
	if !ok {
		return holeOf(fact.OriginUnknown, "", at)
	}
	var parts []value
	for i, k := range d.sorted() {
		name := k + "="
		if i > 0 {
			name = "&" + name
		}
		parts = append(parts, &str{pieces: []piece{{lit: name, at: d.keys[k].at}}}, d.keys[k].v)
	}
	return m.concat(at, parts...)
}

// identity is what a function that changes nothing here returns: a method the value
// that it is called on, a function its argument (the one that is not a constant,
// where there are several: a cast names a type first, a decoder a character set last).
func (m *machine) identity(x *ext, args callArgs, at fact.Location) value {
	receiver, name := cutLast(x.path)
	if !slices.Contains(m.model.Identity, x.path) && m.matches(m.model.Identity, "."+name) && receiver != "" {
		return &ext{path: receiver, base: x.base, name: x.name}
	}
	for _, e := range args.pos {
		if s, ok := e.v.(*str); ok && len(s.text().Holes()) > 0 {
			return s
		}
	}
	if len(args.pos) == 0 {
		return holeOf(fact.OriginUnknown, "", at)
	}
	switch x := args.pos[0].v.(type) {
	case *dict:
		return m.born(x.clone())
	case *object:
		if t := x.text(); t != nil {
			return t
		}
	}
	return args.pos[0].v
}

func encoded(s *str) *str {
	out := &str{pieces: append([]piece{}, s.pieces...)}
	for i := range out.pieces {
		out.pieces[i].encoded = true
	}
	return out
}

// anyCall stands for the name of a method that is not known, of those that are called
// alike.
const anyCall = "*"

// namedAttr is an attribute by a name that is a value: getattr(requests, method).
func (m *machine) namedAttr(f *frame, args callArgs, at fact.Location) value {
	k, known := keyOf(args.pos[1].v)
	if known {
		v := m.attr(f, args.pos[0].v, k, at)
		s, ok := v.(*str)
		if h := holeIn(s); ok && len(args.pos) > 2 && h != nil && h.Origin.Setting() { // which may be absent
			if d, ok := args.pos[2].v.(*str); ok {
				return m.withDefault(s, d, args.pos[2].at)
			}
		}
		return v
	}
	return each(args.pos[0].v, func(on value) value {
		switch x := on.(type) {
		case *ext:
			return &ext{path: x.path + "." + anyCall, base: x.base}
		case *client:
			return &ext{path: "." + anyCall, base: x}
		}
		return nil
	})
}

func holeIn(s *str) *fact.Hole {
	if s == nil {
		return nil
	}
	return s.onlyHole()
}

// field is what a declared attribute of a data class is where nobody gives it.
func (m *machine) field(f *frame, args callArgs, at fact.Location) value {
	if e, ok := args.named["default"]; ok {
		return e.v
	}
	if g, ok := args.named["default_factory"].v.(*fn); ok {
		return m.invoke(f, g, callArgs{given: true}, at)
	}
	if len(args.pos) > 0 {
		return args.pos[0].v
	}
	return nil
}

func argValue(args callArgs, a models.Arg) value {
	e, _ := args.get(a)
	return e.v
}

func partial(args callArgs) value {
	if len(args.pos) == 0 {
		return nil
	}
	rest := callArgs{pos: args.pos[1:], named: args.named, given: true}
	return each(args.pos[0].v, func(v value) value {
		switch g := v.(type) {
		case *fn:
			b := *g
			b.partial = &rest
			return &b
		case *ext:
			b := *g
			b.partial = &rest
			return &b
		}
		return v
	})
}

// urljoin joins a base and a reference: an absolute reference is the whole result.
func (m *machine) urljoin(args callArgs, at fact.Location) value {
	if len(args.pos) < 2 {
		return nil
	}
	base, ref := args.pos[0].v, args.pos[1].v
	return each(ref, func(r value) value {
		s, _ := m.toStr(r, at)
		t := s.text()
		prefix := t.Prefix()
		if len(t) > 0 && t[0].Hole != nil && t[0].Hole.Origin.Outside() {
			return s // whoever writes it may write a whole URL
		}
		switch {
		case strings.Contains(prefix, "://"):
			return s
		case strings.HasPrefix(prefix, "//"):
			return s
		}
		return each(base, func(b value) value {
			bs, _ := m.toStr(b, at)
			if strings.HasPrefix(prefix, "/") {
				bs = origin(bs)
			}
			sep := "/"
			if strings.HasPrefix(prefix, "/") || strings.HasSuffix(lastLiteral(bs), "/") {
				sep = ""
			}
			return m.concat(at, bs, &str{pieces: []piece{{lit: sep}}}, s)
		})
	})
}

// origin is a URL without the path that its text shows.
func origin(s *str) *str {
	for i, p := range s.pieces {
		from := 0
		if j := strings.Index(p.lit, "://"); i == 0 && j >= 0 {
			from = j + len("://")
		}
		if j := strings.IndexAny(p.lit[from:], "/?#"); j >= 0 {
			p.lit = p.lit[:from+j]
			return &str{pieces: append(s.pieces[:i:i], p)}
		}
	}
	return s
}

func lastLiteral(s *str) string {
	if len(s.pieces) == 0 {
		return ""
	}
	return s.pieces[len(s.pieces)-1].lit
}
