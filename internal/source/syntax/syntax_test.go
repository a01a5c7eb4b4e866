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
		start := time.Now()
		if _, err := Parse(tt.ctx, python(), tt.src, tt.limits); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: took %s", tt.name, took)
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
