package eval

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// check is a guard with the text that it is about.
type check struct {
	fact.Guard
	of *str
}

// maxChecks bounds the checks that hold in one place. What goes over is taken for
// not checked.
const maxChecks = 64

// same reports whether two checks are one place's one question.
func (c *check) same(o *check) bool { return c.At == o.At && c.Part == o.Part && c.Kind == o.Kind }

// also are the checks that hold and more, each once: the answer of a function holds
// the checks of its caller too, and would double them at every call.
func also(held, more []check) []check {
	out := held[:len(held):len(held)]
	for i := range more {
		if len(out) < maxChecks && !slices.ContainsFunc(out, func(c check) bool { return c.same(&more[i]) }) {
			out = append(out, more[i])
		}
	}
	return out
}

// either are the checks of which one or the other holds: those that ask the same of
// the same thing, and so allow what both allow.
func either(a, b []check) []check {
	var out []check
	for _, x := range a {
		for _, y := range b {
			if x.Part != y.Part || x.Kind != y.Kind || x.Subject != y.Subject || x.Parser != y.Parser {
				continue
			}
			x.Allowed = append(slices.Clip(x.Allowed), y.Allowed...)
			out = append(out, x)
			break
		}
	}
	return out
}

// common are the checks that hold on both ways.
func common(a, b []check) []check {
	var out []check
	for i := range a {
		if slices.ContainsFunc(b, func(c check) bool { return c.same(&a[i]) }) {
			out = append(out, a[i])
		}
	}
	return out
}

// truth says whether a test can only come out one way.
type truth int

const (
	undecided truth = iota
	always
	never
)

func (t truth) not() truth {
	switch t {
	case always:
		return never
	case never:
		return always
	}
	return undecided
}

func truthOf(b bool) truth {
	if b {
		return always
	}
	return never
}

func (t *test) not() *test { return &test{yes: t.no, no: t.yes, truth: t.truth.not()} }

// test interprets a test and says what it means.
func (m *machine) test(f *frame, e ir.Expr) *test {
	_, t := m.operand(f, e)
	return t
}

// operand interprets an expression as a value and as a test: the value of "a and b"
// is b's alone, but what a checks holds as well.
func (m *machine) operand(f *frame, e ir.Expr) (value, *test) {
	if x, ok := e.(*ir.Logic); ok && m.steps < m.limit && m.nesting < maxNesting {
		m.nesting++
		t, l, r := m.both(f, x)
		m.nesting--
		return m.choice(f, x, t, l, r), t
	}
	v := m.expr(f, e)
	return v, m.asTest(f, e, v)
}

// asTest sees a value as a test. A constant of the module or of an object may be
// changed by whoever deploys it, so only what a known call hands over is certain. The
// answer of a function that is not known is a check that cannot be read.
func (m *machine) asTest(f *frame, e ir.Expr, v value) *test {
	switch x := v.(type) {
	case *test:
		return x
	case null:
		return &test{truth: never}
	case boolean:
		if n, ok := e.(*ir.Name); ok && f.given && f.scope.vars[n.Value] == v {
			return &test{truth: truthOf(bool(x))}
		}
	case *ext:
		return &test{yes: x.checks}
	}
	return &test{}
}

// both reads "and" and "or": what the whole means as a test, and what each side is.
func (m *machine) both(f *frame, x *ir.Logic) (t *test, l, r value) {
	l, lt := m.operand(f, x.L)
	outer := f.guards
	if x.Op == "and" { // the right side is read only where the left one holds
		f.guards = also(outer, lt.yes)
	} else {
		f.guards = also(outer, lt.no)
	}
	r, rt := m.operand(f, x.R)
	f.guards = outer
	if x.Op == "and" {
		return conjunction(lt, rt), l, r
	}
	return conjunction(lt.not(), rt.not()).not(), l, r
}

func conjunction(a, b *test) *test {
	out := &test{yes: also(a.yes, b.yes), no: either(a.no, b.no)}
	switch {
	case a.truth == never || b.truth == never:
		out.truth = never
	case a.truth == always && b.truth == always:
		out.truth = always
	}
	return out
}

