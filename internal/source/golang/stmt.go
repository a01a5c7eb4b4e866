package golang

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
)

func (l *lowering) block(b *ast.BlockStmt) []ir.Stmt {
	if b == nil {
		return nil
	}
	return l.stmts(b.List, b.Pos(), b.End())
}

func (l *lowering) stmts(list []ast.Stmt, from, to token.Pos) []ir.Stmt {
	if len(list) == 0 || !l.enter(from, to) {
		return nil
	}
	defer l.leave()
	end := l.blocks.Enter(l.span(from, to), declared(list))
	var out []ir.Stmt
	for i, s := range list {
		if l.leaving && i+1 < len(list) {
			if rest, ok := l.leavesEarly(s, list[i+1:]); ok {
				return end(append(out, rest...))
			}
		}
		out = l.stmt(out, s)
	}
	return end(out)
}

// declared are the variables that statements declare themselves, not in blocks of theirs.
func declared(list []ast.Stmt) []string {
	var out []string
	add := func(n *ast.Ident) {
		if n != nil && n.Name != "_" && !slices.Contains(out, n.Name) {
			out = append(out, n.Name)
		}
	}
	for _, s := range list {
		switch s := s.(type) {
		case *ast.AssignStmt:
			for _, e := range s.Lhs {
				if n, ok := e.(*ast.Ident); ok && s.Tok == token.DEFINE {
					add(n)
				}
			}
		case *ast.DeclStmt:
			g, ok := s.Decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for _, n := range v.Names {
						add(n)
					}
				}
			}
		}
	}
	return out
}

// leavesEarly lowers "if c { …; break }" in a switch: what follows in the case is the
// other branch, since the break leaves the switch and nothing else.
func (l *lowering) leavesEarly(s ast.Stmt, rest []ast.Stmt) ([]ir.Stmt, bool) {
	i, ok := s.(*ast.IfStmt)
	if !ok || i.Else != nil || i.Body == nil || len(i.Body.List) == 0 {
		return nil, false
	}
	last, ok := i.Body.List[len(i.Body.List)-1].(*ast.BranchStmt)
	if !ok || last.Tok != token.BREAK || last.Label != nil {
		return nil, false
	}
	var out []ir.Stmt
	if i.Init != nil {
		out = l.stmt(out, i.Init)
	}
	return append(out, &ir.If{Span: l.of(i), Test: l.expr(i.Cond), Then: l.block(i.Body), Else: l.stmts(rest, rest[0].Pos(), rest[len(rest)-1].End())}), true
}

// stmt appends what a statement lowers to: none, one or several.
func (l *lowering) stmt(out []ir.Stmt, s ast.Stmt) []ir.Stmt {
	if s == nil {
		return out
	}
	l.begins = append(l.begins, l.offset(s.Pos()))
	if !l.enter(s.Pos(), s.End()) {
		return out
	}
	defer l.leave()
	span := l.of(s)
	switch s := s.(type) {
	case *ast.ExprStmt:
		return append(out, &ir.Eval{Span: span, X: l.expr(s.X)})
	case *ast.AssignStmt:
		return l.assignment(out, s)
	case *ast.DeclStmt:
		if d, ok := s.Decl.(*ast.GenDecl); ok {
			n := len(out)
			out = l.declaration(out, d)
			for _, s := range out[n:] {
				emptySequence(s)
			}
			return out
		}
		l.bad(s.Pos(), s.End())
	case *ast.ReturnStmt:
		return append(out, l.returns(s))
	case *ast.IncDecStmt:
		one := &ir.Number{Span: span, Text: "1"}
		return append(out, &ir.Assign{Span: span, Op: s.Tok.String()[:1], Targets: []ir.Expr{l.expr(s.X)}, Value: one})
	case *ast.GoStmt:
		return append(out, &ir.Eval{Span: span, X: l.expr(s.Call)})
	case *ast.DeferStmt:
		return append(out, &ir.Eval{Span: span, X: l.expr(s.Call)})
	case *ast.SendStmt:
		return append(out, &ir.Block{Span: span, Exprs: []ir.Expr{l.expr(s.Chan), l.expr(s.Value)}})
	case *ast.BranchStmt:
		return l.branchStmt(out, s)
	case *ast.LabeledStmt:
		return l.stmt(out, s.Stmt)
	case *ast.BadStmt:
		l.bad(s.Pos(), s.End())
	default:
		return l.compound(out, s)
	}
	return out
}

