package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

const (
	// lead is how much of a long line is shown before the range, in cells.
	lead     = 24
	tabWidth = 4
)

// gutterWidth is the width of the largest line number of a finding's frames.
func gutterWidth(f *result.Finding) int {
	largest := f.At.Start.Line
	for _, e := range f.Evidence {
		largest = max(largest, e.At.Start.Line)
	}
	return len(fmt.Sprint(largest))
}

// snippet shows the lines of one finding, each with its range underlined:
//
//	 --> app/client.py:21:12
//	  |
//	21 | requests.get(url, headers=h)
//	   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//	   |              --- the destination begins here
//
// A file is named where it begins, and a line stands once for the ranges in it
// that follow each other.
type snippet struct {
	*printer
	gutter int
	shown  bool // something is shown already
	path   string
	line   int // the last line that is shown whole; 0 is none
}

func (s *snippet) show(at fact.Location, label, style string, mark rune) {
	text, ok := s.text(at)
	if !ok || at.Path != s.path {
		s.head(at)
	}
	s.shown = true
	if !ok {
		s.path, s.line = "", 0
		if label != "" {
			s.remark("", label)
		}
		return
	}
	from, to := max(at.Start.Column-1, 0), len(text)
	if at.End.Line == at.Start.Line {
		to = at.End.Column - 1
	}
	v := window(text, from, to, s.width())
	if at.Path != s.path || at.Start.Line != s.line {
		if at.Path == s.path && at.Start.Line != s.line+1 {
			s.f("%s\n", s.style(blue, "..."))
		}
		s.f("%s %s %s\n", s.style(blue, fmt.Sprintf("%*d", s.gutter, at.Start.Line)), s.bar(), v.text)
	}
	s.underline(v, at.End.Line > at.Start.Line, label, style, mark)
	s.path, s.line = at.Path, at.Start.Line
	if !v.whole { // another range of the line needs another part of it
		s.line = 0
	}
}

// head names a file: the finding's own, or another one that the evidence is in.
func (s *snippet) head(at fact.Location) {
	arrow := "-->"
	if s.shown {
		arrow = ":::"
	}
	s.f("%*s%s %s\n", s.gutter, "", s.style(blue, arrow), place(s.r, at))
	s.f("%*s %s\n", s.gutter, "", s.bar())
}

func (s *snippet) bar() string { return s.style(blue, "|") }

// width is the room for a line of source.
func (s *snippet) width() int { return s.o.Width - s.gutter - 3 }

// underline marks a range. A label that does not fit behind the marks stands below
// them.
func (s *snippet) underline(v view, goesOn bool, label, style string, mark rune) {
	under := strings.Repeat(string(mark), v.width)
	if goesOn {
		under += "…"
	}
	indent, rest := v.indent, ""
	if label != "" && v.indent+v.width+2+cells(label) > s.width() {
		rest, label = label, ""
	}
	if label != "" {
		under += " " + label
	}
	s.f("%*s %s %*s%s\n", s.gutter, "", s.bar(), indent, "", s.style(style, under))
	if rest != "" {
		indent = min(indent, max(s.width()-cells(rest), 0))
		s.f("%*s %s %*s%s\n", s.gutter, "", s.bar(), indent, "", s.style(style, rest))
	}
}

// remark is a line that belongs to no line of source.
func (s *snippet) remark(kind, text string) {
	s.f("%*s %s %s%s\n", s.gutter, "", s.style(blue, "="), s.style(bold, kind), text)
}

func (p *printer) text(at fact.Location) (string, bool) {
	if p.r.Lines == nil || at.Start.Line == 0 {
		return "", false
	}
	return p.r.Lines.Line(at.Path, at.Start.Line)
}

// view is a part of a line, one column a cell, with what to underline.
type view struct {
	text          string
	indent, width int
	whole         bool // nothing of the line is left out
}

// window shows the bytes from to to of a line and what is around them, in at most
// width cells. Each character of the line takes the cells that a terminal gives
// it, so that the underline stands below its range.
func window(line string, from, to, width int) view {
	from = min(from, len(line))
	to = min(max(to, from), len(line))
	first := firstShown(line, from, to, width)
	var b strings.Builder
	v := view{indent: -1, whole: first == 0}
	used := 0
	put := func(s string, n int) {
		b.WriteString(s)
		used += n
	}
	if first > 0 {
		put("…", 1)
	}
	for i := first; i < len(line); {
		if i >= from && v.indent < 0 {
			v.indent = used
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		s, n := cell(r)
		// Marks take no cell, so that the bytes are bounded too.
		if used+n > width-1 && i+size < len(line) || b.Len() > 16*width {
			put("…", 1)
			v.whole = false
			break
		}
		put(s, n)
		if i >= from && i < to {
			v.width += n
		}
		i += size
	}
	if v.indent < 0 {
		v.indent = used
	}
	v.width = max(v.width, 1)
	v.text = strings.TrimRight(b.String(), " ")
	return v
}

// firstShown is where a line whose range would not fit begins to be shown: a
// little before the range, at a character's start.
func firstShown(line string, from, to, width int) int {
	if to < 4*width && cells(line[:to]) < width {
		return 0
	}
	first := from
	for used := 0; first > 0; {
		r, size := utf8.DecodeLastRuneInString(line[:first])
		_, n := cell(r)
		if used += n; used > lead || from-first > 4*lead {
			break
		}
		first -= size
	}
	return first
}

// cells is the width of a text.
func cells(s string) int {
	n := 0
	for _, r := range s {
		_, w := cell(r)
		n += w
	}
	return n
}

// cell is how a character is shown, and its width. Nothing that moves the cursor,
// hides or reorders text gets through.
func cell(r rune) (string, int) {
	switch {
	case r == '\t':
		return strings.Repeat(" ", tabWidth), tabWidth
	case r < ' ':
		return string('␀' + r), 1
	case r == 0x7f:
		return "␡", 1
	case r == utf8.RuneError, !unicode.IsGraphic(r):
		return "\ufffd", 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return string(r), 0
	case wide(r):
		return string(r), 2
	}
	return string(r), 1
}

// wide tells whether a terminal gives a character two cells. It knows the blocks
// that source code holds in practice: East Asian scripts, full-width forms, emoji.
func wide(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return true
	}
	return false
}
