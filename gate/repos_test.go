package gate_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// scanTime stands for today in the tests, so that the age of a token in a fixture
// does not depend on the day.
var scanTime = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// scanRepo scans a fixture repository as the command does: through a root that no
// link leads out of.
func scanRepo(t *testing.T, name string) *result.Report {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join("..", "testdata", "repos", name))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	report, err := gate.Run(context.Background(), root.FS(), gate.Options{
		FailOn: rules.High, Jobs: 2, Now: scanTime, Key: [16]byte{1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// articleWeaknesses are the weaknesses of the service in flask-introspection: the
// rule, and the marker on the line that it must name.
var articleWeaknesses = []struct{ rule, path, marker, why string }{
	{"TOKEN-001", "app/introspection.py", "literal-token", "a constant without entropy reaches an Authorization header"},
	{"ROUTE-017", "app/introspection.py", "inspected-token", "the inspected token is the caller's credential, by GET"},
	{"ROUTE-016", "app/introspection.py", "inspected-token", "no timeout"},
	{"ROUTE-017", "app/introspection.py", "get-introspection", "introspection by GET"},
	{"ROUTE-002", "app/introspection.py", "host-from-environment", "nothing checks the host"},
	{"ROUTE-017", "app/introspection.py", "host-from-environment", "introspection by GET"},
	{"TLS-007", "app/pinned.py", "address-and-host-header", "the certificate is checked against the address"},
	{"TLS-007", "app/pinned.py", "verification-off", "and so the check was switched off"},
	{"ROUTE-004", "app/partners.py", "allowlist", "http:// passes"},
	{"ROUTE-006", "app/partners.py", "allowlist", "a backslash passes"},
	{"ROUTE-011", "app/services.py", "session-token", "one token for two hosts"},
	{"ROUTE-016", "app/services.py", "no-timeout", "no timeout"},
	{"TOKEN-005", "app/hooks.py", "logged-token", "the token is logged in a hook"},
	{"TOKEN-001", ".env", "token-in-settings", "a token in a settings file"},
	{"CONF-008", ".env", "url-beside-token", "a token beside a plaintext URL"},
	{"SPEC-001", "openapi.yaml", "plain-server", "every client sends its token in plain text"},
	{"SPEC-006", "openapi.yaml", "open-introspection", "anyone may ask about tokens"},
	{"SPEC-013", "openapi.yaml", "orders", "no 401"},
	{"SPEC-014", "openapi.yaml", "orders", "input without bounds"},
	{"SPEC-014", "openapi.yaml", "open-introspection", "input without bounds"},
}

func TestArticle(t *testing.T) {
	report := scanRepo(t, "flask-introspection")
	wanted := map[string]bool{}
	for _, w := range articleWeaknesses {
		line := markedLine(t, "flask-introspection", w.path, w.marker)
		found := false
		for i := range report.Findings {
			f := &report.Findings[i]
			found = found || f.Rule.ID == w.rule && f.At.Path == w.path && f.At.Start.Line == line
		}
		if !found {
			t.Errorf("%s:%d: no %s (%s)", w.path, line, w.rule, w.why)
		}
		wanted[w.rule+w.path+w.marker] = true
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		marker := markerOf(report, f)
		if f.Severity >= rules.Low && !wanted[f.Rule.ID+f.At.Path+marker] {
			t.Errorf("%s: %s %s, which nobody expects here: %s", f.At, f.Severity, f.Rule.ID, f.Message)
		}
	}
	if report.Verdict.ExitCode != 1 {
		t.Errorf("exit code %d (%s), not 1", report.Verdict.ExitCode, report.Verdict.Reason)
	}
	for _, n := range report.NotAnalysed {
		t.Errorf("%s: not analysed: %s", n.At, n.Reason)
	}
}

func TestRemediated(t *testing.T) {
	report := scanRepo(t, "flask-remediated")
	for i := range report.Findings {
		if f := &report.Findings[i]; f.Severity >= rules.Low {
			t.Errorf("%s: %s %s: %s", f.At, f.Severity, f.Rule.ID, f.Message)
		}
	}
	for _, n := range report.NotAnalysed {
		t.Errorf("%s: not analysed: %s", n.At, n.Reason)
	}
	if report.Verdict.Status != result.Pass {
		t.Errorf("%s: %s", report.Verdict.Status, report.Verdict.Reason)
	}
	if len(report.Routes) < 6 {
		t.Errorf("%d routes: the service sends more than that, so something was not read", len(report.Routes))
	}
}

const mark = "# weak: "

// markedLine is the line of a file that ends with a marker.
func markedLine(t *testing.T, repo, path, marker string) int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "repos", repo, path))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(data), "\n") {
		if strings.HasSuffix(line, mark+marker) {
			return i + 1
		}
	}
	t.Fatalf("%s: no line is marked %q", path, marker)
	return 0
}

// markerOf is the marker on the line of a finding, if there is one.
func markerOf(r *result.Report, f *result.Finding) string {
	line, _ := r.Lines.Line(f.At.Path, f.At.Start.Line)
	_, marker, _ := strings.Cut(line, mark)
	return marker
}
