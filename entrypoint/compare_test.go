package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/github/githubtest"
)

const newSource = `import requests

requests.get("http://orders.acme-internal.io/v1", headers={"Authorization": f"Bearer {token}"}, timeout=5)
`

// change is a pull request in a repository of git: main, and a merge of a branch into it.
// It returns the merge commit and its first parent.
func change(t *testing.T, dir string, before, after map[string]string) (merge, parent string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("skipped: git is not here to make a repository")
	}
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@acme.io", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	write := func(files map[string]string) {
		for name, text := range files {
			name = filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		git("add", "-A")
	}
	git("init", "-q", "-b", "main", ".")
	write(before)
	git("commit", "-q", "-m", "before")
	git("checkout", "-q", "-b", "topic")
	write(after)
	git("commit", "-q", "-m", "after")
	git("checkout", "-q", "main")
	git("commit", "-q", "--allow-empty", "-m", "meanwhile")
	git("merge", "-q", "--no-ff", "-m", "merge", "topic")
	return git("rev-parse", "HEAD"), git("rev-parse", "HEAD^1")
}

// TestActionScope runs the action on a pull request whose repository had a weakness
// before: with its whole history, with the newest commit alone, and with nobody to ask.
func TestActionScope(t *testing.T) {
	before := map[string]string{"app/client.py": badSource, "README.md": "x"}
	after := map[string]string{"app/orders.py": newSource, ".hostboundignore": "app/orders.py\n", "app/.hostboundignore": "orders.py\n"}
	for name, c := range map[string]struct {
		shallow, noToken, apart bool
		env                     map[string]string
		code                    int
		says, not               string
	}{
		"whole history":       {code: 1, env: map[string]string{"INPUT_SCOPE": "new"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"of a folder":         {code: 1, env: map[string]string{"INPUT_SCOPE": "new", "INPUT_PATH": "app"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"newest commit":       {shallow: true, code: 1, env: map[string]string{"INPUT_SCOPE": "new"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"newest, of a folder": {shallow: true, code: 1, env: map[string]string{"INPUT_SCOPE": "new", "INPUT_PATH": "app"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"apart":               {apart: true, code: 1, env: map[string]string{"INPUT_SCOPE": "new"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"apart, newest":       {apart: true, shallow: true, code: 1, env: map[string]string{"INPUT_SCOPE": "new"}, says: "1 new finding at or above high (2 more findings were there before)"},
		"changed":             {shallow: true, code: 1, env: map[string]string{"INPUT_SCOPE": "changed"}, says: "1 finding on changed lines"},
		"all":                 {shallow: true, code: 1, says: "3 findings at or above high"},
		"of the head":         {code: 0, env: map[string]string{"INPUT_SCOPE": "new", "INPUT_POLICY-FROM": "head"}, says: "no new finding"},
		"nobody to ask":       {shallow: true, noToken: true, code: 1, env: map[string]string{"INPUT_SCOPE": "new"}, says: "3 findings at or above high", not: "new finding"},
		"nobody, all":         {shallow: true, noToken: true, code: 1, says: "so .hostboundignore leaves nothing out"},
		"no change":           {code: 1, env: map[string]string{"INPUT_SCOPE": "new", "GITHUB_EVENT_NAME": "schedule"}, says: "2 findings at or above high"},
	} {
		t.Run(name, func(t *testing.T) {
			ws := t.TempDir()
			merge, parent := change(t, ws, before, after)
			if c.shallow {
				forget(t, ws)
			}
			s := githubtest.New(t, "", nil)
			s.Base, s.Tree = parent, before
			s.Files = []githubtest.File{{Path: "app/orders.py", Status: "added"}, {Path: ".hostboundignore", Status: "added"}, {Path: "app/.hostboundignore", Status: "added"}}
			event := filepath.Join(t.TempDir(), "event.json")
			sha := strings.Repeat("a", 40)
			payload := fmt.Sprintf(`{"pull_request":{"number":7,"head":{"sha":"%s","repo":{"full_name":"octo/service"}},"base":{"sha":"%s","repo":{"full_name":"octo/service"}}}}`, sha, parent)
			if err := os.WriteFile(event, []byte(payload), 0o644); err != nil {
				t.Fatal(err)
			}
			env := map[string]string{
				"GITHUB_WORKSPACE": ws, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": event, "GITHUB_REPOSITORY": "octo/service", "GITHUB_SHA": merge,
				"GITHUB_REF": "refs/pull/7/merge", "GITHUB_API_URL": s.URL, "INPUT_TOKEN": githubtest.Token, "INPUT_ANNOTATE": "none", "INPUT_DISABLE": "ROUTE-016",
			}
			if c.noToken {
				env["INPUT_TOKEN"] = ""
			}
			for k, v := range c.env {
				env[k] = v
			}
			var out bytes.Buffer
			w := testWorld(&out, &out, env)
			w.random = strings.NewReader(strings.Repeat("0123456789abcdef", 16))
			w.sleep = func(context.Context, time.Duration) error { return nil }
			if c.apart {
				if w.child = ownChild(); w.child == nil {
					t.Skip("skipped: this system cannot confine a process")
				}
			}
			code := run(t.Context(), []string{"action"}, w)
			if code != c.code || !strings.Contains(out.String(), c.says) || c.not != "" && strings.Contains(out.String(), c.not) {
				t.Errorf("exit %d, want %d and %q\n%s", code, c.code, c.says, out.String())
			}
		})
	}
}

// forget leaves of a repository what a checkout of depth 1 has: HEAD, its tree and files.
func forget(t *testing.T, dir string) {
	t.Helper()
	clone := filepath.Join(t.TempDir(), "clone")
	for _, script := range []string{
		"git -c protocol.file.allow=always clone -q --depth 1 file://" + dir + " " + clone,
		"rm -rf " + dir + "/.git && cp -a " + clone + "/.git " + dir + "/.git",
	} {
		if out, err := exec.Command("sh", "-c", script).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
}

// TestActionInputsOfTheBase holds that a change cannot quieten the gate by editing the
// workflow that asks for it.
func TestActionInputsOfTheBase(t *testing.T) {
	const before = "jobs:\n  gate:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: octo/hostbound@v1\n        with:\n          fail-on: high\n          exclude: docs\n          include: ${{ inputs.include }}\n"
	for name, c := range map[string]struct {
		base, head string
		env        map[string]string
		code       int
		says       string
	}{
		"unchanged":     {before, before, map[string]string{"INPUT_EXCLUDE": "docs"}, 1, "FAIL"},
		"never":         {before, strings.Replace(before, "high", "never", 1), map[string]string{"INPUT_FAIL-ON": "never"}, 1, "takes from the workflow before it: fail-on, exclude"},
		"excluded":      {before, strings.Replace(before, "docs", "app/**", 1), map[string]string{"INPUT_EXCLUDE": "app/**"}, 1, "takes from the workflow before it: exclude"},
		"policy head":   {before, before + "          policy-from: head\n", map[string]string{"INPUT_EXCLUDE": "app/**", "INPUT_POLICY-FROM": "head"}, 1, "exclude, policy-from"},
		"head before":   {before + "          policy-from: head\n", before, map[string]string{"INPUT_EXCLUDE": "app/**", "INPUT_ALLOW-EMPTY": "true"}, 0, "PASS"},
		"new":           {"", before, map[string]string{"INPUT_FAIL-ON": "never"}, 0, "PASS"},
		"expression":    {before, before + "#\n", map[string]string{"INPUT_EXCLUDE": "docs", "INPUT_INCLUDE": "app/**"}, 1, "FAIL"},
		"two steps":     {before + "      - uses: octo/hostbound@v1\n", before, nil, 1, "2 of its steps run this action in this job"},
		"other job":     {before, strings.Replace(before, "high", "never", 1), map[string]string{"GITHUB_JOB": "other", "INPUT_FAIL-ON": "never"}, 0, "0 of its steps"},
		"without token": {before, before, map[string]string{"INPUT_TOKEN": "", "INPUT_EXCLUDE": "docs"}, 1, "there is no token"},
	} {
		t.Run(name, func(t *testing.T) {
			ws := t.TempDir()
			merge, parent := change(t, ws, map[string]string{"app/client.py": "x = 1\n"}, map[string]string{"app/client.py": badSource, ".github/workflows/gate.yml": c.head})
			s := githubtest.New(t, "", nil)
			s.Base, s.Tree = parent, map[string]string{}
			if c.base != "" {
				s.Tree[".github/workflows/gate.yml"] = c.base
			}
			event := filepath.Join(t.TempDir(), "event.json")
			payload := fmt.Sprintf(`{"pull_request":{"number":7,"head":{"sha":"%s","repo":{"full_name":"octo/service"}},"base":{"sha":"%s","repo":{"full_name":"octo/service"}}}}`, strings.Repeat("a", 40), parent)
			if err := os.WriteFile(event, []byte(payload), 0o644); err != nil {
				t.Fatal(err)
			}
			env := map[string]string{
				"GITHUB_WORKSPACE": ws, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": event, "GITHUB_REPOSITORY": "octo/service", "GITHUB_SHA": merge,
				"GITHUB_REF": "refs/pull/7/merge", "GITHUB_API_URL": s.URL, "INPUT_TOKEN": githubtest.Token, "INPUT_ANNOTATE": "none", "GITHUB_JOB": "gate",
				"GITHUB_WORKFLOW_REF": "octo/service/.github/workflows/gate.yml@refs/pull/7/merge", "GITHUB_ACTION_REPOSITORY": "octo/hostbound", "GITHUB_ACTION": "__octo_hostbound",
			}
			for k, v := range c.env {
				env[k] = v
			}
			var out bytes.Buffer
			w := testWorld(&out, &out, env)
			w.random = strings.NewReader(strings.Repeat("0123456789abcdef", 16))
			w.sleep = func(context.Context, time.Duration) error { return nil }
			if code := run(t.Context(), []string{"action"}, w); code != c.code || !strings.Contains(out.String(), c.says) {
				t.Errorf("exit %d, want %d and %q\n%s", code, c.code, c.says, out.String())
			}
		})
	}
}
