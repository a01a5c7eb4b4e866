// Package repo finds the files of a tree, says what each is for, and reads them
// within bounds and never through a link that leads out.
package repo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"github.com/hostbound/hostbound/internal/fact"
)

// The default bounds of a file, in bytes.
const (
	DefaultMaxCode = 5 << 20
	DefaultMaxSpec = 32 << 20
)

// The bounds of a tree. What lies beyond is reported as not analysed.
const (
	maxFiles = 1 << 20
	maxDepth = 256
)

// Options says what to look at. Globs are relative to the root; ** spans folders.
type Options struct {
	Include, Exclude []string
	// MaxCode and MaxSpec bound a file in bytes; 0 is the default.
	MaxCode, MaxSpec int64
}

// File is one regular file.
type File struct {
	Path  string
	Size  int64
	Class fact.PathClass
	Kind  Kind
}

// Tree is what was found. Files are those that a reader may want, by path.
type Tree struct {
	Files       []File
	Seen        int
	Ignored     int // by .hostboundignore
	Excluded    int // by Options
	NotAnalysed []fact.NotAnalysed

	fsys fs.FS
	opts Options
}

// GlobError says what is wrong with a glob of Options.
type GlobError string

func (e GlobError) Error() string { return string(e) }

// Walk looks at every file of fsys. Tracked files count whatever .gitignore says of
// them; untracked ones that it ignores do not.
func Walk(ctx context.Context, fsys fs.FS, o Options) (*Tree, error) {
	if o.MaxCode == 0 {
		o.MaxCode = DefaultMaxCode
	}
	if o.MaxSpec == 0 {
		o.MaxSpec = DefaultMaxSpec
	}
	for _, g := range append(append([]string{}, o.Include...), o.Exclude...) {
		if !doublestar.ValidatePattern(g) {
			return nil, GlobError(fmt.Sprintf("the glob %q is not valid", g))
		}
	}
	w := walker{Tree: &Tree{fsys: fsys, opts: o}, ctx: ctx, tracked: readIndex(fsys)}
	w.own = gitignore.NewMatcher(w.patterns(".hostboundignore", nil))
	if err := w.dir(".", nil, nil); err != nil {
		return nil, err
	}
	sort.Slice(w.Files, func(i, j int) bool { return w.Files[i].Path < w.Files[j].Path })
	return w.Tree, nil
}

type walker struct {
	*Tree
	ctx     context.Context
	tracked index
	own     gitignore.Matcher
}

// dir walks one folder. ignore holds the patterns of the .gitignore files above it.
func (w *walker) dir(dir string, parts []string, ignore []gitignore.Pattern) error {
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("walking the tree: %w", err)
	}
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		if dir == "." {
			return fmt.Errorf("reading the folder: %w", err)
		}
		w.skip(dir, "the folder cannot be read", false)
		return nil
	}
	ignore = append(ignore[:len(ignore):len(ignore)], w.patterns(path.Join(dir, ".gitignore"), parts)...)
	matcher := gitignore.NewMatcher(ignore)
	for _, e := range entries {
		if len(w.Files) >= maxFiles {
			w.skip(dir, "the tree has more files than are read", true)
			return nil
		}
		if err := w.entry(e, append(parts[:len(parts):len(parts)], e.Name()), ignore, matcher); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) entry(e fs.DirEntry, parts []string, ignore []gitignore.Pattern, matcher gitignore.Matcher) error {
	p := path.Join(parts...)
	switch {
	case e.Name() == ".git":
		return nil
	case e.IsDir():
		return w.folder(p, parts, ignore, matcher)
	case w.own.Match(parts, false):
		w.Seen++
		w.Ignored++
		return nil
	case matcher.Match(parts, false) && !w.tracked.has(p):
		return nil
	}
	w.Seen++
	if !w.selected(p) {
		w.Excluded++
		return nil
	}
	w.file(e, p)
	return nil
}

func (w *walker) folder(p string, parts []string, ignore []gitignore.Pattern, matcher gitignore.Matcher) error {
	tracked := w.tracked.hasBelow(p)
	if matcher.Match(parts, true) && !tracked {
		return nil
	}
	if !tracked && (parts[len(parts)-1] == "node_modules" || w.environment(p)) {
		return nil // installed, not written here
	}
	if len(parts) > maxDepth {
		w.skip(p, "the folder is nested too deeply", true)
		return nil
	}
	return w.dir(p, parts, ignore)
}

