package eval

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// textCall is a function of texts, which other languages have as methods.
func (m *machine) textCall(path string, args callArgs, at fact.Location) (value, bool) {
	for i := range m.model.Texts {
		t := &m.model.Texts[i]
		if !match(t.Path, path) {
			continue
		}
		text, with := argValue(args, t.Text), argValue(args, t.With)
		return m.textual(t, text, with, args, at), true
	}
	return nil, false
}

func (m *machine) textual(t *models.TextCall, text, with value, args callArgs, at fact.Location) value {
	switch t.Does {
	case models.Starts, models.Ends:
		return each(text, func(v value) value {
			s, _ := m.toStr(v, at)
			if t.Does == models.Starts {
				return &test{yes: m.affix(s, with, at, prefixKind), truth: prefixTruth(s, with)}
			}
			end := &test{yes: m.affix(s, with, at, suffixKind)}
			if a, ok := s.known(); ok {
				if b, ok := keyOf(with); ok {
					end.truth = truthOf(strings.HasSuffix(a, b))
				}
			}
			return end
		})
	case models.Contains:
		k, known := keyOf(with)
		has := &test{yes: substring(text, k, at)}
		if a, ok := keyOf(text); ok && known {
			has.truth = truthOf(strings.Contains(a, k))
		}
		return has
	case models.Equals:
		c := &test{yes: m.equal(text, with, at)}
		if c.yes == nil {
			c.yes = m.equal(with, text, at)
		}
		if a, ok := keyOf(text); ok {
			if b, ok := keyOf(with); ok {
				c.truth = truthOf(strings.EqualFold(a, b))
			}
		}
		return c
	case models.Member:
		return &test{yes: m.membership(text, with, at), truth: memberTruth(text, with)}
	case models.Format:
		return each(text, func(v value) value {
			s, _ := m.toStr(v, at)
			return m.percent(s, &list{kind: "tuple", items: behind(args, t.Text)}, at)
		})
	case models.Concat:
		v := m.concat(at, behind(args, models.Arg{})...)
		m.linkBuilt(v, at)
		return v
	case models.Join:
		s, _ := m.toStr(with, at)
		if _, isList := alternatives(text)[0].(*list); !isList && t.With.Pos > 0 && t.With.Pos < t.Text.Pos { // the elements are arguments
			return m.join(s, callArgs{pos: []entry{{v: &list{kind: "list", items: behind(args, t.With)}, at: at}}}, at)
		}
		return each(text, func(v value) value {
			if l, ok := v.(*list); ok && !l.open {
				return m.join(s, callArgs{pos: []entry{{v: l, at: at}}}, at)
			}
			return nil
		})
	case models.Replace:
		return each(text, func(v value) value {
			s, _ := m.toStr(v, at)
			i := slices.IndexFunc(args.pos, func(e entry) bool { return e.v == with })
			if i < 0 {
				return s
			}
			return replace(s, callArgs{pos: args.pos[i:]})
		})
	case models.Below:
		return m.below(text, behind(args, t.Text), at)
	}
	return nil
}

// behind are the arguments that stand behind one.
func behind(args callArgs, a models.Arg) []value {
	var out []value
	for i, e := range args.pos {
		if i >= a.Pos {
			out = append(out, e.v)
		}
	}
	return out
}

// below joins a URL or a path with more of the path, with one slash between.
func (m *machine) below(base value, more []value, at fact.Location) value {
	vs := []value{base}
	for _, part := range more {
		left, _ := m.toStr(alternatives(vs[len(vs)-1])[0], at)
		right, _ := m.toStr(alternatives(part)[0], at)
		if !strings.HasSuffix(lastLiteral(left), "/") && !strings.HasPrefix(right.text().Prefix(), "/") && (len(vs) > 1 || len(left.pieces) > 0) {
			vs = append(vs, &str{pieces: []piece{{lit: "/", at: at}}})
		}
		vs = append(vs, part)
	}
	return m.concat(at, vs...)
}

