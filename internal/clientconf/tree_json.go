package clientconf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"github.com/tailscale/hujson"
)

// jsonTree is a JSON file as a tree, with comments and trailing commas, as editors' files
// have them; nil where nothing could be read. Of a file with a fault, what stands before
// it is read, and the fault is said.
func (t *text) jsonTree() *node {
	if at, deep := tooDeep(t.data); deep {
		t.skip(at, at, "the file is nested more deeply than is read", true)
		return nil
	}
	data := t.data
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) { // places stay where they are
		data = append([]byte("   "), data[3:]...)
	}
	v, err := hujson.Parse(data)
	if err != nil {
		at := t.jsonFault(err)
		t.skip(at, lineEnd(t.data, at), "the file is not read from here on: "+err.Error(), true)
		if v, err = hujson.Parse(closed(data[:at])); err != nil {
			return nil
		}
	}
	b := jsonBuilder{text: t}
	return b.value(&v)
}

var jsonLine = regexp.MustCompile(`line (\d+), column (\d+)`)

func (t *text) jsonFault(err error) int {
	m := jsonLine.FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	line, _ := strconv.Atoi(m[1]) // digits
	column, _ := strconv.Atoi(m[2])
	return min(max(t.own.Offset(line, column), 0), len(t.data))
}

// tooDeep finds where brackets are nested beyond what is read; text in strings does not count.
func tooDeep(data []byte) (at int, deep bool) {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if depth++; depth > maxTreeDepth {
				return i, true
			}
		case '}', ']':
			depth--
		}
	}
	return 0, false
}

// closed is a text of JSON up to a place, with what is open in it closed: the last member
// that is not whole is left out.
func closed(data []byte) []byte {
	var open []byte
	whole := 0             // behind the last member that is whole
	var openAtWhole []byte // what is open there
	mark := func(i int) { whole, openAtWhole = i, bytes.Clone(open) }
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			open = append(open, c+2) // the bracket that closes it
			mark(i + 1)
		case '}', ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
			mark(i + 1)
		case ',':
			mark(i)
		}
	}
	out := bytes.Clone(data[:whole])
	for i := len(openAtWhole) - 1; i >= 0; i-- {
		out = append(out, openAtWhole[i])
	}
	return out
}

type jsonBuilder struct {
	*text
	made int
}

func (b *jsonBuilder) value(v *hujson.Value) *node {
	n := &node{from: min(v.StartOffset, len(b.data)), to: min(v.EndOffset, len(b.data))} // what was closed here ends behind it
	if b.made++; b.made > maxTreeNodes {
		if b.made == maxTreeNodes+1 {
			b.skip(n.from, n.from, "the file has more values than are read", true)
		}
		n.null = true
		return n
	}
	switch x := v.Value.(type) {
	case *hujson.Object:
		n.kind = mappingNode
		for i := range x.Members {
			m := &x.Members[i]
			c := b.value(&m.Value)
			c.key = literalText(m.Name.Value)
			c.keyFrom, c.keyTo = m.Name.StartOffset+1, m.Name.EndOffset-1
			n.items = append(n.items, c)
		}
	case *hujson.Array:
		n.kind = listNode
		for i := range x.Elements {
			n.items = append(n.items, b.value(&x.Elements[i]))
		}
	case hujson.Literal:
		n.text = literalText(x)
		n.null = string(x) == "null"
		if n.quoted = x.Kind() == '"'; n.quoted {
			n.from, n.to = n.from+1, n.to-1
		}
		if n.null {
			n.text = ""
		}
	}
	return n
}

// literalText is a literal as text: a string without quotes and escapes, anything else as
// it is written.
func literalText(v hujson.ValueTrimmed) string {
	l, ok := v.(hujson.Literal)
	if !ok {
		return ""
	}
	if l.Kind() != '"' {
		return string(l)
	}
	var s string
	if json.Unmarshal([]byte(l), &s) != nil {
		return string(l[1 : len(l)-1])
	}
	return s
}

// tree is the file as one tree, whether it is JSON or YAML of one document; nil where
// nothing could be read.
func (t *text) tree() *node {
	if jsonLike(t.data) {
		return t.jsonTree()
	}
	if docs := t.yamlDocuments(); len(docs) > 0 {
		return docs[0]
	}
	return nil
}

// jsonLike tells a text that begins as an object of JSON; one with templates in it is read
// as YAML, which JSON is too.
func jsonLike(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("{")) && !bytes.Contains(data, []byte("{{"))
}

// jsonLine is a text that is JSON and nothing else, as a tree.
func (t *text) jsonLine() (*node, error) {
	v, err := hujson.Parse(t.data)
	if err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	b := jsonBuilder{text: t}
	return b.value(&v), nil
}
