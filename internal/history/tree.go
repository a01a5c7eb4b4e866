package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// tree is a commit's tree, or a folder of it, as a file system. Submodules are not in it.
type tree struct {
	root *object.Tree
	at   time.Time
}

func (t *tree) find(op, name string) (*object.TreeEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return &object.TreeEntry{Name: ".", Mode: filemode.Dir, Hash: t.root.Hash}, nil
	}
	e, err := t.root.FindEntry(name)
	switch {
	case errors.Is(err, object.ErrEntryNotFound), errors.Is(err, object.ErrDirectoryNotFound), err == nil && e.Mode == filemode.Submodule:
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	case err != nil:
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return e, nil
}

// Open opens a file or a folder; a link is not followed.
func (t *tree) Open(name string) (fs.File, error) {
	e, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	info, err := t.info(name, e)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	switch {
	case info.IsDir():
		return &folder{entryInfo: info, tree: t, name: name}, nil
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("a link is not followed")}
	}
	r, err := info.blob.Reader()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info, r}, nil
}

// Stat and Lstat are one: a link is what it is.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return t.Lstat(name) }

func (t *tree) Lstat(name string) (fs.FileInfo, error) {
	e, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return t.info(name, e)
}

// maxLink bounds the text of a link, in bytes.
const maxLink = 4096

func (t *tree) ReadLink(name string) (string, error) {
	e, err := t.find("readlink", name)
	if err != nil {
		return "", err
	}
	info, err := t.info(name, e)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	r, err := info.blob.Reader()
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxLink))
	return string(b), err
}

func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	in := t.root
	if name != "." {
		if e.Mode != filemode.Dir {
			return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
		}
		if in, err = t.root.Tree(name); err != nil {
			return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
		}
	}
	var out []fs.DirEntry
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Mode == filemode.Submodule || e.Name == "" || strings.Contains(e.Name, "/") {
			continue
		}
		out = append(out, dirEntry{t, path.Join(name, e.Name), e})
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// info looks a file up, for its size.
func (t *tree) info(name string, e *object.TreeEntry) (*entryInfo, error) {
	info := &entryInfo{name: path.Base(name), mode: modeOf(e.Mode), at: t.at}
	if info.IsDir() {
		return info, nil
	}
	f, err := t.root.TreeEntryFile(e)
	if err != nil {
		return nil, fmt.Errorf("reading %q from history: %w", name, err)
	}
	info.blob, info.size = &f.Blob, f.Blob.Size
	return info, nil
}

func modeOf(m filemode.FileMode) fs.FileMode {
	switch m {
	case filemode.Dir:
		return fs.ModeDir | 0o755
	case filemode.Symlink:
		return fs.ModeSymlink | 0o777
	case filemode.Executable:
		return 0o755
	}
	return 0o644
}

type entryInfo struct {
	name string
	mode fs.FileMode
	size int64
	at   time.Time
	blob *object.Blob
}

func (i *entryInfo) Name() string               { return i.name }
func (i *entryInfo) Size() int64                { return i.size }
func (i *entryInfo) Mode() fs.FileMode          { return i.mode }
func (i *entryInfo) ModTime() time.Time         { return i.at }
func (i *entryInfo) IsDir() bool                { return i.mode.IsDir() }
func (i *entryInfo) Sys() any                   { return nil }
func (i *entryInfo) Stat() (fs.FileInfo, error) { return i, nil }

type dirEntry struct {
	tree *tree
	path string
	e    *object.TreeEntry
}

func (d dirEntry) Name() string               { return d.e.Name }
func (d dirEntry) IsDir() bool                { return d.Type().IsDir() }
func (d dirEntry) Type() fs.FileMode          { return modeOf(d.e.Mode).Type() }
func (d dirEntry) Info() (fs.FileInfo, error) { return d.tree.info(d.path, d.e) }

type file struct {
	*entryInfo
	io.ReadCloser
}

type folder struct {
	*entryInfo
	tree *tree
	name string
	rest []fs.DirEntry
	read bool
}

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: errors.New("is a folder")}
}

func (f *folder) Close() error { return nil }

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if !f.read {
		all, err := f.tree.ReadDir(f.name)
		if err != nil {
			return nil, err
		}
		f.rest, f.read = all, true
	}
	if n <= 0 {
		out := f.rest
		f.rest = nil
		return out, nil
	}
	if len(f.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.rest))
	out := f.rest[:n]
	f.rest = f.rest[n:]
	return out, nil
}
