package repo

import (
	"bytes"
	"io"
	"io/fs"
	"path"

	gitindex "github.com/go-git/go-git/v5/plumbing/format/index"
)

// maxIndex bounds the git index that is read, in bytes.
const maxIndex = 256 << 20

// index knows which paths git tracks. Without one, nothing is tracked, and the
// ignore files alone decide.
type index struct{ files, folders map[string]bool }

func readIndex(fsys fs.FS) index {
	f, err := fsys.Open(".git/index")
	if err != nil {
		return index{}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxIndex))
	if err != nil {
		return index{}
	}
	var idx gitindex.Index
	if !decode(b, &idx) {
		return index{}
	}
	x := index{files: map[string]bool{}, folders: map[string]bool{}}
	for _, e := range idx.Entries {
		x.files[e.Name] = true
		for d := path.Dir(e.Name); d != "." && !x.folders[d]; d = path.Dir(d) {
			x.folders[d] = true
		}
	}
	return x
}

// decode reads an index that a stranger may have written: the library's decoder
// is not made for that, so a panic of it counts as an index that cannot be read.
func decode(b []byte, idx *gitindex.Index) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return gitindex.NewDecoder(bytes.NewReader(b)).Decode(idx) == nil
}

func (x index) has(p string) bool      { return x.files[p] }
func (x index) hasBelow(p string) bool { return x.folders[p] }
