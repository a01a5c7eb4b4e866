package javascript

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// self is what a method is called on.
const self = "this"

// function lowers a function of any kind under a name.
func (l *lowering) function(n uint32, name string) *ir.Func {
	f := &ir.Func{Span: l.Span(n), Name: name, Async: l.HasToken(n, "async")}
	f.NameAt = f.Span
	if c := l.Child(n, "name"); c != syntax.None {
		f.NameAt = l.Span(c)
	}
	f.Params, f.Body = l.callable(n)
	return f
}

func (l *lowering) lambda(n uint32) *ir.Lambda {
	x := &ir.Lambda{Span: l.Span(n)}
	x.Params, x.Body = l.callable(n)
	return x
}

// callable lowers the parameters and the body of a function. What the parameters take
// apart is taken apart at the start of the body.
func (l *lowering) callable(n uint32) ([]ir.Param, []ir.Stmt) {
	if !l.Enter(n) {
		return nil, nil
	}
	defer l.Leave()
	defer l.blocks.Function(nil)()
	outerBefore := l.before
	l.before = nil
	defer func() { l.before = outerBefore }()
	var params []ir.Param
	body := l.outer(n)
	if c := l.Child(n, "parameter"); c != syntax.None {
		params = append(params, ir.Param{Name: l.Text(c), At: l.Span(c)})
	}
	if c := l.Child(n, "parameters"); c != syntax.None {
		for _, p := range l.children(c) {
			params, body = l.param(params, body, p)
		}
	}
	c := l.Child(n, "body")
	if c == syntax.None {
		return params, body
	}
	if l.Kind(c) == "statement_block" {
		return params, append(append(l.before, body...), l.block(c)...)
	}
	x := l.expr(c)
	body = append(append(l.before, body...), &ir.Return{Span: x.Pos(), Value: x})
	return params, body
}

// param appends a parameter and what its pattern takes from it.
func (l *lowering) param(params []ir.Param, body []ir.Stmt, n uint32) ([]ir.Param, []ir.Stmt) {
	p := ir.Param{At: l.Span(n)}
	name := n
	switch l.Kind(n) {
	case "required_parameter", "optional_parameter":
		p.Default = l.Field(n, "value")
		name = l.Child(n, "pattern")
		if name == syntax.None {
			name = l.Child(n, "name")
		}
		if name == syntax.None || l.Kind(name) == "this" {
			return params, body
		}
		if l.HasToken(n, "accessibility_modifier") || l.HasToken(n, "readonly") {
			body = append(body, l.property(name))
		}
		for _, d := range l.decorators(n) { // it says where the argument comes from, more than a type does
			if p.Type == nil {
				p.Type = d
				continue
			}
			body = append(body, &ir.Eval{Span: d.Pos(), X: d})
		}
	case "assignment_pattern":
		p.Default = l.Field(n, "right")
		name = l.Child(n, "left")
	case "comment":
		return params, body
	}
	if name != syntax.None && l.Kind(name) == "rest_pattern" {
		p.Kind = "*"
		if children := l.children(name); len(children) == 1 {
			name = children[0]
		}
	}
	switch {
	case name == syntax.None:
	case isPattern(l.Kind(name)):
		p.Name = fmt.Sprintf("<%d>", l.Nodes[name].Start)
		body = l.destructure(body, name, &ir.Name{Span: l.Span(name), Value: p.Name})
	default:
		p.Name = l.Text(name)
	}
	return append(params, p), body
}

// property is what a constructor's parameter that is a property too is given to.
func (l *lowering) property(name uint32) ir.Stmt {
	span := l.Span(name)
	target := &ir.Attr{Span: span, X: &ir.Name{Span: span, Value: self}, Name: l.Text(name), NameAt: span}
	return &ir.Assign{Span: span, Targets: []ir.Expr{target}, Value: &ir.Name{Span: span, Value: l.Text(name)}}
}

// decorators are those of a declaration.
func (l *lowering) decorators(n uint32) []ir.Expr {
	var out []ir.Expr
	for _, c := range l.children(n) {
		if l.Kind(c) == "decorator" {
			if x := l.only(c); x != nil {
				out = append(out, x)
			}
		}
	}
	return out
}

const constructor = "constructor"

// class lowers a class. What its instances begin with goes to the start of its
// constructor, which is made where there is none.
func (l *lowering) class(n uint32, name string) *ir.Class {
	c := &ir.Class{Span: l.Span(n), Name: name, Decorators: l.decorators(n)}
	if p := l.Nodes[n].Parent; p != syntax.None && l.Kind(p) == "export_statement" {
		c.Decorators = append(l.decorators(p), c.Decorators...)
	}
	if !l.Enter(n) {
		return c
	}
	defer l.Leave()
	if h := l.ChildOfKind(n, "class_heritage"); h != syntax.None {
		c.Bases = l.bases(h)
	}
	body := l.Child(n, "body")
	if body == syntax.None {
		return c
	}
	b := &classBody{lowering: l}
	for _, m := range l.children(body) {
		b.member(m)
	}
	c.Body = b.finished(c)
	return c
}

func (l *lowering) bases(n uint32) []ir.Arg {
	var out []ir.Arg
	for _, c := range l.children(n) {
		switch l.Kind(c) {
		case "implements_clause":
		case "extends_clause":
			for _, v := range l.children(c) {
				if l.FieldName(v) == "value" {
					out = append(out, ir.Arg{Value: l.expr(v)})
				}
			}
		default:
			out = append(out, ir.Arg{Value: l.expr(c)})
		}
	}
	return out
}

