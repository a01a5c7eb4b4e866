// Package javascript lowers JavaScript and TypeScript, with JSX, to the common form
// of package ir.
package javascript

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"

	tree_sitter_javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	tree_sitter_typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

const (
	// maxDepth bounds how deep the lowered form is, and so the recursion of everybody
	// who reads it.
	maxDepth = 500
	// maxSpine bounds a chain of operators or of else-if branches before it is lowered
	// to a balanced or a flat form.
	maxSpine = 100
	// maxErrors bounds the ranges that a module reports as not parsed.
	maxErrors = 200
)

// ErrNotText means that the file cannot be source: it is binary, or UTF-16.
var ErrNotText = errors.New("the file is not JavaScript text")

var (
	scriptGrammar = sync.OnceValue(func() *syntax.Language { return syntax.NewLanguage(tree_sitter_javascript.Language()) })
	typedGrammar  = sync.OnceValue(func() *syntax.Language {
		return syntax.NewLanguage(tree_sitter_typescript.LanguageTypescript())
	})
	typedJSXGrammar = sync.OnceValue(func() *syntax.Language { return syntax.NewLanguage(tree_sitter_typescript.LanguageTSX()) })
)

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it; an error means that nothing could be read within the
// limits. The ending of the path chooses the grammar.
func Lower(ctx context.Context, name string, data []byte) (*ir.Module, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotText)
	}
	m := &ir.Module{Path: name, Language: "javascript"}
	if translation(data) {
		return m, nil
	}
	tree, err := parse(ctx, name, data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	l := &lowering{Tree: tree, asked: map[string]bool{}}
	l.scopes()
	l.mend()
	body := l.block(0)
	m.Body = append(l.imported, body...)
	m.Errors = append(l.syntaxErrors(), l.tooDeep...)
	return m, nil
}

// translation tells the XML files of a translator's tool, which end in .ts too.
func translation(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(data, []byte("<?xml")) || bytes.HasPrefix(data, []byte("<!DOCTYPE"))
}

// parse reads text by the grammar of its ending. A script that the grammar of scripts
// does not take may hold types (Flow's are nearly those of TypeScript).
func parse(ctx context.Context, name string, data []byte) (*syntax.Tree, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".ts", ".mts", ".cts":
		return syntax.Parse(ctx, typedGrammar(), data, syntax.Limits{})
	case ".tsx":
		return syntax.Parse(ctx, typedJSXGrammar(), data, syntax.Limits{})
	}
	tree, err := syntax.Parse(ctx, scriptGrammar(), data, syntax.Limits{})
	if err != nil || faults(tree) == 0 {
		return tree, err
	}
	if other, err := syntax.Parse(ctx, typedJSXGrammar(), data, syntax.Limits{}); err == nil && faults(other) < faults(tree) {
		return other, nil
	}
	return tree, nil
}

// faults counts the bytes that did not parse.
func faults(t *syntax.Tree) int {
	n := 0
	for i := range t.Nodes {
		if node := &t.Nodes[i]; node.Flags&(syntax.Error|syntax.Missing) != 0 {
			n += 1 + int(node.End-node.Start)
		}
	}
	return n
}

// lowering is the state of one module.
type lowering struct {
	*syntax.Tree
	depth   int
	tooDeep []ir.Span
	// imported are the modules that an expression asks for, once each.
	imported []ir.Stmt
	asked    map[string]bool
	// before are statements that have to stand in front of the current one: classes
	// that an expression makes.
	before []ir.Stmt
	// writers are the names of each function, setInside those that some function gives
	// a value to and does not declare.
	writers   map[uint32]*names
	setInside map[string]bool
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

// children are the named children of n that say something.
func (l *lowering) children(n uint32) []uint32 {
	all := l.Children(n)
	out := all[:0]
	for _, c := range all {
		switch l.Kind(c) {
		case "optional_chain", "hash_bang_line", "type_arguments", "type_parameters", "type_annotation", "html_comment":
		default:
			out = append(out, c)
		}
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
func (l *lowering) must(n uint32, field string) ir.Expr {
	if x := l.field(n, field); x != nil {
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

// hasToken reports whether n has the anonymous child, for example "async".
func (l *lowering) hasToken(n uint32, token string) bool {
	return l.ChildOfKind(n, token) != syntax.None
}

// only is the single expression below n, or nil.
func (l *lowering) only(n uint32) ir.Expr {
	children := l.children(n)
	switch len(children) {
	case 0:
		return nil
	case 1:
		return l.expr(children[0])
	}
	return l.unknown(n)
}
