package eval

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// method is a method of a value that is known here.
func (m *machine) method(f *frame, x *ext, args callArgs, at fact.Location) (value, bool) {
	name := strings.TrimPrefix(x.path, ".")
	if v, ok := m.textMethodOf(x.base, name, args, at); ok {
		return v, true
	}
	switch b := x.base.(type) {
	case *buffer:
		return m.bufferMethod(b, name, args, at), true
	case *str:
		if h := b.onlyHole(); h != nil && (h.Origin == fact.OriginParam || h.Origin == fact.OriginUnknown) {
			if v, ok := m.fromOutside(&ext{path: h.Name + "." + name}, args, at); ok {
				return v, true
			}
		}
		return m.textMethod(b, name, args, at)
	case *dict:
		if v, ok := m.dictOperation(b, m.neutral(name), args, at); ok {
			return v, true
		}
		return m.dictMethod(f, b, name, args, at)
	case *list:
		name = m.neutral(name)
		if v, ok := m.listOperation(b, name, args, at); ok {
			return v, true
		}
		return m.listMethod(b, name, args), true
	case *fn:
		if how := m.model.Deferred[name]; how != "" {
			m.deferred(f, b, how, args, at)
			return nil, true
		}
		// a verb of a client whose class has its own way to send
		return m.invoke(f, b, through(b, name, args), at), true
	case *client:
		if b.m.Describes != nil && slices.Contains(b.m.Describes.Makes, name) {
			return m.implemented(b, args), true
		}
		if call := function(b.m.Calls, name); call != nil {
			return m.send(f, b.m, b, call, name, args, at), true
		}
		if role := b.m.Attributes[name+"()"]; role != "" {
			return b.listOf(role, at), true
		}
		if set := function(b.m.Sets, name); set != nil {
			m.setRoles(f, b, *set, args, at)
			if b.resend != nil {
				b.resend(f)
			}
			return b, true
		}
		if function(b.m.Extends, name) != nil {
			return m.derived(b, args, at), true
		}
		if build := function(b.m.Builds, name); build != nil {
			if arg, takes := build.Args["request"]; takes {
				return argValue(args, arg), true
			}
			q := m.newRequest(*build, args)
			q.by = b
			return q, true
		}
		if b.m.Stub != nil {
			return m.stub(f, b, x, name, args, at)
		}
		if len(args.pos) > 0 {
			if q, ok := args.pos[0].v.(*request); ok { // it is made ready
				return q, true
			}
		}
		return b, strings.HasPrefix(name, "__") || m.isAccessor(name)
	case *request:
		if v, ok := m.requestMethod(f, b, name, args, at); ok {
			return v, true
		}
		if len(args.pos) >= 2 && len(m.model.RequestSets) == 0 {
			if k, ok := keyOf(args.pos[0].v); ok {
				to := b.headers
				if strings.Contains(name, "unredirected") {
					to = b.plain
				}
				to.keys[k] = args.pos[1]
			}
		}
		return b, true
	case *tls:
		if slices.Contains(b.m.Judges, name) {
			m.judged(f, b, args, at)
		}
		if slices.Contains(b.m.Keeps, name) {
			return b, true
		}
		if slices.Contains(b.m.Trusts, name) && b.verify.State == fact.StateOn {
			b.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: at}
		}
		if slices.Contains(b.m.Presents, name) {
			b.cert = fact.Setting{State: fact.StateOn, Explicit: true, At: at}
		}
		return nil, true
	case *pattern:
		return m.compiledCheck(b, name, args, at)
	case *parsed:
		return m.parsedMethod(b, name, args, at)
	}
	return nil, false
}

// stub is a method that a library made of a client, or the making of one.
func (m *machine) stub(f *frame, c *client, x *ext, name string, args callArgs, at fact.Location) (value, bool) {
	if slices.Contains(c.m.Stub.Names, name) {
		return &ext{path: "()." + name, base: c}, true
	}
	made, _, ok := strings.Cut(x.path, "().")
	if c.m.Parts && !ok {
		made, _, ok = strings.Cut(strings.TrimPrefix(x.path, "."), ".")
	}
	if ok && !strings.HasPrefix(name, "__") && made != name {
		return m.send(f, c.m, c, c.m.Stub, lastName(x.path), args, at), true
	}
	return nil, false
}

