// Package repo finds the files of a tree, says what each is for, and reads them
// within bounds and never through a link that leads out.
package repo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

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
	// maxLinksSaid bounds the links that are said one by one.
	maxLinksSaid = 100
)

// Options says what to look at. Globs are relative to the root; ** spans folders.
type Options struct {
	Include, Exclude []string
	// MaxCode and MaxSpec bound a file in bytes; 0 is the default.
	MaxCode, MaxSpec int64
	// Config tells, by its path, a file that a reader of configuration may take; nil is
	// none. What such a file is, its content decides.
	Config func(path string) bool
	Git    Git
	// Policy is the tree whose .hostboundignore counts; nil is the one that is walked.
	Policy fs.FS
}

// File is one regular file.
type File struct {
	Path  string
	Size  int64
	Class fact.PathClass
	Kind  Kind
}

// Tree is what was found. Files are those that a reader may want, by path; Large
// are those of them that are over their bound, and that only Any may look at.
type Tree struct {
	Files       []File
	Large       []File
	Seen        int
	Ignored     int // by .hostboundignore
	Excluded    int // by Options
	NotAnalysed []fact.NotAnalysed

	fsys fs.FS
	opts Options
}

// Walk looks at every file of fsys. In a git repository, tracked files count
// whatever .gitignore says of them, and untracked ones that it ignores do not.
func Walk(ctx context.Context, fsys fs.FS, o Options) (*Tree, error) {
	if o.MaxCode == 0 {
		o.MaxCode = DefaultMaxCode
	}
	if o.MaxSpec == 0 {
		o.MaxSpec = DefaultMaxSpec
	}
	w := walker{Tree: &Tree{fsys: fsys, opts: o}, ctx: ctx}
	var err error
	if w.include, err = globs(o.Include); err != nil {
		return nil, err
	}
	if w.exclude, err = globs(o.Exclude); err != nil {
		return nil, err
	}
	w.git()
	policy := o.Policy
	if policy == nil {
		policy = fsys
	}
	if b, err := readBounded(policy, ".hostboundignore", maxIgnoreFile); err == nil {
		w.own = []*ignoreFile{parseIgnore(b, "", "")}
	} else if !errors.Is(err, fs.ErrNotExist) {
		w.skip(".hostboundignore", "the file cannot be read, so nothing is left out: "+err.Error(), false)
	}
	if err := w.dir(".", false, w.above); err != nil {
		return nil, err
	}
	if more := w.leaving - maxLinksSaid; more > 0 {
		w.skip(".", fmt.Sprintf("%d more symbolic links that lead out of the tree are not followed", more), false)
	}
	sort.Slice(w.Files, func(i, j int) bool { return w.Files[i].Path < w.Files[j].Path })
	return w.Tree, nil
}

type walker struct {
	*Tree
	ctx              context.Context
	include, exclude []string

	repository bool // .gitignore has a meaning
	tracked    index
	leaving    int           // links that lead out
	above      []*ignoreFile // what git ignores by files outside the scanned folder
	own        []*ignoreFile // .hostboundignore
}

// dir walks one folder. out is set where git ignores the folder, so that only
// tracked files count; ignore holds the ignore files that speak of it.
func (w *walker) dir(dir string, out bool, ignore []*ignoreFile) error {
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("walking the tree: %w", err)
	}
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		if dir == "." {
			return fmt.Errorf("reading the folder: %w", err)
		}
		w.skip(dir, "the folder cannot be read", !w.repository || w.tracked.hasBelow(dir))
		return nil
	}
	if installed(dir, entries) && !w.tracked.hasBelow(dir) {
		return nil
	}
	if !out {
		ignore = w.withIgnore(dir, entries, ignore)
	}
	for _, e := range entries {
		if w.Seen >= maxFiles {
			w.skip(dir, "the tree has more files than are read", true)
			return nil
		}
		if err := w.entry(e, path.Join(dir, e.Name()), out, ignore); err != nil {
			return err
		}
	}
	return nil
}

// installed tells folders whose content was fetched, not written here: by their
// name, or by the file that makes a Python virtual environment.
func installed(dir string, entries []fs.DirEntry) bool {
	if path.Base(dir) == "node_modules" {
		return true
	}
	return dir != "." && has(entries, "pyvenv.cfg")
}

func has(entries []fs.DirEntry, name string) bool {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].Name() >= name })
	return i < len(entries) && entries[i].Name() == name && entries[i].Type().IsRegular()
}

// withIgnore adds the folder's own .gitignore. As in git, a link is no such file.
func (w *walker) withIgnore(dir string, entries []fs.DirEntry, ignore []*ignoreFile) []*ignoreFile {
	if !w.repository || !has(entries, ".gitignore") {
		return ignore
	}
	b, err := readBounded(w.fsys, path.Join(dir, ".gitignore"), maxIgnoreFile)
	if err != nil {
		return ignore // more is read than git would take, never less
	}
	domain := dir
	if dir == "." {
		domain = ""
	}
	return append(ignore[:len(ignore):len(ignore)], parseIgnore(b, domain, ""))
}

func (w *walker) entry(e fs.DirEntry, p string, out bool, ignore []*ignoreFile) error {
	switch {
	case e.Name() == ".git":
		return nil
	case e.IsDir():
		return w.folder(p, out || ignored(ignore, p, true), ignore)
	case (out || ignored(ignore, p, false)) && !w.tracked.has(p):
		return nil
	}
	w.Seen++
	switch {
	case ignored(w.own, p, false):
		w.Ignored++
	case !w.selected(p):
		w.Excluded++
	default:
		w.file(e, p)
	}
	return nil
}

