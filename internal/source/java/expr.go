package java

import (
	"fmt"
	"slices"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// initializer is the name of a constructor in the common form.
const initializer = "<init>"

// expr lowers one expression; it never gives nil.
func (l *lowering) expr(n uint32) ir.Expr {
	n = l.unwrap(n)
	if !l.Enter(n) {
		return &ir.Unknown{Span: l.Span(n), Kind: "too deep"}
	}
	defer l.Leave()
	span := l.Span(n)
	switch kind := l.Kind(n); kind {
	case "identifier":
		return l.resolve(l.Text(n), span, aValue)
	case "this":
		return l.name(n)
	case "super":
		return &ir.Name{Span: span, Value: "this"}
	case "decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal",
		"decimal_floating_point_literal", "hex_floating_point_literal":
		return &ir.Number{Span: span, Text: l.Text(n)}
	case "true", "false":
		return &ir.Bool{Span: span, Value: kind == "true"}
	case "null_literal":
		return &ir.Null{Span: span}
	case "string_literal":
		return l.str(n)
	case "character_literal":
		return &ir.String{Span: span, Value: literal(l.Text(n))}
	case "field_access":
		return l.fieldAccess(n)
	case "method_invocation":
		return l.invocation(n)
	case "object_creation_expression":
		return l.creation(n)
	case "array_access":
		return &ir.Index{Span: span, X: l.Must(n, "array"), Key: l.Must(n, "index")}
	case "array_initializer", "element_value_array_initializer":
		return &ir.List{Span: span, Kind: "list", Items: l.Exprs(l.Children(n))}
	case "marker_annotation", "annotation":
		return l.annotation(n)
	default:
		return l.operation(n)
	}
}

// operation lowers the expressions that are no literal, access or call.
func (l *lowering) operation(n uint32) ir.Expr {
	span := l.Span(n)
	switch l.Kind(n) {
	case "binary_expression":
		return l.chain(n)
	case "unary_expression":
		return l.unary(n)
	case "assignment_expression":
		return l.bind(n)
	case "ternary_expression":
		return &ir.Cond{Span: span, Test: l.Must(n, "condition"), Then: l.Must(n, "consequence"), Else: l.Must(n, "alternative")}
	case "cast_expression":
		return l.Must(n, "value")
	case "instanceof_expression":
		return l.instanceOf(n)
	case "lambda_expression":
		return l.lambda(n)
	case "method_reference":
		return l.reference(n)
	case "array_creation_expression":
		if v := l.Child(n, "value"); v != syntax.None {
			return l.expr(v)
		}
		x := &ir.Unknown{Span: span, Kind: "new array"}
		for _, d := range l.fields(n, "dimensions") {
			x.Inner = append(x.Inner, l.Exprs(l.Children(d))...)
		}
		return x
	case "class_literal":
		if children := l.Children(n); len(children) > 0 {
			return l.typeOf(children[0])
		}
	case "switch_expression":
		return l.switchValue(n)
	case "template_expression":
		return &ir.Unknown{Span: span, Kind: "template", Inner: []ir.Expr{l.Must(n, "template_processor"), l.Must(n, "template_argument")}}
	case "type_identifier", "scoped_type_identifier", "generic_type", "array_type", "annotated_type",
		"integral_type", "floating_point_type", "boolean_type", "void_type":
		return l.typeOf(n)
	}
	return l.unknown(n)
}

// unwrap goes through parentheses, however many there are.
func (l *lowering) unwrap(n uint32) uint32 {
	for l.Kind(n) == "parenthesized_expression" {
		children := l.Children(n)
		if len(children) != 1 {
			return n
		}
		n = children[0]
	}
	return n
}

// unknown keeps the inner expressions of a construct that the form lacks.
func (l *lowering) unknown(n uint32) ir.Expr {
	return &ir.Unknown{Span: l.Span(n), Kind: l.Kind(n), Inner: l.Exprs(l.Children(n))}
}

// typeOf is a type as an expression, without its arguments.
func (l *lowering) typeOf(n uint32) ir.Expr {
	span := l.Span(n)
	switch l.Kind(n) {
	case "type_identifier", "identifier":
		return l.resolve(l.Text(n), span, aType)
	case "generic_type", "annotated_type", "array_type":
		for _, c := range l.Children(n) {
			if k := l.Kind(c); k != "marker_annotation" && k != "annotation" {
				return l.nested(c, l.typeOf)
			}
		}
	case "scoped_type_identifier", "scoped_identifier":
		children := slices.DeleteFunc(l.Children(n), func(c uint32) bool {
			k := l.Kind(c)
			return k == "marker_annotation" || k == "annotation"
		})
		if len(children) == 2 {
			x := l.nested(children[0], l.typeOf)
			return &ir.Attr{Span: span, X: x, Name: l.Text(children[1]), NameAt: l.Span(children[1])}
		}
	}
	return &ir.Name{Span: span, Value: l.Text(n)}
}

// nested lowers a node below another, within the depth.
func (l *lowering) nested(n uint32, lower func(uint32) ir.Expr) ir.Expr {
	if !l.Enter(n) {
		return &ir.Unknown{Span: l.Span(n), Kind: "too deep"}
	}
	defer l.Leave()
	return lower(n)
}

func (l *lowering) fieldAccess(n uint32) ir.Expr {
	field, object := l.Child(n, "field"), l.Child(n, "object")
	if field == syntax.None || object == syntax.None {
		return l.unknown(n)
	}
	if l.Kind(field) == "this" {
		return l.thisOf(object, l.Span(n))
	}
	return &ir.Attr{Span: l.Span(n), X: l.object(object), Name: l.Text(field), NameAt: l.Span(field)}
}

// object is what stands before a dot: a value, a class, or a package.
func (l *lowering) object(n uint32) ir.Expr {
	if l.Kind(n) == "identifier" && isPackage(l.Text(n)) && !l.known(l.Text(n)) {
		return l.name(n)
	}
	return l.expr(n)
}

// isPackage tells the words that dotted names of packages begin with.
func isPackage(s string) bool {
	switch s {
	case "java", "javax", "jakarta", "org", "com", "io", "net", "de", "dev", "kotlin", "scala":
		return true
	}
	return false
}

// known tells a name that is a variable or a field here.
func (l *lowering) known(name string) bool {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		s := l.scopes[i]
		if s.names[name] {
			return true
		}
		if s.class != nil {
			if _, ok := s.class.fields[name]; ok {
				return true
			}
		}
	}
	return false
}

