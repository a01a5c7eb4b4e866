package python

import (
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// subjectName stands for the value of a match that is no plain name. It cannot
// clash with a name of the program.
const subjectName = "<match>"

// match lowers a match to a chain of Ifs that test and bind parts of the subject.
func (l *lowering) match(out []ir.Stmt, n uint32) []ir.Stmt {
	subject, before := l.subject(n)
	out = append(out, before...)
	body := l.Child(n, "body")
	if body == syntax.None {
		return out
	}
	var cases []uint32
	for _, c := range l.Children(body) {
		if l.Kind(c) == "case_clause" {
			cases = append(cases, c)
		} else {
			out = l.stmt(out, c)
		}
	}
	var rest []ir.Stmt
	if len(cases) > front.MaxSpine { // side by side, as with elif
		for _, c := range cases[front.MaxSpine:] {
			rest = append(rest, l.matchCase(c, subject, nil)...)
		}
		cases = cases[:front.MaxSpine]
	}
	for i := len(cases) - 1; i >= 0; i-- {
		rest = l.matchCase(cases[i], subject, rest)
	}
	return append(out, rest...)
}

// subject is an expression that can be read more than once, and the assignment
// that makes it so.
func (l *lowering) subject(n uint32) (ir.Expr, []ir.Stmt) {
	var xs []ir.Expr
	for _, c := range l.Children(n) {
		if l.FieldName(c) == "subject" {
			xs = append(xs, l.expr(c))
		}
	}
	var x ir.Expr
	switch len(xs) {
	case 0:
		x = &ir.Unknown{Span: l.Span(n), Kind: "missing"}
	case 1:
		x = xs[0]
	default:
		x = &ir.List{Span: front.Join(xs[0], xs[len(xs)-1]), Kind: "tuple", Items: xs}
	}
	if name, ok := x.(*ir.Name); ok {
		return name, nil
	}
	name := &ir.Name{Span: x.Pos(), Value: subjectName}
	return name, []ir.Stmt{&ir.Assign{Span: x.Pos(), Targets: []ir.Expr{name}, Value: x}}
}

// matchCase lowers one case in front of the rest. Its names are bound in its
// body, and before the test where a guard reads them.
func (l *lowering) matchCase(n uint32, subject ir.Expr, rest []ir.Stmt) []ir.Stmt {
	p := pattern{lowering: l}
	test := p.caseTest(n, subject)
	branch := &ir.If{Span: l.Span(n), Test: test}
	var before []ir.Stmt
	guard := l.Child(n, "guard")
	if guard != syntax.None {
		before, p.binds = p.binds, nil
		if x := l.only(guard); x != nil {
			branch.Test = both(test, x)
		}
	}
	branch.Then = append(p.binds, l.suite(n, "consequence")...)
	if branch.Test == nil && guard == syntax.None { // case _: or case name:
		return branch.Then
	}
	branch.Else = rest
	return append(before, branch)
}

// both joins two tests; nil always holds.
func both(a, b ir.Expr) ir.Expr {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &ir.Logic{Span: front.Join(a, b), Op: "and", L: a, R: b}
}

// pattern lowers the pattern of one case and collects the names that it binds.
type pattern struct {
	*lowering
	binds []ir.Stmt
}

func (p *pattern) bind(n uint32, value ir.Expr) {
	if name := p.Text(n); name != "_" {
		target := &ir.Name{Span: p.Span(n), Value: name}
		p.binds = append(p.binds, &ir.Assign{Span: p.Span(n), Targets: []ir.Expr{target}, Value: value})
	}
}

func (p *pattern) caseTest(n uint32, subject ir.Expr) ir.Expr {
	var patterns []uint32
	for _, c := range p.Children(n) {
		if p.Kind(c) == "case_pattern" {
			patterns = append(patterns, c)
		}
	}
	if len(patterns) == 1 && !p.HasToken(n, ",") {
		return p.test(patterns[0], subject)
	}
	return p.sequence(n, patterns, subject)
}

// test gives what must hold for the pattern, or nil where it always holds.
func (p *pattern) test(n uint32, subject ir.Expr) ir.Expr {
	if !p.Enter(n) {
		return &ir.Unknown{Span: p.Span(n), Kind: "too deep"}
	}
	defer p.Leave()
	children := p.Children(n)
	switch p.Kind(n) {
	case "case_pattern":
		if len(children) == 0 {
			return nil // the wildcard
		}
		if len(children) == 1 && !p.HasToken(n, "-") {
			return p.test(children[0], subject)
		}
		return p.equals(n, subject)
	case "dotted_name":
		if len(children) == 1 {
			p.bind(n, subject)
			return nil
		}
		return p.equals(n, subject)
	case "as_pattern":
		return p.asTest(children, subject)
	case "union_pattern":
		return p.union(n, children, subject)
	case "list_pattern", "tuple_pattern":
		return p.sequence(n, children, subject)
	case "dict_pattern":
		return p.mapping(n, subject)
	case "class_pattern":
		return p.instance(n, children, subject)
	case "splat_pattern":
		return nil
	}
	return p.equals(n, subject)
}

// equals compares the subject with a value: a literal or a dotted name.
func (p *pattern) equals(n uint32, subject ir.Expr) ir.Expr {
	return &ir.Compare{Span: p.Span(n), Ops: []string{"=="}, Xs: []ir.Expr{subject, p.value(n)}}
}

func (p *pattern) value(n uint32) ir.Expr {
	switch p.Kind(n) {
	case "dotted_name":
		var x ir.Expr
		for _, c := range p.Children(n) {
			if x == nil {
				x = &ir.Name{Span: p.Span(c), Value: p.Text(c)}
				continue
			}
			x = &ir.Attr{Span: ir.Span{Start: x.Pos().Start, End: p.Span(c).End}, X: x, Name: p.Text(c), NameAt: p.Span(c)}
		}
		return x
	case "case_pattern", "complex_pattern":
		return &ir.Number{Span: p.Span(n), Text: strings.Join(strings.Fields(p.Text(n)), "")}
	}
	return p.expr(n)
}

func (p *pattern) asTest(children []uint32, subject ir.Expr) ir.Expr {
	var test ir.Expr
	for i, c := range children {
		if i == len(children)-1 && p.Kind(c) == "identifier" {
			p.bind(c, subject)
		} else {
			test = both(test, p.test(c, subject))
		}
	}
	return test
}

// union tests whether one of the alternatives holds. Where all are values it is
// a membership test, which is what a guard reads best.
func (p *pattern) union(n uint32, children []uint32, subject ir.Expr) ir.Expr {
	values := &ir.List{Span: p.Span(n), Kind: "tuple"}
	var test ir.Expr
	for _, c := range children {
		t := p.test(c, subject)
		if t == nil {
			return nil
		}
		if eq, ok := t.(*ir.Compare); ok && len(eq.Xs) == 2 && eq.Ops[0] == "==" && eq.Xs[0] == subject {
			values.Items = append(values.Items, eq.Xs[1])
		}
		if test == nil {
			test = t
		} else {
			test = &ir.Logic{Span: front.Join(test, t), Op: "or", L: test, R: t}
		}
	}
	if len(values.Items) == len(children) {
		return &ir.Compare{Span: p.Span(n), Ops: []string{"in"}, Xs: []ir.Expr{subject, values}}
	}
	if len(children) > front.MaxSpine {
		return &ir.Unknown{Span: p.Span(n), Kind: "union_pattern", Inner: []ir.Expr{subject}}
	}
	return test
}

// sequence binds the elements before a star by their index.
func (p *pattern) sequence(n uint32, patterns []uint32, subject ir.Expr) ir.Expr {
	test := ir.Expr(&ir.Unknown{Span: p.Span(n), Kind: "sequence_pattern", Inner: []ir.Expr{subject}})
	if len(patterns) > front.MaxSpine {
		return test
	}
	starred := false
	for i, c := range patterns {
		if star := p.star(c); star != syntax.None {
			starred = true
			p.bind(star, &ir.Unknown{Span: p.Span(c), Kind: "splat_pattern", Inner: []ir.Expr{subject}})
			continue
		}
		element := ir.Expr(&ir.Index{Span: p.Span(c), X: subject, Key: &ir.Number{Span: p.Span(c), Text: strconv.Itoa(i)}})
		if starred {
			element = &ir.Unknown{Span: p.Span(c), Kind: "splat_pattern", Inner: []ir.Expr{subject}}
		}
		test = both(test, p.test(c, element))
	}
	return test
}

// star is the name behind a * or ** in the pattern, or None.
func (p *pattern) star(n uint32) uint32 {
	if p.Kind(n) == "case_pattern" {
		n = p.firstChild(n)
	}
	if n == syntax.None || p.Kind(n) != "splat_pattern" {
		return syntax.None
	}
	if name := p.firstChild(n); name != syntax.None {
		return name
	}
	return n
}

// mapping binds the values by their key.
func (p *pattern) mapping(n uint32, subject ir.Expr) ir.Expr {
	test := ir.Expr(&ir.Unknown{Span: p.Span(n), Kind: "dict_pattern", Inner: []ir.Expr{subject}})
	children := p.Children(n)
	if len(children) > front.MaxSpine {
		return test
	}
	var key ir.Expr
	for _, c := range children {
		switch {
		case p.FieldName(c) == "key":
			key = p.value(c)
		case p.FieldName(c) == "value" && key != nil:
			test = both(test, p.test(c, &ir.Index{Span: p.Span(c), X: subject, Key: key}))
		case p.star(c) != syntax.None:
			p.bind(p.star(c), &ir.Unknown{Span: p.Span(c), Kind: "splat_pattern", Inner: []ir.Expr{subject}})
		}
	}
	return test
}

// instance binds the attributes that a class pattern names.
func (p *pattern) instance(n uint32, children []uint32, subject ir.Expr) ir.Expr {
	test := ir.Expr(&ir.Unknown{Span: p.Span(n), Kind: "class_pattern", Inner: []ir.Expr{subject}})
	if len(children) > front.MaxSpine {
		return test
	}
	for i, c := range children {
		if i == 0 {
			continue // the class's name
		}
		if p.Kind(c) == "case_pattern" && p.firstChild(c) != syntax.None && p.Kind(p.firstChild(c)) == "keyword_pattern" {
			test = both(test, p.keyword(p.firstChild(c), subject))
			continue
		}
		test = both(test, p.test(c, &ir.Unknown{Span: p.Span(c), Kind: "class_pattern", Inner: []ir.Expr{subject}}))
	}
	return test
}

func (p *pattern) keyword(n uint32, subject ir.Expr) ir.Expr {
	children := p.Children(n)
	if len(children) != 2 {
		return &ir.Unknown{Span: p.Span(n), Kind: "keyword_pattern", Inner: []ir.Expr{subject}}
	}
	name := children[0]
	return p.test(children[1], &ir.Attr{Span: p.Span(n), X: subject, Name: p.Text(name), NameAt: p.Span(name)})
}
