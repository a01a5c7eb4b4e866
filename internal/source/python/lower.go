// Package python lowers Python source, from version 2.7 to today's, to the
// common form of package ir.
package python

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	tree_sitter_python "github.com/tree-sitter/tree-sitter-python/bindings/go"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

const (
	// maxDepth bounds how deep the lowered form is, and so the recursion of
	// everybody who reads it. CPython itself refuses 100 levels of indentation
	// and 200 parentheses.
	maxDepth = 500
	// maxSpine bounds a chain of operators or of elif branches before it is
	// lowered to a balanced or a flat form.
	maxSpine = 100
	// maxErrors bounds the ranges that a module reports as not parsed.
	maxErrors = 200
)

// ErrNotText means that the file cannot be Python source: it is binary, or
// UTF-16, which Python does not read.
var ErrNotText = errors.New("the file is not Python text")

var grammar = sync.OnceValue(func() *syntax.Language {
	return syntax.NewLanguage(tree_sitter_python.Language())
})

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it; an error means that nothing could be read within
// the limits. The path is only carried along.
func Lower(ctx context.Context, path string, data []byte) (*ir.Module, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("reading %s: %w", path, ErrNotText)
	}
	tree, err := syntax.Parse(ctx, grammar(), data, syntax.Limits{})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	l := &lowering{Tree: tree}
	l.mendTree()
	m := &ir.Module{Path: path, Language: "python", Body: l.block(0)}
	m.Errors = append(l.syntaxErrors(), l.tooDeep...)
	return m, nil
}

// lowering is the state of one module.
type lowering struct {
	*syntax.Tree
	depth   int
	tooDeep []ir.Span
	mended
}

// enter says whether there is depth left for node n; each true needs a leave.
func (l *lowering) enter(n uint32) bool {
	if l.depth < maxDepth {
		l.depth++
		return true
	}
	if len(l.tooDeep) < maxErrors {
		l.tooDeep = append(l.tooDeep, l.span(n))
	}
	return false
}

func (l *lowering) leave() { l.depth-- }

func (l *lowering) span(n uint32) ir.Span {
	return l.rangeSpan(l.Nodes[n].Start, l.Nodes[n].End)
}

func (l *lowering) rangeSpan(start, end uint32) ir.Span {
	return ir.Span{Start: l.Position(start), End: l.Position(end)}
}

// join is the range from the start of one node to the end of another.
func join(a, b ir.Expr) ir.Span {
	return ir.Span{Start: a.Pos().Start, End: b.Pos().End}
}

// syntaxErrors lists the outermost nodes that did not parse.
func (l *lowering) syntaxErrors() []ir.Span {
	var out []ir.Span
	covered := uint32(0) // preorder: a node that ends before this lies inside an error
	for n := range l.Nodes {
		node := &l.Nodes[n]
		if node.Flags&(syntax.Error|syntax.Missing) == 0 || node.End < covered {
			continue
		}
		if len(out) == maxErrors {
			break
		}
		covered = node.End
		out = append(out, l.span(uint32(n)))
	}
	return out
}

func (l *lowering) field(n uint32, name string) ir.Expr {
	if c := l.Child(n, name); c != syntax.None {
		return l.expr(c)
	}
	return nil
}

func (l *lowering) fieldText(n uint32, name string) string {
	if c := l.Child(n, name); c != syntax.None {
		return l.Text(c)
	}
	return ""
}

// hasToken reports whether n has the anonymous child, for example "async".
func (l *lowering) hasToken(n uint32, token string) bool {
	return l.ChildOfKind(n, token) != syntax.None
}
