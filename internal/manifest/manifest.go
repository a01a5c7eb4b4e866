// Package manifest reads lock files and manifests, and says which version of a
// package a source file is built with: what the nearest one upward says.
package manifest

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/version"
)

// maxBytes bounds a manifest, maxStatements what is taken from one.
const (
	maxBytes      = 16 << 20
	maxStatements = 200_000
)

// Index answers which version of a package a file gets. Manifests are read when
// something is asked of them, each once.
type Index struct {
	read func(path string) ([]byte, error)
	// near are the manifests that rule a folder, by folder.
	near map[string][]string

	mu     sync.Mutex
	files  map[string]*file
	failed []fact.NotAnalysed
}

// file is what one manifest says.
type file struct {
	rank       int
	statements map[string][]statement // by package
}

// statement says of one package what a manifest allows or pins.
type statement struct {
	version.Range
	dir string // the folder whose files it holds for
	// written is the requirement as it stands; asked are those that a lock's entry answers.
	written string
	asked   []string
	rank    int
	at      fact.Location
}

// New makes an index of the paths that are manifests; the others are left out.
func New(paths []string, read func(path string) ([]byte, error)) *Index {
	x := &Index{read: read, near: map[string][]string{}, files: map[string]*file{}}
	for _, p := range paths {
		if f := formatOf(p); f != nil {
			dir := home(p)
			x.near[dir] = append(x.near[dir], p)
		}
	}
	for _, ps := range x.near {
		slices.Sort(ps)
	}
	return x
}

// Package is what is known of the version of a package at a source file. A name alone
// comes back where nothing is.
func (x *Index) Package(source, ecosystem, name string) fact.Package {
	x.mu.Lock()
	defer x.mu.Unlock()
	unknown := fact.Package{Ecosystem: ecosystem, Name: name}
	key := canonical(ecosystem, name)
	var wide *statement // the nearest that leaves the version open
	for dir, pick := path.Dir(source), x.picker(path.Dir(source), ecosystem, key); ; dir = path.Dir(dir) {
		s := pick(dir, wide)
		switch {
		case s != nil && s.Exact:
			return s.fact(ecosystem, name)
		case s != nil && wide == nil:
			wide = s
		}
		if dir == "." || dir == "/" {
			break
		}
	}
	if wide != nil {
		return wide.fact(ecosystem, name)
	}
	return unknown
}

// NotAnalysed are the manifests that could not be read. Without one, a version is not
// known; nothing else is lost.
func (x *Index) NotAnalysed() []fact.NotAnalysed {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := slices.Clone(x.failed)
	sort.Slice(out, func(i, j int) bool { return out[i].At.Before(out[j].At) })
	return out
}

func (s *statement) fact(ecosystem, name string) fact.Package {
	return fact.Package{Ecosystem: ecosystem, Name: name, Version: s.Low, Before: s.Before, Exact: s.Exact, At: s.at}
}

// picker chooses, of what is said for one folder, what counts there. A statement of
// a workspace's lock file stands at the root and speaks of a folder below.
func (x *Index) picker(from, ecosystem, key string) func(dir string, wide *statement) *statement {
	all := map[string][]*statement{}
	for dir := from; ; dir = path.Dir(dir) {
		for _, p := range x.near[dir] {
			if formatOf(p).ecosystem != ecosystem {
				continue
			}
			for i, ss := 0, x.file(p).statements[key]; i < len(ss); i++ {
				all[ss[i].dir] = append(all[ss[i].dir], &ss[i])
			}
		}
		if dir == "." || dir == "/" {
			break
		}
	}
	return func(dir string, wide *statement) *statement { return best(all[dir], wide) }
}

// best is the statement that counts: of the highest rank, and of those the newest.
// Where a requirement is known, a pinned version has to meet it.
func best(of []*statement, wide *statement) *statement {
	if wide == nil {
		for _, s := range of {
			if !s.Exact && (wide == nil || s.rank < wide.rank) {
				wide = s
			}
		}
	}
	var out *statement
	for _, s := range of {
		switch {
		case s.Exact && wide != nil && !s.meets(wide):
		case out == nil, s.rank < out.rank, s.rank == out.rank && version.Less(out.Low, s.Low):
			out = s
		}
	}
	return out
}

// meets tells whether a pinned version is what a requirement leads to.
func (s *statement) meets(wide *statement) bool {
	if len(s.asked) > 0 && wide.written != "" {
		return slices.Contains(s.asked, wide.written)
	}
	return wide.Holds(s.Low)
}

// file reads a manifest once.
func (x *Index) file(p string) *file {
	if f, ok := x.files[p]; ok {
		return f
	}
	f := &file{statements: map[string][]statement{}, rank: rankOf(p)}
	x.files[p] = f // before it is read: a ring of parents ends
	if err := x.parse(f, p); err != nil {
		x.failed = append(x.failed, fact.NotAnalysed{At: fact.Location{Path: p}, Reason: "the versions in it are not known: " + err.Error()})
	}
	return f
}

func (x *Index) parse(f *file, p string) (err error) {
	defer func() { // a fault of a reader costs this manifest alone
		if r := recover(); r != nil {
			err = errors.New(fact.Fault(r))
		}
	}()
	data, err := x.read(p)
	switch {
	case err != nil:
		return err
	case len(data) > maxBytes:
		return fmt.Errorf("the file has %d bytes, over the limit of %d", len(data), maxBytes)
	}
	format := formatOf(p)
	d := &document{path: p, data: data, index: x, into: f, format: format, dir: home(p)}
	return format.read(d)
}

// document is a manifest that is being read.
type document struct {
	path   string
	data   []byte
	index  *Index
	into   *file
	format *format
	dir    string
	lines  []int // the offset of each line
	taken  int
}

// pinned notes an exact version, required a requirement.
func (d *document) pinned(name, v string, offset int) *statement {
	if !version.Valid(v) {
		return nil
	}
	return d.note(name, statement{Range: version.Range{Low: v, Exact: true}}, offset)
}

func (d *document) required(name, requirement string, offset int) *statement {
	r, ok := version.ParseRange(requirement)
	if !ok || r == (version.Range{}) {
		return nil
	}
	return d.note(name, statement{Range: r, written: requirement}, offset)
}

func (d *document) note(name string, s statement, offset int) *statement {
	key := canonical(d.format.ecosystem, name)
	if key == "" || d.taken == maxStatements {
		return nil
	}
	d.taken++
	s.dir, s.rank, s.at = d.dir, d.into.rank, d.line(offset)
	d.into.statements[key] = append(d.into.statements[key], s)
	return &d.into.statements[key][len(d.into.statements[key])-1]
}

// line is the text of the line around an offset, without the white space around it.
func (d *document) line(offset int) fact.Location {
	if d.lines == nil {
		d.lines = []int{0}
		for i, c := range d.data {
			if c == '\n' {
				d.lines = append(d.lines, i+1)
			}
		}
	}
	offset = max(0, min(offset, len(d.data)))
	n := sort.SearchInts(d.lines, offset+1) // lines count from 1
	start, end := d.lines[n-1], len(d.data)
	if n < len(d.lines) {
		end = d.lines[n] - 1
	}
	text := string(d.data[start:end])
	first := len(text) - len(strings.TrimLeft(text, " \t"))
	last := max(first, len(strings.TrimRight(text, " \t\r")))
	return fact.Location{
		Path:  d.path,
		Start: fact.Position{Offset: start + first, Line: n, Column: first + 1},
		End:   fact.Position{Offset: start + last, Line: n, Column: last + 1},
	}
}
