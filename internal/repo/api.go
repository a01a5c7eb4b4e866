package repo

import (
	"bytes"
	"slices"
)

// apiKeys are the top-level keys that make a document an API description.
var apiKeys = []string{"openapi", "swagger", "asyncapi"}

// partKeys are those that stand beside such a key in a description.
var partKeys = []string{"paths", "channels"}

var byteOrderMark = []byte("\xef\xbb\xbf")

// IsAPI tells an API description by a top-level key, wherever the file lies: one
// whose value is a version, or any value where paths or channels stand beside it (a settings
// file may have such a key too). It looks at bytes only: the reader decides.
func IsAPI(data []byte) bool {
	if !mentions(data) {
		return false
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	if i := content(data); i < len(data) && data[i] == '{' {
		return flowIsAPI(data[i:])
	}
	return blockIsAPI(data)
}

// MentionsAPI reports whether a piece of a file holds such a key with a version, at
// any depth: all that can be said of a file that is not read whole.
func MentionsAPI(piece []byte) bool {
	for _, key := range apiKeys {
		for i := range indexes(piece, key) {
			end := i + len(key)
			if i > 0 && isQuote(piece[i-1]) && end < len(piece) && piece[end] == piece[i-1] {
				end++
			}
			if v, ok := afterColon(piece[end:]); ok && isVersion(v) {
				return true
			}
		}
	}
	return false
}

func mentions(data []byte) bool {
	for _, key := range apiKeys {
		if bytes.Contains(data, []byte(key)) {
			return true
		}
	}
	return false
}

// indexes yields every place where word stands in data.
func indexes(data []byte, word string) func(func(int) bool) {
	return func(yield func(int) bool) {
		w := []byte(word)
		for from := 0; ; {
			i := bytes.Index(data[from:], w)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + len(w)
		}
	}
}

// content is where the first thing that is neither space, comment, directive nor
// the mark of a document's start stands.
func content(data []byte) int {
	for i := 0; i < len(data); {
		switch c := data[i]; {
		case isSpace(c):
			i++
		case c == '#', c == '%':
			n := bytes.IndexByte(data[i:], '\n')
			if n < 0 {
				return len(data)
			}
			i += n
		case bytes.HasPrefix(data[i:], []byte("--- ")), bytes.HasPrefix(data[i:], []byte("---\n")), bytes.HasPrefix(data[i:], []byte("---\r")):
			i += 3
		default:
			return i
		}
	}
	return len(data)
}

// blockIsAPI looks for the key at the indentation of the first line that says
// something: YAML's top level.
func blockIsAPI(data []byte) bool {
	first := content(data)
	indent := first - (bytes.LastIndexByte(data[:first], '\n') + 1)
	if bytes.HasPrefix(data[first-indent:], []byte("---")) {
		indent = 0
	}
	for _, key := range apiKeys {
		for i := range indexes(data, key) {
			v, ok := blockValue(data, i, key, indent)
			if ok && (isVersion(v) || hasParts(data, indent)) {
				return true
			}
		}
	}
	return false
}

// blockValue is what follows the colon, where the word at i is a key at that indentation.
func blockValue(data []byte, i int, key string, indent int) ([]byte, bool) {
	end := i + len(key)
	if i > 0 && isQuote(data[i-1]) {
		if i--; end >= len(data) || data[end] != data[i] {
			return nil, false
		}
		end++
	}
	start := bytes.LastIndexByte(data[:i], '\n') + 1
	if i-start != indent || len(bytes.TrimLeft(data[start:i], " ")) > 0 {
		return nil, false
	}
	return afterColon(data[end:])
}

func hasParts(data []byte, indent int) bool {
	for _, key := range partKeys {
		for i := range indexes(data, key) {
			if _, ok := blockValue(data, i, key, indent); ok {
				return true
			}
		}
	}
	return false
}

// afterColon is what follows a colon and white space.
func afterColon(rest []byte) ([]byte, bool) {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if len(rest) == 0 || rest[0] != ':' {
		return nil, false
	}
	return bytes.TrimLeft(rest[1:], " \t\r\n"), true
}

// isVersion tells the beginning of a version: 3.0.3, "2.0", v3, behind a tag or an
// anchor too.
func isVersion(v []byte) bool {
	for len(v) > 0 && (v[0] == '!' || v[0] == '&') {
		i := bytes.IndexAny(v, " \n")
		if i < 0 {
			return false
		}
		v = bytes.TrimLeft(v[i:], " \t\r\n")
	}
	v = bytes.TrimLeft(v, `"'vV`)
	return len(v) > 0 && v[0] >= '0' && v[0] <= '9'
}

// flowIsAPI walks a document that begins with a brace (JSON, or YAML's flow style),
// for the keys of its outermost mapping.
func flowIsAPI(data []byte) bool {
	key, parts := false, false
	depth, expect := 0, false // expect: a key comes next
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '{' || c == '[':
			depth++
			expect = depth == 1
		case c == '}' || c == ']':
			depth--
			if depth <= 0 {
				return key && parts
			}
		case c == ',':
			expect = depth == 1
		case isQuote(c) && (c == '"' || expect):
			end := stringEnd(data, i)
			if expect {
				isKey, version := flowKey(data[i+1:max(i+1, end)], data[min(end+1, len(data)):], &parts)
				if version {
					return true
				}
				key, expect = key || isKey, false
			}
			i = end
		case expect && !isSpace(c):
			end := i + bareLength(data[i:])
			isKey, version := flowKey(data[i:end], data[end:], &parts)
			if version {
				return true
			}
			key, expect = key || isKey, false
			i = end - 1
		}
		if key && parts {
			return true
		}
	}
	return key && parts
}

// flowKey judges a key and what follows it.
func flowKey(name, rest []byte, parts *bool) (isKey, version bool) {
	v, ok := afterColon(rest)
	if !ok {
		return false, false
	}
	if slices.Contains(apiKeys, string(name)) {
		return true, isVersion(v)
	}
	*parts = *parts || slices.Contains(partKeys, string(name))
	return false, false
}

// stringEnd is where the quote that closes the one at i stands, or the end.
func stringEnd(data []byte, i int) int {
	for j := i + 1; j < len(data); j++ {
		switch data[j] {
		case '\\':
			if data[i] == '"' {
				j++
			}
		case data[i]:
			return j
		}
	}
	return len(data)
}

// bareLength is the length of a word without quotes, at least 1.
func bareLength(data []byte) int {
	if i := bytes.IndexAny(data, " \t\r\n:,{}[]"); i > 0 {
		return i
	}
	return 1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isQuote(c byte) bool { return c == '"' || c == '\'' }
