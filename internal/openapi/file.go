package openapi

import (
	"strings"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// file is one file that was read.
type file struct {
	path  string
	text  string
	lines *repo.LineIndex
	docs  []*node
	// cut is the document whose rest could not be read: what is not in it may stand
	// there.
	cut   *node
	swept bool // its references and literals have been read
}

func newFile(path string, data []byte) *file {
	return &file{path: path, text: string(data), lines: repo.NewLineIndex(data)}
}

func (f *file) location(from, to int) fact.Location {
	start := f.lines.Position(from)
	end := fact.Position{Offset: to, Line: start.Line, Column: start.Column + to - from}
	if strings.IndexByte(f.text[from:to], '\n') >= 0 {
		end = f.lines.Position(to)
	}
	return fact.Location{Path: f.path, Start: start, End: end}
}

// span is the range of a value's text in its file, without quotes.
func (n *node) span() (from, to int) {
	text := n.file.text
	from = int(n.start)
	switch {
	case n.style == styleJSON:
		return from, max(int(n.stop), from)
	case n.kind == kindMapping || n.kind == kindSequence:
		return from, n.collectionEnd()
	case n.style == styleSingle || n.style == styleDouble:
		from = min(from+1, len(text))
		return from, quotedEnd(text, from, n.style == styleSingle)
	case n.style == styleBlock:
		return from, blockEnd(text, from, n.text)
	}
	return from, plainEnd(text, from, n.text)
}

// outerEnd is the end of a value with its quotes or brackets.
func (n *node) outerEnd() int {
	switch {
	case n.kind == kindMapping || n.kind == kindSequence:
		return n.collectionEnd()
	case n.kind == kindAlias:
		return min(int(n.start)+len("*")+len(n.text), len(n.file.text))
	}
	_, end := n.span()
	if n.style == styleSingle || n.style == styleDouble {
		end = min(end+1, len(n.file.text))
	}
	return end
}

func (n *node) collectionEnd() int {
	end := int(n.start)
	if len(n.kids) > 0 {
		end = max(end, n.kids[len(n.kids)-1].outerEnd())
	} else if n.style == styleFlow {
		end++
	}
	if n.style == styleFlow {
		return closing(n.file.text, end)
	}
	return end
}

// closing finds the bracket that ends a flow collection, behind its last value.
func closing(text string, from int) int {
	for i := from; i < len(text); i++ {
		switch text[i] {
		case ']', '}':
			return i + 1
		case '#':
			j := strings.IndexByte(text[i:], '\n')
			if j < 0 {
				return len(text)
			}
			i += j
		case ' ', '\t', '\r', '\n', ',', ':', '"', '\'':
		default:
			return i
		}
	}
	return len(text)
}

func quotedEnd(text string, from int, single bool) int {
	for i := from; i < len(text); i++ {
		switch {
		case single && text[i] == '\'':
			if i+1 < len(text) && text[i+1] == '\'' {
				i++
				continue
			}
			return i
		case !single && text[i] == '\\':
			i++
		case !single && text[i] == '"':
			return i
		}
	}
	return len(text)
}

// plainEnd follows a value through its source, in which white space may be folded.
func plainEnd(text string, from int, value string) int {
	if strings.HasPrefix(text[from:], value) {
		return from + len(value)
	}
	end := from
	for i, j := from, 0; j < len(value); {
		switch {
		case i < len(text) && text[i] == value[j]:
			i, j = i+1, j+1
			end = i
		case space(value[j]):
			j++
		case i < len(text) && space(text[i]):
			i++
		default:
			return end
		}
	}
	return end
}

// blockEnd is the end of a | or > value, whose header takes the rest of its line.
func blockEnd(text string, from int, value string) int {
	i := strings.IndexByte(text[from:], '\n')
	if i < 0 {
		return len(text)
	}
	return plainEnd(text, from+i+1, strings.TrimSpace(value))
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// within is the place of a part of a value. Where the source writes the part in
// another way (escapes), it is the whole value.
func (n *node) within(from, to int) fact.Location {
	start, stop := n.span()
	raw := n.file.text[start:stop]
	part := n.text[from:to]
	if len(raw) == len(n.text) {
		return n.file.location(start+from, start+to)
	}
	if i := strings.Index(raw, part); i >= 0 && strings.Count(raw, part) == strings.Count(n.text, part) {
		for range strings.Count(n.text[:from], part) {
			i += len(part)
			i += strings.Index(raw[i:], part)
		}
		return n.file.location(start+i, start+i+len(part))
	}
	return n.file.location(start, stop)
}

// cursor turns the lines and columns of the YAML reader, which count characters,
// into offsets. Nodes come in order, so each line is walked once.
type cursor struct {
	text         string
	starts       []int32 // of lines as YAML counts them; nil where they are those of lines
	lines        *repo.LineIndex
	line, column int
	offset       int
}

func newCursor(f *file) *cursor {
	c := &cursor{text: f.text, lines: f.lines}
	if strings.ContainsAny(f.text, "\u0085\u2028\u2029") || loneCR(f.text) {
		c.starts = yamlLines(f.text)
	}
	c.line, c.column = 1, 1
	c.offset = c.lineStart(1)
	return c
}

func loneCR(s string) bool {
	for i := strings.IndexByte(s, '\r'); i >= 0 && i < len(s); {
		if i+1 == len(s) || s[i+1] != '\n' {
			return true
		}
		j := strings.IndexByte(s[i+1:], '\r')
		if j < 0 {
			return false
		}
		i += 1 + j
	}
	return false
}

// yamlLines are the starts of lines where CR, NEL, LS and PS end one too.
func yamlLines(s string) []int32 {
	starts := []int32{0}
	for i, r := range s {
		switch {
		case r == '\n', r == '\u0085', r == '\u2028', r == '\u2029', r == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			starts = append(starts, int32(i+utf8.RuneLen(r)))
		}
	}
	return starts
}

// lineStart is where column 1 of a line is, behind a byte order mark.
func (c *cursor) lineStart(line int) int {
	start := len(c.text)
	switch {
	case c.starts == nil:
		if o := c.lines.Offset(line, 1); o >= 0 {
			start = o
		}
	case line >= 1 && line <= len(c.starts):
		start = int(c.starts[line-1])
	}
	if line == 1 && strings.HasPrefix(c.text, "\ufeff") {
		start += len("\ufeff")
	}
	return start
}

func (c *cursor) seek(line, column int) int {
	if line != c.line || column < c.column {
		c.line, c.column, c.offset = line, 1, c.lineStart(line)
	}
	for c.column < column && c.offset < len(c.text) {
		if c.text[c.offset] < utf8.RuneSelf {
			c.offset++
		} else {
			_, size := utf8.DecodeRuneInString(c.text[c.offset:])
			c.offset += size
		}
		c.column++
	}
	return c.offset
}
