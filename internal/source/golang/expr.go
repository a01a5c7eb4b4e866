package golang

import (
	"go/ast"
	"go/token"
	"strconv"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
)

func (l *lowering) exprs(list []ast.Expr) []ir.Expr {
	out := make([]ir.Expr, 0, len(list))
	for _, e := range list {
		out = append(out, l.expr(e))
	}
	return out
}

func (l *lowering) name(n *ast.Ident) ir.Expr { return &ir.Name{Span: l.of(n), Value: n.Name} }

// expr lowers an expression. What leads to the left (selectors, calls, operators) is
// gone down in a loop, since chains of it are long.
func (l *lowering) expr(e ast.Expr) ir.Expr {
	if e == nil {
		return &ir.Unknown{Kind: "missing"}
	}
	spine := []ast.Expr{e}
	for {
		next := leftOf(spine[len(spine)-1])
		if next == nil {
			break
		}
		spine = append(spine, next)
	}
	from := spine[len(spine)-1].Pos()
	if l.depth+len(spine) > front.MaxDepth {
		l.bad(from, e.End())
		return &ir.Unknown{Span: l.span(from, e.End()), Kind: "too deep"}
	}
	l.depth++
	defer l.leave()
	x := l.leaf(spine[len(spine)-1])
	for i := len(spine) - 2; i >= 0; i-- {
		l.depth++
		x = l.around(spine[i], x, from)
	}
	l.depth -= len(spine) - 1
	return x
}

// leftOf is what a chain goes on with; nil where it begins.
func leftOf(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.X
	case *ast.CallExpr:
		if special(e) || isType(e.Fun) {
			return nil
		}
		return e.Fun
	case *ast.IndexExpr:
		return e.X
	case *ast.IndexListExpr:
		return e.X
	case *ast.SliceExpr:
		return e.X
	case *ast.TypeAssertExpr:
		return e.X
	}
	return nil
}

// around lowers a part of a chain whose left side is lowered.
func (l *lowering) around(e ast.Expr, x ir.Expr, from token.Pos) ir.Expr {
	span := l.span(from, e.End())
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return l.attr(e, x, span)
	case *ast.CallExpr:
		return &ir.Call{Span: span, Fn: x, Args: l.args(e)}
	case *ast.IndexExpr:
		if isType(e.Index) { // of a generic function
			return x
		}
		return &ir.Index{Span: span, X: x, Key: l.expr(e.Index)}
	case *ast.SliceExpr:
		key := &ir.Slice{Span: l.span(e.Lbrack, e.End())}
		for _, part := range []struct {
			e  ast.Expr
			to *ir.Expr
		}{{e.Low, &key.Low}, {e.High, &key.High}, {e.Max, &key.Step}} {
			if part.e != nil {
				*part.to = l.expr(part.e)
			}
		}
		return &ir.Index{Span: span, X: x, Key: key}
	}
	return x // a type assertion, or the types of a generic function
}

func (l *lowering) selector(e *ast.SelectorExpr) ir.Expr {
	return l.attr(e, l.expr(e.X), l.of(e))
}

func (l *lowering) attr(e *ast.SelectorExpr, x ir.Expr, span ir.Span) ir.Expr {
	if n, ok := e.X.(*ast.Ident); ok {
		l.qualifiers[n.Name] = true
	}
	return &ir.Attr{Span: span, X: x, Name: e.Sel.Name, NameAt: l.of(e.Sel)}
}

func (l *lowering) args(e *ast.CallExpr) []ir.Arg {
	out := make([]ir.Arg, 0, len(e.Args))
	for i, a := range e.Args {
		arg := ir.Arg{Value: l.expr(a)}
		if u, ok := a.(*ast.UnaryExpr); ok && u.Op == token.AND {
			arg.Address = true
		}
		if e.Ellipsis.IsValid() && i == len(e.Args)-1 {
			arg.Spread = "*"
		}
		out = append(out, arg)
	}
	return out
}

