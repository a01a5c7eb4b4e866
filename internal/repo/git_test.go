package repo

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// git runs the real one in dir, with no settings of this machine.
func git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed; it is the oracle of this test")
	}
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "HOME="+dir, "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// openRoot is a folder as the program sees it.
func openRoot(t testing.TB, dir string) fs.FS {
	t.Helper()
	r, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r.FS()
}

func walk(t testing.TB, fsys fs.FS, o Options) *Tree {
	t.Helper()
	tree, err := Walk(context.Background(), fsys, o)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func paths(tree *Tree) []string {
	var out []string
	for _, f := range tree.Files {
		out = append(out, f.Path)
	}
	return out
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// TestIndexVersions reads indexes that git wrote, in every form that it has.
func TestIndexVersions(t *testing.T) {
	long := "deep/" + strings.Repeat("long", 40) + "/" + strings.Repeat("name", 50) + ".py"
	files := map[string]string{"a.py": "1", "b/a.py": "2", "b/ab.py": "3", "b/c/d.py": "4", "ä.py": "5", "later.py": "6", long: "7"}
	all := []string{"a.py", "b/a.py", "b/ab.py", "b/c/d.py", "ä.py", "later.py", long}
	for _, form := range []struct {
		name  string
		init  []string
		after [][]string
	}{
		{"2", nil, [][]string{{"update-index", "--index-version", "2"}}},
		{"3", nil, [][]string{{"rm", "-q", "--cached", "later.py"}, {"add", "-N", "later.py"}, {"update-index", "--skip-worktree", "a.py"}}},
		{"4", nil, [][]string{{"update-index", "--index-version", "4"}}},
		{"4 with long flags", nil, [][]string{{"update-index", "--index-version", "4"}, {"update-index", "--skip-worktree", "b/a.py"}}},
		{"untracked cache", nil, [][]string{{"update-index", "--force-untracked-cache"}, {"status"}}},
		{"split", nil, [][]string{{"update-index", "--split-index"}, {"rm", "-q", "--cached", "later.py"}, {"add", "later.py"}}},
		{"SHA-256", []string{"--object-format=sha256"}, nil},
		{"SHA-256, 4", []string{"--object-format=sha256"}, [][]string{{"update-index", "--index-version", "4"}}},
		{"no checksum", nil, [][]string{{"config", "index.skipHash", "true"}, {"update-index", "--force-write-index"}}},
		{"after a commit", nil, [][]string{{"commit", "-qm", "x"}, {"status"}}},
	} {
		t.Run(form.name, func(t *testing.T) {
			dir := t.TempDir()
			git(t, dir, append([]string{"init", "-q"}, form.init...)...)
			write(t, dir, files)
			git(t, dir, "add", ".")
			for _, args := range form.after {
				git(t, dir, args...)
			}
			names, err := readIndex(os.DirFS(dir), ".git")
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(names)
			same(t, "names", slices.Compact(names), slices.Clone(all))
		})
	}
}

// TestIndexSparse: the folders of a sparse index stand for what is not on the disk.
func TestIndexSparse(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, map[string]string{"a.py": "", "in/b.py": "", "out/c/d.py": ""})
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-qm", "x")
	git(t, dir, "sparse-checkout", "set", "--cone", "--sparse-index", "in")
	names, err := readIndex(os.DirFS(dir), ".git")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "names", names, []string{"a.py", "in/b.py", "out"})
}

// TestIndexDamaged: an index that cannot be read makes every file count, and is said.
func TestIndexDamaged(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, map[string]string{".gitignore": "*.env\n", "a.env": "A=1"})
	if got := paths(walk(t, openRoot(t, dir), Options{})); len(got) != 0 {
		t.Errorf("with no index yet, an ignored file counts: %q", got)
	}
	write(t, dir, map[string]string{".git/index": "DIRC\x00\x00\x00\x09damaged, and of a version that does not exist"})
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{"a.env"})
	if len(tree.NotAnalysed) != 1 || tree.NotAnalysed[0].At.Path != ".git/index" {
		t.Errorf("not analysed: %+v", tree.NotAnalysed)
	}
}

func FuzzIndex(f *testing.F) {
	dir := f.TempDir()
	git(f, dir, "init", "-q")
	write(f, dir, map[string]string{"a.py": "", "b/c.py": ""})
	git(f, dir, "add", ".")
	for _, v := range []string{"2", "4"} {
		git(f, dir, "update-index", "--index-version", v)
		b, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := decodeIndex(b)
		if err == nil && slices.Contains(d.names, "") {
			t.Error("an empty name")
		}
		if len(d.names)*statBytes > len(b) {
			t.Errorf("%d names from %d bytes", len(d.names), len(b))
		}
	})
}

