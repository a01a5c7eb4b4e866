package eval

import (
	"slices"
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// maxAlternatives bounds the values that branches may leave in one place.
const maxAlternatives = 8

// value is what an expression may be. The kinds:
//
//	*str     a text with holes; also anything from outside, as one hole
//	*multi   one of several values
//	*dict    a mapping with known keys
//	*list    a sequence
//	*fn      a function of this module, bound or not
//	*class   a class of this module
//	*object  an instance of one
//	*parent  an object seen as one of its class's bases
//	*module  a module of the repository
//	*lazy    a name of one that is not looked for yet; only names hold it
//	*provided what a parameter gets from a function of the program
//	*ext     something of a library, by its path
//	*client  a client object of a library
//	*request a request that is not sent yet
//	*tls     a TLS context
//	*buffer  a text that grows
//	*pattern a compiled pattern
//	*parsed  a URL that was split; its parts are *str with a part mark
//	*test    a truth value that stands for checks
//	boolean, number, null, and nil for unknown
type value any

type (
	boolean bool
	number  string
	null    struct{}
)

// piece is a literal with its place, or a hole.
type piece struct {
	lit  string
	hole *fact.Hole
	at   fact.Location
	// name is the constant that held the literal.
	name string
	// encoded is set where a reversible encoding hides the text.
	encoded bool
	// fallback is a literal credential that stands in where the hole is not set.
	fallback *fact.Credential
	// absent is the default of a parameter that nobody known gives.
	absent *piece
	// checks are those that the hole passed on the way that it came.
	checks []check
	// of is where the credential comes from that something unknown was made of.
	of *fact.Hole
	// few is set where a few letters of it are left, which show no credential.
	few bool
}

// str is a text. part is set where it is a part of a URL that was parsed.
type str struct {
	pieces []piece
	part   *part
	// id is what identity gave; pieces never change.
	id string
	// sent is set for a URL in the form in which a client will send it.
	sent bool
}

// part says that a text is a part of a split URL.
type part struct {
	name   string // "host", "scheme", "netloc", "port"
	of     *str
	parser string
}

type multi struct {
	alts []value
	more bool // there were others, over the bound
}

// provided is what a parameter gets that nobody gives.
type provided struct{ v value }

type entry struct {
	v  value
	at fact.Location
	// when is set where branches wrote the value: what each of them wrote, and the
	// checks that held there.
	when *conditional
}

type conditional struct {
	v      value
	alone  bool // nothing was there before
	checks []check
	before *conditional
	depth  int
}

// written is an entry that gets another value where these checks hold.
func (e entry) written(v value, at fact.Location, checks []check) entry {
	before := e.when
	if before == nil && e.v != nil {
		before = &conditional{v: e.v}
	}
	all := v
	if e.v != nil {
		all = oneOf(v, e.v)
	}
	out := entry{v: all, at: at, when: &conditional{v: v, checks: checks, before: before, alone: before == nil}}
	if n := before; n != nil {
		out.when.depth = n.depth + 1
	}
	if out.when.depth > maxAlternatives { // a loop writes it again and again
		out.when = nil
	}
	return out
}

// maybe tells a value that may not have been written at all.
func (e entry) maybe() bool {
	for c := e.when; c != nil; c = c.before {
		if c.before == nil {
			return c.alone
		}
	}
	return false
}

// conditions are the checks that hold wherever a branch wrote something into the entry.
func (e entry) conditions() []check {
	var ways [][]check
	for c := e.when; c != nil; c = c.before {
		if _, isNull := c.v.(null); !isNull {
			ways = append(ways, c.checks)
		}
	}
	return onAll(ways)
}

type dict struct {
	keys map[string]entry
	open bool // may hold keys that are not known
	born int  // the branch that made it; see certain
	from *str // where what is not here comes from; nil where that is not known
}

type list struct {
	kind  string
	items []value
	open  bool
	// checks are those that every element has passed.
	checks []check
}

type fn struct {
	decl    *ir.Func
	params  []ir.Param
	body    []ir.Stmt
	scope   *scope
	self    value
	home    *dict // the mapping that it is written in, which may be what it is called on
	owner   *class
	kind    string // "", "static", "class", "property"
	id      any    // identity for recursion
	in      place  // where it is declared
	partial *callArgs
	others  []*fn // of the same name, with other parameters
}

type class struct {
	decl    *ir.Class
	scope   *scope
	members map[string]value
	in      place
	bases   []value
	clientM *models.Client   // a client library's class among the bases
	setters map[string][]*fn // the methods that assign an attribute, once they are known
	// isKeyed is set where the fields are settings, whose names begin with the prefix.
	isKeyed bool
	prefix  string
	// defaults are methods that say what an attribute is where no setting fills it.
	defaults map[string]*fn
	// describes is the client that sends what methods without a body describe; may be nil.
	describes *client
}

type object struct {
	class *class
	attrs map[string]value
	open  bool   // the declared values may be others
	path  string // by which it is imported
	kept  bool   // somewhere where others may find it
	made  bool   // by its parts, of which those that are not given are blank
	from  *str   // where its parts come from that are not known; may be nil
	// asked are the attributes that were looked for in its methods.
	asked map[string]bool
	// keyed is set where the fields are settings, whose names begin with the prefix.
	keyed  bool
	prefix string
}

func newObject(c *class) *object {
	return &object{class: c, attrs: map[string]value{}, keyed: c.isKeyed, prefix: c.prefix}
}

type parent struct {
	of   *class
	self value
}

// ext is something that is not of this module. base is the value it was read
// from where that matters (a method of a text).
type ext struct {
	path string
	base value
	name string // what the program calls a result that is not known
	// checks are those that a true answer of an unknown function stands for.
	checks []check
	// partial are arguments that are given beforehand.
	partial *callArgs
	// of is where the credential comes from that it was made of.
	of *fact.Hole
	// wraps is the function that it was made of.
	wraps value
	// home is the mapping that it stands for, as far as that holds what is asked for.
	home *dict
}

type client struct {
	m        *models.Client
	id       int
	headers  *dict
	settings map[string]entry // role to value
	sent     bool             // of one that is one request
	begun    *request         // what its methods have put together so far
	resend   func(f *frame)   // notes again what it sends, after a change
	handed   bool             // somebody else made it: what is not set here may be
	at       fact.Location
}

type request struct {
	url     value
	headers *dict
	plain   *dict // headers that are not sent again after a redirect
	method  value
	args    map[string]entry
	sender  *str    // where its parts come from that are not known; may be nil
	by      *client // the client that it was begun with, whose methods send it
	passing bool    // it is one of a client's, shown to what may change it
}

type tls struct {
	verify, hostname, pin, cert, server fact.Setting
	m                                   *models.Context
}

// buffer is a text that grows.
type buffer struct{ v value }

type parsed struct {
	of *str
	m  *models.Parser
	at fact.Location
	// instead holds the parts that were replaced, query what was added to the query.
	instead map[string]value
	query   *dict
}

// test stands for a truth value: what holds where it is true, and where it is false.
type test struct {
	yes, no []check
	truth   truth
}

func newDict() *dict { return &dict{keys: map[string]entry{}} }

func (d *dict) sorted() []string {
	ks := make([]string, 0, len(d.keys))
	for k := range d.keys {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}

func (d *dict) clone() *dict {
	c := newDict()
	c.merge(d)
	return c
}

func (d *dict) merge(o *dict) {
	if o == nil {
		return
	}
	for k, e := range o.keys {
		d.keys[k] = e
	}
	d.open = d.open || o.open
}

// union adds what another mapping may hold beside what is there.
func (d *dict) union(o *dict) {
	for k, e := range o.keys {
		if old, ok := d.keys[k]; ok {
			e.v, e.when = oneOf(old.v, e.v), nil
		}
		d.keys[k] = e
	}
	d.open = d.open || o.open
}

// inTurn adds names and values that stand in turn.
func (d *dict) inTurn(es []entry) {
	for ; len(es) > 1; es = es[2:] {
		if k, ok := keyOf(es[0].v); ok {
			d.keys[k] = es[1]
		} else {
			d.open = true
		}
	}
}

// dictOf sees a value as a mapping: of several that it may be, all together.
func dictOf(v value) (*dict, bool) {
	if d, ok := v.(*dict); ok {
		return d, true
	}
	all, found := newDict(), false
	for _, a := range alternatives(v) {
		switch x := a.(type) {
		case *dict:
			all.union(x)
			found = true
		case *list:
			if d, ok := pairsOf(x); ok {
				all.union(d)
				found = true
			}
		}
	}
	return all, found
}

// pairsOf sees a sequence of pairs as a mapping.
func pairsOf(l *list) (*dict, bool) {
	d := newDict()
	d.open = l.open
	for _, i := range l.items {
		if k, v, ok := headerLine(i); ok {
			d.keys[k] = entry{v: v, at: placeOf(alternatives(v)[0])}
			continue
		}
		p, ok := i.(*list)
		if !ok || len(p.items) != 2 {
			return nil, false
		}
		if k, known := keyOf(p.items[0]); known {
			d.keys[k] = entry{v: p.items[1], at: placeOf(p.items[1])}
		} else {
			d.open = true
		}
	}
	return d, len(l.items) > 0
}

// headerLine reads a line of a header, which may have one of several values.
func headerLine(v value) (name string, all value, ok bool) {
	for i, a := range alternatives(v) {
		s, isText := a.(*str)
		if !isText || s.part != nil {
			return "", nil, false
		}
		k, one, cut := cutField(s)
		if !cut || i > 0 && k != name {
			return "", nil, false
		}
		if name = k; i == 0 {
			all = one
			continue
		}
		all = oneOf(all, one)
	}
	return name, all, true
}

// cutField cuts "Name: value", as some clients take headers. A URL is none.
func cutField(s *str) (name string, v *str, ok bool) {
	for i, p := range s.pieces {
		before, rest, found := strings.Cut(p.lit, ":")
		name += before
		if p.hole != nil || strings.Contains(name, " ") {
			break
		}
		if !found {
			continue
		}
		if name == "" || strings.HasPrefix(rest, "//") {
			break
		}
		v = &str{pieces: slices.Clone(s.pieces[i:])}
		if v.pieces[0].lit = strings.TrimLeft(rest, " "); v.pieces[0].lit == "" && len(v.pieces) > 1 {
			v.pieces = v.pieces[1:]
		}
		return name, v, true
	}
	return "", nil, false
}

// placeOf is where a text begins; the zero place where that is not known.
func placeOf(v value) fact.Location {
	if s, ok := v.(*str); ok && len(s.pieces) > 0 {
		return s.pieces[0].at
	}
	return fact.Location{}
}

// lower looks a header up, whatever its case.
func (d *dict) lower(key string) (entry, bool) {
	if d == nil {
		return entry{}, false
	}
	for _, k := range d.sorted() {
		if strings.EqualFold(k, key) {
			return d.keys[k], true
		}
	}
	return entry{}, false
}

func holeOf(o fact.Origin, name string, at fact.Location) *str {
	h := &fact.Hole{Origin: o, Name: name, At: at}
	if o == fact.OriginRequest {
		h.Record = theRequest
	}
	return &str{pieces: []piece{{hole: h, at: at}}}
}

// known returns the text where it has no holes.
func (s *str) known() (string, bool) {
	if len(s.pieces) == 1 {
		return s.pieces[0].lit, s.pieces[0].hole == nil
	}
	var b strings.Builder
	for _, p := range s.pieces {
		if p.hole != nil {
			return "", false
		}
		b.WriteString(p.lit)
	}
	return b.String(), true
}

// onlyHole returns the hole of a text that is nothing else.
func (s *str) onlyHole() *fact.Hole {
	if len(s.pieces) == 1 {
		return s.pieces[0].hole
	}
	return nil
}

// identity tells texts apart.
func (s *str) identity() string {
	if s.id == "" {
		s.id = s.text().String()
	}
	return s.id
}

// text is the fact that the value stands for.
func (s *str) text() fact.Text {
	if len(s.pieces) == 1 && s.pieces[0].hole == nil {
		return fact.Lit(s.pieces[0].lit)
	}
	var t fact.Text
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			t = append(t, fact.Piece{Literal: b.String()})
			b.Reset()
		}
	}
	for i := range s.pieces {
		if h := s.pieces[i].hole; h != nil {
			flush()
			t = append(t, fact.Piece{Hole: h})
			continue
		}
		b.WriteString(s.pieces[i].lit)
	}
	flush()
	return t
}

