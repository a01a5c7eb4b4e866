package java

import (
	"slices"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// declaration lowers a class, interface, enumeration or record that is declared by
// its name.
func (l *lowering) declaration(n uint32) []ir.Stmt {
	name := l.Child(n, "name")
	body := l.Child(n, "body")
	if name == syntax.None || body == syntax.None || !l.Enter(n) {
		return nil
	}
	defer l.Leave()
	kind := l.Kind(n)
	c := &class{name: l.Text(name), iface: kind == "interface_declaration" || kind == "annotation_type_declaration"}
	if c.local = l.inBlock(); c.local {
		l.declare(c.name)
	} else {
		c.outer = l.inner()
	}
	var bases []ir.Arg
	for _, list := range l.Children(n) {
		switch l.Kind(list) {
		case "superclass":
			c.extends = true
			bases = append(bases, l.types(list)...)
		case "super_interfaces", "extends_interfaces":
			for _, t := range l.Children(list) {
				bases = append(bases, l.types(t)...)
			}
			c.extends = true // default methods and constants
		}
	}
	return l.classOf(c, n, body, bases, l.annotations(n))
}

func (l *lowering) types(n uint32) []ir.Arg {
	var out []ir.Arg
	for _, t := range l.Children(n) {
		out = append(out, ir.Arg{Value: l.typeOf(t)})
	}
	return out
}

// members are the declarations in the body of a class, an enumeration's among them.
func (l *lowering) members(body uint32) []uint32 {
	var out []uint32
	for _, m := range l.Children(body) {
		if l.Kind(m) == "enum_body_declarations" {
			out = append(out, l.Children(m)...)
		} else {
			out = append(out, m)
		}
	}
	return out
}

// building is a class that is being lowered.
type building struct {
	*class
	n            uint32
	out          *ir.Class
	fields       []ir.Stmt // of an object, in order, with the blocks among them
	after        []ir.Stmt // of the class, once its methods are there
	constructors []*ir.Func
	components   []ir.Param // of a record
	instance     []ir.Param // the fields of an object
}

// classOf lowers the body of a class. What its static fields and blocks do comes last,
// and sees the class; literals are there before, whatever the order.
func (l *lowering) classOf(c *class, n, body uint32, bases []ir.Arg, decorators []ir.Expr) []ir.Stmt {
	if !l.Enter(body) {
		return nil
	}
	defer l.Leave()
	members := l.members(body)
	l.survey(c, members)
	b := &building{class: c, n: n, out: &ir.Class{Span: l.Span(n), Name: c.name, Bases: bases, Decorators: decorators}}
	if params := l.Child(n, "parameters"); l.Kind(n) == "record_declaration" && params != syntax.None {
		for _, p := range l.Children(params) {
			c.fields[l.FieldText(p, "name")], c.methods[l.FieldText(p, "name")] = false, false
		}
	}
	outer := l.before
	l.before = nil
	l.push(&scope{class: c})
	if l.Kind(n) == "record_declaration" {
		l.record(b)
	}
	for _, m := range members {
		l.member(b, m)
	}
	l.construct(b)
	l.generate(b)
	l.pop()
	// Methods first, so that what is computed for a static field can call them.
	slices.SortStableFunc(b.out.Body, func(x, y ir.Stmt) int { return rank(x) - rank(y) })
	b.out.Body = append(b.out.Body, b.after...)
	out := append(l.before, b.out)
	l.before = outer
	return out
}

// blockClass lowers a class that has no name, and extends another.
func (l *lowering) blockClass(c *class, body uint32, base ir.Expr) []ir.Stmt {
	return l.classOf(c, body, body, []ir.Arg{{Value: base}}, nil)
}

func rank(s ir.Stmt) int {
	if _, ok := s.(*ir.Func); ok {
		return 0
	}
	return 1
}

func (l *lowering) member(b *building, m uint32) {
	switch l.Kind(m) {
	case "method_declaration", "annotation_type_element_declaration":
		b.out.Body = append(b.out.Body, l.method(m, l.isStatic(m)))
	case "constructor_declaration", "compact_constructor_declaration":
		b.constructors = append(b.constructors, l.constructor(b, m))
	case "field_declaration", "constant_declaration":
		l.fieldDeclaration(b, m)
	case "enum_constant":
		b.after = append(b.after, l.enumConstant(b, m)...)
	case "static_initializer":
		l.open()
		l.scopes[len(l.scopes)-1].static = true
		b.after = append(b.after, &ir.Block{Span: l.Span(m), Body: l.block(l.ChildOfKind(m, "block"))})
		l.pop()
	case "block":
		b.fields = append(b.fields, &ir.Block{Span: l.Span(m), Body: l.block(m)})
	case "class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration":
		b.out.Body = append(b.out.Body, l.declaration(m)...)
	case "ERROR":
		b.after = append(b.after, &ir.Block{Span: l.Span(m), Body: l.statements(l.Children(m))})
	}
}

func (l *lowering) isStatic(m uint32) bool {
	return l.HasToken(l.ChildOfKind(m, "modifiers"), "static")
}

// fieldDeclaration lowers the variables of a class or of its objects.
func (l *lowering) fieldDeclaration(b *building, m uint32) {
	declared, decorators := l.typeField(m), l.annotations(m)
	for _, d := range l.fields(m, "declarator") {
		name := l.Child(d, "name")
		if name == syntax.None {
			continue
		}
		static := b.class.fields[l.Text(name)]
		l.open()
		l.scopes[len(l.scopes)-1].static = static
		a := &ir.Assign{Span: l.Span(d), Type: declared, Decorators: decorators, Value: l.Field(d, "value")}
		l.pop()
		a.Targets = []ir.Expr{&ir.Attr{Span: l.Span(name), X: &ir.Name{Span: l.Span(name), Value: "this"}, Name: l.Text(name), NameAt: l.Span(name)}}
		switch {
		case !static:
			b.fields = append(b.fields, a)
			b.instance = append(b.instance, ir.Param{Name: l.Text(name), Type: declared, At: l.Span(name), Default: finalDefault(a, l.HasToken(l.ChildOfKind(m, "modifiers"), "final"))})
		case isLiteral(a.Value, 0):
			a.Targets = []ir.Expr{l.name(name)}
			b.out.Body = append(b.out.Body, a)
		default:
			a.Targets = []ir.Expr{&ir.Attr{Span: l.Span(name), X: b.reference(l.Span(name)), Name: l.Text(name), NameAt: l.Span(name)}}
			b.after = append(b.after, a)
		}
	}
}

// finalDefault marks the fields that a generated constructor does not take: those that
// have a value, and those that need none. The mark is the value itself.
func finalDefault(a *ir.Assign, final bool) ir.Expr {
	if a.Value != nil {
		return a.Value
	}
	if !final {
		return &ir.Null{Span: a.Span}
	}
	return nil
}

// isLiteral tells a text that needs no name.
func isLiteral(x ir.Expr, depth int) bool {
	switch v := x.(type) {
	case *ir.String, *ir.Number, *ir.Bool, *ir.Null:
		return true
	case *ir.Binary:
		return depth < front.MaxSpine && isLiteral(v.L, depth+1) && isLiteral(v.R, depth+1)
	}
	return false
}

// enumConstant lowers a constant to a field of the class that holds an object of it.
func (l *lowering) enumConstant(b *building, m uint32) []ir.Stmt {
	name := l.Child(m, "name")
	if name == syntax.None {
		return nil
	}
	outer := l.before
	l.before = nil
	call := &ir.Call{Span: l.Span(m), Fn: b.reference(l.Span(name)), Args: l.args(l.Child(m, "arguments"))}
	if body := l.Child(m, "body"); body != syntax.None {
		c := &class{name: b.name + "@" + l.Text(name), local: true, extends: true}
		l.before = append(l.before, l.blockClass(c, body, call.Fn)...)
		call.Fn = &ir.Name{Span: l.Span(name), Value: c.name}
	}
	target := &ir.Attr{Span: l.Span(name), X: b.reference(l.Span(name)), Name: l.Text(name), NameAt: l.Span(name)}
	out := append(l.before, &ir.Assign{Span: l.Span(m), Targets: []ir.Expr{target}, Value: call})
	l.before = outer
	return out
}

// method lowers a method. One without a body answers nothing that is known.
func (l *lowering) method(n uint32, static bool) ir.Stmt {
	f := &ir.Func{Span: l.Span(n), Decorators: l.annotations(n), Returns: l.typeField(n)}
	if name := l.Child(n, "name"); name != syntax.None {
		f.Name, f.NameAt = l.Text(name), l.Span(name)
	}
	if static {
		f.Kind = "static"
	}
	l.routine(f, n, func() []ir.Stmt {
		if body := l.Child(n, "body"); body != syntax.None {
			return l.block(body)
		}
		return []ir.Stmt{&ir.Return{Span: f.Span, Value: &ir.Unknown{Span: f.Span, Kind: "no body"}}}
	})
	return f
}

// routine lowers the parameters and the body of a method or a constructor.
func (l *lowering) routine(f *ir.Func, n uint32, lower func() []ir.Stmt) {
	self := &body{class: l.inner()}
	l.push(&scope{names: map[string]bool{}, body: self, static: f.Kind == "static"})
	defer l.pop()
	outer := l.before
	l.before = nil
	var params []ir.Param
	if p := l.Child(n, "parameters"); p != syntax.None {
		params = l.params(p)
	}
	if f.Kind != "static" {
		params = append([]ir.Param{{Name: "this", At: f.NameAt}}, params...)
	}
	f.Params = params
	f.Body = append(f.Body, lower()...)
	if self.shared {
		this := &ir.Name{Span: f.NameAt, Value: "this"}
		f.Body = append([]ir.Stmt{&ir.Assign{Span: f.NameAt, Targets: []ir.Expr{&ir.Name{Span: f.NameAt, Value: self.class.object()}}, Value: this}}, f.Body...)
	}
	l.before = outer
}

func (l *lowering) params(n uint32) []ir.Param {
	var out []ir.Param
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "formal_parameter":
			p := ir.Param{At: l.Span(c), Type: l.typeField(c), Decorators: l.annotations(c)}
			if name := l.Child(c, "name"); name != syntax.None {
				p.Name, p.At = l.Text(name), l.Span(name)
			}
			l.declare(p.Name)
			out = append(out, p)
		case "spread_parameter":
			p := ir.Param{At: l.Span(c), Kind: "*", Decorators: l.annotations(c)}
			if d := l.ChildOfKind(c, "variable_declarator"); d != syntax.None {
				p.Name = l.FieldText(d, "name")
			}
			l.declare(p.Name)
			out = append(out, p)
		}
	}
	return out
}

