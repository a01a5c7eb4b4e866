package eval

import (
	"slices"
	"strings"

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
}

// get is the argument of a role.
func (a callArgs) get(arg models.Arg) (entry, bool) {
	for _, key := range arg.Keys {
		key, part, nested := strings.Cut(key, ".")
		e, ok := a.named[key]
		if ok && nested {
			d, _ := dictOf(e.v)
			e, ok = d.keys[part]
		}
		if ok {
			return e, true
		}
	}
	if arg.Pos > 0 && arg.Pos <= len(a.pos) {
		return a.pos[arg.Pos-1], true
	}
	return entry{}, false
}

func (m *machine) args(f *frame, as []ir.Arg) callArgs {
	out := callArgs{named: map[string]entry{}, given: true}
	for _, a := range as {
		v := m.expr(f, a.Value)
		e := entry{v, m.at(a.Value)}
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
					out.pos = append(out.pos, entry{i, e.at})
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
	callee := m.expr(f, x.Fn)
	if e, ok := callee.(*ext); ok && len(x.Args) == 1 && m.matches(m.model.Quantifiers, e.path) {
		if c, ok := x.Args[0].Value.(*ir.Comprehension); ok {
			return m.anyCheck(f, c)
		}
	}
	args := m.args(f, x.Args)
	at := m.loc(x.Span)
	return each(callee, func(c value) value { return m.apply(f, c, args, at) })
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
	if h.Origin == fact.OriginParam || h.Origin == fact.OriginUnknown {
		if v, ok := m.fromOutside(&ext{path: h.Name}, args, at); ok {
			return v
		}
	}
	if h.Origin.Outside() { // what is made of it is as much the sender's
		return holeOf(h.Origin, h.Name, at)
	}
	return nil
}

// invoke interprets a function of this module with what it is given.
func (m *machine) invoke(f *frame, g *fn, args callArgs, at fact.Location) value {
	if g.partial != nil {
		args = joinArgs(*g.partial, args)
	}
	if !m.push(g) {
		return nil
	}
	defer m.pop()
	m.covered[g.id] = true
	inner := m.enter(g, args, fact.OriginParam)
	inner.guards = f.guards
	m.trail = append(m.trail, fact.Evidence{At: at, Says: "called from here"})
	end := m.block(inner, g.body)
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
	leaves := inner.returns
	if end {
		leaves = append(leaves, leave{null{}, inner.guards})
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
	for _, l := range leaves {
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

func (m *machine) construct(f *frame, c *class, args callArgs, at fact.Location) value {
	o := &object{class: c, attrs: map[string]value{}}
	if init, ok := m.member(c, m.model.Initializer, 0).(*fn); ok {
		m.invoke(f, bind(init, o), args, at)
		return o
	}
	for k, e := range args.named { // a data class
		o.attrs[k] = e.v
	}
	o.open = args.open
	return o
}

// external is a call of a library.
func (m *machine) external(f *frame, x *ext, args callArgs, at fact.Location) value {
	if v, handled := m.method(f, x, args, at); handled {
		return v
	}
	if m.logged(f, x.path, args, at) {
		return nil
	}
	if x.path == m.model.Parent && f.fn != nil && f.fn.owner != nil {
		return &parent{of: f.fn.owner, self: f.self}
	}
	if cm, call := m.clientCall(x.path); call != nil {
		return m.send(f, cm, nil, call, lastName(x.path), args, at)
	}
	if cm := m.constructed(x.path); cm != nil {
		return m.newClient(cm, args, at)
	}
	if v, ok := m.fromOutside(x, args, at); ok {
		return v
	}
	if v, ok := m.helper(f, x, args, at); ok {
		return v
	}
	m.sinks(x, args, at)
	m.callbacks(f, args, at)
	result := &ext{path: x.path + "()", base: x.base, name: credentialArg(args)}
	if !m.matches(m.model.Neutral, x.path) {
		result.checks = unread(args, at)
	}
	return result
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
// retry, a wrapper. The arguments after the function are taken for its own.
func (m *machine) callbacks(f *frame, args callArgs, at fact.Location) {
	for i, e := range args.pos {
		switch g := e.v.(type) {
		case *fn:
			m.invoke(f, g, callArgs{pos: args.pos[i+1:], named: args.named, open: true, given: true}, at)
			return
		case *ext:
			if _, isClient := g.base.(*client); isClient {
				m.method(f, g, callArgs{pos: args.pos[i+1:], named: args.named, open: true, given: true}, at)
				return
			}
			if cm, call := m.clientCall(g.path); call != nil && i+1 < len(args.pos) {
				m.send(f, cm, nil, call, lastName(g.path), callArgs{pos: args.pos[i+1:], named: args.named, open: true, given: true}, at)
				return
			}
		}
	}
}

// method is a method of a value that is known here.
func (m *machine) method(f *frame, x *ext, args callArgs, at fact.Location) (value, bool) {
	name := strings.TrimPrefix(x.path, ".")
	switch b := x.base.(type) {
	case *str:
		if h := b.onlyHole(); h != nil && (h.Origin == fact.OriginParam || h.Origin == fact.OriginUnknown) {
			if v, ok := m.fromOutside(&ext{path: h.Name + "." + name}, args, at); ok {
				return v, true
			}
		}
		return m.textMethod(b, name, args, at)
	case *dict:
		return m.dictMethod(b, name, args)
	case *list:
		return m.listMethod(b, name, args), true
	case *client:
		if call := function(b.m.Calls, name); call != nil {
			return m.send(f, b.m, b, call, name, args, at), true
		}
		if set := function(b.m.Sets, name); set != nil {
			m.setRoles(b, *set, args)
			return b, true
		}
		if build := function(b.m.Builds, name); build != nil {
			if arg, takes := build.Args["request"]; takes {
				return argValue(args, arg), true
			}
			return m.newRequest(*build, args), true
		}
		if len(args.pos) > 0 {
			if q, ok := args.pos[0].v.(*request); ok { // it is made ready
				return q, true
			}
		}
		return b, strings.HasPrefix(name, "__") || m.isAccessor(name)
	case *request:
		if len(args.pos) >= 2 {
			if k, ok := keyOf(args.pos[0].v); ok {
				to := b.headers
				if strings.Contains(name, "unredirected") {
					to = b.plain
				}
				to.keys[k] = args.pos[1]
			}
		}
		return b, true
	case *tls:
		if slices.Contains(b.m.Trusts, name) && b.verify.State == fact.StateOn {
			b.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: at}
		}
		return nil, true
	case *pattern:
		return m.compiledCheck(b, name, args, at)
	case *parsed:
		return m.parsedMethod(b, name, args, at)
	}
	return nil, false
}

func (m *machine) textMethod(s *str, name string, args callArgs, at fact.Location) (value, bool) {
	h := s.onlyHole()
	switch {
	case name == "startswith" && len(args.pos) > 0:
		return &test{yes: m.affix(s, args.pos[0].v, at, prefixKind), truth: prefixTruth(s, args.pos[0].v)}, true
	case name == "endswith" && len(args.pos) > 0:
		return &test{yes: m.affix(s, args.pos[0].v, at, suffixKind)}, true
	case m.matches(m.model.LabelChecks, name):
		return &test{yes: about(s, fact.GuardRegex, nil, at)}, true
	case m.matches(m.model.Finders, name) && len(args.pos) > 0:
		k, _ := keyOf(args.pos[0].v)
		return &test{yes: substring(s, k, at)}, true
	case name == "format":
		return m.format(s, args, at), true
	case name == "join" && h == nil:
		return m.join(s, args, at), true
	case name == "replace" && h == nil:
		return replace(s, args), true
	case m.isAccessor(name) && h != nil:
		part, ok := args.get(m.model.AccessorArgs["name"])
		if !ok {
			return s, true
		}
		k, ok := keyOf(part.v)
		if !ok {
			return s, true
		}
		v := m.partHole(s, k, at)
		other, _ := args.get(m.model.AccessorArgs["default"])
		if p, ok := v.(*str); ok && p.onlyHole() != nil && !h.Origin.Outside() {
			if d, ok := other.v.(*str); ok {
				return m.withDefault(p, d, other.at), true
			}
		}
		return v, true
	case m.matches(m.model.Identity, "."+name):
		return s, true
	case authorizes(h) && (name == "split" || name == "partition"): // the scheme is no secret
		return &list{kind: "list", items: []value{holeOf(fact.OriginUnknown, "", at), s, s}}, true
	case name == "json", h != nil && h.Origin != fact.OriginUnknown && name != "startswith" && name != "endswith":
		return s, true
	}
	return holeOf(fact.OriginUnknown, "", at), true
}

// replace is known only for literal texts.
func replace(s *str, args callArgs) value {
	text, ok := s.known()
	if !ok || len(args.pos) < 2 {
		return s
	}
	from, ok1 := keyOf(args.pos[0].v)
	to, ok2 := keyOf(args.pos[1].v)
	if !ok1 || !ok2 || from == "" || len(s.pieces) == 0 || len(text) > maxText {
		return s
	}
	if len(text)+strings.Count(text, from)*(len(to)-len(from)) > maxText {
		return holeOf(fact.OriginUnknown, "", s.pieces[0].at)
	}
	return &str{pieces: []piece{{lit: strings.ReplaceAll(text, from, to), at: s.pieces[0].at}}}
}

func (m *machine) join(s *str, args callArgs, at fact.Location) value {
	if len(args.pos) != 1 {
		return nil
	}
	l, ok := args.pos[0].v.(*list)
	if !ok {
		return nil
	}
	var vs []value
	for i, item := range l.items {
		if i > 0 {
			vs = append(vs, s)
		}
		vs = append(vs, item)
	}
	return m.concat(at, vs...)
}

func (m *machine) dictMethod(d *dict, name string, args callArgs) (value, bool) {
	switch name {
	case "update":
		for _, e := range args.pos {
			o, ok := dictOf(e.v)
			m.update(d, o)
			d.open = d.open || !ok
		}
		m.update(d, &dict{keys: args.named})
		return null{}, true
	case "copy":
		return d.clone(), true
	case "values", "items", "keys":
		m.steps += len(d.keys) / 8
		return &list{kind: name, items: d.listed(name), open: d.open}, true
	}
	if m.isAccessor(name) && len(args.pos) > 0 {
		k, known := keyOf(args.pos[0].v)
		if e, ok := d.keys[k]; ok && known {
			if name == "pop" && m.branching == 0 {
				delete(d.keys, k)
			}
			return e.v, true
		}
		if name == "setdefault" && known && len(args.pos) > 1 {
			d.keys[k] = args.pos[1]
		}
		if len(args.pos) > 1 {
			return args.pos[1].v, true
		}
	}
	return nil, true
}

// update adds what o holds; inside a branch, beside what is there.
func (m *machine) update(d, o *dict) {
	if m.branching > 0 {
		d.union(o)
		return
	}
	d.merge(o)
}

func (d *dict) listed(what string) []value {
	var out []value
	for _, k := range d.sorted() {
		key := &str{pieces: []piece{{lit: k, at: d.keys[k].at}}}
		switch what {
		case "values":
			out = append(out, d.keys[k].v)
		case "keys":
			out = append(out, key)
		default:
			out = append(out, &list{kind: "tuple", items: []value{key, d.keys[k].v}})
		}
	}
	return out
}

func (m *machine) listMethod(l *list, name string, args callArgs) value {
	if len(args.pos) > 0 && (name == "append" || name == "add" || name == "extend") && len(l.items) < maxPieces {
		l.items = append(l.items, args.pos[0].v)
	}
	return nil
}

// fromOutside is a call that returns something from outside.
func (m *machine) fromOutside(x *ext, args callArgs, at fact.Location) (value, bool) {
	for _, l := range m.model.Lookups {
		if !match(l.Path, x.path) {
			continue
		}
		name := ""
		if l.Name != nil {
			if e, ok := args.get(*l.Name); ok {
				name, _ = keyOf(e.v)
			}
		}
		h := holeOf(l.Origin, name, at)
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
			return holeOf(v.Origin, "", at), true
		}
		if prefix, name := cutLast(x.path); match(v.Path, prefix) && m.isAccessor(name) && len(args.pos) > 0 {
			if k, ok := keyOf(args.pos[0].v); ok {
				if stored, ok := m.globals[prefix+"["+k+"]"]; ok {
					return stored, true
				}
				h := holeOf(v.Origin, k, at)
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
		return nil, true
	}
	if x.path == m.model.Compiler {
		return &pattern{first()}, true
	}
	if t, ok := m.patternCheck(x.path, args, at); ok {
		return t, true
	}
	for i := range m.model.Parsers {
		if p := &m.model.Parsers[i]; p.Path == x.path {
			return each(first(), func(v value) value {
				s, _ := m.toStr(v, at)
				return &parsed{of: s, m: p, at: at}
			}), true
		}
	}
	for i := range m.model.Contexts {
		if c := &m.model.Contexts[i]; c.Path == x.path {
			return m.newTLS(c, args, at), true
		}
	}
	for _, r := range m.model.Requests {
		for _, n := range r.Names {
			if n == x.path {
				return m.newRequest(r, args), true
			}
		}
	}
	for _, b := range m.model.Basic {
		for _, n := range b.Names {
			if n == x.path {
				return &list{kind: "basic", items: []value{argValue(args, b.Args["user"]), argValue(args, b.Args["password"])}}, true
			}
		}
	}
	if m.tokenCall(x.path, args, at) { // before "*.encode", which is a text's method
		return nil, true
	}
	switch {
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
		d := newDict()
		if o, ok := dictOf(first()); ok {
			d.merge(o)
		}
		for k, e := range args.named {
			d.keys[k] = e
		}
		d.open = d.open || args.open
		return d, true
	case x.path == m.model.Partial:
		return partial(args), true
	case m.matches(m.model.Attributes, x.path) && len(args.pos) > 1:
		return m.namedAttr(f, args, at), true
	case m.matches(m.model.Fields, x.path):
		return m.field(f, args, at), true
	}
	return nil, false
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
	if len(args.pos) > 0 {
		return args.pos[0].v
	}
	return holeOf(fact.OriginUnknown, "", at)
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
		return m.attr(f, args.pos[0].v, k, at)
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
		if len(t) > 0 && t[0].Hole != nil && (t[0].Hole.Origin == fact.OriginRequest || t[0].Hole.Origin == fact.OriginDatabase) {
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
