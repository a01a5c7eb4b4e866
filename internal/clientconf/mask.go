package clientconf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// templateMarks open and close what the templates of files of directives hold. What is
// between them is a value where the opening mark, or the closing one, says so.
var templateMarks = []struct {
	open, close string
	value       bool
}{{"{{", "}}", true}, {"<%=", "%>", true}, {"<%", "%>", false}, {"{%", "%}", false}, {"{#", "#}", false}}

var controlWord = regexp.MustCompile(`^[-~]?\s*(?:if|else|end|range|with|define|block|for|endif|endfor|break|continue|template|include|/\*|\$?\w+\s*:?=[^=])`)

// maskDirectives hides the templates of a file of directives from its parser, with text of
// the same length: a word where a value would stand, white space where the template only
// chooses or repeats.
func maskDirectives(data []byte) []byte {
	if !bytes.Contains(data, []byte("{{")) && !bytes.Contains(data, []byte("<%")) && !bytes.Contains(data, []byte("{%")) {
		return data
	}
	out := bytes.Clone(data)
	for pos := 0; pos < len(data); {
		from, to, value := nextTemplate(data, pos)
		if from < 0 {
			break
		}
		fill := byte('x')
		if !value || alone(data, from, to) {
			fill = ' '
		}
		for i := from; i < to; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = fill
			}
		}
		pos = to
	}
	return out
}

// nextTemplate is the next part that a template would replace; from is -1 where none is.
func nextTemplate(data []byte, pos int) (from, to int, value bool) {
	for ; pos+1 < len(data); pos++ {
		if data[pos] != '{' && data[pos] != '<' {
			continue
		}
		for _, m := range templateMarks {
			if !bytes.HasPrefix(data[pos:], []byte(m.open)) {
				continue
			}
			inner := pos + len(m.open)
			end := bytes.Index(data[inner:], []byte(m.close))
			if end < 0 {
				return -1, 0, false // nothing behind it closes either
			}
			to = inner + end + len(m.close)
			return pos, to, m.value && !controlWord.Match(bytes.TrimSpace(data[inner:inner+end]))
		}
	}
	return -1, 0, false
}

// markedName is a name that stands for a value, and for no function: $upstream, .Host, @host.
var markedName = regexp.MustCompile(`[$.@][A-Za-z_][A-Za-z0-9_]*`)

// templates finds what templates of files of directives would replace in a value.
func templates(v string, _ bool) []expansion {
	var out []expansion
	data := []byte(v)
	for pos := 0; pos < len(data); {
		from, to, _ := nextTemplate(data, pos)
		if from < 0 {
			break
		}
		e := expansion{start: from, end: to, origin: fact.OriginConfig}
		inner := strings.Trim(v[from:to], "{}<>%=-# ")
		if e.name = valueName.FindString(inner); e.name == "" {
			e.name = strings.TrimLeft(markedName.FindString(inner), "$.@")
		}
		if e.name == "" {
			e.name = bareName.FindString(strings.TrimLeft(inner, "@$."))
		}
		if e.name == "" {
			e.origin = fact.OriginUnknown
		}
		out = append(out, e)
		pos = to
	}
	return out
}
