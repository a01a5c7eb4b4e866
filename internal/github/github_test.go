package github

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

const nasty = "x\r\n::error::gone\n##[add-mask]e ##[error file=a]b ###[debug]c %0A::warning::d %25 a,b:c ::stop-commands::t \x1b[31m\u202e\u2028::notice::\xff end"

func at(path string, line, from, to int) fact.Location {
	return fact.Location{Path: path, Start: fact.Position{Line: line, Column: from}, End: fact.Position{Line: line, Column: to}}
}

func reportOf(fs ...rules.Finding) *result.Report {
	lines := result.NewLines(func(p string) ([]byte, error) {
		if p == "wide.py" {
			return []byte("漢字 🙂 = get()\n"), nil
		}
		return nil, errors.New("no such file")
	}, nil)
	r := &result.Report{Root: "services/users", Lines: lines, Verdict: result.Verdict{Status: result.Fail, ExitCode: 1, FailOn: "high"}}
	for _, f := range fs {
		f.Rule = rules.Lookup("ROUTE-001")
		r.Findings = append(r.Findings, result.Finding{Finding: f})
	}
	return r
}

func annotations(t testing.TB, r *result.Report) string {
	t.Helper()
	var b strings.Builder
	if err := WriteAnnotations(&b, r, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func commands(t testing.TB, output string) []taken {
	t.Helper()
	var r runner
	r.print(output)
	if n := strings.Count(output, "\n"); n != len(r.commands) {
		t.Errorf("%d lines are %d commands:\n%s", n, len(r.commands), output)
	}
	return r.commands
}

func mixed() *result.Report {
	r := reportOf(
		rules.Finding{Severity: rules.Critical, Gates: true, At: at("app/client.py", 7, 12, 40), Message: "A token goes astray"},
		rules.Finding{Severity: rules.Medium, Gates: true, At: at(nasty, 3, 1, 5), Message: nasty},
		rules.Finding{Severity: rules.High, Class: fact.ClassTest, At: at("tests/a.py", 1, 1, 5), Message: "In a test"},
		rules.Finding{Severity: rules.Low, Gates: true, At: at("wide.py", 1, 13, 16), Message: "Behind wide characters"},
		rules.Finding{Severity: rules.Info, Gates: true, At: at("app/b.py", 1, 1, 5), Message: "Not annotated"},
		rules.Finding{Severity: rules.High, Gates: true, Message: "Over lines", At: fact.Location{
			Path: "app/a.py", Start: fact.Position{Line: 3, Column: 5}, End: fact.Position{Line: 6, Column: 2}}},
		rules.Finding{Severity: rules.High, Gates: true, Message: "Up to a line's begin", At: fact.Location{
			Path: "app/a.py", Start: fact.Position{Line: 8, Column: 1}, End: fact.Position{Line: 10, Column: 1}}},
		rules.Finding{Severity: rules.High, Gates: true, Message: "A whole file", At: fact.Location{Path: "app/whole.py"}},
	)
	r.NotAnalysed = []fact.NotAnalysed{
		{At: fact.Location{Path: "b.py"}, Reason: "unread " + nasty, Gates: true},
		{At: fact.Location{Path: "c.yaml"}, Reason: "changes nothing"},
	}
	return r
}

func TestGolden(t *testing.T) {
	const golden = "testdata/annotations.golden"
	got := annotations(t, mixed())
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the annotations (-update writes it):\n%s", golden, got)
	}
}

func TestAnnotationsAreTaken(t *testing.T) {
	got := commands(t, annotations(t, mixed()))
	type where struct{ name, data, file, line, endLine, col, endColumn string }
	want := []where{
		{"error", "A token goes astray", "services/users/app/client.py", "7", "7", "12", "40"},
		{"error", "Over lines", "services/users/app/a.py", "3", "6", "", ""},
		{"error", "Up to a line's begin", "services/users/app/a.py", "8", "9", "", ""},
		{"error", "A whole file", "services/users/app/whole.py", "1", "1", "", ""},
		{"notice", "In a test (this finding cannot fail the build)", "services/users/tests/a.py", "1", "1", "1", "5"},
		{"warning", Harmless(nasty), Harmless("services/users/" + nasty), "3", "3", "1", "5"},
		{"notice", "Behind wide characters", "services/users/wide.py", "1", "1", "7", "10"},
		{"warning", Harmless("unread " + nasty), "services/users/b.py", "1", "1", "", ""},
	}
	if len(got) != len(want) {
		t.Fatalf("%d commands, want %d", len(got), len(want))
	}
	// Ranked puts findings of one severity by whether they gate, then by place.
	for _, w := range want {
		found := false
		for _, c := range got {
			p := c.properties
			found = found || w == where{c.name, c.data, p["file"], p["line"], p["endLine"], p["col"], p["endColumn"]}
		}
		if !found {
			t.Errorf("nothing is %+v in %+v", w, got)
		}
	}
}

func TestLimits(t *testing.T) {
	var fs []rules.Finding
	for i := range 10_000 {
		fs = append(fs, rules.Finding{Severity: rules.Severity(2 + i%4), Gates: i%8 < 4, At: at(fmt.Sprintf("f%d.py", i), 1, 1, 2), Message: strings.Repeat("漢", 5000)})
	}
	r := reportOf(fs...)
	r.Hidden = 5
	kinds := map[string]int{}
	shown := 0
	var last taken
	for _, c := range commands(t, annotations(t, r)) {
		kinds[c.name]++
		if c.properties["file"] != "" {
			shown++
		}
		if n := len([]rune(c.data)); n > maxMessage {
			t.Errorf("a message of %d characters", n)
		}
		last = c
	}
	if kinds["error"] != 10 || kinds["warning"] != 10 || kinds["notice"] != 10 {
		t.Errorf("commands of each kind: %v", kinds)
	}
	if want := fmt.Sprintf("%d more are not annotated", 10_005-shown); !strings.HasPrefix(last.data, want) || last.name != "notice" {
		t.Errorf("the cut is said as %q, want %q", last.data, want)
	}
}

func TestNoCutNoNotice(t *testing.T) {
	var fs []rules.Finding
	for range 10 {
		fs = append(fs, rules.Finding{Severity: rules.Low, Gates: true, At: at("a.py", 1, 1, 2), Message: "m"})
	}
	if got := commands(t, annotations(t, reportOf(fs...))); len(got) != 10 || got[9].data != "m" {
		t.Errorf("ten notices are %d commands", len(got))
	}
	if got := commands(t, annotations(t, reportOf(append(fs, fs[0])...))); len(got) != 10 || !strings.HasPrefix(got[9].data, "2 more are not annotated") {
		t.Errorf("eleven notices are %d commands, the last %q", len(got), got[len(got)-1].data)
	}
}

// TestNotes holds that what GitHub and the repository say in a note is no command, and
// that warnings count among those of the step.
func TestNotes(t *testing.T) {
	var b strings.Builder
	warned, err := WriteNotes(&b, []Note{{true, nasty}, {false, nasty}, {true, "second"}})
	if err != nil || warned != 2 {
		t.Errorf("%d warnings, %v", warned, err)
	}
	var r runner
	r.print(b.String())
	if len(r.commands) != 2 || r.commands[0].data != Harmless(nasty) || r.commands[1].data != "second" || !strings.Contains(b.String(), "\nhostbound: "+Harmless(nasty)+"\n") {
		t.Errorf("%q gives the commands %+v", b.String(), r.commands)
	}
	var fs []rules.Finding
	for range 12 {
		fs = append(fs, rules.Finding{Severity: rules.Medium, Gates: true, At: at("a.py", 1, 1, 2), Message: "m"})
	}
	b.Reset()
	if err := WriteAnnotations(&b, reportOf(fs...), warned); err != nil || strings.Count(b.String(), "::warning ") != 8 || !strings.Contains(b.String(), "4 more are not annotated") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if got := NotesMarkdown([]Note{{true, nasty}}, 1<<20); !strings.HasPrefix(got, "\n### On GitHub\n\n- x") || strings.Count(got, "\n") != 4 {
		t.Errorf("%q", got)
	}
	if got := NotesMarkdown([]Note{{true, nasty}}, 20); got != "" {
		t.Errorf("%q has more than 20 bytes", got)
	}
}

func TestInfoAndUndecided(t *testing.T) {
	r := reportOf(rules.Finding{Severity: rules.Info, Gates: true, At: at("a.py", 1, 1, 2), Message: "m"})
	if got := annotations(t, r); got != "" {
		t.Errorf("severity info is annotated: %s", got)
	}
	r.Verdict.FailOn = "info"
	if got := commands(t, annotations(t, r)); len(got) != 1 || got[0].name != "notice" {
		t.Errorf("severity info, which fails the build, is %+v", got)
	}
	r = reportOf()
	r.Verdict = result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "there was nothing to scan"}
	if got := commands(t, annotations(t, r)); len(got) != 1 || got[0].name != "error" || got[0].data != "there was nothing to scan" {
		t.Errorf("no decision is %+v", got)
	}
}

