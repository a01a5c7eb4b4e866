package report

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// drawn is the text that Mermaid shows for a quoted label.
func drawn(label string) string {
	entity := regexp.MustCompile(`#(\d+);`)
	return html.UnescapeString(entity.ReplaceAllString(strings.Trim(label, `"`), "&#$1;"))
}

func FuzzQuoted(f *testing.F) {
	f.Add(nastyText)
	f.Add("https://style.example:{env:PORT} ﬂ°°92¶ß")
	f.Add("\"];\nclick x \"javascript:alert(1)\"")
	safe := regexp.MustCompile(`^"([a-zA-Z0-9 ./\-_,()=]|[^\x00-\x7f¶]|#\d+;)*"$`)
	f.Fuzz(func(t *testing.T, s string) {
		got := quoted(s)
		if !safe.MatchString(got) {
			t.Errorf("%q is drawn as %q", s, got)
		}
		if text := drawn(got); text != shown(s) {
			t.Errorf("%q reads as %q, want %q", got, text, shown(s))
		}
	})
}

// TestDiagramLines holds that every line of a diagram is one of the forms that this
// package writes, whatever the repository's names are.
func TestDiagramLines(t *testing.T) {
	line := regexp.MustCompile(`^(flowchart LR|  [cd]\d+(\(\["[^"]*"\]\)|\["[^"]*"\])|  c\d+ -->\|"[^"]*"\| d\d+|  (more|none)\["[^"]*"\])$`)
	for l := range strings.Lines(diagram(append(nasty(t).Routes, many(500).Routes...), maxEdges, maxDiagram)) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("%q is no line of a diagram", l)
		}
	}
}

func TestDiagramLimits(t *testing.T) {
	var routes []fact.Route
	for i := range 300 {
		r := fact.Route{Credential: fact.Credential{Kind: fact.KindBearer}, Destination: fact.Destination{Host: fact.Lit(fmt.Sprintf("h%d%s", i, strings.Repeat("\"", 75)))}}
		routes = append(routes, r, r)
	}
	routes[599].Grades.Channel = fact.C0
	got := diagram(routes, maxEdges, maxDiagram)
	if len(got) > maxDiagram {
		t.Errorf("%d bytes", len(got))
	}
	edges := strings.Count(got, "-->")
	if edges > maxEdges || edges == 0 {
		t.Errorf("%d edges", edges)
	}
	// 300 edges, and one that differs in its grade.
	if want := fmt.Sprintf("%d more routes", 301-edges); !strings.Contains(got, want) {
		t.Errorf("the cut of %s is not said:\n%s", want, got[len(got)-100:])
	}
	if !strings.Contains(got, "C0 ") {
		t.Error("the worst route is cut")
	}
	short := diagram(routes[:4], maxEdges, maxDiagram)
	if n := strings.Count(short, "-->"); n != 2 || strings.Contains(short, "more") {
		t.Errorf("two routes, each twice, are %d edges:\n%s", n, short)
	}
}
