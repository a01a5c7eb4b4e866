// Package java lowers Java source to the common form of package ir.
package java

import (
	"context"
	"fmt"
	"path"
	"sync"

	tree_sitter_java "github.com/tree-sitter/tree-sitter-java/bindings/go"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

var grammar = sync.OnceValue(func() *syntax.Language {
	return syntax.NewLanguage(tree_sitter_java.Language())
})

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it; an error means that nothing could be read within
// the limits. The files of one folder are one package.
func Lower(ctx context.Context, file string, data []byte) (*ir.Module, error) {
	tree, err := front.Parse(ctx, grammar(), data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	l := &lowering{Walk: front.Walk{Tree: tree}, statics: map[string]string{}}
	l.Expr = l.expr
	l.push(&scope{names: map[string]bool{}})
	m := &ir.Module{Path: file, Language: "java", Unit: path.Dir(file), Body: l.statements(l.Children(0))}
	m.Errors = l.Errors()
	return m, nil
}

// lowering is the state of one module.
type lowering struct {
	front.Walk
	// scopes are what names mean, the innermost last.
	scopes []*scope
	// statics are the names of static imports, with the class of each; allStatics
	// are the classes of which all are imported.
	statics    map[string]string
	allStatics []string
	// before are the statements that an expression needs before its own.
	before []ir.Stmt
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

// only is the single expression below n, or nil.
func (l *lowering) only(n uint32) ir.Expr {
	if children := l.Children(n); len(children) > 0 {
		return l.expr(children[0])
	}
	return nil
}

func (l *lowering) name(n uint32) *ir.Name {
	return &ir.Name{Span: l.Span(n), Value: l.Text(n)}
}