// TestIgnoredAsGitDoes makes trees and ignore files by chance and compares with
// what git itself ignores.
func TestIgnoredAsGitDoes(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	names := []string{"a", "b", "ab", "foo.py", "bar.env", "[x].py", "a b", "!c", "#d", "keep", ".env", "ä"}
	pieces := []string{"a", "b", "ab", "foo.py", "*", "**", "*.py", "?", "[ab]", "[!a]", "[a-c]*", "*.env", "\\!c", "\\#d", "keep", "a*", "f**y",
		"[[:alpha:]]", "[]x]", "\\[x\\].py", "a b", ".*", "[x", "*a*b*", "ä", "[\\a]", "foo.?[y]"}
	pattern := func() string {
		var s string
		if r.Intn(4) == 0 {
			s = "!"
		}
		if r.Intn(4) == 0 {
			s += "/"
		}
		s += pieces[r.Intn(len(pieces))]
		for range r.Intn(3) {
			if strings.HasSuffix(s, "[x") { // git would look for the end of the class behind the slash
				break
			}
			s += "/" + pieces[r.Intn(len(pieces))]
		}
		if r.Intn(4) == 0 {
			s += "/"
		}
		return s + []string{"", "", "", " ", "\\ ", "\r"}[r.Intn(6)]
	}
	file := func() string {
		lines := []string{"# a comment", ""}
		for range 1 + r.Intn(5) {
			lines = append(lines, pattern())
		}
		return strings.Join(lines, "\n") + "\n"
	}
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		dir := t.TempDir()
		git(t, dir, "init", "-q")
		files := map[string]string{".git/info/exclude": file(), ".gitignore": file()}
		folders := []string{""}
		for range 25 {
			f := folders[r.Intn(len(folders))]
			p := f + names[r.Intn(len(names))]
			if r.Intn(3) == 0 && strings.Count(p, "/") < 3 {
				folders = append(folders, p+"/")
				if r.Intn(2) == 0 {
					files[p+"/.gitignore"] = file()
				}
			}
			files[f+names[r.Intn(len(names))]+".txt"] = ""
			files[f+names[r.Intn(len(names))]] = ""
		}
		for p := range files { // a path that is a folder too stays one
			if slices.Contains(folders, p+"/") {
				delete(files, p)
			}
		}
		write(t, dir, files)
		var want []string
		for p := range strings.SplitSeq(git(t, dir, "ls-files", "-z", "--others", "--exclude-standard"), "\x00") {
			if p != "" && !strings.HasSuffix(p, ".gitignore") {
				want = append(want, p)
			}
		}
		got := counted(t, dir)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			var patterns strings.Builder
			for p, text := range files {
				if strings.HasSuffix(p, "exclude") || strings.HasSuffix(p, ".gitignore") {
					fmt.Fprintf(&patterns, "%s: %q\n", p, text)
				}
			}
			t.Fatalf("round %d: not alike\n%sonly here:  %q\nonly in git: %q", round, &patterns, minus(got, want), minus(want, got))
		}
	}
}

// counted are the files that are left after .gitignore, of whatever kind.
func counted(t *testing.T, dir string) []string {
	w := walker{Tree: &Tree{fsys: os.DirFS(dir)}, ctx: context.Background()}
	w.git()
	var out []string
	var visit func(string, bool, []*ignoreFile)
	visit = func(d string, skip bool, ignore []*ignoreFile) {
		entries, err := fs.ReadDir(w.fsys, d)
		if err != nil {
			t.Fatal(err)
		}
		if !skip {
			ignore = w.withIgnore(d, entries, ignore)
		}
		for _, e := range entries {
			p := strings.TrimPrefix(d+"/"+e.Name(), "./")
			switch {
			case e.Name() == ".git", e.Name() == ".gitignore":
			case e.IsDir():
				visit(p, skip || ignored(ignore, p, true), ignore)
			case !skip && !ignored(ignore, p, false):
				out = append(out, p)
			}
		}
	}
	visit(".", false, w.above)
	slices.Sort(out)
	return out
}

func minus(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// TestWildmatchIsBounded: a pattern made to take for ever does not.
func TestWildmatchIsBounded(t *testing.T) {
	name := strings.Repeat("a", 4000)
	if wildmatch(strings.Repeat("*a", 2000)+"b", name) {
		t.Error("matched")
	}
	if matchSpanning(strings.Split(strings.Repeat("**/a/", 500)+"b", "/"), strings.Repeat("a/", 3000)+"a") {
		t.Error("matched")
	}
}

func FuzzWildmatch(f *testing.F) {
	for _, p := range []string{"*", "[a-z]", "[!a", "\\", "[[:alpha:]]*?", "[]-a]", "[a-]"} {
		f.Add(p, "abc")
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		wildmatch(pattern, name)
		parseIgnore([]byte(pattern), "", "")
		if !wildmatch("*"+"*", name) {
			t.Errorf("** does not match %q", name)
		}
	})
}
