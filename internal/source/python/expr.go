package python

import (
	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// expr lowers one expression; it never gives nil.
func (l *lowering) expr(n uint32) ir.Expr {
	n = l.unwrap(n)
	switch {
	case l.spreads[n]:
		delete(l.spreads, n)
		return l.spreadAround(n)
	case l.typeCalls[n]:
		delete(l.typeCalls, n)
		return l.typeCall(n)
	}
	if !l.Enter(n) {
		return &ir.Unknown{Span: l.Span(n), Kind: "too deep"}
	}
	defer l.Leave()
	span := l.Span(n)
	switch kind := l.Kind(n); kind {
	case "identifier", "keyword_identifier":
		return &ir.Name{Span: span, Value: l.Text(n)}
	case "integer", "float":
		return &ir.Number{Span: span, Text: l.Text(n)}
	case "true", "false":
		return &ir.Bool{Span: span, Value: kind == "true"}
	case "none":
		return &ir.Null{Span: span}
	case "string", "concatenated_string":
		return l.str(n)
	case "attribute":
		return l.attribute(n)
	case "subscript":
		return &ir.Index{Span: span, X: l.Must(n, "value"), Key: l.subscript(n)}
	case "slice":
		return l.slice(n)
	case "call":
		return &ir.Call{Span: span, Fn: l.Must(n, "function"), Args: l.callArgs(n)}
	case "list", "list_pattern":
		return &ir.List{Span: span, Kind: "list", Items: l.Exprs(l.Children(n))}
	case "tuple", "tuple_pattern", "expression_list", "pattern_list":
		return &ir.List{Span: span, Kind: "tuple", Items: l.Exprs(l.Children(n))}
	case "set":
		return &ir.List{Span: span, Kind: "set", Items: l.Exprs(l.Children(n))}
	case "dictionary":
		return l.dict(n)
	default:
		return l.operation(n)
	}
}

// operation lowers the expressions that are no literal and no access.
func (l *lowering) operation(n uint32) ir.Expr {
	span := l.Span(n)
	switch l.Kind(n) {
	case "binary_operator", "boolean_operator":
		return l.chain(n)
	case "not_operator":
		return &ir.Not{Span: span, X: l.Must(n, "argument")}
	case "unary_operator":
		return l.unary(n)
	case "comparison_operator":
		return l.comparison(n)
	case "conditional_expression":
		return l.conditional(n)
	case "lambda":
		body := l.Must(n, "body")
		return &ir.Lambda{Span: span, Params: l.params(l.Child(n, "parameters")),
			Body: []ir.Stmt{&ir.Return{Span: body.Pos(), Value: body}}}
	case "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression":
		return l.comprehension(n)
	case "named_expression":
		return &ir.Bind{Span: span, Target: l.Must(n, "name"), Value: l.Must(n, "value")}
	case "await":
		if x := l.only(n); x != nil {
			return &ir.Await{Span: span, X: x}
		}
	case "list_splat", "list_splat_pattern", "dictionary_splat", "dictionary_splat_pattern":
		return &ir.Unknown{Span: span, Kind: "spread", Inner: l.Exprs(l.Children(n))}
	case "generic_type":
		return l.genericType(n)
	case "union_type":
		if parts := l.Exprs(l.Children(n)); len(parts) == 2 {
			return &ir.Binary{Span: span, Op: "|", L: parts[0], R: parts[1]}
		}
	case "member_type":
		if parts := l.Children(n); len(parts) == 2 {
			return &ir.Attr{Span: span, X: l.expr(parts[0]), Name: l.Text(parts[1]), NameAt: l.Span(parts[1])}
		}
	}
	return l.unknown(n)
}

// unwrap goes through the nodes that add nothing, however many there are.
func (l *lowering) unwrap(n uint32) uint32 {
	for {
		switch l.Kind(n) {
		case "parenthesized_expression", "type", "as_pattern_target":
			if l.typeCalls[n] {
				return n
			}
		case "list_splat":
			if !l.bare[n] {
				return n
			}
		default:
			return n
		}
		children := l.Children(n)
		if len(children) != 1 {
			return n
		}
		n = children[0]
	}
}

// unknown keeps the inner expressions of a construct that the form lacks.
func (l *lowering) unknown(n uint32) ir.Expr {
	return &ir.Unknown{Span: l.Span(n), Kind: l.Kind(n), Inner: l.Exprs(l.Children(n))}
}

func (l *lowering) attribute(n uint32) ir.Expr {
	a := &ir.Attr{Span: l.Span(n), X: l.Must(n, "object")}
	if name := l.Child(n, "attribute"); name != syntax.None {
		a.Name, a.NameAt = l.Text(name), l.Span(name)
	}
	return a
}

// subscript is the key of an index: one expression, or a tuple.
func (l *lowering) subscript(n uint32) ir.Expr {
	var keys []uint32
	comma, end := false, uint32(0)
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		switch {
		case l.FieldName(c) == "subscript" && l.Is(c, syntax.Named):
			keys, end = append(keys, c), l.Nodes[c].End
		case l.Kind(c) == ",":
			comma, end = true, l.Nodes[c].End
		}
	}
	switch {
	case len(keys) == 0:
		return l.Missing(n)
	case len(keys) == 1 && !comma:
		return l.expr(keys[0])
	}
	return &ir.List{Span: l.Range(l.Nodes[keys[0]].Start, end), Kind: "tuple", Items: l.Exprs(keys)}
}