// alternatives lists what a value may be; unknown is one alternative.
func alternatives(v value) []value {
	if m, ok := v.(*multi); ok {
		return m.alts
	}
	return []value{v}
}

// oneOf joins values that branches leave. Equal constants count once.
func oneOf(vs ...value) value {
	var out []value
	more := false
	for _, v := range vs {
		for _, a := range alternatives(v) {
			switch {
			case more || holds(out, a):
			case len(out) < maxAlternatives:
				out = append(out, a)
			default:
				more = true
			}
		}
		more = more || others(v)
	}
	if len(out) == 1 {
		return out[0]
	}
	return &multi{out, more}
}

// others tells whether a value may be more than its alternatives.
func others(v value) bool {
	m, ok := v.(*multi)
	return ok && m.more
}

func holds(vs []value, v value) bool {
	for _, o := range vs {
		if same(o, v) {
			return true
		}
	}
	return false
}

func same(a, b value) bool {
	x, ok := a.(*str)
	y, ok2 := b.(*str)
	if ok && ok2 {
		return x.alike(y) && slices.EqualFunc(x.checks(), y.checks(), check.is)
	}
	return a == b
}

// alike tells two texts that come from the same places.
func (s *str) alike(o *str) bool {
	return s == o || s.part == nil && o.part == nil && s.identity() == o.identity() && !s.unnamed() && !o.unnamed()
}