// classBody collects the members of one class.
type classBody struct {
	*lowering
	body       []ir.Stmt
	fields     []ir.Stmt // of each instance
	decorators []ir.Expr // that stand in front of the next member
	made       *ir.Func
}

func (b *classBody) member(n uint32) {
	switch b.Kind(n) {
	case "decorator":
		if x := b.only(n); x != nil {
			b.decorators = append(b.decorators, x)
		}
		return
	case "method_definition":
		b.method(n)
	case "public_field_definition", "field_definition":
		b.fieldOf(n)
	case "class_static_block":
		b.body = append(b.body, b.suite(n, "body")...)
	case "method_signature", "abstract_method_signature", "index_signature":
	default:
		b.body = b.stmt(b.body, n)
	}
	b.decorators = nil
}

// memberName is the name of a member, and the expression that it is computed by.
func (b *classBody) memberName(n uint32) (string, ir.Expr) {
	if n == syntax.None {
		return "", nil
	}
	switch b.Kind(n) {
	case "computed_property_name":
		return fmt.Sprintf("<%d>", b.Nodes[n].Start), b.only(n)
	case "string":
		return b.str(n).Value, nil
	}
	return b.Text(n), nil
}

func (b *classBody) method(n uint32) {
	name, computed := b.memberName(b.Child(n, "name"))
	if computed != nil {
		b.body = append(b.body, &ir.Eval{Span: computed.Pos(), X: computed})
	}
	f := b.function(n, name)
	f.Decorators = append(b.decorators, b.lowering.decorators(n)...)
	switch {
	case b.HasToken(n, "static"):
		f.Kind = "static"
	case b.HasToken(n, "get"):
		f.Kind = "property"
	case b.HasToken(n, "set"):
		f.Name = name + "=" // no name of the program
	}
	if f.Kind != "static" {
		b.ofInstance(f)
	}
	if f.Name == constructor && f.Kind == "" {
		b.made = f
	}
	b.body = append(b.body, f)
}

func (b *classBody) ofInstance(f *ir.Func) {
	at := ir.Span{Start: f.NameAt.Start, End: f.NameAt.Start}
	f.Params = append([]ir.Param{{Name: self, At: at}}, f.Params...)
}

// fieldOf lowers a field. One that holds an arrow function is a method.
func (b *classBody) fieldOf(n uint32) {
	key := b.Child(n, "name")
	if key == syntax.None {
		key = b.Child(n, "property")
	}
	name, computed := b.memberName(key)
	if computed != nil {
		b.body = append(b.body, &ir.Eval{Span: computed.Pos(), X: computed})
	}
	value := b.Child(n, "value")
	if value == syntax.None {
		for _, d := range append(b.decorators, b.lowering.decorators(n)...) {
			b.body = append(b.body, &ir.Eval{Span: d.Pos(), X: d})
		}
		return
	}
	value = b.unwrap(value)
	isStatic := b.HasToken(n, "static")
	switch b.Kind(value) {
	case "arrow_function", "function_expression":
		f := b.function(value, name)
		f.Decorators = append(b.decorators, b.lowering.decorators(n)...)
		if isStatic {
			f.Kind = "static"
		} else {
			b.ofInstance(f)
		}
		b.body = append(b.body, f)
		return
	}
	span := b.Span(n)
	var x ir.Expr
	outer := b.before
	b.before = nil
	if k := b.Kind(value); k == "null" || k == "undefined" {
		x = &ir.Unknown{Span: b.Span(value), Kind: "set later"}
	} else {
		x = b.expr(value)
	}
	b.body = append(b.body, b.before...)
	b.before = outer
	for _, d := range append(b.decorators, b.lowering.decorators(n)...) {
		b.body = append(b.body, &ir.Eval{Span: d.Pos(), X: d})
	}
	if isStatic {
		b.body = append(b.body, &ir.Assign{Span: span, Targets: []ir.Expr{&ir.Name{Span: b.Span(key), Value: name}}, Value: x})
		return
	}
	target := &ir.Attr{Span: span, X: &ir.Name{Span: b.Span(key), Value: self}, Name: name, NameAt: b.Span(key)}
	b.fields = append(b.fields, &ir.Assign{Span: span, Targets: []ir.Expr{target}, Value: x})
}

// finished puts the fields into the constructor. One that is made hands all that it is
// given to its parent's.
func (b *classBody) finished(c *ir.Class) []ir.Stmt {
	if len(b.fields) == 0 {
		return b.body
	}
	if b.made != nil {
		b.made.Body = append(b.fields, b.made.Body...)
		return b.body
	}
	span := ir.Span{Start: c.Start, End: c.Start}
	f := &ir.Func{Span: span, Name: constructor, NameAt: span, Params: []ir.Param{{Name: self, At: span}}}
	if len(c.Bases) > 0 {
		rest := ir.Param{Name: "<rest>", Kind: "*", At: span}
		f.Params = append(f.Params, rest)
		call := &ir.Call{Span: span, Fn: parentConstructor(span), Args: []ir.Arg{{Spread: "*", Value: &ir.Name{Span: span, Value: rest.Name}}}}
		f.Body = append(f.Body, &ir.Eval{Span: span, X: call})
	}
	f.Body = append(f.Body, b.fields...)
	return append(b.body, f)
}

// parent is the object as one of its class's base. The call has the range of the name,
// which tells it from those of the program.
func parent(span ir.Span) ir.Expr {
	return &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "super"}}
}

func parentConstructor(span ir.Span) ir.Expr {
	return &ir.Attr{Span: span, X: parent(span), Name: constructor, NameAt: span}
}
