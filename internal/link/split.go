package link

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Split fills Scheme, Host, Port and Path from the URL, keeping holes. A part that
// the URL does not settle is left as it was: a hole that stands for scheme and
// host together is both. A text that is no absolute URL has no parts.
func Split(d *fact.Destination) {
	if len(d.URL) == 0 {
		return
	}
	scheme, rest, ok := cutScheme(trimmed(d.URL))
	if !ok {
		splitWhole(d)
		return
	}
	authority, path := cutAuthority(rest)
	authority = afterUserinfo(authority)
	host, port := cutPort(authority)
	d.Scheme, d.Host, d.Path = lower(scheme), lower(host), path
	d.Port = port
	if len(port) == 0 {
		d.Port = defaultPort(d.Scheme)
	}
	d.Glued = glued(authority)
}

// trimmed is the text without the white space that clients take off its beginning.
func trimmed(t fact.Text) fact.Text {
	if t[0].Hole != nil {
		return t
	}
	rest := strings.TrimLeft(t[0].Literal, " \t\r\n")
	return append(fact.Lit(rest), t[1:]...)
}

// cutScheme takes the text before "://", which may be one hole.
func cutScheme(t fact.Text) (scheme, rest fact.Text, ok bool) {
	for i, p := range t {
		if p.Hole != nil {
			if i > 0 {
				return nil, nil, false
			}
			continue
		}
		before, after, found := strings.Cut(p.Literal, "://")
		if !found || !schemeLike(before) || (i > 0 && before != "") {
			return nil, nil, false
		}
		scheme = append(scheme, t[:i]...)
		if before != "" {
			scheme = append(scheme, fact.Piece{Literal: before})
		}
		return scheme, append(fact.Lit(after), t[i+1:]...), len(scheme) > 0
	}
	return nil, nil, false
}

func schemeLike(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '.' || r == '-') {
			return false
		}
	}
	return true
}

// splitWhole handles a URL that begins with a hole: the hole is scheme and host.
func splitWhole(d *fact.Destination) {
	first := d.URL[0]
	if first.Hole == nil {
		return
	}
	scheme, host := *first.Hole, *first.Hole
	if first.Hole.HasDefault {
		inner := fact.Destination{URL: fact.Lit(first.Hole.Default)}
		Split(&inner)
		scheme.Default, scheme.HasDefault = inner.Scheme.Known()
		host.Default, host.HasDefault = inner.Host.Known()
		scheme.HasDefault = scheme.HasDefault && scheme.Default != ""
		host.HasDefault = host.HasDefault && host.Default != ""
		d.Port = inner.Port
	}
	d.Scheme, d.Host = fact.Text{{Hole: &scheme}}, fact.Text{{Hole: &host}}
	d.Path = d.URL[1:]
}

// cutAuthority cuts at the first character that ends an authority. A backslash
// ends it for some parsers and not for others; here it does, so that the host is
// the one that a check would see.
func cutAuthority(t fact.Text) (authority, path fact.Text) {
	for i, p := range t {
		if p.Hole != nil {
			authority = append(authority, p)
			continue
		}
		j := strings.IndexAny(p.Literal, `/?#\`)
		if j < 0 {
			authority = append(authority, p)
			continue
		}
		if j > 0 {
			authority = append(authority, fact.Piece{Literal: p.Literal[:j]})
		}
		return authority, append(fact.Lit(p.Literal[j:]), t[i+1:]...)
	}
	return authority, nil
}

func afterUserinfo(t fact.Text) fact.Text {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].Hole != nil {
			continue
		}
		if j := strings.LastIndexByte(t[i].Literal, '@'); j >= 0 {
			return append(fact.Lit(t[i].Literal[j+1:]), t[i+1:]...)
		}
	}
	return t
}

// cutPort cuts a port off the end: digits, or a hole right behind a colon.
func cutPort(t fact.Text) (host, port fact.Text) {
	if len(t) == 0 {
		return nil, nil
	}
	last := t[len(t)-1]
	if last.Hole != nil {
		if len(t) > 1 && t[len(t)-2].Hole == nil && strings.HasSuffix(t[len(t)-2].Literal, ":") {
			before := strings.TrimSuffix(t[len(t)-2].Literal, ":")
			return append(t[:len(t)-2:len(t)-2], fact.Lit(before)...), fact.Text{last}
		}
		return t, nil
	}
	j := strings.LastIndexByte(last.Literal, ':')
	if j < 0 || strings.ContainsAny(last.Literal[j:], "]") || !digits(last.Literal[j+1:]) {
		return t, nil
	}
	return append(t[:len(t)-1:len(t)-1], fact.Lit(last.Literal[:j])...), fact.Lit(last.Literal[j+1:])
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func defaultPort(scheme fact.Text) fact.Text {
	s, _ := scheme.Known()
	switch s {
	case "http", "ws":
		return fact.Lit("80")
	case "https", "wss":
		return fact.Lit("443")
	}
	return nil
}

// glued tells a hole that follows a whole-looking host with nothing between.
func glued(authority fact.Text) bool {
	if len(authority) < 2 || authority[len(authority)-1].Hole == nil {
		return false
	}
	before := authority[len(authority)-2].Literal
	if _, port, has := strings.Cut(before, ":"); has {
		return port != "" && digits(port)
	}
	return strings.Contains(before, ".") && !strings.HasSuffix(before, ".") && !strings.HasSuffix(before, "-")
}

func lower(t fact.Text) fact.Text {
	out := make(fact.Text, len(t))
	for i, p := range t {
		p.Literal = strings.ToLower(p.Literal)
		out[i] = p
	}
	return out
}
