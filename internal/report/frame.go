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
	// lead is how much of a long line is shown before the range.
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

// frame shows one line with its range underlined:
//
//	--> app/client.py:21:12
//	 |
//	21 | requests.get(url, headers=h)
//	 | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ label
func (p *printer) frame(g int, at fact.Location, label, style string, mark rune) {
	pad := strings.Repeat(" ", g)
	p.f("%s%s %s\n", pad, p.style(blue, "-->"), place(at))
	bar := p.style(blue, "|")
	line, ok := p.line(at)
	if !ok {
		if label != "" {
			p.f("%s %s %s\n", pad, p.style(blue, "="), label)
		}
		return
	}
	from := max(at.Start.Column-1, 0)
	to := len(line)
	if at.End.Line == at.Start.Line {
		to = at.End.Column - 1
	}
	v := window(line, from, to, p.o.Width-g-3)
	p.f("%s %s\n", pad, bar)
	p.f("%s %s %s\n", p.style(blue, fmt.Sprintf("%*d", g, at.Start.Line)), bar, v.text)
	under := strings.Repeat(string(mark), v.width)
	if at.End.Line > at.Start.Line {
		under += "…"
	}
	if label != "" {
		under += " " + label
	}
	p.f("%s %s %s%s\n", pad, bar, strings.Repeat(" ", v.indent), p.style(style, under))
}

func (p *printer) line(at fact.Location) (string, bool) {
	if p.r.Lines == nil || at.Start.Line == 0 {
		return "", false
	}
	return p.r.Lines.Line(at.Path, at.Start.Line)
}

// view is a part of a line, one column a cell, with what to underline.
type view struct {
	text          string
	indent, width int
}

// window shows the bytes from to to of a line and what is around them, in at most
// width cells. Each character of the line takes the cells that a terminal gives
// it, so that the underline stands below its range.
func window(line string, from, to, width int) view {
	from = min(from, len(line))
	to = min(max(to, from), len(line))
	first := firstShown(line, from, to, width)
	var b strings.Builder
	var v view
	cells := 0
	put := func(s string, n int) {
		b.WriteString(s)
		cells += n
	}
	if first > 0 {
		put("…", 1)
	}
	v.indent = -1
	for i := first; i < len(line); {
		if i >= from && v.indent < 0 {
			v.indent = cells
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		s, n := cell(r)
		// Marks take no cell, so that the bytes are bounded too.
		if cells+n > width-1 && i+size < len(line) || b.Len() > 16*width {
			put("…", 1)
			break
		}
		put(s, n)
		if i >= from && i < to {
			v.width += n
		}
		i += size
	}
	if v.indent < 0 {
		v.indent = cells
	}
	v.width = max(v.width, 1)
	v.text = strings.TrimRight(b.String(), " ")
	return v
}

// firstShown is where a line that is too long begins to be shown: a little before
// its range, at a character's start.
func firstShown(line string, from, to, width int) int {
	if len(line) <= width || to <= width-1 {
		return 0
	}
	first := max(from-lead, 0)
	for first > 0 && !utf8.RuneStart(line[first]) {
		first--
	}
	return first
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
