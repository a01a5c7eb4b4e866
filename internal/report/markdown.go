package report

import (
	"fmt"
	"io"

	"github.com/hostbound/hostbound/internal/result"
)

// Markdown writes counts, findings, routes and what was not analysed as
// GitHub-flavoured Markdown of at most limit bytes (0: no limit).
func Markdown(w io.Writer, r *result.Report, limit int) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		if _, err := fmt.Fprintf(w, "- %s %s\n", f.Rule.ID, place(f.At)); err != nil {
			return fmt.Errorf("writing Markdown: %w", err)
		}
	}
	return nil
}
