package python

import (
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// block lowers the statements among the children of n.
func (l *lowering) block(n uint32) []ir.Stmt {
	if n == syntax.None || !l.Enter(n) {
		return nil
	}
	defer l.Leave()
	var out []ir.Stmt
	for _, c := range l.Children(n) {
		out = l.stmt(out, c)
	}
	return out
}

// suite lowers the block that fills the field of n.
func (l *lowering) suite(n uint32, field string) []ir.Stmt {
	return l.block(l.Child(n, field))
}

// stmt appends what statement n lowers to: none (pass), one, or several.
func (l *lowering) stmt(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	switch l.Kind(n) {
	case "pass_statement":
		return out
	case "break_statement", "continue_statement":
		return append(out, &ir.Leave{Span: span, Kind: strings.TrimSuffix(l.Kind(n), "_statement")})
	case "import_statement", "import_from_statement", "future_import_statement":
		return l.imports(out, n)
	case "global_statement", "nonlocal_statement":
		return append(out, l.scope(n))
	case "return_statement":
		return append(out, &ir.Return{Span: span, Value: l.only(n)})
	case "raise_statement":
		return l.raise(out, n)
	case "assert_statement":
		return append(out, l.assert(n))
	case "delete_statement":
		return append(out, &ir.Block{Span: span, Exprs: l.Exprs(l.Children(n))})
	case "expression_statement":
		return append(out, l.expressionStatement(n))
	case "assignment", "augmented_assignment":
		return append(out, l.assignment(n))
	case "print_statement", "exec_statement":
		return append(out, l.keywordCall(n))
	case "type_alias_statement":
		return append(out, &ir.Assign{Span: span, Targets: l.present(l.Field(n, "left")), Value: l.Field(n, "right")})
	default:
		return l.compound(out, n)
	}
}

// trim takes from n's range the comments and empty lines at its end, which the
// grammar counts to a block.
func (l *lowering) trim(n uint32) {
	last := n
	for {
		switch k := l.Kind(last); {
		case k == "block", strings.HasSuffix(k, "_clause"), strings.HasSuffix(k, "_definition"), compoundKinds[k]:
		default:
			l.Nodes[n].End = l.Nodes[last].End
			return
		}
		children := l.Children(last)
		if len(children) == 0 {
			l.Nodes[n].End = l.Nodes[last].End
			return
		}
		last = children[len(children)-1]
	}
}

// torn appends what stands in the parts of a compound statement that did not
// parse, so that a call in them is still seen.
func (l *lowering) torn(out []ir.Stmt, n uint32) []ir.Stmt {
	if l.Kind(n) == "block" || l.Kind(n) == "ERROR" {
		return out // their errors are statements among the others
	}
	for _, c := range l.Children(n) {
		if l.Kind(c) == "ERROR" {
			out = append(out, &ir.Block{Span: l.Span(c), Body: l.block(c)})
		}
	}
	return out
}

var compoundKinds = map[string]bool{"if_statement": true, "for_statement": true, "while_statement": true,
	"try_statement": true, "with_statement": true, "match_statement": true}

func (l *lowering) compound(out []ir.Stmt, n uint32) []ir.Stmt {
	l.trim(n)
	out = l.torn(out, n)
	switch l.Kind(n) {
	case "if_statement":
		return append(out, l.ifStatement(n))
	case "for_statement":
		return append(out, &ir.Loop{Span: l.Span(n), Target: l.Field(n, "left"), Iter: l.Field(n, "right"),
			Body: l.suite(n, "body"), Else: l.elseBody(n)})
	case "while_statement":
		return append(out, &ir.Loop{Span: l.Span(n), Test: l.Field(n, "condition"),
			Body: l.suite(n, "body"), Else: l.elseBody(n)})
	case "try_statement":
		return append(out, l.try(n))
	case "with_statement":
		return append(out, l.with(n))
	case "match_statement":
		return l.match(out, n)
	case "function_definition":
		return append(out, l.function(n, nil))
	case "class_definition":
		return append(out, l.class(n, nil))
	case "decorated_definition":
		return l.decorated(out, n)
	case "block", "ERROR", "elif_clause", "else_clause", "except_clause", "finally_clause", "case_clause":
		// Clauses come here where an error tore them from their statement.
		return append(out, &ir.Block{Span: l.Span(n), Body: l.block(n)})
	default:
		return append(out, &ir.Eval{Span: l.Span(n), X: l.expr(n)})
	}
}

// only is the single expression below n, or nil.
func (l *lowering) only(n uint32) ir.Expr {
	children := l.Children(n)
	switch len(children) {
	case 0:
		return nil
	case 1:
		return l.expr(children[0])
	}
	return l.unknown(n)
}

// present is a list of the expression, or nil.
func (l *lowering) present(x ir.Expr) []ir.Expr {
	if x == nil {
		return nil
	}
	return []ir.Expr{x}
}

func (l *lowering) expressionStatement(n uint32) ir.Stmt {
	children := l.Children(n)
	if len(children) == 1 && !l.HasToken(n, ",") {
		if k := l.Kind(children[0]); k == "assignment" || k == "augmented_assignment" {
			return l.assignment(children[0])
		}
		return &ir.Eval{Span: l.Span(n), X: l.expr(children[0])}
	}
	return &ir.Eval{Span: l.Span(n), X: &ir.List{Span: l.Span(n), Kind: "tuple", Items: l.Exprs(children)}}
}

// assignment lowers a = b = value, without recursion along the chain.
func (l *lowering) assignment(n uint32) ir.Stmt {
	a := &ir.Assign{Span: l.Span(n)}
	for {
		a.Targets = append(a.Targets, l.present(l.Field(n, "left"))...)
		if t := l.Field(n, "type"); t != nil {
			a.Type = t
		}
		if l.Kind(n) == "augmented_assignment" {
			a.Op = strings.TrimSuffix(l.FieldText(n, "operator"), "=")
		}
		right := l.Child(n, "right")
		if right == syntax.None {
			return a
		}
		if k := l.Kind(right); k != "assignment" && k != "augmented_assignment" {
			a.Value = l.expr(right)
			return a
		}
		n = right
	}
}

// keywordCall lowers Python 2's print and exec to calls of those names.
func (l *lowering) keywordCall(n uint32) ir.Stmt {
	word := l.Nodes[n].First
	call := &ir.Call{Span: l.Span(n), Fn: &ir.Name{Span: l.Span(word), Value: l.Text(word)}}
	for _, c := range l.Children(n) {
		arg := ir.Arg{}
		if l.Kind(c) == "chevron" {
			arg.Name, arg.Value = "file", l.only(c)
		} else {
			arg.Value = l.expr(c)
		}
		if arg.Value != nil {
			call.Args = append(call.Args, arg)
		}
	}
	return &ir.Eval{Span: l.Span(n), X: call}
}

func (l *lowering) scope(n uint32) ir.Stmt {
	s := &ir.Scope{Span: l.Span(n), Kind: strings.TrimSuffix(l.Kind(n), "_statement")}
	for _, c := range l.Children(n) {
		s.Names = append(s.Names, l.Text(c))
	}
	return s
}

func (l *lowering) raise(out []ir.Stmt, n uint32) []ir.Stmt {
	r := &ir.Raise{Span: l.Span(n)}
	for _, c := range l.Children(n) {
		x := l.expr(c)
		switch {
		case l.FieldName(c) != "cause":
			r.X = x
		case l.Kind(c) != "identifier" && l.Kind(c) != "none":
			out = append(out, &ir.Eval{Span: l.Span(c), X: x})
		}
	}
	return append(out, r)
}

func (l *lowering) assert(n uint32) ir.Stmt {
	span, children := l.Span(n), l.Children(n)
	fail := &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "AssertionError"}}
	test := ir.Expr(&ir.Unknown{Span: span, Kind: "assert_statement"})
	for i, c := range children {
		if i == 0 {
			test = l.expr(c)
		} else {
			fail.Args = append(fail.Args, ir.Arg{Value: l.expr(c)})
		}
	}
	return &ir.If{Span: span, Test: &ir.Not{Span: test.Pos(), X: test},
		Then: []ir.Stmt{&ir.Raise{Span: span, X: fail}}}
}