// emptySequence gives a sequence that a function declares without a value what it is.
func emptySequence(s ir.Stmt) {
	a, ok := s.(*ir.Assign)
	if !ok || a.Value != nil {
		return
	}
	if t, ok := a.Type.(*ir.Unknown); ok && t.Kind == "array" {
		a.Value = &ir.List{Span: a.Span, Kind: "list"}
	}
}

func (l *lowering) compound(out []ir.Stmt, s ast.Stmt) []ir.Stmt {
	switch s := s.(type) {
	case *ast.BlockStmt:
		return append(out, l.block(s)...)
	case *ast.IfStmt:
		return l.ifStmt(out, s)
	case *ast.ForStmt:
		return l.forStmt(out, s)
	case *ast.RangeStmt:
		return l.rangeStmt(out, s)
	case *ast.SwitchStmt:
		return l.switchStmt(out, s)
	case *ast.TypeSwitchStmt:
		return l.typeSwitch(out, s)
	case *ast.SelectStmt:
		return l.selectStmt(out, s)
	case *ast.CaseClause, *ast.CommClause: // of no switch, where the source is broken
		l.bad(s.Pos(), s.End())
	}
	return out
}

// branchStmt lowers break and continue. One that leaves a switch is left out: the case
// ends there, or is taken to go on. A goto may lead anywhere.
func (l *lowering) branchStmt(out []ir.Stmt, s *ast.BranchStmt) []ir.Stmt {
	switch {
	case s.Tok == token.BREAK && l.leaving && s.Label == nil:
	case s.Tok == token.BREAK, s.Tok == token.CONTINUE:
		return append(out, &ir.Leave{Span: l.of(s), Kind: s.Tok.String()})
	}
	return out
}

func (l *lowering) returns(s *ast.ReturnStmt) ir.Stmt {
	r := &ir.Return{Span: l.of(s)}
	switch {
	case len(s.Results) == 1:
		r.Value = l.expr(s.Results[0])
	case len(s.Results) > 1:
		r.Value = &ir.List{Span: l.span(s.Results[0].Pos(), s.Results[len(s.Results)-1].End()), Kind: "tuple", Items: l.exprs(s.Results)}
	case len(l.results) > 0:
		r.Value = l.namedResults(l.results[len(l.results)-1], r.Span)
	}
	return r
}

// namedResults is what a return without values gives back.
func (l *lowering) namedResults(fields *ast.FieldList, span ir.Span) ir.Expr {
	if fields == nil {
		return nil
	}
	var items []ir.Expr
	for _, f := range fields.List {
		for _, n := range f.Names {
			items = append(items, &ir.Name{Span: span, Value: n.Name})
		}
	}
	switch len(items) {
	case 0:
		return nil
	case 1:
		return items[0]
	}
	return &ir.List{Span: span, Kind: "tuple", Items: items}
}

