package openapi

import "github.com/hostbound/hostbound/internal/fact"

// kind is what a value is. Numbers and truth values keep their text as written.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindMapping
	kindSequence
	kindAlias
	kindLost // too deep to be read
)

// style is how a value is written; it decides where its text begins and ends.
type style uint8

const (
	styleJSON   style = iota // the end is known
	stylePlain               // YAML without quotes, and block collections
	styleSingle              // '…'
	styleDouble              // "…"
	styleBlock               // | and >
	styleFlow                // […] and {…}
)

// node is a value of a file. A mapping's kids are key, value, key, value.
type node struct {
	kind   kind
	style  style
	dup    bool // a key that stands again further down, and is not read
	merged bool // a key that came in by a merge (<<), and stands elsewhere
	start  int32
	stop   int32 // of styleJSON; the others are measured when asked
	text   string
	kids   []node
	to     *node // what an alias stands for; nil where that is not known
	file   *file
}

// self follows an alias. It is never nil.
func (n *node) self() *node {
	if n.kind != kindAlias {
		return n
	}
	if n.to == nil { // an alias never stands for another alias
		return &node{kind: kindNull, style: n.style, start: n.start, file: n.file}
	}
	return n.to
}

func (n *node) is(k kind) bool { return n != nil && n.kind == k }

// each calls f for each key and value of a mapping, in order, without keys that
// stand again further down. It ends when f returns false.
func (n *node) each(f func(key, value *node) bool) {
	if !n.is(kindMapping) {
		return
	}
	for i := 0; i+1 < len(n.kids); i += 2 {
		if !n.kids[i].dup && !f(&n.kids[i], n.kids[i+1].self()) {
			return
		}
	}
}

// entry is the key and value of a name in a mapping.
func (n *node) entry(name string) (key, value *node) {
	if !n.is(kindMapping) {
		return nil, nil
	}
	for i := 0; i+1 < len(n.kids); i += 2 {
		if n.kids[i].text == name && !n.kids[i].dup {
			return &n.kids[i], n.kids[i+1].self()
		}
	}
	return nil, nil
}

// get is the value of a name in a mapping, or nil.
func (n *node) get(name string) *node {
	_, v := n.entry(name)
	return v
}

// str is the text of a string under a name in a mapping, or "".
func (n *node) str(name string) string {
	if v := n.get(name); v.is(kindString) {
		return v.text
	}
	return ""
}

// truth tells whether a name in a mapping is true.
func (n *node) truth(name string) bool {
	v := n.get(name)
	return v.is(kindBool) && (v.text == "true" || v.text == "True" || v.text == "TRUE")
}

// items are the values of a sequence.
func (n *node) items() []*node {
	if !n.is(kindSequence) {
		return nil
	}
	out := make([]*node, len(n.kids))
	for i := range n.kids {
		out[i] = n.kids[i].self()
	}
	return out
}

// scalar reports a value without parts.
func (n *node) scalar() bool { return n != nil && n.kind <= kindString }

// cut reports whether the value is of a document whose rest could not be read.
func (n *node) cut() bool { return n != nil && n.file.cut != nil && n.file.rootOf(n) == n.file.cut }

// at is where a value stands, without its quotes.
func (n *node) at() fact.Location {
	if n == nil {
		return fact.Location{}
	}
	from, to := n.span()
	return n.file.location(from, to)
}