func (l *lowering) slice(n uint32) ir.Expr {
	s := &ir.Slice{Span: l.Span(n)}
	parts := []*ir.Expr{&s.Low, &s.High, &s.Step}
	at := 0
	for c := l.Nodes[n].First; c != syntax.None && at < len(parts); c = l.Nodes[c].Next {
		switch {
		case l.Kind(c) == ":":
			at++
		case l.Is(c, syntax.Named) && !l.Is(c, syntax.Extra):
			*parts[at] = l.expr(c)
		}
	}
	return s
}

func (l *lowering) callArgs(n uint32) []ir.Arg {
	args := l.Child(n, "arguments")
	if args == syntax.None {
		return nil
	}
	if l.Kind(args) == "generator_expression" {
		return []ir.Arg{{Value: l.expr(args)}} // no other can stand beside it
	}
	return l.args(args)
}

func (l *lowering) args(n uint32) []ir.Arg {
	var out []ir.Arg
	for _, c := range l.Children(n) {
		arg, at := ir.Arg{}, l.Span(c)
		c = l.unwrapSplat(c)
		switch {
		case l.spreads[c]:
			delete(l.spreads, c)
			arg = ir.Arg{Spread: "*", Value: l.expr(c)}
		case l.Kind(c) == "keyword_argument":
			arg = ir.Arg{Name: l.FieldText(c, "name"), Value: l.Must(c, "value")}
		case l.Kind(c) == "list_splat":
			arg = l.spread(c, "*")
		case l.Kind(c) == "dictionary_splat":
			arg = l.spread(c, "**")
		default:
			arg = ir.Arg{Value: l.expr(c)}
		}
		arg.At = at
		out = append(out, arg)
	}
	return out
}

// unwrapSplat finds the splat in f(*(a)) and f((*a)).
func (l *lowering) unwrapSplat(n uint32) uint32 {
	if inner := l.unwrap(n); l.Kind(inner) == "list_splat" {
		return inner
	}
	return n
}

func (l *lowering) spread(n uint32, how string) ir.Arg {
	x := l.only(n)
	if x == nil {
		x = &ir.Unknown{Span: l.Span(n), Kind: "missing"}
	}
	return ir.Arg{Spread: how, Value: x}
}

func (l *lowering) dict(n uint32) ir.Expr {
	d := &ir.Dict{Span: l.Span(n)}
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "pair":
			d.Pairs = append(d.Pairs, ir.Pair{Key: l.Must(c, "key"), Value: l.Must(c, "value")})
		case "dictionary_splat":
			d.Pairs = append(d.Pairs, ir.Pair{Value: l.spread(c, "**").Value})
		default: // an error inside the braces
			d.Pairs = append(d.Pairs, ir.Pair{Value: l.expr(c)})
		}
	}
	return d
}

