package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/github/githubtest"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
	"github.com/hostbound/hostbound/sarif"
)

// described are GitHub's descriptions of its API, in the folder that
// HOSTBOUND_GITHUB_OPENAPI names (the folder "generated" of the package
// @octokit/openapi): each is read once.
type described struct {
	name, prefix, file string
	load               func() (*githubtest.Contract, error)
}

var descriptions = []described{
	newDescribed("api.github.com", "", "api.github.com.json"),
	newDescribed("GitHub Enterprise Server", "/api/v3", "ghes-3.19.json"),
}

func newDescribed(name, prefix, file string) described {
	return described{name, prefix, file, sync.OnceValues(func() (*githubtest.Contract, error) {
		return githubtest.LoadContract(filepath.Join(os.Getenv("HOSTBOUND_GITHUB_OPENAPI"), file), prefix)
	})}
}

// standIns runs a test against the stand-in: alone, and held to each description.
func standIns(t *testing.T, test func(t *testing.T, start func(testing.TB) *githubtest.Server)) {
	t.Run("alone", func(t *testing.T) {
		test(t, func(t testing.TB) *githubtest.Server { return githubtest.New(t, "", nil) })
	})
	for _, d := range descriptions {
		t.Run(d.name, func(t *testing.T) {
			if os.Getenv("HOSTBOUND_GITHUB_OPENAPI") == "" {
				t.Skip("HOSTBOUND_GITHUB_OPENAPI names no folder with GitHub's description of its API, so no call is checked against it")
			}
			contract, err := d.load()
			if err != nil {
				t.Fatal(err)
			}
			test(t, func(t testing.TB) *githubtest.Server { return githubtest.New(t, d.prefix, contract) })
		})
	}
}

// fakeClock is a clock that goes on when somebody sleeps.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func (c *fakeClock) clock() Clock {
	return Clock{Now: c.Now, Sleep: c.sleep, Jitter: func() float64 { return 0.5 }}
}

// source is the file that findings are in, and patch is what the pull request shows
// of it: lines 3 to 8 and line 20.
const source = `import requests
import os

def users():
    token = os.environ["TOKEN"]
    secret = "made-up-token-0001"
    return requests.get(
        "http://users.acme-internal.io/v1", headers={"Authorization": "Bearer " + secret})



def more():
    a = 1
    b = 2
    c = 3
    d = 4
    e = 5
    f = 6
    requests.get("http://users.acme-internal.io/v2", headers={"Authorization": "Bearer " + token})
    return a
`

func patchOf(first, last int, lines string) string {
	all := strings.Split(lines, "\n")
	return fmt.Sprintf("@@ -%d,0 +%d,%d @@ def f():\n+", first, first, last-first+1) + strings.Join(all[first-1:last], "\n+")
}

func filesOf() []githubtest.File {
	return []githubtest.File{
		{Path: "services/users/app/client.py", Patch: patchOf(3, 8, source) + "\n" + patchOf(19, 19, source)},
		{Path: "services/users/logo.png"},
		{Path: "README.md", Patch: "@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file"},
	}
}

func lineAt(n int) string { return strings.Split(source, "\n")[n-1] }

// place of a part of a line of source.
func on(n int, part string) fact.Location {
	col := strings.Index(lineAt(n), part) + 1
	return at("app/client.py", n, col, col+len(part))
}

