package result

import (
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/rules"
)

func TestFixes(t *testing.T) {
	edit := func(path string, from, to int, text string) Finding {
		at := fact.Location{Path: path, Start: fact.Position{Offset: from}, End: fact.Position{Offset: to}}
		return Finding{Finding: rules.Finding{Fix: &rules.Fix{Edit: fact.Edit{At: at, Text: text}}}}
	}
	r := &Report{Findings: []Finding{
		edit("b", 7, 7, ", z"), edit("a", 1, 1, "x"), edit("b", 3, 7, ""), edit("b", 7, 7, ", y"), edit("b", 7, 7, ", z"), edit("b", 5, 6, "over"), {},
	}}
	fixes := r.Fixes()
	if len(fixes) != 2 || fixes[0].Path != "a" || len(fixes[1].Edits) != 3 || fixes[1].Left != 1 {
		t.Fatalf("%+v", fixes)
	}
	if got, ok := fixes[1].Apply("f(a"); ok {
		t.Errorf("a text that ends before the ranges gives %q", got)
	}
	if got, ok := fixes[1].Apply("ff(, bb)"); !ok || got != "ff(, y, z)" {
		t.Errorf("got %q, %t", got, ok)
	}
}
