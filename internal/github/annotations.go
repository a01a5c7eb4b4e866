package github

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// perKind is how many annotations of each kind GitHub takes from a step.
const perKind = 10

// annotation is one workflow command before it is written. Kind is "error",
// "warning" or "notice".
type annotation struct {
	kind, title, message string
	at                   fact.Location // the zero Location is none
}

// WriteAnnotations writes workflow commands that annotate the lines of findings,
// the most severe first, as many as GitHub takes; a last one says what was left
// out. A finding that cannot fail the build is a notice. Findings of severity info
// are left to the other reports, unless they fail the build. The step has already given
// some warnings, which count.
func WriteAnnotations(w io.Writer, r *result.Report, warned int) error {
	all := candidates(r)
	kept, cut := keep(all, warned, perKind)
	if cut += r.Hidden; cut > 0 {
		kept, cut = keep(all, warned, perKind-1)
		kept = append(kept, leftOut(cut+r.Hidden))
	}
	var b strings.Builder
	for _, a := range kept {
		b.WriteString(a.command(r))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return nil
}

// candidates are all annotations of a report in the order of their rank.
func candidates(r *result.Report) []annotation {
	var all []annotation
	if r.Verdict.Status == result.Undecided {
		all = append(all, annotation{kind: "error", title: "hostbound could not decide", message: r.Verdict.Reason})
	}
	for _, f := range result.Ranked(r.Findings) {
		if annotated(r, f) {
			all = append(all, finding(f))
		}
	}
	for _, n := range r.NotAnalysed {
		if n.Gates {
			all = append(all, annotation{"warning", "hostbound: not analysed", n.Reason, n.At})
		}
	}
	return all
}

func finding(f *result.Finding) annotation {
	a := annotation{kind: "notice", title: fmt.Sprintf("%s (%s): %s", f.Rule.ID, f.Severity, f.Rule.Name), message: f.Message, at: f.At}
	switch level := result.Level(f.Severity); {
	case !f.Gates:
		a.message += " (this finding cannot fail the build)"
	case level != "note":
		a.kind = level
	}
	return a
}

// keep takes what fits, with room for as many notices as are given and perKind of
// the other kinds, and counts the rest.
func keep(all []annotation, warned, notices int) (kept []annotation, cut int) {
	room := map[string]int{"error": perKind, "warning": max(perKind-warned, 0), "notice": notices}
	for _, a := range all {
		if room[a.kind] == 0 {
			cut++
			continue
		}
		room[a.kind]--
		kept = append(kept, a)
	}
	return kept, cut
}

func leftOut(n int) annotation {
	what := "1 more is"
	if n > 1 {
		what = fmt.Sprintf("%d more are", n)
	}
	return annotation{kind: "notice", title: "hostbound", message: what + " not annotated here; the other reports hold what GitHub's limit or max-findings leaves out"}
}

func (a annotation) command(r *result.Report) string {
	p := githubactions.CommandProperties{"title": a.title}
	if a.at.Path != "" {
		p["file"] = r.RepoPath(a.at.Path)
		s := place(r, a.at)
		p["line"], p["endLine"] = strconv.Itoa(s.line), strconv.Itoa(s.endLine)
		if s.column > 0 {
			p["col"], p["endColumn"] = strconv.Itoa(s.column), strconv.Itoa(s.endColumn)
		}
	}
	return command(a.kind, a.message, p)
}

// span is a range in whole lines, and in columns where it is within one line: GitHub
// takes them nowhere else. A column of 0 is none.
type span struct{ line, endLine, column, endColumn int }

func place(r *result.Report, at fact.Location) span {
	first, last := max(at.Start.Line, 1), at.End.Line
	if at.End.Column <= 1 { // the range ends where a line begins
		last--
	}
	s := span{line: first, endLine: max(first, last)}
	if first == at.End.Line && at.Start.Column >= 1 && at.End.Column > at.Start.Column {
		s.column, s.endColumn = column(r, at.Path, at.Start), column(r, at.Path, at.End)
	}
	return s
}

func column(r *result.Report, path string, p fact.Position) int {
	if r.Lines == nil {
		return p.Column
	}
	return r.Lines.UTF16Column(path, p.Line, p.Column)
}
