package eval

import (
	"slices"
	"strings"
	"unicode"

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

// also are the checks that hold and more, each once: the answer of a function holds
// the checks of its caller too, and would double them at every call.
func also(held, more []check) []check {
	out := held[:len(held):len(held)]
	for i := range more {
		if len(out) < maxChecks && !slices.ContainsFunc(out, more[i].is) {
			out = append(out, more[i])
		}
	}
	return out
}

// common are the checks that hold on both ways: one that is on both, or two that ask
// the same part of the same text, of which either holds.
func common(a, b []check) []check {
	var out []check
	for _, x := range a {
		if i := slices.IndexFunc(b, x.is); i >= 0 {
			out = append(out, x)
		} else if i := slices.IndexFunc(b, x.asksWith); i >= 0 {
			out = append(out, either(x, b[i]))
		}
	}
	return out
}

func (c check) is(o check) bool { return c.At == o.At && c.Part == o.Part && c.Kind == o.Kind }

func (c check) asksWith(o check) bool {
	return c.Part == o.Part && c.Parser == o.Parser && c.of.alike(o.of)
}

// either is the check that holds where one of two does: as weak as the weaker one.
func either(a, b check) check {
	if weakness(b.Kind) > weakness(a.Kind) {
		a, b = b, a
	}
	if len(a.Allowed) > 0 && len(b.Allowed) > 0 {
		a.Allowed = append(a.Allowed[:len(a.Allowed):len(a.Allowed)], b.Allowed...)
	} else {
		a.Allowed = nil
	}
	return a
}

// weakness orders the kinds by what they let pass.
func weakness(k fact.GuardKind) int {
	return slices.Index([]fact.GuardKind{fact.GuardSanitized, fact.GuardExact, fact.GuardRegex, fact.GuardPrefix, fact.GuardSuffix, fact.GuardRelative, fact.GuardOpaque, fact.GuardLoose}, k)
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
	m.asksHop(t)
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
	if x, ok := e.(*ir.Index); ok && m.steps < m.limit && m.nesting < maxNesting {
		m.nesting++
		on, key := m.expr(f, x.X), m.expr(f, x.Key)
		m.nesting--
		v := m.index(on, key, m.loc(x.Span))
		if t, ok := m.lookedUp(on, key, v, m.loc(x.Span)); ok {
			return v, t
		}
		return v, m.asTest(f, e, v)
	}
	v := m.expr(f, e)
	return v, m.asTest(f, e, v)
}

// lookedUp reads a mapping of keys to true as the set that it stands for.
func (m *machine) lookedUp(on, key, v value, at fact.Location) (*test, bool) {
	d, ok := on.(*dict)
	if !ok || len(d.keys) == 0 {
		return nil, false
	}
	for _, a := range alternatives(v) {
		if b, ok := a.(boolean); !ok || !bool(b) {
			return nil, false
		}
	}
	return &test{yes: m.membership(key, d, at)}, true
}

// asTest sees a value as a test. A constant of the module or of an object may be
// changed by whoever deploys it, so only what a known call hands over is certain. The
// answer of a function that is not known is a check that cannot be read.
func (m *machine) asTest(f *frame, e ir.Expr, v value) *test {
	switch x := v.(type) {
	case *test:
		return x
	case *multi: // each answer is about one of the values that were asked
		out := &test{}
		for _, a := range x.alts {
			if t, ok := a.(*test); ok {
				out.yes, out.no = also(out.yes, t.yes), also(out.no, t.no)
			}
		}
		return out
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
	out := &test{yes: also(a.yes, b.yes)}
	switch {
	case a.truth == never || b.truth == never:
		out.truth = never
	case a.truth == always && b.truth == always:
		out.truth = always
	case a.truth == always:
		out.no = b.no
	case b.truth == always:
		out.no = a.no
	default: // the left side fails, or it holds and the right one fails
		out.no = common(a.no, also(a.yes, b.no))
	}
	return out
}

// issuerOf tells the issuer that an answer names.
func issuerOf(v value) bool {
	s, ok := v.(*str)
	if !ok {
		return false
	}
	h := s.onlyHole()
	return h != nil && h.Origin == fact.OriginResponse && lastName(h.Name) == "issuer"
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
	if issuerOf(l) || issuerOf(r) {
		if m.once("issuer" + at.String()) {
			m.out.IssuerChecks = append(m.out.IssuerChecks, at)
		}
	}
	if t, ok := l.(*test); ok {
		return t.against(x.Ops[0], r)
	}
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

// against compares an answer with a constant: match is None, find(…) < 0.
func (t *test) against(op string, constant value) *test {
	var no bool
	switch k := constant.(type) {
	case null:
		no = true
	case boolean:
		no = !bool(k)
	case number:
		switch {
		case k == "0" && op == "<", k == "-1" && op == "==":
			return t.not()
		case k == "0" && op == ">=", k == "-1" && (op == "!=" || op == ">"):
			return t
		}
		return &test{}
	default:
		return &test{}
	}
	switch op {
	case "==", "is":
	case "!=", "is not":
		no = !no
	default:
		return &test{}
	}
	if no {
		return t.not()
	}
	return t
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
	case *dict, *list, *client, *object, *fn, *class, *tls, *request, *parsed, *buffer, number, boolean:
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
	if x, ok := v.(*multi); ok {
		var out []check
		for _, a := range x.alts {
			out = also(out, about(a, kind, allowed, at))
		}
		return out
	}
	s, ok := v.(*str)
	if !ok || len(s.text().Holes()) == 0 {
		return nil
	}
	g := fact.Guard{Part: wholeValue, Kind: kind, Allowed: allowed, At: at}
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
	if parts, ok := subject.(*list); ok {
		return m.each(parts, []value{constant}, at)
	}
	if x, ok := subject.(*multi); ok {
		var out []check
		for _, a := range x.alts {
			out = also(out, m.equal(a, constant, at))
		}
		return out
	}
	if ks, ok := keysOf(constant); ok {
		if slices.ContainsFunc(ks, func(k string) bool { return !nameable(k) }) {
			return nil
		}
		return about(subject, fact.GuardExact, ks, at)
	}
	if s, ok := constant.(*str); ok && s.onlyHole() != nil && s.onlyHole().Origin.Setting() || samePart(subject, constant) {
		return about(subject, fact.GuardExact, nil, at)
	}
	return nil
}

// samePart tells that a part of a URL from outside is compared with the same part of one
// that is the program's own: its base URL.
func samePart(subject, own value) bool {
	s, ok := subject.(*str)
	o, ok2 := own.(*str)
	return ok && ok2 && s.part != nil && o.part != nil && s.part.name == o.part.name && s.onlyHole() != nil && s.onlyHole().Origin.Outside() &&
		!slices.ContainsFunc(o.text().Holes(), func(h *fact.Hole) bool { return h.Origin.Outside() })
}

// nameable tells a constant that could be a host or a URL from "" and "/", with which a
// character of one is compared.
func nameable(k string) bool {
	return strings.ContainsFunc(k, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// keysOf are the constants that a value may be, where it can be nothing else.
func keysOf(v value) ([]string, bool) {
	var out []string
	for _, a := range alternatives(v) {
		k, ok := keyOf(a)
		if !ok {
			return nil, false
		}
		out = append(out, k)
	}
	return out, true
}

// each reads (scheme, host) == (…, …), or in a set of such: a check of every part.
func (m *machine) each(parts *list, constants []value, at fact.Location) []check {
	var out []check
	for i, part := range parts.items {
		var allowed []string
		own := false
		for _, c := range constants {
			if l, ok := c.(*list); ok && i < len(l.items) {
				if k, known := keyOf(l.items[i]); known {
					allowed = append(allowed, k)
				}
				own = own || samePart(part, l.items[i])
			}
		}
		if own {
			allowed = nil
		}
		if own || allowed != nil {
			out = append(out, about(part, fact.GuardExact, allowed, at)...)
		}
	}
	return out
}

func (m *machine) membership(l, r value, at fact.Location) []check {
	if k, ok := keyOf(l); ok {
		return substring(r, k, at)
	}
	switch set := r.(type) {
	case *list:
		if parts, ok := l.(*list); ok {
			return m.each(parts, set.items, at)
		}
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
	}
	return nil
}

// substring is a check that a constant stands somewhere in a text.
func substring(in value, k string, at fact.Location) []check {
	cs := about(in, fact.GuardLoose, []string{k}, at)
	if len(cs) > 0 && cs[0].Part == wholeValue && !hostLike(k) {
		return nil
	}
	for i := range cs {
		cs[i].Why = "the text may stand anywhere in it"
	}
	return cs
}

// wholeValue is the part of a check of a text that is no part of a parsed URL: a host,
// a URL, or neither.
const wholeValue = "value"

// hostLike tells a text that names a host, or starts or ends a URL or a name that does.
func hostLike(s string) bool {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(strings.Trim(s, "."), ":")
	return name.Recognised(s)
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

// affix reads a test of the start or the end of a text against constants.
func (m *machine) affix(s *str, affixes value, at fact.Location, kind func(part, affix string) (fact.GuardKind, string)) []check {
	all := constants(affixes)
	cs := about(s, fact.GuardOpaque, all, at)
	if len(cs) == 0 || len(all) == 0 {
		return cs
	}
	c := &cs[0]
	if onlySchemes(all) {
		c.Part, c.Kind = "scheme", fact.GuardExact
		return cs
	}
	for i, a := range all {
		k, why := kind(c.Part, a)
		if k == "" { // one that says nothing of the host lets every host pass
			return nil
		}
		if i == 0 || weakness(k) > weakness(c.Kind) {
			c.Kind, c.Why = k, why
		}
	}
	return cs
}

// start reads a test of the start of a text.
func (m *machine) start(s *str, prefix value, at fact.Location) []check {
	if ended(prefix) {
		return about(s, fact.GuardPrefix, nil, at)
	}
	return m.affix(s, prefix, at, prefixKind)
}

// ended tells the program's own base URL with the slash that ends its host.
func ended(prefix value) bool {
	s, ok := prefix.(*str)
	if !ok || len(s.pieces) < 2 || !strings.HasPrefix(s.pieces[len(s.pieces)-1].lit, "/") {
		return false
	}
	return s.pieces[0].hole != nil && !s.pieces[0].hole.Origin.Outside()
}

// constants are the known texts of a value, or of the list that it is.
func constants(v value) []string {
	var out []string
	for _, a := range alternatives(v) {
		items := []value{a}
		if l, ok := a.(*list); ok {
			items = l.items
		}
		for _, i := range items {
			if k, ok := keyOf(i); ok {
				out = append(out, k)
			}
		}
	}
	return out
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
func prefixKind(part, prefix string) (fact.GuardKind, string) {
	_, rest, isURL := strings.Cut(prefix, "://")
	switch {
	case part == wholeValue && isURL && strings.Contains(rest, "/"):
		return fact.GuardPrefix, ""
	case part == wholeValue && strings.HasPrefix(prefix, "/"):
		return fact.GuardRelative, ""
	case part == wholeValue && !hostLike(prefix), prefix == "":
		return "", ""
	}
	return fact.GuardLoose, "the prefix can be continued with another name"
}

const looseSuffix = "the suffix has no dot in front, so that another name can end with it"

// suffixKind: the end of a host fixes it where it begins with a dot, or is all of it.
func suffixKind(part, suffix string) (fact.GuardKind, string) {
	switch {
	case part == wholeValue && !hostLike(suffix), suffix == "":
		return "", ""
	case strings.HasPrefix(suffix, ".") && strings.Contains(suffix[1:], "."):
		return fact.GuardSuffix, ""
	}
	return fact.GuardLoose, looseSuffix
}
