package eval

import (
	"regexp/syntax"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// check is a guard with the text that it is about.
type check struct {
	fact.Guard
	of *str
}

// common are the checks that hold on both ways.
func common(a, b []check) []check {
	var out []check
	for _, x := range a {
		for _, y := range b {
			if x.At == y.At && x.Part == y.Part && x.Kind == y.Kind {
				out = append(out, x)
				break
			}
		}
	}
	return out
}

// checks reads a test: what holds where it is true, and where it is false.
func (m *machine) checks(f *frame, e ir.Expr) (yes, no []check) {
	m.nesting++
	defer func() { m.nesting-- }()
	if m.nesting > maxNesting {
		return nil, nil
	}
	switch x := e.(type) {
	case *ir.Not:
		yes, no = m.checks(f, x.X)
		return no, yes
	case *ir.Logic:
		y1, n1 := m.checks(f, x.L)
		y2, n2 := m.checks(f, x.R)
		if x.Op == "and" {
			return append(y1, y2...), nil
		}
		return nil, append(n1, n2...)
	case *ir.Compare:
		if len(x.Ops) == 1 {
			return m.comparison(f, x)
		}
	case *ir.Call:
		return m.callCheck(f, x)
	case *ir.Bind:
		return m.checks(f, x.Value)
	case *ir.Name, *ir.Attr:
		if t, ok := m.expr(f, e).(*test); ok {
			return t.yes, t.no
		}
	case *ir.Comprehension:
		return m.anyCheck(f, x)
	}
	return nil, nil
}

func (m *machine) comparison(f *frame, x *ir.Compare) (yes, no []check) {
	l, r := m.expr(f, x.Xs[0]), m.expr(f, x.Xs[1])
	at := m.loc(x.Span)
	switch x.Ops[0] {
	case "==", "!=", "is", "is not":
		c := m.equal(l, r, at)
		if c == nil {
			c = m.equal(r, l, at)
		}
		if strings.HasPrefix(x.Ops[0], "!") || x.Ops[0] == "is not" {
			return nil, c
		}
		return c, nil
	case "in", "not in":
		c := m.membership(l, r, at)
		if x.Ops[0] == "not in" {
			return nil, c
		}
		return c, nil
	}
	return nil, nil
}

// about makes a check about a value that comes from outside; none about a constant.
func about(v value, kind fact.GuardKind, allowed []string, at fact.Location) []check {
	s, ok := v.(*str)
	if !ok || len(s.text().Holes()) == 0 {
		return nil
	}
	g := fact.Guard{Part: "value", Kind: kind, Allowed: allowed, At: at}
	of := s
	if s.part != nil {
		g.Part, g.Parser, of = s.part.name, s.part.parser, s.part.of
		if g.Part == "netloc" {
			g.Part = "host"
		}
	}
	g.Subject = of.text().String()
	return []check{{g, of}}
}

func (m *machine) equal(subject, constant value, at fact.Location) []check {
	if k, ok := keyOf(constant); ok {
		return about(subject, fact.GuardExact, []string{k}, at)
	}
	if s, ok := constant.(*str); ok && s.onlyHole() != nil && s.onlyHole().Origin.Setting() {
		return about(subject, fact.GuardExact, nil, at)
	}
	return nil
}

func (m *machine) membership(l, r value, at fact.Location) []check {
	switch set := r.(type) {
	case *list:
		var allowed []string
		for _, i := range set.items {
			if k, ok := keyOf(i); ok {
				allowed = append(allowed, k)
			}
		}
		return about(l, fact.GuardExact, allowed, at)
	case *dict:
		return about(l, fact.GuardExact, set.sorted(), at)
	case *ext, nil:
		return about(l, fact.GuardExact, nil, at) // a set that is named elsewhere
	case *str:
		if h := set.onlyHole(); h != nil && set.part == nil && h.Origin.Setting() {
			return about(l, fact.GuardExact, nil, at)
		}
		if k, ok := keyOf(l); ok {
			cs := about(set, fact.GuardLoose, []string{k}, at)
			for i := range cs {
				cs[i].Why = "the text may stand anywhere in it"
			}
			return cs
		}
	}
	return nil
}

// callCheck reads x.startswith(…), patterns, and functions that answer yes or no.
func (m *machine) callCheck(f *frame, x *ir.Call) (yes, no []check) {
	callee := m.expr(f, x.Fn)
	args := m.args(f, x.Args)
	at := m.loc(x.Span)
	if e, ok := callee.(*ext); ok {
		if s, ok := e.base.(*str); ok && len(args.pos) > 0 {
			switch e.path {
			case ".startswith":
				return m.affix(s, args.pos[0].v, at, prefixKind), nil
			case ".endswith":
				return m.affix(s, args.pos[0].v, at, suffixKind), nil
			}
		}
		if cs := m.patternCheck(e.path, args, at); cs != nil {
			return cs, nil
		}
		if name := lastName(e.path); (name == "any" || name == "all") && len(x.Args) == 1 {
			if c, ok := x.Args[0].Value.(*ir.Comprehension); ok {
				return m.anyCheck(f, c)
			}
		}
	}
	switch v := m.apply(f, callee, args, at).(type) {
	case *test:
		return v.yes, v.no
	}
	return nil, nil
}

// anyCheck reads any(host.endswith(s) for s in ALLOWED) as the check inside.
func (m *machine) anyCheck(f *frame, c *ir.Comprehension) (yes, no []check) {
	for i, it := range c.Iters {
		if i < len(c.Targets) {
			m.bind(f, c.Targets[i], elementsOf(m.expr(f, it)), nil)
		}
	}
	return m.checks(f, c.Value)
}

func (m *machine) affix(s *str, affixes value, at fact.Location, kind func(part, affix string) (fact.GuardKind, string)) []check {
	var all []string
	for _, a := range alternatives(affixes) {
		if l, ok := a.(*list); ok {
			for _, i := range l.items {
				k, _ := keyOf(i)
				all = append(all, k)
			}
			continue
		}
		k, _ := keyOf(a)
		all = append(all, k)
	}
	cs := about(s, fact.GuardOpaque, all, at)
	for i := range cs {
		for _, a := range all {
			k, why := kind(cs[i].Part, a)
			if cs[i].Kind == fact.GuardOpaque || k == fact.GuardLoose {
				cs[i].Kind, cs[i].Why = k, why
			}
		}
		if len(all) > 0 && onlySchemes(all) {
			cs[i].Part, cs[i].Kind, cs[i].Why = "scheme", fact.GuardExact, ""
		}
	}
	return cs
}

func onlySchemes(all []string) bool {
	for _, a := range all {
		if a != "https://" && a != "https:" && a != "wss://" {
			return false
		}
	}
	return true
}

// prefixKind: the start of a URL fixes the host only where it goes beyond it.
func prefixKind(part, affix string) (fact.GuardKind, string) {
	if affix == "" {
		return fact.GuardOpaque, ""
	}
	if affix == "http" || affix == "http://" || affix == "http:" || strings.HasPrefix(affix, "/") {
		return fact.GuardOpaque, ""
	}
	_, rest, isURL := strings.Cut(affix, "://")
	if part == "value" && isURL && strings.Contains(rest, "/") {
		return fact.GuardPrefix, ""
	}
	return fact.GuardLoose, "the prefix can be continued with another name"
}

func suffixKind(part, affix string) (fact.GuardKind, string) {
	switch {
	case affix == "", part == "value" && strings.HasPrefix(affix, "/"):
		return fact.GuardOpaque, ""
	case strings.HasPrefix(affix, ".") && strings.Contains(affix[1:], "."):
		return fact.GuardSuffix, ""
	}
	return fact.GuardLoose, "the suffix has no dot in front, so that another name can end with it"
}

func (m *machine) patternCheck(path string, args callArgs, at fact.Location) []check {
	for _, r := range m.model.Regexes {
		if r.Path != path {
			continue
		}
		text, _ := args.get(r.Text)
		pattern, _ := args.get(r.Pattern)
		p, known := keyOf(pattern.v)
		cs := about(text.v, fact.GuardOpaque, nil, at)
		for i := range cs {
			if known {
				cs[i].Kind, cs[i].Why = regexKind(p, r.Start || r.Whole, r.Whole, cs[i].Part)
				cs[i].Allowed = []string{p}
			}
		}
		return cs
	}
	return nil
}

// regexKind judges a pattern for a host or URL: where it does not reach both ends,
// or a dot in it matches anything, other names pass.
func regexKind(p string, start, end bool, part string) (fact.GuardKind, string) {
	start = start || strings.HasPrefix(p, "^") || strings.HasPrefix(p, `\A`)
	end = end || strings.HasSuffix(p, "$") || strings.HasSuffix(p, `\Z`) || strings.HasSuffix(p, `\z`)
	re, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		return fact.GuardOpaque, ""
	}
	if part == "value" && strings.Contains(strings.ReplaceAll(p, `\/`, "/"), "://") {
		_, rest, _ := strings.Cut(strings.ReplaceAll(p, `\/`, "/"), "://")
		end = end || strings.Contains(rest, "/") // a path follows the host
	}
	switch {
	case !strings.ContainsAny(p, "."): // no name in it
		return fact.GuardOpaque, ""
	case !start || !end:
		return fact.GuardLoose, "the pattern is not anchored at both ends"
	case anyCharBetweenLetters(re):
		return fact.GuardLoose, "a dot in the pattern is not escaped"
	}
	return fact.GuardRegex, ""
}

