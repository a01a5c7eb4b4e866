package result

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// FileFixes are the edits of one file, in order, none over another.
type FileFixes struct {
	Path  string
	Edits []fact.Edit
	// Left counts the edits that would lie over another one; another run makes them.
	Left int
}

// Fixes are the edits that the findings carry, each once, by file.
func (r *Report) Fixes() []FileFixes {
	byPath := map[string][]fact.Edit{}
	for i := range r.Findings {
		if f := r.Findings[i].Fix; f != nil && !slices.Contains(byPath[f.Edit.At.Path], f.Edit) {
			byPath[f.Edit.At.Path] = append(byPath[f.Edit.At.Path], f.Edit)
		}
	}
	var out []FileFixes
	for p, edits := range byPath {
		out = append(out, newFileFixes(p, edits))
	}
	slices.SortFunc(out, func(a, b FileFixes) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func newFileFixes(path string, edits []fact.Edit) FileFixes {
	slices.SortStableFunc(edits, func(a, b fact.Edit) int {
		return cmp.Or(cmp.Compare(a.At.Start.Offset, b.At.Start.Offset), cmp.Compare(a.At.End.Offset, b.At.End.Offset), strings.Compare(a.Text, b.Text))
	})
	out := FileFixes{Path: path}
	end := 0
	for _, e := range edits {
		if e.At.Start.Offset < end {
			out.Left++
			continue
		}
		end = e.At.End.Offset
		out.Edits = append(out.Edits, e)
	}
	return out
}

// Apply makes the edits in a text; false where a range lies outside it.
func (f *FileFixes) Apply(text string) (string, bool) {
	var b strings.Builder
	from := 0
	for _, e := range f.Edits {
		start, end := e.At.Start.Offset, e.At.End.Offset
		if start < from || end < start || end > len(text) {
			return "", false
		}
		b.WriteString(text[from:start])
		b.WriteString(e.Text)
		from = end
	}
	b.WriteString(text[from:])
	return b.String(), true
}
