package report

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

const secret = "made-up-token-0001"

// nastyPath and nastyText hold what a log, a terminal, Markdown, HTML, Mermaid or
// a reader's eye could take for more than text.
const (
	nastyPath = "a|b`c](http://evil.test)@team/<img src=x>\n::error::x\x1b[31m%0A,y.py"
	nastyText = "\x1b[2J\r\n::error::gone ##[error]gone | `code` [a](http://evil.test) ![i](x) <img src=x onerror=y> @team #123 " +
		"user/repo#4 GH-5 :smile: www.evil.test \u202egnp.exe\u2066 **bold** _it_ ~~no~~ $x$ 漢字 🙂 e\u0301 \xff \u200b end"
)

// span gives a range of one line by its columns, both from 1, half-open.
func span(path string, line, from, to int) fact.Location {
	return fact.Location{Path: path, Start: fact.Position{Line: line, Column: from}, End: fact.Position{Line: line, Column: to}}
}

// within is the range of part in the given line of a file.
func within(t testing.TB, files map[string]string, path string, line int, part string) fact.Location {
	t.Helper()
	text := strings.Split(files[path], "\n")[line-1]
	i := strings.Index(text, part)
	if i < 0 {
		t.Fatalf("%q is not in %s:%d", part, path, line)
	}
	return span(path, line, i+1, i+1+len(part))
}

func nastyFiles() map[string]string {
	return map[string]string{
		"app/client.py": "import requests\n\nTOKEN = \"" + secret + "\"\n\n\ndef users(host):\n" +
			"\turl = \"http://\" + host  # 漢字 🙂 e\u0301 wide\n\tlog(\"漢字 🙂\", url)\n" +
			"\treturn requests.get(\n\t\turl,\n\t\theaders={\"Authorization\": \"Bearer \" + TOKEN})\n",
		nastyPath:           "x = 1  # ::error::\x1b[31m ##[error]\u202e \xff\r\n",
		"long.py":           strings.Repeat("a", 3000) + "requests.get(\"" + secret + "\")" + strings.Repeat("b", 3000) + "\n",
		"tests/test_app.py": "requests.get(url, verify=False)\n",
	}
}

func nasty(t testing.TB) *result.Report {
	t.Helper()
	files := nastyFiles()
	in := func(path string, line int, part string) fact.Location { return within(t, files, path, line, part) }
	call := in("app/client.py", 9, "requests.get(")
	call.End = fact.Position{Line: 11, Column: 44}
	literal, long := in("app/client.py", 3, secret), in("long.py", 1, secret)
	findings := []rules.Finding{
		{
			Rule: rules.Lookup("ROUTE-001"), Severity: rules.Critical, Confidence: rules.ConfidenceHigh, Gates: true, At: call,
			Message: "A bearer token goes to http://{param:host} in plain text",
			Evidence: []fact.Evidence{
				{At: literal, Says: "the credential is written here"},
				{At: in("app/client.py", 7, "\"http://\""), Says: "the destination begins here"},
				{At: in("app/client.py", 7, "\"http://\" + host"), Says: "the destination has no TLS"},
				{At: in("app/client.py", 8, "url"), Says: "and is written out"},
				{At: in("tests/test_app.py", 1, "url"), Says: "as here"},
				{At: fact.Location{Path: "gone.py", Start: fact.Position{Line: 4, Column: 2}}, Says: "in a file that is gone"},
				{At: in("app/client.py", 7, "wide"), Says: "behind wide characters"},
			},
		},
		{
			Rule: rules.Lookup("TOKEN-001"), Severity: rules.High, Confidence: rules.ConfidenceHigh, Gates: true,
			At: long, Message: "A bearer token is written here",
			Evidence: []fact.Evidence{{At: in("long.py", 1, "requests.get(\""+secret+"\")"), Says: "it is sent here"}},
		},
		{
			Rule: rules.Lookup("ROUTE-003"), Severity: rules.Medium, Confidence: rules.ConfidenceLow, Gates: true,
			At: span(nastyPath, 1, 1, 6), Message: nastyText, Evidence: []fact.Evidence{{At: span(nastyPath, 1, 8, 17), Says: nastyText}},
		},
		{
			Rule: rules.Lookup("TLS-001"), Severity: rules.Low, Confidence: rules.ConfidenceMedium, Class: fact.ClassTest,
			At: in("tests/test_app.py", 1, "verify=False"), Message: "Certificates are not checked",
		},
		{
			Rule: rules.Lookup("ROUTE-016"), Severity: rules.Info, Confidence: rules.ConfidenceHigh, Gates: true,
			At: in("tests/test_app.py", 1, "requests.get"), Message: "The wait for an answer is not bounded",
		},
	}
	lines := result.NewLines(func(p string) ([]byte, error) {
		s, ok := files[p]
		if !ok {
			return nil, errors.New("no such file")
		}
		return []byte(s), nil
	}, []fact.Location{literal, long})
	return &result.Report{
		Version: "v0.0.0", Root: "services/users", Findings: result.Identify(findings, "", lines), Hidden: 2, Routes: nastyRoutes(call),
		NotAnalysed: []fact.NotAnalysed{
			{At: fact.Location{Path: "a.yaml", Start: fact.Position{Line: 3, Column: 1}}, Reason: "a $ref leads nowhere"},
			{At: fact.Location{Path: nastyPath}, Reason: nastyText, Gates: true},
		},
		Files:   result.Files{Scanned: 4, Seen: 9, Ignored: 1, Excluded: 2, Bytes: 7000},
		Rules:   rules.All(),
		Verdict: result.Verdict{Status: result.Fail, ExitCode: 1, Reason: "2 findings at or above high", FailOn: "high"},
		Lines:   lines,
	}
}

