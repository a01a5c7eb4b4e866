package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/confine"
)

// What the action writes is the same whether a child scanned or this process.
func TestActionApart(t *testing.T) {
	apart := ownChild()
	if apart == nil {
		t.Skip("skipped: this system cannot confine a process")
	}
	repos := filepath.Join("..", "testdata", "repos")
	folders, err := os.ReadDir(repos)
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d folders: %v", len(folders), err)
	}
	now := time.Now()
	for _, f := range folders {
		var want [2]string
		for i, child := range []func(confine.Child) confine.Child{nil, apart} {
			ws := t.TempDir()
			if err := os.CopyFS(filepath.Join(ws, "app"), os.DirFS(filepath.Join(repos, f.Name()))); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			w := testWorld(&stdout, &stderr, map[string]string{"GITHUB_WORKSPACE": ws, "GITHUB_STEP_SUMMARY": filepath.Join(ws, "summary"), "INPUT_PATH": "app", "GITHUB_TOKEN": "made-up-token-0002"})
			w.child, w.now = child, func() time.Time { return now }
			w.random = strings.NewReader(strings.Repeat("0123456789abcdef", 8))
			code := run(context.Background(), []string{"action"}, w)
			want[i] = stdout.String() + stderr.String() + string(rune('0'+code))
			for _, file := range []string{"summary", "hostbound.sarif"} {
				b, err := os.ReadFile(filepath.Join(ws, file))
				if err != nil {
					t.Fatal(err)
				}
				want[i] += string(b)
			}
		}
		// The fences are made of random bytes, of which a scan in this process takes the first.
		fence := func(s string) string {
			return strings.ReplaceAll(s, "hostbound-30313233343536373839616263646566", "FENCE")
		}
		if fence(want[0]) != fence(want[1]) {
			t.Errorf("%s: in this process\n%s\nin a child\n%s", f.Name(), want[0], want[1])
		}
	}
}

// A child that fails, or answers what is no report, decides nothing.
func TestActionChildFails(t *testing.T) {
	if ownChild() == nil {
		t.Skip("skipped: this system cannot confine a process")
	}
	for args, want := range map[string]string{
		"hostbound version": "taking over the report: the answer is none",
		"hostbound no-such": "the scan ended without a report: exit code 2",
		"hostbound rules":   "taking over the report: the answer is none",
	} {
		var out bytes.Buffer
		w := testWorld(&out, &out, map[string]string{"GITHUB_WORKSPACE": folder(t, badSource)})
		w.child = func(c confine.Child) confine.Child {
			c.Args = strings.Fields(args)
			return c
		}
		if code := run(context.Background(), []string{"action"}, w); code != exitUndecided || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit %d\n%s", args, code, out.String())
		}
	}
}
