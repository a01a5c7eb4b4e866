package report

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/hostbound/hostbound/internal/result"
)

// parseMarkdown reads GitHub-flavoured Markdown with another program's parser, and
// returns the elements and the text of what it becomes.
func parseMarkdown(t testing.TB, source string) (elements map[string]int, text string) {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))
	if err := md.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	elements = map[string]int{}
	var words strings.Builder
	for n := range doc.Descendants() {
		switch n.Type {
		case html.ElementNode:
			elements[n.Data]++
		case html.TextNode:
			words.WriteString(n.Data)
		case html.CommentNode:
			elements["comment"]++
		}
	}
	return elements, words.String()
}

// readsAsItself wants that text shows as the text it is, in a cell and in a list.
func readsAsItself(t testing.TB, s string) {
	t.Helper()
	want := strings.TrimSpace(result.Plain(s))
	if want == "" {
		return
	}
	elements, text := parseMarkdown(t, "| a |\n|---|\n| "+result.MarkdownCode(s)+" "+result.Markdown(s)+" |\n\n- "+result.MarkdownCode("p")+" "+result.Markdown(s)+"\n")
	allowed := map[string]int{"html": 1, "head": 1, "body": 1, "table": 1, "thead": 1, "tbody": 1, "tr": 2, "th": 1, "td": 1, "ul": 1, "li": 1, "code": 2}
	for e, n := range elements {
		if n != allowed[e] {
			t.Errorf("%q becomes %d elements %s, want %d", s, n, e, allowed[e])
		}
	}
	squeeze := func(s string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
	}
	if got, want := squeeze(text), squeeze("a "+want+" "+want+" p "+want); got != want {
		t.Errorf("%q reads as\n%q, want\n%q", s, got, want)
	}
}

func TestMarkdownReadsAsItself(t *testing.T) {
	for _, s := range []string{
		nastyText, nastyPath, `\`, `a\|b`, "``", "*a*", "1. x", "- x", "# x", "&lt;", "&#64;", "<!-- x -->", "](", "a@b.example",
		"https://evil.test/x?y=1", "www.evil.test", "~x~", "\t", "x\\", "| --- |", "[ ] x", "[^1]", "===", "a\u00a0b",
	} {
		readsAsItself(t, s)
	}
}

func FuzzMarkdownText(f *testing.F) {
	f.Add(nastyText)
	f.Add(nastyPath)
	f.Add(`\|`)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 10_000 {
			readsAsItself(t, s)
		}
	})
}

// TestMarkdownMentionsNobody holds what no parser of Markdown shows: GitHub looks
// for names, references and addresses in the text that Markdown has become.
func TestMarkdownMentionsNobody(t *testing.T) {
	_, text := parseMarkdown(t, result.Markdown(nastyText))
	for _, bad := range []string{"@team", "#123", "repo#4", "GH-5", ":smile:", "http://", "www.evil"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is whole in %q", bad, text)
		}
	}
}

func TestMarkdownStructure(t *testing.T) {
	elements, text := parseMarkdown(t, render(t, views()["markdown"], nasty(t)))
	for e, n := range map[string]int{"h2": 1, "h3": 3, "table": 1, "tr": 6, "pre": 1, "img": 0, "a": 0, "li": 2, "em": 0, "del": 0, "comment": 0} {
		if elements[e] != n {
			t.Errorf("%d elements %s, want %d", elements[e], e, n)
		}
	}
	for _, want := range []string{"2 findings at or above high", "5 findings", "2 more findings are not in this table", "could hold a finding", "flowchart LR"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}

// TestMarkdownLimit holds the limit to the byte and the count of what is left out.
func TestMarkdownLimit(t *testing.T) {
	n, full := 10_000, 1<<20
	if testing.Short() {
		n, full = 300, 20_000
	}
	r := many(n)
	r.Hidden = 3
	cut := regexp.MustCompile(`\n(\d+) more findings? (?:is|are) not in this table`)
	for _, limit := range []int{1, 10, 100, 200, 300, 1000, 5000, 65_536, full, 0} {
		got := render(t, func(w io.Writer, r *result.Report) error { return Markdown(w, r, limit) }, r)
		if limit > 0 && len(got) > limit {
			t.Errorf("%d bytes with the limit %d", len(got), limit)
		}
		if !utf8.ValidString(got) {
			t.Errorf("the limit %d cuts a character", limit)
		}
		if limit > 0 && limit < 1000 {
			continue
		}
		rows := strings.Count(got, "| ROUTE-001 |")
		said := 0
		if m := cut.FindStringSubmatch(got); m != nil {
			said, _ = strconv.Atoi(m[1])
		}
		if rows+said != n+r.Hidden || limit == 0 && rows != n {
			t.Errorf("limit %d: %d rows and %d left out of %d", limit, rows, said, n+r.Hidden)
		}
		if rows > 0 && said > r.Hidden && limit > 5000 && len(got) < limit*9/10 {
			t.Errorf("limit %d: only %d bytes are used", limit, len(got))
		}
		if rows > 0 && strings.Contains(got, "| critical (") && !strings.Contains(got, "| critical |") {
			t.Errorf("limit %d: what can fail the build is cut before what cannot", limit)
		}
		if limit >= 5000 && !strings.Contains(got, "(could hold a finding)") {
			t.Errorf("limit %d: the place that could hold a finding is cut", limit)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteErrors(t *testing.T) {
	for name, write := range views() {
		if err := write(failing{}, nasty(t)); err == nil {
			t.Errorf("%s hides that it could not be written", name)
		}
	}
}