// leaf lowers what a chain begins with.
func (l *lowering) leaf(e ast.Expr) ir.Expr {
	switch e := e.(type) {
	case *ast.Ident:
		return l.ident(e)
	case *ast.BasicLit:
		return l.literal(e)
	case *ast.BinaryExpr:
		return l.binary(e)
	case *ast.UnaryExpr:
		return l.unary(e)
	case *ast.ParenExpr:
		return l.expr(e.X)
	case *ast.StarExpr:
		return l.expr(e.X)
	case *ast.CompositeLit:
		return l.composite(e, e.Type)
	case *ast.FuncLit:
		return &ir.Lambda{Span: l.of(e), Params: l.params(e.Type.Params), Body: l.body(e.Type, e.Body)}
	case *ast.CallExpr:
		if isType(e.Fun) { // a conversion
			return l.wrapped("conversion", l.of(e), e.Args)
		}
		return l.builtin(e)
	case *ast.KeyValueExpr: // outside of a literal, where the source is broken
		return l.wrapped("pair", l.of(e), []ast.Expr{e.Key, e.Value})
	case *ast.BadExpr:
		l.bad(e.Pos(), e.End())
		return &ir.Unknown{Span: l.of(e), Kind: "bad"}
	}
	return l.typeExpr(e)
}

// wrapped passes a single operand through.
func (l *lowering) wrapped(kind string, span ir.Span, inner []ast.Expr) ir.Expr {
	if len(inner) == 1 && kind == "conversion" {
		return l.expr(inner[0])
	}
	return &ir.Unknown{Span: span, Kind: kind, Inner: l.exprs(inner)}
}

func (l *lowering) ident(n *ast.Ident) ir.Expr {
	switch n.Name {
	case "nil":
		return &ir.Null{Span: l.of(n)}
	case "true", "false":
		return &ir.Bool{Span: l.of(n), Value: n.Name == "true"}
	}
	return l.name(n)
}

func (l *lowering) literal(b *ast.BasicLit) ir.Expr {
	span := l.of(b)
	switch b.Kind {
	case token.STRING:
		if s, err := strconv.Unquote(b.Value); err == nil {
			return &ir.String{Span: span, Value: s}
		}
	case token.CHAR:
		if s, err := strconv.Unquote(b.Value); err == nil {
			return &ir.String{Span: span, Value: s}
		}
	default:
		return &ir.Number{Span: span, Text: b.Value}
	}
	l.bad(b.Pos(), b.End())
	return &ir.Unknown{Span: span, Kind: "bad"}
}

func (l *lowering) unary(e *ast.UnaryExpr) ir.Expr {
	inner, run := e.X, 0
	for u, ok := inner.(*ast.UnaryExpr); ok; u, ok = inner.(*ast.UnaryExpr) {
		inner, run = u.X, run+1
	}
	if run > front.MaxSpine {
		return &ir.Unknown{Span: l.of(inner), Kind: "chain", Inner: []ir.Expr{l.expr(inner)}}
	}
	switch e.Op {
	case token.AND:
		return l.expr(e.X)
	case token.NOT:
		return &ir.Not{Span: l.of(e), X: l.expr(e.X)}
	}
	if b, ok := e.X.(*ast.BasicLit); ok && e.Op == token.SUB && b.Kind != token.STRING {
		return &ir.Number{Span: l.of(e), Text: "-" + b.Value}
	}
	return &ir.Unknown{Span: l.of(e), Kind: e.Op.String(), Inner: []ir.Expr{l.expr(e.X)}}
}

// binary lowers a chain of operators, of which the left side is the long one. Beyond
// front.MaxSpine a sum is one text, and any other chain is Unknown.
func (l *lowering) binary(e *ast.BinaryExpr) ir.Expr {
	chain := []*ast.BinaryExpr{e}
	sum := e.Op == token.ADD
	for {
		left, ok := chain[len(chain)-1].X.(*ast.BinaryExpr)
		if !ok {
			break
		}
		chain = append(chain, left)
		sum = sum && left.Op == token.ADD
	}
	first := chain[len(chain)-1].X
	if len(chain) > front.MaxSpine {
		inner := []ir.Expr{l.expr(first)}
		for i := len(chain) - 1; i >= 0; i-- {
			inner = append(inner, l.expr(chain[i].Y))
		}
		span := front.Join(inner[0], inner[len(inner)-1])
		if sum {
			return &ir.Template{Span: span, Parts: inner}
		}
		return &ir.Unknown{Span: span, Kind: "chain", Inner: inner}
	}
	from := first.Pos()
	x := l.expr(first)
	for i := len(chain) - 1; i >= 0; i-- {
		l.depth++
		x = operator(chain[i].Op, l.span(from, chain[i].End()), x, l.expr(chain[i].Y))
	}
	l.depth -= len(chain)
	return x
}

