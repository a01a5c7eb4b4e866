package javascript

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// unwrap goes through the nodes that add nothing, however many there are.
func (l *lowering) unwrap(n uint32) uint32 {
	for {
		switch l.Kind(n) {
		case "parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression", "instantiation_expression", "type_assertion":
		default:
			return n
		}
		children := l.children(n)
		switch {
		case len(children) == 0:
			return n
		case l.Kind(n) == "type_assertion":
			n = children[len(children)-1]
		case l.Kind(n) == "parenthesized_expression" && len(children) > 1:
			return n
		default:
			n = children[0]
		}
	}
}

// expr lowers one expression; it never gives nil.
func (l *lowering) expr(n uint32) ir.Expr {
	n = l.unwrap(n)
	if !l.Enter(n) {
		return &ir.Unknown{Span: l.Span(n), Kind: "too deep"}
	}
	defer l.Leave()
	span := l.Span(n)
	switch kind := l.Kind(n); kind {
	case "identifier", "this", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "meta_property":
		return &ir.Name{Span: span, Value: l.Text(n)}
	case "super":
		return parent(span)
	case "number":
		return &ir.Number{Span: span, Text: l.Text(n)}
	case "true", "false":
		return &ir.Bool{Span: span, Value: kind == "true"}
	case "null", "undefined":
		return &ir.Null{Span: span}
	case "string":
		return l.str(n)
	case "template_string":
		return l.template(n)
	case "regex":
		return l.regex(n)
	case "member_expression":
		return l.member(n)
	case "subscript_expression":
		return &ir.Index{Span: span, X: l.Must(n, "object"), Key: l.Must(n, "index")}
	case "call_expression":
		return l.call(n)
	case "new_expression":
		return &ir.Call{Span: span, Fn: l.Must(n, "constructor"), Args: l.args(l.Child(n, "arguments"))}
	case "array":
		return &ir.List{Span: span, Kind: "list", Items: l.Exprs(l.children(n))}
	case "object":
		return l.object(n)
	case "arrow_function", "function_expression", "generator_function", "function_declaration":
		return l.lambda(n)
	case "class", "class_declaration":
		return l.classValue(n)
	}
	return l.operation(n)
}

// operation lowers the expressions that are no literal and no access.
func (l *lowering) operation(n uint32) ir.Expr {
	span := l.Span(n)
	switch l.Kind(n) {
	case "binary_expression":
		return l.binary(n)
	case "unary_expression":
		return l.unary(n)
	case "ternary_expression":
		return &ir.Cond{Span: span, Test: l.Must(n, "condition"), Then: l.Must(n, "consequence"), Else: l.Must(n, "alternative")}
	case "await_expression":
		if x := l.only(n); x != nil {
			return &ir.Await{Span: span, X: x}
		}
	case "yield_expression":
		return &ir.Unknown{Span: span, Kind: "yield", Inner: present(l.only(n))}
	case "assignment_expression":
		return l.bind(n)
	case "augmented_assignment_expression":
		a := l.augmented(n).(*ir.Assign)
		if a.Op != "" {
			a.Value = &ir.Binary{Span: span, Op: a.Op, L: a.Targets[0], R: a.Value}
		}
		return &ir.Bind{Span: span, Target: a.Targets[0], Value: a.Value}
	case "sequence_expression", "parenthesized_expression":
		return l.last(n)
	case "spread_element":
		return &ir.Unknown{Span: span, Kind: "spread", Inner: l.Exprs(l.children(n))}
	case "jsx_element", "jsx_self_closing_element", "jsx_fragment":
		return l.several(n, "jsx", l.jsx(nil, n))
	case "rest_pattern", "object_pattern", "array_pattern", "assignment_pattern":
		return l.several(n, l.Kind(n), l.Exprs(l.children(n)))
	}
	return l.unknown(n)
}

// unknown keeps the inner expressions of a construct that the form lacks.
func (l *lowering) unknown(n uint32) ir.Expr {
	var inner []ir.Expr
	for _, c := range l.children(n) {
		if isType(l.Kind(c)) {
			continue
		}
		inner = append(inner, l.expr(c))
	}
	return l.several(n, l.Kind(n), inner)
}

// several is an Unknown that passes none of its parts on as its value.
func (l *lowering) several(n uint32, kind string, inner []ir.Expr) ir.Expr {
	if len(inner) == 1 {
		inner = append(inner, &ir.Null{Span: l.Span(n)})
	}
	return &ir.Unknown{Span: l.Span(n), Kind: kind, Inner: inner}
}

