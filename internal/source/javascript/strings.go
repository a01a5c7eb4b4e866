package javascript

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

func (l *lowering) str(n uint32) *ir.String {
	text := l.Text(n)
	if len(text) >= 2 {
		text = text[1 : len(text)-1]
	}
	return &ir.String{Span: l.Span(n), Value: decode(text)}
}

// template lowers a template literal: to a String where all of the text is known. The
// text between two substitutions is taken from the source itself, so that nothing of it
// can get lost.
func (l *lowering) template(n uint32) ir.Expr {
	at, end := l.Nodes[n].Start+1, l.Nodes[n].End-1
	if end < at {
		return &ir.String{Span: l.Span(n)}
	}
	var parts []ir.Expr
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.Kind(c) != "template_substitution" {
			continue
		}
		parts = l.text(parts, at, l.Nodes[c].Start)
		if x := l.only(c); x != nil {
			parts = append(parts, x)
		}
		at = l.Nodes[c].End
	}
	if parts == nil {
		return &ir.String{Span: l.Span(n), Value: decode(string(l.Source[at:end]))}
	}
	return &ir.Template{Span: l.Span(n), Parts: l.text(parts, at, end)}
}

func (l *lowering) text(parts []ir.Expr, start, end uint32) []ir.Expr {
	if start >= end {
		return parts
	}
	return append(parts, &ir.String{Span: l.Range(start, end), Value: decode(string(l.Source[start:end]))})
}

// decode turns source text of a literal into the text that it means. Bytes that are
// not UTF-8 become the replacement character, so that the result is always valid.
func decode(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, string(utf8.RuneError))
	}
	return front.Unescape(s, escape)
}

// escape writes what the escape at the start of s means and gives its length.
func escape(b *strings.Builder, s string) int {
	c := s[1]
	if i := strings.IndexByte("bfnrtv0", c); i >= 0 {
		b.WriteByte("\b\f\n\r\t\v\x00"[i])
		return 2
	}
	switch c {
	case '\r':
		if strings.HasPrefix(s, "\\\r\n") {
			return 3
		}
		return 2
	case '\n':
		return 2
	case 'x':
		if r, n, ok := hex(s[2:], 2); ok {
			b.WriteRune(r)
			return 2 + n
		}
	case 'u':
		if n := unicodeEscape(b, s); n > 0 {
			return n
		}
	}
	_, n := utf8.DecodeRuneInString(s[1:])
	b.WriteString(s[1 : 1+n]) // any other sign stands for itself
	return 1 + n
}

// unicodeEscape writes \u1234, a pair of surrogates or \u{12345}; 0 where it is none.
func unicodeEscape(b *strings.Builder, s string) int {
	if strings.HasPrefix(s, `\u{`) {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return 0
		}
		v, err := strconv.ParseUint(s[3:end], 16, 32)
		if err != nil {
			return 0
		}
		b.WriteRune(rune(v))
		return end + 1
	}
	r, _, ok := hex(s[2:], 4)
	if !ok {
		return 0
	}
	if utf16.IsSurrogate(r) && strings.HasPrefix(s[6:], `\u`) {
		if low, _, ok := hex(s[8:], 4); ok {
			b.WriteRune(utf16.DecodeRune(r, low))
			return 12
		}
	}
	b.WriteRune(r)
	return 6
}

func hex(s string, digits int) (rune, int, bool) {
	if len(s) < digits {
		return 0, 0, false
	}
	v, err := strconv.ParseUint(s[:digits], 16, 32)
	return rune(v), digits, err == nil
}
