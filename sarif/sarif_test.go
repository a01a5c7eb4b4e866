package sarif

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// span is a location by lines and columns.
func span(path string, l1, c1, l2, c2 int) fact.Location {
	return fact.Location{Path: path, Start: fact.Position{Line: l1, Column: c1}, End: fact.Position{Line: l2, Column: c2}}
}

// sources gives the lines of files that are named by their paths.
func sources(files map[string]string, masks ...fact.Location) result.LineSource {
	return result.NewLines(func(p string) ([]byte, error) {
		s, ok := files[p]
		if !ok {
			return nil, errors.New("no such file")
		}
		return []byte(s), nil
	}, masks)
}

func finding(rule string, s rules.Severity, at fact.Location, message string, evidence ...fact.Evidence) result.Finding {
	return result.Finding{
		Finding: rules.Finding{
			Rule: rules.Lookup(rule), Severity: s, Confidence: rules.ConfidenceHigh, Gates: true,
			At: at, Message: message, Evidence: evidence,
		},
		Fingerprint: "0123456789abcdef",
	}
}

func steps(path string, n int) []fact.Evidence {
	var out []fact.Evidence
	for i := range n {
		out = append(out, fact.Evidence{At: span(path, i+1, 1, i+1, 5), Says: fmt.Sprintf("step %d", i+1)})
	}
	return out
}

// Paths and texts that a stranger may choose.
const (
	oddPath  = "a folder/c:d %41#?é漢.py"
	widePath = "wide.py"
	crlfPath = "win.py"
)

// nasty is a report with one of everything that is hard to write.
func nasty() *result.Report {
	files := map[string]string{
		widePath: "t = 'aé漢😀'; call(t)\n\nx\n",
		crlfPath: "one = 1\r\ntwo = call(\r\n  3)\r\n",
		oddPath:  strings.Repeat("line\n", 2000),
		"long":   strings.Repeat("x", 100_000) + " = call()\n",
		"bad":    "a = '\xff\xfe' + \x1a + call()",
	}
	mask := span(widePath, 1, 6, 1, 16)
	return &result.Report{
		Version: "v1.2.3",
		Root:    "services/user s",
		Lines:   sources(files, mask),
		Rules:   rules.All(),
		Verdict: result.Verdict{Status: result.Fail, ExitCode: 1, Reason: "4 findings at or above high", FailOn: "high"},
		Files:   result.Files{Scanned: 5, Seen: 9, Ignored: 2},
		Hidden:  3,
		Findings: []result.Finding{
			finding("ROUTE-001", rules.Critical, span(widePath, 1, 19, 1, 26), "goes to http://{env:HOST=a.example} in plain text",
				fact.Evidence{At: mask, Says: "the credential is written here"},
				fact.Evidence{Says: "seen in no place"},
				fact.Evidence{At: span(widePath, 1, 1, 1, 1), Says: ""}),
			finding("TLS-001", rules.High, span(crlfPath, 2, 7, 3, 5), "a\nmessage \x1b[31m\u202e with [a link](https://evil.example) and \\ in it"),
			finding("ROUTE-004", rules.High, span(oddPath, 7, 1, 0, 0), "no end", steps(oddPath, 2000)...),
			finding("TOKEN-001", rules.High, span("long", 1, 100_004, 1, 100_010), strings.Repeat("long ", 5000)),
			finding("ROUTE-016", rules.Low, span("bad", 1, 16, 1, 22), "bytes \xff that are no UTF-8"),
			finding("ROUTE-016", rules.Info, span("gone", 900, 80, 900, 90), "a file that cannot be read"),
			finding("ROUTE-002", rules.Medium, fact.Location{Path: widePath}, "a whole file"),
			finding("ROUTE-002", rules.Medium, span(widePath, 77, 5, 78, 1), "a place behind the end"),
			finding("ROUTE-002", rules.Medium, span(widePath, 2, 1, 2, 1), ""),
		},
		NotAnalysed: []fact.NotAnalysed{
			{At: fact.Location{Path: oddPath}, Reason: "too large", Gates: true},
			{At: span(crlfPath, 2, 1, 0, 0), Reason: "does not [parse](x)\r\n::error::x"},
			{Reason: "a walk stopped"},
		},
	}
}

