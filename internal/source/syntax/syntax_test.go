package syntax

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	tree_sitter_python "github.com/tree-sitter/tree-sitter-python/bindings/go"
)

func python() *Language { return NewLanguage(tree_sitter_python.Language()) }

func TestTree(t *testing.T) {
	tree, err := Parse(context.Background(), python(), []byte("a = f(1)  # c\n"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	show(&b, tree, 0)
	want := "module(expression_statement(assignment(left:identifier = right:call(function:identifier arguments:argument_list(( integer ))))) comment)"
	if got := b.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for i, n := range tree.Nodes[1:] {
		p := tree.Nodes[n.Parent]
		if n.Parent > uint32(i) || n.Start < p.Start || n.End > p.End {
			t.Errorf("node %d lies outside its parent %d", i+1, n.Parent)
		}
	}
}

func show(b *strings.Builder, t *Tree, n uint32) {
	if f := t.FieldName(n); f != "" {
		b.WriteString(f + ":")
	}
	b.WriteString(t.Kind(n))
	if t.Nodes[n].First == None {
		return
	}
	b.WriteString("(")
	for c := t.Nodes[n].First; c != None; c = t.Nodes[c].Next {
		if c != t.Nodes[n].First {
			b.WriteString(" ")
		}
		show(b, t, c)
	}
	b.WriteString(")")
}

func TestLimits(t *testing.T) {
	code := []byte(strings.Repeat("a = f(1)\n", 20_000))
	jam := []byte(strings.Repeat("/* a ", 20_000))
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name   string
		ctx    context.Context
		src    []byte
		limits Limits
		want   error
	}{
		{"bytes", context.Background(), code, Limits{Bytes: 1000}, ErrSize},
		{"nodes", context.Background(), code, Limits{Nodes: 1000}, ErrNodes},
		{"time", context.Background(), code, Limits{Time: time.Microsecond}, ErrTime},
		{"memory", context.Background(), jam, Limits{Memory: 64 << 20}, ErrMemory},
		{"cancelled", cancelled, code, Limits{}, context.Canceled},
	}
	for _, tt := range tests {
		if _, err := Parse(tt.ctx, python(), tt.src, tt.limits); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
}

// TestAfterStop parses on several goroutines after and beside parses that stop.
func TestAfterStop(t *testing.T) {
	lang := python()
	jam, code := []byte(strings.Repeat("/* a ", 20_000)), []byte("a = f(1)\n")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				if _, err := Parse(context.Background(), lang, jam, Limits{Memory: 16 << 20}); !errors.Is(err, ErrMemory) {
					t.Errorf("got %v", err)
				}
				if tree, err := Parse(context.Background(), lang, code, Limits{}); err != nil || tree.Kind(0) != "module" {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzParse holds the shape of a tree: nodes in preorder, each inside its parent and
// behind its elder sibling, whatever the text.
func FuzzParse(f *testing.F) {
	lang := python()
	for _, src := range []string{"a = f(1)  # c\n", "if x:\n  y\n", "(((", "f'{a!r:>{b}}'", "\xff\xfe", "class A:\n\tdef f(self): pass", "/* a /* a", "é = 'é'"} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		tree, err := Parse(context.Background(), lang, src, Limits{})
		if err != nil {
			return
		}
		for i, n := range tree.Nodes {
			if n.Start > n.End || int(n.End) > len(src) {
				t.Fatalf("node %d is %d to %d of %d bytes", i, n.Start, n.End, len(src))
			}
			if i == 0 {
				continue
			}
			if p := tree.Nodes[n.Parent]; int(n.Parent) >= i || n.Start < p.Start || n.End > p.End {
				t.Fatalf("node %d lies outside its parent %d", i, n.Parent)
			}
			if n.First != None && n.First != uint32(i)+1 {
				t.Fatalf("the first child of node %d is %d", i, n.First)
			}
			if n.Next != None && (int(n.Next) <= i || tree.Nodes[n.Next].Start < n.End || tree.Nodes[n.Next].Parent != n.Parent) {
				t.Fatalf("node %d is followed by %d", i, n.Next)
			}
			tree.Kind(uint32(i))
			tree.FieldName(uint32(i))
		}
		tree.Position(uint32(len(src)))
	})
}

func TestPosition(t *testing.T) {
	tree, err := Parse(context.Background(), python(), []byte("a\n\nbc"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for offset, want := range [][2]int{{1, 1}, {1, 2}, {2, 1}, {3, 1}, {3, 2}, {3, 3}} {
		if p := tree.Position(uint32(offset)); p.Line != want[0] || p.Column != want[1] || p.Offset != offset {
			t.Errorf("offset %d: got %+v", offset, p)
		}
	}
}
