package result

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/rules"
)

func wired() *Report {
	at := func(line, from, to int) fact.Location {
		return fact.Location{Path: "a.py", Start: fact.Position{Line: line, Column: from}, End: fact.Position{Line: line, Column: to}}
	}
	rule := rules.Lookup("ROUTE-001")
	f := rules.Finding{Rule: rule, Severity: rules.High, Confidence: rules.ConfidenceHigh, Gates: true, At: at(2, 4, 9), Message: "m", Evidence: []fact.Evidence{{At: at(5, 1, 2), Says: "s"}}}
	return &Report{
		Version: "v1", Root: "app", Findings: []Finding{{Finding: f, Fingerprint: "0123456789abcdef"}}, Routes: []fact.Route{{ID: 1, Credential: fact.Credential{ID: 7}}},
		NotAnalysed: []fact.NotAnalysed{{At: fact.Location{Path: "b"}, Reason: "r"}}, Files: Files{Scanned: 2, Seen: 3}, Rules: []*rules.Rule{rule},
		Verdict: Verdict{Status: Fail, ExitCode: 1, Reason: "1 finding", FailOn: "high"},
		Lines: NewLines(func(string) ([]byte, error) {
			return []byte("one\nt\u00e9 made-up-token-0001 \U0001f512x\nthree\nfour\nfive\nsix\nseven\n"), nil
		}, []fact.Location{at(2, 5, 23)}),
	}
}

func TestWire(t *testing.T) {
	r := wired()
	var b bytes.Buffer
	if err := Encode(&b, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "made-up") || strings.Contains(b.String(), "seven") {
		t.Errorf("more than is needed is handed over: %s", b.String())
	}
	got, err := Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Findings[0].Rule != r.Findings[0].Rule || got.Findings[0].Message != "m" || got.Findings[0].Evidence[0] != r.Findings[0].Evidence[0] || got.Verdict != r.Verdict || got.Files != r.Files || got.Root != "app" || len(got.Rules) != 1 || got.NotAnalysed[0] != r.NotAnalysed[0] {
		t.Errorf("%+v", got)
	}
	if got.Routes[0].ID != 1 || got.Routes[0].Credential.ID != 0 {
		t.Errorf("%+v", got.Routes)
	}
	for n := 1; n <= 6; n++ {
		want, _ := r.Lines.Line("a.py", n)
		line, ok := got.Lines.Line("a.py", n)
		wantHash, _ := r.Lines.RollingHash("a.py", n)
		hash, _ := got.Lines.RollingHash("a.py", n)
		if !ok || line != want || hash != wantHash || hash == "" {
			t.Errorf("line %d: %q %q, want %q %q", n, line, hash, want, wantHash)
		}
		for column := -1; column < 30; column++ {
			if got, want := got.Lines.UTF16Column("a.py", n, column), r.Lines.UTF16Column("a.py", n, column); got != want {
				t.Errorf("line %d, column %d is %d, want %d", n, column, got, want)
			}
		}
	}
	if _, ok := got.Lines.Line("a.py", 7); ok {
		t.Error("a line that nothing speaks of is there")
	}
}

// What comes from a process that a stranger's file may have taken over is checked.
func TestWireIsChecked(t *testing.T) {
	var b bytes.Buffer
	if err := Encode(&b, wired()); err != nil {
		t.Fatal(err)
	}
	whole := b.String()
	for name, swap := range map[string][2]string{
		"path":        {`"Path":"a.py"`, `"Path":"../a.py"`},
		"absolute":    {`"Path":"b"`, `"Path":"/etc/passwd"`},
		"root":        {`"Root":"app"`, `"Root":"../.."`},
		"line":        {`"Line":5`, `"Line":-5`},
		"rule":        {`"Rule":"ROUTE-001"`, `"Rule":"ROUTE-999"`},
		"rules":       {`"Rules":["ROUTE-001"]`, `"Rules":["x"]`},
		"severity":    {`"Severity":4`, `"Severity":9`},
		"confidence":  {`"Confidence":"high"`, `"Confidence":"?"`},
		"fingerprint": {"0123456789abcdef", "::error::"},
		"verdict":     {`"Status":"fail","ExitCode":1`, `"Status":"pass","ExitCode":1`},
		"count":       {`"Scanned":2`, `"Scanned":-2`},
		"field":       {`"Hidden":0`, `"Hidden":0,"Other":1`},
		"cut":         {`"Verdict"`, ``},
	} {
		if !strings.Contains(whole, swap[0]) {
			t.Fatalf("%s: nothing to change in %s", name, whole)
		}
		if _, err := Decode(strings.NewReader(strings.ReplaceAll(whole, swap[0], swap[1]))); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := Decode(strings.NewReader(`{"Version":"` + strings.Repeat("x", maxWire))); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("%v", err)
	}
}

func FuzzDecode(f *testing.F) {
	var b bytes.Buffer
	if err := Encode(&b, wired()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode(bytes.NewReader(data))
		if err != nil {
			return
		}
		for i := range r.Findings {
			r.Lines.UTF16Column(r.Findings[i].At.Path, r.Findings[i].At.Start.Line, r.Findings[i].At.Start.Column)
		}
		if _, err := json.Marshal(r.Verdict); err != nil {
			t.Fatal(err)
		}
	})
}