// last lowers a sequence, whose value is its last part where the others are constants.
func (l *lowering) last(n uint32) ir.Expr {
	parts := l.sequence(n)
	for _, p := range parts[:max(len(parts)-1, 0)] {
		if l.Kind(p) != "number" {
			return l.several(n, "sequence", l.Exprs(parts))
		}
	}
	if len(parts) == 0 {
		return l.Missing(n)
	}
	return l.expr(parts[len(parts)-1])
}

func isType(kind string) bool {
	switch kind {
	case "type_identifier", "predefined_type", "object_type", "generic_type", "union_type", "literal_type", "property_identifier", "statement_identifier", "private_property_identifier":
		return true
	}
	return false
}

func (l *lowering) member(n uint32) ir.Expr {
	if name, exported := l.exportTarget(n); exported && name != "" {
		return &ir.Name{Span: l.Span(n), Value: ownExport(name)}
	}
	a := &ir.Attr{Span: l.Span(n), X: l.Must(n, "object")}
	if name := l.Child(n, "property"); name != syntax.None {
		a.Name, a.NameAt = l.Text(name), l.Span(name)
	}
	return a
}

// regex is a call of the constructor of patterns that has the range of its name.
func (l *lowering) regex(n uint32) ir.Expr {
	span := l.Span(n)
	pattern := &ir.String{Span: span, Value: l.FieldText(n, "pattern")}
	return &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "RegExp"}, Args: []ir.Arg{{Value: pattern}}}
}

func (l *lowering) call(n uint32) ir.Expr {
	fn, args := l.Child(n, "function"), l.Child(n, "arguments")
	if fn == syntax.None {
		return l.unknown(n)
	}
	if module, ok := l.required(fn, args); ok {
		return l.module(l.Span(n), module)
	}
	c := &ir.Call{Span: l.Span(n), Fn: l.expr(fn)}
	if l.Kind(l.unwrap(fn)) == "super" {
		c.Fn = parentConstructor(l.Span(fn))
	}
	if args == syntax.None {
		return c
	}
	if l.Kind(args) == "template_string" {
		c.Args = []ir.Arg{{Value: l.template(args)}}
		return c
	}
	c.Args = l.args(args)
	return c
}

func (l *lowering) args(n uint32) []ir.Arg {
	if n == syntax.None {
		return nil
	}
	var out []ir.Arg
	for _, c := range l.children(n) {
		if l.Kind(c) == "spread_element" {
			if x := l.only(c); x != nil {
				out = append(out, ir.Arg{Spread: "*", Value: x})
			}
			continue
		}
		out = append(out, ir.Arg{Value: l.expr(c)})
	}
	return out
}

// key lowers the key of a property: a name is a text.
func (l *lowering) key(n uint32) ir.Expr {
	switch l.Kind(n) {
	case "property_identifier", "private_property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "identifier":
		return &ir.String{Span: l.Span(n), Value: l.Text(n)}
	case "computed_property_name":
		if x := l.only(n); x != nil {
			return x
		}
		return l.Missing(n)
	}
	return l.expr(n)
}

func (l *lowering) object(n uint32) ir.Expr {
	d := &ir.Dict{Span: l.Span(n)}
	for _, c := range l.children(n) {
		switch l.Kind(c) {
		case "pair":
			p := ir.Pair{Value: l.pairValue(c)}
			if key := l.Child(c, "key"); key != syntax.None {
				p.Key = l.key(key)
			}
			d.Pairs = append(d.Pairs, p)
		case "shorthand_property_identifier":
			d.Pairs = append(d.Pairs, ir.Pair{Key: l.key(c), Value: l.expr(c)})
		case "method_definition":
			p := ir.Pair{Value: l.ownMethod(c)}
			if key := l.Child(c, "name"); key != syntax.None {
				p.Key = l.key(key)
			}
			d.Pairs = append(d.Pairs, p)
		case "spread_element":
			if x := l.only(c); x != nil {
				d.Pairs = append(d.Pairs, ir.Pair{Value: x})
			}
		default: // an error inside the braces
			d.Pairs = append(d.Pairs, ir.Pair{Value: l.expr(c)})
		}
	}
	return d
}

// pairValue is the value of a pair; a function is called on the object that holds it.
func (l *lowering) pairValue(n uint32) ir.Expr {
	if v := l.Child(n, "value"); v != syntax.None && l.Kind(l.unwrap(v)) == "function_expression" {
		return l.ownMethod(l.unwrap(v))
	}
	return l.Must(n, "value")
}

