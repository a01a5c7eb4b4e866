package sarif

import (
	"fmt"
	"strings"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

const (
	sourceRoot = "%SRCROOT%"
	// maxSnippet bounds a snippet in bytes and lines; a longer one is left out.
	maxSnippet      = 2048
	maxSnippetLines = 20
)

func location(r *result.Report, at fact.Location) *gosarif.Location {
	physical := gosarif.NewPhysicalLocation().WithArtifactLocation(
		gosarif.NewSimpleArtifactLocation(relativeURI(r.RepoPath(at.Path))).WithUriBaseId(sourceRoot))
	if at.Start.Line > 0 {
		physical.WithRegion(region(r, at))
	}
	return gosarif.NewLocationWithPhysicalLocation(physical)
}

// withContext adds the lines around a location. Steps go without: they are many,
// and a reader of the file has the code at hand.
func withContext(r *result.Report, at fact.Location, l *gosarif.Location) *gosarif.Location {
	if reg := l.PhysicalLocation.Region; reg != nil {
		if c := context(r, at.Path, reg); c != nil {
			l.PhysicalLocation.WithContextRegion(c)
		}
	}
	return l
}

// relativeURI writes a path as a relative reference: every byte that is not
// plainly a path's is encoded, so that "a:b" is no scheme and "%41" no "A".
func relativeURI(path string) string {
	path = strings.TrimLeft(path, "/") // what follows "//" would be a host
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// region is the range in lines and UTF-16 columns, always with an end.
func region(r *result.Report, at fact.Location) *gosarif.Region {
	start, end := at.Start, at.End
	start.Column = max(start.Column, 1)
	if end.Line < start.Line || end.Line == start.Line && end.Column <= start.Column {
		end = fact.Position{Line: start.Line, Column: start.Column + 1}
	}
	reg := gosarif.NewRegion().
		WithStartLine(start.Line).WithStartColumn(column(r, at.Path, start)).
		WithEndLine(end.Line).WithEndColumn(column(r, at.Path, fact.Position{Line: end.Line, Column: max(end.Column, 1)}))
	if end.Line == start.Line && *reg.EndColumn <= *reg.StartColumn {
		reg.WithEndColumn(*reg.StartColumn + 1)
	}
	if text, ok := between(r, at.Path, start, end); ok {
		reg.WithSnippet(gosarif.NewArtifactContent().WithText(text))
	}
	return reg
}

func column(r *result.Report, path string, p fact.Position) int {
	if r.Lines == nil {
		return p.Column
	}
	return r.Lines.UTF16Column(path, p.Line, p.Column)
}

// context is the region with a line before and after it, where they are short.
func context(r *result.Report, path string, reg *gosarif.Region) *gosarif.Region {
	first, last := max(*reg.StartLine-1, 1), *reg.EndLine+1
	if r.Lines == nil {
		return nil
	}
	if _, ok := r.Lines.Line(path, last); !ok {
		last--
	}
	if first == *reg.StartLine && last == *reg.EndLine {
		return nil
	}
	text, ok := between(r, path, fact.Position{Line: first, Column: 1}, fact.Position{Line: last + 1, Column: 1})
	if !ok {
		return nil
	}
	return gosarif.NewSimpleRegion(first, last).WithSnippet(gosarif.NewArtifactContent().WithText(text))
}

// between is the masked text of a range; false where it is long or cannot be read.
// A range may end at the first column behind the last line.
func between(r *result.Report, path string, start, end fact.Position) (string, bool) {
	if r.Lines == nil || end.Line-start.Line > maxSnippetLines {
		return "", false
	}
	var b strings.Builder
	for n := start.Line; n <= end.Line; n++ {
		line, ok := r.Lines.Line(path, n)
		if !ok {
			return b.String(), n > start.Line && n == end.Line && end.Column <= 1
		}
		from, to := 0, len(line)
		if n == end.Line {
			to = min(max(end.Column-1, 0), to)
		} else {
			line += "\n"
			to++
		}
		if n == start.Line {
			from = min(start.Column-1, to)
		}
		if b.Len()+to-from > maxSnippet {
			return "", false
		}
		b.WriteString(line[from:to])
	}
	return b.String(), true
}
