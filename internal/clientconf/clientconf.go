// Package clientconf turns configuration into facts, one file of this package for each
// format.
//
// A format says by which name or content it knows a file, and reads it (format.go). Those
// of keys and values share one tree with exact places (tree.go), which bounds depth and
// size and knows what a template leaves open (template.go). A file that stands within
// another is read by its own format, at its place in the outer one (embedded).
package clientconf

import (
	"context"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// Options are the same for every file.
type Options struct{ Grader *credential.Grader }

// Extract reads one file, by the format that its name or its content tells. It returns nil
// where no format takes the file. What cannot be read of one that is taken is in
// NotAnalysed; there is no other error.
func Extract(ctx context.Context, path string, data []byte, o Options) *fact.Set {
	f := find(path, data)
	if f == nil {
		return nil
	}
	t := newText(path, data, f.artifact, o.Grader)
	t.ctx = ctx
	t.readAs(f)
	t.jvmOptions()
	t.trusts()
	t.environmentSwitches()
	return t.out
}

// text is a file that is being read, or a part of one that is a file of its own.
type text struct {
	ctx      context.Context
	path     string
	data     []byte
	lines    *repo.LineIndex // of the file
	own      *repo.LineIndex // of data, which is the file or a part of it
	artifact fact.Artifact
	grader   *credential.Grader
	out      *fact.Set
	// find lists what the format expands in a value; nil is nothing.
	find func(v string, expands bool) []expansion
	// outer gives the place in the file of an offset of data, where data is a part of it.
	outer func(int) int
	// known finds the format of a file within this one. It is a field, since a format that
	// named all formats would name itself.
	known func(path string, data []byte) *format
	depth int // of files within files
	// doubled is set where the format writes "$$" for "$".
	doubled bool
	// scope are the variables that what stands around a script gives to it, and outerFind
	// is what is put into its text before a shell sees it; both are for files within files.
	scope     map[string]shellValue
	outerFind func(v string, expands bool) []expansion
}

func newText(path string, data []byte, artifact fact.Artifact, g *credential.Grader) *text {
	lines := repo.NewLineIndex(data)
	return &text{ctx: context.Background(), path: path, data: data, lines: lines, own: lines, artifact: artifact, grader: g, out: &fact.Set{}, known: find}
}

// readAs reads the text by a format, within its size.
func (t *text) readAs(f *format) {
	if limit := f.limit(); len(t.data) > limit {
		t.skip(0, 0, "the file is over what is read of one of its kind", true)
		return
	}
	f.read(t)
}

// at is the place of a range. A value can be longer than what is written, where bytes that are
// no text stand for a character each, so that the end of the file is the end.
func (t *text) at(start, end int) fact.Location {
	start, end = min(start, len(t.data)), min(end, len(t.data))
	if t.outer != nil {
		start, end = t.outer(start), t.outer(end)
	}
	return fact.Location{Path: t.path, Start: t.lines.Position(start), End: t.lines.Position(end)}
}

func (t *text) skip(start, end int, reason string, gates bool) {
	t.out.NotAnalysed = append(t.out.NotAnalysed, fact.NotAnalysed{At: t.at(start, end), Reason: reason, Gates: gates})
}

// maxEmbedded bounds files within files within files.
const maxEmbedded = 3

// embedded reads a part of the file that is a file itself: a ConfigMap's nginx.conf, the
// shell of a step. name tells its format where it says something ("nginx.conf",
// "run.sh"); outer gives the place in this text of each offset of data. It reports
// whether a format took it.
func (t *text) embedded(name string, data []byte, outer func(int) int) bool {
	if t.depth >= maxEmbedded {
		t.skip(outer(0), outer(len(data)), "files within files are not read any deeper", true)
		return true
	}
	f := t.known(name, data)
	if f == nil {
		return false
	}
	inner := t.part(data, outer)
	inner.find, inner.doubled = nil, false
	if !f.step || t.artifact != fact.ArtifactPipeline {
		inner.artifact = f.artifact
	}
	inner.readAs(f)
	return true
}

// part is a part of the text, read in the same way, at its place in it.
func (t *text) part(data []byte, outer func(int) int) *text {
	inner := *t
	inner.data, inner.own, inner.outer, inner.depth = data, repo.NewLineIndex(data), outer, t.depth+1
	if above := t.outer; above != nil {
		inner.outer = func(i int) int { return above(outer(i)) }
	}
	return &inner
}
