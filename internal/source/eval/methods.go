package eval

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// textMethodOf is a method that the model says of texts, on what may be one.
func (m *machine) textMethodOf(on value, name string, args callArgs, at fact.Location) (value, bool) {
	does, ok := m.model.TextMethods[name]
	if !ok {
		return nil, false
	}
	s, isText := on.(*str)
	switch x := on.(type) {
	case *buffer:
		if does == models.Concat || len(m.model.Adds) == 0 {
			return nil, false
		}
		s, isText = m.toStr(alternatives(x.v)[0], at)
	case *parsed:
		if does != models.Equals {
			return nil, false
		}
	case *list, *dict:
		if does == models.Contains && len(args.pos) > 0 {
			return &test{yes: m.membership(args.pos[0].v, on, at), truth: memberTruth(args.pos[0].v, on)}, true
		}
		return nil, false
	}
	if !isText {
		return nil, false
	}
	if len(args.pos) > 0 {
		return m.textOn(s, does, args, at), true
	}
	return s, does == models.Same
}

// textOn is a method of a text that takes another one.
func (m *machine) textOn(s *str, does string, args callArgs, at fact.Location) value {
	with := args.pos[0].v
	switch does {
	case models.Same:
		return s
	case models.Matches:
		return matched(with, s, true, true, at)
	case models.Replace:
		return replace(s, args)
	case models.Concat:
		v := m.concat(at, s, with)
		m.linkBuilt(v, at)
		return v
	case models.Format:
		return m.percent(s, &list{kind: "tuple", items: behind(args, models.Arg{})}, at)
	case models.Below:
		return m.below(s, behind(args, models.Arg{}), at)
	case models.Equals:
		t := &test{yes: m.equal(s, with, at), truth: equalTruth(s, with)}
		if t.yes == nil {
			t.yes = m.equal(with, s, at)
		}
		return t
	}
	return m.textual(&models.TextCall{Does: does}, s, with, args, at)
}

// bufferMethod is a method of a text that grows.
func (m *machine) bufferMethod(b *buffer, name string, args callArgs, at fact.Location) value {
	if !m.matches(m.model.Adds, name) {
		return b
	}
	if len(args.pos) > 0 {
		v := m.concat(at, b.v, args.pos[0].v)
		if m.branching > 0 {
			v = oneOf(b.v, v)
		}
		b.v = v
		m.linkBuilt(v, at)
	}
	return b
}

// authorize gives a mapping of headers a credential of a scheme.
func (d *dict) authorize(scheme string, args callArgs, at fact.Location) {
	e := args.pos[0]
	if scheme == "bearer" {
		e.v = each(e.v, func(v value) value {
			word := piece{lit: "Bearer ", at: at}
			if s, ok := v.(*str); ok {
				return &str{pieces: append([]piece{word}, s.pieces...)}
			}
			label := ""
			if x, ok := v.(*ext); ok {
				label = x.label()
			}
			return &str{pieces: append([]piece{word}, holeOf(fact.OriginUnknown, label, e.at).pieces...)}
		})
		d.keys["Authorization"] = e
		return
	}
	last := args.pos[len(args.pos)-1] // the password, or what is encoded already
	if s, ok := last.v.(*str); ok {
		d.keys["Authorization"] = entry{v: &str{pieces: append([]piece{{lit: "Basic ", at: at}}, s.pieces...)}, at: last.at}
		return
	}
	d.keys["Authorization"] = entry{v: &str{pieces: append([]piece{{lit: "Basic ", at: at}}, holeOf(fact.OriginUnknown, "", at).pieces...)}, at: last.at}
}

// withHeaders interprets a function that is handed the headers.
func (m *machine) withHeaders(f *frame, headers *dict, e entry) {
	for _, a := range alternatives(e.v) {
		if g, ok := a.(*fn); ok {
			m.invoke(f, g, callArgs{pos: []entry{{v: headers, at: e.at}}, given: true}, e.at)
		}
	}
}

// fitting is the function of its name that takes as many arguments.
func (g *fn) fitting(args callArgs) *fn {
	if len(g.others) == 0 || args.open || g.takes(len(args.pos), false) {
		return g
	}
	for _, rest := range []bool{false, true} {
		for i := len(g.others) - 1; i >= 0; i-- {
			if o := g.others[i]; o.takes(len(args.pos), rest) {
				b := *o
				b.self, b.partial = g.self, nil
				return &b
			}
		}
	}
	return g
}