// through are the arguments of a verb as the method that all go through takes them:
// the name of the verb first, and what stands behind the URL by its name.
func through(g *fn, name string, args callArgs) callArgs {
	out := callArgs{pos: []entry{{v: literalStr(strings.ToUpper(name))}}, named: map[string]entry{}, open: args.open, given: true}
	for k, e := range args.named {
		out.named[k] = e
	}
	call := function(g.owner.clientM.Calls, name)
	for i, e := range args.pos {
		if i == 0 {
			out.pos = append(out.pos, e)
			continue
		}
		for _, arg := range call.Args {
			if arg.Pos == i+1 && len(arg.Keys) > 0 {
				out.named[arg.Keys[0]] = e
			}
		}
	}
	return out
}

func literalStr(text string) *str { return &str{pieces: []piece{{lit: text}}} }

func (m *machine) textMethod(s *str, name string, args callArgs, at fact.Location) (value, bool) {
	h := s.onlyHole()
	if m.setSettings(h, name, args, at) {
		return nil, true
	}
	if h != nil && len(args.pos) > 1 && name == "setdefault" {
		if k, ok := keyOf(args.pos[0].v); ok {
			m.settingsNamed(h, k, args.pos[1].v, at)
		}
	}
	name = m.neutral(name)
	if v, ok := m.textOperation(s, name, args, at); ok {
		return v, true
	}
	switch {
	case name == "startswith" && len(args.pos) > 0:
		return &test{yes: m.start(s, args.pos[0].v, at), truth: prefixTruth(s, args.pos[0].v)}, true
	case name == "endswith" && len(args.pos) > 0:
		return &test{yes: m.affix(s, args.pos[0].v, at, suffixKind)}, true
	case m.matches(m.model.LabelChecks, name):
		return &test{yes: about(s, fact.GuardRegex, nil, at)}, true
	case m.matches(m.model.Finders, name) && len(args.pos) > 0:
		k, _ := keyOf(args.pos[0].v)
		return &test{yes: substring(s, k, at)}, true
	case name == "format":
		return m.format(s, args, at), true
	case name == "format_map" && len(args.pos) == 1:
		d, _ := dictOf(args.pos[0].v)
		return m.format(s, callArgs{named: d.keys}, at), true
	case m.model.Cases[name] != "":
		return cased(s, m.model.Cases[name]), true
	case name == "join" && h == nil:
		return m.join(s, args, at), true
	case name == "replace" && h == nil:
		return m.replaced(s, args, at), true
	case m.isAccessor(name) && h != nil:
		part, ok := args.get(m.model.AccessorArgs["name"])
		if !ok {
			return s, true
		}
		k, ok := keyOf(part.v)
		if !ok {
			return s, true
		}
		if part := m.model.AccessorParts[name]; part != "" && h.Origin == fact.OriginRequest {
			k = part + "." + k
		}
		if slices.Contains(m.model.RequestAmbient, name) && h.Record == theRequest {
			s = holeOf(h.Origin, h.Name, at)
			s.pieces[0].hole.Record = 0
		}
		v := m.partHole(s, k, at)
		other, _ := args.get(m.model.AccessorArgs["default"])
		if p, ok := v.(*str); ok && p.onlyHole() != nil && !h.Origin.Outside() {
			if d, ok := other.v.(*str); ok {
				return m.withDefault(p, d, other.at), true
			}
		}
		return v, true
	case m.matches(m.model.Identity, "."+name):
		return s, true
	case authorizes(h) && (name == "split" || name == "partition"): // the scheme is no secret
		return &list{kind: "list", items: []value{holeOf(fact.OriginUnknown, "", at), s, s}}, true
	case name == "json", h != nil && h.Origin != fact.OriginUnknown && name != "startswith" && name != "endswith":
		return s, true
	}
	return holeOf(fact.OriginUnknown, "", at), true
}

// cased is a text in the other case. What a hole holds is taken as it is.
func cased(s *str, to string) *str {
	change := strings.ToUpper
	if to == "lower" {
		change = strings.ToLower
	}
	out := *s
	out.id, out.pieces = "", slices.Clone(s.pieces)
	for i := range out.pieces {
		out.pieces[i].lit = change(out.pieces[i].lit)
	}
	return &out
}

// replaced is a text in which some parts are others: those that a pattern finds, too,
// and what a function gives for each of them.
func (m *machine) replaced(s *str, args callArgs, at fact.Location) value {
	text, known := s.known()
	if !known || text == "" || len(args.pos) < 2 || len(text) > maxText {
		return replace(s, args)
	}
	p, ok := args.pos[0].v.(*pattern)
	if !ok {
		return replace(s, args)
	}
	source, _ := keyOf(p.source)
	re, err := regexp.Compile(goPattern(source))
	if err != nil || source == "" || len(source) > maxPattern {
		return holeOf(fact.OriginUnknown, "", at)
	}
	var parts []value
	rest := 0
	for _, found := range re.FindAllStringIndex(text, maxPieces) {
		parts = append(parts, &str{pieces: []piece{{lit: text[rest:found[0]], at: s.pieces[0].at}}})
		parts = append(parts, m.inPlaceOf(text[found[0]:found[1]], args.pos[1], at))
		rest = found[1]
	}
	if rest == 0 {
		return s
	}
	parts = append(parts, &str{pieces: []piece{{lit: text[rest:], at: s.pieces[0].at}}})
	return m.concat(at, parts...)
}