// ownMethod lowers a method of an object, which is called on that object.
func (l *lowering) ownMethod(n uint32) ir.Expr {
	x := l.lambda(n)
	at := ir.Span{Start: x.Start, End: x.Start}
	x.Params = append([]ir.Param{{Name: self, Kind: "self", At: at}}, x.Params...)
	return x
}

// classValue is the name of a class that is declared in front of the statement.
func (l *lowering) classValue(n uint32) ir.Expr {
	name := fmt.Sprintf("<%d>", l.Nodes[n].Start)
	if own := l.FieldText(n, "name"); own != "" {
		name = own
	}
	l.before = append(l.before, l.class(n, name))
	return &ir.Name{Span: l.Span(n), Value: name}
}

// bind lowers an assignment inside an expression; its value is what is bound.
func (l *lowering) bind(n uint32) ir.Expr {
	left := l.Child(n, "left")
	if left == syntax.None {
		return l.unknown(n)
	}
	if left = l.unwrap(left); isPattern(l.Kind(left)) {
		return l.bindPattern(n, left)
	}
	return &ir.Bind{Span: l.Span(n), Target: l.expr(left), Value: l.Must(n, "right")}
}

// bindPattern lowers ({a, b} = value) inside an expression to an assignment each.
func (l *lowering) bindPattern(n, left uint32) ir.Expr {
	var parts []ir.Expr
	for _, s := range l.destructure(nil, left, l.Must(n, "right")) {
		if a, ok := s.(*ir.Assign); ok {
			parts = append(parts, &ir.Bind{Span: a.Span, Target: a.Targets[0], Value: a.Value})
		}
	}
	return l.several(n, l.Kind(n), parts)
}

func (l *lowering) unary(n uint32) ir.Expr {
	op, x := l.FieldText(n, "operator"), l.Must(n, "argument")
	switch op {
	case "!":
		return &ir.Not{Span: l.Span(n), X: x}
	case "-":
		if number, ok := x.(*ir.Number); ok {
			return &ir.Number{Span: l.Span(n), Text: "-" + number.Text}
		}
	case "void":
		if _, ok := x.(*ir.Number); ok {
			return &ir.Null{Span: l.Span(n)}
		}
	}
	return l.several(n, op, []ir.Expr{x})
}

// binary lowers a run of operators.
func (l *lowering) binary(n uint32) ir.Expr {
	return l.Chain(n, front.Operators{Associative: []string{"+", "&&", "||", "??"}, Make: operator}, l.Must)
}

func operator(span ir.Span, op string, left, right ir.Expr) ir.Expr {
	switch op {
	case "+":
		return &ir.Binary{Span: span, Op: op, L: left, R: right}
	case "&&":
		return &ir.Logic{Span: span, Op: "and", L: left, R: right}
	case "||":
		return &ir.Logic{Span: span, Op: "or", L: left, R: right}
	case "??":
		return &ir.Logic{Span: span, Op: "??", L: left, R: right}
	case "==", "===":
		return &ir.Compare{Span: span, Ops: []string{"=="}, Xs: []ir.Expr{left, right}}
	case "!=", "!==":
		return &ir.Compare{Span: span, Ops: []string{"!="}, Xs: []ir.Expr{left, right}}
	case "<", "<=", ">", ">=", "in":
		return &ir.Compare{Span: span, Ops: []string{op}, Xs: []ir.Expr{left, right}}
	}
	return &ir.Unknown{Span: span, Kind: op, Inner: []ir.Expr{left, right}}
}

// jsx appends the expressions of an element and of those inside it.
func (l *lowering) jsx(out []ir.Expr, n uint32) []ir.Expr {
	if !l.Enter(n) {
		return out
	}
	defer l.Leave()
	for _, c := range l.children(n) {
		switch l.Kind(c) {
		case "jsx_text", "jsx_closing_element", "html_character_reference", "property_identifier", "identifier", "jsx_namespace_name":
		case "jsx_opening_element", "jsx_element", "jsx_self_closing_element", "jsx_fragment", "jsx_attribute":
			out = l.jsx(out, c)
		case "jsx_expression":
			out = append(out, l.Exprs(l.children(c))...)
		case "member_expression", "nested_identifier": // the name of the element
			if l.FieldName(c) != "name" {
				out = append(out, l.expr(c))
			}
		default:
			out = append(out, l.expr(c))
		}
	}
	return out
}
