package eval

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

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
