package java

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// arm is one way through a switch.
type arm struct {
	at    uint32
	tests []ir.Expr
	other bool // default
	body  []ir.Stmt
	left  bool // a break ends it before its own end
	falls bool // it has no statements, and goes on in the next one
}

// switchStatement lowers a switch to a chain of Ifs. A group
// without a break at its end is taken to end there too.
func (l *lowering) switchStatement(n uint32) []ir.Stmt {
	subject, out := l.subject(n)
	arms := l.arms(n, subject, false)
	chain := l.ifs(l.Span(n), arms)
	for _, a := range arms {
		if a.left { // a break inside of it leaves the switch
			return append(out, &ir.Loop{Span: l.Span(n), Body: chain})
		}
	}
	return append(out, chain...)
}

// switchValue lowers a switch with a value to the call of a function that has none
// but this body.
func (l *lowering) switchValue(n uint32) ir.Expr {
	outer := l.before
	l.before = nil
	subject, body := l.subject(n)
	body = append(body, l.ifs(l.Span(n), l.arms(n, subject, true))...)
	body = append(l.before, body...)
	l.before = outer
	return &ir.Call{Span: l.Span(n), Fn: &ir.Lambda{Span: l.Span(n), Body: body}}
}

// subject is an expression that can be read more than once, and the assignment
// that makes it so.
func (l *lowering) subject(n uint32) (ir.Expr, []ir.Stmt) {
	x := l.Must(n, "condition")
	switch x.(type) {
	case *ir.Name, *ir.Attr:
		return x, nil
	}
	name := &ir.Name{Span: x.Pos(), Value: fmt.Sprintf("switch@%d", l.Nodes[n].Start)}
	return name, []ir.Stmt{&ir.Assign{Span: x.Pos(), Targets: []ir.Expr{name}, Value: x}}
}

func (l *lowering) arms(n uint32, subject ir.Expr, value bool) []arm {
	block := l.Child(n, "body")
	if block == syntax.None {
		return nil
	}
	l.open()
	defer l.pop()
	var out []arm
	for _, c := range l.Children(block) {
		a := arm{at: c}
		var body []uint32
		for _, part := range l.Children(c) {
			if l.Kind(part) == "switch_label" {
				l.label(&a, part, subject)
			} else {
				body = append(body, part)
			}
		}
		if l.Kind(c) == "switch_rule" {
			a.body = l.ruleBody(body, value)
		} else {
			a.falls = len(body) == 0
			a.body, a.left = l.group(body)
		}
		out = append(out, a)
	}
	return out
}

// label adds the tests of one "case" to an arm.
func (l *lowering) label(a *arm, n uint32, subject ir.Expr) {
	children := l.Children(n)
	if len(children) == 0 {
		a.other = true
		return
	}
	for _, c := range children {
		switch l.Kind(c) {
		case "pattern":
			l.pattern(c)
			a.tests = append(a.tests, &ir.Unknown{Span: l.Span(c), Kind: "pattern"})
		case "guard":
			x := l.only(c)
			if x == nil || len(a.tests) == 0 {
				continue
			}
			last := len(a.tests) - 1
			a.tests[last] = &ir.Logic{Span: l.Span(n), Op: "and", L: a.tests[last], R: x}
		default:
			var x ir.Expr
			if l.Kind(c) == "identifier" { // a constant, of an enumeration perhaps
				x = l.constant(c)
			} else {
				x = l.expr(c)
			}
			a.tests = append(a.tests, &ir.Compare{Span: l.Span(c), Ops: []string{"=="}, Xs: []ir.Expr{subject, x}})
		}
	}
}

// constant is a name in a case: a field that is known here, or one of the subject's
// type, which is not.
func (l *lowering) constant(n uint32) ir.Expr {
	if l.known(l.Text(n)) {
		return l.expr(n)
	}
	return &ir.Unknown{Span: l.Span(n), Kind: "constant"}
}

// ruleBody is what stands behind "->".
func (l *lowering) ruleBody(nodes []uint32, value bool) []ir.Stmt {
	if len(nodes) != 1 {
		return l.statements(nodes)
	}
	n := nodes[0]
	switch {
	case l.Kind(n) == "block":
		return l.block(n)
	case value && l.Kind(n) == "expression_statement":
		outer := l.before
		l.before = nil
		x := l.only(n)
		out := append(l.before, &ir.Return{Span: l.Span(n), Value: x})
		l.before = outer
		return out
	}
	return l.statements(nodes)
}

// group lowers the statements of a case, without the break at its end.
func (l *lowering) group(nodes []uint32) (out []ir.Stmt, left bool) {
	if len(nodes) == 1 && l.Kind(nodes[0]) == "block" {
		return l.group(l.Children(nodes[0]))
	}
	if last := len(nodes) - 1; last >= 0 && l.Kind(nodes[last]) == "break_statement" {
		nodes = nodes[:last]
	}
	out = l.statements(nodes)
	return out, front.Breaks(out)
}

// ifs chains the arms, the default last. A group that is empty shares the next one's
// statements. Beyond front.MaxSpine the arms stand side by side.
func (l *lowering) ifs(span ir.Span, arms []arm) []ir.Stmt {
	var tested []*ir.If
	var last, flat []ir.Stmt
	var pending []ir.Expr
	for i, a := range arms {
		pending = append(pending, a.tests...)
		if a.falls && !a.other && i+1 < len(arms) {
			continue
		}
		if a.other {
			last = a.body
			if len(pending) == 0 {
				continue
			}
		}
		tested = append(tested, &ir.If{Span: l.Span(a.at), Test: anyOf(pending, l.Span(a.at)), Then: a.body})
		pending = nil
	}
	if len(tested) > front.MaxSpine {
		for _, b := range tested[front.MaxSpine:] {
			flat = append(flat, b)
		}
		tested = tested[:front.MaxSpine]
		last = append(flat, last...)
	}
	for i := len(tested) - 1; i >= 0; i-- {
		tested[i].Else = last
		last = []ir.Stmt{tested[i]}
	}
	return last
}

func anyOf(tests []ir.Expr, span ir.Span) ir.Expr {
	if len(tests) == 0 {
		return &ir.Unknown{Span: span, Kind: "case"}
	}
	return anyTest(tests)
}

func anyTest(tests []ir.Expr) ir.Expr {
	if len(tests) == 1 {
		return tests[0]
	}
	half := len(tests) / 2
	left, right := anyTest(tests[:half]), anyTest(tests[half:])
	return &ir.Logic{Span: front.Join(left, right), Op: "or", L: left, R: right}
}
