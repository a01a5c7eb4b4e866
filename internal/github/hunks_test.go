package github

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

func TestParsePatch(t *testing.T) {
	for _, tt := range []struct{ name, patch, want string }{
		{"none", "", ""},
		{"one line", "@@ -1 +1 @@\n-a\n+b", "1:b"},
		{"context", "@@ -3,3 +4,4 @@ def f():\n a\n-b\n+c\n+d\n e", "4:a|c|d|e"},
		{"two hunks", "@@ -1,1 +1,2 @@\n a\n+b\n@@ -9,2 +10,1 @@\n c\n-d", "1:a|b 10:c"},
		{"no line end", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file", "1:b"},
		{"an added line that looks like a head", "@@ -1,0 +1,2 @@\n+@@ -1 +1 @@\n+b", "1:@@ -1 +1 @@|b"},
		{"a new file", "@@ -0,0 +1,2 @@\n+a\n+", "1:a|"},
		{"removed alone", "@@ -1,2 +0,0 @@\n-a\n-b", "0:"},
		{"no patch", "Binary files differ", ""},
		{"a head of its own", "@@ -1 +99999999999999999999 @@\n+a", ""},
		{"a cut end", "@@ -1,2 +1,2 @@\n a\n\n+b", "1:a"},
		{"a line of its own", "@@ -1,2 +1,2 @@\n a\n*b\n+c", "1:a"},
	} {
		var got []string
		for _, h := range parsePatch(tt.patch) {
			got = append(got, fmt.Sprintf("%d:%s", h.first, strings.Join(h.lines, "|")))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}

func FuzzParsePatch(f *testing.F) {
	f.Add("@@ -3,3 +4,4 @@ def f():\n a\n-b\n+c\n+d\n e")
	f.Fuzz(func(t *testing.T, patch string) {
		for _, h := range parsePatch(patch) {
			for n := h.first; h.holds(n, n); n++ {
				h.line(n)
			}
		}
	})
}

func alone(at fact.Location) (*result.Report, *result.Finding) {
	r := weak(rules.Finding{Severity: rules.High, Gates: true, Message: "m", At: at})
	return r, &r.Findings[len(r.Findings)-1]
}

// TestAnchor holds where a finding is commented on, and where it is not.
func TestAnchor(t *testing.T) {
	moved := strings.Replace(source, "import os\n", "", 1) // the change alone, without what the base has brought
	for _, tt := range []struct {
		name        string
		first, last int // lines of the finding
		patch       string
		want        string
	}{
		{"one line", 19, 19, patchOf(19, 19, source), "19-19"},
		{"several lines", 7, 8, patchOf(3, 9, source), "7-8"},
		{"begins in the diff", 7, 8, patchOf(5, 7, source), "7-7"},
		{"ends in the diff", 7, 8, patchOf(8, 9, source), ""},
		{"over two hunks", 7, 8, patchOf(7, 7, source) + "\n" + patchOf(8, 8, source), "7-7"},
		{"beside the diff", 13, 13, patchOf(3, 8, source), ""},
		{"another text", 19, 19, patchOf(19, 19, strings.Replace(source, "v2", "v3", 1)), ""},
		{"a credential", 6, 6, patchOf(6, 6, source), "6-6"},
		{"a credential of another length", 6, 6, patchOf(6, 6, strings.Replace(source, "token-0001", "token-1", 1)), ""},
		{"moved", 19, 19, patchOf(12, 19, moved), "18-18"},
		{"moved, and there twice", 13, 13, patchOf(12, 12, source) + "\n" + "@@ -30,0 +30,2 @@\n+" + lineAt(13) + "\n+" + lineAt(13), ""},
		{"CRLF", 19, 19, strings.ReplaceAll(patchOf(18, 19, source), "\n+", "\r\n+") + "\r", "19-19"},
	} {
		r, f := alone(fact.Location{Path: "app/client.py", Start: fact.Position{Line: tt.first, Column: 1}, End: fact.Position{Line: tt.last, Column: 9}})
		got := ""
		if at, ok := (diff{"services/users/app/client.py": parsePatch(tt.patch)}).anchor(r, f); ok {
			got = fmt.Sprintf("%d-%d", at.first, at.last)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSuggestion holds that a suggestion is the edit, whole lines, or nothing.
func TestSuggestion(t *testing.T) {
	edit := func(path string, line, from, to int, text string) *rules.Fix {
		return &rules.Fix{Does: "mend it", Edit: fact.Edit{At: at(path, line, from, to), Text: text}}
	}
	for _, tt := range []struct {
		name        string
		first, last int
		patch       string
		fix         *rules.Fix
		want        string // "" is no suggestion
	}{
		{"in the line", 14, 14, patchOf(12, 16, source), edit("app/client.py", 14, 9, 10, "7"), "```suggestion\n    b = 7\n```"},
		{"in one of several", 14, 15, patchOf(12, 16, source), edit("app/client.py", 15, 1, 5, "\t"), "```suggestion\n    b = 2\n\tc = 3\n```"},
		{"of several lines", 14, 14, patchOf(12, 16, source), edit("app/client.py", 14, 9, 10, "7\n    z = 1"), "```suggestion\n    b = 7\n    z = 1\n```"},
		{"with a fence in it", 14, 14, patchOf(12, 16, source), edit("app/client.py", 14, 9, 10, "\"```\""), "````suggestion\n    b = \"```\"\n````"},
		{"in another file", 14, 14, patchOf(12, 16, source), edit("app/other.py", 14, 9, 10, "7"), ""},
		{"in another line", 14, 14, patchOf(12, 16, source), edit("app/client.py", 15, 9, 10, "7"), ""},
		{"in a line before", 14, 14, patchOf(12, 16, source), edit("app/client.py", 13, 9, 10, "7"), ""},
		{"outside the line", 14, 14, patchOf(12, 16, source), edit("app/client.py", 14, 9, 99, "7"), ""},
		{"beside a credential", 6, 6, patchOf(5, 7, source), edit("app/client.py", 6, 5, 11, "key"), ""},
		{"none", 14, 14, patchOf(12, 16, source), nil, ""},
	} {
		r, f := alone(fact.Location{Path: "app/client.py", Start: fact.Position{Line: tt.first, Column: 1}, End: fact.Position{Line: tt.last, Column: 9}})
		f.Fix = tt.fix
		where, ok := (diff{"services/users/app/client.py": parsePatch(tt.patch)}).anchor(r, f)
		if !ok {
			t.Fatalf("%s: not in the diff", tt.name)
		}
		got := suggestion(r, f, where)
		if tt.want != "" && got != "\nFix: mend it.\n\n"+tt.want+"\n" || tt.want == "" && strings.Contains(got, "suggestion") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