// ifStatement lowers the chain of elif branches to nested Ifs from the end to
// the front. The branches beyond front.MaxSpine become Ifs side by side, so that no
// chain makes the form deep; they no longer exclude each other.
func (l *lowering) ifStatement(n uint32) ir.Stmt {
	var clauses []uint32
	var last []ir.Stmt
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		switch l.Kind(c) {
		case "elif_clause":
			clauses = append(clauses, c)
		case "else_clause":
			last = l.suite(c, "body")
		}
	}
	end := l.Span(n).End
	if len(clauses) > front.MaxSpine {
		var flat []ir.Stmt
		for _, c := range clauses[front.MaxSpine:] {
			flat = append(flat, l.branch(c))
		}
		last, clauses = append(flat, last...), clauses[:front.MaxSpine]
	}
	for i := len(clauses) - 1; i >= 0; i-- {
		branch := l.branch(clauses[i])
		branch.End = end
		branch.Else = last
		last = []ir.Stmt{branch}
	}
	first := l.branch(n)
	first.Else = last
	return first
}

func (l *lowering) branch(n uint32) *ir.If {
	l.trim(n)
	test := l.Field(n, "condition")
	if test == nil {
		test = &ir.Unknown{Span: l.Span(n), Kind: "missing"}
	}
	return &ir.If{Span: l.Span(n), Test: test, Then: l.suite(n, "consequence")}
}

