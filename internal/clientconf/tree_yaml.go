package clientconf

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlDocuments are the documents of a YAML file, as trees. Templates in it are open parts
// (see template). Of a document with a fault, what stands before the fault is read, and the
// fault is said.
func (t *text) yamlDocuments() []*node {
	src := maskTemplates(t.data)
	docs, fault := t.yamlRead(src, len(src))
	if fault == nil {
		return docs
	}
	cut := len(src)
	t.sayYAML(src, fault)
	for range 8 { // a fault is often told some lines behind its cause
		if cut = t.before(fault, cut); cut <= 0 {
			break
		}
		again, err := t.yamlRead(src, cut)
		if err == nil {
			return again
		}
		fault = err
	}
	return docs
}

var yamlLine = regexp.MustCompile(`line (\d+):`)

// before is where the line of a fault begins, or the line before the end that did not help.
func (t *text) before(fault error, end int) int {
	if m := yamlLine.FindStringSubmatch(fault.Error()); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil {
			if at := t.own.Offset(line, 1); at > 0 && at < end {
				return at
			}
		}
	}
	return bytes.LastIndexByte(t.data[:max(end-1, 0)], '\n') + 1
}

func (t *text) sayYAML(src []byte, fault error) {
	at := 0
	if m := yamlLine.FindStringSubmatch(fault.Error()); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil {
			at = min(max(t.own.Offset(line, 1), 0), len(src))
		}
	}
	// What a template would become is not known here, and is often another kind of file.
	t.skip(at, lineEnd(t.data, at), "the file is not read from here on: "+fault.Error(), !bytes.Contains(t.data, []byte("{{")))
}

// yamlRead reads the text up to an offset; src is the text without its templates.
func (t *text) yamlRead(src []byte, to int) (docs []*node, fault error) {
	dec := yaml.NewDecoder(bytes.NewReader(src[:to]))
	b := yamlTree{text: t, src: src, made: map[*yaml.Node]*node{}}
	for t.ctx.Err() == nil {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return docs, err
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
			docs = append(docs, b.node(n.Content[0], 0))
		}
	}
	return docs, nil
}

type yamlTree struct {
	*text
	src  []byte
	made map[*yaml.Node]*node
	said bool
	// The place that was asked for last: lines can be long, and are gone through once.
	line, column, place int
}

// node makes one node. Each is made once, so that an alias is the node that it names.
func (b *yamlTree) node(y *yaml.Node, depth int) *node {
	if n := b.made[y]; n != nil {
		return n
	}
	n := &node{}
	n.from = b.offset(y)
	n.to = n.from
	b.made[y] = n
	if strings.HasPrefix(y.Tag, "!") && !strings.HasPrefix(y.Tag, "!!") {
		n.tag = y.Tag
	}
	if depth > maxTreeDepth || len(b.made) > maxTreeNodes {
		if !b.said {
			b.said = true
			b.skip(n.from, n.from, "the file is nested more deeply, or has more values, than are read", true)
		}
		n.null = true
		return n
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mappingNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.add(b.pair(y.Content[i], y.Content[i+1], depth))
		}
	case yaml.SequenceNode:
		n.kind = listNode
		for _, c := range y.Content {
			n.add(b.node(c, depth+1))
		}
	case yaml.AliasNode:
		n.kind = aliasNode
		if y.Alias != nil {
			n.target = b.made[y.Alias] // what it names is written before it
		}
	case yaml.ScalarNode:
		b.scalar(n, y)
	}
	return n
}

func (b *yamlTree) pair(key, value *yaml.Node, depth int) *node {
	n := b.node(value, depth+1)
	n.key = key.Value
	n.keyFrom, n.keyTo = b.frame(key)
	return n
}

func (n *node) add(c *node) {
	n.items = append(n.items, c)
	n.to = max(n.to, c.to)
}

func (b *yamlTree) scalar(n *node, y *yaml.Node) {
	n.from, n.to = b.frame(y)
	n.quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
	n.block = y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	n.folded = y.Style&yaml.FoldedStyle != 0
	n.null = y.Tag == "!!null"
	if n.null {
		return
	}
	n.text = y.Value
	if written := string(b.data[n.from:n.to]); !n.block && len(written) == len(y.Value) && bytes.Contains(b.data[n.from:n.to], []byte("{{")) {
		n.text = written // the template, which was hidden from the parser
	}
	if n.block {
		n.from = min(lineEnd(b.data, n.from)+1, n.to)
	}
}

// offset is where a node begins. Columns of the library count characters.
func (b *yamlTree) offset(n *yaml.Node) int {
	at, column := max(b.own.Offset(n.Line, 1), 0), 1
	if n.Line == b.line && n.Column >= b.column {
		at, column = b.place, b.column
	}
	for ; column < n.Column && at < len(b.data); column++ {
		_, size := utf8.DecodeRune(b.data[at:])
		at += size
	}
	b.line, b.column, b.place = n.Line, column, min(at, len(b.data))
	return b.place
}

// frame is the range of a value, without its quotes and behind its anchor and tag.
func (b *yamlTree) frame(n *yaml.Node) (from, to int) {
	t := b.text
	from = b.offset(n)
	for from < len(t.data) && (t.data[from] == '&' || t.data[from] == '!') {
		for from < len(t.data) && t.data[from] != ' ' && t.data[from] != '\n' {
			from++
		}
		for from < len(t.data) && t.data[from] == ' ' {
			from++
		}
	}
	end := lineEnd(t.data, from)
	switch {
	case from >= len(t.data):
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		from++
		return from, b.quoteEnd(from, n.Style&yaml.DoubleQuotedStyle != 0)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return from, t.blockEnd(from, end)
	}
	return from, min(from+len(n.Value), end)
}

// quoteEnd is where a quoted scalar ends whose text begins at from.
func (b *yamlTree) quoteEnd(from int, double bool) int {
	quote := b.src[from-1]
	to := from
	for ; to < len(b.src); to++ {
		switch {
		case double && b.src[to] == '\\':
			to++
		case b.src[to] != quote:
		case !double && to+1 < len(b.src) && b.src[to+1] == quote:
			to++
		default:
			return to
		}
	}
	return len(b.src)
}

// blockEnd is where a block scalar ends whose mark stands at from: before the first line
// that is indented no more than what the scalar belongs to, a key or a dash.
func (t *text) blockEnd(from, end int) int {
	start := bytes.LastIndexByte(t.data[:from], '\n') + 1
	before := bytes.TrimRight(t.data[start:from], " ")
	parent := len(before) - len(bytes.TrimLeft(before, " -"))
	if bytes.HasSuffix(before, []byte("-")) {
		parent = len(before) - 1
	}
	for line := range strings.Lines(string(t.data[min(end+1, len(t.data)):])) {
		if strings.TrimSpace(line) != "" && len(line)-len(strings.TrimLeft(line, " ")) <= parent {
			break
		}
		if end += len(line); !strings.HasSuffix(line, "\n") { // the file ends without one
			end++
		}
	}
	return min(end, len(t.data))
}
