//go:build cgo

package syntax

import (
	"bytes"
	"sort"

	"github.com/hostbound/hostbound/internal/fact"
)

// Kind is the grammar's name of node n: "call", "(", "ERROR".
func (t *Tree) Kind(n uint32) string {
	if k := int(t.Nodes[n].Kind); k < len(t.Language.kinds) {
		return t.Language.kinds[k]
	}
	return "ERROR" // the error kind lies outside the grammar's own table
}

// NumberOf is the number of a kind with a name, for a reader that mends a tree.
func (l *Language) NumberOf(kind string) uint16 {
	for i, k := range l.kinds {
		if k == kind {
			return uint16(i)
		}
	}
	return uint16(len(l.kinds)) // reads as an error
}

// FieldName is the field that node n fills in its parent, or "".
func (t *Tree) FieldName(n uint32) string { return t.Language.fields[t.Nodes[n].Field] }

// Text is the source of node n.
func (t *Tree) Text(n uint32) string { return string(t.Source[t.Nodes[n].Start:t.Nodes[n].End]) }

// Is reports whether node n has all of the flags.
func (t *Tree) Is(n uint32, flags uint32) bool { return t.Nodes[n].Flags&flags == flags }

// Child is the first child of n that fills the field, or None.
func (t *Tree) Child(n uint32, field string) uint32 {
	for c := t.Nodes[n].First; c != None; c = t.Nodes[c].Next {
		if t.FieldName(c) == field {
			return c
		}
	}
	return None
}

// ChildOfKind is the first child of n of that kind, or None.
func (t *Tree) ChildOfKind(n uint32, kind string) uint32 {
	for c := t.Nodes[n].First; c != None; c = t.Nodes[c].Next {
		if t.Kind(c) == kind {
			return c
		}
	}
	return None
}

// Children are the named children of n, without comments and the like.
func (t *Tree) Children(n uint32) []uint32 {
	var out []uint32
	for c := t.Nodes[n].First; c != None; c = t.Nodes[c].Next {
		if f := t.Nodes[c].Flags; f&Named != 0 && (f&Extra == 0 || f&Error != 0) {
			out = append(out, c)
		}
	}
	return out
}

// Position turns a byte offset into a position.
func (t *Tree) Position(offset uint32) fact.Position {
	line := sort.Search(len(t.lines), func(i int) bool { return t.lines[i] > offset })
	return fact.Position{Offset: int(offset), Line: line, Column: int(offset-t.lines[line-1]) + 1}
}

func lineStarts(src []byte) []uint32 {
	starts := make([]uint32, 1, 1+len(src)/32)
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, uint32(at))
	}
}
