package openapi

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// parameters are the parameters that an operation or path item states.
func (r *reader) parameters(owner *node) []*node {
	var out []*node
	for _, p := range r.sequence(owner, "parameters", false) {
		if p = r.follow(p, false); p.is(kindMapping) {
			out = append(out, p)
		}
	}
	return out
}

// operationInputs are the parameters of an operation, those of its path item
// included, and the values of its request body.
func (r *reader) operationInputs(k, v *node, shared []*node) []fact.Input {
	var out []fact.Input
	own := r.parameters(v)
	for _, p := range shared {
		if !slices.ContainsFunc(own, func(o *node) bool { return o.str("name") == p.str("name") && o.str("in") == p.str("in") }) {
			own = append(own, p)
		}
	}
	for _, p := range own {
		out = append(out, r.parameterInputs(p)...)
	}
	if body := r.follow(v.get("requestBody"), false); body.is(kindMapping) {
		out = append(out, r.bodyInputs(body)...)
	}
	if len(out) > maxInputs {
		out = out[:maxInputs]
		r.doc.cut(k)
	}
	if r.inputs += len(out); r.inputs > maxAllInputs {
		r.doc.cut(k)
		return nil
	}
	return out
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
	var out []fact.Input
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
	f := flattener{r: r, in: in}
	f.value(alike{all: []*node{schema}}, nameAt.text, nameAt, 0)
	out = f.out
	r.doc.params[p] = out
	return out
}

func (r *reader) bodyInputs(body *node) []fact.Input {
	var out []fact.Input
	var done []*node
	r.mapping(body, "content", false).each(func(_, media *node) bool {
		at, schema := r.follow(media, false).entry("schema")
		if schema == nil {
			return true
		}
		// The same schema is often given for several media types.
		if to := r.follow(schema, false); to != nil && !slices.Contains(done, to) {
			done = append(done, to)
			out = append(out, r.schemaInputs(at, schema)...)
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
		f := flattener{r: r, in: "body"}
		f.value(alike{all: []*node{schema}}, "body", at, 0)
		known = f.out
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

// flattener lists the values that a schema lets in.
type flattener struct {
	r     *reader
	in    string
	out   []fact.Input
	open  []*node // schemas that are being read, to end where one holds itself
	steps int
}

// shape is what schemas say of one value.
type shape struct {
	types  []string
	bounds fact.Bound
	names  []*node // keys of properties
	props  map[string]*alike
	items  alike
	itemAt *node
	free   bool // further names are let in
	null   bool
	again  bool // a schema within itself, which is read further out
}

func (f *flattener) full() bool {
	return len(f.out) > maxInputs || f.steps > maxSchemas || f.r.stopped()
}

// value lists one value and those within it. Its place is the key at.
func (f *flattener) value(a alike, name string, at *node, depth int) {
	if f.full() || depth > maxNesting {
		return
	}
	mark := len(f.open)
	s := f.shapeOf(a)
	defer func() { f.open = f.open[:mark] }()
	switch t := s.typeName(); {
	case t == "object" && len(s.names) > 0:
		for _, k := range s.names {
			f.value(*s.props[k.text], name+"."+k.text, k, depth+1)
		}
	case t == "array":
		f.add(name, t, s.bounds, at)
		if s.itemAt != nil {
			f.value(s.items, name+"[]", s.itemAt, depth+1)
		}
	case t != "" || !s.again:
		f.add(name, t, s.bounds, at)
	}
}

func (f *flattener) add(name, typ string, b fact.Bound, at *node) {
	f.out = append(f.out, fact.Input{Name: name, In: f.in, Type: typ, Bounds: b, At: at.at()})
}

func (s *shape) typeName() string {
	switch {
	case len(s.names) > 0 || s.free && len(s.types) == 0:
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

func (f *flattener) shapeOf(a alike) shape {
	s := shape{props: map[string]*alike{}}
	for _, n := range a.all {
		f.schema(n, &s)
	}
	f.oneOf(a.any, &s)
	return s
}

// schema adds what a schema states.
func (f *flattener) schema(n *node, s *shape) {
	for hops := 0; ; hops++ {
		text, at := refOf(n)
		if at == nil || hops > maxHops {
			break
		}
		if f.r.doc.minor >= 1 { // what stands beside a $ref counts
			f.keywords(n, s)
		}
		n = f.r.target(text, at, false)
	}
	if slices.Contains(f.open, n) {
		s.again = true
		return
	}
	if f.steps++; !n.is(kindMapping) || f.steps > maxSchemas {
		return
	}
	f.open = append(f.open, n)
	f.keywords(n, s)
}

func (f *flattener) keywords(n *node, s *shape) {
	var oneOf []*node
	n.each(func(k, v *node) bool {
		switch k.text {
		case "type":
			s.addTypes(v)
		case "properties":
			v.each(func(name, p *node) bool {
				f.property(s, name, p)
				return true
			})
		case "items":
			if v.is(kindMapping) {
				s.items.all, s.itemAt = append(s.items.all, v), k
			}
		case "additionalProperties":
			s.free = s.free || v.is(kindMapping) || v.is(kindBool) && n.truth(k.text)
		case "allOf":
			for _, part := range v.items() {
				f.schema(part, s)
			}
		case "oneOf", "anyOf":
			oneOf = append(oneOf, v.items()...)
		default:
			s.bounds |= boundOf(k.text, v)
		}
		return true
	})
	f.oneOf(oneOf, s)
}

func (f *flattener) property(s *shape, name, p *node) {
	if f.r.follow(p, false).truth("readOnly") {
		return
	}
	if s.props[name.text] == nil {
		s.props[name.text] = &alike{}
		s.names = append(s.names, name)
	}
	s.props[name.text].all = append(s.props[name.text].all, p)
}

// oneOf adds alternatives: the bounds that all of them state, and every property.
func (f *flattener) oneOf(alternatives []*node, s *shape) {
	bounds, some := ^fact.Bound(0), false
	for _, n := range alternatives {
		one := shape{props: map[string]*alike{}}
		mark := len(f.open)
		f.schema(n, &one)
		if len(f.open) == mark || one.null && len(one.types) == 0 {
			continue // nothing new, or only null
		}
		some = true
		bounds &= one.bounds
		s.types = append(s.types, one.types...)
		s.free = s.free || one.free
		for _, name := range one.names {
			if s.props[name.text] == nil {
				s.props[name.text] = &alike{}
				s.names = append(s.names, name)
			}
			p := s.props[name.text]
			p.any = append(append(p.any, one.props[name.text].all...), one.props[name.text].any...)
		}
		if one.itemAt != nil {
			s.items.any, s.itemAt = append(s.items.any, append(one.items.all, one.items.any...)...), one.itemAt
		}
	}
	if some {
		s.bounds |= bounds
	}
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
