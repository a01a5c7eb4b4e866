package openapi

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// parameters are the parameters that an operation or path item states.
func (r *reader) parameters(owner *node) []*node {
	var out []*node
	for _, entry := range r.sequence(owner, "parameters", false) {
		p := r.follow(entry, false)
		switch {
		case p.is(kindMapping):
			out = append(out, p)
		case p != nil:
			r.lose(entry, false, "a parameter is not read: it has no parts")
		}
	}
	return out
}

// operationInputs are the parameters of an operation, those of its path item
// included, and the values of its request body. Operations that take the same
// share one list.
func (r *reader) operationInputs(k, v *node, shared []*node) []fact.Input {
	var lists [][]fact.Input
	own := r.parameters(v)
	for _, p := range shared {
		if !slices.ContainsFunc(own, func(o *node) bool { return o.str("name") == p.str("name") && o.str("in") == p.str("in") }) {
			own = append(own, p)
		}
	}
	for _, p := range own {
		lists = append(lists, r.parameterInputs(p))
	}
	if body := r.follow(v.get("requestBody"), false); body.is(kindMapping) {
		lists = append(lists, r.bodyInputs(body)...)
	}
	lists = slices.DeleteFunc(lists, func(l []fact.Input) bool { return len(l) == 0 })
	if len(lists) == 1 {
		return r.within(k, lists[0])
	}
	out := slices.Concat(lists...)
	if r.inputs += len(out); r.inputs > maxAllInputs {
		r.doc.cut(k)
		return nil
	}
	return r.within(k, out)
}

func (r *reader) within(k *node, list []fact.Input) []fact.Input {
	if len(list) > maxInputs {
		r.doc.cut(k)
		list = list[:maxInputs]
	}
	return list
}

// cut counts an operation whose inputs are not all looked at.
func (d *document) cut(k *node) {
	if d.cuts == 0 {
		d.cutAt = k
	}
	d.cuts++
}

func (r *reader) parameterInputs(p *node) []fact.Input {
	if known, ok := r.doc.params[p]; ok {
		return known
	}
	nameAt, in := p.get("name"), p.str("in")
	schemaAt, schema := p.entry("schema")
	if schema == nil {
		p.get("content").each(func(_, media *node) bool {
			schemaAt, schema = r.follow(media, false).entry("schema")
			return false
		})
	}
	switch {
	case in == "body":
		return r.schemaInputs(schemaAt, schema)
	case !nameAt.is(kindString):
		return nil
	case r.doc.swagger:
		schema = p // states type and bounds itself
	}
	out := r.flatten(in, nameAt.text, nameAt, schema)
	r.doc.params[p] = out
	return out
}

func (r *reader) bodyInputs(body *node) [][]fact.Input {
	var out [][]fact.Input
	var done []*node
	r.mapping(body, "content", false).each(func(_, media *node) bool {
		at, schema := r.follow(media, false).entry("schema")
		if schema == nil {
			return true
		}
		// The same schema is often given for several media types.
		if to := r.follow(schema, false); to != nil && !slices.Contains(done, to) {
			done = append(done, to)
			out = append(out, r.schemaInputs(at, schema))
		}
		return len(done) < 8
	})
	return out
}

// schemaInputs are the values of a body. Operations that share a schema share
// the work; the body itself stands where each operation names the schema.
func (r *reader) schemaInputs(at, schema *node) []fact.Input {
	to := r.follow(schema, false)
	if to == nil {
		return nil
	}
	known, ok := r.doc.bodies[to]
	if !ok {
		known = r.flatten("body", "body", at, schema)
		r.doc.bodies[to] = known
	}
	if len(known) > 0 && known[0].Name == "body" {
		known = slices.Clone(known)
		known[0].At = at.at()
	}
	return known
}

// alike are schemas that hold for one value: all of the first, one of the second.
type alike struct{ all, any []*node }

// value is one that is still to be listed. Its name is that of the value above it
// in the line, and its own part; it lies within the schemas of the chain.
type value struct {
	alike
	above *chain
	at    *node
	part  string
	over  int // place in the line; -1 is none
	depth int
}

type chain struct {
	schema *node
	above  *chain
}

func (c *chain) holds(n *node) bool {
	for ; c != nil; c = c.above {
		if c.schema == n {
			return true
		}
	}
	return false
}

