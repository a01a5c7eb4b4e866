package clientconf

import (
	"errors"

	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlTree is a TOML file as a tree. Of a file with a fault, what stands before it is
// read, and the fault is said.
func (t *text) tomlTree() *node {
	data := t.data[:len(t.data):len(t.data)]
	b := &tomlBuilder{text: t, root: &node{kind: mappingNode}}
	table := b.root
	b.p.Reset(data)
	for b.p.NextExpression() && t.ctx.Err() == nil {
		switch e := b.p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = b.header(e)
		case unstable.KeyValue:
			b.pair(table, e, 0)
		}
	}
	if err := b.p.Error(); err != nil {
		at := len(data)
		var fault *unstable.ParserError
		if errors.As(err, &fault) {
			at = len(data) - min(cap(fault.Highlight), len(data))
		}
		t.skip(at, lineEnd(data, at), "the file is not read from here on: "+err.Error(), true)
	}
	return b.root
}

type tomlBuilder struct {
	*text
	p    unstable.Parser
	root *node
	made int
}

// header is the table that [a.b] or [[a.b]] begins.
func (b *tomlBuilder) header(e *unstable.Node) *node {
	n := b.root
	for it := e.Key(); it.Next(); {
		last := it.IsLast()
		n = b.table(n, it.Node())
		if last && e.Kind == unstable.ArrayTable {
			n.kind = listNode
			n.items = append(n.items, &node{kind: mappingNode, from: n.keyFrom, to: n.keyTo})
		}
		if n.kind == listNode && len(n.items) > 0 {
			n = n.items[len(n.items)-1]
		}
	}
	return n
}

// table is the value of a key in a table, made as one where it is not there yet.
func (b *tomlBuilder) table(n *node, key *unstable.Node) *node {
	name := string(key.Data)
	for _, c := range n.items {
		if c.key == name && n.kind == mappingNode {
			return c
		}
	}
	c := b.node(key)
	c.kind = mappingNode
	b.named(c, key)
	n.items = append(n.items, c)
	return c
}

func (b *tomlBuilder) named(n *node, key *unstable.Node) {
	n.key = string(key.Data)
	n.keyFrom = int(key.Raw.Offset)
	n.keyTo = n.keyFrom + int(key.Raw.Length)
	if quoted(b.data[n.keyFrom:n.keyTo]) {
		n.keyFrom, n.keyTo = n.keyFrom+1, n.keyTo-1
	}
}

func quoted(raw []byte) bool {
	return len(raw) > 1 && (raw[0] == '"' || raw[0] == '\'') && raw[len(raw)-1] == raw[0]
}

// pair adds a key with its value to a table; a.b = 1 is one of the table a.
func (b *tomlBuilder) pair(table *node, e *unstable.Node, depth int) {
	for it := e.Key(); it.Next(); {
		if !it.IsLast() {
			table = b.table(table, it.Node())
			continue
		}
		n := b.value(e.Value(), depth+1)
		b.named(n, it.Node())
		table.add(n)
	}
}

func (b *tomlBuilder) node(y *unstable.Node) *node {
	from := int(y.Raw.Offset)
	return &node{from: from, to: from + int(y.Raw.Length)}
}

func (b *tomlBuilder) value(y *unstable.Node, depth int) *node {
	n := b.node(y)
	if b.made++; depth > maxTreeDepth || b.made > maxTreeNodes {
		if b.made <= maxTreeNodes+1 {
			b.made = maxTreeNodes + 1
			b.skip(n.from, n.to, "the file is nested more deeply, or has more values, than are read", true)
		}
		n.null = true
		return n
	}
	switch y.Kind {
	case unstable.InlineTable:
		n.kind = mappingNode
		for it := y.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				b.pair(n, it.Node(), depth)
			}
		}
	case unstable.Array:
		n.kind = listNode
		for it := y.Children(); it.Next(); {
			if it.Node().Kind != unstable.Comment {
				n.add(b.value(it.Node(), depth+1))
			}
		}
	default:
		b.tomlScalar(n, y)
	}
	if len(n.items) > 0 && y.Raw.Length == 0 { // an array has no place of its own
		n.from = n.items[0].from
	}
	return n
}

// tomlScalar fills in a scalar, whose place is that of its text, without quotes.
func (b *tomlBuilder) tomlScalar(n *node, y *unstable.Node) {
	n.text = string(y.Data)
	n.quoted = y.Kind == unstable.String
	if !n.quoted {
		return
	}
	raw := b.data[n.from:n.to]
	width := 1
	if len(raw) >= 6 && raw[1] == raw[0] && raw[2] == raw[0] {
		width = 3
	}
	n.from, n.to = n.from+width, n.to-width
	if width == 3 && n.from < n.to && b.data[n.from] == '\r' {
		n.from++
	}
	if width == 3 && n.from < n.to && b.data[n.from] == '\n' {
		n.from++
	}
}