// TestFenced holds that between the fences nothing is a command, also where the
// report was cut off, and that commands are taken again behind them.
func TestFenced(t *testing.T) {
	for _, write := range []func(io.Writer) error{
		func(w io.Writer) error {
			_, err := io.WriteString(w, "::error::a\n##[error]b\n::notoken::\nend\n")
			return err
		},
		func(w io.Writer) error { _, err := io.WriteString(w, "half a line ::"); return err },
		func(w io.Writer) error { _, _ = io.WriteString(w, "::error::a"); return errors.New("full") },
	} {
		var b strings.Builder
		err := Fenced(&b, "token", write)
		if (err != nil) != (write(io.Discard) != nil) {
			t.Errorf("the error of writing is %v", err)
		}
		var r runner
		r.print(b.String() + "::notice::after\n")
		if len(r.commands) != 1 || r.commands[0].data != "after" {
			t.Errorf("%q gives the commands %+v", b.String(), r.commands)
		}
	}
}

// outputs reads a file of outputs as the runner does.
func outputs(t *testing.T, file string) map[string]string {
	t.Helper()
	got := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, delimiter, found := strings.Cut(lines[i], "<<")
		if !found {
			t.Fatalf("%q begins no output", lines[i])
		}
		var value []string
		for i++; lines[i] != delimiter; i++ {
			value = append(value, lines[i])
		}
		got[name] = strings.Join(value, "\n")
	}
	return got
}