func (l *lowering) invocation(n uint32) ir.Expr {
	name := l.Child(n, "name")
	if name == syntax.None {
		return l.unknown(n)
	}
	call := &ir.Call{Span: l.Span(n)}
	at := l.Span(name)
	switch object := l.Child(n, "object"); {
	case object == syntax.None:
		call.Fn = l.resolve(l.Text(name), at, aMethod)
	case l.Kind(object) == "super" || l.HasToken(n, "super") && l.Kind(object) != "super":
		call.Fn = &ir.Attr{Span: ir.Span{Start: l.Span(object).Start, End: at.End}, X: superObject(l.Span(object)), Name: l.Text(name), NameAt: at}
	default:
		x := l.object(object)
		call.Fn = &ir.Attr{Span: ir.Span{Start: x.Pos().Start, End: at.End}, X: x, Name: l.Text(name), NameAt: at}
	}
	call.Args = l.args(l.Child(n, "arguments"))
	return call
}

// superObject is the object seen as one of its class's bases.
func superObject(span ir.Span) ir.Expr {
	return &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "super"}}
}

func (l *lowering) args(n uint32) []ir.Arg {
	if n == syntax.None {
		return nil
	}
	var out []ir.Arg
	for _, c := range l.Children(n) {
		out = append(out, ir.Arg{Value: l.expr(c)})
	}
	return out
}

// creation lowers "new X(…)". One with a body makes a class before the statement.
func (l *lowering) creation(n uint32) ir.Expr {
	of := l.Child(n, "type")
	if of == syntax.None {
		return l.unknown(n)
	}
	call := &ir.Call{Span: l.Span(n), Fn: l.typeOf(of)}
	call.Args = l.args(l.Child(n, "arguments"))
	if body := l.ChildOfKind(n, "class_body"); body != syntax.None {
		name := fmt.Sprintf("%s@%d", l.Text(of), l.Nodes[n].Start)
		c := &class{name: name, local: true, extends: true}
		l.before = append(l.before, l.blockClass(c, body, call.Fn)...)
		call.Fn = &ir.Name{Span: l.Span(of), Value: name}
	}
	for _, c := range l.Children(n) { // outer.new Inner()
		if l.FieldName(c) == "" && l.Kind(c) != "class_body" && l.Kind(c) != "marker_annotation" && l.Kind(c) != "annotation" {
			return &ir.Unknown{Span: call.Span, Kind: "inner creation", Inner: []ir.Expr{l.expr(c), call}}
		}
	}
	return call
}

// annotation lowers @X(…) to a call of X.
func (l *lowering) annotation(n uint32) ir.Expr {
	name := l.Child(n, "name")
	if name == syntax.None {
		return l.unknown(n)
	}
	call := &ir.Call{Span: l.Span(n), Fn: l.typeOf(name)}
	list := l.Child(n, "arguments")
	if list == syntax.None {
		return call
	}
	for _, c := range l.Children(list) {
		if l.Kind(c) == "element_value_pair" {
			call.Args = append(call.Args, ir.Arg{Name: l.FieldText(c, "key"), Value: l.Must(c, "value")})
		} else {
			call.Args = append(call.Args, ir.Arg{Value: l.expr(c)})
		}
	}
	return call
}

