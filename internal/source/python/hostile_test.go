package python

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// hostile are inputs made to exhaust a parser or whoever walks its tree.
func hostile() map[string]string {
	const size = 100_000
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	var indented strings.Builder
	for i := range 400 {
		indented.WriteString(strings.Repeat(" ", i) + "if a:\n")
	}
	return map[string]string{
		"parentheses":       strings.Repeat("(", 100_000) + "x" + strings.Repeat(")", 100_000),
		"open brackets":     fill("["),
		"open parentheses":  fill("("),
		"open braces":       fill("{"),
		"open formats":      fill(`f"{`),
		"open quotes":       fill(`"`),
		"continuations":     fill("\\\n"),
		"comments in C":     fill("/* a "),
		"indented ifs":      indented.String(),
		"ifs in a line":     fill("if a:"),
		"lambdas":           fill("lambda:"),
		"lambda parameters": fill("lambda a=lambda b="),
		"nots":              fill("not ") + "x",
		"minuses":           fill("-") + "x",
		"awaits":            fill("await ") + "x",
		"plus chain":        "x = a" + strings.Repeat(" + a", 50_000),
		"mixed chain":       "x = a" + strings.Repeat(" + a - b", 25_000),
		"and chain":         "x = a" + strings.Repeat(" and a", 50_000),
		"power chain":       "x = a" + strings.Repeat(" ** a", 20_000),
		"conditions":        "x = " + strings.Repeat("a if b else ", 8_000) + "c",
		"comparisons":       "x = a" + strings.Repeat(" < a", 25_000),
		"elifs":             "if a:\n  b\n" + strings.Repeat("elif a:\n  b\n", 10_000),
		"cases":             "match x:\n" + strings.Repeat(" case 1:\n  b()\n", 5_000),
		"alternatives":      "match x:\n case 1" + strings.Repeat(" | y.z", 10_000) + ":\n  b()\n",
		"deep pattern":      "match x:\n case " + strings.Repeat("[", 2_000) + strings.Repeat("]", 2_000) + ": pass\n",
		"attributes":        "x = a" + strings.Repeat(".b", 50_000),
		"calls":             "x = a" + strings.Repeat("()", 50_000),
		"assignments":       strings.Repeat("a = ", 25_000) + "b",
		"starred":           "[" + fill("*a.b, ") + "]",
		"adjacent strings":  "x = " + fill(`"a" `),
		"nested formats":    strings.Repeat(`f"{`, 200) + "x" + strings.Repeat(`}"`, 200),
		"decorators":        fill("@a\n") + "def f(): pass",
		"dots":              "from " + fill(".") + " import x",
		"type union":        "x: " + fill("int | ") + "str = 1",
		"colons":            fill("a:"),
		"nested types":      "x: " + strings.Repeat("list[", 5_000) + strings.Repeat("]", 5_000) + " = 1",
	}
}

func TestHostile(t *testing.T) { fronttest.Hostile(t, hostile(), "a.py", Lower, 2) }

func TestTooDeepIsSaid(t *testing.T) {
	m := lower(t, "x = "+strings.Repeat("a[", 1000)+"b"+strings.Repeat("]", 1000))
	if len(m.Errors) == 0 {
		t.Error("what was left out for its depth is not among the errors")
	}
}

func TestLongChains(t *testing.T) {
	m := lower(t, "x = a0"+func() string {
		var b strings.Builder
		for i := 1; i < 1000; i++ {
			fmt.Fprintf(&b, " + a%d", i)
		}
		return b.String()
	}())
	if names := names(m.Body[0].(*ir.Assign).Value); len(names) != 1000 || names[0] != "a0" || names[999] != "a999" {
		t.Errorf("%d operands, or in another order", len(names))
	}
	m = lower(t, "if a:\n b()\n"+strings.Repeat("elif a:\n c()\n", 500)+"else:\n d()\n")
	if got := strings.Count(ir.Dump(m), `Value="c"`); got != 500 {
		t.Errorf("%d of 500 branches", got)
	}
}

