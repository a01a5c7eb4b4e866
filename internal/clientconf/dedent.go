package clientconf

import (
	"bytes"
	"sort"
)

// fold joins the lines of a folded scalar by blanks, but for those that stand further in
// and those at an empty line.
func fold(data []byte) {
	plain := func(line []byte) bool { return len(line) > 0 && line[0] != ' ' && line[0] != '\t' }
	for pos := 0; pos < len(data); {
		end := lineEnd(data, pos)
		if end+1 < len(data) && plain(data[pos:end]) && plain(data[end+1:lineEnd(data, end+1)]) {
			data[end] = ' '
		}
		pos = end + 1
	}
}

// dedent is the text of the lines between two offsets without the indentation that the
// first of them has, and the place of each offset in it.
func dedent(data []byte, from, to int) (out []byte, outer func(int) int) {
	indent := -1
	var inner, starts []int // where each line begins, in the result and in data
	for pos := from; pos < to; {
		end := min(lineEnd(data, pos), to)
		line := data[pos:end]
		if indent < 0 && len(bytes.TrimSpace(line)) > 0 {
			indent = len(line) - len(bytes.TrimLeft(line, " "))
		}
		cut := min(max(indent, 0), len(line)-len(bytes.TrimLeft(line, " ")))
		inner, starts = append(inner, len(out)), append(starts, pos+cut)
		out = append(out, line[cut:]...)
		if end < to {
			out = append(out, '\n')
		}
		pos = end + 1
	}
	return out, func(i int) int {
		n := sort.SearchInts(inner, i+1) - 1
		if n < 0 {
			return from
		}
		return min(starts[n]+i-inner[n], to)
	}
}
