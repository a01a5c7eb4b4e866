// Package python lowers Python source, from version 2.7 to today's, to the
// common form of package ir.
package python

import (
	"context"
	"fmt"
	"sync"

	tree_sitter_python "github.com/tree-sitter/tree-sitter-python/bindings/go"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

var grammar = sync.OnceValue(func() *syntax.Language {
	return syntax.NewLanguage(tree_sitter_python.Language())
})

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it; an error means that nothing could be read within
// the limits. The path is only carried along.
func Lower(ctx context.Context, path string, data []byte) (*ir.Module, error) {
	tree, err := front.Parse(ctx, grammar(), data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	l := &lowering{Walk: front.Walk{Tree: tree}}
	l.Expr = l.expr
	l.mendTree()
	m := &ir.Module{Path: path, Language: "python", Body: l.block(0)}
	m.Errors = l.Errors()
	return m, nil
}

// lowering is the state of one module.
type lowering struct {
	front.Walk
	mended
}