func (l *lowering) assignment(out []ir.Stmt, s *ast.AssignStmt) []ir.Stmt {
	span := l.of(s)
	switch {
	case s.Tok != token.ASSIGN && s.Tok != token.DEFINE && len(s.Lhs) == 1 && len(s.Rhs) == 1:
		op := strings.TrimSuffix(s.Tok.String(), "=")
		return append(out, &ir.Assign{Span: span, Op: op, Targets: []ir.Expr{l.expr(s.Lhs[0])}, Value: l.expr(s.Rhs[0])})
	case len(s.Lhs) == 1 && len(s.Rhs) == 1:
		value := l.expr(s.Rhs[0])
		if star, ok := ast.Unparen(s.Rhs[0]).(*ast.StarExpr); ok {
			value = &ir.Unknown{Span: l.of(star), Kind: ir.Copied, Inner: []ir.Expr{value}}
		}
		return append(out, &ir.Assign{Span: span, Targets: []ir.Expr{l.expr(s.Lhs[0])}, Value: value})
	case len(s.Rhs) == 1:
		out = append(out, l.several(span, s.Lhs, s.Rhs[0]))
		return l.present(out, s)
	case len(s.Lhs) == len(s.Rhs):
		return append(out, &ir.Assign{Span: span,
			Targets: []ir.Expr{&ir.List{Span: span, Kind: "tuple", Items: l.exprs(s.Lhs)}},
			Value:   &ir.List{Span: span, Kind: "tuple", Items: l.exprs(s.Rhs)}})
	}
	return append(out, &ir.Block{Span: span, Exprs: append(l.exprs(s.Lhs), l.exprs(s.Rhs)...)})
}

// several binds the results of one call, or a value and whether it is there.
func (l *lowering) several(span ir.Span, targets []ast.Expr, value ast.Expr) ir.Stmt {
	return &ir.Assign{Span: span, Targets: []ir.Expr{&ir.List{Span: span, Kind: results, Items: l.exprs(targets)}}, Value: l.expr(value)}
}

// results are the targets of a call with several results: that of a library is known by
// its first.
const results = "results"

// present gives the second name of "v, ok := m[k]" its meaning: k is in m. The parts
// are read a second time for it, so they must be small.
func (l *lowering) present(out []ir.Stmt, s *ast.AssignStmt) []ir.Stmt {
	x, ok := ast.Unparen(s.Rhs[0]).(*ast.IndexExpr)
	if !ok || len(s.Lhs) != 2 || !plain(x.X, 8) || !plain(x.Index, 8) {
		return out
	}
	if n, ok := s.Lhs[1].(*ast.Ident); !ok || n.Name == "_" {
		return out
	}
	span := l.of(s.Lhs[1])
	in := &ir.Compare{Span: l.of(x), Ops: []string{"in"}, Xs: []ir.Expr{l.expr(x.Index), l.expr(x.X)}}
	return append(out, &ir.Assign{Span: span, Targets: []ir.Expr{l.expr(s.Lhs[1])}, Value: in})
}

// plain tells an expression of names, selectors, literals and calls of these.
func plain(e ast.Expr, depth int) bool {
	if depth == 0 {
		return false
	}
	switch x := e.(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return plain(x.X, depth-1)
	case *ast.ParenExpr:
		return plain(x.X, depth-1)
	case *ast.CallExpr:
		for _, a := range x.Args {
			if !plain(a, depth-1) {
				return false
			}
		}
		return len(x.Args) <= 3 && plain(x.Fun, depth-1)
	}
	return false
}

// ifStmt lowers a chain of else branches from the end to the front. Those beyond
// front.MaxSpine become Ifs side by side, so that no chain makes the form deep; they no
// longer exclude each other.
func (l *lowering) ifStmt(out []ir.Stmt, s *ast.IfStmt) []ir.Stmt {
	var chain []*ast.IfStmt
	var last []ir.Stmt
	for {
		chain = append(chain, s)
		next, ok := s.Else.(*ast.IfStmt)
		if !ok {
			if b, ok := s.Else.(*ast.BlockStmt); ok {
				last = l.block(b)
			} else if s.Else != nil {
				last = l.stmt(nil, s.Else)
			}
			break
		}
		s = next
	}
	end := chain[len(chain)-1].End()
	if len(chain) > front.MaxSpine {
		var flat []ir.Stmt
		for _, c := range chain[front.MaxSpine:] {
			flat = append(flat, l.branch(c, end, nil)...)
		}
		last, chain = append(flat, last...), chain[:front.MaxSpine]
	}
	for i := len(chain) - 1; i >= 0; i-- {
		last = l.branch(chain[i], end, last)
	}
	return append(out, last...)
}