// checks are those that its pieces have passed.
func (s *str) checks() []check {
	var out []check
	for _, p := range s.pieces {
		out = append(out, p.checks...)
	}
	return out
}

// under is a value with the checks that hold where it was left, as far as they do not
// hold anyway.
func (m *machine) under(v value, guards, anyway []check) value {
	return each(v, func(a value) value {
		s, ok := a.(*str)
		if !ok || len(guards) == 0 || len(s.text().Holes()) == 0 {
			return a
		}
		m.steps += len(s.pieces) * len(guards) / 16
		out := *s
		out.pieces = slices.Clone(s.pieces)
		for i := range out.pieces {
			p := &out.pieces[i]
			for _, c := range guards {
				if p.hole != nil && len(p.checks) < maxChecks && !slices.ContainsFunc(anyway, c.is) && !slices.ContainsFunc(p.checks, c.is) && shares(c.of, &str{pieces: []piece{*p}}) {
					p.checks = append(p.checks[:len(p.checks):len(p.checks)], c)
				}
			}
		}
		return &out
	})
}

// unnamed tells a text with a hole that has no name: two of them are not the same.
func (s *str) unnamed() bool {
	for _, p := range s.pieces {
		if p.hole != nil && p.hole.Name == "" {
			return true
		}
	}
	return false
}

