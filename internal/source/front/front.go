// Package front is what the front ends have in common: the bounds of the common
// form, and the walk over a tree of package syntax.
package front

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

const (
	// MaxDepth bounds how deep the lowered form is, and so the recursion of
	// everybody who reads it.
	MaxDepth = 500
	// MaxSpine bounds a chain of operators, of else branches or of cases before it is
	// lowered to a balanced or a flat form.
	MaxSpine = 100
	// MaxErrors bounds the ranges that a module reports as not parsed.
	MaxErrors = 200
)

// ErrNotText means that the file cannot be source: it is binary, or UTF-16.
var ErrNotText = errors.New("the file is not text")

// Parse reads text by a grammar, within the common limits.
func Parse(ctx context.Context, grammar *syntax.Language, data []byte) (*syntax.Tree, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrNotText
	}
	return syntax.Parse(ctx, grammar, data, syntax.Limits{})
}

// Walk goes through one tree, and counts how deep it is.
type Walk struct {
	*syntax.Tree
	// Expr lowers one expression, and never gives nil.
	Expr    func(n uint32) ir.Expr
	depth   int
	tooDeep []ir.Span
}

// Deep reports whether there is no depth left.
func (w *Walk) Deep() bool { return w.depth >= MaxDepth }

// Enter says whether there is depth left for node n; each true needs a Leave.
func (w *Walk) Enter(n uint32) bool {
	if !w.Deep() {
		w.depth++
		return true
	}
	if len(w.tooDeep) < MaxErrors {
		w.tooDeep = append(w.tooDeep, w.Span(n))
	}
	return false
}

// Leave gives the depth of an Enter back.
func (w *Walk) Leave() { w.depth-- }

// Span is the place of node n.
func (w *Walk) Span(n uint32) ir.Span { return w.Range(w.Nodes[n].Start, w.Nodes[n].End) }

// Range is the place between two offsets.
func (w *Walk) Range(start, end uint32) ir.Span {
	return ir.Span{Start: w.Position(start), End: w.Position(end)}
}

// Join is the range from the start of one expression to the end of another.
func Join(a, b ir.Expr) ir.Span { return ir.Span{Start: a.Pos().Start, End: b.Pos().End} }

// Exprs lowers each of the nodes.
func (w *Walk) Exprs(nodes []uint32) []ir.Expr {
	out := make([]ir.Expr, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, w.Expr(n))
	}
	return out
}

// Field lowers the child that fills the field; nil where there is none.
func (w *Walk) Field(n uint32, field string) ir.Expr {
	if c := w.Child(n, field); c != syntax.None {
		return w.Expr(c)
	}
	return nil
}

// Must is Field, with Missing for nothing.
func (w *Walk) Must(n uint32, field string) ir.Expr {
	if x := w.Field(n, field); x != nil {
		return x
	}
	return w.Missing(n)
}

// FieldText is the source of the child that fills the field, or "".
func (w *Walk) FieldText(n uint32, field string) string {
	if c := w.Child(n, field); c != syntax.None {
		return w.Text(c)
	}
	return ""
}

// HasToken reports whether n, which may be None, has the anonymous child, for example
// "async".
func (w *Walk) HasToken(n uint32, token string) bool {
	return n != syntax.None && w.ChildOfKind(n, token) != syntax.None
}

// Missing stands for an expression that an error left out.
func (w *Walk) Missing(n uint32) ir.Expr { return &ir.Unknown{Span: w.Span(n), Kind: "missing"} }

// Errors are the outermost nodes that did not parse, and those that lie too deep.
func (w *Walk) Errors() []ir.Span {
	var out []ir.Span
	covered := uint32(0) // preorder: a node that ends before this lies inside an error
	for n := range w.Nodes {
		node := &w.Nodes[n]
		if node.Flags&(syntax.Error|syntax.Missing) == 0 || node.End < covered {
			continue
		}
		if len(out) == MaxErrors {
			break
		}
		covered = node.End
		out = append(out, w.Span(uint32(n)))
	}
	return append(out, w.tooDeep...)
}

// Operators is how a language's binary operators are lowered.
type Operators struct {
	// Associative are those of which a long run may be put together in any order.
	Associative []string
	// Make lowers one.
	Make func(span ir.Span, op string, left, right ir.Expr) ir.Expr
}

// Chain lowers a left-leaning run of operators at n without recursion along it; operand
// lowers the child of a node in a field. A long run of one associative operator becomes
// a balanced tree, any other long one an Unknown.
func (w *Walk) Chain(n uint32, o Operators, operand func(n uint32, field string) ir.Expr) ir.Expr {
	kind := w.Kind(n)
	var nodes []uint32 // from the outermost operator to the innermost
	for at := n; at != syntax.None && w.Kind(at) == kind; at = w.Child(at, "left") {
		nodes = append(nodes, at)
	}
	slices.Reverse(nodes)
	operands := []ir.Expr{operand(nodes[0], "left")}
	var ops []string
	for _, c := range nodes {
		ops = append(ops, w.FieldText(c, "operator"))
		operands = append(operands, operand(c, "right"))
	}
	if len(nodes) > MaxSpine {
		if slices.Contains(o.Associative, ops[0]) && len(slices.Compact(slices.Clone(ops))) == 1 {
			return o.balanced(ops[0], operands)
		}
		return &ir.Unknown{Span: w.Span(n), Kind: kind, Inner: operands}
	}
	x := operands[0]
	for i, c := range nodes {
		x = o.Make(w.Span(c), ops[i], x, operands[i+1])
	}
	return x
}

func (o Operators) balanced(op string, operands []ir.Expr) ir.Expr {
	if len(operands) == 1 {
		return operands[0]
	}
	half := len(operands) / 2
	left, right := o.balanced(op, operands[:half]), o.balanced(op, operands[half:])
	return o.Make(Join(left, right), op, left, right)
}

// Breaks tells whether some statement leaves the switch around it.
func Breaks(body []ir.Stmt) bool {
	for _, s := range body {
		switch x := s.(type) {
		case *ir.Leave:
			if x.Kind == "break" {
				return true
			}
		case *ir.If:
			if Breaks(x.Then) || Breaks(x.Else) {
				return true
			}
		case *ir.Block:
			if Breaks(x.Body) {
				return true
			}
		case *ir.With:
			if Breaks(x.Body) {
				return true
			}
		case *ir.Try:
			if Breaks(x.Body) || Breaks(x.Final) || slices.ContainsFunc(x.Handlers, Breaks) {
				return true
			}
		}
	}
	return false
}
