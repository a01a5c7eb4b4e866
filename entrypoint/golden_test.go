package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenSARIF holds the whole SARIF report of each repository in testdata/repos
// to testdata/golden/<name>.sarif. After a change that is meant, write them anew:
//
//	go test ./entrypoint -run GoldenSARIF -update
//
// and read what has changed. The version is the same in each run, and so is the
// time, on which the judgement of a token's expiry depends. The key is not: no
// report may depend on it.
func TestGoldenSARIF(t *testing.T) {
	repos, golden := filepath.Join("..", "testdata", "repos"), filepath.Join("..", "testdata", "golden")
	folders, err := os.ReadDir(repos)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, d := range folders {
		name := d.Name() + ".sarif"
		wanted[name] = true
		t.Run(d.Name(), func(t *testing.T) {
			// A repository of its own, not a folder of this one.
			alone := t.TempDir()
			if err := os.CopyFS(alone, os.DirFS(filepath.Join(repos, d.Name()))); err != nil {
				t.Fatal(err)
			}
			got := sarifOf(t, alone)
			file := filepath.Join(golden, name)
			if *update {
				if err := os.MkdirAll(golden, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; write it with -update", err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the report differs from %s, first in %s; where that is meant, write it anew with -update", file, firstDifference(got, want))
			}
		})
	}
	files, err := filepath.Glob(filepath.Join(golden, "*.sarif"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !wanted[filepath.Base(f)] {
			t.Errorf("%s belongs to no repository", f)
		}
	}
}

// sarifOf scans a folder as the command line does.
func sarifOf(t *testing.T, folder string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"scan", "--format", "sarif", folder}, world{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		lookupEnv: func(string) (string, bool) { return "", false },
		now:       func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		random:    rand.Reader, version: "v0.0.0",
	})
	if code != 0 && code != 1 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	return stdout.Bytes()
}

// firstDifference names the first line that differs.
func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return "length"
}