// each applies f to every alternative.
func each(v value, f func(value) value) value {
	m, ok := v.(*multi)
	if !ok {
		return f(v)
	}
	out := make([]value, 0, len(m.alts))
	for _, a := range m.alts {
		out = append(out, f(a))
	}
	return withOthers(oneOf(out...), m.more)
}

// withOthers is a value that may be more than its alternatives.
func withOthers(v value, more bool) value {
	if m, ok := v.(*multi); ok && more && !m.more {
		return &multi{m.alts, true}
	}
	return v
}

// toStr sees a value as a text; ok is false where nothing is known of it.
func (m *machine) toStr(v value, at fact.Location) (*str, bool) {
	switch x := v.(type) {
	case *str:
		return x, true
	case number:
		return &str{pieces: []piece{{lit: string(x), at: at}}}, true
	case boolean:
		if x {
			return &str{pieces: []piece{{lit: "True", at: at}}}, true
		}
		return &str{pieces: []piece{{lit: "False", at: at}}}, true
	case *ext:
		s := holeOf(fact.OriginUnknown, x.label(), at)
		if s.pieces[0].of = x.of; x.of != nil {
			s.pieces[0].hole.Record = x.of.Record
		}
		return s, true
	case *buffer:
		return m.toStr(alternatives(x.v)[0], at)
	case *parsed:
		s, ok := alternatives(m.whole(x, at))[0].(*str)
		return s, ok
	case *dict:
		return x.printed(at), false
	case *object:
		if t := x.text(); t != nil {
			return t, true
		}
	}
	return holeOf(fact.OriginUnknown, "", at), false
}

