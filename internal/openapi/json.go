package openapi

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// fault is what stopped the reading of a file, and where.
type fault struct {
	offset int
	reason string
	syntax bool // not a bound that was reached
}

func (f *fault) Error() string { return f.reason }

var errTooMany = errors.New("the file has more values than are read of one")

// jsonReader reads JSON into nodes. A fault ends the reading; what was read up to
// there is kept.
type jsonReader struct {
	ctx   context.Context
	file  *file
	text  string
	pos   int
	depth int
	count int
	stack []node // values whose collection is still open
	slab  []node
	lost  []int // offsets of values that lie too deep
}

// readJSON reads a file that holds one JSON value.
func readJSON(ctx context.Context, f *file) (root *node, lost []int, stop *fault) {
	r := &jsonReader{ctx: ctx, file: f, text: f.text}
	r.pos = len(f.text) - len(strings.TrimPrefix(f.text, "\ufeff"))
	r.space()
	root = &node{}
	err := r.value(root)
	if err == nil {
		if r.space(); r.pos < len(r.text) {
			err = r.fault("text stands behind the end of the value")
		}
	}
	if err != nil && !errors.As(err, &stop) {
		stop = &fault{offset: r.pos, reason: err.Error()}
	}
	return root, r.lost, stop
}

func (r *jsonReader) fault(reason string) error { return &fault{r.pos, reason, true} }

func (r *jsonReader) space() {
	for r.pos < len(r.text) && space(r.text[r.pos]) {
		r.pos++
	}
}

func (r *jsonReader) peek() byte {
	if r.pos < len(r.text) {
		return r.text[r.pos]
	}
	return 0
}

func (r *jsonReader) value(n *node) error {
	if r.count++; r.count&0xfff == 0 {
		if err := r.ctx.Err(); err != nil {
			return errTime
		}
		if r.count > maxNodes {
			return errTooMany
		}
	}
	n.file, n.start = r.file, int32(r.pos)
	switch c := r.peek(); {
	case c == '"':
		n.kind = kindString
		return r.str(n)
	case c == '{' || c == '[':
		return r.collection(n, c)
	case c == '-' || c >= '0' && c <= '9':
		return r.word(n, kindNumber)
	case c == 't' || c == 'f':
		return r.word(n, kindBool)
	case c == 'n':
		return r.word(n, kindNull)
	case r.pos >= len(r.text):
		return r.fault("the file ends in the middle of a value")
	}
	return r.fault("a value is expected here")
}

func (r *jsonReader) word(n *node, k kind) error {
	from := r.pos
	for r.pos < len(r.text) && wordByte(r.text[r.pos]) {
		r.pos++
	}
	n.kind, n.text, n.stop = k, r.text[from:r.pos], int32(r.pos)
	ok := n.text == "true" || n.text == "false" || n.text == "null"
	if k == kindNumber {
		_, err := strconv.ParseFloat(n.text, 64)
		ok = err == nil || errors.Is(err, strconv.ErrRange)
	}
	if !ok {
		r.pos = from
		return r.fault("a value is expected here")
	}
	return nil
}

func wordByte(c byte) bool {
	return c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// str reads a string; the place of it is without the quotes.
func (r *jsonReader) str(n *node) error {
	from := r.pos + 1
	n.start = int32(from)
	escaped := false
	for i := from; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			escaped = true
			i++
		case '"':
			n.stop, r.pos = int32(i), i+1
			n.text = r.text[from:i]
			if escaped {
				n.text = unescape(n.text)
			}
			return nil
		}
	}
	return r.fault("the file ends in the middle of a string")
}

// unescape takes a wrong escape as it is written.
func unescape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'u':
			v, size := codePoint(s[i+1:])
			b.WriteRune(v)
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// codePoint reads the four digits behind \u, and a second escape where the first
// is half of a pair.
func codePoint(s string) (v rune, size int) {
	first, ok := hex4(s)
	if !ok {
		return utf8.RuneError, 0
	}
	if utf16.IsSurrogate(first) && strings.HasPrefix(s[4:], `\u`) {
		if second, ok := hex4(s[6:]); ok {
			if both := utf16.DecodeRune(first, second); both != utf8.RuneError {
				return both, 10
			}
		}
	}
	return first, 4
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	v, err := strconv.ParseUint(s[:4], 16, 32)
	return rune(v), err == nil
}

