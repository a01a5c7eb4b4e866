package javascript

import (
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// block lowers the statements among the children of n, the functions first: they can
// be called from above.
func (l *lowering) block(n uint32) []ir.Stmt {
	if n == syntax.None || !l.Enter(n) {
		return nil
	}
	defer l.Leave()
	children := l.children(n)
	end := l.blocks.Enter(l.Span(n), l.declared(children))
	var out []ir.Stmt
	for _, c := range children {
		if f := l.declaredFunction(c); f != syntax.None {
			out = append(out, l.function(f, l.FieldText(f, "name")))
		}
	}
	for _, c := range children {
		out = l.stmt(out, c)
	}
	return end(prototypes(out))
}

// declared are the variables of a block that its statements declare.
func (l *lowering) declared(statements []uint32) []string {
	names := map[string]bool{}
	for _, s := range statements {
		if l.Kind(s) != "lexical_declaration" {
			continue
		}
		for _, c := range l.children(s) {
			if name := l.Child(c, "name"); name != syntax.None {
				l.noteIn(names, name)
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// declaredFunction is the function that a statement declares, exported or not.
func (l *lowering) declaredFunction(n uint32) uint32 {
	if l.Kind(n) == "export_statement" {
		n = l.Child(n, "declaration")
	}
	if n == syntax.None {
		return n
	}
	switch l.Kind(n) {
	case "function_declaration", "generator_function_declaration":
		return n
	}
	return syntax.None
}

// body lowers a statement that stands where a block may: behind if, for, else.
func (l *lowering) body(n uint32) []ir.Stmt {
	if n == syntax.None || !l.Enter(n) {
		return nil
	}
	defer l.Leave()
	if l.Kind(n) == "statement_block" {
		return l.block(n)
	}
	if f := l.declaredFunction(n); f != syntax.None {
		return []ir.Stmt{l.function(f, l.FieldText(f, "name"))}
	}
	return l.stmt(nil, n)
}

func (l *lowering) suite(n uint32, field string) []ir.Stmt { return l.body(l.Child(n, field)) }

// stmt appends what statement n lowers to: none, one, or several, behind the classes
// that its expressions make.
func (l *lowering) stmt(out []ir.Stmt, n uint32) []ir.Stmt {
	outer := l.before
	l.before = nil
	own := l.statement(nil, n)
	out = append(out, l.before...)
	l.before = outer
	return append(out, own...)
}

func (l *lowering) statement(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	switch l.Kind(n) {
	case "empty_statement", "debugger_statement", "function_signature", "interface_declaration", "type_alias_declaration",
		"function_declaration", "generator_function_declaration": // functions are in front of the block
		return out
	case "break_statement", "continue_statement":
		return append(out, &ir.Leave{Span: span, Kind: strings.TrimSuffix(l.Kind(n), "_statement")})
	case "import_statement":
		return l.imports(out, n)
	case "export_statement":
		return l.exports(out, n)
	case "return_statement":
		return append(out, &ir.Return{Span: span, Value: l.only(n)})
	case "throw_statement":
		return append(out, &ir.Raise{Span: span, X: l.only(n)})
	case "expression_statement":
		return l.expressionStatement(out, n)
	case "lexical_declaration", "variable_declaration", "using_declaration":
		for _, c := range l.children(n) {
			out = l.declarator(out, c)
		}
		return out
	case "class_declaration", "abstract_class_declaration":
		return append(out, l.class(n, l.FieldText(n, "name")))
	case "enum_declaration":
		return append(out, l.enum(n))
	}
	return l.compound(out, n)
}

func (l *lowering) compound(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	switch l.Kind(n) {
	case "if_statement":
		return append(out, l.ifStatement(n))
	case "for_statement":
		return l.forStatement(out, n)
	case "for_in_statement":
		return append(out, l.forIn(n))
	case "while_statement":
		return append(out, &ir.Loop{Span: span, Test: l.Field(n, "condition"), Body: l.suite(n, "body")})
	case "do_statement":
		body := l.suite(n, "body")
		if test := l.Field(n, "condition"); test != nil {
			body = append(body, &ir.Eval{Span: test.Pos(), X: test})
		}
		return append(out, &ir.Loop{Span: span, Body: body})
	case "switch_statement":
		return l.switchStatement(out, n)
	case "try_statement":
		return append(out, l.try(n))
	case "labeled_statement":
		return append(out, l.suite(n, "body")...)
	case "with_statement":
		return append(out, &ir.Block{Span: span, Exprs: present(l.Field(n, "object")), Body: l.suite(n, "body")})
	case "statement_block", "ERROR":
		return append(out, &ir.Block{Span: span, Body: l.block(n)})
	case "internal_module", "module", "ambient_declaration":
		return l.namespace(out, n)
	}
	return append(out, &ir.Eval{Span: span, X: l.expr(n)})
}

// namespace lowers the statements inside, whose names become those of the module.
func (l *lowering) namespace(out []ir.Stmt, n uint32) []ir.Stmt {
	if l.Kind(n) == "ambient_declaration" {
		return out // it declares what is elsewhere
	}
	if body := l.Child(n, "body"); body != syntax.None {
		return append(out, l.block(body)...)
	}
	return out
}

func present(x ir.Expr) []ir.Expr {
	if x == nil {
		return nil
	}
	return []ir.Expr{x}
}

// expressionStatement lowers assignments to statements, for each part of a sequence.
func (l *lowering) expressionStatement(out []ir.Stmt, n uint32) []ir.Stmt {
	for _, c := range l.children(n) {
		c = l.unwrap(c)
		switch l.Kind(c) {
		case "sequence_expression":
			for _, part := range l.sequence(c) {
				out = l.effect(out, part)
			}
		case "internal_module", "module": // the grammar takes a namespace for an expression
			out = l.namespace(out, c)
		default:
			out = l.effect(out, c)
		}
	}
	return out
}

// sequence lists the parts of a, b, c, which some grammars nest.
func (l *lowering) sequence(n uint32) []uint32 {
	var out []uint32
	for _, c := range l.children(n) {
		if l.Kind(c) == "sequence_expression" && !l.Deep() {
			l.Enter(c)
			out = append(out, l.sequence(c)...)
			l.Leave()
			continue
		}
		out = append(out, c)
	}
	return out
}

func (l *lowering) effect(out []ir.Stmt, n uint32) []ir.Stmt {
	switch n = l.unwrap(n); l.Kind(n) {
	case "assignment_expression":
		return l.assignment(out, n)
	case "augmented_assignment_expression":
		return append(out, l.augmented(n))
	}
	return append(out, &ir.Eval{Span: l.Span(n), X: l.expr(n)})
}

// assignment lowers a = b = value, without recursion along the chain. What is given to
// the module's exports becomes an export.
func (l *lowering) assignment(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	var lefts []uint32
	right := n
	for right != syntax.None && l.Kind(right) == "assignment_expression" {
		if left := l.Child(right, "left"); left != syntax.None {
			lefts = append(lefts, l.unwrap(left))
		}
		right = l.Child(right, "right")
		if right != syntax.None {
			right = l.unwrap(right)
		}
	}
	if right == syntax.None {
		return out
	}
	_, exported := l.exportTarget(lefts[0])
	if exported && len(lefts) == 1 && l.Kind(l.unwrap(right)) == "function_expression" { // called on all exports
		return l.give(out, span, lefts, l.ownMethod(l.unwrap(right)))
	}
	return l.give(out, span, lefts, l.expr(right))
}

// give hands a value to every target. Where there are several, it is made once.
func (l *lowering) give(out []ir.Stmt, span ir.Span, lefts []uint32, value ir.Expr) []ir.Stmt {
	a := &ir.Assign{Span: span, Value: value}
	var others []uint32
	for _, left := range lefts {
		if _, exported := l.exportTarget(left); exported || isPattern(l.Kind(left)) {
			others = append(others, left)
		} else {
			a.Targets = append(a.Targets, l.expr(left))
		}
	}
	if _, isName := value.(*ir.Name); len(lefts) > 1 && !isName && len(others) > 0 {
		name := l.temporaryAt(value.Pos())
		a.Targets = append([]ir.Expr{name}, a.Targets...)
		value = name
	}
	if len(a.Targets) > 0 {
		out = append(out, a)
	}
	for _, left := range others {
		if name, exported := l.exportTarget(left); exported {
			x := value
			if name != "" { // the module may read it again
				own := &ir.Name{Span: value.Pos(), Value: ownExport(name)}
				out = append(out, &ir.Assign{Span: span, Targets: []ir.Expr{own}, Value: value})
				x = own
			}
			out = append(out, &ir.Export{Span: span, Name: name, Value: x})
		} else {
			out = l.destructure(out, left, value)
		}
	}
	return out
}

// augmented lowers a += b, and a ||= b as what it is short for.
func (l *lowering) augmented(n uint32) ir.Stmt {
	target, value := l.Must(n, "left"), l.Must(n, "right")
	a := &ir.Assign{Span: l.Span(n), Targets: []ir.Expr{target}}
	switch op := strings.TrimSuffix(l.FieldText(n, "operator"), "="); op {
	case "+":
		a.Op, a.Value = op, value
	case "||", "&&", "??":
		a.Value = operator(l.Span(n), op, target, value)
	default:
		a.Value = &ir.Unknown{Span: l.Span(n), Kind: op, Inner: []ir.Expr{target, value}}
	}
	return a
}

// declarator lowers one variable of a declaration; a function that it holds gets its
// name.
func (l *lowering) declarator(out []ir.Stmt, n uint32) []ir.Stmt {
	name, value := l.Child(n, "name"), l.Child(n, "value")
	if name == syntax.None {
		return append(out, &ir.Eval{Span: l.Span(n), X: l.expr(n)})
	}
	if value != syntax.None {
		value = l.unwrap(value)
	}
	if l.Kind(name) != "identifier" {
		if value == syntax.None {
			return out
		}
		return l.destructure(out, name, l.expr(value))
	}
	target := l.Text(name)
	a := &ir.Assign{Span: l.Span(n), Targets: []ir.Expr{&ir.Name{Span: l.Span(name), Value: target}}}
	if value == syntax.None {
		a.Value = l.undefined(n, target)
		return append(out, a)
	}
	switch l.Kind(value) {
	case "arrow_function", "function_expression", "generator_function":
		return append(out, l.function(value, target))
	case "class":
		return append(out, l.class(value, target))
	case "null", "undefined":
		a.Value = l.undefined(value, target)
	default:
		a.Value = l.expr(value)
	}
	return append(out, a)
}

// undefined is the value of a variable that has none yet: nothing, or unknown where a
// function may give it one later.
func (l *lowering) undefined(n uint32, name string) ir.Expr {
	if l.setInside[name] {
		return &ir.Unknown{Span: l.Span(n), Kind: "set later"}
	}
	return &ir.Null{Span: l.Span(n)}
}

func (l *lowering) enum(n uint32) ir.Stmt {
	d := &ir.Dict{Span: l.Span(n)}
	if body := l.Child(n, "body"); body != syntax.None {
		for _, c := range l.children(body) {
			key := c
			if l.Kind(c) == "enum_assignment" {
				key = l.Child(c, "name")
			}
			if key == syntax.None {
				continue
			}
			d.Pairs = append(d.Pairs, ir.Pair{Key: l.key(key), Value: l.Must(c, "value")})
		}
	}
	return &ir.Assign{Span: l.Span(n), Targets: []ir.Expr{&ir.Name{Span: l.Span(n), Value: l.FieldText(n, "name")}}, Value: d}
}

// ifStatement lowers the chain of else-if branches to nested Ifs from the end to the
// front. The branches beyond front.MaxSpine become Ifs side by side, so that no chain makes
// the form deep; they no longer exclude each other.
func (l *lowering) ifStatement(n uint32) ir.Stmt {
	var clauses []uint32
	var last []ir.Stmt
	for at := n; at != syntax.None; {
		clauses = append(clauses, at)
		alternative := l.Child(at, "alternative")
		at = syntax.None
		if alternative == syntax.None {
			break
		}
		inner := alternative
		if children := l.children(alternative); l.Kind(alternative) == "else_clause" && len(children) > 0 {
			inner = children[0]
		}
		if l.Kind(inner) == "if_statement" {
			at = inner
		} else {
			last = l.body(inner)
		}
	}
	if len(clauses) > front.MaxSpine {
		var flat []ir.Stmt
		for _, c := range clauses[front.MaxSpine:] {
			flat = append(flat, l.branch(c))
		}
		last, clauses = append(flat, last...), clauses[:front.MaxSpine]
	}
	for i := len(clauses) - 1; i > 0; i-- {
		branch := l.branch(clauses[i])
		branch.Else = last
		last = []ir.Stmt{branch}
	}
	first := l.branch(clauses[0])
	first.Else = last
	return first
}

func (l *lowering) branch(n uint32) *ir.If {
	return &ir.If{Span: l.Span(n), Test: l.Must(n, "condition"), Then: l.suite(n, "consequence")}
}

func (l *lowering) forStatement(out []ir.Stmt, n uint32) []ir.Stmt {
	loop := &ir.Loop{Span: l.Span(n)}
	if c := l.Child(n, "initializer"); c != syntax.None {
		out = l.clause(out, c)
	}
	if c := l.Child(n, "condition"); c != syntax.None && l.Is(c, syntax.Named) && l.Kind(c) != "empty_statement" {
		loop.Test = l.expr(l.inner(c))
	}
	loop.Body = l.suite(n, "body")
	if c := l.Child(n, "increment"); c != syntax.None {
		loop.Body = l.clause(loop.Body, c)
	}
	return append(out, loop)
}

// inner is the expression of a node that may be a statement of one.
func (l *lowering) inner(n uint32) uint32 {
	if l.Kind(n) == "expression_statement" {
		if children := l.children(n); len(children) == 1 {
			return children[0]
		}
	}
	return n
}

// clause lowers a part of a for statement: a declaration or an expression.
func (l *lowering) clause(out []ir.Stmt, n uint32) []ir.Stmt {
	switch l.Kind(n) {
	case ";", "empty_statement":
		return out
	case "lexical_declaration", "variable_declaration", "expression_statement":
		return l.statement(out, n)
	case "sequence_expression":
		for _, part := range l.sequence(n) {
			out = l.effect(out, part)
		}
		return out
	}
	return l.effect(out, n)
}

// forIn lowers for-of, and for-in, which goes over keys as a mapping's elements do.
func (l *lowering) forIn(n uint32) ir.Stmt {
	loop := &ir.Loop{Span: l.Span(n), Iter: l.Must(n, "right")}
	var first []ir.Stmt
	if left := l.Child(n, "left"); left != syntax.None {
		if left = l.unwrap(left); isPattern(l.Kind(left)) {
			item := l.temporary(left)
			loop.Target, first = item, l.destructure(nil, left, item)
		} else {
			loop.Target = l.expr(left)
		}
	}
	loop.Body = append(first, l.suite(n, "body")...)
	return loop
}

func (l *lowering) try(n uint32) ir.Stmt {
	t := &ir.Try{Span: l.Span(n), Body: l.suite(n, "body")}
	if c := l.Child(n, "handler"); c != syntax.None {
		t.Handlers = append(t.Handlers, l.handler(c))
	}
	if c := l.Child(n, "finalizer"); c != syntax.None {
		t.Final = l.suite(c, "body")
	}
	return t
}

// handler lowers a catch clause; what it binds is an Unknown of kind "exception".
func (l *lowering) handler(n uint32) []ir.Stmt {
	var out []ir.Stmt
	if p := l.Child(n, "parameter"); p != syntax.None {
		out = l.destructure(out, p, &ir.Unknown{Span: l.Span(p), Kind: "exception"})
	}
	return append(out, l.suite(n, "body")...)
}

// switchStatement lowers the cases to Ifs. A case that goes on in the next one is read
// as if it did not.
func (l *lowering) switchStatement(out []ir.Stmt, n uint32) []ir.Stmt {
	subject := l.Must(n, "value")
	if _, ok := subject.(*ir.Name); !ok {
		name := l.temporaryAt(subject.Pos())
		out = append(out, &ir.Assign{Span: subject.Pos(), Targets: []ir.Expr{name}, Value: subject})
		subject = name
	}
	cases, last := l.cases(l.Child(n, "body"))
	var chain []ir.Stmt
	if len(cases) > front.MaxSpine {
		for _, c := range cases[front.MaxSpine:] {
			chain = append(chain, c.lowered(subject))
		}
		cases = cases[:front.MaxSpine]
	}
	chain = append(chain, last...)
	for i := len(cases) - 1; i >= 0; i-- {
		branch := cases[i].lowered(subject)
		branch.Else = chain
		chain = []ir.Stmt{branch}
	}
	if front.Breaks(chain) { // they leave the switch
		return append(out, &ir.Loop{Span: l.Span(n), Body: chain})
	}
	return append(out, chain...)
}

// arm is one or several cases with one body.
type arm struct {
	span   ir.Span
	values []ir.Expr
	body   []ir.Stmt
}

func (a *arm) lowered(subject ir.Expr) *ir.If {
	test := &ir.Compare{Span: a.span, Ops: []string{"=="}, Xs: []ir.Expr{subject, a.values[0]}}
	if len(a.values) > 1 {
		test.Ops = []string{"in"}
		test.Xs[1] = &ir.List{Span: a.span, Kind: "tuple", Items: a.values}
	}
	return &ir.If{Span: a.span, Test: test, Then: a.body}
}

// cases are the arms of a switch, and the statements of its default.
func (l *lowering) cases(body uint32) (arms []*arm, last []ir.Stmt) {
	if body == syntax.None {
		return nil, nil
	}
	var waiting []ir.Expr
	for _, c := range l.children(body) {
		if l.Kind(c) == "switch_default" {
			for _, x := range waiting { // what falls into the default is tested by nothing
				last = append(last, &ir.Eval{Span: x.Pos(), X: x})
			}
			last = append(last, l.caseBody(c)...)
			waiting = nil
			continue
		}
		if l.Kind(c) != "switch_case" {
			last = l.stmt(last, c)
			continue
		}
		waiting = append(waiting, l.Must(c, "value"))
		if stmts := l.caseBody(c); len(stmts) > 0 || l.ChildOfKind(c, "break_statement") != syntax.None {
			arms = append(arms, &arm{l.Span(c), waiting, stmts})
			waiting = nil
		}
	}
	return arms, last
}

// caseBody lowers the statements of a case, up to a break that ends it.
func (l *lowering) caseBody(n uint32) []ir.Stmt {
	var out []ir.Stmt
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.FieldName(c) != "body" || !l.Is(c, syntax.Named) || l.Is(c, syntax.Extra) {
			continue
		}
		if l.Kind(c) == "break_statement" && l.Child(c, "label") == syntax.None {
			break
		}
		if f := l.declaredFunction(c); f != syntax.None {
			out = append(out, l.function(f, l.FieldText(f, "name")))
		}
		out = l.stmt(out, c)
	}
	if b, ok := lastOf(out).(*ir.Block); ok { // case "a": { … break }
		if leave, ok := lastOf(b.Body).(*ir.Leave); ok && leave.Kind == "break" {
			b.Body = b.Body[:len(b.Body)-1]
		}
	}
	return out
}

func lastOf(body []ir.Stmt) ir.Stmt {
	if len(body) == 0 {
		return nil
	}
	return body[len(body)-1]
}
