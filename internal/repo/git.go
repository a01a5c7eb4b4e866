package repo

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Git is what lies outside the scanned folder and says what git tracks in it. The
// zero value means that a ".git" folder in the scanned folder, if there is one,
// says all. The caller opens the folders: a scan itself never leaves its root.
type Git struct {
	// Dir holds the index: the .git folder, or that of a worktree.
	Dir fs.FS
	// Common holds info/exclude; nil is Dir.
	Common fs.FS
	// Top is the top of the working tree, and Below the scanned folder's path in it,
	// slash-separated. Below is empty where the scanned folder is the top.
	Top   fs.FS
	Below string
}

// maxIgnoreFile bounds an ignore file that is read, in bytes.
const maxIgnoreFile = 1 << 20

// git finds out what is tracked and what is ignored. Outside a repository
// .gitignore means nothing: every file counts, as in an unpacked archive.
func (w *walker) git() {
	g, dir := w.opts.Git, "."
	if g.Dir == nil { // not fs.Sub, whose Stat opens what it looks at
		if info, err := fs.Stat(w.fsys, ".git"); err != nil || !info.IsDir() {
			return
		}
		g.Dir, dir = w.fsys, ".git"
	}
	names, err := readIndex(g.Dir, dir)
	if err != nil {
		w.NotAnalysed = append(w.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: ".git/index"}, Reason: "the index cannot be read, so every file counts, whatever .gitignore says: " + err.Error(),
		})
		return
	}
	w.repository = true
	w.tracked = newIndex(names, g.Below)
	if g.Common == nil {
		g.Common = g.Dir
	} else {
		dir = "."
	}
	w.above = append(w.above, ignoreAbove(g.Common, path.Join(dir, "info/exclude"), g.Below)...)
	if g.Top == nil || g.Below == "" {
		return
	}
	folders := strings.Split(g.Below, "/")
	for i := range folders {
		file := path.Join(path.Join(folders[:i]...), ".gitignore")
		w.above = append(w.above, ignoreAbove(g.Top, file, strings.Join(folders[i:], "/"))...)
	}
}

// ignoreAbove reads an ignore file that is not in the scanned folder; base is the
// way from its folder to the scanned one.
func ignoreAbove(fsys fs.FS, file, base string) []*ignoreFile {
	b, err := readBounded(fsys, file, maxIgnoreFile)
	if err != nil {
		return nil
	}
	return []*ignoreFile{parseIgnore(b, "", base)}
}

// readBounded reads a regular file; a link to one counts, anything else does not.
func readBounded(fsys fs.FS, name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name) // before it is opened: opening a pipe would wait for ever
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, info.Size(), limit)
}