// environment tells a Python virtual environment by the file that makes it one.
func (w *walker) environment(dir string) bool {
	_, err := fs.Stat(w.fsys, path.Join(dir, "pyvenv.cfg"))
	return err == nil
}

func (w *walker) selected(p string) bool {
	if matchAny(w.opts.Exclude, p) {
		return false
	}
	return len(w.opts.Include) == 0 || matchAny(w.opts.Include, p)
}

// matchAny matches globs against a path; a glob without a slash matches a file
// or a folder of that name anywhere, as in .gitignore.
func matchAny(globs []string, p string) bool {
	for _, g := range globs {
		g = strings.TrimPrefix(strings.TrimSuffix(g, "/"), "./")
		if !strings.Contains(g, "/") {
			g = "**/" + g
		}
		for _, pattern := range []string{g, g + "/**"} {
			if ok, _ := doublestar.Match(pattern, p); ok { // validated in Walk
				return true
			}
		}
	}
	return false
}

func (w *walker) file(e fs.DirEntry, p string) {
	kind := kindOf(p)
	if e.Type()&fs.ModeSymlink != 0 {
		w.link(p, kind)
		return
	}
	if !e.Type().IsRegular() {
		return
	}
	info, err := e.Info()
	if err != nil {
		w.skip(p, "the file cannot be read", kind.code())
		return
	}
	if kind == KindOther && info.Size() > 0 && mayBeScript(p) {
		kind = w.shebang(p)
	}
	if kind == KindOther {
		return
	}
	if limit := w.limit(kind); info.Size() > limit {
		w.skip(p, fmt.Sprintf("the file has %d bytes, over the limit of %d", info.Size(), limit), kind.code())
		return
	}
	w.Files = append(w.Files, File{Path: p, Size: info.Size(), Class: Classify(p), Kind: kind})
}

// link says of a link that it is not followed where that could hide something. A
// link to a file of this tree hides nothing: the file is read in its own place.
func (w *walker) link(p string, kind Kind) {
	if kind == KindOther {
		return
	}
	if _, err := fs.Stat(w.fsys, p); err == nil && !escapes(w.fsys, p) {
		return
	}
	w.skip(p, "a symbolic link that leads out of the tree, or nowhere, is not followed", false)
}

// escapes tells whether a link's own text leads out of the tree. A file system
// that cannot tell is one that holds no links.
func escapes(fsys fs.FS, p string) bool {
	target, err := fs.ReadLink(fsys, p)
	if err != nil {
		return false
	}
	if path.IsAbs(target) {
		return true
	}
	to := path.Join(path.Dir(p), target)
	return to == ".." || strings.HasPrefix(to, "../")
}

func (w *walker) limit(k Kind) int64 {
	if k.code() {
		return w.opts.MaxCode
	}
	return w.opts.MaxSpec
}

func (w *walker) skip(p, reason string, gates bool) {
	gates = gates && Classify(p) == fact.ClassMain
	w.NotAnalysed = append(w.NotAnalysed, fact.NotAnalysed{At: fact.Location{Path: p}, Reason: reason, Gates: gates})
}

func (w *walker) patterns(file string, domain []string) []gitignore.Pattern {
	b, err := w.Read(file)
	if err != nil {
		return nil
	}
	var ps []gitignore.Pattern
	for _, line := range strings.Split(string(b), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		ps = append(ps, gitignore.ParsePattern(line, domain))
	}
	return ps
}

// ErrTooLarge is returned for a file over the limit for API descriptions.
var ErrTooLarge = errors.New("the file is over the size limit")

// Read returns a file of the tree, at most MaxSpec bytes of it. The path may not
// lead out, by its text or by a link.
func (t *Tree) Read(p string) ([]byte, error) {
	if !fs.ValidPath(p) {
		return nil, fmt.Errorf("reading %q: the path leads out of the tree", p)
	}
	f, err := t.fsys.Open(p)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", p, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %q: not a regular file", p)
	}
	limit := max(t.opts.MaxSpec, t.opts.MaxCode)
	b := make([]byte, 0, min(info.Size(), limit)+512)
	b, err = appendAll(b, io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %q: %w", p, err)
	case int64(len(b)) > limit:
		return nil, fmt.Errorf("reading %q: %w", p, ErrTooLarge)
	}
	return b, nil
}

// appendAll reads to the end into b, which has room for what is expected.
func appendAll(b []byte, r io.Reader) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}
