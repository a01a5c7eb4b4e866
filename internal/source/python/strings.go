package python

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// str lowers a literal or a run of adjacent ones: to a String where all of the
// text is known, and else to a Template.
func (l *lowering) str(n uint32) ir.Expr {
	pieces := []uint32{n}
	if l.Kind(n) == "concatenated_string" {
		pieces = l.Children(n)
	}
	var parts []ir.Expr
	for _, p := range pieces {
		if l.Kind(p) == "string" {
			parts = l.literal(parts, p)
		} else {
			parts = append(parts, l.expr(p))
		}
	}
	var b strings.Builder
	for _, p := range parts {
		s, ok := p.(*ir.String)
		if !ok {
			return &ir.Template{Span: l.Span(n), Parts: parts}
		}
		b.WriteString(s.Value)
	}
	return &ir.String{Span: l.Span(n), Value: b.String()}
}

// prefix is what the letters before a quote say.
type prefix struct {
	raw, bytes, format bool
	quotes             int
}

func parsePrefix(start string) prefix {
	letters := strings.ToLower(strings.TrimRight(start, "\"'`"))
	return prefix{
		quotes: len(start) - len(letters),
		raw:    strings.Contains(letters, "r"),
		bytes:  strings.Contains(letters, "b"),
		format: strings.ContainsAny(letters, "ft"),
	}
}

// literal appends the parts of one literal. The text between two interpolations
// is taken from the source itself, so that nothing of it can get lost.
func (l *lowering) literal(parts []ir.Expr, n uint32) []ir.Expr {
	at, end := l.Nodes[n].Start, l.Nodes[n].End
	var p prefix
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		node := &l.Nodes[c]
		switch l.Kind(c) {
		case "string_start":
			p, at = parsePrefix(l.Text(c)), node.End
		case "interpolation":
			parts = l.text(parts, at, node.Start, p)
			parts = l.interpolation(parts, c)
			at = node.End
		case "string_end":
			// The grammar counts r'\\' as nothing but its end.
			end = max(at, node.End-min(node.End, uint32(p.quotes)))
		}
	}
	return l.text(parts, at, end, p)
}

func (l *lowering) text(parts []ir.Expr, start, end uint32, p prefix) []ir.Expr {
	if start >= end {
		return parts
	}
	return append(parts, &ir.String{Span: l.Range(start, end), Value: decode(string(l.Source[start:end]), p)})
}

// interpolation appends the value between braces. A conversion or a format keeps
// the value as it is: what matters is where it goes, not how it is padded. A
// format that holds values itself becomes an Unknown around all of them.
func (l *lowering) interpolation(parts []ir.Expr, n uint32) []ir.Expr {
	x := l.Must(n, "expression")
	if bind, ok := x.(*ir.Bind); ok && l.Source[bind.Start.Offset-1] != '(' {
		x = bind.Target // {x:=5} is x with the format "=5"
	}
	if c := l.ChildOfKind(n, "="); c != syntax.None {
		start := l.Nodes[n].Start + 1
		parts = append(parts, &ir.String{Span: l.Range(start, l.Nodes[c].End), Value: string(l.Source[start:l.Nodes[c].End])})
	}
	format := l.Child(n, "format_specifier")
	if format == syntax.None {
		return append(parts, x)
	}
	inner := []ir.Expr{x}
	for _, c := range l.Children(format) {
		if expr := l.Field(c, "expression"); expr != nil {
			inner = append(inner, expr)
		}
	}
	if len(inner) == 1 {
		return append(parts, x)
	}
	return append(parts, &ir.Unknown{Span: l.Span(n), Kind: "format", Inner: inner})
}

// decode turns source text of a literal into the text that it means. Bytes that
// are not UTF-8 are read as Latin-1, so that the result is always valid.
func decode(s string, p prefix) string {
	s = front.ValidText(s)
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if p.format {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "{{", "{"), "}}", "}")
	}
	if p.raw {
		return s
	}
	return front.Unescape(s, func(b *strings.Builder, s string) int { return escape(b, s, p.bytes) })
}

// escape writes what the escape at the start of s means and gives its length.
func escape(b *strings.Builder, s string, isBytes bool) int {
	c := s[1]
	if i := strings.IndexByte("\\'\"abfnrtv", c); i >= 0 {
		b.WriteByte("\\'\"\a\b\f\n\r\t\v"[i])
		return 2
	}
	switch {
	case c == '\n':
		return 2
	case c >= '0' && c <= '7':
		return 1 + octal(b, s[1:])
	case c == 'x':
		return codePoint(b, s, 2)
	case c == 'u' && !isBytes:
		return codePoint(b, s, 4)
	case c == 'U' && !isBytes:
		return codePoint(b, s, 8)
	case c == 'N' && !isBytes && strings.HasPrefix(s, `\N{`) && strings.IndexByte(s, '}') > 0:
		b.WriteRune(utf8.RuneError) // one character; its name would need a table
		return strings.IndexByte(s, '}') + 1
	}
	b.WriteByte('\\') // an unknown escape stays as it is
	return 1
}

func octal(b *strings.Builder, s string) int {
	n, value := 0, rune(0)
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '7' {
		value = value*8 + rune(s[n]-'0')
		n++
	}
	b.WriteRune(value)
	return n
}

func codePoint(b *strings.Builder, s string, digits int) int {
	if len(s) >= 2+digits {
		if v, err := strconv.ParseUint(s[2:2+digits], 16, 32); err == nil {
			b.WriteRune(rune(v))
			return 2 + digits
		}
	}
	b.WriteByte('\\')
	return 1
}