// flattener lists the values that a schema lets in, those that lie less deep
// first. It is used again and again, for the room that it has.
type flattener struct {
	r    *reader
	in   string
	out  []fact.Input
	line []value
}

func (r *reader) flatten(in, name string, at, schema *node) []fact.Input {
	f := &r.flattener
	f.r, f.in, f.out = r, in, f.out[:0]
	f.line = append(f.line[:0], value{alike: alike{all: []*node{schema}}, part: name, at: at, over: -1})
	for i := 0; i < len(f.line) && len(f.out) <= maxInputs && !r.stopped(); i++ {
		f.list(i)
	}
	return slices.Clone(f.out)
}

// shape is what schemas say of one value.
type shape struct {
	types  []string
	bounds fact.Bound
	props  []property
	items  alike
	itemAt *node
	free   bool // further names are let in
	null   bool
}

type property struct {
	alike
	key  *node
	part string // of the name of the value: ".user"
}

// list lists one value, and puts those within it in the line.
func (f *flattener) list(i int) {
	v := f.line[i]
	s, within := f.shape(&v)
	if s == nil {
		return
	}
	switch t := s.typeName(); {
	case t == "object" && len(s.props) > 0:
		for p := range s.props {
			f.later(value{alike: s.props[p].alike, above: within, at: s.props[p].key, part: s.props[p].part, over: i, depth: v.depth + 1})
		}
	case t == "array":
		f.add(i, t, s.bounds)
		if s.itemAt != nil {
			f.later(value{alike: s.items, above: within, at: s.itemAt, part: "[]", over: i, depth: v.depth + 1})
		}
	default:
		f.add(i, t, s.bounds)
	}
}

func (f *flattener) later(v value) {
	if v.depth <= maxNesting && len(f.line) <= 2*maxInputs {
		f.line = append(f.line, v)
	}
}

func (f *flattener) add(i int, typ string, b fact.Bound) {
	f.out = append(f.out, fact.Input{Name: f.name(i), In: f.in, Type: typ, Bounds: b, At: f.line[i].at.at()})
}

// name joins the parts of a value's name: body.user.tags[].
func (f *flattener) name(i int) string {
	var over [maxNesting + 1]int
	depth, size := 0, 0
	for ; i >= 0; i = f.line[i].over {
		over[depth] = i
		depth++
		size += len(f.line[i].part)
	}
	var b strings.Builder
	b.Grow(size)
	for depth--; depth >= 0; depth-- {
		b.WriteString(f.line[over[depth]].part)
	}
	return b.String()
}

// shape is what the schemas of a value say, and the schemas that it lies within
// from here on; nil where it is a value within itself. What a schema says on its
// own is found out once.
func (f *flattener) shape(v *value) (*shape, *chain) {
	if len(v.all) == 1 && len(v.any) == 0 {
		return f.single(v.all[0], v.above)
	}
	s := shaper{r: f.r, open: v.above}
	within, some := v.above, false
	for _, n := range v.all {
		some = s.schema(n, &s.out) || some
		within = &chain{f.r.follow(n, false), within}
	}
	some = s.oneOf(v.any, &s.out) || some
	for _, n := range v.any {
		within = &chain{f.r.follow(n, false), within}
	}
	if !some {
		return nil, nil
	}
	return &s.out, within
}

func (f *flattener) single(n *node, within *chain) (*shape, *chain) {
	if _, at := refOf(n); at != nil && len(n.kids) == 2 { // nothing stands beside the $ref
		if n = f.r.follow(n, false); n == nil {
			return nil, nil
		}
	}
	if within.holds(n) {
		return nil, nil
	}
	known := f.r.doc.shapes[n]
	if known == nil {
		s := shaper{r: f.r}
		s.schema(n, &s.out)
		known = &s.out
		f.r.doc.shapes[n] = known
	}
	return known, &chain{n, within}
}

func (s *shape) typeName() string {
	switch {
	case len(s.props) > 0 || s.free && len(s.types) == 0:
		return "object"
	case s.itemAt != nil && len(s.types) == 0:
		return "array"
	case slices.Contains(s.types, "string"):
		return "string"
	case len(s.types) > 0:
		return s.types[0]
	}
	return ""
}

// shaper finds out what schemas say of one value.
type shaper struct {
	r     *reader
	out   shape
	open  *chain // schemas that are being read, to end where one holds itself
	steps int
}