func written(t *testing.T, w Writer, r *result.Report, l limits) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := w.write(&b, r, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSchema(t *testing.T) {
	undecided := nasty()
	undecided.Findings = nil
	undecided.Verdict = result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "there was nothing to scan", FailOn: "high"}
	unlisted := nasty()
	unlisted.Rules, unlisted.Lines = nil, nil
	for name, r := range map[string]*result.Report{
		"nasty": nasty(), "undecided": undecided, "rules that did not run, no lines": unlisted, "empty": {},
	} {
		t.Run(name, func(t *testing.T) {
			data := written(t, Writer{Category: "users"}, r, codeScanning())
			conforms(t, data)
			l := parse(t, data)
			if got := len(l.Runs[0].Results); got != len(r.Findings) {
				t.Errorf("%d results for %d findings", got, len(r.Findings))
			}
		})
	}
}

// goldenFiles are the reports of the fixture repositories, which entrypoint's
// tests hold up to date.
func goldenFiles(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "testdata", "golden", "*.sarif"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	return files
}

func TestGoldenFilesConform(t *testing.T) {
	for name, data := range goldenFiles(t) {
		t.Run(name, func(t *testing.T) {
			conforms(t, data)
			parse(t, data)
		})
	}
}

// The schema test is worth what it refuses.
func TestSchemaRefuses(t *testing.T) {
	s, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(map[string]any{"version": "2.1.0", "runs": nil}); err == nil {
		t.Error("the schema takes null for the runs")
	}
}

func TestRegions(t *testing.T) {
	run := parse(t, written(t, Writer{}, nasty(), codeScanning())).Runs[0]
	type place struct{ uri, region, snippet, context string }
	var got []place
	for _, r := range run.Results {
		at := r.Locations[0].PhysicalLocation
		p := place{uri: at.ArtifactLocation.URI}
		if at.Region != nil {
			p.region, p.snippet = at.Region.String(), at.Region.Snippet.Text
		}
		if at.ContextRegion != nil {
			p.context = at.ContextRegion.Snippet.Text
		}
		got = append(got, p)
	}
	odd := "services/user%20s/a%20folder/c%3Ad%20%2541%23%3F%C3%A9%E6%BC%A2.py"
	want := []place{
		// Five characters of one to four bytes before the call: columns are UTF-16.
		{"services/user%20s/wide.py", "1:14-1:21", "call(t)", "t = '*·•🔒'; call(t)\n\n"},
		{odd, "7:1-7:2", "l", "line\nline\nline\n"},
		{"services/user%20s/long", "1:100004-1:100010", "call()", ""},
		{"services/user%20s/win.py", "2:7-3:5", "call(\n  3)", "one = 1\ntwo = call(\n  3)\n"},
		{"services/user%20s/wide.py", "1:1-1:2", "t", "t = '*·•🔒'; call(t)\n\n"},
		{"services/user%20s/wide.py", "2:1-2:2", "", "t = '*·•🔒'; call(t)\n\nx\n"},
		{"services/user%20s/wide.py", "77:5-78:1", "", ""},
		{"services/user%20s/bad", "1:16-1:22", "call()", ""},
		{"services/user%20s/gone", "900:80-900:90", "", ""},
	}
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			t.Errorf("result %d:\n got %q\nwant %q", i, got[i], want[i])
		}
	}
}

func TestEvidence(t *testing.T) {
	run := parse(t, written(t, Writer{}, nasty(), codeScanning())).Runs[0]
	first, many := run.Results[0], run.Results[1]
	if n := len(first.RelatedLocations); n != 3 {
		t.Fatalf("%d related locations, want 3", n)
	}
	if got := first.RelatedLocations[1].PhysicalLocation.Region.String(); got != "1:14-1:21" {
		t.Errorf("a step without a place is at %s, want the finding's", got)
	}
	if got := first.RelatedLocations[2]; got.ID != 3 || got.Message.Text != "-" {
		t.Errorf("third step: %+v", got)
	}
	flow := first.CodeFlows[0].ThreadFlows[0].Locations
	if len(flow) != 4 || flow[3].Location.PhysicalLocation.Region.String() != "1:14-1:21" {
		t.Errorf("the flow does not end where the finding points: %+v", flow)
	}
	if len(many.RelatedLocations) != 100 || len(many.CodeFlows[0].ThreadFlows[0].Locations) != 101 {
		t.Errorf("2,000 steps give %d related locations and a flow of %d", len(many.RelatedLocations), len(many.CodeFlows[0].ThreadFlows[0].Locations))
	}
	if many.Properties["evidenceNotShown"] != 1900.0 {
		t.Errorf("what was left out is not said: %v", many.Properties)
	}
	if run.Results[2].CodeFlows != nil {
		t.Error("a finding without evidence has a flow")
	}
}

