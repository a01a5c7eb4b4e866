package eval

import (
	"slices"
	"strconv"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// saidOf is what the decorators of a variable say that it is. One that gives no name
// means the variable's own.
func (m *machine) saidOf(s *scope, decorators []ir.Expr, name string, at fact.Location) (value, bool) {
	for _, d := range decorators {
		c, ok := d.(*ir.Call)
		if !ok || !dotted(c.Fn) {
			continue
		}
		f := &frame{scope: s}
		x, ok := m.expr(f, c.Fn).(*ext)
		if !ok {
			continue
		}
		v, ok := m.fromOutside(x, m.args(f, c.Args), m.loc(c.Span))
		if !ok {
			continue
		}
		if t, isText := v.(*str); isText && t.onlyHole() != nil && t.onlyHole().Name == "" {
			h := *t.onlyHole()
			h.Name, h.At = m.partName(x, name), at
			v = &str{pieces: []piece{{hole: &h, at: at}}}
		}
		return v, true
	}
	return nil, false
}

// inject gives a field that is declared without a value what a container would.
func (m *machine) inject(f *frame, field *ir.Attr, x *ir.Assign) {
	o, ok := m.expr(f, field.X).(*object)
	if !ok || o.attrs[field.Name] != nil {
		return
	}
	if v, ok := m.ofType(m.typeOf(f.scope, x.Type), nil, m.loc(x.Span)); ok {
		o.attrs[field.Name] = v
	}
}

// keyed notes the prefix of a class whose fields are settings.
func (m *machine) keyed(f *frame, c *class) {
	if len(m.model.Keyed) == 0 {
		return
	}
	for call, path := range m.decoratorCalls(f, c) {
		for _, k := range m.model.Keyed {
			if match(k.Path, path) {
				e, _ := m.args(f, call.Args).get(k.Prefix)
				c.prefix, _ = keyOf(e.v)
				c.isKeyed = true
			}
		}
	}
}

// keyedField is a field of an object whose fields are settings. An object inside of it is
// one too.
func (m *machine) keyedField(x *object, name string, v value, at fact.Location) value {
	key := x.prefix + "." + name
	if x.prefix == "" {
		key = name
	}
	switch v := v.(type) {
	case *object:
		if v.class.isKeyed || v.prefix == key {
			return v
		}
		inner := *v
		inner.prefix, inner.keyed = key, true
		x.attrs[name] = &inner
		return &inner
	case *str:
		if _, known := v.known(); known {
			return m.withDefault(holeOf(fact.OriginConfig, key, at), v, at)
		}
		if h := v.onlyHole(); h != nil && h.Origin != fact.OriginParam && h.Origin != fact.OriginUnknown {
			return v
		}
	case boolean, number, *fn, *list, *dict, *client:
		return v
	}
	return holeOf(fact.OriginConfig, key, at)
}

// signing are the credentials that functions or objects put into each request.
func (m *machine) signing(e entry, perHop bool) []fact.Credential {
	var out []fact.Credential
	for _, a := range alternatives(e.v) {
		items := []value{a}
		if l, ok := a.(*list); ok {
			items = l.items
		}
		if c, ok := a.(*class); ok {
			items = m.configured(c)
		}
		for _, i := range items {
			var cs []fact.Credential
			asks := false
			switch x := i.(type) {
			case *fn:
				cs, asks = m.signedBy(x, m.placeOf(x))
			case *object:
				cs, asks = m.signed(x)
			}
			for c := range cs {
				cs[c].ClientWide, cs[c].PerHop = true, perHop && !asks
			}
			out = append(out, cs...)
		}
	}
	return out
}

// placeOf is where a function is written.
func (m *machine) placeOf(g *fn) fact.Location {
	if g.decl != nil {
		return m.loc(g.decl.Span)
	}
	if x, ok := g.id.(ir.Expr); ok {
		return m.at(x)
	}
	return fact.Location{}
}

// judged reads what a TLS context is given to judge certificates with. What stands first
// of several is the program's own certificate, or what it trusts besides.
func (m *machine) judged(f *frame, t *tls, args callArgs, at fact.Location) {
	for i, e := range args.pos {
		for _, a := range alternatives(e.v) {
			items := []value{a}
			if l, ok := a.(*list); ok {
				items = l.items
			}
			for _, judge := range items {
				switch _, isNull := judge.(null); {
				case m.trustsAll(f, t, judge):
					t.verify = fact.Setting{State: fact.StateOff, Explicit: true, At: at}
				case !isNull && (i > 0 || len(args.pos) == 1) && t.verify.State == fact.StateOn:
					t.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: at}
				}
			}
		}
	}
}