func (l *lowering) branch(s *ast.IfStmt, end token.Pos, otherwise []ir.Stmt) []ir.Stmt {
	span := l.span(s.Pos(), end)
	finish := l.blocks.Enter(span, declared([]ast.Stmt{s.Init}))
	var out []ir.Stmt
	if s.Init != nil {
		out = l.stmt(out, s.Init)
	}
	b := &ir.If{Span: span, Test: l.expr(s.Cond), Then: l.block(s.Body), Else: otherwise}
	return finish(append(out, b))
}

// looped lowers the body of a loop, which a break in it leaves.
func (l *lowering) looped(b *ast.BlockStmt) []ir.Stmt {
	leaving := l.leaving
	l.leaving = false
	out := l.block(b)
	l.leaving = leaving
	return out
}

func (l *lowering) forStmt(out []ir.Stmt, s *ast.ForStmt) []ir.Stmt {
	finish := l.blocks.Enter(l.of(s), declared([]ast.Stmt{s.Init}))
	var begun []ir.Stmt
	if s.Init != nil {
		begun = l.stmt(begun, s.Init)
	}
	loop := &ir.Loop{Span: l.of(s), Body: l.looped(s.Body)}
	if s.Cond != nil {
		loop.Test = l.expr(s.Cond)
	}
	if s.Post != nil {
		loop.Body = l.stmt(loop.Body, s.Post)
	}
	return append(out, finish(append(begun, loop))...)
}

// rangeStmt lowers a loop over the entries of a sequence or mapping.
func (l *lowering) rangeStmt(out []ir.Stmt, s *ast.RangeStmt) []ir.Stmt {
	loop := &ir.Loop{Span: l.of(s), Iter: l.expr(s.X), Entries: true, Body: l.looped(s.Body)}
	target := &ir.List{Kind: "tuple"}
	for _, e := range []ast.Expr{s.Key, s.Value} {
		if e != nil {
			target.Items = append(target.Items, l.expr(e))
		}
	}
	if n := len(target.Items); n > 0 {
		target.Span = front.Join(target.Items[0], target.Items[n-1])
		loop.Target = target
	}
	return append(out, loop)
}

// clause is one case of a switch.
type clause struct {
	span ir.Span
	test ir.Expr // nil for the default
	body []ir.Stmt
}

// chain lowers the clauses of a switch to branches of which one is taken.
func chain(clauses []clause) []ir.Stmt {
	var out []ir.Stmt
	end := ir.Span{}
	for _, c := range clauses {
		if c.test == nil {
			out = c.body
		}
		end = c.span
	}
	if len(clauses) > front.MaxSpine { // side by side; they no longer exclude each other
		var flat []ir.Stmt
		for _, c := range clauses[front.MaxSpine:] {
			if c.test != nil {
				flat = append(flat, &ir.If{Span: c.span, Test: c.test, Then: c.body})
			}
		}
		out, clauses = append(flat, out...), clauses[:front.MaxSpine]
	}
	for i := len(clauses) - 1; i >= 0; i-- {
		if c := clauses[i]; c.test != nil {
			out = []ir.Stmt{&ir.If{Span: ir.Span{Start: c.span.Start, End: end.End}, Test: c.test, Then: c.body, Else: out}}
		}
	}
	return out
}

// cases lowers the body of a switch.
func (l *lowering) cases(b *ast.BlockStmt, test func(ast.Stmt) ir.Expr, before func(ast.Stmt) []ir.Stmt) []ir.Stmt {
	if b == nil {
		return nil
	}
	leaving := l.leaving
	l.leaving = true
	defer func() { l.leaving = leaving }()
	var out []clause
	for _, s := range b.List {
		c := clause{span: l.of(s), test: test(s), body: before(s)}
		switch s := s.(type) {
		case *ast.CaseClause:
			c.body = append(c.body, l.stmts(s.Body, s.Pos(), s.End())...)
		case *ast.CommClause:
			c.body = append(c.body, l.stmts(s.Body, s.Pos(), s.End())...)
		}
		out = append(out, c)
	}
	return chain(out)
}

func nothing(ast.Stmt) []ir.Stmt { return nil }