// annotations are those among the modifiers of n.
func (l *lowering) annotations(n uint32) []ir.Expr {
	modifiers := l.ChildOfKind(n, "modifiers")
	if modifiers == syntax.None {
		return nil
	}
	var out []ir.Expr
	for _, c := range l.Children(modifiers) {
		if k := l.Kind(c); k == "marker_annotation" || k == "annotation" {
			out = append(out, l.annotation(c))
		}
	}
	return out
}

func (l *lowering) unary(n uint32) ir.Expr {
	op, x := l.FieldText(n, "operator"), l.Must(n, "operand")
	if op == "!" {
		return &ir.Not{Span: l.Span(n), X: x}
	}
	if number, ok := x.(*ir.Number); ok && op == "-" {
		return &ir.Number{Span: l.Span(n), Text: "-" + number.Text}
	}
	return &ir.Unknown{Span: l.Span(n), Kind: "unary " + op, Inner: []ir.Expr{x}}
}

// bind is an assignment inside an expression.
func (l *lowering) bind(n uint32) ir.Expr {
	b := &ir.Bind{Span: l.Span(n), Target: l.Must(n, "left"), Value: l.Must(n, "right")}
	if l.FieldText(n, "operator") == "+=" {
		b.Value = &ir.Binary{Span: b.Span, Op: "+", L: b.Target, R: b.Value}
	}
	return b
}

func (l *lowering) instanceOf(n uint32) ir.Expr {
	x := &ir.Unknown{Span: l.Span(n), Kind: "instanceof"}
	left := l.Must(n, "left")
	if name := l.Child(n, "name"); name != syntax.None {
		left = &ir.Bind{Span: l.Span(n), Target: l.variable(name), Value: left}
	}
	if pattern := l.Child(n, "pattern"); pattern != syntax.None {
		l.pattern(pattern)
	}
	x.Inner = []ir.Expr{left, &ir.Null{Span: x.Span}} // the answer is no part of what was asked
	return x
}

// pattern declares the variables of a pattern.
func (l *lowering) pattern(n uint32) {
	for m := int(n) + 1; m < len(l.Nodes) && l.Nodes[m].Start < l.Nodes[n].End; m++ {
		if l.Kind(uint32(m)) == "identifier" {
			l.declare(l.Text(uint32(m)))
		}
	}
}

func (l *lowering) lambda(n uint32) ir.Expr {
	l.open()
	defer l.pop()
	x := &ir.Lambda{Span: l.Span(n)}
	if p := l.Child(n, "parameters"); p != syntax.None {
		switch l.Kind(p) {
		case "identifier":
			x.Params = []ir.Param{l.plainParam(p)}
		case "inferred_parameters":
			for _, c := range l.Children(p) {
				x.Params = append(x.Params, l.plainParam(c))
			}
		default:
			x.Params = l.params(p)
		}
	}
	body := l.Child(n, "body")
	switch {
	case body == syntax.None:
	case l.Kind(body) == "block":
		x.Body = l.block(body)
	default:
		outer := l.before
		l.before = nil
		value := l.expr(body)
		x.Body = append(l.before, &ir.Return{Span: value.Pos(), Value: value})
		l.before = outer
	}
	return x
}

func (l *lowering) plainParam(n uint32) ir.Param {
	l.declare(l.Text(n))
	return ir.Param{Name: l.Text(n), At: l.Span(n)}
}

// reference is X::name, and X::new is X itself.
func (l *lowering) reference(n uint32) ir.Expr {
	var parts []uint32
	for _, c := range l.Children(n) {
		if l.Kind(c) != "type_arguments" {
			parts = append(parts, c)
		}
	}
	switch {
	case len(parts) == 0:
		return l.unknown(n)
	case l.Kind(parts[0]) == "super" && len(parts) > 1:
		return &ir.Attr{Span: l.Span(n), X: superObject(l.Span(parts[0])), Name: l.Text(parts[1]), NameAt: l.Span(parts[1])}
	case len(parts) == 1:
		return l.object(parts[0])
	}
	return &ir.Attr{Span: l.Span(n), X: l.object(parts[0]), Name: l.Text(parts[1]), NameAt: l.Span(parts[1])}
}

// chain lowers a run of operators.
func (l *lowering) chain(n uint32) ir.Expr {
	return l.Chain(n, front.Operators{Associative: []string{"+", "&&", "||"}, Make: operator}, l.Must)
}

// operator is one operation; those on numbers alone say nothing of a text.
func operator(span ir.Span, op string, left, right ir.Expr) ir.Expr {
	switch op {
	case "+":
		return &ir.Binary{Span: span, Op: op, L: left, R: right}
	case "&&":
		return &ir.Logic{Span: span, Op: "and", L: left, R: right}
	case "||":
		return &ir.Logic{Span: span, Op: "or", L: left, R: right}
	case "==", "!=", "<", "<=", ">", ">=":
		return &ir.Compare{Span: span, Ops: []string{op}, Xs: []ir.Expr{left, right}}
	}
	return &ir.Unknown{Span: span, Kind: "operator " + op, Inner: []ir.Expr{left, right}}
}
