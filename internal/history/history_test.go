package history

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// repository makes one with two branches, by git itself.
func repository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("skipped: git is not here to make a repository")
	}
	dir := t.TempDir()
	script := `set -e
git init -q -b main .
git config user.email a@acme.io; git config user.name a; git config core.autocrlf false
mkdir -p app/deep; printf 'one\n' > app/a.py; printf 'x' > app/deep/b.py; ln -s app/a.py link; printf '#!/bin/sh\n' > run; chmod +x run
git add -A; git commit -qm first
git checkout -q -b topic; printf 'two\n' > app/a.py; mkdir new; printf 'n' > new/c.py; git rm -q -r app/deep; git add -A; git commit -qm change
git checkout -q main; printf 'other\n' > app/o.py; git add -A; git commit -qm other; git tag -a v1 -m v1
git checkout -q topic
git update-ref refs/remotes/origin/main main
`
	git(t, dir, script)
	return dir
}

func git(t *testing.T, dir, script string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func files(t *testing.T, fsys fs.FS) string {
	t.Helper()
	var out []string
	err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.Type()&fs.ModeSymlink != 0:
			to, err := fs.ReadLink(fsys, p)
			out = append(out, p+" -> "+to)
			return err
		case !e.IsDir():
			b, err := fs.ReadFile(fsys, p)
			out = append(out, p+" "+strings.TrimSpace(string(b)))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

const first = "app/a.py one\napp/deep/b.py x\nlink -> app/a.py\nrun #!/bin/sh"

func TestBase(t *testing.T) {
	dir := repository(t)
	for _, packed := range []bool{false, true} {
		if packed {
			git(t, dir, "git gc -q --aggressive --prune=now && git pack-refs --all")
		}
		r := Open(os.DirFS(filepath.Join(dir, ".git")), nil)
		for _, revision := range []string{"main", "origin/main", "refs/heads/main", "v1"} {
			base, err := r.Base(revision, "")
			if err != nil {
				t.Fatalf("%s: %v", revision, err)
			}
			if got := files(t, base); got != first {
				t.Errorf("%s: got\n%s\nwant\n%s", revision, got, first)
			}
		}
		base, err := r.Base("main", "app")
		if err != nil {
			t.Fatal(err)
		}
		if got := files(t, base); got != "a.py one\ndeep/b.py x" {
			t.Errorf("below app: %s", got)
		}
		if base, err = r.Base("main", "new"); err != nil || files(t, base) != "" {
			t.Errorf("a folder that is new: %v", err)
		}
		tree, err := r.At("main", "")
		if err != nil || !strings.Contains(files(t, tree), "app/o.py other") {
			t.Errorf("main: %v", err)
		}
		if err := fstest.TestFS(tree, "app/a.py", "run"); err != nil && !strings.Contains(err.Error(), "link") {
			t.Error(err)
		}
		if _, err := r.Base("no-such", ""); err == nil || !strings.Contains(err.Error(), "no such branch") {
			t.Errorf("no-such: %v", err)
		}
		parents, err := r.Parents()
		if err != nil || len(parents) != 1 {
			t.Errorf("parents %v: %v", parents, err)
		}
	}
}

func TestShallow(t *testing.T) {
	dir := repository(t)
	clone := t.TempDir()
	git(t, clone, "git clone -q --depth 1 --no-single-branch file://"+dir+" .")
	r := Open(os.DirFS(filepath.Join(clone, ".git")), nil)
	if _, err := r.Base("origin/main", ""); !errors.Is(err, ErrShallow) {
		t.Errorf("%v", err)
	}
}

func TestWorktree(t *testing.T) {
	dir := repository(t)
	git(t, dir, "git worktree add -q other main")
	r := Open(os.DirFS(filepath.Join(dir, ".git", "worktrees", "other")), os.DirFS(filepath.Join(dir, ".git")))
	base, err := r.Base("topic", "")
	if err != nil || files(t, base) != first {
		t.Errorf("%v", err)
	}
}

// A git folder is a stranger's too.
func TestBroken(t *testing.T) {
	zero := strings.Repeat("0", 40)
	for name, dir := range map[string]fstest.MapFS{
		"empty":    {},
		"ring":     {"HEAD": {Data: []byte("ref: refs/heads/a\n")}, "refs/heads/a": {Data: []byte("ref: refs/heads/b\n")}, "refs/heads/b": {Data: []byte("ref: refs/heads/a\n")}},
		"no hash":  {"HEAD": {Data: []byte("hello")}},
		"missing":  {"HEAD": {Data: []byte(zero)}},
		"bad pack": {"HEAD": {Data: []byte(zero)}, "objects/pack/pack-" + zero + ".idx": {Data: []byte("xxxx")}, "objects/pack/pack-" + zero + ".pack": {Data: []byte("yyyy")}},
		"bad blob": {"HEAD": {Data: []byte(zero)}, "objects/00/" + zero[2:]: {Data: []byte("zzzz")}},
	} {
		if _, err := Open(dir, nil).Base(zero, ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