func TestOutputs(t *testing.T) {
	values := []Output{{"verdict", "fail"}, {"empty", ""}, {"sarif-file", "a\nverdict<<x\npass\nx\n_GitHubActionsFileCommandDelimeter_\nfindings=0"}}
	got := outputs(t, Outputs("random", values))
	if len(got) != len(values) {
		t.Errorf("%d outputs, want %d", len(got), len(values))
	}
	for _, v := range values {
		if got[v.Name] != v.Value {
			t.Errorf("%s is %q, want %q", v.Name, got[v.Name], v.Value)
		}
	}
}

func FuzzCommand(f *testing.F) {
	f.Add(nasty, nasty)
	f.Add("::error::", "##[error]")
	f.Add("%3A%3A", "%23%23[error]x")
	f.Fuzz(func(t *testing.T, message, path string) {
		r := reportOf(rules.Finding{Severity: rules.High, Gates: true, At: at("p"+path, 1, 1, 2), Message: message})
		got := commands(t, annotations(t, r)+Error(message))
		if len(got) != 2 {
			t.Fatalf("%d commands", len(got))
		}
		want := result.Cut(Harmless(message), maxMessage)
		if got[0].name != "error" || got[0].data != want || got[1].data != want {
			t.Errorf("the message %q arrives as %q", message, got[0].data)
		}
		if file := got[0].properties["file"]; file != Harmless(r.RepoPath("p"+path)) {
			t.Errorf("the path %q arrives as %q", path, file)
		}
		if strings.Contains(got[0].data, "##[") || strings.Contains(Harmless(path), "##[") {
			t.Errorf("what the runner has taken in holds a command: %q", got[0].data)
		}
	})
}

func FuzzHarmlessJSON(f *testing.F) {
	f.Add(nasty)
	f.Add(`\##[##[###[\\`)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		data, err := json.MarshalIndent([]any{s, map[string]string{s: s}}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got := HarmlessJSON(string(data))
		var r runner
		if r.print(got); len(r.commands) > 0 || r.stopped != "" {
			t.Errorf("%q is a command", got)
		}
		var back []any
		if err := json.Unmarshal([]byte(got), &back); err != nil {
			t.Fatal(err)
		}
		if back[0] != s || back[1].(map[string]any)[s] != s {
			t.Errorf("%q reads as %q", s, back)
		}
	})
}
