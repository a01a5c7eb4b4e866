package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/github/githubtest"
)

// actionRun is the action over a workspace, with a stand-in for GitHub.
type actionRun struct {
	dir    string
	server *githubtest.Server
	env    map[string]string
	now    time.Time
}

// contract is GitHub's description of its API, which is read once; nil where there is none.
var contract = sync.OnceValues(func() (*githubtest.Contract, error) {
	dir := os.Getenv("HOSTBOUND_GITHUB_OPENAPI")
	if dir == "" {
		return nil, nil
	}
	return githubtest.LoadContract(filepath.Join(dir, "api.github.com.json"), "")
})

// newActionRun checks out the service that does most things wrong. The stand-in is held
// to GitHub's description of its API where HOSTBOUND_GITHUB_OPENAPI names its folder.
func newActionRun(t *testing.T, event string, payload []byte) *actionRun {
	t.Helper()
	contract, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	r := &actionRun{dir: t.TempDir(), server: githubtest.New(t, "", contract), now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	if !external() {
		r.server.Now = func() time.Time { return r.now }
	}
	if err := os.CopyFS(filepath.Join(r.dir, "workspace"), os.DirFS("../testdata/repos/flask-introspection")); err != nil {
		t.Fatal(err)
	}
	r.write(t, "event.json", payload)
	r.env = map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": filepath.Join(r.dir, "workspace"), "GITHUB_EVENT_PATH": filepath.Join(r.dir, "event.json"),
		"GITHUB_OUTPUT": filepath.Join(r.dir, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(r.dir, "summary"),
		"GITHUB_API_URL": r.server.URL, "GITHUB_SERVER_URL": "https://github.com", "GITHUB_RUN_ID": "1", "GITHUB_RUN_ATTEMPT": "2",
		"GITHUB_EVENT_NAME": event, "GITHUB_REPOSITORY": "octo/service", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": strings.Repeat("c", 40),
		"INPUT_TOKEN": githubtest.Token,
	}
	return r
}

func (r *actionRun) write(t *testing.T, name string, data []byte) {
	t.Helper()
	name = filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// external tells whether HOSTBOUND_ACTION names a program to run in place of this
// code: it gets a folder, and then variables as NAME=VALUE.
func external() bool { return os.Getenv("HOSTBOUND_ACTION") != "" }

// run runs the action once, and returns its exit code and its log.
func (r *actionRun) run(t *testing.T) (int, string) {
	t.Helper()
	if !external() {
		var out, err bytes.Buffer
		w := testWorld(&out, &err, r.env)
		w.now = func() time.Time { return r.now }
		w.sleep = func(_ context.Context, d time.Duration) error { r.now = r.now.Add(d); return nil }
		return run(t.Context(), []string{"action"}, w), out.String() + err.String()
	}
	args := []string{r.dir}
	for name, value := range r.env {
		args = append(args, name+"="+value)
	}
	cmd := exec.CommandContext(t.Context(), os.Getenv("HOSTBOUND_ACTION"), args...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (r *actionRun) file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestEvents runs the action for events as GitHub sends them, twice each: the same
// verdict, one check run on the commit that people look at, and an upload of the right
// ref, or a word why there is none.
func TestEvents(t *testing.T) {
	uploaded := map[string]bool{}
	for _, e := range events(t) {
		t.Run(e.name, func(t *testing.T) {
			r := newActionRun(t, e.event, e.payload)
			r.server.Head, r.server.Number = e.head, e.number
			for name, value := range e.env {
				r.env[name] = value
			}
			// From outside the time is real, and an upload takes five seconds of it.
			upload := !external() || !uploaded[e.event]
			uploaded[e.event] = true
			r.env["INPUT_UPLOAD"] = fmt.Sprint(upload)
			for range 2 {
				code, log := r.run(t)
				if code != 1 || !strings.Contains(r.file(t, "output"), "\nfail\n") || strings.Contains(log, "\n::warning title=hostbound::") {
					t.Fatalf("exit %d\n%s", code, log)
				}
				if strings.Contains(log, "\n::error ") {
					t.Errorf("annotated twice:\n%s", log)
				}
			}
			if len(r.server.Checks) != 1 || r.server.Checks[0].Head != e.head || r.server.Checks[0].Conclusion != "failure" || len(r.server.Checks[0].Annotations) == 0 {
				t.Errorf("the check runs are %+v", r.server.Checks)
			}
			switch {
			case e.ref == "" || !upload:
				if len(r.server.Uploads) > 0 {
					t.Error("there is an upload")
				}
			case len(r.server.Uploads) != 2 || r.server.Uploads[0].Ref != e.ref || r.server.Uploads[0].Category != "hostbound/":
				t.Errorf("the uploads are %+v", r.server.Uploads)
			}
		})
	}
}

// sentEvent is an event, and what should come of it.
type sentEvent struct {
	name, event string
	payload     []byte
	env         map[string]string
	head        string // commit of the check run
	number      int
	ref         string // of the upload; "" is none
}

// events are made up here, and, where HOSTBOUND_WEBHOOKS names the file index.json of
// the package @octokit/webhooks-examples, recorded ones.
func events(t *testing.T) []sentEvent {
	t.Helper()
	out := []sentEvent{
		newEvent(t, "push", 0, map[string]any{"after": strings.Repeat("a", 40), "ref": "refs/heads/main"}),
		newEvent(t, "schedule", 0, map[string]any{"schedule": "0 0 * * *"}),
		newEvent(t, "merge_group", 0, map[string]any{"merge_group": map[string]any{"head_sha": strings.Repeat("a", 40), "head_ref": "refs/heads/gh-readonly-queue/main/pr-1"}}),
		newEvent(t, "pull_request", 0, map[string]any{"pull_request": map[string]any{"number": 7, "head": map[string]any{"sha": strings.Repeat("a", 40), "repo": nil}}}),
	}
	index := os.Getenv("HOSTBOUND_WEBHOOKS")
	if index == "" {
		t.Log("HOSTBOUND_WEBHOOKS names no recorded events: only events that are made up are tried")
		return out
	}
	data, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	var recorded []struct {
		Name     string
		Examples []map[string]any
	}
	if err := json.Unmarshal(data, &recorded); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, group := range recorded {
		switch group.Name {
		case "pull_request", "push", "merge_group", "release", "workflow_dispatch":
			for i, example := range group.Examples {
				out = append(out, newEvent(t, group.Name, i+1, example))
				n++
			}
		}
	}
	if n < 40 {
		t.Fatalf("%d recorded events", n)
	}
	return out
}

func newEvent(t *testing.T, event string, n int, payload map[string]any) sentEvent {
	t.Helper()
	data, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	text := func(path ...string) string {
		var v any = payload
		for _, p := range path {
			m, _ := v.(map[string]any)
			v = m[p]
		}
		s, _ := v.(string)
		return s
	}
	e := sentEvent{name: fmt.Sprintf("%s/%d", event, n), event: event, payload: data, head: strings.Repeat("c", 40), number: 1, ref: "refs/heads/main"}
	switch event {
	case "push":
		e.head, e.ref = text("after"), text("ref")
	case "release":
		e.ref = "refs/tags/" + text("release", "tag_name")
	case "merge_group":
		e.head, e.ref = text("merge_group", "head_sha"), text("merge_group", "head_ref")
	case "pull_request":
		e.head = text("pull_request", "head", "sha")
		number := payload["pull_request"].(map[string]any)["number"]
		e.ref = fmt.Sprintf("refs/pull/%v/merge", number)
		if _, err := fmt.Sscan(fmt.Sprint(number), &e.number); err != nil {
			t.Fatal(err)
		}
	}
	e.env = map[string]string{"GITHUB_REF": e.ref, "GITHUB_SHA": e.head}
	if event == "pull_request" {
		e.env["GITHUB_SHA"] = strings.Repeat("c", 40)
	}
	if event == "merge_group" {
		e.ref = ""
	}
	if full := text("repository", "full_name"); full != "" {
		e.env["GITHUB_REPOSITORY"] = full
	}
	return e
}

// TestSameVerdict holds that whatever GitHub answers, the exit code, the outputs and
// the SARIF file are the same, and that findings are in the log where they are nowhere
// else.
func TestSameVerdict(t *testing.T) {
	if external() {
		t.Skip("the faults of GitHub take their time; they are tried against this code")
	}
	pull := newEvent(t, "pull_request", 0, map[string]any{"pull_request": map[string]any{"number": 7, "head": map[string]any{"sha": strings.Repeat("a", 40), "repo": nil}}})
	want := ""
	modes := []string{"auto", "review", "checks", "commands", "none"}
	if testing.Short() {
		modes = modes[:2]
	}
	for _, mode := range modes {
		for _, fault := range append(githubtest.Faults(), githubtest.None) {
			r := newActionRun(t, pull.event, pull.payload)
			r.server.Head, r.server.Number = pull.head, pull.number
			r.server.Fault = func(githubtest.Op, int) githubtest.Fault { return fault }
			r.env["INPUT_ANNOTATE"], r.env["INPUT_UPLOAD"] = mode, "true"
			code, log := r.run(t)
			values := r.file(t, "output")
			values = values[strings.Index(values, "\n"):]
			got := fmt.Sprint(code, "fail findings sarif-file hostbound.sarif", strings.Count(values, "\n"), r.file(t, "workspace/hostbound.sarif"))
			if want == "" {
				want = got
			}
			if got != want || code != 1 || r.server.Leaked.Load() > 0 {
				t.Errorf("%s, %s: exit %d\n%s", mode, fault, code, log)
			}
			inLog := strings.Contains(log, "\n::error ")
			if onGitHub := len(r.server.Checks)+len(r.server.Comments)+len(r.server.Issue) > 0; mode != "none" && !inLog && !onGitHub {
				t.Errorf("%s, %s: the findings are nowhere\n%s", mode, fault, log)
			}
			if fault != githubtest.None && fault != githubtest.Lost && !strings.Contains(log, "not uploaded to code scanning") && !strings.Contains(log, "uploaded to code scanning") {
				t.Errorf("%s, %s: nothing is said of the upload\n%s", mode, fault, log)
			}
			for name, text := range map[string]string{"log": log, "summary": r.file(t, "summary"), "SARIF file": r.file(t, "workspace/hostbound.sarif"), "outputs": r.file(t, "output")} {
				if strings.Contains(text, githubtest.Token) {
					t.Errorf("%s, %s: the token is in the %s", mode, fault, name)
				}
			}
			if !strings.Contains(r.file(t, "summary"), "### On GitHub") {
				t.Errorf("%s, %s: the summary does not say what GitHub answers", mode, fault)
			}
		}
	}
}

// TestUntrustedHead holds that a change from a fork is not read by a job with secrets,
// unless somebody says so.
func TestUntrustedHead(t *testing.T) {
	base, head := strings.Repeat("b", 40), strings.Repeat("a", 40)
	payload := fmt.Appendf(nil, `{"pull_request": {"number": 7, "head": {"sha": %q, "repo": {"full_name": "mallory/service"}}, "base": {"repo": {"full_name": "octo/service"}}}}`, head)
	for _, tt := range []struct {
		name, head string
		more       func(*testing.T, *actionRun)
		code       int
		ref        string
	}{
		{"the base, detached", base, nil, 1, "refs/heads/main"},
		{"the base, on its branch", "ref: refs/heads/main", func(t *testing.T, r *actionRun) { r.write(t, "workspace/.git/refs/heads/main", []byte(base+"\n")) }, 1, "refs/heads/main"},
		{"the head", head, nil, 2, ""},
		{"the head, as somebody says", head, func(_ *testing.T, r *actionRun) { r.env["INPUT_ALLOW-UNTRUSTED-HEAD"] = "true" }, 1, "refs/pull/7/head"},
		{"the head in a folder beside the base", base, func(t *testing.T, r *actionRun) { r.write(t, "workspace/change/.git/HEAD", []byte(head+"\n")) }, 2, ""},
		{"the head in the folder that is scanned", base, func(t *testing.T, r *actionRun) {
			r.write(t, "workspace/change/.git/HEAD", []byte(head+"\n"))
			r.env["INPUT_PATH"] = "change"
		}, 2, ""},
		{"not known", "", nil, 2, ""},
		{"a reference out of the folder", "ref: refs/../../event.json", nil, 2, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if external() {
				t.Skip("tried against this code")
			}
			r := newActionRun(t, "pull_request_target", payload)
			r.env["GITHUB_SHA"], r.env["INPUT_UPLOAD"] = base, "true"
			if tt.head != "" {
				r.write(t, "workspace/.git/HEAD", []byte(tt.head+"\n"))
			}
			if tt.more != nil {
				tt.more(t, r)
			}
			code, log := r.run(t)
			if code != tt.code || code == 2 && !strings.Contains(log, "this run holds secrets, and would read what a stranger wrote") {
				t.Fatalf("exit %d\n%s", code, log)
			}
			if tt.ref != "" && (len(r.server.Uploads) != 1 || r.server.Uploads[0].Ref != tt.ref) {
				t.Errorf("uploads %+v\n%s", r.server.Uploads, log)
			}
			if code == 2 && len(r.server.Calls) > 0 {
				t.Errorf("calls %v", r.server.Calls)
			}
		})
	}
}