// anyCharBetweenLetters finds a single "." right between two literals.
func anyCharBetweenLetters(re *syntax.Regexp) bool {
	if re.Op != syntax.OpConcat {
		for _, s := range re.Sub {
			if anyCharBetweenLetters(s) {
				return true
			}
		}
		return false
	}
	for i := 1; i+1 < len(re.Sub); i++ {
		dot := re.Sub[i].Op == syntax.OpAnyCharNotNL || re.Sub[i].Op == syntax.OpAnyChar
		if dot && re.Sub[i-1].Op == syntax.OpLiteral && re.Sub[i+1].Op == syntax.OpLiteral {
			return true
		}
	}
	return false
}

// unread makes checks that could not be read out of a test that hands a value from
// outside to a function.
func (m *machine) unread(f *frame, e ir.Expr) (yes, no []check) {
	x := e
	negated := false
	for {
		if n, ok := x.(*ir.Not); ok {
			x, negated = n.X, !negated
			continue
		}
		break
	}
	c, ok := x.(*ir.Call)
	if !ok {
		return nil, nil
	}
	if _, isExt := m.expr(f, c.Fn).(*ext); !isExt {
		return nil, nil
	}
	for _, a := range c.Args {
		v := m.expr(f, a.Value)
		yes = append(yes, about(v, fact.GuardOpaque, nil, m.loc(c.Span))...)
		if p, ok := v.(*parsed); ok {
			yes = append(yes, about(p.of, fact.GuardOpaque, nil, m.loc(c.Span))...)
		}
	}
	if negated {
		return nil, yes
	}
	return yes, nil
}
