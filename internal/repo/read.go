package repo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
)

// ErrTooLarge is returned for a file over the greater of the two size limits.
var ErrTooLarge = errors.New("the file is over the size limit")

// MaxCode is the bound of a file of source, in bytes.
func (t *Tree) MaxCode() int64 { return t.opts.MaxCode }

// MaxSpec is the bound of every other file, in bytes.
func (t *Tree) MaxSpec() int64 { return t.opts.MaxSpec }

// Read returns a file of the tree, at most MaxSpec (or MaxCode, if that is more)
// bytes of it. The path may not lead out, by its text or by a link, and not into
// git's own folder.
func (t *Tree) Read(p string) ([]byte, error) {
	f, size, err := t.open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := readAll(f, size, max(t.opts.MaxSpec, t.opts.MaxCode))
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", p, err)
	}
	return b, nil
}

func (t *Tree) open(p string) (fs.File, int64, error) {
	if !fs.ValidPath(p) || p == ".git" || strings.HasPrefix(p, ".git/") {
		return nil, 0, fmt.Errorf("reading %q: the path leads out of the tree", p)
	}
	size, known := t.size(p)
	if !known { // opening a pipe would wait for ever
		info, err := fs.Stat(t.fsys, p)
		if err != nil {
			return nil, 0, fmt.Errorf("reading %q: %w", p, err)
		}
		if !info.Mode().IsRegular() {
			return nil, 0, fmt.Errorf("reading %q: not a regular file", p)
		}
		size = info.Size()
	}
	f, err := t.fsys.Open(p)
	if err != nil {
		return nil, 0, fmt.Errorf("reading %q: %w", p, err)
	}
	return f, size, nil
}

// size is the size of a file that the walk found to be a regular one.
func (t *Tree) size(p string) (int64, bool) {
	i := sort.Search(len(t.Files), func(i int) bool { return t.Files[i].Path >= p })
	if i < len(t.Files) && t.Files[i].Path == p {
		return t.Files[i].Size, true
	}
	return 0, false
}

// readAll reads to the end, with room for what is expected, up to a limit.
func readAll(r io.Reader, size, limit int64) ([]byte, error) {
	b := make([]byte, 0, min(max(size, 0), limit)+1) // one more, to see the end without growing
	for {
		if int64(len(b)) > limit {
			return nil, ErrTooLarge
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// A file that is too large to be read whole is looked through in overlapping
// pieces, up to a bound, in bytes.
const (
	pieceBytes   = 1 << 20
	overlapBytes = 4 << 10
	maxGlance    = 1 << 30
)

// Any reports whether a piece of the file satisfies is; a file that cannot be
// looked through to its end is taken to.
func (t *Tree) Any(p string, is func(piece []byte) bool) bool {
	f, _, err := t.open(p)
	if err != nil {
		return true
	}
	defer f.Close()
	buf := make([]byte, pieceBytes+overlapBytes)
	kept := 0
	for total := 0; total < maxGlance; {
		n, err := io.ReadFull(f, buf[kept:])
		piece := buf[:kept+n]
		total += n
		switch {
		case n > 0 && is(piece):
			return true
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return false
		case err != nil:
			return true
		}
		kept = copy(buf, piece[max(0, len(piece)-overlapBytes):])
	}
	return true
}

// Text says why data is no text that can be read; "" where it is. UTF-16 is not
// decoded: every position in it would be one that no other tool knows.
func Text(data []byte) (reason string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "the file is UTF-16; only UTF-8 is read"
	case bytes.IndexByte(data, 0) >= 0:
		return "the file is binary"
	}
	return ""
}

// Squeezed is data without its zero bytes and the mark of UTF-16: of text in UTF-16
// or UTF-32, what is ASCII. It serves to tell whether a file that cannot be read
// could have mattered.
func Squeezed(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		data = data[2:]
	}
	return bytes.ReplaceAll(data, []byte{0}, nil)
}