// elseBody is the body of the else clause of a loop or a try.
func (l *lowering) elseBody(n uint32) []ir.Stmt {
	if c := l.ChildOfKind(n, "else_clause"); c != syntax.None {
		return l.suite(c, "body")
	}
	return nil
}

func (l *lowering) try(n uint32) ir.Stmt {
	t := &ir.Try{Span: l.Span(n), Body: l.suite(n, "body"), Else: l.elseBody(n)}
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "except_clause", "except_group_clause":
			t.Handlers = append(t.Handlers, l.handler(c))
		case "finally_clause":
			t.Final = l.block(l.ChildOfKind(c, "block"))
		}
	}
	return t
}

// handler lowers an except clause. The name that it binds is assigned an Unknown
// of kind "exception" that holds the exception's types.
func (l *lowering) handler(n uint32) []ir.Stmt {
	var types []ir.Expr
	var name ir.Expr
	for _, c := range l.Children(n) {
		switch {
		case l.Kind(c) == "block":
		case l.FieldName(c) == "alias":
			name = l.expr(c)
		case l.Kind(c) == "as_pattern":
			x, target := l.asPattern(c)
			types, name = append(types, x), target
		default:
			types = append(types, l.expr(c))
		}
	}
	body := l.block(l.ChildOfKind(n, "block"))
	if name == nil && types == nil {
		return body
	}
	caught := &ir.Unknown{Span: l.Span(n), Kind: "exception", Inner: types}
	if name == nil {
		return append([]ir.Stmt{&ir.Eval{Span: caught.Span, X: caught}}, body...)
	}
	bind := &ir.Assign{Span: name.Pos(), Targets: []ir.Expr{name}, Value: caught}
	return append([]ir.Stmt{bind}, body...)
}

// asPattern splits "x as target"; target is nil where it is missing.
func (l *lowering) asPattern(n uint32) (x, target ir.Expr) {
	for _, c := range l.Children(n) {
		switch {
		case l.FieldName(c) == "alias":
			target = l.aliasTarget(c)
		case x == nil:
			x = l.expr(c)
		}
	}
	if x == nil {
		x = &ir.Unknown{Span: l.Span(n), Kind: "as_pattern"}
	}
	return x, target
}

// aliasTarget unwraps the node that the grammar puts around the target.
func (l *lowering) aliasTarget(n uint32) ir.Expr {
	if x := l.only(n); x != nil {
		return x
	}
	return &ir.Name{Span: l.Span(n), Value: l.Text(n)}
}

func (l *lowering) with(n uint32) ir.Stmt {
	w := &ir.With{Span: l.Span(n)}
	clause := l.ChildOfKind(n, "with_clause")
	if clause != syntax.None {
		for _, item := range l.Children(clause) {
			w.Items = append(w.Items, l.withItem(item)...)
		}
	}
	w.Body = l.suite(n, "body")
	return w
}

// withItem lowers one item; "with (a as b, c):" arrives as a tuple of several.
func (l *lowering) withItem(n uint32) []ir.WithItem {
	value := l.Child(n, "value")
	if value == syntax.None {
		return []ir.WithItem{{X: l.expr(n)}}
	}
	items := []uint32{value}
	if l.Kind(value) == "tuple" || l.Kind(value) == "parenthesized_expression" {
		if inner := l.Children(value); l.anyOfKind(inner, "as_pattern") {
			items = inner
		}
	}
	var out []ir.WithItem
	for _, c := range items {
		if l.Kind(c) != "as_pattern" {
			out = append(out, ir.WithItem{X: l.expr(c)})
			continue
		}
		x, target := l.asPattern(c)
		out = append(out, ir.WithItem{X: x, Target: target})
	}
	return out
}

func (l *lowering) anyOfKind(nodes []uint32, kind string) bool {
	for _, n := range nodes {
		if l.Kind(n) == kind {
			return true
		}
	}
	return false
}

func (l *lowering) decorated(out []ir.Stmt, n uint32) []ir.Stmt {
	var decorators []ir.Expr
	for _, c := range l.Children(n) {
		l.trim(c)
		switch l.Kind(c) {
		case "decorator":
			if x := l.only(c); x != nil {
				decorators = append(decorators, x)
			}
		case "function_definition":
			return append(out, l.function(c, decorators))
		case "class_definition":
			return append(out, l.class(c, decorators))
		}
	}
	return append(out, &ir.Block{Span: l.Span(n), Exprs: decorators})
}