func (m *machine) comparison(f *frame, x *ir.Compare) *test {
	was := m.comparing
	m.comparing = true
	vs := make([]value, len(x.Xs))
	for i, c := range x.Xs {
		vs[i] = m.expr(f, c)
	}
	m.comparing = was
	if len(x.Ops) != 1 {
		return &test{}
	}
	l, r, at := vs[0], vs[1], m.loc(x.Span)
	v := &test{}
	switch x.Ops[0] {
	case "==", "!=", "is", "is not":
		v.yes = m.equal(l, r, at)
		if v.yes == nil {
			v.yes = m.equal(r, l, at)
		}
		v.truth = equalTruth(l, r)
	case "in", "not in":
		v.yes = m.membership(l, r, at)
		v.truth = memberTruth(l, r)
	default:
		return v
	}
	if x.Ops[0] == "!=" || x.Ops[0] == "is not" || x.Ops[0] == "not in" {
		return v.not()
	}
	return v
}

// equalTruth compares constants, and anything that is known to be something with nothing.
func equalTruth(l, r value) truth {
	_, lNull := l.(null)
	_, rNull := r.(null)
	switch {
	case lNull && rNull:
		return always
	case lNull && something(r), rNull && something(l):
		return never
	}
	a, ok := keyOf(l)
	b, ok2 := keyOf(r)
	if ok && ok2 {
		return truthOf(a == b)
	}
	return undecided
}

func something(v value) bool {
	switch x := v.(type) {
	case *str:
		return len(x.text().Holes()) == 0
	case *dict, *list, *client, *object, *fn, *class, number, boolean:
		return true
	}
	return false
}

func memberTruth(l, r value) truth {
	k, ok := keyOf(l)
	set, isList := r.(*list)
	if !ok || !isList || set.open {
		return undecided
	}
	for _, i := range set.items {
		v, known := keyOf(i)
		switch {
		case !known:
			return undecided
		case v == k:
			return always
		}
	}
	return never
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

// unread are the checks of a function that is not known here: something is checked,
// and what it is cannot be read.
func unread(args callArgs, at fact.Location) []check {
	var out []check
	for _, e := range args.pos {
		out = append(out, about(e.v, fact.GuardOpaque, nil, at)...)
		if p, ok := e.v.(*parsed); ok {
			out = append(out, about(p.of, fact.GuardOpaque, nil, at)...)
		}
	}
	return out
}

// prefixTruth is certain where the literal start of a text is as long as the prefix,
// or differs from it.
func prefixTruth(s *str, prefix value) truth {
	known := s.text().Prefix()
	_, whole := s.known()
	affixes := []value{prefix}
	if l, ok := prefix.(*list); ok {
		affixes = l.items
	}
	for _, a := range affixes {
		p, ok := keyOf(a)
		switch {
		case !ok:
			return undecided
		case strings.HasPrefix(known, p):
			return always
		case !whole && strings.HasPrefix(p, known):
			return undecided
		}
	}
	return never
}

// anyCheck reads any(host.endswith(s) for s in ALLOWED) as the check inside.
func (m *machine) anyCheck(f *frame, c *ir.Comprehension) *test {
	for i, it := range c.Iters {
		if i < len(c.Targets) {
			m.bind(f, c.Targets[i], m.elementsOf(m.expr(f, it)), nil)
		}
	}
	t := m.test(f, c.Value)
	return &test{yes: t.yes, no: t.no}
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

// onlySchemes tells prefixes that ask for TLS, or for a host that stays on the machine.
func onlySchemes(all []string) bool {
	for _, a := range all {
		switch a {
		case "https://", "https:", "wss://", "wss:":
			continue
		}
		_, rest, _ := strings.Cut(a, "://")
		host, port, ended := strings.Cut(rest, ":")
		if !ended {
			host, port, ended = strings.Cut(rest, "/")
		}
		if !ended || name.Classify(host).Class != name.Loopback || strings.Contains(port, "@") {
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

// patternCheck reads a call that matches a pattern.
func (m *machine) patternCheck(path string, args callArgs, at fact.Location) (*test, bool) {
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
		return &test{yes: cs}, len(cs) > 0
	}
	return nil, false
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