func (w *walker) folder(p string, out bool, ignore []*ignoreFile) error {
	if out && !w.tracked.hasBelow(p) {
		return nil
	}
	if ignored(w.own, p, true) {
		return w.leaveOut(p, out, ignore)
	}
	if strings.Count(p, "/") >= maxDepth {
		w.skip(p, "the folder is nested too deeply", true)
		return nil
	}
	return w.dir(p, out, ignore)
}

// leaveOut counts the files of a folder that .hostboundignore names. As in
// .gitignore, nothing in it can be taken back in.
func (w *walker) leaveOut(p string, out bool, ignore []*ignoreFile) error {
	hidden := *w
	hidden.Tree = &Tree{fsys: w.fsys, opts: w.opts}
	hidden.own, hidden.include, hidden.exclude = nil, nil, []string{"**"}
	if err := hidden.dir(p, out, ignore); err != nil {
		return err
	}
	w.Seen += hidden.Seen
	w.Ignored += hidden.Seen
	return nil
}

func (w *walker) selected(p string) bool {
	if matchAny(w.exclude, p) {
		return false
	}
	return len(w.include) == 0 || matchAny(w.include, p)
}

// GlobError says what is wrong with a glob of Options.
type GlobError string

func (e GlobError) Error() string { return string(e) }

// globs makes each glob one that is compared with whole paths. A glob without a
// slash matches a file or a folder of that name anywhere, as in .gitignore; one
// that begins with a slash begins at the root.
func globs(given []string) ([]string, error) {
	var out []string
	for _, g := range given {
		if !doublestar.ValidatePattern(g) {
			return nil, GlobError("the glob " + strconv.Quote(g) + " is not valid")
		}
		c := strings.TrimSuffix(strings.TrimPrefix(g, "./"), "/")
		if c == "" || c == "." {
			return nil, GlobError("the glob " + strconv.Quote(g) + " names nothing below the scanned folder")
		}
		if !strings.Contains(c, "/") {
			c = "**/" + c
		}
		c = strings.TrimPrefix(c, "/")
		out = append(out, c, c+"/**")
	}
	return out, nil
}

func matchAny(globs []string, p string) bool {
	for _, g := range globs {
		if doublestar.MatchUnvalidated(g, p) {
			return true
		}
	}
	return false
}

func (w *walker) file(e fs.DirEntry, p string) {
	kind := KindOf(p)
	if kind == KindOther && w.opts.Config != nil && w.opts.Config(p) {
		kind = KindConfig
	}
	if e.Type()&fs.ModeSymlink != 0 {
		w.link(p, kind)
		return
	}
	if !e.Type().IsRegular() {
		if kind != KindOther {
			w.skip(p, "this is a pipe, a socket or a device, and no file", false)
		}
		return
	}
	unnamed := kind == KindOther && nameless(p)
	if kind == KindOther && !unnamed {
		return
	}
	if !utf8.ValidString(p) {
		if kind != KindOther {
			w.skip(p, "the name is not UTF-8, so the file cannot be opened", true)
		}
		return
	}
	if unnamed {
		if kind = w.peek(p); kind == KindOther {
			return
		}
	}
	info, err := e.Info()
	if err != nil {
		w.skip(p, "the file cannot be read", true)
		return
	}
	f := File{Path: p, Size: info.Size(), Class: Classify(p), Kind: kind}
	if f.Size > w.limit(kind) {
		w.Large = append(w.Large, f)
		return
	}
	w.Files = append(w.Files, f)
}

// link says of a link that it is not followed where that could hide something. A
// link to a file or folder of this tree hides nothing that has a place of its own
// and the same kind there.
func (w *walker) link(p string, kind Kind) {
	target, leaves := w.resolve(p)
	switch {
	case leaves:
		if w.leaving++; w.leaving <= maxLinksSaid {
			w.skip(p, "a symbolic link that leads out of the tree is not followed", false)
		}
	case target == "":
		if kind != KindOther {
			w.skip(p, "a symbolic link that leads nowhere is not followed", false)
		}
	case kind != KindOther && KindOf(target) != kind:
		w.skip(p, "a symbolic link to a file of another kind is not followed", false)
	}
}

// resolve follows a link by its text, one step, and says whether it leaves the
// tree, there or in a later step. The target is empty where there is none.
func (w *walker) resolve(p string) (target string, leaves bool) {
	text, err := fs.ReadLink(w.fsys, p)
	if err != nil {
		return "", false
	}
	if path.IsAbs(text) {
		return "", true
	}
	to := path.Join(path.Dir(p), text)
	if to == ".." || strings.HasPrefix(to, "../") {
		return "", true
	}
	if info, err := fs.Lstat(w.fsys, to); err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return to, false
	}
	if _, err := fs.Stat(w.fsys, p); err == nil {
		return to, false
	} else if errors.Is(err, fs.ErrNotExist) {
		return "", false
	}
	return "", true // a chain of links that a root does not let through, or a ring
}

func (w *walker) limit(k Kind) int64 {
	if k.Code() {
		return w.opts.MaxCode
	}
	return w.opts.MaxSpec
}

// skip says what is not analysed. Whether its path class lets it gate is settled later.
func (w *walker) skip(p, reason string, gates bool) {
	p = strings.ToValidUTF8(p, "\uFFFD")
	w.NotAnalysed = append(w.NotAnalysed, fact.NotAnalysed{At: fact.Location{Path: p}, Reason: reason, Gates: gates})
}
