package history

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/go-git/go-billy/v5"
)

// readOnly lends a file system to the library, which would also write to one of its own
// kind.
type readOnly struct {
	fsys fs.FS
	root string // below which the library may look
}

func (r readOnly) name(n string) string {
	if n = path.Join(r.root, path.Clean("/" + n)[1:]); n == "" {
		return "."
	}
	return n
}

func (r readOnly) Open(n string) (billy.File, error) {
	f, err := r.fsys.Open(r.name(n))
	if err != nil {
		return nil, err
	}
	return readOnlyFile{f, n}, nil
}

func (r readOnly) OpenFile(n string, flag int, _ fs.FileMode) (billy.File, error) {
	if flag != os.O_RDONLY {
		return nil, billy.ErrReadOnly
	}
	return r.Open(n)
}

func (r readOnly) Stat(n string) (fs.FileInfo, error)  { return fs.Stat(r.fsys, r.name(n)) }
func (r readOnly) Lstat(n string) (fs.FileInfo, error) { return fs.Lstat(r.fsys, r.name(n)) }

func (r readOnly) ReadDir(n string) ([]fs.FileInfo, error) {
	entries, err := fs.ReadDir(r.fsys, r.name(n))
	var out []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil { // one that is gone is none
			out = append(out, info)
		}
	}
	return out, err
}

func (r readOnly) Readlink(n string) (string, error) { return fs.ReadLink(r.fsys, r.name(n)) }
func (r readOnly) Join(elem ...string) string        { return path.Join(elem...) }
func (r readOnly) Root() string                      { return "/" }

func (r readOnly) Chroot(n string) (billy.Filesystem, error) {
	return readOnly{r.fsys, r.name(n)}, nil
}

func (readOnly) Capabilities() billy.Capability { return billy.ReadCapability | billy.SeekCapability }

func (readOnly) Create(string) (billy.File, error)           { return nil, billy.ErrReadOnly }
func (readOnly) Rename(string, string) error                 { return billy.ErrReadOnly }
func (readOnly) Remove(string) error                         { return billy.ErrReadOnly }
func (readOnly) TempFile(string, string) (billy.File, error) { return nil, billy.ErrReadOnly }
func (readOnly) MkdirAll(string, fs.FileMode) error          { return billy.ErrReadOnly }
func (readOnly) Symlink(string, string) error                { return billy.ErrReadOnly }

type readOnlyFile struct {
	fs.File
	name string
}

func (f readOnlyFile) Name() string { return f.name }

func (f readOnlyFile) ReadAt(p []byte, off int64) (int, error) {
	if r, ok := f.File.(io.ReaderAt); ok {
		return r.ReadAt(p, off)
	}
	return 0, errors.New("the file cannot be read at a place")
}

func (f readOnlyFile) Seek(offset int64, whence int) (int64, error) {
	if s, ok := f.File.(io.Seeker); ok {
		return s.Seek(offset, whence)
	}
	return 0, errors.New("the file cannot be read from a place")
}

func (readOnlyFile) Write([]byte) (int, error) { return 0, billy.ErrReadOnly }
func (readOnlyFile) Lock() error               { return nil }
func (readOnlyFile) Unlock() error             { return nil }
func (readOnlyFile) Truncate(int64) error      { return billy.ErrReadOnly }
