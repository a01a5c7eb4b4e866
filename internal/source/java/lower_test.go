package java

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lower(t testing.TB, src string) *ir.Module {
	t.Helper()
	m, err := Lower(context.Background(), "a/B.java", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGolden compares the lowered form of each testdata/*.java with the text beside
// it; -update writes the texts.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.java")
	if err != nil {
		t.Fatal(err)
	}
	fronttest.Golden(t, files, func(file string) string { return strings.TrimSuffix(file, ".java") + ".ir" }, *update, Lower)
}

func TestLiterals(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{`"plain"`, "plain"},
		{`"a\tb\\\"c\'"`, "a\tb\\\"c'"},
		{`"\u0041\uuu0042\101\0"`, "ABA\x00"},
		{`"\uD83D\uDE00"`, "😀"},
		{`'x'`, "x"},
		{`'\''`, "'"},
		{"\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b\n"},
		{"\"\"\"\n    a \\\n    b\"\"\"", "a b"},
		{"\"\"\"\r\n\ta\r\n\t\"\"\"", "a\n"},
		{"\"\"\"\n  say \"\"\\\"x\\\"\\s\n  \"\"\"", "say \"\"\"x\" \n"},
	} {
		if got := literal(tt.src); got != tt.want {
			t.Errorf("%s is %q, want %q", tt.src, got, tt.want)
		}
	}
}

type files []string

func (f files) Has(path string) bool { return false }
func (f files) Named(base string) []string {
	var out []string
	for _, p := range f {
		if filepath.Base(p) == base {
			out = append(out, p)
		}
	}
	return out
}
func (f files) In(dir string) []string {
	var out []string
	for _, p := range f {
		if filepath.Dir(p) == dir {
			out = append(out, p)
		}
	}
	return out
}
func (f files) Read(string) ([]byte, error) { return nil, os.ErrNotExist }

func TestResolve(t *testing.T) {
	tree := files{"a/src/main/java/com/acme/Config.java", "b/src/main/java/com/acme/Config.java", "b/src/main/java/org/acme/Config.java"}
	for _, tt := range []struct{ from, module, want string }{
		{"a/src/main/java/com/acme/web/X.java", "com.acme.Config", tree[0]},
		{"b/src/main/java/com/acme/web/X.java", "com.acme.Config", tree[1]},
		{"c/X.java", "org.acme.Config", tree[2]},
		{"c/X.java", "acme.Other", ""},
		{"c/X.java", "me.Config", ""},
		{"c/X.java", "", ""},
		{"a/src/main/java/com/acme/web/X.java", "com.acme", tree[0]},
		{"b/src/main/java/com/X.java", "org.acme", tree[2]},
		{"b/src/main/java/com/X.java", "com.other", ""},
	} {
		got := ""
		if found := Resolve(tree, tt.from, tt.module, 0); len(found) > 0 {
			got = found[0]
		}
		if got != tt.want {
			t.Errorf("%s seen from %s is %q, want %q", tt.module, tt.from, got, tt.want)
		}
	}
}

// hostile are inputs made to exhaust a parser or whoever walks its tree.
func hostile() map[string]string {
	const size = 100_000
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	in := func(s string) string { return "class A { void a() { " + s + " } }" }
	return map[string]string{
		"parentheses":    in("x = " + strings.Repeat("(", size) + "y" + strings.Repeat(")", size) + ";"),
		"open braces":    fill("{"),
		"open brackets":  fill("a["),
		"open quotes":    fill(`"`),
		"open blocks":    fill(`"""`),
		"comments":       fill("/* a "),
		"classes":        strings.Repeat("class A { ", 5_000),
		"anonymous":      in(strings.Repeat("new A() { void b() { ", 2_000)),
		"lambdas":        in("x = " + strings.Repeat("a -> ", 20_000) + "b;"),
		"plus chain":     in("x = a" + strings.Repeat(" + a", 50_000) + ";"),
		"mixed chain":    in("x = a" + strings.Repeat(" + a - b", 25_000) + ";"),
		"and chain":      in("x = a" + strings.Repeat(" && a", 50_000) + ";"),
		"conditions":     in("x = " + strings.Repeat("a ? b : ", 8_000) + "c;"),
		"else ifs":       in(strings.Repeat("if (a) b(); else ", 10_000) + "c();"),
		"nested ifs":     in(strings.Repeat("if (a) ", 10_000) + "c();"),
		"blocks":         in(strings.Repeat("{", 10_000) + strings.Repeat("}", 10_000)),
		"cases":          in("switch (x) { " + strings.Repeat("case 1: b(); ", 5_000) + "}"),
		"empty cases":    in("switch (x) { " + strings.Repeat("case 1: ", 20_000) + " b(); }"),
		"attributes":     in("x = a" + strings.Repeat(".b", 50_000) + ";"),
		"calls":          in("x = a" + strings.Repeat(".b()", 50_000) + ";"),
		"assignments":    in(strings.Repeat("a = ", 25_000) + "b;"),
		"nots":           in("x = " + strings.Repeat("!", 50_000) + "b;"),
		"casts":          in("x = " + strings.Repeat("(A) ", 20_000) + "b;"),
		"generics":       in(strings.Repeat("A<", 5_000) + "B" + strings.Repeat(">", 5_000) + " x;"),
		"types":          in("A" + strings.Repeat(".B", 20_000) + " x;"),
		"annotations":    fill("@A ") + "class B {}",
		"nested marks":   strings.Repeat("@A(", 5_000) + "1" + strings.Repeat(")", 5_000) + " class B {}",
		"imports":        "import " + strings.Repeat("a.", 20_000) + "B;",
		"labels":         in(strings.Repeat("a: ", 20_000) + "b();"),
		"switches":       in("x = " + strings.Repeat("switch (a) { default -> ", 2_000) + "1;" + strings.Repeat(" };", 2_000)),
		"arrays":         in("x = new A[] " + strings.Repeat("{", 10_000) + strings.Repeat("}", 10_000) + ";"),
		"interpolations": in("x = STR." + strings.Repeat(`"\{`, 1_000)),
	}
}

func TestHostile(t *testing.T) { fronttest.Hostile(t, hostile(), "A.java", Lower, 3) }

func TestTooDeepIsSaid(t *testing.T) {
	m := lower(t, "class A { Object x = "+strings.Repeat("a[", 1000)+"b"+strings.Repeat("]", 1000)+"; }")
	if len(m.Errors) == 0 {
		t.Error("what was left out for its depth is not among the errors")
	}
}

func FuzzLower(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s[:min(len(s), 2_000)])
	}
	f.Add("class A { String s = \"\\u00\"; void a() { switch (b) { case C -> d(); } } }")
	f.Fuzz(func(t *testing.T, src string) {
		m, err := Lower(context.Background(), "A.java", []byte(src))
		if err != nil {
			return
		}
		ir.Walk(m.Body, func(x ir.Expr) {
			if s := x.Pos(); s.Start.Offset < 0 || s.End.Offset > len(src) || s.Start.Offset > s.End.Offset {
				t.Errorf("%T reaches from %d to %d of %d bytes", x, s.Start.Offset, s.End.Offset, len(src))
			}
		})
	})
}
