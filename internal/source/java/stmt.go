package java

import (
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// block lowers the statements of a block, in a scope of its own.
func (l *lowering) block(n uint32) []ir.Stmt {
	if n == syntax.None || !l.Enter(n) {
		return nil
	}
	defer l.Leave()
	l.open()
	defer l.pop()
	return l.statements(l.Children(n))
}

// statements lowers a run of statements; what their expressions need first stands
// before each.
func (l *lowering) statements(nodes []uint32) []ir.Stmt {
	outer := l.before
	var out []ir.Stmt
	for _, n := range nodes {
		l.before = nil
		made := l.stmt(nil, n)
		out = append(append(out, l.before...), made...)
	}
	l.before = outer
	return out
}

// body lowers the statement in a field: a block, or one of its own.
func (l *lowering) body(n uint32, field string) []ir.Stmt {
	c := l.Child(n, field)
	switch {
	case c == syntax.None:
		return nil
	case l.Kind(c) == "block":
		return l.block(c)
	case !l.Enter(c):
		return nil
	}
	defer l.Leave()
	l.open()
	defer l.pop()
	return l.statements([]uint32{c})
}

// stmt appends what statement n lowers to: none, one, or several.
func (l *lowering) stmt(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	switch l.Kind(n) {
	case "expression_statement":
		return l.expressionStatement(out, n)
	case "local_variable_declaration":
		return append(out, l.variables(n)...)
	case "return_statement":
		return append(out, &ir.Return{Span: span, Value: l.only(n)})
	case "yield_statement":
		return append(out, &ir.Return{Span: span, Value: l.only(n)})
	case "throw_statement":
		return append(out, &ir.Raise{Span: span, X: l.only(n)})
	case "break_statement", "continue_statement":
		return append(out, &ir.Leave{Span: span, Kind: strings.TrimSuffix(l.Kind(n), "_statement")})
	case "assert_statement":
		return append(out, l.assert(n))
	case "import_declaration":
		return append(out, l.importDeclaration(n))
	case "package_declaration", "module_declaration", ";":
		return out
	case "class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration":
		return append(out, l.declaration(n)...)
	case "method_declaration": // of a file without a class
		return append(out, l.method(n, true))
	default:
		return l.compound(out, n)
	}
}

func (l *lowering) compound(out []ir.Stmt, n uint32) []ir.Stmt {
	if !l.Enter(n) {
		return out
	}
	defer l.Leave()
	span := l.Span(n)
	switch l.Kind(n) {
	case "block":
		return append(out, &ir.Block{Span: span, Body: l.block(n)})
	case "if_statement":
		return append(out, l.ifStatement(n))
	case "while_statement":
		return append(out, &ir.Loop{Span: span, Test: l.Must(n, "condition"), Body: l.body(n, "body")})
	case "do_statement":
		body := l.body(n, "body")
		test := l.Must(n, "condition")
		return append(out, &ir.Loop{Span: span, Body: append(body, &ir.Eval{Span: test.Pos(), X: test})})
	case "for_statement":
		return append(out, l.forStatement(n)...)
	case "enhanced_for_statement":
		return append(out, l.forEach(n))
	case "labeled_statement":
		if children := l.Children(n); len(children) > 0 {
			return l.stmt(out, children[len(children)-1])
		}
	case "synchronized_statement":
		b := &ir.Block{Span: span}
		if c := l.ChildOfKind(n, "parenthesized_expression"); c != syntax.None {
			b.Exprs = []ir.Expr{l.expr(c)}
		}
		b.Body = l.body(n, "body")
		return append(out, b)
	case "try_statement", "try_with_resources_statement":
		return append(out, l.try(n))
	case "switch_expression":
		return append(out, l.switchStatement(n)...)
	case "ERROR":
		return append(out, &ir.Block{Span: span, Body: l.statements(l.Children(n))})
	}
	return append(out, &ir.Eval{Span: span, X: l.expr(n)})
}

func (l *lowering) expressionStatement(out []ir.Stmt, n uint32) []ir.Stmt {
	children := l.Children(n)
	if len(children) == 0 {
		return out
	}
	x := children[0]
	switch l.Kind(x) {
	case "assignment_expression":
		return append(out, l.assignment(x))
	case "switch_expression":
		return append(out, l.switchStatement(x)...)
	}
	return append(out, &ir.Eval{Span: l.Span(n), X: l.expr(x)})
}

// assignment lowers a = b = value, without recursion along the chain.
func (l *lowering) assignment(n uint32) ir.Stmt {
	a := &ir.Assign{Span: l.Span(n)}
	for {
		a.Targets = append(a.Targets, l.Must(n, "left"))
		a.Op = strings.TrimSuffix(l.FieldText(n, "operator"), "=")
		right := l.Child(n, "right")
		if right == syntax.None {
			return a
		}
		if l.Kind(right) != "assignment_expression" || a.Op != "" || l.FieldText(right, "operator") != "=" {
			a.Value = l.expr(right)
			break
		}
		n = right
	}
	if a.Op != "" && a.Op != "+" { // on numbers
		a.Value, a.Op = &ir.Unknown{Span: a.Span, Kind: "operator " + a.Op, Inner: []ir.Expr{a.Value}}, ""
	}
	return a
}

// variables lowers a declaration of local variables.
func (l *lowering) variables(n uint32) []ir.Stmt {
	declared := l.typeField(n)
	decorators := l.annotations(n)
	var out []ir.Stmt
	for _, d := range l.fields(n, "declarator") {
		a := &ir.Assign{Span: l.Span(d), Type: declared, Value: l.Field(d, "value"), Decorators: decorators}
		if name := l.Child(d, "name"); name != syntax.None {
			a.Targets = []ir.Expr{l.variable(name)}
		}
		out = append(out, a)
	}
	return out
}

// typeField is the declared type of n; nil where the compiler finds it.
func (l *lowering) typeField(n uint32) ir.Expr {
	c := l.Child(n, "type")
	if c == syntax.None || l.Text(c) == "var" {
		return nil
	}
	return l.typeOf(c)
}

func (l *lowering) assert(n uint32) ir.Stmt {
	span, children := l.Span(n), l.Children(n)
	fail := &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "AssertionError"}}
	test := l.Missing(n)
	for i, c := range children {
		if i == 0 {
			test = l.expr(c)
		} else {
			fail.Args = append(fail.Args, ir.Arg{Value: l.expr(c)})
		}
	}
	return &ir.If{Span: span, Test: &ir.Not{Span: test.Pos(), X: test}, Then: []ir.Stmt{&ir.Raise{Span: span, X: fail}}}
}

