package clientconf

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// The bounds of a file that is a tree.
const (
	maxTreeDepth = 100
	maxTreeNodes = 200_000
)

type nodeKind byte

const (
	scalarNode nodeKind = iota
	mappingNode
	listNode
	aliasNode // stands for a part that is written elsewhere in the file
)

// node is a value of a file of keys and values: YAML, JSON, TOML. Its methods take a nil
// node for one that is not there.
type node struct {
	kind         nodeKind
	key          string // the key that it has in its mapping
	keyFrom      int    // offsets of the key, without its quotes
	keyTo        int
	text         string // of a scalar, without quotes and escapes; empty for null
	from, to     int    // offsets: of a scalar without its quotes
	quoted, null bool
	tag          string  // of YAML, where it is one of the file's own: "!Ref"
	block        bool    // YAML's | and >: the text begins on the next line
	folded       bool    // YAML's >: lines are joined by blanks
	items        []*node // of a mapping, with their keys, or of a list
	target       *node   // of an alias
}

// real is what an alias stands for.
func (n *node) real() *node {
	for range maxTreeDepth {
		if n == nil || n.kind != aliasNode {
			return n
		}
		n = n.target
	}
	return nil
}

// get is the value below keys, by YAML's merge keys too; nil where there is none.
func (n *node) get(keys ...string) *node {
	for _, k := range keys {
		if n = n.child(k, maxTreeDepth); n == nil {
			return nil
		}
	}
	return n.real()
}

// maxMerges bounds the mappings that are asked for one key by merge keys, which may name
// the same ones over and over.
const maxMerges = 200

func (n *node) child(key string, depth int) *node {
	left := maxMerges
	return n.merging(key, depth, &left)
}

func (n *node) merging(key string, depth int, left *int) *node {
	n = n.real()
	if n == nil || n.kind != mappingNode || depth == 0 || *left == 0 {
		return nil
	}
	*left--
	for i := len(n.items) - 1; i >= 0; i-- { // the last of two counts
		if n.items[i].key == key {
			return n.items[i]
		}
	}
	for _, c := range n.items {
		if c.key != "<<" {
			continue
		}
		for _, m := range c.list() {
			if found := m.merging(key, depth-1, left); found != nil {
				return found
			}
		}
	}
	return nil
}

// first is the value of the first of several keys that is there.
func (n *node) first(keys ...string) *node {
	for _, k := range keys {
		if v := n.get(k); v != nil {
			return v
		}
	}
	return nil
}

// has reports whether all of the keys are there.
func (n *node) has(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return n.get(k) == nil })
}

// str is the text of a scalar; empty for anything else.
func (n *node) str() string {
	if n = n.real(); n == nil || n.kind != scalarNode {
		return ""
	}
	return n.text
}

// list are the values of a list; a value that is none is a list of itself.
func (n *node) list() []*node {
	n = n.real()
	switch {
	case n == nil || n.null:
		return nil
	case n.kind == listNode:
		return n.items
	}
	return []*node{n}
}

// pairs are the values of a mapping, with their keys.
func (n *node) pairs() []*node {
	if n = n.real(); n == nil || n.kind != mappingNode {
		return nil
	}
	return n.items
}

// is tells a scalar that is a truth value of YAML, JSON or TOML.
func (n *node) is(truth bool) bool {
	switch n.str() {
	case "true", "True", "TRUE", "yes", "Yes", "on", "On":
		return truth
	case "false", "False", "FALSE", "no", "No", "off", "Off":
		return !truth
	}
	return false
}

// walk visits every node that is written below n, and n itself; an alias is not followed.
// It goes no further down where visit returns false.
func (n *node) walk(visit func(*node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, c := range n.items {
		c.walk(visit)
	}
}

func (t *text) atNode(n *node) fact.Location { return t.at(n.from, n.to) }

// atKey is the place of a value with its key, where it has one.
func (t *text) atKey(n *node) fact.Location {
	if n.keyTo > 0 {
		return t.at(n.keyFrom, max(n.to, n.keyTo))
	}
	return t.atNode(n)
}

// asWritten tells a scalar whose text is that of the file, so that a place in the one is a
// place in the other.
func (t *text) asWritten(n *node) bool {
	return n.to <= len(t.data) && n.text == string(t.data[n.from:n.to])
}

// value reads a scalar that has a name: its text, without credentials in it, or the
// credential that it is.
func (t *text) value(name string, n *node) (fact.Text, *fact.Credential) {
	n = n.real()
	if n == nil || n.kind != scalarNode || n.text == "" {
		return nil, nil
	}
	masks := len(t.out.Masks)
	v, c := t.reader(name, n).read(n.text, n.from)
	t.hideEscaped(n, masks)
	return v, c
}

// plain reads a scalar that is no credential by its place: a URL, a host. What
// authenticates in a URL is dropped.
func (t *text) plain(n *node) fact.Text {
	n = n.real()
	if n == nil || n.kind != scalarNode || n.text == "" {
		return nil
	}
	masks := len(t.out.Masks)
	v := t.reader(n.key, n).url(n.text, n.from)
	t.hideEscaped(n, masks)
	return v
}

// secret reads a scalar that is a credential by its place, whatever its name and form: a
// literal is dropped and noted, a reference keeps its name. nil where it is empty.
func (t *text) secret(name string, kind fact.Kind, n *node) *fact.Credential {
	n = n.real()
	if n == nil || n.kind != scalarNode || n.text == "" {
		return nil
	}
	masks := len(t.out.Masks)
	r := t.reader(name, n)
	c, ok := r.reference(n.text, n.from, kind)
	if !ok {
		c = r.literal(n.text, n.from, kind)
	}
	t.hideEscaped(n, masks)
	return &c
}

func (t *text) reader(name string, n *node) reader {
	find := t.find
	if find == nil {
		find = func(string, bool) []expansion { return nil }
	}
	r := reader{text: t, name: name, find: find}
	if n.quoted {
		r.quote = '"'
	}
	return r
}

// hideEscaped hides the whole scalar where something in it was hidden and its places are
// not those of the file.
func (t *text) hideEscaped(n *node, masks int) {
	if len(t.out.Masks) > masks && !t.asWritten(n) {
		t.out.Masks = append(t.out.Masks, t.atNode(n))
	}
}

// inside reads a scalar that is a file of its own, and reports whether a format took it.
func (t *text) inside(name string, n *node) bool {
	n = n.real()
	if n == nil || n.kind != scalarNode {
		return false
	}
	data, outer := t.body(n)
	return t.embedded(name, data, outer)
}

// body is the text of a scalar with the place of each offset in it. Of a block, the
// indentation is cut off.
func (t *text) body(n *node) (data []byte, outer func(int) int) {
	if !n.block {
		if t.asWritten(n) {
			return []byte(n.text), func(i int) int { return n.from + i }
		}
		return []byte(n.text), func(int) int { return n.from }
	}
	if data, outer = dedent(t.data, n.from, n.to); n.folded {
		fold(data)
	}
	return data, outer
}