// inPlaceOf is what stands in the place of a part that a pattern found.
func (m *machine) inPlaceOf(found string, with entry, at fact.Location) value {
	switch x := with.v.(type) {
	case *fn:
		given := callArgs{pos: []entry{{v: literalStr(found), at: at}}, given: true, open: true}
		if v := m.invoke(&frame{scope: x.scope}, x, given, at); v != nil {
			return v
		}
	case *str:
		if text, known := x.known(); known && !strings.Contains(text, "$") {
			return x
		}
	}
	return holeOf(fact.OriginUnknown, "", at)
}

// replace is known only for literal texts.
func replace(s *str, args callArgs) value {
	text, ok := s.known()
	if !ok || len(args.pos) < 2 {
		return s
	}
	from, ok1 := keyOf(args.pos[0].v)
	to, ok2 := keyOf(args.pos[1].v)
	if !ok1 || !ok2 || from == "" || len(s.pieces) == 0 || len(text) > maxText {
		return s
	}
	if len(text)+strings.Count(text, from)*(len(to)-len(from)) > maxText {
		return holeOf(fact.OriginUnknown, "", s.pieces[0].at)
	}
	return &str{pieces: []piece{{lit: strings.ReplaceAll(text, from, to), at: s.pieces[0].at}}}
}

func (m *machine) join(s *str, args callArgs, at fact.Location) value {
	if len(args.pos) != 1 {
		return nil
	}
	l, ok := args.pos[0].v.(*list)
	if !ok {
		return nil
	}
	if l.open && len(l.items) == 1 && len(alternatives(l.items[0])) > 1 { // any of the elements, in an order that is not known
		return holeOf(fact.OriginUnknown, "", at)
	}
	var vs []value
	for i, item := range l.items {
		if i > 0 {
			vs = append(vs, s)
		}
		vs = append(vs, item)
	}
	return m.concat(at, vs...)
}

func (m *machine) dictMethod(f *frame, d *dict, name string, args callArgs, at fact.Location) (value, bool) {
	if v, ok := m.mappingMethod(d, name, args, at); ok {
		return v, true
	}
	switch name {
	case "update":
		for _, e := range args.pos {
			o, ok := dictOf(e.v)
			m.update(f, d, o)
			d.open = d.open || !ok
		}
		m.update(f, d, &dict{keys: args.named})
		return null{}, true
	case "copy":
		return m.born(d.clone()), true
	case "values", "items", "keys":
		m.steps += len(d.keys) / 8
		return &list{kind: name, items: d.listed(name), open: d.open}, true
	}
	if m.isAccessor(name) && len(args.pos) > 0 {
		k, known := keyOf(args.pos[0].v)
		if e, ok := d.keys[k]; ok && known {
			if name == "pop" && m.certain(d, k) {
				delete(d.keys, k)
			}
			return e.v, true
		}
		if name == "setdefault" && known && len(args.pos) > 1 {
			d.keys[k] = args.pos[1]
		}
		if len(args.pos) > 1 {
			return args.pos[1].v, true
		}
	}
	return nil, true
}

// update adds what o holds; inside a branch, beside what is there.
func (m *machine) update(f *frame, d, o *dict) {
	if m.certain(d, "") {
		d.merge(o)
		return
	}
	for k, e := range o.keys {
		d.keys[k] = d.keys[k].written(e.v, e.at, f.guards)
	}
	d.open = d.open || o.open
}

func (d *dict) listed(what string) []value {
	var out []value
	for _, k := range d.sorted() {
		key := &str{pieces: []piece{{lit: k, at: d.keys[k].at}}}
		switch what {
		case "values":
			out = append(out, d.keys[k].v)
		case "keys":
			out = append(out, key)
		default:
			out = append(out, &list{kind: "tuple", items: []value{key, d.keys[k].v}})
		}
	}
	return out
}

func (m *machine) listMethod(l *list, name string, args callArgs) value {
	if len(args.pos) > 0 && (name == "append" || name == "add" || name == "extend") && len(l.items) < maxPieces {
		l.items = append(l.items, args.pos[0].v)
	}
	return nil
}