func (l *lowering) unary(n uint32) ir.Expr {
	op, x := l.FieldText(n, "operator"), l.Must(n, "argument")
	if number, ok := x.(*ir.Number); ok && op == "-" {
		return &ir.Number{Span: l.Span(n), Text: "-" + number.Text}
	}
	return &ir.Unknown{Span: l.Span(n), Kind: "unary " + op, Inner: []ir.Expr{x}}
}

func (l *lowering) comparison(n uint32) ir.Expr {
	c := &ir.Compare{Span: l.Span(n)}
	for i := l.Nodes[n].First; i != syntax.None; i = l.Nodes[i].Next {
		switch {
		case l.FieldName(i) == "operators":
			c.Ops = append(c.Ops, comparisonOperator(l.Kind(i)))
		case l.Is(i, syntax.Named) && !l.Is(i, syntax.Extra):
			c.Xs = append(c.Xs, l.expr(i))
		}
	}
	if len(c.Xs) != len(c.Ops)+1 {
		return &ir.Unknown{Span: c.Span, Kind: "comparison_operator", Inner: c.Xs}
	}
	return c
}

func comparisonOperator(token string) string {
	if token == "<>" {
		return "!="
	}
	return token
}

func (l *lowering) conditional(n uint32) ir.Expr {
	parts := l.Exprs(l.Children(n))
	if len(parts) != 3 {
		return &ir.Unknown{Span: l.Span(n), Kind: "conditional_expression", Inner: parts}
	}
	return &ir.Cond{Span: l.Span(n), Then: parts[0], Test: parts[1], Else: parts[2]}
}

func (l *lowering) comprehension(n uint32) ir.Expr {
	kinds := map[string]string{"list_comprehension": "list", "set_comprehension": "set",
		"dictionary_comprehension": "dict", "generator_expression": "generator"}
	c := &ir.Comprehension{Span: l.Span(n), Kind: kinds[l.Kind(n)]}
	for _, part := range l.Children(n) {
		switch l.Kind(part) {
		case "for_in_clause":
			c.Targets = append(c.Targets, l.Must(part, "left"))
			c.Iters = append(c.Iters, l.forIn(part))
		case "if_clause":
			if x := l.only(part); x != nil {
				c.Tests = append(c.Tests, x)
			}
		case "pair":
			c.Key, c.Value = l.Must(part, "key"), l.Must(part, "value")
		default:
			c.Value = l.expr(part)
		}
	}
	if c.Value == nil {
		c.Value = &ir.Unknown{Span: c.Span, Kind: "missing"}
	}
	return c
}

// forIn is what a clause iterates over; Python 2 allows several in a row.
func (l *lowering) forIn(n uint32) ir.Expr {
	var items []ir.Expr
	for _, c := range l.Children(n) {
		if l.FieldName(c) == "right" {
			items = append(items, l.expr(c))
		}
	}
	switch len(items) {
	case 0:
		return l.Missing(n)
	case 1:
		return items[0]
	}
	return &ir.List{Span: front.Join(items[0], items[len(items)-1]), Kind: "tuple", Items: items}
}

func (l *lowering) genericType(n uint32) ir.Expr {
	children := l.Children(n)
	if len(children) != 2 {
		return l.unknown(n)
	}
	x := l.expr(children[0])
	keys := l.Exprs(l.Children(children[1]))
	switch len(keys) {
	case 0:
		return l.unknown(n)
	case 1:
		return &ir.Index{Span: l.Span(n), X: x, Key: keys[0]}
	}
	return &ir.Index{Span: l.Span(n), X: x, Key: &ir.List{Span: front.Join(keys[0], keys[len(keys)-1]), Kind: "tuple", Items: keys}}
}

// chain lowers a run of operators.
func (l *lowering) chain(n uint32) ir.Expr {
	one := arithmetic
	if l.Kind(n) == "boolean_operator" {
		one = logic
	}
	return l.Chain(n, front.Operators{Associative: []string{"+", "|", "&", "and", "or"}, Make: one}, l.Must)
}

func logic(span ir.Span, op string, left, right ir.Expr) ir.Expr {
	return &ir.Logic{Span: span, Op: op, L: left, R: right}
}

func arithmetic(span ir.Span, op string, left, right ir.Expr) ir.Expr {
	return &ir.Binary{Span: span, Op: op, L: left, R: right}
}
