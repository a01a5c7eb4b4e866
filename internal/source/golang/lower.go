// Package golang lowers Go source, as the standard library parses it, to the
// common form of package ir.
package golang

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
)

const (
	// maxBytes bounds the source. The parser's own bound of nesting, 100,000, takes
	// it 260 MB.
	maxBytes = 32 << 20
)

// ErrTooLarge means that the source is longer than anybody writes.
var ErrTooLarge = errors.New("the file is too large")

// Lower parses data and lowers it. Text that does not parse gives a module with
// Errors, and the rest of it. The path is only carried along.
func Lower(ctx context.Context, name string, data []byte) (*ir.Module, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("reading %s: %w", name, ErrTooLarge)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", data, parser.SkipObjectResolution|parser.AllErrors)
	l := &lowering{src: data, base: 1, starts: lineStarts(data), qualifiers: map[string]bool{}, types: map[string]ast.Expr{}}
	m := &ir.Module{Path: name, Language: "go"}
	if file == nil || file.Name == nil || file.Name.Name == "" {
		m.Errors = []ir.Span{l.offsets(0, len(data))}
		return m, nil
	}
	m.Unit = unitOf(name, file.Name.Name)
	m.Body = l.file(name, file)
	m.Errors = l.problems(err)
	return m, nil
}

// unitOf is what the files of a package have in common. The tests of a package see
// its names and are not seen by it.
func unitOf(name, pkg string) string {
	unit := path.Dir(name) + " " + pkg
	if isTest(name) {
		unit += " test"
	}
	return unit
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// lowering is the state of one file.
type lowering struct {
	src    []byte
	base   int // of the file's positions
	starts []int
	depth  int
	broken []ir.Span
	// qualifiers are the names that stand before a dot, of which some are imports.
	qualifiers map[string]bool
	// types are the types that the file declares, for literals of them.
	types map[string]ast.Expr
	// results are the named results of the functions around, the inner ones last.
	results []*ast.FieldList
	// begins are where statements and declarations begin that were read.
	begins []int
	// leaving is set within a switch or select, which a break leaves.
	leaving bool
	blocks  front.Blocks
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for i := 0; ; i++ {
		n := bytes.IndexByte(data[i:], '\n')
		if n < 0 {
			return starts
		}
		i += n
		starts = append(starts, i+1)
	}
}

// enter says whether there is depth left for a node; each true needs a leave.
func (l *lowering) enter(from, to token.Pos) bool {
	if l.depth < front.MaxDepth {
		l.depth++
		return true
	}
	l.bad(from, to)
	return false
}

func (l *lowering) leave() { l.depth-- }

func (l *lowering) bad(from, to token.Pos) {
	if len(l.broken) < 4*front.MaxErrors {
		l.broken = append(l.broken, l.span(from, to))
	}
}

func (l *lowering) position(offset int) fact.Position {
	line := sort.SearchInts(l.starts, offset+1)
	return fact.Position{Offset: offset, Line: line, Column: offset - l.starts[line-1] + 1}
}

func (l *lowering) offsets(from, to int) ir.Span {
	return ir.Span{Start: l.position(from), End: l.position(to)}
}

// offset is where a position lies. What the parser made up lies at an end.
func (l *lowering) offset(p token.Pos) int {
	return min(max(int(p)-l.base, 0), len(l.src))
}

func (l *lowering) span(from, to token.Pos) ir.Span {
	a, b := l.offset(from), l.offset(to)
	return l.offsets(a, max(a, b))
}

func (l *lowering) of(n ast.Node) ir.Span { return l.span(n.Pos(), n.End()) }

// problems are the outermost ranges that did not parse: what the parser says that it
// left out, and from each complaint to where it reads on, since it drops what is there.
func (l *lowering) problems(err error) []ir.Span {
	all := l.broken
	slices.Sort(l.begins)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		for _, e := range list[:min(len(list), 4*front.MaxErrors)] {
			from := min(max(e.Pos.Offset, 0), len(l.src))
			to := len(l.src)
			if i := sort.SearchInts(l.begins, from+1); i < len(l.begins) {
				to = l.begins[i]
			}
			if from == to && from > 0 {
				from--
			}
			all = append(all, l.offsets(from, to))
		}
	}
	slices.SortStableFunc(all, func(a, b ir.Span) int {
		if a.Start.Offset != b.Start.Offset {
			return a.Start.Offset - b.Start.Offset
		}
		return b.End.Offset - a.End.Offset
	})
	var out []ir.Span
	for _, s := range all {
		if n := len(out); n > 0 && s.End.Offset <= out[n-1].End.Offset || len(out) == front.MaxErrors {
			continue
		}
		out = append(out, s)
	}
	return out
}
