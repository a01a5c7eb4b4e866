//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func testWorkspace(t *testing.T) *workspace {
	t.Helper()
	ws, err := openWorkspace(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ws.close)
	return ws
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// TestWriteHandsOver holds that what root writes is not root's: a workspace with
// files of root cannot be cleaned up by a runner that is not.
func TestWriteHandsOver(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root gives files away")
	}
	const uid, gid = 12345, 23456
	ws := testWorkspace(t)
	if err := os.Chown(ws.dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	if err := ws.write("reports/deep/a.sarif", "token", text("x")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"reports", "reports/deep", "reports/deep/a.sarif"} {
		info, err := os.Lstat(filepath.Join(ws.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if s := info.Sys().(*syscall.Stat_t); s.Uid != uid || s.Gid != gid {
			t.Errorf("%s belongs to %d:%d", name, s.Uid, s.Gid)
		}
	}
}

// TestWriteIgnoresTheMask holds that a later step, of another user, can read it.
func TestWriteIgnoresTheMask(t *testing.T) {
	ws := testWorkspace(t)
	old := syscall.Umask(0o077)
	err := ws.write("a.sarif", "token", text("x"))
	syscall.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(ws.dir, "a.sarif"))
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
}

// TestWriteFailsWhole holds that nothing is left of a report that cannot be written.
func TestWriteFailsWhole(t *testing.T) {
	ws := testWorkspace(t)
	if err := ws.write("a", "token", text("kept")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("full")
	if err := ws.write("a", "token", func(io.Writer) error { return full }); !errors.Is(err, full) {
		t.Errorf("the error is %v", err)
	}
	if err := os.Mkdir(filepath.Join(ws.dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"folder", "a/b", "../x"} {
		if err := ws.write(name, "token", text("x")); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	if got, err := os.ReadFile(filepath.Join(ws.dir, "a")); string(got) != "kept" {
		t.Errorf("the earlier file is %q, %v", got, err)
	}
	entries, err := os.ReadDir(ws.dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("the workspace holds %v, %v", entries, err)
	}
}

// TestAppendFileTellsTheSize holds that the step's summary can stay within
// GitHub's limit where something else wrote to it before.
func TestAppendFileTellsTheSize(t *testing.T) {
	file := filepath.Join(t.TempDir(), "summary")
	if err := os.WriteFile(file, []byte(strings.Repeat("x", 700)), 0o644); err != nil {
		t.Fatal(err)
	}
	w := world{lookupEnv: func(name string) (string, bool) { return file, name == "SUMMARY" }}
	err := appendFile(w, "SUMMARY", func(size int) (string, error) {
		if size != 700 {
			t.Errorf("there are %d bytes", size)
		}
		return "y", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); len(got) != 701 || err != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
