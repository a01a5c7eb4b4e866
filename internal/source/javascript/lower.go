// Package javascript lowers JavaScript and TypeScript, with JSX, to the common form
// of package ir.
package javascript

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	tree_sitter_javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	tree_sitter_typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

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
	m := &ir.Module{Path: name, Language: "javascript"}
	if translation(data) {
		return m, nil
	}
	written := name
	if isComponent(name) {
		data, written = scripts(name, data)
	}
	tree, err := parse(ctx, written, data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	l := &lowering{Walk: front.Walk{Tree: tree}, asked: map[string]bool{}}
	l.Expr = l.expr
	l.scopes()
	l.mend()
	body := l.block(0)
	m.Body = append(l.imported, body...)
	m.Errors = l.Errors()
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
		return parseTyped(ctx, typedGrammar(), data)
	case ".tsx":
		return parseTyped(ctx, typedJSXGrammar(), data)
	}
	tree, err := front.Parse(ctx, scriptGrammar(), data)
	if err != nil || faults(tree) == 0 {
		return tree, err
	}
	if other, err := front.Parse(ctx, typedJSXGrammar(), data); err == nil && faults(other) < faults(tree) {
		return other, nil
	}
	return tree, nil
}

// unended are members of a type that stand behind a line without an end: the grammar
// takes "in" and "<" there for operators.
var unended = regexp.MustCompile(`([\w\])}>"']\r?\n)[ \t]([ \t]*(?:in\??:|<[A-Z]\w*(?: extends |,|>\()))`)

// typed are types which the grammar does not take: those before a template that is
// called, that of an import, and all those of another module, passed on.
var typed = regexp.MustCompile("<[^<>`=()]*(?:<[^<>`=()]*>[^<>`=()]*)*>`|<typeof import\\([^()<>]*\\)>|(?m:^export type \\* (?:as \\w+ )?from ['\"][^'\"\n]*['\"];?)")

// mended is text in which what the grammar does not take is written otherwise, all in
// its place: members are told apart by a semicolon in their indentation, and such
// types left out.
func mended(data []byte) []byte {
	out := unended.ReplaceAll(data, []byte("$1;$2"))
	return typed.ReplaceAllFunc(out, func(typ []byte) []byte {
		blank := bytes.Repeat([]byte(" "), len(typ))
		for i, b := range typ {
			if b == '\n' || b == '`' {
				blank[i] = b
			}
		}
		return blank
	})
}

// parseTyped reads text with types, mended where that leaves out less.
func parseTyped(ctx context.Context, grammar *syntax.Language, data []byte) (*syntax.Tree, error) {
	tree, err := front.Parse(ctx, grammar, data)
	if err != nil || faults(tree) == 0 {
		return tree, err
	}
	text := mended(data)
	if bytes.Equal(text, data) {
		return tree, nil
	}
	if other, err := front.Parse(ctx, grammar, text); err == nil && faults(other) < faults(tree) {
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
	front.Walk
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
	blocks    front.Blocks
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
