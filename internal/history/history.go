// Package history reads what a repository was at an earlier commit, out of git's own
// objects, without git. Nothing is written, and nothing is fetched.
package history

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// ErrShallow is returned where the history that is here ends before what was asked for.
var ErrShallow = errors.New("the history that is here does not reach back so far; fetch all of it (fetch-depth: 0)")

// cacheBytes bounds the objects that are kept in memory.
const cacheBytes = 64 << 20

// Repository is a git folder.
type Repository struct {
	head    fs.FS // has HEAD
	storage *filesystem.Storage
}

// Open reads the git folder dir; common holds the objects and references where dir is a
// worktree's, and is nil otherwise.
func Open(dir, common fs.FS) *Repository {
	if common == nil {
		common = dir
	}
	return &Repository{head: dir, storage: filesystem.NewStorage(readOnly{common, "."}, cache.NewObjectLRU(cacheBytes))}
}

// Base is the tree of the commit that the history of HEAD has in common with a revision:
// a branch, "origin/main", a tag, a reference or a whole hash. below is the folder of the
// tree that is wanted; empty is all of it.
func (r *Repository) Base(revision, below string) (fs.FS, error) {
	head, err := r.commit("HEAD")
	if err != nil {
		return nil, fmt.Errorf("reading HEAD: %w", err)
	}
	other, err := r.commit(revision)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", revision, err)
	}
	base, err := ancestor(head, other)
	if err != nil {
		return nil, fmt.Errorf("looking for what HEAD and %q have in common: %w", revision, err)
	}
	return treeOf(base, below)
}

// At is the tree of a commit as it is, or a folder of it.
func (r *Repository) At(revision, below string) (fs.FS, error) {
	c, err := r.commit(revision)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", revision, err)
	}
	return treeOf(c, below)
}

// Parents are the hashes of the commits that HEAD was made of.
func (r *Repository) Parents() ([]string, error) {
	head, err := r.commit("HEAD")
	if err != nil {
		return nil, fmt.Errorf("reading HEAD: %w", err)
	}
	var out []string
	for _, h := range head.ParentHashes {
		out = append(out, h.String())
	}
	return out, nil
}

func treeOf(c *object.Commit, below string) (fs.FS, error) {
	root, err := c.Tree()
	if err != nil {
		return nil, fmt.Errorf("reading the tree of %s: %w", c.Hash, err)
	}
	if below != "" {
		if root, err = root.Tree(path.Clean(below)); errors.Is(err, object.ErrDirectoryNotFound) {
			return empty{}, nil // the folder is new
		} else if err != nil {
			return nil, fmt.Errorf("reading %q of %s: %w", below, c.Hash, err)
		}
	}
	return &tree{root, c.Committer.When}, nil
}

// empty is a tree with nothing in it.
type empty struct{}

func (empty) Open(name string) (fs.File, error) {
	if name == "." {
		return &folder{entryInfo: &entryInfo{name: ".", mode: fs.ModeDir | 0o755}, name: ".", read: true}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// commit resolves a revision.
func (r *Repository) commit(revision string) (*object.Commit, error) {
	hash, err := r.resolve(revision)
	if err != nil {
		return nil, err
	}
	c, err := object.GetCommit(r.storage, hash)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		if tag, err := object.GetTag(r.storage, hash); err == nil {
			return tag.Commit()
		}
		return nil, ErrShallow
	}
	return c, err
}

func (r *Repository) resolve(revision string) (plumbing.Hash, error) {
	if plumbing.IsHash(revision) {
		return plumbing.NewHash(revision), nil
	}
	if revision == "HEAD" {
		return r.headHash()
	}
	for _, prefix := range []string{"", "refs/", "refs/heads/", "refs/tags/", "refs/remotes/"} {
		name := plumbing.ReferenceName(prefix + revision)
		if prefix == "" && !strings.HasPrefix(revision, "refs/") {
			continue
		}
		if hash, err := r.follow(name, 0); err == nil {
			return hash, nil
		}
	}
	return plumbing.ZeroHash, errors.New("there is no such branch, tag or commit here; write a branch, origin/BRANCH, a tag or a whole hash")
}

// headHash reads HEAD, which is the worktree's own.
func (r *Repository) headHash() (plumbing.Hash, error) {
	b, err := fs.ReadFile(r.head, "HEAD")
	if err != nil {
		return plumbing.ZeroHash, err
	}
	text := strings.TrimSpace(string(b))
	if name, ok := strings.CutPrefix(text, "ref: "); ok {
		return r.follow(plumbing.ReferenceName(name), 0)
	}
	if !plumbing.IsHash(text) {
		return plumbing.ZeroHash, errors.New("it names no commit")
	}
	return plumbing.NewHash(text), nil
}

// maxSymbolic bounds references that name references.
const maxSymbolic = 5

func (r *Repository) follow(name plumbing.ReferenceName, depth int) (plumbing.Hash, error) {
	ref, err := r.storage.Reference(name)
	switch {
	case err != nil:
		return plumbing.ZeroHash, err
	case ref.Type() == plumbing.HashReference:
		return ref.Hash(), nil
	case depth >= maxSymbolic:
		return plumbing.ZeroHash, errors.New("references name each other")
	}
	return r.follow(ref.Target(), depth+1)
}

// ancestor is a newest commit that two have in common.
func ancestor(a, b *object.Commit) (*object.Commit, error) {
	bases, err := a.MergeBase(b)
	switch {
	case errors.Is(err, plumbing.ErrObjectNotFound):
		return nil, ErrShallow
	case err != nil:
		return nil, err
	case len(bases) == 0:
		return nil, errors.New("they have no commit in common")
	}
	return bases[0], nil
}
