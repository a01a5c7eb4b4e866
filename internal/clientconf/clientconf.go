// Package clientconf turns settings files of clients into facts, one file of this
// package for each format.
package clientconf

import (
	"context"
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// Options are the same for every file.
type Options struct{ Grader *credential.Grader }

// Extract reads one file, by the format that its name tells. What cannot be read is in
// NotAnalysed; there is no other error.
func Extract(ctx context.Context, name string, data []byte, o Options) *fact.Set {
	switch strings.ToLower(path.Ext(name)) {
	case ".properties":
		return properties(ctx, name, data, o.Grader)
	case ".yml", ".yaml":
		return yamlSettings(ctx, name, data, o.Grader)
	}
	return dotenv(ctx, name, data, o.Grader)
}

// text is a file that is being read.
type text struct {
	path     string
	data     []byte
	lines    *repo.LineIndex
	artifact fact.Artifact
	grader   *credential.Grader
	out      *fact.Set
}

func newText(path string, data []byte, artifact fact.Artifact, g *credential.Grader) *text {
	return &text{path: path, data: data, lines: repo.NewLineIndex(data), artifact: artifact, grader: g, out: &fact.Set{}}
}

func (t *text) at(start, end int) fact.Location {
	return fact.Location{Path: t.path, Start: t.lines.Position(start), End: t.lines.Position(end)}
}

func (t *text) skip(start, end int, reason string, gates bool) {
	t.out.NotAnalysed = append(t.out.NotAnalysed, fact.NotAnalysed{At: t.at(start, end), Reason: reason, Gates: gates})
}
