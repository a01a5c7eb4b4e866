package python

import (
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// mended notes where the grammar's tree does not say what Python means.
type mended struct {
	// spreads are expressions that the star of a splat inside them belongs to,
	// and bare those splats: [*a.b] arrives as [(*a).b].
	spreads, bare map[uint32]bool
	// typeCalls are the parentheses of a call that arrives as a type alias:
	// type(x).y = z.
	typeCalls map[uint32]bool
}

// mendTree finds those places and gives the nodes around them their true start.
func (l *lowering) mendTree() {
	l.spreads, l.bare, l.typeCalls = map[uint32]bool{}, map[uint32]bool{}, map[uint32]bool{}
	for i := range l.Nodes {
		switch n := uint32(i); l.Kind(n) {
		case "list_splat":
			l.mendSplat(n)
		case "type_alias_statement":
			l.mendTypeAlias(n)
		}
	}
}

// mendSplat moves a star out to the whole operand that it stands before.
func (l *lowering) mendSplat(splat uint32) {
	inner := l.firstChild(splat)
	top := splat
	for p := l.Nodes[top].Parent; p != syntax.None && l.leads(top, p); p = l.Nodes[p].Parent {
		top = p
		if inner != syntax.None {
			l.Nodes[p].Start = l.Nodes[inner].Start
		}
	}
	if top != splat {
		l.spreads[top], l.bare[splat] = true, true
	}
}

// leads reports whether the operand n opens the operation p, so that a star
// before n stands before all of p.
func (l *lowering) leads(n, p uint32) bool {
	if l.Nodes[p].First != n {
		return false
	}
	switch l.Kind(p) {
	case "attribute", "call", "subscript", "binary_operator", "comparison_operator", "boolean_operator",
		"conditional_expression":
		return true
	}
	return false
}

func (l *lowering) spreadAround(n uint32) ir.Expr {
	x := l.expr(n)
	return &ir.Unknown{Span: x.Pos(), Kind: "spread", Inner: []ir.Expr{x}}
}

// mendTypeAlias recognises a call of type at the start of an assignment's target:
// an alias has a plain name there.
func (l *lowering) mendTypeAlias(n uint32) {
	at := l.Child(n, "left")
	var path []uint32
	for at != syntax.None && l.Kind(at) != "parenthesized_expression" {
		path = append(path, at)
		at = l.firstChild(at)
	}
	if at == syntax.None {
		return
	}
	l.typeCalls[at] = true
	for _, p := range append(path, at) {
		l.Nodes[p].Start = l.Nodes[n].Start
	}
}

func (l *lowering) typeCall(n uint32) ir.Expr {
	word := ir.Name{Span: l.Range(l.Nodes[n].Start, l.Nodes[n].Start+uint32(len("type"))), Value: "type"}
	call := &ir.Call{Span: l.Span(n), Fn: &word}
	if x := l.only(n); x != nil {
		call.Args = []ir.Arg{{Value: x}}
	}
	return call
}
