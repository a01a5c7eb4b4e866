package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/hostbound/hostbound/internal/result"
)

// Diff writes what the fixes of a report would change, as a unified diff of the masked
// text: no credential stands in it, so that it is to be read and not to be applied.
func Diff(w io.Writer, r *result.Report) error {
	fixes := r.Fixes()
	for i := range fixes {
		f := &fixes[i]
		before := text(r, f.Path)
		after, ok := f.Apply(before)
		if !ok {
			continue
		}
		name := r.RepoPath(f.Path)
		for line := range bytes.Lines(diff.Diff("a/"+name, []byte(before), "b/"+name, []byte(after))) {
			if _, err := fmt.Fprintln(w, result.Plain(strings.TrimRight(string(line), "\r\n"))); err != nil {
				return fmt.Errorf("writing the differences: %w", err)
			}
		}
	}
	if len(fixes) == 0 {
		if _, err := fmt.Fprintln(w, "(nothing to fix)"); err != nil {
			return fmt.Errorf("writing the differences: %w", err)
		}
	}
	return nil
}

// text is a file as a report may show it.
func text(r *result.Report, path string) string {
	var b strings.Builder
	if r.Lines == nil {
		return ""
	}
	for n := 1; ; n++ {
		line, ok := r.Lines.Line(path, n)
		if !ok {
			return b.String()
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
}