// weak is a report with findings in the diff and beside it.
func weak(more ...rules.Finding) *result.Report {
	fix := &rules.Fix{Does: "use https", Edit: fact.Edit{At: at("app/client.py", 19, 23, 23), Text: "s"}}
	fs := append([]rules.Finding{
		{Severity: rules.Critical, Gates: true, Message: "The token of " + nasty + " goes in plain text", Fix: fix,
			At:       on(19, `requests.get("http://users.acme-internal.io/v2", headers={"Authorization": "Bearer " + token})`),
			Evidence: []fact.Evidence{{At: on(5, "token"), Says: "the token begins here @octocat"}}},
		{Severity: rules.High, Gates: true, Message: "Over two lines", At: fact.Location{Path: "app/client.py",
			Start: fact.Position{Line: 7, Column: 12}, End: fact.Position{Line: 8, Column: 92}}},
		{Severity: rules.High, Gates: true, Message: "A literal credential", At: on(6, `"made-up-token-0001"`),
			Fix: &rules.Fix{Does: "take it out", Edit: fact.Edit{At: on(6, `"made-up-token-0001"`), Text: "None"}}},
		{Severity: rules.Medium, Gates: true, Message: "Beside the diff", At: on(13, "a = 1")},
		{Severity: rules.Medium, Gates: true, Message: "In a file that is not changed", At: at("app/other.py", 3, 1, 4)},
		{Severity: rules.High, Class: fact.ClassTest, Message: "In a test", At: at("tests/a.py", 1, 1, 4)},
		{Severity: rules.Info, Gates: true, Message: "Not told", At: on(5, "token")},
	}, more...)
	for i := range fs {
		fs[i].Rule = rules.Lookup("ROUTE-001")
	}
	lines := result.NewLines(func(p string) ([]byte, error) {
		if p == "app/client.py" {
			return []byte(source), nil
		}
		return nil, errors.New("no such file")
	}, []fact.Location{on(6, "made-up-token-0001")})
	return &result.Report{
		Root: "services/users", Lines: lines, Findings: result.Identify(fs, "services/users", lines), Rules: rules.All(),
		Verdict: result.Verdict{Status: result.Fail, ExitCode: 1, FailOn: "high", Reason: "3 findings at or above high"},
	}
}

// many is a report with n findings beside the diff.
func many(n int) *result.Report {
	var fs []rules.Finding
	for i := range n {
		fs = append(fs, rules.Finding{Severity: rules.High, Gates: true, Message: "One of many", At: at(fmt.Sprintf("app/f%04d.py", i), 1, 1, 2)})
	}
	return weak(fs...)
}

func clean() *result.Report {
	return &result.Report{Root: "services/users", Rules: rules.All(), Verdict: result.Verdict{Status: result.Pass, FailOn: "high", Reason: "no finding at or above high"}}
}

// run is a delivery to a stand-in, and the clock that both go by.
type run struct {
	*Delivery
	clock  *fakeClock
	server *githubtest.Server
}

func deliver(t testing.TB, s *githubtest.Server, r *result.Report) *run {
	t.Helper()
	if s.Files == nil {
		s.Files = filesOf()
	}
	c := newFakeClock()
	s.Now = c.Now
	client, err := New(Config{APIURL: s.URL, Token: githubtest.Token, UserAgent: "hostbound/test", Clock: c.clock(), Attempt: time.Minute, Transport: githubtest.Patience{RoundTripper: http.DefaultTransport}})
	if err != nil {
		t.Fatal(err)
	}
	d := &Delivery{
		Client: client, Report: r, Category: "hostbound/services/users", File: "hostbound.sarif",
		Event: Event{
			Name: "pull_request", Owner: "octo", Repo: "service", Ref: "refs/pull/7/merge", SHA: strings.Repeat("c", 40),
			RunURL: "https://github.com/octo/service/actions/runs/1", Workspace: "/github/workspace", Pull: &Pull{Number: 7, HeadSHA: s.Head},
		},
		Summary: func(limit int) string { return result.Cut("## hostbound\n\n"+string(r.Verdict.Status), limit) },
	}
	return &run{d, c, s}
}

func (r *run) annotate(mode Mode) (Mode, []Note) { return r.Annotate(context.Background(), mode) }

func (r *run) sarif(t testing.TB) []byte {
	t.Helper()
	var b strings.Builder
	if err := (sarif.Writer{Category: r.Category}).Write(&b, r.Report); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

func (r *run) upload(t testing.TB) []Note { return r.Upload(context.Background(), r.sarif(t)) }

func texts(notes []Note) string {
	var b strings.Builder
	for _, n := range notes {
		if n.Warning {
			_, _ = io.WriteString(&b, "warning: ")
		}
		_, _ = io.WriteString(&b, n.Text+"\n")
	}
	return b.String()
}

// manyLines is a report with a finding on each line of a file.
func manyLines(text string) *result.Report {
	var fs []rules.Finding
	for i := range strings.Count(text, "\n") + 1 {
		fs = append(fs, rules.Finding{Rule: rules.Lookup("ROUTE-001"), Severity: rules.High, Gates: true, Message: "One of many", At: at("app/many.py", i+1, 1, 10)})
	}
	lines := result.NewLines(func(string) ([]byte, error) { return []byte(text), nil }, nil)
	r := weak()
	r.Findings, r.Lines = result.Identify(fs, "services/users", lines), lines
	return r
}
