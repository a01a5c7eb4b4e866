package eval

import (
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// partOf is a part of a URL that was split.
func (m *machine) partOf(x *parsed, name string, at fact.Location) value {
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
	}
	return "", false
}

// parsedMethod is a method that gives the URL back, as it was or with other parts.
func (m *machine) parsedMethod(x *parsed, name string, args callArgs, at fact.Location) (value, bool) {
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

// whole is the URL that was split, with the parts that were replaced since.
func (m *machine) whole(x *parsed, at fact.Location) value {
	if len(x.instead) == 0 {
		return x.of
	}
	slashes := &str{pieces: []piece{{lit: "://", at: at}}}
	return m.concat(at, m.partOf(x, "scheme", at), slashes, m.partOf(x, "netloc", at), m.partOf(x, "path", at))
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