func TestMessages(t *testing.T) {
	run := parse(t, written(t, Writer{}, nasty(), codeScanning())).Runs[0]
	if got, want := run.Results[3].Message.Text, `a\\nmessage \\x1b\[31m\\u202e with \[a link\](https://evil.example) and \\ in it`; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	if got, want := run.Results[0].Message.Text, "goes to http://{env:HOST=a.example} in plain text"; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	if n := len(run.Results[2].Message.Text); n > maxMessage {
		t.Errorf("a message of %d bytes", n)
	}
}

func TestInvocation(t *testing.T) {
	r := nasty()
	for i := range 1200 {
		r.NotAnalysed = append(r.NotAnalysed, fact.NotAnalysed{At: fact.Location{Path: fmt.Sprintf("f%d", i)}, Reason: "too large"})
	}
	run := parse(t, written(t, Writer{}, r, codeScanning())).Runs[0]
	inv := run.Invocations[0]
	if !inv.ExecutionSuccessful || inv.ExitCode != 1 || inv.ExitCodeDescription != "4 findings at or above high" {
		t.Errorf("invocation %+v", inv)
	}
	var said []string
	for _, n := range inv.ToolExecutionNotifications {
		said = append(said, n.Level+": "+n.Message.Text)
	}
	for _, want := range []string{
		"warning: 1900 steps of evidence of 1 findings are not in this file: code scanning shows no more",
		"note: 3 findings are not in this file: --max-findings left them out",
		"note: 2 files are left out by .hostboundignore",
		"warning: Not analysed: too large",
		`note: Not analysed: does not \[parse\](x)\\r\\n::error::x`,
		"note: Not analysed: a walk stopped",
		"warning: 203 more files or parts of files were not analysed",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("no notification %q in %q", want, said[:7])
		}
	}
	r.Verdict = result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "a file was not analysed"}
	inv = parse(t, written(t, Writer{}, r, codeScanning())).Runs[0].Invocations[0]
	if inv.ExecutionSuccessful || inv.ExitCode != 3 {
		t.Errorf("undecided: %+v", inv)
	}
}

func TestCategory(t *testing.T) {
	for category, want := range map[string]string{"users": "users/", "a/b/": "a/b/", "a//": "a/", "/": "", "": ""} {
		got := parse(t, written(t, Writer{Category: category}, &result.Report{}, codeScanning())).Runs[0].AutomationDetails
		if want == "" && got != nil || want != "" && (got == nil || got.ID != want) {
			t.Errorf("category %q: %+v, want %q", category, got, want)
		}
	}
}

// Code scanning shows an alert with its rule's severity, so a rule must not be
// shown as worse than what it found, nor as better.
func TestRuleSeverity(t *testing.T) {
	severities := func(fs ...result.Finding) map[string]string {
		out := map[string]string{}
		r := &result.Report{Rules: rules.All(), Findings: fs}
		for _, rule := range parse(t, written(t, Writer{}, r, codeScanning())).Runs[0].Tool.Driver.Rules {
			out[rule.ID] = rule.Properties.Severity
		}
		return out
	}
	at := span("a", 1, 1, 1, 2)
	none := severities()
	if got := none["TLS-001"]; got != "8.0" && got != "9.5" {
		t.Errorf("TLS-001 with no finding has %s", got)
	}
	some := severities(finding("TLS-001", rules.Info, at, "m"), finding("ROUTE-001", rules.Low, at, "m"), finding("ROUTE-001", rules.Medium, at, "m"))
	if some["TLS-001"] != "0.5" || some["ROUTE-001"] != "5.5" || some["ROUTE-004"] != none["ROUTE-004"] {
		t.Errorf("severities %v", some)
	}
}

