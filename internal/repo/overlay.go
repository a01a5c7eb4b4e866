package repo

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is a tree with other files in the place of some of its own: nil is a file that
// is not there.
func Overlay(fsys fs.FS, files map[string][]byte) fs.FS {
	o := &overlay{fsys, files, map[string]map[string]bool{}}
	for p, data := range files {
		if data == nil {
			continue
		}
		for child := p; child != "."; child = path.Dir(child) {
			dir := path.Dir(child)
			if o.folders[dir] == nil {
				o.folders[dir] = map[string]bool{}
			}
			o.folders[dir][path.Base(child)] = true
		}
	}
	return o
}

type overlay struct {
	fsys    fs.FS
	files   map[string][]byte
	folders map[string]map[string]bool // the names that were added to each folder
}

func (o *overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		if data == nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return &laidFile{laidInfo{path.Base(name), int64(len(data))}, bytes.NewReader(data)}, nil
	}
	info, err := o.Lstat(name)
	if err != nil || !info.IsDir() {
		return o.fsys.Open(name)
	}
	entries, err := o.ReadDir(name)
	if err != nil {
		return nil, err
	}
	return &laidFolder{info, entries}, nil
}

func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.fsys, name)
	added := o.folders[name]
	if err != nil && added == nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		_, laid := o.files[path.Join(name, e.Name())]
		return laid || added[e.Name()] && !e.IsDir()
	})
	for child := range added {
		if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == child }) {
			continue // a folder of both
		}
		if info, err := o.Lstat(path.Join(name, child)); err == nil {
			entries = append(entries, fs.FileInfoToDirEntry(info))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if info, ok, err := o.laid(name); ok {
		return info, err
	}
	return fs.Stat(o.fsys, name)
}

func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	if info, ok, err := o.laid(name); ok {
		return info, err
	}
	return fs.Lstat(o.fsys, name)
}

func (o *overlay) ReadLink(name string) (string, error) {
	if _, ok, _ := o.laid(name); ok {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return fs.ReadLink(o.fsys, name)
}

// laid is what the overlay itself says of a name.
func (o *overlay) laid(name string) (info fs.FileInfo, ok bool, err error) {
	if data, ok := o.files[name]; ok {
		if data == nil {
			return nil, true, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
		}
		return laidInfo{path.Base(name), int64(len(data))}, true, nil
	}
	if o.folders[name] == nil {
		return nil, false, nil
	}
	if under, err := fs.Lstat(o.fsys, name); err == nil && under.IsDir() {
		return under, true, nil
	}
	return laidInfo{path.Base(name), -1}, true, nil
}

// laidInfo is a file of an overlay, or a folder, whose size is -1.
type laidInfo struct {
	name string
	size int64
}

func (i laidInfo) Name() string       { return i.name }
func (i laidInfo) Size() int64        { return max(i.size, 0) }
func (i laidInfo) ModTime() time.Time { return time.Time{} }
func (i laidInfo) IsDir() bool        { return i.size < 0 }
func (i laidInfo) Sys() any           { return nil }

func (i laidInfo) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

type laidFile struct {
	laidInfo
	*bytes.Reader
}

func (f *laidFile) Stat() (fs.FileInfo, error) { return f.laidInfo, nil }
func (f *laidFile) Close() error               { return nil }
func (f *laidFile) Size() int64                { return f.laidInfo.size }

type laidFolder struct {
	info fs.FileInfo
	rest []fs.DirEntry
}

func (f *laidFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *laidFolder) Close() error               { return nil }

func (f *laidFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errors.New("is a folder")}
}

func (f *laidFolder) ReadDir(n int) ([]fs.DirEntry, error) {
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