// constructor lowers a constructor; construct gives it what the fields begin with.
func (l *lowering) constructor(b *building, n uint32) *ir.Func {
	f := &ir.Func{Span: l.Span(n), Name: initializer, Decorators: l.annotations(n)}
	if name := l.Child(n, "name"); name != syntax.None {
		f.NameAt = l.Span(name)
	}
	l.routine(f, n, func() []ir.Stmt {
		body := l.Child(n, "body")
		if body == syntax.None {
			return nil
		}
		if l.Kind(n) == "compact_constructor_declaration" {
			for _, p := range b.components {
				l.declare(p.Name)
			}
		}
		l.open()
		defer l.pop()
		var out []ir.Stmt
		rest := l.Children(body)
		if len(rest) > 0 && l.Kind(rest[0]) == "explicit_constructor_invocation" {
			call := l.delegation(rest[0])
			out, rest = append(l.before, call), rest[1:]
			l.before = nil
		}
		return append(out, l.statements(rest)...)
	})
	if l.Kind(n) == "compact_constructor_declaration" {
		f.Params = append(f.Params, b.components...)
		f.Body = append(f.Body, assignAll(b.components)...)
	}
	return f
}

// delegation is this(…) or super(…).
func (l *lowering) delegation(n uint32) ir.Stmt {
	span := l.Span(n)
	of := l.Child(n, "constructor")
	on := ir.Expr(&ir.Name{Span: span, Value: "this"})
	if of != syntax.None {
		on = &ir.Name{Span: l.Span(of), Value: "this"}
		if l.Kind(of) == "super" {
			on = superObject(l.Span(of))
		}
	}
	call := &ir.Call{Span: span, Fn: &ir.Attr{Span: on.Pos(), X: on, Name: initializer, NameAt: on.Pos()}}
	if args := l.Child(n, "arguments"); args != syntax.None {
		call.End, call.Args = l.Span(args).End, l.args(args)
	}
	return &ir.Eval{Span: span, X: call}
}

