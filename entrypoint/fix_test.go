package main

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// TestApplyFile holds that a file is fixed only where it is the one that was read.
func TestApplyFile(t *testing.T) {
	const before = "one two\n"
	edit := fact.Edit{At: fact.Location{Start: fact.Position{Offset: 4}, End: fact.Position{Offset: 7}}, Text: "three", Of: sha256.Sum256([]byte(before))}
	for name, tt := range map[string]struct {
		path   string
		edit   fact.Edit
		make   func(t *testing.T, dir string)
		refuse string
	}{
		"as it was":     {path: "d/a.py", edit: edit},
		"changed":       {path: "d/a.py", edit: edit, make: func(t *testing.T, dir string) { write(t, dir, "d/a.py", "one two.\n") }, refuse: "changed"},
		"gone":          {path: "d/b.py", edit: edit, refuse: "no such file"},
		"a link":        {path: "d/link.py", edit: edit, make: func(t *testing.T, dir string) { link(t, "a.py", dir, "d/link.py") }, refuse: "link"},
		"behind a link": {path: "l/a.py", edit: edit, make: func(t *testing.T, dir string) { link(t, "d", dir, "l") }, refuse: "link"},
		"outside":       {path: "../a.py", edit: edit, refuse: "out of the folder"},
		"a folder":      {path: "d", edit: edit, refuse: "no file"},
		"beyond the end": {path: "d/a.py", refuse: "outside the file", edit: fact.Edit{
			At: fact.Location{Start: fact.Position{Offset: 4}, End: fact.Position{Offset: 70}}, Of: edit.Of}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "d/a.py", before)
			if tt.make != nil {
				tt.make(t, dir)
			}
			was := read(t, dir, "d/a.py")
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			err = applyFile(root, &result.FileFixes{Path: tt.path, Edits: []fact.Edit{tt.edit}}, "token")
			switch {
			case tt.refuse == "" && err != nil, tt.refuse != "" && (err == nil || !strings.Contains(err.Error(), tt.refuse)):
				t.Errorf("got %v, want %q", err, tt.refuse)
			case tt.refuse == "" && read(t, dir, "d/a.py") != "one three\n":
				t.Errorf("got %q", read(t, dir, "d/a.py"))
			case tt.refuse != "" && read(t, dir, "d/a.py") != was:
				t.Errorf("the file is %q", read(t, dir, "d/a.py"))
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*", ".token")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func link(t *testing.T, to, dir, name string) {
	t.Helper()
	if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
		t.Skip(err)
	}
}
