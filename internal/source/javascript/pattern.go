package javascript

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

func isPattern(kind string) bool {
	switch kind {
	case "object_pattern", "array_pattern", "assignment_pattern", "object_assignment_pattern", "rest_pattern":
		return true
	}
	return false
}

// temporary is a name that no program can have, for a value that is read more than
// once.
func (l *lowering) temporary(n uint32) *ir.Name { return l.temporaryAt(l.Span(n)) }

func (l *lowering) temporaryAt(s ir.Span) *ir.Name {
	return &ir.Name{Span: s, Value: fmt.Sprintf("<%d>", s.Start.Offset)}
}

// destructure appends the assignments that a pattern stands for.
func (l *lowering) destructure(out []ir.Stmt, n uint32, from ir.Expr) []ir.Stmt {
	if !l.Enter(n) {
		return out
	}
	defer l.Leave()
	switch l.Kind(n) {
	case "object_pattern":
		return l.objectPattern(out, n, from)
	case "array_pattern":
		return l.arrayPattern(out, n, from)
	case "assignment_pattern", "object_assignment_pattern":
		return l.withDefault(out, n, from)
	case "rest_pattern":
		if children := l.children(n); len(children) == 1 {
			return l.destructure(out, children[0], from)
		}
		return out
	}
	target := l.expr(n)
	return append(out, &ir.Assign{Span: l.Span(n), Targets: []ir.Expr{target}, Value: from})
}

// withDefault binds the left side of "a = b" in a pattern.
func (l *lowering) withDefault(out []ir.Stmt, n uint32, from ir.Expr) []ir.Stmt {
	left := l.Child(n, "left")
	if left == syntax.None {
		return out
	}
	return l.destructure(out, left, &ir.Logic{Span: l.Span(n), Op: "??", L: from, R: l.Must(n, "right")})
}

// readable is an expression that may be read several times, and the assignment that
// makes it so.
func (l *lowering) readable(out []ir.Stmt, n uint32, x ir.Expr) ([]ir.Stmt, ir.Expr) {
	if name, ok := x.(*ir.Name); ok {
		return out, name
	}
	name := l.temporary(n)
	return append(out, &ir.Assign{Span: x.Pos(), Targets: []ir.Expr{name}, Value: x}), name
}

func (l *lowering) objectPattern(out []ir.Stmt, n uint32, from ir.Expr) []ir.Stmt {
	out, from = l.readable(out, n, from)
	for _, c := range l.children(n) {
		switch l.Kind(c) {
		case "shorthand_property_identifier_pattern":
			target := &ir.Name{Span: l.Span(c), Value: l.Text(c)}
			out = append(out, &ir.Assign{Span: l.Span(c), Targets: []ir.Expr{target}, Value: l.part(from, c)})
		case "object_assignment_pattern":
			if left := l.Child(c, "left"); left != syntax.None {
				out = l.withDefault(out, c, l.part(from, left))
			}
		case "pair_pattern":
			key, value := l.Child(c, "key"), l.Child(c, "value")
			if key != syntax.None && value != syntax.None {
				out = l.destructure(out, value, l.part(from, key))
			}
		case "rest_pattern":
			out = l.destructure(out, c, from)
		default: // an error inside the braces
			out = append(out, &ir.Eval{Span: l.Span(c), X: l.expr(c)})
		}
	}
	return out
}

// part is a property by its key.
func (l *lowering) part(from ir.Expr, key uint32) ir.Expr {
	span := l.Span(key)
	switch l.Kind(key) {
	case "computed_property_name", "string", "number":
		return &ir.Index{Span: span, X: from, Key: l.key(key)}
	}
	return &ir.Attr{Span: span, X: from, Name: l.Text(key), NameAt: span}
}

// arrayPattern binds the elements by their place, through a list of targets.
func (l *lowering) arrayPattern(out []ir.Stmt, n uint32, from ir.Expr) []ir.Stmt {
	targets := &ir.List{Span: l.Span(n), Kind: "tuple"}
	var inner []ir.Stmt
	place := 0
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.Kind(c) == "," {
			place++
			continue
		}
		if !l.Is(c, syntax.Named) || l.Is(c, syntax.Extra) {
			continue
		}
		for len(targets.Items) < place && place < front.MaxSpine { // a hole
			targets.Items = append(targets.Items, l.temporaryAt(l.Range(l.Nodes[c].Start, l.Nodes[c].Start)))
		}
		if isPattern(l.Kind(c)) {
			item := l.temporary(c)
			targets.Items = append(targets.Items, item)
			inner = l.destructure(inner, c, item)
			continue
		}
		targets.Items = append(targets.Items, l.expr(c))
	}
	out = append(out, &ir.Assign{Span: l.Span(n), Targets: []ir.Expr{targets}, Value: from})
	return append(out, inner...)
}
