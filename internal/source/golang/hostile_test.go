package golang

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// hostile are inputs made to exhaust a parser or whoever walks its tree.
func hostile() map[string]string {
	same := func(s string, n int) string { return strings.Repeat(s, n) }
	const v = "package a\nvar x = "
	const f = "package a\nfunc f() {\n"
	return map[string]string{
		"nothing":          "",
		"binary":           "\x00\x01\xff",
		"parentheses":      v + same("(", 90_000) + "1" + same(")", 90_000),
		"open parentheses": v + same("(", 200_000),
		"not":              v + same("!", 90_000) + "x",
		"pointers":         "package a\nvar x " + same("*", 90_000) + "int",
		"many nots":        f + same("g("+same("!", 5_000)+"x)\n", 100) + "}",
		"sums":             v + same("a + ", 90_000) + "a",
		"conjunctions":     v + same("a && ", 90_000) + "a",
		"mixed operators":  v + same("a + b * ", 40_000) + "a",
		"selectors":        v + "a" + same(".b", 90_000),
		"calls":            v + "a" + same("()", 90_000),
		"indexes":          v + "a" + same("[0]", 90_000),
		"slices":           v + "a" + same("[:]", 90_000),
		"nested indexes":   v + same("a[", 90_000) + "0" + same("]", 90_000),
		"arrays":           v + same("[]", 90_000) + "int{}",
		"literals":         v + "[]T" + same("{", 90_000) + same("}", 90_000),
		"functions":        v + same("func() { x = ", 30_000) + "1" + same("}", 30_000),
		"blocks":           f + same("{", 90_000) + same("}", 90_000) + "}",
		"else":             f + "if a {} " + same("else if a {} ", 80_000) + "}",
		"ifs":              f + same("if a {", 30_000) + same("}", 30_000) + "}",
		"labels":           f + same("l: ", 90_000) + "x()\n}",
		"cases":            f + "switch x {\n" + same("case 1: f()\n", 50_000) + "}\n}",
		"many cases":       f + "switch {\ncase a" + same(", a", 50_000) + ": f()\n}\n}",
		"switches":         f + same("switch x { case 1: ", 20_000) + same("}", 20_000) + "}",
		"lookups":          f + same("v, ok := a[func() int {\n", 2_000) + "return 1\n" + same("}()]\n", 2_000) + "}",
		"breaks":           f + "switch x {\ncase 1:\n" + same("if a { break }\n", 20_000) + "}\n}",
		"embedding":        "package a\n" + same("type a struct { a }\n", 20_000),
		"errors":           f + same("x := := 1\n", 100_000) + "}",
		"declarations":     "package a\n" + same(") } (\n", 100_000),
		"names":            "package a\ntype a b\ntype b a\nvar x = a{1}\n",
	}
}

// TestHostile wants each input to be lowered within its bounds, or refused.
func TestHostile(t *testing.T) {
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			m := lower(t, "a.go", []byte(src))
			runtime.ReadMemStats(&after)
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > 256 {
				t.Errorf("%d MB are allocated", allocated)
			}
			nodes := 0
			ir.Walk(m.Body, func(ir.Expr) { nodes++ })
			if nodes > 4*len(src)+10 {
				t.Errorf("%d nodes of %d bytes", nodes, len(src))
			}
			last := 0
			for _, e := range m.Errors {
				if e.Start.Offset < last || e.End.Offset < e.Start.Offset || e.End.Offset > len(src) {
					t.Errorf("a range that is none: %v", e)
				}
				last = e.Start.Offset
			}
		})
	}
}

func TestRefused(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Lower(ctx, "a.go", []byte("package a")); !errors.Is(err, context.Canceled) {
		t.Errorf("after its time: %v", err)
	}
	if _, err := Lower(context.Background(), "a.go", make([]byte, maxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// TestErrors wants the parts that do not parse to be said, and the others to be read.
func TestErrors(t *testing.T) {
	const src = `package a

func before() { get("before") }

func broken() {
	get("first")
	x := := 1
	get("second")
}

var y = (1 +

func after() { get("after") }
`
	m := lower(t, "a.go", []byte(src))
	var texts []string
	ir.Walk(m.Body, func(x ir.Expr) {
		if s, ok := x.(*ir.String); ok {
			texts = append(texts, s.Value)
		}
	})
	said := ""
	for _, e := range m.Errors {
		said += src[e.Start.Offset:e.End.Offset] + "\n"
	}
	read := strings.Join(texts, " ")
	if !strings.Contains(read, "before") || !strings.Contains(read, "first") {
		t.Errorf("what stands before is not read: %q", texts)
	}
	for _, part := range []string{"second", "1 +", "after"} {
		if !strings.Contains(read, part) && !strings.Contains(said, part) {
			t.Errorf("%q is neither read nor among the errors: %q, %q", part, texts, said)
		}
	}
}

// FuzzLower wants any text to be lowered, with places that lie in it.
func FuzzLower(f *testing.F) {
	for _, src := range hostile() {
		if len(src) < 1000 {
			f.Add([]byte(src))
		}
	}
	f.Add([]byte("package a\nfunc (s *T) f(x int) (y string, err error) { switch z := x.(type) { case int: return }\nfor i, v := range x { if v { break } }\nreturn }"))
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := Lower(context.Background(), "a.go", src)
		if err != nil {
			t.Fatal(err)
		}
		ir.Walk(m.Body, func(x ir.Expr) {
			if s := x.Pos(); s.Start.Offset < 0 || s.End.Offset > len(src) || s.End.Offset < s.Start.Offset {
				t.Errorf("%T at %v", x, s)
			}
		})
	})
}