func (l *lowering) switchStmt(out []ir.Stmt, s *ast.SwitchStmt) []ir.Stmt {
	if s.Init != nil {
		out = l.stmt(out, s.Init)
	}
	// A tag that is more than a name is read once.
	tag := s.Tag
	if tag != nil && !plain(tag, 4) {
		out = append(out, &ir.Assign{Span: l.of(tag), Targets: []ir.Expr{&ir.Name{Span: l.of(tag), Value: "switch"}}, Value: l.expr(tag)})
	}
	return append(out, l.cases(s.Body, func(c ast.Stmt) ir.Expr {
		k, ok := c.(*ast.CaseClause)
		if !ok || len(k.List) == 0 {
			return nil
		}
		span := l.span(k.List[0].Pos(), k.List[len(k.List)-1].End())
		if tag == nil {
			return either(l.exprs(k.List), span)
		}
		subject := ir.Expr(&ir.Name{Span: l.of(tag), Value: "switch"})
		if plain(tag, 4) {
			subject = l.expr(tag)
		}
		if len(k.List) == 1 {
			return &ir.Compare{Span: span, Ops: []string{"=="}, Xs: []ir.Expr{subject, l.expr(k.List[0])}}
		}
		return &ir.Compare{Span: span, Ops: []string{"in"}, Xs: []ir.Expr{subject, &ir.List{Span: span, Kind: "tuple", Items: l.exprs(k.List)}}}
	}, nothing)...)
}

// either holds where one of the tests does.
func either(tests []ir.Expr, span ir.Span) ir.Expr {
	if len(tests) > front.MaxSpine {
		return &ir.Unknown{Span: span, Kind: "or", Inner: tests}
	}
	test := tests[0]
	for _, t := range tests[1:] {
		test = &ir.Logic{Span: front.Join(test, t), Op: "or", L: test, R: t}
	}
	return test
}

// typeSwitch lowers to branches of which nothing decides; the name is bound in each.
func (l *lowering) typeSwitch(out []ir.Stmt, s *ast.TypeSwitchStmt) []ir.Stmt {
	if s.Init != nil {
		out = l.stmt(out, s.Init)
	}
	var name *ast.Ident
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		if len(a.Lhs) == 1 && len(a.Rhs) == 1 {
			name, _ = a.Lhs[0].(*ast.Ident)
			out = append(out, &ir.Assign{Span: l.of(a), Targets: []ir.Expr{l.expr(a.Lhs[0])}, Value: l.expr(a.Rhs[0])})
		}
	case *ast.ExprStmt:
		out = append(out, &ir.Eval{Span: l.of(a), X: l.expr(a.X)})
	}
	return append(out, l.cases(s.Body, func(c ast.Stmt) ir.Expr {
		if k, ok := c.(*ast.CaseClause); ok && len(k.List) > 0 {
			return &ir.Unknown{Span: l.span(k.List[0].Pos(), k.List[len(k.List)-1].End()), Kind: "type"}
		}
		return nil
	}, func(c ast.Stmt) []ir.Stmt {
		k, ok := c.(*ast.CaseClause)
		if !ok || name == nil || len(k.List) != 1 {
			return nil
		}
		span := l.of(k.List[0])
		return []ir.Stmt{&ir.Assign{Span: span, Targets: []ir.Expr{&ir.Name{Span: span, Value: name.Name}}, Type: l.typeExpr(k.List[0])}}
	})...)
}

func (l *lowering) selectStmt(out []ir.Stmt, s *ast.SelectStmt) []ir.Stmt {
	return append(out, l.cases(s.Body, func(c ast.Stmt) ir.Expr {
		if k, ok := c.(*ast.CommClause); ok && k.Comm != nil {
			return &ir.Unknown{Span: l.of(k.Comm), Kind: "select"}
		}
		return nil
	}, func(c ast.Stmt) []ir.Stmt {
		if k, ok := c.(*ast.CommClause); ok && k.Comm != nil {
			return l.stmt(nil, k.Comm)
		}
		return nil
	})...)
}