func TestLevels(t *testing.T) {
	var fs []result.Finding
	for s := rules.Critical; s >= rules.Info; s-- {
		fs = append(fs, finding("TLS-001", s, span("a", 1, 1, 1, 2), "m"))
	}
	var got []string
	for _, r := range parse(t, written(t, Writer{}, &result.Report{Findings: fs}, codeScanning())).Runs[0].Results {
		got = append(got, fmt.Sprint(r.Properties["severity"], "=", r.Level))
	}
	if want := "critical=error high=error medium=warning low=note info=note"; strings.Join(got, " ") != want {
		t.Errorf("levels %v, want %s", got, want)
	}
}

// many is a report of n findings, the severe ones in the middle.
func many(n int) *result.Report {
	random := rand.New(rand.NewPCG(1, 2))
	r := &result.Report{Rules: rules.All(), Lines: sources(map[string]string{"a": strings.Repeat("call()\n", 100)})}
	for i := range n {
		s := rules.Low
		if i%10 == 5 {
			s = rules.Critical
		}
		r.Findings = append(r.Findings, finding("ROUTE-001", s, span("a", i%100+1, 1, i%100+1, 5),
			fmt.Sprintf("finding %d %x", i, random.Uint64()), steps("a", i%4)...))
	}
	return r
}

func TestTooManyFindings(t *testing.T) {
	l := codeScanning()
	n := 30_000
	if testing.Short() {
		l.results, n = l.results/50, n/50
	}
	data := written(t, Writer{}, many(n), l)
	run := parse(t, data).Runs[0]
	if len(run.Results) != l.results {
		t.Fatalf("%d results, want %d", len(run.Results), l.results)
	}
	severe := 0
	for i, r := range run.Results {
		if r.Level == "error" {
			severe++
			if i != severe-1 {
				t.Fatalf("result %d is severe and stands behind others", i)
			}
		}
	}
	if severe != n/10 {
		t.Errorf("%d severe results are left of %d", severe, n/10)
	}
	said := run.Invocations[0].ToolExecutionNotifications[0].Message.Text
	if want := fmt.Sprintf("%d findings are not in this file, the least severe ones: code scanning takes no more", n-l.results); said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	if size := compressedSize(data); size > 10<<20 {
		t.Errorf("%d bytes after gzip", size)
	}
}

func TestTooLargeFile(t *testing.T) {
	l := codeScanning()
	base := compressedSize(written(t, Writer{}, many(0), l))
	l.compressed = base + 40_000
	data := written(t, Writer{}, many(3000), l)
	conforms(t, data)
	run := parse(t, data).Runs[0]
	if size := compressedSize(data); size > l.compressed || size < base+20_000 {
		t.Errorf("%d bytes after gzip, of %d at most", size, l.compressed)
	}
	n := len(run.Results)
	if n < 300 || n >= 3000 || run.Results[299].Level != "error" {
		t.Errorf("%d results, or the least severe are not those that were cut", n)
	}
	if said := run.Invocations[0].ToolExecutionNotifications[0].Message.Text; !strings.HasPrefix(said, fmt.Sprintf("%d findings are not in this file", 3000-n)) {
		t.Errorf("the cut to %d results is told as %q", n, said)
	}
	l.compressed = base / 2
	if n := len(parse(t, written(t, Writer{}, many(3000), l)).Runs[0].Results); n != 0 {
		t.Errorf("%d results where none fits", n)
	}
}

func TestTooMuchEvidence(t *testing.T) {
	r := &result.Report{Findings: []result.Finding{
		finding("TLS-001", rules.Low, span("a", 1, 1, 1, 2), "m", steps("a", 90)...),
		finding("TLS-001", rules.High, span("a", 2, 1, 2, 2), "m", steps("a", 120)...),
		finding("TLS-001", rules.Info, span("a", 3, 1, 3, 2), "m", steps("a", 5)...),
	}}
	l := codeScanning()
	l.steps = 150
	run := parse(t, written(t, Writer{}, r, l)).Runs[0]
	var got []int
	for _, r := range run.Results {
		got = append(got, len(r.RelatedLocations))
	}
	if !slices.Equal(got, []int{100, 50, 0}) {
		t.Errorf("steps %v, want 100 50 0", got)
	}
	if said, want := run.Invocations[0].ToolExecutionNotifications[0].Message.Text, "65 steps of evidence of 3 findings are not in this file: code scanning shows no more"; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
}