// trustsAll tells what lets every certificate pass: by its name, or by what it does.
func (m *machine) trustsAll(f *frame, t *tls, v value) bool {
	switch x := v.(type) {
	case *ext:
		return m.matches(t.m.Off, x.path)
	case *fn:
		return m.saysYes(f, x)
	case *object:
		for _, name := range m.model.Trusters {
			if g, ok := m.member(x.class, name, 0).(*fn); ok {
				return doesNothing(g)
			}
		}
	}
	return false
}

// doesNothing tells a function that neither calls anything nor leaves by an exception.
func doesNothing(g *fn) bool {
	idle := !slices.ContainsFunc(g.body, raises)
	ir.Walk(g.body, func(x ir.Expr) {
		switch x := x.(type) {
		case *ir.Call:
			idle = false
		case *ir.Unknown:
			idle = idle && x.Kind != "no body"
		}
	})
	return idle
}

func raises(s ir.Stmt) bool {
	switch x := s.(type) {
	case *ir.Raise:
		return true
	case *ir.If:
		return slices.ContainsFunc(x.Then, raises) || slices.ContainsFunc(x.Else, raises)
	case *ir.Loop:
		return slices.ContainsFunc(x.Body, raises)
	case *ir.Block:
		return slices.ContainsFunc(x.Body, raises)
	case *ir.Try:
		return slices.ContainsFunc(x.Body, raises)
	}
	return false
}

// saysYes tells a function that answers yes whatever it is asked.
func (m *machine) saysYes(f *frame, g *fn) bool {
	yes, ok := m.invoke(f, g, callArgs{open: true}, m.placeOf(g)).(boolean)
	return ok && bool(yes)
}

// verifier reads what says whether a name fits a certificate.
func (m *machine) verifier(f *frame, v value) (fact.State, bool) {
	if len(m.model.Verifiers) == 0 {
		return fact.StateUnknown, false
	}
	switch x := v.(type) {
	case *ext:
		for _, c := range m.model.Contexts {
			if m.matches(c.Off, x.path) {
				return fact.StateOff, true
			}
		}
	case *fn:
		if m.saysYes(f, x) {
			return fact.StateOff, true
		}
		return fact.StateUnknown, true
	case *object:
		for _, name := range m.model.Verifiers {
			if g, ok := m.member(x.class, name, 0).(*fn); ok {
				if m.saysYes(f, bind(g, x)) {
					return fact.StateOff, true
				}
				return fact.StateUnknown, true
			}
		}
	}
	return fact.StateUnknown, false
}

// turnedOff notes a call that turns a check off for the whole process.
func (m *machine) turnedOff(path string, args callArgs, at fact.Location) {
	for _, s := range m.model.Switches {
		if s.Call == "" || s.Call != path {
			continue
		}
		e, ok := args.get(s.Arg)
		if !ok {
			return
		}
		if s.Property != "" {
			m.propertySet(&s, args, e, at)
			continue
		}
		state, _ := m.verifier(&frame{scope: &scope{vars: map[string]value{}}}, e.v)
		if t, isTLS := e.v.(*tls); isTLS && s.Kind == "verify" {
			state = t.verify.State
		}
		if state == fact.StateOff && m.once("switch"+at.String()) {
			m.out.Switches = append(m.out.Switches, fact.Switch{
				Kind: s.Kind, Scope: "process", Artifact: fact.ArtifactSource, At: at,
				Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
	}
}

// longCache is how many seconds a process may keep an address before that counts.
const longCache = 300

// propertySet notes a property of the process that has addresses kept for long, or that
// turns a check off. Below zero, addresses are kept as long as the process runs.
func (m *machine) propertySet(s *models.Switch, args callArgs, e entry, at fact.Location) {
	if len(args.pos) == 0 {
		return
	}
	name, _ := knownText(args.pos[0].v)
	text, known := knownText(e.v)
	if name != s.Property || !known {
		return
	}
	if s.Kind != "cache" {
		if (text == "" || text == "true") && m.once("switch"+at.String()) {
			m.out.Switches = append(m.out.Switches, fact.Switch{
				Kind: s.Kind, Scope: "process", Artifact: fact.ArtifactSource, At: at,
				Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
		return
	}
	n, err := strconv.Atoi(text)
	if err != nil || n >= 0 && n <= longCache || !m.once("switch"+at.String()) {
		return
	}
	says := "addresses are kept for " + text + " seconds"
	if n < 0 {
		says = "addresses are kept as long as the process runs"
	}
	m.out.Switches = append(m.out.Switches, fact.Switch{
		Kind: s.Kind, Scope: "process", Artifact: fact.ArtifactSource, At: at,
		Setting: fact.Setting{State: fact.StateOff, Value: fact.Lit(says), Explicit: true, At: at},
	})
}

// partName is the name of a variable as that of the part of the request that its
// decorator says.
func (m *machine) partName(x *ext, name string) string {
	for _, l := range m.model.Lookups {
		if l.Part != "" && match(l.Path, x.path) {
			return l.Part + "." + name
		}
	}
	return name
}