// ifStatement lowers the chain of else-ifs to nested Ifs from the end to the front.
// The branches beyond front.MaxSpine become Ifs side by side, so that no chain makes the
// form deep; they no longer exclude each other.
func (l *lowering) ifStatement(n uint32) ir.Stmt {
	var branches []*ir.If
	var last []ir.Stmt
	for {
		branch := &ir.If{Span: l.Span(n), Test: l.Must(n, "condition"), Then: l.body(n, "consequence")}
		branches = append(branches, branch)
		other := l.Child(n, "alternative")
		if other == syntax.None {
			break
		}
		if l.Kind(other) != "if_statement" {
			last = l.body(n, "alternative")
			break
		}
		n = other
	}
	if len(branches) > front.MaxSpine {
		for _, b := range branches[front.MaxSpine:] {
			last = append(last, b)
		}
		branches = branches[:front.MaxSpine]
	}
	for i := len(branches) - 1; i > 0; i-- {
		branches[i].Else = last
		last = []ir.Stmt{branches[i]}
	}
	branches[0].Else = last
	return branches[0]
}

func (l *lowering) forStatement(n uint32) []ir.Stmt {
	l.open()
	defer l.pop()
	var out []ir.Stmt
	for _, c := range l.fields(n, "init") {
		if l.Kind(c) == "local_variable_declaration" {
			out = append(out, l.variables(c)...)
		} else {
			out = append(out, l.effect(c))
		}
	}
	loop := &ir.Loop{Span: l.Span(n), Test: l.Field(n, "condition"), Body: l.body(n, "body")}
	for _, c := range l.fields(n, "update") {
		loop.Body = append(loop.Body, l.effect(c))
	}
	return append(out, loop)
}

// effect is an expression that stands as a statement.
func (l *lowering) effect(n uint32) ir.Stmt {
	if l.Kind(n) == "assignment_expression" {
		return l.assignment(n)
	}
	return &ir.Eval{Span: l.Span(n), X: l.expr(n)}
}

func (l *lowering) forEach(n uint32) ir.Stmt {
	loop := &ir.Loop{Span: l.Span(n), Iter: l.Must(n, "value")}
	l.open()
	defer l.pop()
	if name := l.Child(n, "name"); name != syntax.None {
		loop.Target = l.variable(name)
	}
	loop.Body = l.body(n, "body")
	return loop
}

func (l *lowering) try(n uint32) ir.Stmt {
	t := &ir.Try{Span: l.Span(n)}
	l.open()
	var items []ir.WithItem
	if resources := l.Child(n, "resources"); resources != syntax.None {
		for _, r := range l.Children(resources) {
			items = append(items, l.resource(r))
		}
	}
	t.Body = l.body(n, "body")
	if items != nil {
		t.Body = []ir.Stmt{&ir.With{Span: l.Span(n), Items: items, Body: t.Body}}
	}
	l.pop()
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "catch_clause":
			t.Handlers = append(t.Handlers, l.handler(c))
		case "finally_clause":
			t.Final = l.block(l.ChildOfKind(c, "block"))
		}
	}
	return t
}

func (l *lowering) resource(n uint32) ir.WithItem {
	name := l.Child(n, "name")
	if name == syntax.None {
		if x := l.only(n); x != nil {
			return ir.WithItem{X: x}
		}
		return ir.WithItem{X: l.Missing(n)}
	}
	value := l.Must(n, "value")
	return ir.WithItem{X: value, Target: l.variable(name)}
}

// handler lowers a catch clause. Its name is assigned an Unknown of kind "exception".
func (l *lowering) handler(n uint32) []ir.Stmt {
	l.open()
	defer l.pop()
	var out []ir.Stmt
	if p := l.ChildOfKind(n, "catch_formal_parameter"); p != syntax.None {
		if name := l.Child(p, "name"); name != syntax.None {
			caught := &ir.Unknown{Span: l.Span(p), Kind: "exception"}
			out = append(out, &ir.Assign{Span: l.Span(p), Targets: []ir.Expr{l.variable(name)}, Value: caught})
		}
	}
	return append(out, l.body(n, "body")...)
}
