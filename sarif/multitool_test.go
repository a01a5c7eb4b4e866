package sarif

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// multitoolEnv names the program of the npm package @microsoft/sarif-multitool-linux.
const multitoolEnv = "HOSTBOUND_SARIF_MULTITOOL"

// multitool is the official tool; a test that needs it is skipped where it is not.
func multitool(t *testing.T) string {
	t.Helper()
	program := os.Getenv(multitoolEnv)
	if program == "" {
		t.Skipf("%s is not set: it names the official SARIF multitool, which this test asks for a second opinion (.ci/run sets it where npm is)", multitoolEnv)
	}
	return program
}

// run runs the tool. Its exit code says nothing: what it writes is what counts.
func run(t *testing.T, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", program, args[0], err, out)
	}
}

// readJSON decodes a file that the tool wrote.
func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("the multitool wrote nothing: %v", err)
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), v); err != nil {
		t.Fatal(err)
	}
}

// accepted are the remarks of the tool that are no faults, with the reason.
var accepted = map[string]string{
	"SARIF2002": "messages are made of facts, so there is no table of them to refer to",
	"SARIF2003": "a scan knows no repository's address; code scanning knows the commit",
	"SARIF2006": "it fetches every address, and tests run without the internet",
	"SARIF2010": "a snippet is left out where the lines are long or cannot be read",
	"SARIF2011": "as for snippets",
	"SARIF2012": "a rule's name is what --rules and explain take",
}

func TestMultitoolValidates(t *testing.T) {
	program := multitool(t)
	undecided := nasty()
	undecided.Findings = nil
	undecided.Verdict = result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "there was nothing to scan", FailOn: "high"}
	files := goldenFiles(t)
	for name, r := range map[string]*result.Report{
		"nasty": nasty(), "undecided": undecided, "empty": {Rules: rules.All()}, "many": many(500),
	} {
		r.Version = "v1.2.3"
		files[name] = written(t, Writer{Category: "users"}, r, codeScanning())
	}
	for name, data := range files {
		t.Run(name, func(t *testing.T) { validate(t, program, data) })
	}
}

// validate wants no remark of the tool but the accepted ones.
func validate(t *testing.T, program string, data []byte) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.sarif"), filepath.Join(dir, "out.sarif")
	writeFile(t, in, data)
	run(t, program, "validate", in, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "-o", out)
	var l struct {
		Runs []struct {
			Results []struct {
				RuleID, Level string
				Message       struct {
					ID, Text  string
					Arguments []string
				}
			}
			Invocations []struct{ ExecutionSuccessful bool }
		}
	}
	readJSON(t, out, &l)
	if len(l.Runs) != 1 || len(l.Runs[0].Invocations) != 1 || !l.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Fatalf("the multitool did not finish: %+v", l.Runs)
	}
	if len(l.Runs[0].Results) == 0 {
		t.Error("no remark at all, not even the accepted ones: the tool has looked at nothing")
	}
	for _, r := range l.Runs[0].Results {
		if accepted[r.RuleID] == "" {
			t.Errorf("%s %s: %s %s %q", r.RuleID, r.Level, r.Message.ID, r.Message.Text, r.Message.Arguments)
		}
	}
}

// varied are texts whose lines are hard to hash.
func varied() map[string]string {
	return map[string]string{
		"crlf.txt":     "a\r\nb\r\n\r\na\r\n",
		"tabs.txt":     "\t a\tb \n \n\t\n a b\n",
		"wide.txt":     "é漢😀\n" + strings.Repeat("😀", 60) + "\nend",
		"long.txt":     strings.Repeat("x", 5000) + "\n" + strings.Repeat("y", 99) + "\n" + strings.Repeat("z", 100) + "\nq",
		"empty.txt":    "",
		"open.txt":     "a\nb",
		"equal.txt":    strings.Repeat("same\n", 500),
		"spaces.txt":   "   ",
		"control.txt":  "a\x1ab\nc\x00d\n\x0be\x0cf\n",
		"breaks.txt":   "a\u2028b\u0085c\nd\n",
		"bytes.txt":    "a\xffb\nc\xe9 d\n漢\n",
		"a b:c%41.txt": "a\nb\n",
	}
}

// Our line hashes against those that the multitool makes: for each line of varied
// texts and of the standard library's largest folder.
func TestMultitoolHashesLinesAsWeDo(t *testing.T) {
	program := multitool(t)
	dir := t.TempDir()
	files := varied()
	var names []string
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), []byte(text))
		names = append(names, name)
	}
	for name, text := range library(t) {
		files[name] = text
		names = append(names, name)
		writeFile(t, filepath.Join(dir, name), []byte(text))
	}
	slices.Sort(names)
	lines := sources(files)
	type place struct {
		path string
		line int
	}
	var asked []place
	var results []any
	for _, name := range names {
		for n := 1; ; n++ {
			if _, ok := lines.Line(name, n); !ok {
				break
			}
			asked = append(asked, place{name, n})
			results = append(results, map[string]any{
				"message": map[string]any{"text": "-"},
				"locations": []any{map[string]any{"physicalLocation": map[string]any{
					"artifactLocation": map[string]any{"uri": relativeURI(name), "uriBaseId": "ROOT"},
					"region":           map[string]any{"startLine": n},
				}}},
			})
		}
	}
	data, err := json.Marshal(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{
		"tool":               map[string]any{"driver": map[string]any{"name": "hostbound"}},
		"originalUriBaseIds": map[string]any{"ROOT": map[string]any{"uri": "file:///" + relativeURI(dir) + "/"}},
		"results":            results,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	in, out := filepath.Join(dir, "in.sarif"), filepath.Join(dir, "out.sarif")
	writeFile(t, in, data)
	run(t, program, "rewrite", in, "-o", out, "--insert", "RollingHashPartialFingerprints")
	var l sarifLog
	readJSON(t, out, &l)
	if got := len(l.Runs[0].Results); got != len(asked) {
		t.Fatalf("asked for %d lines, the multitool answers for %d", len(asked), got)
	}
	wrong := 0
	for i, p := range asked {
		theirs := l.Runs[0].Results[i].PartialFingerprints["primaryLocationLineHash"]
		if ours, ok := lines.RollingHash(p.path, p.line); (!ok || ours != theirs) && wrong < 20 {
			wrong++
			t.Errorf("%s:%d: ours %q, the multitool's %q", p.path, p.line, ours, theirs)
		}
	}
	t.Logf("%d lines of %d files", len(asked), len(names))
}

// library is the source of the standard library's net folder.
func library(t *testing.T) map[string]string {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("asking where the standard library is: %v", err)
	}
	files := map[string]string{}
	fsys := os.DirFS(filepath.Join(strings.TrimSpace(string(goroot)), "src", "net"))
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		files["net_"+strings.ReplaceAll(p, "/", "_")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files of the standard library", len(files))
	}
	return files
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