// collection reads {…} or […]. Its values wait on the stack until it ends, and
// then lie side by side.
func (r *jsonReader) collection(n *node, open byte) (err error) {
	n.kind = kindSequence
	if open == '{' {
		n.kind = kindMapping
	}
	if r.depth++; r.depth > maxDepth {
		r.depth--
		return r.skip(n)
	}
	base := len(r.stack)
	defer func() { // also what was read before a fault
		n.kids = r.place(r.stack[base:])
		r.stack = r.stack[:base]
		n.stop = int32(r.pos)
		r.depth--
		if n.kind == kindMapping {
			markDuplicates(n.kids)
		}
	}()
	r.pos++
	for first := true; ; first = false {
		r.space()
		if done, err := r.next(open+2, first); done || err != nil {
			return err
		}
		if n.kind == kindMapping {
			var key node
			if key, err = r.key(); err != nil {
				return err
			}
			r.stack = append(r.stack, key)
		}
		var value node
		err = r.value(&value)
		if err == nil || value.kids != nil || n.kind == kindMapping {
			r.stack = append(r.stack, value)
		}
		if err != nil {
			return err
		}
	}
}

// next takes the comma before a value, or the bracket that ends the collection:
// both '}' and ']' lie two behind their opening.
func (r *jsonReader) next(end byte, first bool) (done bool, err error) {
	switch {
	case r.peek() == end:
		r.pos++
		return true, nil
	case r.pos >= len(r.text):
		return false, r.fault("the file ends in the middle of a value")
	case first:
		return false, nil
	case r.peek() != ',':
		return false, r.fault(fmt.Sprintf("a comma or %q is expected here", end))
	}
	r.pos++
	r.space()
	return false, nil
}

func (r *jsonReader) key() (key node, err error) {
	if r.peek() != '"' {
		return key, r.fault("a name in quotes is expected here")
	}
	key = node{file: r.file, kind: kindString}
	if err = r.str(&key); err != nil {
		return key, err
	}
	if r.space(); r.peek() != ':' {
		return key, r.fault("a colon is expected here")
	}
	r.pos++
	r.space()
	return key, nil
}

// place copies values to where they stay.
func (r *jsonReader) place(values []node) []node {
	if len(values) == 0 {
		return nil
	}
	if len(values) > cap(r.slab)-len(r.slab) {
		r.slab = make([]node, 0, max(slabSize, len(values)))
	}
	from := len(r.slab)
	r.slab = append(r.slab, values...)
	return r.slab[from:len(r.slab):len(r.slab)]
}

// skip passes a collection that lies too deep, without going into it.
func (r *jsonReader) skip(n *node) error {
	n.kind = kindLost
	r.lost = append(r.lost, r.pos)
	depth := 0
	for i := r.pos; i < len(r.text); i++ {
		switch r.text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				r.pos = i + 1
				n.stop = int32(r.pos)
				return nil
			}
		case '"':
			for i++; i < len(r.text) && r.text[i] != '"'; i++ {
				if r.text[i] == '\\' {
					i++
				}
			}
		}
	}
	r.pos = len(r.text)
	return r.fault("the file ends in the middle of a value")
}

// markDuplicates marks each key that stands again further down: like most
// readers, this one takes the last.
func markDuplicates(kids []node) {
	if len(kids) <= 24 {
		for i := 0; i < len(kids); i += 2 {
			for j := i + 2; j < len(kids); j += 2 {
				if kids[i].text == kids[j].text {
					kids[i].dup = true
					break
				}
			}
		}
		return
	}
	last := make(map[string]int, len(kids)/2)
	for i := 0; i < len(kids); i += 2 {
		if j, again := last[kids[i].text]; again {
			kids[j].dup = true
		}
		last[kids[i].text] = i
	}
}
