// Package java lowers Java source to the common form of package ir.
package java

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"sync"

	tree_sitter_java "github.com/tree-sitter/tree-sitter-java/bindings/go"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

const (
	// maxDepth bounds how deep the lowered form is, and so the recursion of
	// everybody who reads it.
	maxDepth = 500
	// maxSpine bounds a chain of operators, of else-ifs or of cases before it is
	// lowered to a balanced or a flat form.
	maxSpine = 100
	// maxErrors bounds the ranges that a module reports as not parsed.
	maxErrors = 200
)

// ErrNotText means that the file cannot be Java source: it is binary, or UTF-16.
var ErrNotText = errors.New("the file is not Java text")

var grammar = sync.OnceValue(func() *syntax.Language {
	return syntax.NewLanguage(tree_sitter_java.Language())
})

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it; an error means that nothing could be read within
// the limits. The files of one folder are one package.
func Lower(ctx context.Context, file string, data []byte) (*ir.Module, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("reading %s: %w", file, ErrNotText)
	}
	tree, err := syntax.Parse(ctx, grammar(), data, syntax.Limits{})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	l := &lowering{Tree: tree, statics: map[string]string{}}
	l.push(&scope{names: map[string]bool{}})
	m := &ir.Module{Path: file, Language: "java", Unit: path.Dir(file), Body: l.statements(l.Children(0))}
	m.Errors = append(l.syntaxErrors(), l.tooDeep...)
	return m, nil
}

// lowering is the state of one module.
type lowering struct {
	*syntax.Tree
	depth   int
	tooDeep []ir.Span
	// scopes are what names mean, the innermost last.
	scopes []*scope
	// statics are the names of static imports, with the class of each; allStatics
	// are the classes of which all are imported.
	statics    map[string]string
	allStatics []string
	// before are the statements that an expression needs before its own.
	before []ir.Stmt
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

// must is the expression in a field, or an Unknown where an error left it empty.
func (l *lowering) must(n uint32, name string) ir.Expr {
	if x := l.field(n, name); x != nil {
		return x
	}
	return l.missing(n)
}

func (l *lowering) missing(n uint32) ir.Expr {
	return &ir.Unknown{Span: l.span(n), Kind: "missing"}
}

func (l *lowering) fieldText(n uint32, name string) string {
	if c := l.Child(n, name); c != syntax.None {
		return l.Text(c)
	}
	return ""
}

// fields are all children that fill the field.
func (l *lowering) fields(n uint32, name string) []uint32 {
	var out []uint32
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.FieldName(c) == name && l.Is(c, syntax.Named) {
			out = append(out, c)
		}
	}
	return out
}

// hasToken reports whether n has the anonymous child, for example "static".
func (l *lowering) hasToken(n uint32, token string) bool {
	return n != syntax.None && l.ChildOfKind(n, token) != syntax.None
}

// only is the single expression below n, or nil.
func (l *lowering) only(n uint32) ir.Expr {
	if children := l.Children(n); len(children) > 0 {
		return l.expr(children[0])
	}
	return nil
}

func (l *lowering) name(n uint32) *ir.Name {
	return &ir.Name{Span: l.span(n), Value: l.Text(n)}
}