func operator(op token.Token, span ir.Span, x, y ir.Expr) ir.Expr {
	switch op {
	case token.LAND:
		return &ir.Logic{Span: span, Op: "and", L: x, R: y}
	case token.LOR:
		return &ir.Logic{Span: span, Op: "or", L: x, R: y}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return &ir.Compare{Span: span, Ops: []string{op.String()}, Xs: []ir.Expr{x, y}}
	case token.QUO: // of numbers
		return &ir.Unknown{Span: span, Kind: "/", Inner: []ir.Expr{x, y}}
	}
	return &ir.Binary{Span: span, Op: op.String(), L: x, R: y}
}

// isType tells a type that cannot be anything else.
func isType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.InterfaceType, *ast.StructType:
		return true
	case *ast.ParenExpr:
		return isType(e.X)
	}
	return false
}

// special tells a call of a built-in function that has a form of its own.
func special(e *ast.CallExpr) bool {
	n, ok := e.Fun.(*ast.Ident)
	if !ok || len(e.Args) == 0 {
		return false
	}
	switch n.Name {
	case "new":
		return len(e.Args) == 1
	case "make", "append":
		return true
	}
	return false
}

// builtin lowers new to a literal, make to an empty sequence or mapping, and append to
// a sum.
func (l *lowering) builtin(e *ast.CallExpr) ir.Expr {
	span := l.of(e)
	switch e.Fun.(*ast.Ident).Name {
	case "new":
		if isType(e.Args[0]) {
			return &ir.Unknown{Span: span, Kind: "new"}
		}
		return &ir.Call{Span: span, Fn: l.expr(e.Args[0])}
	case "append":
		if len(e.Args) == 1 {
			return l.expr(e.Args[0])
		}
		if e.Ellipsis.IsValid() && len(e.Args) == 2 {
			return &ir.Binary{Span: span, Op: "+", L: l.expr(e.Args[0]), R: l.expr(e.Args[1])}
		}
		items := &ir.List{Span: l.span(e.Args[1].Pos(), e.Args[len(e.Args)-1].End()), Kind: "list", Items: l.exprs(e.Args[1:])}
		return &ir.Binary{Span: span, Op: "+", L: l.expr(e.Args[0]), R: items}
	}
	rest := l.exprs(e.Args[1:]) // of make: sizes
	var made ir.Expr
	switch t := ast.Unparen(e.Args[0]).(type) {
	case *ast.MapType:
		made = &ir.Dict{Span: span}
	case *ast.ArrayType:
		made = &ir.List{Span: span, Kind: "list"}
	case *ast.Ident, *ast.SelectorExpr:
		made = &ir.Call{Span: span, Fn: l.expr(t)}
	default:
		made = &ir.Unknown{Span: span, Kind: "make"}
	}
	if len(rest) == 0 || sizes(e.Args[1:]) {
		return made
	}
	return &ir.Unknown{Span: span, Kind: "make", Inner: append(rest, made)}
}

// sizes tells arguments of make that nobody needs to see.
func sizes(args []ast.Expr) bool {
	for _, a := range args {
		switch a.(type) {
		case *ast.BasicLit, *ast.Ident:
		default:
			return false
		}
	}
	return true
}

// composite lowers a literal of type t: a struct to a call with named arguments, an
// array or a slice to a list, a map to a mapping.
func (l *lowering) composite(e *ast.CompositeLit, t ast.Expr) ir.Expr {
	span := l.of(e)
	declared := t
	for range front.MaxSpine { // a type that this file declares
		n, ok := unstar(declared).(*ast.Ident)
		if !ok || l.types[n.Name] == nil {
			break
		}
		declared = l.types[n.Name]
	}
	switch d := unstar(declared).(type) {
	case *ast.ArrayType:
		list := &ir.List{Span: span, Kind: "list"}
		for _, x := range e.Elts {
			if kv, ok := x.(*ast.KeyValueExpr); ok {
				x = kv.Value
			}
			list.Items = append(list.Items, l.element(x, d.Elt))
		}
		return list
	case *ast.MapType:
		return l.mapping(e, d.Key, d.Value)
	case *ast.StructType:
		return l.structure(e, t, d)
	}
	if len(e.Elts) > 0 && !named(e.Elts) {
		if _, keyed := e.Elts[0].(*ast.KeyValueExpr); keyed {
			return l.mapping(e, nil, nil)
		}
		if t == nil { // of a type that is declared elsewhere
			return &ir.List{Span: span, Kind: "list", Items: l.exprs(e.Elts)}
		}
	}
	return l.structure(e, t, nil)
}