// takes reports whether a number of arguments fits; rest lets any number fill the last.
func (g *fn) takes(n int, rest bool) bool {
	params := len(g.params)
	if params > 0 && g.kind != "static" && g.owner != nil {
		params--
	}
	last := len(g.params) - 1
	variable := last >= 0 && g.params[last].Kind == "*"
	return n == params && !variable || rest && variable && n >= params-1
}

// opened is the client with a request that a URL object opens.
func (m *machine) opened(name string, x *parsed, at fact.Location) value {
	for i := range m.model.Clients {
		if cm := &m.model.Clients[i]; cm.Name == name {
			c := m.newClient(cm, callArgs{}, at)
			c.begun = &request{url: m.whole(x, at), headers: newDict(), plain: newDict(), args: map[string]entry{}}
			return c
		}
	}
	return nil
}

// placeholders reads a text with settings in it: ${key:default}. A name in capitals is
// one of the environment; an expression is not read.
func (m *machine) placeholders(origin fact.Origin, e entry, at fact.Location) value {
	text, ok := keyOf(e.v)
	if !ok {
		return holeOf(origin, "", at)
	}
	var out []value
	for {
		i := strings.IndexAny(text, "$#")
		if i < 0 || i+1 >= len(text) {
			break
		}
		end := closing(text[i:])
		if text[i+1] != '{' || end < 0 {
			out = append(out, &str{pieces: []piece{{lit: text[:i+1], at: e.at}}})
			text = text[i+1:]
			continue
		}
		out = append(out, &str{pieces: []piece{{lit: text[:i], at: e.at}}})
		out = append(out, m.placeholder(origin, text[i], text[i+2:i+end], e.at))
		text = text[i+end+1:]
	}
	if len(out) == 0 {
		return e.v
	}
	whole := m.concat(at, append(out, &str{pieces: []piece{{lit: text, at: e.at}}})...)
	return whole
}

// closing is where the brace that opens behind the first sign closes.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func (m *machine) placeholder(origin fact.Origin, sign byte, inner string, at fact.Location) value {
	if sign == '#' {
		return holeOf(fact.OriginUnknown, "", at)
	}
	name, text, hasDefault := strings.Cut(inner, ":")
	if strings.ToUpper(name) == name && !strings.ContainsAny(name, ".-") {
		origin = fact.OriginEnv
	}
	h := holeOf(origin, name, at)
	if !hasDefault || strings.ContainsAny(text, "$#") {
		return h
	}
	return m.withDefault(h, &str{pieces: []piece{{lit: text, at: at}}}, at)
}

// entity takes a body over, with the headers that come with it.
func (m *machine) entity(q *request, e entry) {
	for _, a := range alternatives(e.v) {
		if inner, ok := a.(*request); ok {
			q.headers.union(inner.headers)
			for role, given := range inner.args {
				q.args[role] = given
			}
			continue
		}
		q.args["data"] = entry{v: a, at: e.at}
	}
}

// collected is a sequence, a field with its value, or a mapping of names and values.
func (m *machine) collected(path string, args callArgs) (value, bool) {
	switch {
	case m.matches(m.model.Lists, path):
		l := &list{kind: "list", open: args.open}
		for _, e := range args.pos {
			if inner, ok := e.v.(*list); ok && inner.kind == "list" && len(args.pos) == 1 {
				return &list{kind: "list", items: inner.items[:len(inner.items):len(inner.items)], open: inner.open}, true
			}
			l.items = append(l.items, e.v)
		}
		return l, true
	case m.matches(m.model.Pairs, path):
		l := &list{kind: "tuple"}
		for _, e := range args.pos {
			l.items = append(l.items, e.v)
		}
		return l, true
	case m.matches(m.model.Flat, path):
		d := newDict()
		d.open = args.open
		d.inTurn(args.pos)
		return d, true
	}
	return nil, false
}

// setFields gives a request one header, or several: a mapping of them, or names and
// values in turn.
func (q *request) setFields(field, value models.Arg, args callArgs) {
	if len(args.pos) == 1 {
		if d, ok := dictOf(args.pos[0].v); ok {
			q.headers.merge(d)
		}
	}
	for rest := args; len(rest.pos) > 1; rest.pos = rest.pos[2:] {
		if k, known := keyOf(argValue(rest, field)); known {
			q.headers.keys[k], _ = rest.get(value)
		}
		if len(rest.pos) < 4 {
			return
		}
	}
}
