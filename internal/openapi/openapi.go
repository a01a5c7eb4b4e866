// Package openapi turns API descriptions (OpenAPI 3, Swagger 2, AsyncAPI 2 and 3)
// into facts.
//
// Each file becomes a tree of nodes that know their place. Facts are read from
// that tree alone, so that one bad part costs itself and not the document. A
// pruned copy goes to kin-openapi, the model that many tools share (it knows no
// AsyncAPI): what it refuses is reported, and no fact is lost by it.
package openapi

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// Input is one file that holds an API description. Read returns another file of
// the tree, for references; it refuses paths that lead out.
type Input struct {
	Path string
	Data []byte
	Read func(path string) ([]byte, error)
}

// Options are the same for every file.
type Options struct{ Grader *credential.Grader }

// Extract reads one file, and the files of the tree that it refers to. Facts of
// those are placed where they stand. What cannot be read is in NotAnalysed; there
// is no other error. A file that holds no description gives an empty set.
func Extract(ctx context.Context, in Input, o Options) *fact.Set {
	r := &reader{
		ctx: ctx, in: in, grader: o.Grader, out: &fact.Set{},
		files: map[string]loaded{}, targets: map[reference]found{}, anchors: map[*node]map[string]*node{}, noted: map[place]int{}, masked: map[place]bool{},
	}
	f, stop := r.parse(in.Path, in.Data)
	r.files[in.Path] = loaded{file: f}
	if stop != nil {
		r.note(f, stop.offset, stop.reason, len(descriptions(f)) > 0 || statesVersion(f.text))
	}
	for _, root := range descriptions(f) {
		r.document(root)
	}
	r.finish()
	return r.out
}

// reader reads one description; it is used once.
type reader struct {
	ctx    context.Context
	in     Input
	grader *credential.Grader
	out    *fact.Set

	files       map[string]loaded
	bytes       int
	targets     map[reference]found
	anchors     map[*node]map[string]*node // by the document
	noted       map[place]int              // index in NotAnalysed
	masked      map[place]bool
	unsaid      int // notes over the limit
	unsaidGates bool
	late        bool
	sweeping    role // what a file is that a reference leads to
	steps       int
	inputs      int
	flattener   flattener

	doc *document
}

// place is an offset of a file.
type place struct {
	file   *file
	offset int
}

// parse reads a file into nodes. Its documents are what could be read, also where
// a fault ended the reading.
func (r *reader) parse(path string, data []byte) (f *file, stop *fault) {
	f = newFile(path, data)
	var lost []int
	if head := strings.TrimLeft(strings.TrimPrefix(f.text, "\ufeff"), " \t\r\n"); strings.HasPrefix(head, "{") || strings.HasPrefix(head, "[") {
		var root *node
		root, lost, stop = readJSON(r.ctx, f)
		f.docs = []*node{root}
		if stop != nil {
			f.cut = root
		}
		if stop != nil && stop.syntax && stop.offset < len(f.text) { // YAML in flow style looks like JSON
			if docs, l, other := readYAML(r.ctx, f, data); other == nil {
				f.docs, f.cut, lost, stop = docs, nil, l, nil
			}
		}
	} else {
		f.docs, lost, stop = readYAML(r.ctx, f, data)
	}
	for _, offset := range lost {
		r.note(f, offset, fmt.Sprintf("the value is nested more than %d deep", maxDepth), true)
	}
	return f, stop
}

// descriptions are the documents of a file that say they describe an API.
func descriptions(f *file) []*node {
	var out []*node
	for _, root := range f.docs {
		if _, version := versionOf(root); version != nil {
			out = append(out, root)
		}
	}
	return out
}

// formats are the keys whose value is the version of a description.
var formats = []string{"openapi", "swagger", "asyncapi"}

// versionOf is the format of a description and its version's value; nil where the
// document is none. A key of that name in some other settings file is not a version.
func versionOf(root *node) (format string, version *node) {
	for _, format := range formats {
		v := root.get(format)
		if v.scalar() && (v.text != "" && v.text[0] >= '0' && v.text[0] <= '9' || root.get("paths").is(kindMapping) || root.get("channels").is(kindMapping)) {
			return format, v
		}
	}
	return "", nil
}

// statesVersion tells a description by its text, where no part of it could be read.
func statesVersion(text string) bool {
	for _, line := range strings.SplitAfterN(text, "\n", 50) {
		key, value, ok := strings.Cut(strings.TrimLeft(line, " \t\ufeff{"), ":")
		key, value = strings.Trim(key, `"' `), strings.TrimLeft(value, `"' `)
		if ok && slices.Contains(formats, key) && value != "" && value[0] >= '0' && value[0] <= '9' {
			return true
		}
	}
	return false
}

// note says that something was not analysed. A place is named once.
func (r *reader) note(f *file, offset int, reason string, gates bool) {
	at := place{f, offset}
	if i, ok := r.noted[at]; ok {
		r.out.NotAnalysed[i].Gates = r.out.NotAnalysed[i].Gates || gates
		return
	}
	if len(r.out.NotAnalysed) >= maxNotes {
		r.unsaid++
		r.unsaidGates = r.unsaidGates || gates
		return
	}
	r.noted[at] = len(r.out.NotAnalysed)
	r.out.NotAnalysed = append(r.out.NotAnalysed, fact.NotAnalysed{At: f.location(offset, offset), Reason: reason, Gates: gates})
}

// noteAt is note for what does not gate, at a place of the facts.
func (r *reader) noteAt(at fact.Location, reason string) {
	if l := r.files[at.Path]; l.file != nil {
		r.note(l.file, at.Start.Offset, reason, false)
	}
}

// lose says that the part at n could not be read. Gates is for parts that decide
// who may call what, and where: paths, operations, servers, security.
func (r *reader) lose(n *node, gates bool, format string, args ...any) {
	from, _ := n.span()
	r.note(n.file, from, fmt.Sprintf(format, args...), gates)
}

// stopped reports, now and then, whether time is up. It says so once.
func (r *reader) stopped() bool {
	if r.steps++; r.late || r.steps&0xff != 0 || r.ctx.Err() == nil {
		return r.late
	}
	r.late = true
	return true
}

func (r *reader) finish() {
	if r.late || r.ctx.Err() != nil {
		r.out.NotAnalysed = append(r.out.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: r.in.Path}, Reason: errTime.Error() + "; what was read until then counts", Gates: true,
		})
	}
	if r.unsaid > 0 {
		r.out.NotAnalysed = append(r.out.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: r.in.Path}, Reason: fmt.Sprintf("%d more places of the description were not analysed", r.unsaid), Gates: r.unsaidGates,
		})
	}
}
