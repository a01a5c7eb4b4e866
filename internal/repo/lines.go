package repo

import (
	"bytes"
	"sort"

	"github.com/hostbound/hostbound/internal/fact"
)

// LineIndex turns byte offsets of a text into positions.
type LineIndex struct{ starts []int }

// NewLineIndex indexes data. Lines end at LF; CRLF is one end.
func NewLineIndex(data []byte) *LineIndex {
	x := &LineIndex{starts: make([]int, 1, len(data)/32+1)}
	for from := 0; ; {
		i := bytes.IndexByte(data[from:], '\n')
		if i < 0 {
			return x
		}
		from += i + 1
		x.starts = append(x.starts, from)
	}
}

// Position is the position of an offset, which counts from 0.
func (x *LineIndex) Position(offset int) fact.Position {
	line := sort.SearchInts(x.starts, offset+1)
	return fact.Position{Offset: offset, Line: line, Column: offset - x.starts[line-1] + 1}
}

// Offset is the offset of a line and byte column, both from 1; -1 where there is no such line.
func (x *LineIndex) Offset(line, column int) int {
	if line < 1 || line > len(x.starts) {
		return -1
	}
	return x.starts[line-1] + column - 1
}
