package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

const badSource = `import requests

requests.get("http://users.acme-internal.io/v1", headers={"Authorization": "Bearer made-up-token-0001"}, timeout=5)
`

// folder makes a folder with one Python file.
func folder(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.py"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func testWorld(stdout, stderr io.Writer, env map[string]string) world {
	return world{
		stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, now: time.Now, sleep: sleep, random: strings.NewReader(strings.Repeat("0123456789abcdef", 4)),
		lookupEnv: func(name string) (string, bool) { v, set := env[name]; return v, set },
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestUnwritableOutput holds that a report nobody got is no pass, and takes nothing
// from a failure.
func TestUnwritableOutput(t *testing.T) {
	bad, good := folder(t, badSource), folder(t, "x = 1\n")
	for _, format := range formatNames(formats()) {
		for dir, want := range map[string]int{bad: 1, good: 3} {
			if format == "github" && dir == good {
				continue // nothing is written
			}
			for _, actions := range []string{"", "true"} {
				var stderr bytes.Buffer
				w := testWorld(full{}, &stderr, map[string]string{"GITHUB_ACTIONS": actions})
				if code := run(context.Background(), []string{"scan", "--format", format, dir}, w); code != want {
					t.Errorf("%s: exit %d, want %d", format, code, want)
				}
				if !strings.Contains(stderr.String(), "no space left") {
					t.Errorf("%s: the reason is not said: %s", format, stderr.String())
				}
			}
		}
	}
	var stderr bytes.Buffer
	w := testWorld(full{}, &stderr, map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": good})
	if code := run(context.Background(), []string{"action"}, w); code != 3 || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("action: exit %d, %s", code, stderr.String())
	}
}

func TestNoRandomness(t *testing.T) {
	for _, args := range [][]string{{"scan", folder(t, badSource)}, {"action"}} {
		var out bytes.Buffer
		w := testWorld(&out, &out, map[string]string{"GITHUB_WORKSPACE": folder(t, badSource)})
		w.random = iotest.ErrReader(errors.New("no entropy"))
		if code := run(context.Background(), args, w); code != 3 || !strings.Contains(out.String(), "no entropy") {
			t.Errorf("%v: exit %d, %s", args, code, out.String())
		}
	}
}

// TestStopped holds that a run that is stopped is no pass.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	if code := run(ctx, []string{"scan", folder(t, badSource)}, testWorld(&out, &out, nil)); code != 3 {
		t.Errorf("exit %d: %s", code, out.String())
	}
}

// TestProgress holds that only a person at a terminal is shown progress, that
// only a long run has any, and that the line is cleared.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		tty  bool
		step time.Duration
		want bool
	}{{true, time.Second, true}, {true, time.Microsecond, false}, {false, time.Second, false}} {
		var out, stderr bytes.Buffer
		w := testWorld(&out, &stderr, nil)
		w.stderrTTY = c.tty
		at := time.Unix(0, 0)
		w.now = func() time.Time { at = at.Add(c.step); return at }
		run(context.Background(), []string{"scan", folder(t, badSource)}, w)
		got := stderr.String()
		if shown := strings.Contains(got, "1/1"); shown != c.want {
			t.Errorf("terminal %v, a file in %v: %q", c.tty, c.step, got)
		}
		if c.want && !strings.HasSuffix(got, "\r\x1b[K") {
			t.Errorf("%q is left on the terminal", got)
		}
	}
}

func TestColour(t *testing.T) {
	dir := folder(t, badSource)
	for _, c := range []struct {
		tty  bool
		env  map[string]string
		args []string
		want bool
	}{
		{true, nil, nil, true}, {false, nil, nil, false}, {true, map[string]string{"NO_COLOR": "1"}, nil, false}, {true, map[string]string{"NO_COLOR": ""}, nil, true},
		{true, map[string]string{"TERM": "dumb"}, nil, false}, {true, nil, []string{"--no-color"}, false}, {true, nil, []string{"--format", "markdown"}, false},
	} {
		var out bytes.Buffer
		w := testWorld(&out, &out, c.env)
		w.stdoutTTY = c.tty
		run(context.Background(), append([]string{"scan", dir}, c.args...), w)
		if got := strings.Contains(out.String(), "\x1b["); got != c.want {
			t.Errorf("terminal %v, %v, %v: colour %v", c.tty, c.env, c.args, got)
		}
	}
}

// TestPathsCanBeFollowed holds that paths are written as seen from the current
// folder, where they can be.
func TestPathsCanBeFollowed(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "services", "users"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "services", "users", "a.py"), []byte(badSource), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for path, want := range map[string]string{
		"services/users": " services/users/a.py:3", "./services/": " services/users/a.py:3", ".": " services/users/a.py:3",
		filepath.Join(dir, "services"): " users/a.py:3", "services/../services/users": " services/users/a.py:3",
	} {
		var out bytes.Buffer
		run(context.Background(), []string{"scan", path}, testWorld(&out, &out, nil))
		if !strings.Contains(out.String(), "-->"+want) {
			t.Errorf("scan %s does not name%s:\n%s", path, want, out.String())
		}
	}
}
