package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hostbound/hostbound/gate"
)

// gitRoots are the folders outside a scanned folder that say what git tracks in it,
// each opened as a root.
type gitRoots struct {
	gate.Git
	dir, common, top *os.Root // those of Git, where they are outside of the folder
	closing          []func()
}

func (g *gitRoots) close() {
	for _, r := range []*os.Root{g.dir, g.common, g.top} {
		if r != nil {
			r.Close()
		}
	}
	for _, f := range g.closing {
		f()
	}
}

// openGit looks for the repository that a folder belongs to: in it, and then above
// it. What is found right in the folder needs no other root. Where nothing can be
// opened, the folder belongs to no repository.
func openGit(path string) *gitRoots {
	g := &gitRoots{}
	folder, err := filepath.Abs(path)
	if err == nil {
		folder, err = filepath.EvalSymlinks(folder)
	}
	if err != nil {
		return g
	}
	for top := folder; ; top = filepath.Dir(top) {
		dir := filepath.Join(top, ".git")
		info, err := os.Stat(dir)
		switch {
		case err == nil && info.IsDir():
			if link, err := os.Lstat(dir); err != nil || top != folder || !link.IsDir() {
				g.open(top, folder, dir)
			}
			return g
		case err == nil && info.Mode().IsRegular(): // of a worktree or a submodule: the file says where the folder is
			if dir = pointer(dir, "gitdir: "); dir != "" {
				g.open(top, folder, dir)
			}
			return g
		case filepath.Dir(top) == top:
			return g
		}
	}
}

// open opens the git folder dir of the working tree top, and the tree itself where
// the scanned folder is a part of it.
func (g *gitRoots) open(top, folder, dir string) {
	below, err := filepath.Rel(top, folder)
	if err != nil {
		return
	}
	if g.dir = openRoot(dir); g.dir == nil {
		return
	}
	g.Dir = g.dir.FS()
	if common := pointer(filepath.Join(dir, "commondir"), ""); common != "" {
		if g.common = openRoot(common); g.common != nil {
			g.Common = g.common.FS()
		}
	}
	if below == "." {
		return
	}
	g.Below = filepath.ToSlash(below)
	if g.top = openRoot(top); g.top != nil {
		g.Top = g.top.FS()
	}
}

// openRoot is nil where the folder cannot be opened.
func openRoot(path string) *os.Root {
	r, err := os.OpenRoot(path)
	if err != nil {
		return nil
	}
	return r
}

// maxPointer bounds a file that names a folder, in bytes.
const maxPointer = 4 << 10

// pointer reads a file that names a folder, relative to its own; "" where it does not.
func pointer(file, prefix string) string {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxPointer {
		return ""
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	name, ok := strings.CutPrefix(strings.TrimRight(string(b), "\r\n"), prefix)
	if !ok || name == "" {
		return ""
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(file), name)
	}
	return name
}

// base is the folder, opened as tree, as it was at the commit that HEAD has in common with
// a revision.
func (g *gitRoots) base(tree *os.Root, revision string) (fs.FS, error) {
	h, closing, err := openHistory(g.Git, tree)
	if err != nil {
		return nil, err
	}
	g.closing = append(g.closing, closing)
	return h.Base(revision, g.Below)
}
