package java

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// str lowers a literal; one with values in it becomes a Template.
func (l *lowering) str(n uint32) ir.Expr {
	if c := l.ChildOfKind(n, "string_interpolation"); c != syntax.None {
		return l.template(n)
	}
	return &ir.String{Span: l.Span(n), Value: literal(l.Text(n))}
}

func (l *lowering) template(n uint32) ir.Expr {
	t := &ir.Template{Span: l.Span(n)}
	at := l.Nodes[n].Start + 1
	text := func(end uint32) {
		if at < end {
			t.Parts = append(t.Parts, &ir.String{Span: l.Range(at, end), Value: front.Unescape(front.ValidText(string(l.Source[at:end])), escape)})
		}
	}
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.Kind(c) == "string_interpolation" {
			text(l.Nodes[c].Start)
			if x := l.only(c); x != nil {
				t.Parts = append(t.Parts, x)
			}
			at = l.Nodes[c].End
		}
	}
	text(max(at, l.Nodes[n].End-1))
	return t
}

// literal is the text that a string, a text block or a character means.
func literal(s string) string {
	s = front.ValidText(s)
	if rest, ok := strings.CutPrefix(s, `"""`); ok && len(rest) >= 3 {
		return front.Unescape(dedent(strings.TrimSuffix(rest, `"""`)), escape)
	}
	if len(s) >= 2 {
		s = s[1 : len(s)-1]
	}
	return front.Unescape(s, escape)
}

// dedent takes the indentation off a text block that all of its lines have, and the
// white space at the end of each.
func dedent(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[i+1:]
	}
	lines := strings.Split(s, "\n")
	least := -1
	for i, line := range lines {
		blank := strings.TrimLeft(line, " \t\f")
		if blank == "" && i < len(lines)-1 {
			continue
		}
		if n := len(line) - len(blank); least < 0 || n < least {
			least = n
		}
	}
	for i, line := range lines {
		if len(line) >= least && least > 0 {
			line = line[least:]
		}
		lines[i] = strings.TrimRight(line, " \t\f")
	}
	return strings.Join(lines, "\n")
}

// escape writes what the escape at the start of s means and gives its length.
func escape(b *strings.Builder, s string) int {
	c := s[1]
	if i := strings.IndexByte("\\'\"bfnrst", c); i >= 0 {
		b.WriteByte("\\'\"\b\f\n\r \t"[i])
		return 2
	}
	switch {
	case c == '\n':
		return 2
	case c >= '0' && c <= '7':
		n := 1
		for n < 3 && n+1 < len(s) && s[n+1] >= '0' && s[n+1] <= '7' {
			n++
		}
		v, err := strconv.ParseUint(s[1:n+1], 8, 16)
		if err == nil {
			b.WriteRune(rune(v))
		}
		return n + 1
	case c == 'u':
		return unicodeEscape(b, s)
	}
	b.WriteByte('\\') // an unknown escape stays as it is
	return 1
}

// unicodeEscape reads a code unit behind any number of "u", and two that make one
// character.
func unicodeEscape(b *strings.Builder, s string) int {
	v, n, ok := codeUnit(s)
	if !ok {
		b.WriteByte('\\')
		return 1
	}
	if utf16.IsSurrogate(v) {
		if low, m, ok := codeUnit(s[n:]); ok {
			b.WriteRune(utf16.DecodeRune(v, low))
			return n + m
		}
	}
	b.WriteRune(v)
	return n
}

func codeUnit(s string) (unit rune, length int, ok bool) {
	if !strings.HasPrefix(s, `\u`) {
		return 0, 0, false
	}
	n := 1
	for n < len(s) && s[n] == 'u' {
		n++
	}
	if n+4 > len(s) {
		return 0, 0, false
	}
	v, err := strconv.ParseUint(s[n:n+4], 16, 16)
	return rune(v), n + 4, err == nil
}
