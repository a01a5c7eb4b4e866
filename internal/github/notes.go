package github

import (
	"fmt"
	"io"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/hostbound/hostbound/internal/result"
)

// WriteNotes writes what there is to say about the talk with GitHub: warnings as
// annotations of the run, the rest as lines of the log. It returns the number of
// annotations.
func WriteNotes(w io.Writer, notes []Note) (warned int, err error) {
	var b strings.Builder
	for _, n := range notes {
		if n.Warning && warned < perKind {
			warned++
			b.WriteString(command("warning", n.Text, githubactions.CommandProperties{"title": "hostbound"}))
			continue
		}
		b.WriteString("hostbound: " + Harmless(n.Text) + "\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return warned, fmt.Errorf("writing the log: %w", err)
	}
	return warned, nil
}

// NotesMarkdown is the same for the summary of the step, in at most limit bytes.
func NotesMarkdown(notes []Note, limit int) string {
	if len(notes) == 0 {
		return ""
	}
	out := "\n### On GitHub\n\n"
	for _, n := range notes {
		out += "- " + result.Markdown(n.Text) + "\n"
	}
	if len(out) > limit {
		return ""
	}
	return out
}
