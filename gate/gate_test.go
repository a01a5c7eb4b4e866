package gate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

const (
	// leak has one critical and one high finding, clean has none that fails.
	leak = `import requests

requests.get("http://users.acme-internal.io/v1", headers={"Authorization": "Bearer made-up-token-0001"}, timeout=5)
`
	clean = "x = 1\n"
)

func tree(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for p, text := range files {
		m[p] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return m
}

func options() gate.Options {
	return gate.Options{FailOn: rules.High, Jobs: 2, Now: time.Unix(1_800_000_000, 0).UTC(), Key: [16]byte{1}, Version: "test"}
}

func scan(t *testing.T, fsys fs.FS, change func(*gate.Options)) *result.Report {
	t.Helper()
	o := options()
	if change != nil {
		change(&o)
	}
	r, err := gate.Run(context.Background(), fsys, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func notAnalysed(r *result.Report) string {
	var out []string
	for _, n := range r.NotAnalysed {
		out = append(out, fmt.Sprintf("%s: %s (%v)", n.At.Path, n.Reason, n.Gates))
	}
	return strings.Join(out, "\n")
}

// TestSameWithAnyJobs: how many files are read at a time changes no byte of a report.
func TestSameWithAnyJobs(t *testing.T) {
	files := map[string]string{"api/openapi.yaml": "openapi: 3.0.3\ninfo: {title: a, version: '1'}\nservers: [{url: 'http://api.acme.io'}]\npaths:\n  /a:\n    get: {responses: {'200': {description: x}}, security: [{t: []}]}\ncomponents: {securitySchemes: {t: {type: http, scheme: bearer}}}\n"}
	for i := range 60 {
		files[fmt.Sprintf("svc%d/client.py", i)] = strings.ReplaceAll(leak, "users", fmt.Sprintf("users%d", i%7))
		files[fmt.Sprintf("svc%d/.env", i)] = "CRM_URL=http://crm.acme.io\nCRM_TOKEN=made-up-token-0002\nOPEN='x\n"
		files[fmt.Sprintf("svc%d/broken.py", i)] = "import requests\nrequests.get(\n"
	}
	fsys := tree(files)
	run := func(jobs int) string {
		var b bytes.Buffer
		r := scan(t, fsys, func(o *gate.Options) { o.Jobs = jobs })
		if len(r.Findings) < 120 {
			t.Fatalf("%d findings", len(r.Findings))
		}
		if err := report.JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		if err := report.RoutesJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	one := run(1)
	for _, jobs := range []int{0, 2, 8} {
		if run(jobs) != one {
			t.Errorf("a report with %d jobs differs from that with 1", jobs)
		}
	}
}

// faulty is a file system that misbehaves at some paths.
type faulty struct {
	fstest.MapFS
	at func(name string) error
}

func (f faulty) Open(name string) (fs.File, error) {
	if err := f.at(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f.MapFS.Open(name)
}

// TestFaultCostsOneFile: a panic while one file is read is that file's, and no
// finding elsewhere is lost.
func TestFaultCostsOneFile(t *testing.T) {
	for _, bad := range []string{"bad.py", "bad.yaml", "bad.env"} {
		fsys := faulty{tree(map[string]string{"a.py": leak, bad: "openapi: 3.0.3\n", "z.py": leak}), func(name string) error {
			if name == bad {
				panic("the text of " + name)
			}
			return nil
		}}
		r := scan(t, fsys, nil)
		if r.Verdict.ExitCode != 1 || len(r.Findings) < 4 {
			t.Errorf("%s: %d findings, %+v", bad, len(r.Findings), r.Verdict)
		}
		if said := notAnalysed(r); !strings.HasPrefix(said, bad+": the program failed") || strings.Contains(said, "the text") || strings.Count(said, "\n") > 0 {
			t.Errorf("%s: not analysed: %s", bad, said)
		}
		alone := scan(t, faulty{tree(map[string]string{"ok.py": clean, bad: "openapi: 3.0.3\n"}), fsys.at}, nil)
		if alone.Verdict.ExitCode != 3 {
			t.Errorf("%s alone: %+v", bad, alone.Verdict)
		}
	}
}

// TestFaultOfTheProgram: a panic outside of a reader is an error and no crash.
func TestFaultOfTheProgram(t *testing.T) {
	fsys := faulty{tree(map[string]string{"a.py": leak}), func(name string) error {
		if name == "." {
			panic("the walk")
		}
		return nil
	}}
	_, err := gate.Run(context.Background(), readDirByOpen{fsys}, options())
	if err == nil || !strings.Contains(err.Error(), "an error of this program") {
		t.Errorf("the error is %v", err)
	}
}

// readDirByOpen hides that a file system can do more than open.
type readDirByOpen struct{ fs.FS }

func TestUnreadableFile(t *testing.T) {
	fsys := faulty{tree(map[string]string{"a.py": clean, "b.py": leak, "c.env": "A=1", "d.json": "{}"}), func(name string) error {
		if name == "b.py" || name == "c.env" || name == "d.json" {
			return fs.ErrPermission
		}
		return nil
	}}
	r := scan(t, fsys, nil)
	if r.Verdict.ExitCode != 3 || len(r.NotAnalysed) != 3 || !r.NotAnalysed[0].Gates || !r.NotAnalysed[1].Gates || r.NotAnalysed[2].Gates {
		t.Errorf("%+v\n%s", r.Verdict, notAnalysed(r))
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := gate.Run(ctx, tree(map[string]string{"a.py": leak}), options()); !errors.Is(err, context.Canceled) {
		t.Errorf("before the start: %v", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	files := map[string]string{}
	for i := range 500 {
		files[fmt.Sprintf("f%d.json", i)] = "{}"
	}
	var opened atomic.Int32
	_, err := gate.Run(ctx, faulty{tree(files), func(name string) error {
		if strings.HasSuffix(name, ".json") && opened.Add(1) == 5 {
			cancel()
		}
		return nil
	}}, options())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("on the way: %v", err)
	}
	if n := opened.Load(); n > 10 {
		t.Errorf("%d files were opened after the scan was called off", n)
	}
}

// TestNotAnalysedGates: doubt counts where a finding would, and where the literal
// pass or a key says that there could be one.
func TestNotAnalysedGates(t *testing.T) {
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, c := range []byte(s) {
			out += string([]byte{c, 0})
		}
		return out
	}
	spec := `{"openapi":"3.0.3","paths":{}}`
	for _, tt := range []struct {
		path, text string
		said       bool
		code       int
	}{
		{"a.py", utf16(leak), true, 3},
		{"tests/a.py", utf16(leak), true, 0},
		{"a.py", utf16("x = 1\n"), true, 0},
		{"a.py", "\x00\x00\x00", true, 0},
		{"a.py", "import requests\x00", true, 3},
		{"a.yaml", utf16("openapi: 3.0.3\n"), true, 3},
		{"docs/a.yaml", utf16("openapi: 3.0.3\n"), true, 0},
		{"a.yaml", utf16("kind: x\n"), false, 0},
		{"a.json", "\x00\x01\x02", false, 0},
		{".env", utf16("A=1\n"), true, 3},
		{".env.example", utf16("A=1\n"), true, 0},
		{"large.py", "import requests\n" + strings.Repeat("#", 2000), true, 3},
		{"large.py", strings.Repeat("#", 2000), true, 0},
		{"large.py", utf16("import requests\n") + strings.Repeat("#\x00", 1000), true, 3},
		{"examples/large.py", "import requests\n" + strings.Repeat("#", 2000), true, 0},
		{"large.json", strings.Repeat(" ", 2000) + spec, true, 3},
		{"large.json", strings.Repeat(" ", 2000) + "{}", false, 0},
		{"large.env", strings.Repeat("#", 2000), true, 3},
	} {
		r := scan(t, tree(map[string]string{"ok.py": clean, tt.path: tt.text}), func(o *gate.Options) { o.MaxCode, o.MaxSpec = 1000, 1000 })
		if got := len(r.NotAnalysed) > 0; got != tt.said || r.Verdict.ExitCode != tt.code {
			t.Errorf("%s %.20q: said %v, exit %d, want %v and %d\n%s", tt.path, tt.text, got, r.Verdict.ExitCode, tt.said, tt.code, notAnalysed(r))
		}
	}
}

// TestPathClasses: a finding in a test keeps its line, weighs two steps less and
// does not gate, unless paths are strict.
func TestPathClasses(t *testing.T) {
	for path, text := range map[string]string{
		"tests/a.py": leak, "docs/a.py": leak, "examples/a.py": leak, "vendor/a.py": leak, "gen/a.py": leak,
		"api.py": "# Code generated by a tool. DO NOT EDIT.\n" + leak,
	} {
		r := scan(t, tree(map[string]string{path: text}), nil)
		if r.Verdict.ExitCode != 0 || len(r.Findings) < 2 || r.Findings[0].Severity != rules.Medium || r.Findings[0].Class == "" || r.Findings[0].At.Start.Line < 3 {
			t.Errorf("%s: %+v, first finding %+v", path, r.Verdict, r.Findings[0].Finding)
		}
		r = scan(t, tree(map[string]string{path: text}), func(o *gate.Options) { o.StrictPaths = true })
		if r.Verdict.ExitCode != 1 || r.Findings[0].Severity != rules.Critical || r.Findings[0].Class != "" {
			t.Errorf("%s, strict: %+v, %s", path, r.Verdict, r.Findings[0].Severity)
		}
	}
	r := scan(t, tree(map[string]string{"ok.py": clean, "tests/a.py": "import requests\x00"}), func(o *gate.Options) { o.StrictPaths = true })
	if r.Verdict.ExitCode != 3 {
		t.Errorf("what was not analysed in a test, strict: %+v", r.Verdict)
	}
}

func TestRuleSelection(t *testing.T) {
	fsys := tree(map[string]string{"a.py": leak})
	ids := func(change func(*gate.Options)) string {
		seen := map[string]bool{}
		var out []string
		for _, f := range scan(t, fsys, change).Findings {
			if !seen[f.Rule.ID] {
				seen[f.Rule.ID] = true
				out = append(out, f.Rule.ID)
			}
		}
		return strings.Join(out, " ")
	}
	if got := ids(func(o *gate.Options) { o.Rules = []string{"TOKEN-001"} }); got != "TOKEN-001" {
		t.Errorf("one rule: %s", got)
	}
	if got := ids(func(o *gate.Options) { o.Disable = []string{"ROUTE-001"} }); strings.Contains(got, "ROUTE-001") || !strings.Contains(got, "TOKEN-001") {
		t.Errorf("all but one: %s", got)
	}
	if got := ids(func(o *gate.Options) { o.Rules, o.Disable = []string{"TOKEN-001", "ROUTE-001"}, []string{"TOKEN-001"} }); got != "ROUTE-001" {
		t.Errorf("one of two: %s", got)
	}
	for _, change := range []func(*gate.Options){
		func(o *gate.Options) { o.Rules = []string{"NOPE-001"} },
		func(o *gate.Options) { o.Disable = []string{"NOPE-001"} },
		func(o *gate.Options) { o.Rules, o.Disable = []string{"TOKEN-001"}, []string{"TOKEN-001"} }, // nothing can be found any more
		func(o *gate.Options) { o.Include = []string{"["} },
	} {
		o := options()
		change(&o)
		var wrong gate.OptionError
		if _, err := gate.Run(context.Background(), fsys, o); !errors.As(err, &wrong) {
			t.Errorf("%q %q %q: %v", o.Rules, o.Disable, o.Include, err)
		}
	}
}

// TestCut: what is cut from the report is counted, and the verdict is of all.
func TestCut(t *testing.T) {
	fsys := tree(map[string]string{"a.py": leak, "b.py": leak})
	all := scan(t, fsys, nil)
	cut := scan(t, fsys, func(o *gate.Options) { o.MaxFindings = 1; o.FailOn = rules.Info })
	if len(cut.Findings) != 1 || cut.Hidden != len(all.Findings)-1 || cut.Findings[0].Fingerprint != all.Findings[0].Fingerprint {
		t.Errorf("%d of %d findings, %d hidden", len(cut.Findings), len(all.Findings), cut.Hidden)
	}
	if want := fmt.Sprintf("%d findings at or above info", len(all.Findings)); cut.Verdict.ExitCode != 1 || cut.Verdict.Reason != want {
		t.Errorf("%+v, want %q", cut.Verdict, want)
	}
}

// TestCounts: what was looked at, and what was not.
func TestCounts(t *testing.T) {
	r := scan(t, tree(map[string]string{
		"a.py": clean, "b.json": "{}", "c.txt": "", ".env": "A=1\n", "left/d.py": clean, "out/e.py": clean, ".hostboundignore": "left\n",
		"api.yaml": "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n",
	}), func(o *gate.Options) { o.Exclude = []string{"out"} })
	if f := r.Files; f.Seen != 8 || f.Scanned != 3 || f.Ignored != 1 || f.Excluded != 1 || f.Bytes == 0 {
		t.Errorf("%+v", f)
	}
}