// text is what an object of a type without fields is, where it comes from outside: a
// text under a name of its own.
func (o *object) text() *str {
	if o.from == nil || len(o.attrs) > 0 || slices.ContainsFunc(o.class.decl.Body, func(s ir.Stmt) bool { _, field := s.(*ir.Assign); return field }) {
		return nil
	}
	return o.from
}

// printed is a mapping as a text: what its values hold, each apart from the next.
func (d *dict) printed(at fact.Location) *str {
	out := holeOf(fact.OriginUnknown, "", at)
	if len(d.keys) > maxAlternatives {
		return out
	}
	for _, k := range d.sorted() {
		if s, ok := d.keys[k].v.(*str); ok && len(out.pieces)+len(s.pieces) < maxPieces {
			out.pieces = append(append(out.pieces, piece{lit: " "}), s.pieces...)
		}
	}
	return out
}

func lastName(p string) string {
	p = strings.TrimSuffix(p, "()")
	return p[strings.LastIndexByte(p, '.')+1:]
}

// result reports whether the value is what a call or an index of a library gave.
func (x *ext) result() bool {
	return strings.HasSuffix(x.path, "()") || strings.HasSuffix(x.path, "[]")
}

// label names the value for people: what the program calls it, else its own last
// name; a result has none.
func (x *ext) label() string {
	if x.name != "" || x.result() {
		return x.name
	}
	return lastName(x.path)
}

// concat joins texts, in every combination of their alternatives up to the bound.
func (m *machine) concat(at fact.Location, vs ...value) value {
	combos := [][]piece{nil}
	more := false
	for _, v := range vs {
		as := alternatives(v)
		more = more || others(v)
		var next [][]piece
		for _, c := range combos {
			for i, a := range as {
				if len(next) == maxAlternatives {
					more = true
					break
				}
				from := c
				if i < len(as)-1 {
					from = slices.Clip(c) // the next one begins with it too
				}
				next = append(next, m.extend(from, a, at))
			}
		}
		combos = next
	}
	var out []value
	for _, c := range combos {
		out = append(out, &str{pieces: cut(c)})
	}
	return withOthers(oneOf(out...), more)
}

// cut bounds the length of a text: no URL and no header is as long.
func cut(c []piece) []piece {
	n := 0
	for i := range c {
		if n += len(c[i].lit); n > maxText {
			return append(c[:i:i], piece{hole: &fact.Hole{Origin: fact.OriginUnknown}})
		}
	}
	return c
}

// extend adds a value to a text, which ends in a hole where it grows too long.
func (m *machine) extend(c []piece, v value, at fact.Location) []piece {
	if len(c) > maxPieces {
		return c
	}
	s, _ := m.toStr(v, at)
	m.steps += len(s.pieces) / 8 // a text that grows costs more than one that does not
	for _, p := range s.pieces {
		if p.hole != nil || p.lit != "" {
			c = append(c, p)
		}
	}
	if len(c) > maxPieces {
		c = append(c[:maxPieces], piece{hole: &fact.Hole{Origin: fact.OriginUnknown}})
	}
	return c
}

// maxPieces and maxText (bytes) bound a text that a loop or a recursion grows.
const (
	maxPieces = 256
	maxText   = 16 << 10
)
