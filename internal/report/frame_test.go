package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// under is the part of a shown line that stands above the marks.
func under(v view) string {
	var b strings.Builder
	at := 0
	for _, r := range v.text {
		_, n := cell(r)
		if at >= v.indent && at < v.indent+v.width {
			b.WriteRune(r)
		}
		at += n
	}
	return b.String()
}

func TestWindowMarksTheRange(t *testing.T) {
	long := strings.Repeat("漢", 500)
	for _, c := range []struct {
		line, part string
		width      int
		whole      bool
	}{
		{"a = b", "b", 80, true},
		{"\t\tb = c", "b", 80, true},
		{"漢字 🙂 e\u0301 = x", "x", 80, true},
		{"漢字 🙂 e\u0301 = x", "🙂", 80, true},
		{strings.Repeat("\t", 30) + "x = 1", "x", 80, false},
		{long + "x" + long, "x", 80, false},
		{"x" + long, "x", 80, false},
		{long + "x", "x", 80, false},
		{strings.Repeat("a", 79), "a", 80, true},
		{strings.Repeat("a", 85) + "x", "x", 80, false},
	} {
		from := strings.Index(c.line, c.part)
		v := window(c.line, from, from+len(c.part), c.width)
		if got := under(v); got != c.part {
			t.Errorf("%q: the marks stand under %q of %q, want %q", c.line, got, v.text, c.part)
		}
		if v.whole != c.whole {
			t.Errorf("%q: whole = %v", c.line, v.whole)
		}
	}
}

func FuzzWindow(f *testing.F) {
	f.Add("\ta = 漢字 🙂\x1b[31m\u202e\xff", 3, 9, 40)
	f.Add(strings.Repeat("e\u0301", 300), 100, 120, 60)
	f.Fuzz(func(t *testing.T, line string, from, to, width int) {
		if width < minWidth-10 || width > 500 || from < 0 || len(line) > 100_000 || strings.Contains(line, "\n") {
			return
		}
		v := window(line, from, to, width)
		if !utf8.ValidString(v.text) || cells(v.text) > width {
			t.Errorf("%q is no line of %d cells", v.text, width)
		}
		if v.width < 1 || v.indent < 0 || v.indent > width || v.indent+v.width > width+1 {
			t.Errorf("marks at %d+%d of %d", v.indent, v.width, width)
		}
		if len(v.text) > 16*width+2*tabWidth+utf8.UTFMax*2 {
			t.Errorf("%d bytes for %d cells", len(v.text), width)
		}
		for _, r := range v.text {
			if !unicode.IsGraphic(r) {
				t.Errorf("%q is shown", r)
			}
		}
	})
}

func TestFoldsWhatIsLong(t *testing.T) {
	r := many(1)
	f := &r.Findings[0]
	f.Severity = rules.High
	for range maxEvidence + 3 {
		f.Evidence = append(f.Evidence, fact.Evidence{At: span(f.At.Path, 2, 1, 2), Says: "seen"})
	}
	for range maxNotAnalysed + 4 {
		r.NotAnalysed = append(r.NotAnalysed, fact.NotAnalysed{At: f.At, Reason: "unread"})
	}
	folded := render(t, views()["text"], r)
	for _, want := range []string{"and 3 more steps (--verbose shows them)", "and 4 more (--verbose lists them)"} {
		if !strings.Contains(folded, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	verbose := render(t, views()["verbose"], r)
	if n := strings.Count(verbose, "= seen"); n != maxEvidence+3 {
		t.Errorf("%d steps with Verbose", n)
	}
	if n := strings.Count(verbose, ": unread"); n != maxNotAnalysed+4 {
		t.Errorf("%d places with Verbose", n)
	}
}

func TestOwnStepIsTheLabel(t *testing.T) {
	r := nasty(t)
	f := &r.Findings[1]
	f.Evidence = append(f.Evidence, fact.Evidence{At: f.At, Says: "this is it"})
	if got := render(t, views()["text"], r); strings.Count(got, "^ this is it\n") != 1 || strings.Contains(got, "- this is it") {
		t.Errorf("the step at the finding's own place is not its label:\n%s", got)
	}
	if n := len(f.Evidence); n != 2 {
		t.Errorf("the report changed the evidence to %d steps", n)
	}
}

func TestNoColourUnlessAsked(t *testing.T) {
	r := nasty(t)
	if s := render(t, views()["verbose"], r); strings.Contains(s, "\x1b") {
		t.Error("a report without colour holds an escape sequence")
	}
	if s := render(t, views()["color"], r); !strings.Contains(s, "\x1b[1;31mcritical[ROUTE-001]\x1b[0m") {
		t.Error("the severity is not coloured")
	}
}

func TestEmptyReport(t *testing.T) {
	r := &result.Report{Verdict: result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "there was nothing to scan", FailOn: "high"}}
	for name, want := range map[string]string{
		"text": "UNDECIDED: there was nothing to scan", "markdown": "**undecided**: there was nothing to scan", "table": "(no routes)",
		"mermaid": "no routes", "json": `"findings": []`, "routes": `"routes": []`,
	} {
		if got := render(t, views()[name], r); !strings.Contains(got, want) {
			t.Errorf("%s of nothing does not say %q:\n%s", name, want, got)
		}
	}
}