func (l *lowering) function(n uint32, decorators []ir.Expr) ir.Stmt {
	f := &ir.Func{Span: l.Span(n), Kind: kindOf(decorators), Decorators: decorators, Async: l.HasToken(n, "async"), Returns: l.Field(n, "return_type")}
	if name := l.Child(n, "name"); name != syntax.None {
		f.Name, f.NameAt = l.Text(name), l.Span(name)
	}
	f.Params = l.params(l.Child(n, "parameters"))
	f.Body = l.suite(n, "body")
	return f
}

// kindOf is what the built-in decorators make of a method.
func kindOf(decorators []ir.Expr) string {
	kind := ""
	for _, d := range decorators {
		name := ""
		switch x := d.(type) {
		case *ir.Name:
			name = x.Value
		case *ir.Attr:
			name = x.Name
		}
		switch name {
		case "staticmethod":
			kind = "static"
		case "classmethod":
			kind = "class"
		case "property", "cached_property":
			kind = "property"
		}
	}
	return kind
}

func (l *lowering) class(n uint32, decorators []ir.Expr) ir.Stmt {
	c := &ir.Class{Span: l.Span(n), Name: l.FieldText(n, "name"), Decorators: decorators}
	if bases := l.Child(n, "superclasses"); bases != syntax.None {
		c.Bases = l.args(bases)
	}
	c.Body = l.suite(n, "body")
	return c
}

// params lowers the parameters of a function or a lambda.
func (l *lowering) params(n uint32) []ir.Param {
	if n == syntax.None {
		return nil
	}
	var out []ir.Param
	kind := ""
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "keyword_separator":
			kind = "kwonly"
			continue
		case "positional_separator":
			continue
		}
		p := l.param(c)
		if p.Kind == "" {
			p.Kind = kind
		}
		if p.Kind == "*" {
			kind = "kwonly"
		}
		out = append(out, p)
	}
	return out
}

func (l *lowering) param(n uint32) ir.Param {
	p := ir.Param{At: l.Span(n), Type: l.Field(n, "type"), Default: l.Field(n, "value")}
	name := n
	switch l.Kind(n) {
	case "default_parameter", "typed_default_parameter":
		name = l.Child(n, "name")
	case "typed_parameter":
		name = l.firstChild(n)
	}
	if name != syntax.None {
		switch l.Kind(name) {
		case "list_splat_pattern":
			p.Kind, name = "*", l.firstChild(name)
		case "dictionary_splat_pattern":
			p.Kind, name = "**", l.firstChild(name)
		}
	}
	if name != syntax.None && l.Kind(name) == "identifier" {
		p.Name = l.Text(name)
	}
	return p
}

// firstChild is the first named child of n, or None.
func (l *lowering) firstChild(n uint32) uint32 {
	if children := l.Children(n); len(children) > 0 {
		return children[0]
	}
	return syntax.None
}

func (l *lowering) imports(out []ir.Stmt, n uint32) []ir.Stmt {
	if l.Kind(n) == "import_statement" {
		for _, c := range l.Children(n) {
			name, as := l.importedName(c)
			out = append(out, &ir.Import{Span: l.Span(n), Module: name, As: as})
		}
		return out
	}
	i := &ir.Import{Span: l.Span(n)}
	if l.Kind(n) == "future_import_statement" {
		i.Module = "__future__"
	}
	for _, c := range l.Children(n) {
		switch {
		case l.FieldName(c) == "module_name":
			i.Module, i.Level = l.moduleName(c)
		case l.Kind(c) == "wildcard_import":
			i.Star = true
		case l.FieldName(c) == "name":
			name, as := l.importedName(c)
			if as == "" {
				as = name
			}
			i.Names = append(i.Names, ir.ImportName{Name: name, As: as})
		}
	}
	return append(out, i)
}

// importedName is the dotted name and the alias of one import, "" without one.
func (l *lowering) importedName(n uint32) (name, as string) {
	if l.Kind(n) == "aliased_import" {
		if c := l.Child(n, "name"); c != syntax.None {
			name = l.dotted(c)
		}
		return name, l.FieldText(n, "alias")
	}
	return l.dotted(n), ""
}

func (l *lowering) moduleName(n uint32) (name string, level int) {
	if l.Kind(n) != "relative_import" {
		return l.dotted(n), 0
	}
	if c := l.ChildOfKind(n, "import_prefix"); c != syntax.None {
		level = strings.Count(l.Text(c), ".")
	}
	if c := l.ChildOfKind(n, "dotted_name"); c != syntax.None {
		name = l.dotted(c)
	}
	return name, level
}

// dotted joins a dotted name, whatever white space stands inside it.
func (l *lowering) dotted(n uint32) string {
	var parts []string
	for _, c := range l.Children(n) {
		parts = append(parts, l.Text(c))
	}
	if parts == nil {
		return l.Text(n)
	}
	return strings.Join(parts, ".")
}
