package javascript

import (
	"context"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

func TestScripts(t *testing.T) {
	for name, c := range map[string]struct{ text, want, ending string }{
		"a.vue":      {"<template>\n<p @click=\"a > b\">x</p>\n</template>\n<script>\nf()\n</script>\n<style>p{}</style>", "f()", ".js"},
		"typed.vue":  {"<script setup lang=\"ts\" generic=\"T extends Record<string, any>\">\nf()\n</script>", "f()", ".ts"},
		"two.vue":    {"<script>a()</script>\n<script setup lang='ts'>b()</script>", "a();b();", ".ts"},
		"jsx.vue":    {"<SCRIPT LANG=tsx>a()</SCRIPT>", "a();", ".tsx"},
		"note.vue":   {"<!-- <script>no()</script> -->\n<script>yes()</script>", "yes();", ".js"},
		"src.vue":    {"<script src=\"./a.js\" /><script>f()</script>", "f();", ".js"},
		"data.vue":   {"<script type=\"application/json\">{\"a\": 1}</script><script>f()</script>", "f();", ".js"},
		"open.vue":   {"<script>f()", "f()", ".js"},
		"cut.vue":    {"<script lang=\"ts", "", ".js"},
		"none.vue":   {"<template><scripted/></template>", "", ".js"},
		"a.svelte":   {"<script context=\"module\">a()</script><script>b()</script>{#if c}<p/>{/if}", "a();b();", ".js"},
		"page.astro": {"---\na()\n---\n<html/><script>b()</script>", "a()b();", ".tsx"},
		"open.astro": {"---\na()\n", "", ".tsx"},
	} {
		code, ending := scripts(name, []byte(c.text))
		if len(code) != len(c.text) {
			t.Errorf("%s: %d bytes became %d", name, len(c.text), len(code))
		}
		if got := strings.Join(strings.Fields(string(code)), ""); strings.TrimSuffix(got, ";") != strings.TrimSuffix(c.want, ";") || ending != c.ending {
			t.Errorf("%s: got %q of a %s file, want %q of a %s file", name, got, ending, c.want, c.ending)
		}
	}
}

// A call in a component is where it stands in the file.
func TestComponentPositions(t *testing.T) {
	text := "<template>\n  <b>é</b>\n</template>\n\n<script setup lang=\"ts\">\nconst x: string = 'a'\n  send(x)\n</script>\n"
	m, err := Lower(context.Background(), "a.vue", []byte(text))
	if err != nil || len(m.Errors) > 0 {
		t.Fatal(err, m.Errors)
	}
	var found *ir.Call
	ir.Walk(m.Body, func(x ir.Expr) {
		if c, ok := x.(*ir.Call); ok {
			found = c
		}
	})
	if found == nil || found.Start.Line != 7 || found.Start.Column != 3 || text[found.Start.Offset:found.End.Offset] != "send(x)" {
		t.Errorf("the call is at %+v", found)
	}
}