// construct puts what the fields of an object begin with at the start of each
// constructor that does not leave it to another one.
func (l *lowering) construct(b *building) {
	canonical := func(f *ir.Func) bool { return len(f.Params) == len(b.components)+1 }
	if len(b.components) > 0 && !slices.ContainsFunc(b.constructors, canonical) {
		f := &ir.Func{Span: b.out.Span, Name: initializer, NameAt: b.out.Span}
		f.Params = append([]ir.Param{{Name: "this", At: f.NameAt}}, b.components...)
		f.Body = assignAll(b.components)
		b.constructors = append(b.constructors, f)
	}
	for _, f := range b.constructors {
		if !delegates(f) {
			f.Body = append(slices.Clip(b.fields), f.Body...)
		}
		b.out.Body = append(b.out.Body, f)
	}
}

// delegates tells a constructor that begins with this(…).
func delegates(f *ir.Func) bool {
	for _, s := range f.Body {
		e, ok := s.(*ir.Eval)
		if !ok {
			continue
		}
		if c, ok := e.X.(*ir.Call); ok {
			if a, ok := c.Fn.(*ir.Attr); ok && a.Name == initializer {
				n, isThis := a.X.(*ir.Name)
				return isThis && n.Value == "this"
			}
		}
		return false
	}
	return false
}

