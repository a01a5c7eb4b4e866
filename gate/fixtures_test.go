package gate_test

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// A fixture is testdata/rules/<rule>.txtar. The files under bad/ are scanned as
// one tree, those under good/ as another. "# want RULE-ID" at the end of a line,
// or alone on the line above, asks for a finding on that line; several IDs are
// separated by spaces, and "RULE-ID:high" asks for the severity too. Files that
// have no comments are spoken of in a section named want, with lines such as
// "bad/api.json:12 SPEC-001".
const fixtureFolder = "../testdata/rules"

// fixtureTime is the time of every run, so that the expiry of a token is no luck.
var fixtureTime = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

func TestRuleFixtures(t *testing.T) {
	for _, file := range fixtureFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range checkFixture(t, ruleOf(t, file), archive) {
				t.Error(problem)
			}
		})
	}
}

// TestFixturesAreChecked holds that each fault of a fixture is told.
func TestFixturesAreChecked(t *testing.T) {
	const plain = "import requests\nh = {'Authorization': f'Bearer {t}'}\nrequests.get('http://users.acme.io/', headers=h, timeout=5)"
	const safe = "-- good/a.py --\nx = 1\n"
	for name, c := range map[string]struct{ archive, problem string }{
		"met":              {"-- bad/a.py --\n" + plain + " # want ROUTE-001:critical\n" + safe, ""},
		"line above":       {"-- bad/a.py --\n" + strings.Replace(plain, "\nrequests", "\n# want ROUTE-001\nrequests", 1) + "\n" + safe, ""},
		"section":          {"-- bad/a.py --\n" + plain + "\n" + safe + "-- want --\nbad/a.py:3 ROUTE-001\n", ""},
		"no want":          {"-- bad/a.py --\n" + plain + "\n" + safe, "bad/ wants no finding of ROUTE-001"},
		"nobody wants":     {"-- bad/a.py --\n" + plain + "\n" + safe, "bad/a.py:3: nobody wants ROUTE-001 (critical)"},
		"missing":          {"-- bad/a.py --\nx = 1 # want ROUTE-001\n" + safe, "bad/a.py:1: ROUTE-001 is missing"},
		"severity":         {"-- bad/a.py --\n" + plain + " # want ROUTE-001:low\n" + safe, "bad/a.py:3: ROUTE-001:low is missing"},
		"good":             {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n-- good/a.py --\n" + plain + "\n", "good/a.py:3: nobody wants ROUTE-001 (critical)"},
		"another's":        {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n-- good/a.py --\n" + strings.Replace(plain, "http:", "https:", 1) + "\nrequests.get('https://users.acme.io/', headers=h, timeout=5, verify=False)\n", "good/a.py:4: nobody wants TLS-001 (high)"},
		"want in good":     {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n-- good/a.py --\n" + plain + " # want ROUTE-001\n", "good/a.py: only files under bad/ may want a finding"},
		"no good":          {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n", "good/ is empty"},
		"not a rule":       {"-- bad/a.py --\n" + plain + " # want ROUTE-001 ROUTE-999\n" + safe, "bad/a.py:3 wants ROUTE-999, which is no rule"},
		"elsewhere":        {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n" + safe + "-- a.py --\n", "a.py is in neither bad/ nor good/"},
		"empty want":       {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n# want\n" + safe, "bad/a.py:5: a want without a rule"},
		"not analysed":     {"-- bad/a.py --\n" + plain + " # want ROUTE-001\n" + safe + "-- good/.env --\n\xff\xfeA\x00", "good/.env:0:0 is not analysed"},
		"malformed":        {"-- bad/a.py --\n" + plain + "\n" + safe + "-- want --\na.py ROUTE-001\n", "is not of the form"},
		"unknown severity": {"-- bad/a.py --\n" + plain + " # want ROUTE-001:urgent\n" + safe, "unknown severity"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := strings.Join(checkFixture(t, rules.Lookup("ROUTE-001"), txtar.Parse([]byte(c.archive))), "\n")
			if c.problem == "" && problems != "" || !strings.Contains(problems, c.problem) {
				t.Errorf("got %q, want %q", problems, c.problem)
			}
		})
	}
}

func fixtureFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtureFolder, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func ruleOf(t *testing.T, file string) *rules.Rule {
	t.Helper()
	base := strings.TrimSuffix(filepath.Base(file), ".txtar")
	i := slices.IndexFunc(rules.All(), func(r *rules.Rule) bool { return rules.BaseName(r) == base })
	if i < 0 {
		t.Fatalf("no rule is called %s", base)
	}
	return rules.All()[i]
}

// checkFixture runs both trees and says everything that is not as it should be.
func checkFixture(t *testing.T, rule *rules.Rule, archive *txtar.Archive) []string {
	t.Helper()
	bad, good := fstest.MapFS{}, fstest.MapFS{}
	var wants []want
	var problems []string
	for _, f := range archive.Files {
		found, err := wantsOf(f)
		if err != nil {
			problems = append(problems, err.Error())
		}
		wants = append(wants, found...)
		folder, name, _ := strings.Cut(f.Name, "/")
		switch {
		case f.Name == "want":
		case folder == "bad" && name != "":
			bad[name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		case folder == "good" && name != "":
			good[name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		default:
			problems = append(problems, fmt.Sprintf("%s is in neither bad/ nor good/", f.Name))
		}
	}
	if !slices.ContainsFunc(wants, func(w want) bool { return w.rule == rule.ID }) {
		problems = append(problems, "bad/ wants no finding of "+rule.ID)
	}
	if len(good) == 0 {
		problems = append(problems, "good/ is empty")
	}
	for _, w := range wants {
		if rules.Lookup(w.rule) == nil {
			problems = append(problems, fmt.Sprintf("%s:%d wants %s, which is no rule", w.path, w.line, w.rule))
		}
	}
	reports := map[string]*result.Report{"bad": scanFixture(t, bad), "good": scanFixture(t, good)}
	return append(problems, compareFixture(rule, wants, reports)...)
}

func scanFixture(t *testing.T, tree fstest.MapFS) *result.Report {
	t.Helper()
	r, err := gate.Run(t.Context(), tree, gate.Options{FailOn: rules.High, AllowEmpty: true, Jobs: 1, Now: fixtureTime, Key: [16]byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// compareFixture matches what was found with what was wanted.
func compareFixture(rule *rules.Rule, wants []want, reports map[string]*result.Report) []string {
	var problems []string
	met := make([]bool, len(wants))
	for folder, r := range reports {
		for _, n := range r.NotAnalysed {
			if n.Gates {
				problems = append(problems, fmt.Sprintf("%s/%s is not analysed: %s", folder, n.At, n.Reason))
			}
		}
		for i := range r.Findings {
			f := &r.Findings[i]
			p := path.Join(folder, f.At.Path)
			wanted := false
			for j, w := range wants {
				if w.path == p && w.line == f.At.Start.Line && w.rule == f.Rule.ID && cmp.Or(w.severity, f.Severity) == f.Severity {
					met[j], wanted = true, true
				}
			}
			if !wanted && (f.Rule == rule || f.Severity >= rules.Medium) {
				problems = append(problems, fmt.Sprintf("%s:%d: nobody wants %s (%s): %s", p, f.At.Start.Line, f.Rule.ID, f.Severity, f.Message))
			}
		}
	}
	for i, w := range wants {
		if !met[i] {
			problems = append(problems, fmt.Sprintf("%s:%d: %s is missing", w.path, w.line, w))
		}
	}
	slices.Sort(problems)
	return problems
}

// want is a finding that a fixture asks for. Severity is None where any will do.
type want struct {
	path     string // with bad/ in front
	line     int
	rule     string
	severity rules.Severity
}

func (w want) String() string {
	if w.severity == rules.None {
		return w.rule
	}
	return w.rule + ":" + w.severity.String()
}

var (
	wantComment = regexp.MustCompile(`(?:#|//)\s*want\b\s*(.*?)\s*$`)
	wantLine    = regexp.MustCompile(`^(\S+):([0-9]+)\s+(.+)$`)
)

func wantsOf(f txtar.File) ([]want, error) {
	if f.Name == "want" {
		return wantSection(string(f.Data))
	}
	var out []want
	for i, line := range strings.Split(string(f.Data), "\n") {
		at := wantComment.FindStringSubmatchIndex(line)
		if at == nil {
			continue
		}
		number := i + 1
		if strings.TrimSpace(line[:at[0]]) == "" {
			number++
		}
		found, err := parseWants(f.Name, number, line[at[2]:at[3]])
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	if len(out) > 0 && !strings.HasPrefix(f.Name, "bad/") {
		return nil, fmt.Errorf("%s: only files under bad/ may want a finding", f.Name)
	}
	return out, nil
}

func wantSection(text string) ([]want, error) {
	var out []want
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		m := wantLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || !strings.HasPrefix(m[1], "bad/") {
			return nil, fmt.Errorf("want: %q is not of the form bad/FILE:LINE RULE-ID", line)
		}
		number, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, fmt.Errorf("want: %w", err)
		}
		found, err := parseWants(m[1], number, m[3])
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func parseWants(file string, line int, text string) ([]want, error) {
	ids := strings.Fields(text)
	if len(ids) == 0 {
		return nil, fmt.Errorf("%s:%d: a want without a rule", file, line)
	}
	var out []want
	for _, id := range ids {
		w := want{path: file, line: line, rule: id}
		if before, after, ok := strings.Cut(id, ":"); ok {
			severity, err := rules.ParseSeverity(after)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, line, err)
			}
			w.rule, w.severity = before, severity
		}
		out = append(out, w)
	}
	return out, nil
}
