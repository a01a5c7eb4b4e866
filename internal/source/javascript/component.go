package javascript

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// A component is a file of markup that holds its code in script blocks; Astro's has
// it between two lines of dashes at the top, too.

func isComponent(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".vue", ".svelte", ".astro":
		return true
	}
	return false
}

// scripts is the code of a component with everything else blank, so that all stands in
// its place, and the ending of a file that would hold such code.
func scripts(name string, data []byte) (code []byte, ending string) {
	code, ending = blank(data), ".js"
	keep := func(from, to int) { copy(code[from:to], data[from:to]) }
	at := 0
	if strings.EqualFold(path.Ext(name), ".astro") {
		ending = ".tsx"
		if from, to, ok := fenced(data); ok {
			keep(from, to)
			at = to
		}
	}
	for {
		t, ok := nextScript(data, at)
		if !ok {
			return code, ending
		}
		if at = t.to; !t.code {
			continue
		}
		keep(t.from, t.to)
		if t.to < len(code) { // what follows is another statement
			code[t.to] = ';'
		}
		if t.lang == ".tsx" || t.lang == ".ts" && ending == ".js" {
			ending = t.lang
		}
	}
}

// blank is a text of the same lines with nothing in them.
func blank(data []byte) []byte {
	out := bytes.Repeat([]byte(" "), len(data))
	for i, b := range data {
		if b == '\n' || b == '\r' {
			out[i] = b
		}
	}
	return out
}

// fenced is what stands between the first two lines of dashes.
func fenced(data []byte) (from, to int, ok bool) {
	rest := bytes.TrimLeft(data, " \t\r\n\ufeff")
	if !bytes.HasPrefix(rest, []byte("---")) {
		return 0, 0, false
	}
	from = len(data) - len(rest) + len("---")
	end := bytes.Index(data[from:], []byte("\n---"))
	if end < 0 {
		return 0, 0, false
	}
	return from, from + end, true
}

// script is the content of one script block.
type script struct {
	from, to int
	code     bool   // it holds code, and not data or a template
	lang     string // the ending of a file of its language
}

// nextScript finds the next script block, outside of comments.
func nextScript(data []byte, at int) (script, bool) {
	for at < len(data) {
		open := bytes.IndexByte(data[at:], '<')
		if open < 0 {
			break
		}
		at += open
		if bytes.HasPrefix(data[at:], []byte("<!--")) {
			end := bytes.Index(data[at:], []byte("-->"))
			if end < 0 {
				break
			}
			at += end
			continue
		}
		if !opens(data[at:], "<script") {
			at++
			continue
		}
		attributes, from, ok := tag(data, at+len("<script"))
		if !ok {
			break
		}
		to := closing(data, from)
		if attributes.empty {
			to = from
		}
		return script{from, to, attributes.isCode(), attributes.ending()}, true
	}
	return script{}, false
}

// opens tells a tag by its beginning.
func opens(data []byte, tag string) bool {
	return len(data) > len(tag) && bytes.EqualFold(data[:len(tag)], []byte(tag)) && strings.IndexByte(" \t\r\n/>", data[len(tag)]) >= 0
}

// closing is where the block ends that begins here.
func closing(data []byte, from int) int {
	for at := from; ; at++ {
		end := bytes.Index(data[at:], []byte("</"))
		if end < 0 {
			return len(data)
		}
		if at += end; opens(data[at:], "</script") {
			return at
		}
	}
}

// attributes are those of a tag that say what is in it.
type attributes struct {
	lang, kind string
	empty      bool // the tag has no content
}

// tag reads the attributes of a tag up to its end. A value in quotes may hold anything.
func tag(data []byte, at int) (attributes, int, bool) {
	var a attributes
	for at < len(data) {
		switch c := data[at]; {
		case c == '>':
			a.empty = data[at-1] == '/'
			return a, at + 1, true
		case strings.IndexByte(" \t\r\n/=", c) >= 0:
			at++
			continue
		case c == '"' || c == '\'' || c == '{': // a value of what is not asked for
			end := bytes.IndexByte(data[at+1:], ends(c))
			if end < 0 {
				return a, 0, false
			}
			at += end + 2
			continue
		}
		name := word(data[at:])
		if at += max(1, len(name)); !bytes.HasPrefix(data[at:], []byte("=")) {
			continue
		}
		value, next, ok := attribute(data, at+1)
		if !ok {
			return a, 0, false
		}
		switch at = next; strings.ToLower(string(name)) {
		case "lang":
			a.lang = strings.ToLower(value)
		case "type":
			a.kind = strings.ToLower(value)
		}
	}
	return a, 0, false
}

func ends(c byte) byte {
	if c == '{' {
		return '}'
	}
	return c
}

// word is the name at the start of a text.
func word(data []byte) []byte {
	end := bytes.IndexAny(data, " \t\r\n/=>\"'{")
	if end < 0 {
		return data
	}
	return data[:end]
}

// attribute is a value that begins here, and where it ends.
func attribute(data []byte, at int) (string, int, bool) {
	if at < len(data) && (data[at] == '"' || data[at] == '\'') {
		end := bytes.IndexByte(data[at+1:], data[at])
		if end < 0 {
			return "", 0, false
		}
		return string(data[at+1 : at+1+end]), at + end + 2, true
	}
	value := word(data[at:])
	return string(value), at + len(value), true
}

func (a *attributes) isCode() bool {
	return !a.empty && slices.Contains([]string{"", "js", "jsx", "ts", "tsx", "javascript", "typescript"}, a.lang) &&
		slices.Contains([]string{"", "module", "text/javascript", "application/javascript", "text/typescript"}, a.kind)
}

func (a *attributes) ending() string {
	switch a.lang {
	case "ts", "typescript":
		return ".ts"
	case "tsx":
		return ".tsx"
	}
	return ".js"
}