func TestFingerprints(t *testing.T) {
	run := parse(t, written(t, Writer{}, nasty(), codeScanning())).Runs[0]
	hash := func(i int) string { return run.Results[i].PartialFingerprints["primaryLocationLineHash"] }
	lines := nasty().Lines
	for i, want := range map[int]struct {
		path string
		line int
	}{0: {widePath, 1}, 1: {oddPath, 7}, 3: {crlfPath, 2}, 4: {widePath, 1}, 7: {"bad", 1}} {
		h, ok := lines.RollingHash(want.path, want.line)
		if !ok || hash(i) != h {
			t.Errorf("result %d: hash %q, want %q of %s:%d", i, hash(i), h, want.path, want.line)
		}
	}
	if h := hash(8); h != "" {
		t.Errorf("a file that cannot be read has the hash %q", h)
	}
	for i, r := range run.Results {
		if r.PartialFingerprints["hostboundFingerprint/v1"] == "" {
			t.Errorf("result %d has no fingerprint", i)
		}
	}
}

// Two repositories that differ in a credential's value alone have one report: no
// value is in it, and no hash of one.
func TestNoCredential(t *testing.T) {
	report := func(value string) []byte {
		files := map[string]string{"a.py": "token = '" + value + "'; call(token)\ncall()\n"}
		mask := span("a.py", 1, 10, 1, 10+len(value))
		r := &result.Report{Rules: rules.All(), Lines: sources(files, mask)}
		found := []rules.Finding{
			finding("TOKEN-001", rules.High, mask, "a literal credential", fact.Evidence{At: mask, Says: "here"}).Finding,
			finding("ROUTE-001", rules.High, span("a.py", 2, 1, 2, 7), "goes out", fact.Evidence{At: span("a.py", 1, 1, 1, 30), Says: "here"}).Finding,
		}
		r.Findings = result.Identify(found, "", r.Lines)
		return written(t, Writer{}, r, codeScanning())
	}
	a, b := report("unseen-value-4711"), report("unseen-value-0815")
	if !bytes.Equal(a, b) {
		t.Error("the report tells one credential from another")
	}
	if bytes.Contains(a, []byte("unseen-value")) {
		t.Error("the report holds the credential")
	}
}

func TestRelativeURI(t *testing.T) {
	for path, want := range map[string]string{
		"a/b.py": "a/b.py", "a:b": "a%3Ab", "%41": "%2541", "a b": "a%20b", "é": "%C3%A9", "\xff": "%FF",
		`a\b`: "a%5Cb", "a?b#c": "a%3Fb%23c", "//host/x": "host/x", "~a_b-c.d": "~a_b-c.d", "a+b": "a%2Bb", "a\nb": "a%0Ab",
	} {
		if got := relativeURI(path); got != want {
			t.Errorf("relativeURI(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestVersion(t *testing.T) {
	for version, want := range map[string]string{"v1.2.3": "1.2.3", "dev": "dev", "": "", "v": "v", "vx": "vx"} {
		if got := parse(t, written(t, Writer{}, &result.Report{Version: version}, codeScanning())).Runs[0].Tool.Driver.Version; got != want {
			t.Errorf("version %q is written %q, want %q", version, got, want)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("t = 'secret'\r\nx", "a b:c", "goes [to](x) {0}", 1, 5, 1, 13)
	f.Add("é漢😀\xff\x1a\r", "é%41", "", 2, 9, 1, -1)
	f.Add("", "", "\x00\u2028", 0, 0, 0, 0)
	f.Fuzz(func(t *testing.T, text, path, msg string, l1, c1, l2, c2 int) {
		at := span(path, l1, c1, l2, c2)
		r := &result.Report{
			Rules: rules.All()[:2], Lines: sources(map[string]string{path: text}, span(path, l2, c1, l1, c2)),
			Findings: []result.Finding{
				finding("ROUTE-001", rules.High, at, msg, fact.Evidence{At: at, Says: msg}, fact.Evidence{Says: text}),
				finding("TLS-001", rules.Info, span(path, c1, l1, c2, l2), text),
			},
			NotAnalysed: []fact.NotAnalysed{{At: at, Reason: msg}},
			Verdict:     result.Verdict{Status: result.Fail, Reason: msg},
		}
		data := written(t, Writer{Category: msg}, r, codeScanning())
		conforms(t, data)
		if got := len(parse(t, data).Runs[0].Results); got != 2 {
			t.Errorf("%d results for 2 findings", got)
		}
	})
}
