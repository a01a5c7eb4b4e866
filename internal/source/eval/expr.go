package eval

import (
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
		return m.index(m.expr(f, x.X), m.expr(f, x.Key), m.loc(x.Span))
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
		g := &fn{params: x.Params, body: x.Body, scope: f.scope, id: x}
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
		return m.expr(f, x.X)
	}
	return m.other(f, e)
}

// other interprets what has no value of its own here, for its effects.
func (m *machine) other(f *frame, e ir.Expr) value {
	switch x := e.(type) {
	case *ir.Comprehension:
		return m.comprehension(f, x)
	case *ir.Unknown:
		if x.Kind == "yield" && len(x.Inner) == 1 {
			f.yields = append(f.yields, m.expr(f, x.Inner[0]))
			return nil
		}
		var last value
		for _, i := range x.Inner {
			last = m.expr(f, i)
		}
		if len(x.Inner) == 1 {
			return last
		}
	}
	return nil
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

func (m *machine) name(f *frame, x *ir.Name) value {
	if v, ok := f.scope.get(x.Value); ok {
		return v
	}
	return &ext{path: x.Value}
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
	if _, isNull := l.(null); isNull {
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
	case isCredentialName(h.Name) && (h.Origin.Setting() || h.Origin == fact.OriginSecretStore):
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
	case "/":
		if s, ok := l.(*str); ok {
			return m.concat(at, s, &str{pieces: []piece{{lit: "/"}}}, r)
		}
	}
	return nil
}

// percent fills %s, %d, %r and %(name)s.
func (m *machine) percent(s *str, r value, at fact.Location) value {
	args := []value{r}
	var byName *dict
	switch x := r.(type) {
	case *list:
		args = x.items
	case *dict:
		byName = x
	}
	next := 0
	return m.fill(s, at, "%", func(verb string) (value, int, bool) {
		if strings.HasPrefix(verb, "%") {
			return &str{pieces: []piece{{lit: "%"}}}, 1, true
		}
		if strings.HasPrefix(verb, "(") {
			end := strings.Index(verb, ")")
			if end < 0 || end+1 >= len(verb) {
				return nil, 0, false
			}
			if byName == nil {
				return nil, end + 2, true
			}
			return byName.keys[verb[1:end]].v, end + 2, true
		}
		n := strings.IndexFunc(verb, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
		if n < 0 || strings.Trim(verb[:n], "0123456789.-+# ") != "" {
			return nil, 0, false
		}
		var v value
		if next < len(args) {
			v = args[next]
		}
		next++
		return v, n + 1, true
	})
}

// format fills {}, {0} and {name}.
func (m *machine) format(s *str, args callArgs, at fact.Location) value {
	next := 0
	return m.fill(s, at, "{", func(field string) (value, int, bool) {
		if strings.HasPrefix(field, "{") {
			return &str{pieces: []piece{{lit: "{"}}}, 1, true
		}
		end := strings.IndexByte(field, '}')
		if end < 0 {
			return nil, 0, false
		}
		key, _, _ := strings.Cut(field[:end], ":")
		key, _, _ = strings.Cut(key, "!")
		attr := ""
		if i := strings.IndexAny(key, ".["); i >= 0 {
			key, attr = key[:i], key[i+1:]
		}
		var v value
		switch {
		case key == "":
			if next < len(args.pos) {
				v = args.pos[next].v
			}
			next++
		case key[0] >= '0' && key[0] <= '9':
			if i := int(key[0] - '0'); i < len(args.pos) && len(key) == 1 {
				v = args.pos[i].v
			}
		default:
			v = args.named[key].v
		}
		if attr != "" {
			v = m.attr(nil, v, strings.TrimSuffix(attr, "]"), at)
		}
		return v, end + 1, true
	})
}

// fill replaces the fields of a template that begin with mark.
func (m *machine) fill(s *str, at fact.Location, mark string, field func(rest string) (v value, n int, ok bool)) value {
	var parts []value
	for _, p := range s.pieces {
		if p.hole != nil {
			parts = append(parts, &str{pieces: []piece{p}})
			continue
		}
		rest := p.lit
		for {
			i := strings.Index(rest, mark)
			if i < 0 || len(parts) > maxPieces {
				break
			}
			v, n, ok := field(rest[i+len(mark):])
			if !ok {
				break
			}
			parts = append(parts, &str{pieces: []piece{{lit: closed(rest[:i], mark), at: p.at}}}, v)
			rest = rest[i+len(mark)+n:]
		}
		parts = append(parts, &str{pieces: []piece{{lit: closed(rest, mark), at: p.at}}})
	}
	v := m.concat(at, parts...)
	m.linkBuilt(v, at)
	return v
}

// closed is a literal part of a template; a brace that is meant is written twice.
func closed(lit, mark string) string {
	if mark == "{" {
		return strings.ReplaceAll(lit, "}}", "}")
	}
	return lit
}

func (m *machine) dict(f *frame, x *ir.Dict) value {
	d := newDict()
	for _, p := range x.Pairs {
		v := m.expr(f, p.Value)
		if p.Key == nil {
			if o, ok := dictOf(v); ok {
				d.merge(o)
			} else {
				d.open = true
			}
			continue
		}
		if k, ok := keyOf(m.expr(f, p.Key)); ok {
			d.keys[k] = entry{v, m.at(p.Value)}
		} else {
			d.open = true
		}
	}
	return d
}

// attr reads an attribute.
func (m *machine) attr(f *frame, on value, name string, at fact.Location) value {
	return each(on, func(a value) value {
		switch x := a.(type) {
		case *ext:
			return m.extAttr(x, name, at)
		case *object:
			return m.objectAttr(f, x, name, at)
		case *class:
			if v := m.member(x, name, 0); v != nil {
				if g, ok := v.(*fn); ok && g.kind == "class" {
					return bind(g, x)
				}
				return v
			}
			return &ext{path: x.decl.Name + "." + name}
		case *parent:
			return m.parentAttr(f, x, name, at)
		case *str:
			return m.strAttr(x, name, at)
		case *parsed:
			if part, ok := x.m.Parts[name]; ok {
				return m.partOf(x, part, at)
			}
			if name == x.m.Whole || name == x.m.Replace {
				return &ext{path: "." + name, base: x}
			}
			return m.strAttr(x.of, name, at)
		case *client, *dict, *list, *request, *tls, *pattern:
			if c, ok := x.(*client); ok && c.m.Attributes[name] == "headers" {
				return c.headers
			}
			if r, ok := x.(*request); ok && name == "headers" {
				return r.headers
			}
			if r, ok := x.(*request); ok && name == "url" {
				return m.sent(r.url, at)
			}
			return &ext{path: "." + name, base: a}
		case nil:
			return &ext{path: "?." + name}
		}
		return nil
	})
}

func (m *machine) extAttr(x *ext, name string, at fact.Location) value {
	v := m.part(&ext{path: x.path + "." + name, base: x.base}, at)
	if _, unknown := v.(*ext); !unknown {
		return v
	}
	for _, v := range m.model.Values {
		if match(v.Path, x.path) {
			if m.isAccessor(name) {
				return &ext{path: "." + name, base: holeOf(v.Origin, "", at)}
			}
			return m.partHole(holeOf(v.Origin, "", at), name, at)
		}
	}
	return v
}

// part is what a path of a library stands for, where the module or the model says so.
func (m *machine) part(x *ext, at fact.Location) value {
	if v, ok := m.globals[x.path]; ok {
		return v
	}
	if text, ok := m.model.Constants[x.path]; ok {
		return &str{pieces: []piece{{lit: text, at: at}}}
	}
	for _, v := range m.model.Values {
		if match(v.Path, x.path) {
			return holeOf(v.Origin, "", at)
		}
	}
	return x
}

func (m *machine) objectAttr(f *frame, x *object, name string, at fact.Location) value {
	if v, ok := x.attrs[name]; ok {
		return v
	}
	if v := m.member(x.class, name, 0); v != nil {
		g, ok := v.(*fn)
		if !ok && x.open {
			return oneOf(v, nil)
		}
		if !ok {
			return v
		}
		switch g.kind {
		case "static":
			return g
		case "class":
			return bind(g, x.class)
		}
		g = bind(g, x)
		if g.kind == "property" && f != nil {
			return m.invoke(f, g, callArgs{given: true}, at)
		}
		return g
	}
	if x.class.clientM != nil {
		return m.attr(f, m.clientOf(x), name, at)
	}
	return &ext{path: "self." + name}
}

// parentAttr finds a method in the bases of a class, for an object of that class.
func (m *machine) parentAttr(f *frame, x *parent, name string, at fact.Location) value {
	for _, b := range x.of.bases {
		c, ok := b.(*class)
		if !ok {
			continue
		}
		if g, ok := m.member(c, name, 0).(*fn); ok {
			if g.kind == "static" {
				return g
			}
			return bind(g, x.self)
		}
	}
	if o, ok := x.self.(*object); ok && o.class.clientM != nil && name != m.model.Initializer {
		return m.attr(f, m.clientOf(o), name, at)
	}
	return &ext{path: m.model.Parent + "()." + name}
}

// member finds a name in a class or its bases.
func (m *machine) member(c *class, name string, depth int) value {
	if m.steps++; m.steps > m.limit { // bases can be the same ones on many ways
		m.over = true
		return nil
	}
	if v, ok := c.members[name]; ok {
		return v
	}
	if depth < maxCallDepth {
		for _, b := range c.bases {
			if bc, ok := b.(*class); ok {
				if v := m.member(bc, name, depth+1); v != nil {
					return v
				}
			}
		}
	}
	return nil
}

// strAttr is a part of something from outside, or a method of a text.
func (m *machine) strAttr(x *str, name string, at fact.Location) value {
	h := x.onlyHole()
	if h != nil && h.Origin == fact.OriginRequest && name == "json" { // a part in one framework, a method in another
		return m.partHole(x, name, at)
	}
	if h == nil || m.isTextMethod(name) || m.isAccessor(name) {
		return &ext{path: "." + name, base: x}
	}
	return m.partHole(x, name, at)
}

func (m *machine) isAccessor(name string) bool {
	for _, a := range m.model.Accessors {
		if a == name {
			return true
		}
	}
	return false
}

func (m *machine) isTextMethod(name string) bool {
	switch name {
	case "format", "join", "startswith", "endswith", "replace", "split", "rsplit", "partition", "json":
		return true
	}
	return m.matches(m.model.Identity, "."+name) || m.matches(m.model.Finders, name) || m.matches(m.model.LabelChecks, name)
}

// partHole is a named part of a value from outside: request.json["callback"].
func (m *machine) partHole(x *str, name string, at fact.Location) value {
	h := *x.onlyHole()
	if o, ok := m.model.RequestState[name]; ok && h.Origin == fact.OriginRequest && h.Name == "" {
		return holeOf(o, "", at)
	}
	if v, ok := m.globals[string(h.Origin)+":"+h.Name+"["+name+"]"]; ok {
		return v
	}
	if h.Name != "" && h.Origin != fact.OriginConfig {
		name = h.Name + "." + name
	}
	h.Name, h.HasDefault, h.Default, h.At = name, false, "", at
	pieces := []piece{{hole: &h, at: at}}
	if h.Origin == fact.OriginRequest && slices.Contains(m.model.RequestPaths, name) {
		pieces = append([]piece{{lit: "/", at: at}}, pieces...)
	}
	return &str{pieces: pieces}
}

func (m *machine) index(on, key value, at fact.Location) value {
	k, known := keyOf(key)
	return each(on, func(a value) value {
		switch x := a.(type) {
		case *dict:
			if e, ok := x.keys[k]; ok && known {
				return e.v
			}
			if !known && len(x.keys) > 0 {
				m.steps += len(x.keys) / 8
				var vs []value
				for _, k := range x.sorted() {
					vs = append(vs, x.keys[k].v)
				}
				return oneOf(vs...)
			}
		case *list:
			if n, ok := key.(number); ok && len(n) == 1 && int(n[0]-'0') < len(x.items) {
				return x.items[n[0]-'0']
			}
			return m.elementsOf(x)
		case *str:
			if x.onlyHole() != nil && known {
				if _, isNumber := key.(number); isNumber {
					return x
				}
				return m.partHole(x, k, at)
			}
			if h := x.onlyHole(); h != nil {
				return x
			}
		case *ext:
			if v, ok := m.globals[x.path+"["+k+"]"]; ok && known {
				return v
			}
			for _, v := range m.model.Values {
				if match(v.Path, x.path) {
					return holeOf(v.Origin, k, at)
				}
			}
			return &ext{path: x.path + "[]", name: k}
		case *parsed:
			if part, ok := x.m.Parts[k]; ok && known {
				return m.partOf(x, part, at)
			}
		}
		return nil
	})
}
