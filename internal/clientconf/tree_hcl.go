package clientconf

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maxHCL bounds a file of HCL, in bytes: the parser goes down by itself, and how far is
// bounded by the text alone.
const maxHCL = 256 << 10

// hclTree is a file of HCL as a tree: a block is a mapping below its type and labels, and an
// expression that is no plain value is its own text. Of a file with a fault, what can be
// read is read, and the fault is said.
func (t *text) hclTree() *node {
	if at := runsDeep(t.data); at >= 0 {
		t.skip(at, at, "the file is nested more deeply than is read", true)
		return nil
	}
	f, faults := hclsyntax.ParseConfig(t.data, t.path, hcl.InitialPos)
	for _, fault := range faults {
		if fault.Severity == hcl.DiagError && fault.Subject != nil {
			t.skip(fault.Subject.Start.Byte, min(fault.Subject.End.Byte, len(t.data)), "this is not read: "+fault.Summary, true)
			break
		}
	}
	if f == nil {
		return nil
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	b := hclBuilder{text: t}
	return b.body(body, 0)
}

// runsDeep finds where brackets, or signs before a value, are nested beyond what is read;
// -1 is nowhere. Text counts like all else, so that nothing can be hidden in it.
func runsDeep(data []byte) int {
	depth, run := 0, 0
	for i, c := range data {
		switch c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth = max(depth-1, 0)
		}
		if c == '!' || c == '-' {
			run++
		} else {
			run = 0
		}
		if depth > maxTreeDepth || run > maxTreeDepth {
			return i
		}
	}
	return -1
}

type hclBuilder struct {
	*text
	made int
}

func (b *hclBuilder) body(y *hclsyntax.Body, depth int) *node {
	n := &node{kind: mappingNode, from: y.SrcRange.Start.Byte, to: y.SrcRange.End.Byte}
	if depth > maxTreeDepth {
		return n
	}
	for _, name := range sortedAttributes(y) {
		a := y.Attributes[name]
		c := b.value(a.Expr, depth+1)
		c.key, c.keyFrom, c.keyTo = name, a.NameRange.Start.Byte, a.NameRange.End.Byte
		n.items = append(n.items, c)
	}
	for _, block := range y.Blocks {
		c := b.body(block.Body, depth+1)
		c.from = block.TypeRange.Start.Byte
		for i := len(block.Labels) - 1; i >= 0; i-- {
			c.key, c.keyFrom, c.keyTo = block.Labels[i], block.LabelRanges[i].Start.Byte, block.LabelRanges[i].End.Byte
			c = &node{kind: mappingNode, items: []*node{c}, from: c.from, to: c.to}
		}
		c.key, c.keyFrom, c.keyTo = block.Type, block.TypeRange.Start.Byte, block.TypeRange.End.Byte
		n.items = append(n.items, c)
	}
	return n
}

// sortedAttributes are the names of the attributes in the order of the file.
func sortedAttributes(y *hclsyntax.Body) []string {
	names := slices.Collect(maps.Keys(y.Attributes))
	slices.SortFunc(names, func(a, c string) int {
		return y.Attributes[a].NameRange.Start.Byte - y.Attributes[c].NameRange.Start.Byte
	})
	return names
}

func (b *hclBuilder) value(e hclsyntax.Expression, depth int) *node {
	r := e.Range()
	n := &node{from: r.Start.Byte, to: min(r.End.Byte, len(b.data))}
	if b.made++; depth > maxTreeDepth || b.made > maxTreeNodes {
		n.null = true
		return n
	}
	switch x := e.(type) {
	case *hclsyntax.TupleConsExpr:
		n.kind = listNode
		for _, c := range x.Exprs {
			n.items = append(n.items, b.value(c, depth+1))
		}
		return n
	case *hclsyntax.ObjectConsExpr:
		n.kind = mappingNode
		for _, c := range x.Items {
			v := b.value(c.ValueExpr, depth+1)
			key := c.KeyExpr.Range()
			v.keyFrom, v.keyTo = key.Start.Byte, key.End.Byte
			if quoted(b.data[v.keyFrom:v.keyTo]) {
				v.keyFrom, v.keyTo = v.keyFrom+1, v.keyTo-1
			}
			v.key = string(b.data[v.keyFrom:v.keyTo])
			n.items = append(n.items, v)
		}
		return n
	}
	if raw := b.data[n.from:n.to]; quoted(raw) {
		n.from, n.to, n.quoted = n.from+1, n.to-1, true
	}
	n.text = string(b.data[n.from:n.to])
	n.null = n.text == "null"
	return n
}