// target is an argument that a call may write into.
type target struct {
	x   ir.Expr
	now value
}

// filled gives the variables that a call is handed what it writes into them.
func (m *machine) filled(f *frame, x *ir.Call, callee value, args callArgs, at fact.Location) {
	if len(m.model.Fills) == 0 || len(x.Args) == 0 || len(x.Args) != len(args.pos) {
		return
	}
	known := false
	for _, c := range alternatives(callee) {
		path, receiver := "", value(nil)
		switch c := c.(type) {
		case *ext:
			path, receiver = c.path, c.base
		case *str:
			if h := c.onlyHole(); h != nil {
				on := *h
				on.Name, path = cutLast(h.Name)
				path, receiver = "."+path, &str{pieces: []piece{{hole: &on, at: at}}}
			}
		default:
			continue
		}
		targets := make([]target, len(x.Args))
		for i, a := range x.Args {
			targets[i] = target{a.Value, args.pos[i].v}
		}
		known = m.fillAll(f, path, receiver, targets, args, at) || known
	}
	for i, a := range x.Args {
		if a.Address && !known {
			m.handedOver(f, target{a.Value, args.pos[i].v}, at)
		}
	}
}

// handedOver is a variable or a field that a call may write into: what it holds then is
// not known.
func (m *machine) handedOver(f *frame, t target, at fact.Location) {
	switch v := t.now.(type) {
	case *str:
		if _, known := v.known(); !known {
			return
		}
	case number, boolean, null:
	default:
		return
	}
	now := []value{holeOf(fact.OriginUnknown, ir.LastName(t.x), at)}
	if tells(t.now) {
		now = append(now, t.now)
	}
	m.bind(f, t.x, oneOf(now...), nil)
}

// fillAll writes what a call of the path writes; false where the model knows none.
func (m *machine) fillAll(f *frame, path string, receiver value, targets []target, args callArgs, at fact.Location) bool {
	for i := range m.model.Fills {
		l := &m.model.Fills[i]
		if !match(l.Path, path) {
			continue
		}
		v := m.filling(l, receiver, args, at)
		for n, t := range targets {
			if n+1 == l.Into.Pos || l.Rest && n+1 >= l.Into.Pos {
				m.fillOne(f, t, calledLike(v, ir.LastName(t.x)), at)
			}
		}
		return true
	}
	return false
}

// filling is what a call writes.
func (m *machine) filling(l *models.Fill, receiver value, args callArgs, at fact.Location) value {
	switch {
	case l.From != nil:
		return argValue(args, *l.From)
	case l.Origin == "":
		return receiver
	}
	name := ""
	if l.Name != nil {
		name, _ = keyOf(argValue(args, *l.Name))
	}
	h := holeOf(l.Origin, name, at)
	if l.Record {
		h.pieces[0].hole.Record = m.arrival(at)
	}
	if l.Default != nil {
		e, _ := args.get(*l.Default)
		if d, ok := e.v.(*str); ok {
			return m.withDefault(h, d, e.at)
		}
	}
	return h
}

// calledLike is a hole that has no name under that of the variable that it is put into.
func calledLike(v value, name string) value {
	s, ok := v.(*str)
	if !ok || s.onlyHole() == nil || s.onlyHole().Name != "" || s.onlyHole().Origin == fact.OriginRequest {
		return v
	}
	h := *s.onlyHole()
	h.Name = name
	return &str{pieces: []piece{{hole: &h, at: s.pieces[0].at}}}
}

// fillOne gives one variable what a call writes. An object keeps its class.
func (m *machine) fillOne(f *frame, t target, v value, at fact.Location) {
	s, ok := v.(*str)
	if !ok || s.onlyHole() == nil {
		s = holeOf(fact.OriginUnknown, "", at)
	}
	if o, ok := t.now.(*object); ok {
		o.from = s
		return
	}
	switch t.x.(type) {
	case *ir.Name, *ir.Attr, *ir.Index:
		m.bind(f, t.x, s, nil)
	}
}
