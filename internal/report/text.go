// Package report writes a result for people and programs: text with code frames,
// JSON, Markdown, and the map of routes. It changes nothing in what it shows, and
// every text of the scanned repository is made harmless for its medium first.
package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// TextOptions say how the text report looks.
type TextOptions struct {
	Color   bool // ANSI colours
	Verbose bool // findings of severity info in full, and every file that was not analysed
	Width   int  // columns of the terminal; 0 is 120
}

const (
	defaultWidth = 120
	minWidth     = 40
	// maxEvidence and maxNotAnalysed bound what is listed without Verbose.
	maxEvidence    = 12
	maxNotAnalysed = 20
)

// Text writes the findings with the code they point at, then the counts, what was
// not analysed, and the verdict.
func Text(w io.Writer, r *result.Report, o TextOptions) error {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	o.Width = max(o.Width, minWidth)
	p := &printer{w: bufio.NewWriter(w), r: r, o: o}
	folded := 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity <= rules.Info && !o.Verbose {
			folded++
			continue
		}
		p.finding(f)
	}
	p.notAnalysed()
	p.summary(folded)
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

type printer struct {
	w *bufio.Writer // keeps the first error until Flush
	r *result.Report
	o TextOptions
}

func (p *printer) f(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

// The styles of the report.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	blue   = "1;34"
	cyan   = "1;36"
	green  = "1;32"
	faint  = "2"
)

func (p *printer) style(code, s string) string {
	if !p.o.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func severityStyle(s rules.Severity) string {
	switch result.Level(s) {
	case "error":
		return red
	case "warning":
		return yellow
	}
	return cyan
}

func (p *printer) finding(f *result.Finding) {
	head := fmt.Sprintf("%s[%s]", f.Severity, f.Rule.ID)
	p.f("%s%s\n", p.style(severityStyle(f.Severity), head), p.style(bold, ": "+sentence(f.Message)))
	s := snippet{printer: p, gutter: gutterWidth(f)}
	label, steps := ownStep(f)
	s.show(f.At, label, severityStyle(f.Severity), '^')
	more := 0
	if !p.o.Verbose && len(steps) > maxEvidence {
		more = len(steps) - maxEvidence
		steps = steps[:maxEvidence]
	}
	for _, e := range steps {
		s.show(e.At, sentence(e.Says), cyan, '-')
	}
	if more > 0 {
		s.remark("", "and "+plural(more, "more step")+" (--verbose shows them)")
	}
	if note := p.note(f); note != "" {
		s.remark("note: ", note)
	}
	s.remark("help: ", "hostbound explain "+f.Rule.ID)
	p.f("\n")
}

// ownStep takes the first step out of the evidence that stands where the finding
// does, as the label of that place.
func ownStep(f *result.Finding) (label string, rest []fact.Evidence) {
	i := slices.IndexFunc(f.Evidence, func(e fact.Evidence) bool { return e.At == f.At })
	if i < 0 {
		return "", f.Evidence
	}
	return sentence(f.Evidence[i].Says), slices.Delete(slices.Clone(f.Evidence), i, i+1)
}

// note says what weakens a finding.
func (p *printer) note(f *result.Finding) string {
	var parts []string
	if f.Class != fact.ClassMain {
		parts = append(parts, fmt.Sprintf("the path is %s code", f.Class))
	}
	if !f.Gates {
		parts = append(parts, "this finding cannot fail the build")
	}
	if f.Confidence == rules.ConfidenceLow {
		parts = append(parts, "confidence is low")
	}
	return strings.Join(parts, "; ")
}

// maxSentence bounds a message, a step or a reason, in bytes.
const maxSentence = 1000

func sentence(s string) string { return result.Cut(result.Plain(s), maxSentence) }

// place is a location as an editor or terminal links it.
func place(r *result.Report, at fact.Location) string {
	path := result.Plain(r.RepoPath(at.Path))
	if at.Start.Line == 0 {
		return path
	}
	return fmt.Sprintf("%s:%d:%d", path, at.Start.Line, at.Start.Column)
}

func (p *printer) notAnalysed() {
	ns := gatingFirst(p.r.NotAnalysed)
	gating := 0
	for gating < len(ns) && ns[gating].Gates {
		gating++
	}
	p.listed("Not analysed, and could hold a finding:", ns[:gating])
	p.listed("Not analysed:", ns[gating:])
}

func (p *printer) listed(title string, ns []fact.NotAnalysed) {
	if len(ns) == 0 {
		return
	}
	p.f("%s\n", p.style(bold, title))
	for i, x := range ns {
		if i == maxNotAnalysed && !p.o.Verbose {
			p.f("  and %d more (--verbose lists them)\n", len(ns)-i)
			break
		}
		p.f("  %s: %s\n", place(p.r, x.At), sentence(x.Reason))
	}
	p.f("\n")
}

func (p *printer) summary(folded int) {
	p.f("%s\n", counts(p.r))
	if folded > 0 {
		p.f("%s of severity info not shown (--verbose shows them).\n", plural(folded, "finding"))
	}
	if p.r.Hidden > 0 {
		p.f("%s not shown (--max-findings).\n", plural(p.r.Hidden, "more finding"))
	}
	p.f("%s\n", files(p.r.Files))
	style := green
	if p.r.Verdict.Status != result.Pass {
		style = red
	}
	p.f("%s: %s\n", p.style(style, strings.ToUpper(string(p.r.Verdict.Status))), result.Plain(p.r.Verdict.Reason))
}

// counts says how many findings of each severity there are: "3 findings: 1
// critical, 2 low".
func counts(r *result.Report) string {
	if len(r.Findings) == 0 {
		return "No findings."
	}
	var parts []string
	for s := rules.Critical; s >= rules.Info; s-- {
		if n := r.Count(s); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	return plural(len(r.Findings), "finding") + ": " + strings.Join(parts, ", ") + "."
}

func files(f result.Files) string {
	s := fmt.Sprintf("%s scanned of %d seen", plural(f.Scanned, "file"), f.Seen)
	if f.Ignored > 0 {
		s += fmt.Sprintf(", %d left out by .hostboundignore", f.Ignored)
	}
	if f.Excluded > 0 {
		s += fmt.Sprintf(", %d left out by --include and --exclude", f.Excluded)
	}
	return s + "."
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