// schema adds what a schema states; it reports whether there is one that is not
// being read already.
func (s *shaper) schema(n *node, to *shape) bool {
	for hops := 0; ; hops++ {
		text, at := refOf(n)
		if at == nil || hops > maxHops {
			break
		}
		if s.r.doc.minor >= 1 { // what stands beside a $ref counts
			s.keywords(n, to)
		}
		n = s.r.target(text, at, false)
	}
	if s.steps++; !n.is(kindMapping) || s.steps > maxSchemas || s.open.holds(n) {
		return false
	}
	before := s.open
	s.open = &chain{n, before}
	s.keywords(n, to)
	s.open = before
	return true
}

func (s *shaper) keywords(n *node, to *shape) {
	var oneOf []*node
	n.each(func(k, v *node) bool {
		switch k.text {
		case "type":
			to.addTypes(v)
		case "properties":
			v.each(func(name, p *node) bool {
				if !s.r.follow(p, false).truth("readOnly") {
					a := to.property(name)
					a.all = append(a.all, p)
				}
				return len(to.props) <= maxInputs
			})
		case "items":
			if v.is(kindMapping) {
				to.items.all, to.itemAt = append(to.items.all, v), k
			}
		case "additionalProperties":
			to.free = to.free || v.is(kindMapping) || n.truth(k.text)
		case "allOf":
			for _, part := range v.items() {
				s.schema(part, to)
			}
		case "oneOf", "anyOf":
			oneOf = append(oneOf, v.items()...)
		default:
			to.bounds |= boundOf(k.text, v)
		}
		return true
	})
	s.oneOf(oneOf, to)
}

// property is the property of a name, new where the name is.
func (s *shape) property(name *node) *alike {
	for i := range s.props {
		if s.props[i].key.text == name.text {
			return &s.props[i].alike
		}
	}
	s.props = append(s.props, property{key: name, part: "." + name.text})
	return &s.props[len(s.props)-1].alike
}

// oneOf adds alternatives: the bounds that all of them state, and every property.
func (s *shaper) oneOf(alternatives []*node, to *shape) (some bool) {
	bounds := ^fact.Bound(0)
	for _, n := range alternatives {
		var one shape
		if !s.schema(n, &one) || one.null && len(one.types) == 0 {
			continue // nothing new, or only null
		}
		some = true
		bounds &= one.bounds
		to.types = append(to.types, one.types...)
		to.free = to.free || one.free
		for _, p := range one.props {
			a := to.property(p.key)
			a.any = append(append(a.any, p.all...), p.any...)
		}
		if one.itemAt != nil {
			to.items.any, to.itemAt = append(append(to.items.any, one.items.all...), one.items.any...), one.itemAt
		}
	}
	if some {
		to.bounds |= bounds
	}
	return some
}

func (s *shape) addTypes(v *node) {
	list := []*node{v}
	if v.is(kindSequence) { // OpenAPI 3.1
		list = v.items()
	}
	for _, t := range list {
		switch {
		case t.is(kindString) && t.text == "null":
			s.null = true
		case t.is(kindString) && !slices.Contains(s.types, t.text):
			s.types = append(s.types, t.text)
		}
	}
}

// boundOf is the constraint that a keyword states.
func boundOf(keyword string, v *node) fact.Bound {
	if !v.scalar() && keyword != "enum" && keyword != "const" || v.is(kindNull) && keyword != "const" {
		return 0
	}
	switch keyword {
	case "maxLength":
		return fact.BoundMaxLength
	case "pattern":
		return fact.BoundPattern
	case "enum", "const":
		return fact.BoundEnum
	case "format":
		return formatBound(v.text)
	case "maxItems":
		return fact.BoundMaxItems
	case "minimum":
		return fact.BoundMinimum
	case "maximum":
		return fact.BoundMaximum
	case "exclusiveMinimum", "exclusiveMaximum":
		if v.kind != kindNumber { // true: it says how minimum is meant
			return 0
		}
		if keyword == "exclusiveMinimum" {
			return fact.BoundMinimum
		}
		return fact.BoundMaximum
	case "maxProperties":
		return fact.BoundMaxProperties
	}
	return 0
}

// formatBound leaves out the formats that let any length or size in.
func formatBound(format string) fact.Bound {
	switch format {
	case "", "byte", "binary", "password", "float", "double", "string", "text", "html", "markdown", "json":
		return 0
	}
	return fact.BoundFormat
}
