package main

import (
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// checkout is the commit of the nearest checkout that a folder of the workspace is in.
func (ws *workspace) checkout(folder string) string {
	for dir := filepath.ToSlash(folder); ; dir = path.Dir(dir) {
		git := path.Join(dir, ".git")
		if info, err := ws.root.Lstat(git); err == nil {
			if !info.IsDir() {
				return ""
			}
			return ws.commit(git)
		}
		if dir == "." {
			return ""
		}
	}
}

// commit is what HEAD of a git folder names; empty where it cannot be read.
func (ws *workspace) commit(git string) string {
	head := ws.line(path.Join(git, "HEAD"))
	ref, symbolic := strings.CutPrefix(head, "ref: ")
	if !symbolic {
		return head
	}
	if !strings.HasPrefix(ref, "refs/") || !filepath.IsLocal(ref) {
		return ""
	}
	return ws.line(path.Join(git, ref))
}

// line is the content of a file of one short line.
func (ws *workspace) line(name string) string {
	f, err := ws.root.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxPointer))
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(b), "\r\n")
}

// holdsCheckouts tells whether other checkouts lie within a folder.
func (ws *workspace) holdsCheckouts(folder string) bool {
	found := false
	own := path.Join(filepath.ToSlash(folder), ".git")
	err := fs.WalkDir(ws.root.FS(), filepath.ToSlash(folder), func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p == own && e.IsDir():
			return fs.SkipDir
		case e.Name() == ".git":
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found || err != nil
}