func nastyRoutes(at fact.Location) []fact.Route {
	env := fact.Text{{Literal: "https://"}, {Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "LOGIN_HOST", Default: "login.example.io", HasDefault: true}}}
	return []fact.Route{
		{
			ID: 1, Artifact: fact.ArtifactSource, At: at,
			Credential:  fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Origin: fact.OriginLiteral, Name: "TOKEN"},
			Destination: fact.Destination{URL: fact.Lit("http://users.example.io/v1"), Scheme: fact.Lit("http"), Host: fact.Lit("users.example.io"), Port: fact.Lit("80")},
			Channel:     fact.Channel{Verify: fact.Setting{State: fact.StateOff}, Timeout: fact.Setting{State: fact.StateOn}},
			Grades:      fact.Grades{Channel: fact.C0, Name: fact.N3, Credential: fact.K2},
			Guards:      []fact.Guard{{Part: "host", Kind: fact.GuardLoose, At: span("app/client.py", 5, 1, 2)}},
			Steps:       []fact.Evidence{{At: span("app/client.py", 3, 1, 2), Says: "the credential is written here"}},
		},
		{
			ID: 2, Artifact: fact.ArtifactSource, At: span("app/client.py", 8, 2, 5),
			Credential:  fact.Credential{Kind: fact.KindBearer, Origin: fact.OriginEnv, Name: nastyText},
			Destination: fact.Destination{URL: fact.Lit(nastyText)},
		},
		{ID: 3, Artifact: fact.ArtifactDotenv, At: span(nastyPath, 1, 1, 2), Destination: fact.Destination{URL: env, Scheme: fact.Lit("https"), Host: env[1:]}},
	}
}

// views are the reports that people read, by the name of their golden file.
func views() map[string]func(io.Writer, *result.Report) error {
	text := func(o TextOptions) func(io.Writer, *result.Report) error {
		return func(w io.Writer, r *result.Report) error { return Text(w, r, o) }
	}
	return map[string]func(io.Writer, *result.Report) error{
		"text":     text(TextOptions{}),
		"verbose":  text(TextOptions{Verbose: true}),
		"narrow":   text(TextOptions{Width: 60}),
		"color":    text(TextOptions{Color: true}),
		"table":    RoutesTable,
		"mermaid":  RoutesMermaid,
		"markdown": func(w io.Writer, r *result.Report) error { return Markdown(w, r, 0) },
		"json":     JSON,
		"routes":   RoutesJSON,
	}
}

func render(t testing.TB, write func(io.Writer, *result.Report) error, r *result.Report) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	r := nasty(t)
	for name, write := range views() {
		got, golden := render(t, write, r), filepath.Join("testdata", name+".golden")
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
			t.Errorf("%s differs from the report (-update writes it):\n%s", golden, got)
		}
	}
}

// TestNothingActs holds that no report acts on what shows it: no credential, no
// control character, nothing that reorders text, only the colours that it chose.
func TestNothingActs(t *testing.T) {
	r := nasty(t)
	for name, write := range views() {
		got := render(t, write, r)
		if strings.Contains(got, secret) {
			t.Errorf("%s shows a credential", name)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%s is no UTF-8", name)
		}
		if name == "color" {
			for _, code := range []string{bold, red, yellow, blue, cyan, green, faint, "0"} {
				got = strings.ReplaceAll(got, "\x1b["+code+"m", "")
			}
		}
		for _, c := range got {
			if c != '\n' && !unicode.IsGraphic(c) && (name != "markdown" || c != '\u200b') {
				t.Errorf("%s holds %q", name, c)
			}
		}
		if strings.Contains("\n"+got, "\n::") {
			t.Errorf("%s begins a line with a workflow command", name)
		}
	}
}

// many is a report of n findings and as many places that were not analysed.
func many(n int) *result.Report {
	r := &result.Report{Verdict: result.Verdict{Status: result.Fail, ExitCode: 1, Reason: "many findings", FailOn: "high"}}
	rule := rules.Lookup("ROUTE-001")
	for i := range n {
		path := fmt.Sprintf("services/s%05d/client.py", i)
		f := rules.Finding{Rule: rule, Severity: rules.Severity(1 + i%5), Gates: i%2 == 0, At: span(path, i+1, 1, 9), Message: nastyText}
		r.Findings = append(r.Findings, result.Finding{Finding: f})
		r.Routes = append(r.Routes, fact.Route{At: f.At, Credential: fact.Credential{Kind: fact.KindBearer, Name: path}, Destination: fact.Destination{Host: fact.Lit(path)}})
		r.NotAnalysed = append(r.NotAnalysed, fact.NotAnalysed{At: f.At, Reason: nastyText, Gates: i == n-1})
	}
	return r
}
