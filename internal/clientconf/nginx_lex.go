package clientconf

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	crossplane "github.com/nginxinc/nginx-go-crossplane"
)

// nginxTree is the file as directives. Of a file with a fault, what stands before the fault
// is read, and the fault is said.
func (t *text) nginxTree() *directive {
	src := maskLua(maskDirectives(t.data))
	tokens := crossplane.Lex(bytes.NewReader(src))
	b := nginxTree{text: t, places: nginxPlaces{src: src}, root: &directive{}}
	b.in = b.root
	for token := range tokens { // to the end, since somebody writes them
		if !b.stopped && t.ctx.Err() == nil {
			b.take(token)
		}
	}
	if !b.stopped && len(b.words) > 0 {
		b.fail(b.words[0].from, "the last directive has no end")
	}
	return b.root
}

type nginxTree struct {
	*text
	places  nginxPlaces
	root    *directive
	in      *directive // the block that is being read
	words   []word     // of the directive that is being read
	depth   int
	made    int
	stopped bool
}

func (b *nginxTree) fail(at int, reason string) {
	b.stopped = true
	if len(b.words) > 0 { // what is whole of it is read
		b.in.add(b.words)
	}
	templated := !bytes.Equal(b.places.src, b.data)
	b.skip(at, lineEnd(b.data, at), "the file is not read from here on: "+reason, !templated)
}

func (b *nginxTree) take(token crossplane.NgxToken) {
	if token.Error != nil {
		b.places.space()
		b.fail(min(b.places.pos, len(b.data)), fault(token.Error))
		return
	}
	w, ok := b.places.find(token)
	if !ok {
		b.fail(min(b.places.pos, len(b.data)), "a word of it was not found again")
		return
	}
	if b.made++; b.made > maxTreeNodes {
		b.fail(w.from, "it has more words than are read")
		return
	}
	switch {
	case !w.quoted && strings.HasPrefix(w.text, "#"):
	case !w.quoted && w.text == ";":
		if len(b.words) > 0 {
			b.in.add(b.words)
		}
		b.words = nil
	case !w.quoted && w.text == "{":
		d := b.in.add(b.words)
		d.open = true
		b.words, b.in = nil, d
		if b.depth++; b.depth > maxTreeDepth {
			b.fail(w.from, "it is nested more deeply than is read")
		}
	case !w.quoted && w.text == "}":
		if len(b.words) > 0 {
			b.in.add(b.words)
		}
		b.words, b.in = nil, b.in.in
		b.depth--
		if b.in == nil { // one too many
			b.in = b.root
		}
	default:
		w.text = b.written(w)
		b.words = append(b.words, w)
	}
}

// written is the text of a word with the templates in it, which were hidden from the parser.
func (b *nginxTree) written(w word) string {
	if raw := b.data[w.from:w.to]; len(raw) == len(w.text) && !bytes.Equal(raw, b.places.src[w.from:w.to]) {
		return string(raw)
	}
	return w.text
}

// fault is what an error says, without the name that the library gives to the file.
func fault(err error) string {
	var p *crossplane.ParseError
	if errors.As(err, &p) {
		return p.What
	}
	return err.Error()
}

// nginxPlaces finds the words of the lexer again, which tells lines alone: they stand in
// the order of the file.
type nginxPlaces struct {
	src []byte
	pos int
}

// find is a token with its place.
func (p *nginxPlaces) find(token crossplane.NgxToken) (word, bool) {
	p.space()
	switch {
	case p.pos >= len(p.src):
		return word{}, false
	case token.IsQuoted:
		return p.quoted(token.Value)
	}
	from := p.pos
	for _, r := range token.Value {
		for p.pos < len(p.src) && p.src[p.pos] == '\r' {
			p.pos++
		}
		got, size := utf8.DecodeRune(p.src[p.pos:])
		if got != r {
			return word{}, false
		}
		p.pos += size
	}
	return word{text: token.Value, from: from, to: p.pos}, true
}

func (p *nginxPlaces) space() {
	for p.pos < len(p.src) && slices.Contains([]byte(" \t\r\n\v\f"), p.src[p.pos]) {
		p.pos++
	}
}

func (p *nginxPlaces) quoted(value string) (word, bool) {
	quote := p.src[p.pos]
	if quote != '"' && quote != '\'' {
		return word{}, false
	}
	p.pos++
	from := p.pos
	for ; p.pos < len(p.src) && p.src[p.pos] != quote; p.pos++ {
		if p.src[p.pos] == '\\' {
			p.pos++
		}
	}
	to := min(p.pos, len(p.src))
	p.pos = to + 1
	return word{text: value, from: from, to: to, quoted: true}, true
}

var luaBlock = regexp.MustCompile(`_by_lua_block[ \t\r\n]+(?:\$\w+[ \t\r\n]+)?\{`)

// maskLua writes white space over the blocks of Lua, whose quotes and brackets are not
// nginx's.
func maskLua(data []byte) []byte {
	blocks := luaBlock.FindAllIndex(data, -1)
	if blocks == nil {
		return data
	}
	out, done := bytes.Clone(data), 0
	for _, b := range blocks {
		line := data[bytes.LastIndexByte(data[:b[0]], '\n')+1 : b[0]]
		if b[0] < done || bytes.ContainsRune(line, '#') {
			continue
		}
		done = luaEnd(data, b[1])
		for i := b[1]; i < done; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	return out
}

// luaEnd is where the bracket stands that closes a block of Lua.
func luaEnd(data []byte, i int) int {
	for depth := 1; i < len(data); i++ {
		switch c := data[i]; {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i
			}
		case c == '"' || c == '\'':
			for i++; i < len(data) && data[i] != c && data[i] != '\n'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case bytes.HasPrefix(data[i:], []byte("--[[")), bytes.HasPrefix(data[i:], []byte("[[")):
			end := bytes.Index(data[i:], []byte("]]"))
			if end < 0 {
				return len(data)
			}
			i += end + 1
		case bytes.HasPrefix(data[i:], []byte("--")):
			i = lineEnd(data, i)
		}
	}
	return len(data)
}