func unstar(t ast.Expr) ast.Expr {
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		default:
			return t
		}
	}
}

// named tells elements of which each has a name before it.
func named(elements []ast.Expr) bool {
	for _, x := range elements {
		kv, ok := x.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		if _, ok := kv.Key.(*ast.Ident); !ok {
			return false
		}
	}
	return true
}

func (l *lowering) mapping(e *ast.CompositeLit, key, value ast.Expr) ir.Expr {
	d := &ir.Dict{Span: l.of(e)}
	for _, x := range e.Elts {
		kv, ok := x.(*ast.KeyValueExpr)
		if !ok {
			d.Pairs = append(d.Pairs, ir.Pair{Value: l.element(x, value)})
			continue
		}
		d.Pairs = append(d.Pairs, ir.Pair{Key: l.element(kv.Key, key), Value: l.element(kv.Value, value)})
	}
	return d
}

// element lowers an element of a literal; a literal without a type has the one that
// its surroundings give it.
func (l *lowering) element(x, t ast.Expr) ir.Expr {
	c, ok := x.(*ast.CompositeLit)
	if !ok || c.Type != nil || t == nil {
		return l.expr(x)
	}
	if !l.enter(x.Pos(), x.End()) {
		return &ir.Unknown{Span: l.of(x), Kind: "too deep"}
	}
	defer l.leave()
	return l.composite(c, t)
}

// structure lowers a literal to a call of its type. Without names, the fields are
// those of the declaration, where it is at hand.
func (l *lowering) structure(e *ast.CompositeLit, t ast.Expr, declared *ast.StructType) ir.Expr {
	call := &ir.Call{Span: l.of(e)}
	fields := l.fieldNames(declared)
	types := fieldTypes(declared)
	for i, x := range e.Elts {
		switch kv, ok := x.(*ast.KeyValueExpr); {
		case ok:
			name := ""
			if n, ok := kv.Key.(*ast.Ident); ok {
				name = n.Name
			}
			call.Args = append(call.Args, ir.Arg{Name: name, Value: l.element(kv.Value, types[name])})
			if name == "" {
				call.Args = append(call.Args, ir.Arg{Value: l.expr(kv.Key)})
			}
		case i < len(fields):
			call.Args = append(call.Args, ir.Arg{Name: fields[i], Value: l.element(x, types[fields[i]])})
		default:
			call.Args = append(call.Args, ir.Arg{Value: l.expr(x)})
		}
	}
	switch u := unstar(t).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		call.Fn = l.typeExpr(u)
		return call
	}
	d := &ir.Dict{Span: call.Span} // a type without a name
	for _, a := range call.Args {
		p := ir.Pair{Value: a.Value}
		if a.Name != "" {
			p.Key = &ir.String{Span: a.Value.Pos(), Value: a.Name}
		}
		d.Pairs = append(d.Pairs, p)
	}
	return d
}

// fieldNames are the fields of a struct in order; what it embeds is called like its type.
func (l *lowering) fieldNames(s *ast.StructType) []string {
	if s == nil || s.Fields == nil {
		return nil
	}
	var out []string
	for _, f := range s.Fields.List {
		if len(f.Names) == 0 {
			out = append(out, ir.LastName(l.typeExpr(f.Type)))
		}
		for _, n := range f.Names {
			out = append(out, n.Name)
		}
	}
	return out
}

func fieldTypes(s *ast.StructType) map[string]ast.Expr {
	out := map[string]ast.Expr{}
	if s == nil || s.Fields == nil {
		return out
	}
	for _, f := range s.Fields.List {
		for _, n := range f.Names {
			out[n.Name] = f.Type
		}
	}
	return out
}