// record notes the components, which are the fields of its objects.
func (l *lowering) record(b *building) {
	params := l.Child(b.n, "parameters")
	if params == syntax.None {
		return
	}
	l.open()
	b.components = l.params(params)
	l.pop()
	own := map[string]bool{}
	for _, m := range l.members(l.Child(b.n, "body")) {
		if l.Kind(m) == "method_declaration" {
			own[l.FieldText(m, "name")] = true
		}
	}
	for _, p := range b.components {
		b.fields = append(b.fields, &ir.Assign{Span: p.At, Targets: []ir.Expr{thisField(p)}, Type: p.Type, Decorators: p.Decorators})
		if !own[p.Name] {
			b.out.Body = append(b.out.Body, getter(p.Name, p))
		}
	}
}

func assignAll(params []ir.Param) []ir.Stmt {
	var out []ir.Stmt
	for _, p := range params {
		out = append(out, &ir.Assign{Span: p.At, Targets: []ir.Expr{thisField(p)}, Value: &ir.Name{Span: p.At, Value: p.Name}})
	}
	return out
}

func thisField(p ir.Param) ir.Expr {
	return &ir.Attr{Span: p.At, X: &ir.Name{Span: p.At, Value: "this"}, Name: p.Name, NameAt: p.At}
}

// getter is a method that gives a field.
func getter(name string, p ir.Param) *ir.Func {
	return &ir.Func{Span: p.At, Name: name, NameAt: p.At, Params: []ir.Param{{Name: "this", At: p.At}},
		Body: []ir.Stmt{&ir.Return{Span: p.At, Value: thisField(p)}}}
}
