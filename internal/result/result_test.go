package result

import (
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/rules"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"plain text":            "plain text",
		"a\nb\r\nc\td":          `a\nb\r\nc d`,
		"\x1b[31mred\x07":       `\x1b[31mred\x07`,
		"user\u202etxt.exe":     `user\u202etxt.exe`,
		"zero\u200bwidth\ufeff": `zero\u200bwidth\ufeff`,
		"\u2028sep":             `\u2028sep`,
		"tag\U000e0041":         `tag\U000e0041`,
		"bad\xff\xc3":           `bad\xff\xc3`,
		"\u009b31m":             `\x9b31m`,
		"grüße, 漢字 and 😀 stay":  "grüße, 漢字 and 😀 stay",
		"del\x7f":               `del\x7f`,
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{{"abcdef", 6, "abcdef"}, {"abcdefg", 6, "abc…"}, {"ééééé", 7, "éé…"}, {"abcdef", 2, ""}, {"abcdef", 3, "…"}} {
		if got := Cut(c.in, c.limit); got != c.want || len(got) > c.limit {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func finding(r *rules.Rule, s rules.Severity, path string, line int) rules.Finding {
	return rules.Finding{Rule: r, Severity: s, At: span(path, line, 1, line, 2), Gates: true}
}

// TestIdentifyBelow wants one finding to be the same one in a scan of its folder.
func TestIdentifyBelow(t *testing.T) {
	in := func(p string) []rules.Finding {
		return []rules.Finding{{Rule: &rules.Rule{ID: "ROUTE-001"}, At: fact.Location{Path: p, Start: fact.Position{Line: 1}}}}
	}
	files := fileSource(map[string]string{"a.py": "call()\n", "services/users/a.py": "call()\n"})
	whole := Identify(in("services/users/a.py"), "", files)[0].Fingerprint
	if part := Identify(in("a.py"), "services/users", files)[0].Fingerprint; part != whole {
		t.Errorf("%s in a scan of the folder, %s in one of the repository", part, whole)
	}
	if other := Identify(in("a.py"), "services/orders", files)[0].Fingerprint; other == whole {
		t.Error("two folders' findings have one fingerprint")
	}
}

func TestIdentify(t *testing.T) {
	r := &rules.Rule{ID: "ROUTE-001"}
	fs := []rules.Finding{finding(r, rules.High, "a", 3), finding(r, rules.Low, "a", 1), finding(r, rules.Low, "a", 2)}
	before := Identify(fs, "", fileSource(map[string]string{"a": "call()\nother()\n  call()\n"}))
	if before[0].At.Start.Line != 3 || before[1].At.Start.Line != 1 {
		t.Fatal("the order has changed")
	}
	if before[0].Fingerprint == before[1].Fingerprint {
		t.Error("two equal lines have one fingerprint")
	}
	for i := range fs {
		fs[i].At.Start.Line += 2
	}
	after := Identify(fs, "", fileSource(map[string]string{"a": "\n\n\tcall()\nother()\ncall()\n"}))
	for i := range after {
		if after[i].Fingerprint != before[i].Fingerprint || len(after[i].Fingerprint) != 16 {
			t.Errorf("finding %d: %s before the lines moved, %s after", i, before[i].Fingerprint, after[i].Fingerprint)
		}
	}
}

func TestRanked(t *testing.T) {
	r, r2 := &rules.Rule{ID: "ROUTE-001"}, &rules.Rule{ID: "ROUTE-002"}
	mk := func(f rules.Finding, gates bool, c rules.Confidence) Finding {
		f.Gates, f.Confidence = gates, c
		return Finding{Finding: f}
	}
	fs := []Finding{
		mk(finding(r, rules.Low, "a", 1), true, rules.ConfidenceHigh),
		mk(finding(r2, rules.High, "b", 1), true, rules.ConfidenceHigh),
		mk(finding(r, rules.High, "a", 9), true, rules.ConfidenceLow),
		mk(finding(r, rules.High, "a", 1), false, rules.ConfidenceHigh),
		mk(finding(r, rules.High, "b", 1), true, rules.ConfidenceHigh),
		mk(finding(r, rules.Critical, "z", 1), false, rules.ConfidenceLow),
	}
	var got []int
	for _, f := range Ranked(fs) {
		got = append(got, slices.IndexFunc(fs, func(g Finding) bool { return g.At == f.At && g.Rule == f.Rule && g.Severity == f.Severity }))
	}
	if want := []int{5, 4, 1, 2, 3, 0}; !slices.Equal(got, want) {
		t.Errorf("ranked %v, want %v", got, want)
	}
}

func TestLevel(t *testing.T) {
	var got []string
	for s := rules.Info; s <= rules.Critical; s++ {
		got = append(got, Level(s))
	}
	if want := "note note warning error error"; strings.Join(got, " ") != want {
		t.Errorf("levels %v, want %s", got, want)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a\x1b[0m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if p := Plain(s); strings.ContainsAny(p, "\n\r\x1b\x00\u202e\u2028") || Plain(p) != p {
			t.Errorf("Plain(%q) = %q", s, p)
		}
	})
}
