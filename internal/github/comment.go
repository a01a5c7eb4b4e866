package github

import (
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

const (
	maxComment  = 65_000 // bytes; GitHub takes 65,536 characters
	maxEvidence = 8      // steps of one comment
	maxStep     = 500    // bytes of a sentence in one
)

// mark begins a comment about a finding; nobody sees it, and it is how the comment
// is found again. Only at the beginning is it ours: a quotation of it is not.
func mark(fingerprint string) string { return "<!-- hostbound:finding:" + fingerprint + " -->\n" }

// summaryMark begins the one comment about all that is not on a line.
func summaryMark(category string) string {
	return "<!-- hostbound:summary:" + strings.ReplaceAll(result.Plain(category), "--", "-\u200b-") + " -->\n"
}

// comment is what is said about a finding on lines of a diff.
func comment(r *result.Report, f *result.Finding, at anchor) *gh.DraftReviewComment {
	var b strings.Builder
	b.WriteString(mark(f.Fingerprint))
	fmt.Fprintf(&b, "**%s** %s (%s): %s\n", f.Severity, f.Rule.ID, f.Rule.Name, words(f.Message))
	steps := f.Evidence
	if len(steps) > 0 {
		b.WriteByte('\n')
	}
	for i := range steps[:min(len(steps), maxEvidence)] {
		b.WriteString("- " + step(r, &steps[i]) + "\n")
	}
	if n := len(steps) - maxEvidence; n > 0 {
		fmt.Fprintf(&b, "- and %d more; the other reports hold them all\n", n)
	}
	b.WriteString(suggestion(r, f, at))
	side := "RIGHT"
	out := &gh.DraftReviewComment{Path: gh.String(r.RepoPath(f.At.Path)), Line: &at.last, Side: &side, Body: gh.String(result.Cut(b.String(), maxComment))}
	if at.first < at.last { // GitHub refuses the whole review where they are equal
		out.StartLine, out.StartSide = &at.first, &side
	}
	return out
}

func words(s string) string { return result.Markdown(result.Cut(result.Plain(s), maxStep)) }

func step(r *result.Report, e *fact.Evidence) string {
	return result.MarkdownCode(fmt.Sprintf("%s:%d", r.RepoPath(e.At.Path), e.At.Start.Line)) + " " + words(e.Says)
}

// suggestion is a block that makes the finding's edit at a click. It replaces the
// lines of the comment whole, so there is none where a part of them is masked, or not
// what the report was made of.
func suggestion(r *result.Report, f *result.Finding, at anchor) string {
	if f.Fix == nil {
		return ""
	}
	does := "\nFix: " + words(f.Fix.Does) + ".\n"
	edit := f.Fix.Edit
	s := place(r, f.At)
	lines, ok := shown(r, f.At.Path, s.line, s.line+at.last-at.first)
	if !ok || edit.At.Path != f.At.Path || edit.At.Start.Line < s.line || edit.At.End.Line > s.line+at.last-at.first {
		return does
	}
	for i, line := range lines {
		if line != at.hunk.line(at.first+i) || result.Plain(line) != strings.ReplaceAll(line, "\t", " ") {
			return does
		}
	}
	text, ok := edited(lines, s.line, edit)
	if !ok {
		return does
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return does + "\n" + fence + "suggestion\n" + text + "\n" + fence + "\n"
}

// edited are lines, from number first, with an edit made in them.
func edited(lines []string, first int, edit fact.Edit) (string, bool) {
	from, to := edit.At.Start, edit.At.End
	head, tail := lines[from.Line-first], lines[to.Line-first]
	if from.Column < 1 || from.Column-1 > len(head) || to.Column < 1 || to.Column-1 > len(tail) || from.Line == to.Line && to.Column < from.Column {
		return "", false
	}
	var out []string
	out = append(out, lines[:from.Line-first]...)
	out = append(out, head[:from.Column-1]+edit.Text+tail[to.Column-1:])
	out = append(out, lines[to.Line-first+1:]...)
	return strings.Join(out, "\n"), true
}
