package javascript

import (
	"context"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lower(t testing.TB, name, src string) *ir.Module {
	t.Helper()
	m, err := Lower(context.Background(), name, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGolden compares the lowered form of each file of testdata/forms with the text
// beside it; -update writes the texts.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/forms/*s*")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, ".ir") })
	fronttest.Golden(t, files, func(file string) string { return file + ".ir" }, *update, Lower)
}

func TestHostile(t *testing.T) {
	texts := map[string]string{
		"parentheses": strings.Repeat("(", 40_000) + "a" + strings.Repeat(")", 40_000),
		"open":        strings.Repeat("(", 40_000),
		"arrays":      strings.Repeat("[", 10_000),
		"objects":     strings.Repeat("a={b:", 10_000),
		"arrows":      strings.Repeat("a=>", 10_000) + "b",
		"sum":         strings.Repeat("a+", 40_000) + "b",
		"conditions":  strings.Repeat("a?b:", 10_000) + "c",
		"calls":       "a" + strings.Repeat(".b()", 10_000),
		"bangs":       "a" + strings.Repeat("!.b", 10_000),
		"awaits":      strings.Repeat("await ", 6_000) + "f<T>(x)",
		"else":        strings.Repeat("if(a)b();else ", 6_000) + "c()",
		"blocks":      strings.Repeat("{", 10_000),
		"elements":    strings.Repeat("<a>", 6_000),
		"templates":   strings.Repeat("`${", 6_000),
		"comments":    strings.Repeat("/* a ", 6_000),
		"assignments": strings.Repeat("a=", 10_000) + "b",
		"commas":      strings.Repeat("a,", 10_000) + "b",
		"patterns":    "const " + strings.Repeat("{a:", 6_000) + "b",
		"cases":       "switch(a){" + strings.Repeat("case 1:b();", 6_000) + "}",
		"quotes":      strings.Repeat(`"\`, 6_000),
		"types":       "let a: " + strings.Repeat("A<", 6_000),
		"none":        "",
	}
	for _, file := range []string{"a.js", "a.ts", "a.tsx"} {
		t.Run(file, func(t *testing.T) { fronttest.Hostile(t, texts, file, Lower, 3) })
	}
}

func TestStrings(t *testing.T) {
	for src, want := range map[string]string{
		`"a\nb"`: "a\nb", `'\x41\u0042\u{43}'`: "ABC", `"\ud83d\ude00"`: "😀", "'a\\\nb'": "ab", `"\q\'"`: "q'", "`a\\`b`": "a`b", `"\u12"`: "u12",
		`"\`: `\`, `'\0'`: "\x00",
	} {
		m := lower(t, "a.js", "x("+src+")")
		got := ""
		ir.Walk(m.Body, func(x ir.Expr) {
			if s, ok := x.(*ir.String); ok {
				got = s.Value
			}
		})
		if len(m.Errors) == 0 && got != want {
			t.Errorf("%s is %q, want %q", src, got, want)
		}
	}
}

func TestOtherFiles(t *testing.T) {
	if m := lower(t, "de.ts", "<?xml version=\"1.0\"?>\n<!DOCTYPE TS><TS/>"); len(m.Body)+len(m.Errors) > 0 {
		t.Errorf("a file of translations is read as source: %v", ir.Dump(m))
	}
	if _, err := Lower(context.Background(), "a.ts", []byte("G@\x00\x10")); err == nil {
		t.Error("a video is read as source")
	}
	typed := lower(t, "a.js", "// @flow\nconst f = (a: string): number => fetch(a);\nimport type { T } from './t';\n")
	if len(typed.Errors) > 0 {
		t.Errorf("a script with types does not parse: %v", typed.Errors)
	}
}