func names(x ir.Expr) []string {
	switch x := x.(type) {
	case *ir.Binary:
		return append(names(x.L), names(x.R)...)
	case *ir.Name:
		return []string{x.Value}
	}
	return nil
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Lower(ctx, "a.py", []byte("x = 1")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	src := strings.Repeat("def f(a):\n    return a.b(c)[d]\n", 300_000)
	if _, err := Lower(ctx, "a.py", []byte(src)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestNotText(t *testing.T) {
	for _, src := range []string{"a\x00b", "\xff\xfea\x00", "\x7fELF\x00"} {
		if _, err := Lower(context.Background(), "a.py", []byte(src)); !errors.Is(err, front.ErrNotText) {
			t.Errorf("%q: got %v", src, err)
		}
	}
	for _, src := range []string{"", "\n", "#", "\xef\xbb\xbf"} {
		if m := lower(t, src); len(m.Body) != 0 || len(m.Errors) != 0 {
			t.Errorf("%q: %s", src, ir.Dump(m))
		}
	}
}

func TestPositions(t *testing.T) {
	m := lower(t, "\xef\xbb\xbfx = 1\r\n\r\ns = 'é', y\r\n")
	tuple := m.Body[1].(*ir.Assign).Value.(*ir.List)
	want := fact.Position{Offset: 22, Line: 3, Column: 11}
	if got := tuple.Items[1].Pos().Start; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestStrings(t *testing.T) {
	tests := map[string]string{
		`'a'`: "a", `"\x41\101\u00e9\U0001F600\n\\"`: "A" + "A\u00e9\U0001F600\n\\", `r'\n\''`: `\n\'`, `r'\\'`: `\\`,
		`b'\xff\u0041'`: "\u00ff" + `\u0041`, "'a\\\nb'": "ab", "'''a\r\nb'''": "a\nb", `f'{{a}}'`: "{a}",
		`'a' "b" r'\c'`: `ab\c`, `'\q\xZ\8'`: `\q\xZ\8`, `''`: "", `""""x" """`: `"x" `, "'\xe9'": "\u00e9", `'\N{BULLET}x'`: "\ufffdx",
		`rb'\x'`: `\x`, `u'x'`: "x", `f'a' 'b{c}'`: "ab{c}",
	}
	for src, want := range tests {
		s, ok := lower(t, src).Body[0].(*ir.Eval).X.(*ir.String)
		if !ok || s.Value != want {
			t.Errorf("%s: got %#v, want %q", src, lower(t, src).Body[0].(*ir.Eval).X, want)
		}
	}
}

// TestMemory wants that parsers and trees are given back.
func TestMemory(t *testing.T) {
	src := []byte(strings.Repeat("def f(a):\n    return a.b(c)[d]\n", 2000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		if _, err := Lower(context.Background(), "a.py", src); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("%d bytes are held after all is dropped", grown)
	}
}

func FuzzLower(f *testing.F) {
	for _, src := range hostile() {
		f.Add([]byte(src[:min(len(src), 300)]))
	}
	f.Add([]byte("match x:\n case {'a': [b, *c], **d} | P(q=1) if e: pass\n"))
	f.Add([]byte("x = f'{a!r:>{b}}' b'\\xff' [*c.d]\ntype(x).y = z\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := Lower(context.Background(), "a.py", src)
		if err != nil {
			return
		}
		within(t, reflect.ValueOf(m.Body), len(src))
		ir.Dump(m)
	})
}

// within wants every span ordered and inside the file, and no nil expression
// where the form promises one.
func within(t *testing.T, v reflect.Value, size int) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			within(t, v.Elem(), size)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if item := v.Index(i); item.Kind() == reflect.Interface && item.IsNil() {
				t.Fatal("a nil in a list")
			}
			within(t, v.Index(i), size)
		}
	case reflect.Struct:
		if s, ok := v.Interface().(ir.Span); ok {
			if s.Start.Offset < 0 || s.End.Offset > size || s.End.Offset < s.Start.Offset {
				t.Fatalf("span %+v of a file of %d bytes", s, size)
			}
			return
		}
		for i := range v.NumField() {
			within(t, v.Field(i), size)
		}
	}
}
