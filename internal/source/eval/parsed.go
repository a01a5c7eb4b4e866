package eval

import (
	"net/url"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// partOf is a part of a URL that was split.
func (m *machine) partOf(x *parsed, name string, at fact.Location) value {
	switch name {
	case protocol:
		return m.withColon(m.partOf(x, "scheme", at), at)
	case "whole":
		return m.whole(x, at)
	}
	if v, ok := x.instead[name]; ok {
		return v
	}
	if t, ok := x.of.known(); ok {
		if part, ok := knownPart(t, name); ok {
			return &str{pieces: []piece{{lit: part, at: at}}}
		}
	}
	h := &fact.Hole{Origin: fact.OriginUnknown, Name: name, At: at}
	if hs := x.of.text().Holes(); len(hs) > 0 {
		h.Origin, h.Name = hs[0].Origin, hs[0].Name
	}
	s := &str{pieces: []piece{{hole: h, at: at}}, part: &part{name: name, of: x.of, parser: x.m.Parser}}
	if x.of.sent {
		s.part.parser = "" // no parser differs about it
	}
	if name == "path" { // it is empty or begins with a slash, so that it ends what stands before it
		s.pieces = append([]piece{{lit: "/", at: at}}, s.pieces...)
	}
	return s
}

// knownPart is a part of a URL that is written out. One with a user in it may hold a
// credential, and is left as it is.
func knownPart(text, name string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Host == "" {
		return "", false
	}
	switch name {
	case "host":
		return strings.ToLower(u.Hostname()), true
	case "netloc":
		return u.Host, true
	case "scheme":
		return u.Scheme, true
	case "port":
		return u.Port(), u.Port() != ""
	case "path":
		return u.EscapedPath(), true
	case "origin":
		return u.Scheme + "://" + u.Host, true
	}
	return "", false
}

// parsedMethod is a method that gives the URL back, as it was or with other parts.
func (m *machine) parsedMethod(x *parsed, name string, args callArgs, at fact.Location) (value, bool) {
	if method, ok := strings.CutPrefix(name, x.m.Query+"."); ok && x.m.Query != "" {
		return m.queryMethod(x, m.neutral(method), args, at), true
	}
	if part, ok := x.m.Parts[name+"()"]; ok {
		return m.partOf(x, part, at), true
	}
	if client, ok := x.m.Opens[name]; ok {
		return m.opened(client, x, at), true
	}
	switch x.m.Methods[name] {
	case "whole":
		return m.whole(x, at), true
	case "same":
		return x, true
	case "below":
		var more []value
		for _, e := range args.pos {
			more = append(more, e.v)
		}
		return each(m.below(m.whole(x, at), more, at), func(v value) value {
			s, _ := m.toStr(v, at)
			return &parsed{of: s, m: x.m, at: at}
		}), true
	case "join":
		if len(args.pos) == 0 {
			return nil, true
		}
		ref := each(args.pos[0].v, func(v value) value { s, _ := m.toStr(v, at); return s })
		return each(m.urljoin(callArgs{pos: []entry{{v: m.whole(x, at), at: at}, {v: ref, at: at}}}, at), func(v value) value {
			s, _ := m.toStr(v, at)
			return &parsed{of: s, m: x.m, at: at}
		}), true
	case "query":
		return m.queryOf(x, at), true
	}
	switch name {
	case x.m.Replace:
		instead := map[string]value{}
		for part, v := range x.instead {
			instead[part] = v
		}
		for attr, e := range args.named {
			if part, ok := x.m.Parts[attr]; ok {
				instead[part] = e.v
			}
		}
		return &parsed{of: x.of, m: x.m, at: x.at, instead: instead}, true
	case x.m.Whole:
		return m.whole(x, at), true
	}
	return nil, false
}

// parts are those that a literal of a URL names.
func (m *machine) literalParts(p *models.Parser, args callArgs) map[string]value {
	out := map[string]value{}
	for name, e := range args.named {
		if part, ok := p.Parts[name]; ok {
			out[part] = e.v
		}
	}
	return out
}

// set gives a part of a URL another value.
func (x *parsed) set(part string, v value, maybe bool) {
	instead := map[string]value{}
	for k, old := range x.instead {
		instead[k] = old
	}
	if old, ok := instead[part]; ok && maybe {
		v = oneOf(v, old)
	}
	instead[part] = v
	x.instead = instead
}

// queryOf are the parameters of a URL's query. Those of a request are its sender's.
func (m *machine) queryOf(x *parsed, at fact.Location) value {
	d := newDict()
	d.open = true
	if h := x.of.onlyHole(); h != nil && h.Origin.Outside() {
		d.from = holeOf(h.Origin, "query", at)
	}
	return d
}

// whole is the URL that was split, with the parts that were replaced since.
func (m *machine) whole(x *parsed, at fact.Location) value {
	var v value = x.of
	if len(x.instead) > 0 {
		v = m.rebuilt(x, at)
	}
	if x.query == nil || len(x.query.keys) == 0 {
		return v
	}
	return each(v, func(a value) value {
		sep := "?"
		if s, ok := a.(*str); ok && strings.Contains(s.text().String(), "?") {
			sep = "&"
		}
		return m.concat(at, a, &str{pieces: []piece{{lit: sep, at: at}}}, m.query(x.query, at))
	})
}

// rebuilt is a URL of which parts were replaced.
func (m *machine) rebuilt(x *parsed, at fact.Location) value {
	var vs []value
	_, scheme := x.instead["scheme"]
	_, netloc := x.instead["netloc"]
	host, hasHost := x.instead["host"]
	port, hasPort := x.instead["port"]
	if !scheme && !netloc && !hasHost && !hasPort && len(x.of.pieces) > 0 { // only what follows is another
		vs = []value{origin(x.of)}
		if _, ok := x.instead["path"]; !ok {
			vs = []value{withoutQuery(x.of)}
		}
	} else {
		vs = []value{m.partOf(x, "scheme", at), &str{pieces: []piece{{lit: "://", at: at}}}}
		if user, ok := x.instead["userinfo"]; ok {
			if l, ok := user.(*list); ok && l.kind == "basic" {
				user = m.concat(at, l.items[0], &str{pieces: []piece{{lit: ":", at: at}}}, l.items[1])
			}
			vs = append(vs, user, &str{pieces: []piece{{lit: "@", at: at}}})
		}
		switch {
		case !hasHost && !hasPort:
			host = m.partOf(x, "netloc", at)
		case !hasHost:
			host = m.partOf(x, "host", at)
		}
		if vs = append(vs, host); hasPort {
			vs = append(vs, &str{pieces: []piece{{lit: ":", at: at}}}, port)
		}
	}
	if path, ok := x.instead["path"]; ok || len(vs) > 1 {
		if !ok {
			path = m.partOf(x, "path", at)
		}
		if s, isStr := path.(*str); !isStr || len(s.pieces) > 0 && !strings.HasPrefix(s.text().Prefix(), "/") {
			vs = append(vs, &str{pieces: []piece{{lit: "/", at: at}}})
		}
		vs = append(vs, path)
	}
	if query, ok := x.instead["query"]; ok {
		if s, isStr := query.(*str); !isStr || !strings.HasPrefix(s.text().Prefix(), "?") {
			vs = append(vs, &str{pieces: []piece{{lit: "?", at: at}}})
		}
		vs = append(vs, query)
	}
	return m.concat(at, vs...)
}

// protocol is the scheme with the colon behind it, as some parsers give it.
const protocol = "protocol"

func (m *machine) withColon(scheme value, at fact.Location) value {
	return each(scheme, func(a value) value {
		s, ok := a.(*str)
		if !ok {
			return a
		}
		out := *s
		out.id, out.pieces = "", append(slices.Clone(s.pieces), piece{lit: ":", at: at})
		return &out
	})
}

// setPartOf gives a URL that was split another part.
func (m *machine) setPartOf(x *parsed, attr string, v value) {
	part, ok := x.m.Parts[attr]
	if !ok {
		return
	}
	if k, known := keyOf(v); known && part == protocol {
		v = &str{pieces: []piece{{lit: strings.TrimSuffix(k, ":")}}}
	}
	if part == protocol {
		part = "scheme"
	}
	x.set(part, v, m.branching > 0)
}

// queryMethod is a method of the query of a URL that was split.
func (m *machine) queryMethod(x *parsed, does string, args callArgs, at fact.Location) value {
	if len(args.pos) == 0 {
		return nil
	}
	k, known := keyOf(args.pos[0].v)
	switch {
	case (does == "set" || does == "append") && known && len(args.pos) > 1:
		if x.query == nil {
			x.query = newDict()
		}
		m.setKey(x.query, k, args.pos[1])
	case does == "get" && known && x.of.onlyHole() != nil:
		return m.partHole(x.of, k, at)
	case does == "get":
		return holeOf(fact.OriginUnknown, k, at)
	}
	return nil
}

// unsplit puts the parts (scheme, netloc, path, …) together again.
func (m *machine) unsplit(parts value, at fact.Location) value {
	return each(parts, func(p value) value {
		l, ok := p.(*list)
		if !ok || len(l.items) < 3 {
			if x, ok := p.(*parsed); ok {
				return m.whole(x, at)
			}
			return nil
		}
		vs := []value{l.items[0], &str{pieces: []piece{{lit: "://", at: at}}}, l.items[1]}
		if s, ok := l.items[2].(*str); !ok || !strings.HasPrefix(s.text().Prefix(), "/") {
			vs = append(vs, &str{pieces: []piece{{lit: "/", at: at}}})
		}
		return m.concat(at, append(vs, l.items[2])...)
	})
}

// sent is the URL of a request object, in the form that the client made of it.
func (m *machine) sent(url value, at fact.Location) value {
	return each(url, func(u value) value {
		s, _ := m.toStr(u, at)
		return &str{pieces: s.pieces, sent: true}
	})
}

// withoutQuery is a URL up to its query.
func withoutQuery(s *str) *str {
	for i, p := range s.pieces {
		if j := strings.IndexAny(p.lit, "?#"); j >= 0 {
			p.lit = p.lit[:j]
			return &str{pieces: append(s.pieces[:i:i], p)}
		}
	}
	return s
}
