package result

import (
	"strconv"
	"unicode/utf8"
)

// The window of the hash, in UTF-16 code units, and its base.
const (
	hashWindow = 100
	hashBase   = 37
)

// lineHash is the hash of one line, and which of the equal ones in its file it is.
type lineHash struct {
	hash       uint64
	start      int32 // byte offset where the line begins
	occurrence int32
}

// lineHashBytes is the size of a lineHash in memory.
const lineHashBytes = 16

func (h lineHash) String() string {
	return strconv.FormatUint(h.hash, 16) + ":" + strconv.Itoa(int(h.occurrence))
}

// hasher computes the hash that code scanning compares alerts by: for each line,
// the polynomial over the 100 UTF-16 code units from its start that are neither
// space nor tab, with CR and CRLF read as LF, one 65535 at the end and zeros after
// it. A CR alone begins a line here too.
type hasher struct {
	window  [hashWindow]uint16
	pending [hashWindow]int // index into lines of the line whose window starts here, plus one
	at      int
	hash    uint64
	drop    uint64 // hashBase to the power of hashWindow
	lines   []lineHash
	counts  map[uint64]int32

	begins    bool // the next unit is the first of a line
	lineStart int
	afterCR   bool
}

// hashLines hashes every line of a text in which credentials are masked already.
// A byte that was no UTF-8 counts as U+FFFD, as a reader of the file sees it.
func hashLines(text string, substituted bool) []lineHash {
	h := &hasher{drop: 1, counts: map[uint64]int32{}, begins: true}
	for range hashWindow {
		h.drop *= hashBase
	}
	for i, r := range text {
		next := i + utf8.RuneLen(r)
		switch {
		case r == substitute && substituted:
			h.unit(0xfffd, next)
		case r >= 0x10000:
			h.unit(uint16(0xd800+(r-0x10000)>>10), next)
			h.unit(uint16(0xdc00+(r-0x10000)&0x3ff), next)
		default:
			h.unit(uint16(r), next)
		}
	}
	h.afterCR = false
	h.unit(65535, len(text))
	for range hashWindow {
		h.emit()
		h.push(0)
	}
	return h.lines
}

// unit takes the next code unit; next is the offset behind its character.
func (h *hasher) unit(c uint16, next int) {
	if c == ' ' || c == '\t' || h.afterCR && c == '\n' {
		if c == '\n' {
			// The line end that the CR began is complete only now.
			h.lineStart = next
		}
		h.afterCR = false
		return
	}
	h.afterCR = c == '\r'
	if h.afterCR {
		c = '\n'
	}
	h.emit()
	if h.begins {
		h.begins = false
		h.lines = append(h.lines, lineHash{start: int32(h.lineStart)})
		h.pending[h.at] = len(h.lines)
	}
	if c == '\n' {
		h.begins, h.lineStart = true, next
	}
	h.push(c)
}

// emit settles the line whose window is full: the one that starts at the slot
// that is about to be used again.
func (h *hasher) emit() {
	if i := h.pending[h.at]; i > 0 {
		h.counts[h.hash]++
		h.lines[i-1].hash, h.lines[i-1].occurrence = h.hash, h.counts[h.hash]
		h.pending[h.at] = 0
	}
}

func (h *hasher) push(c uint16) {
	h.hash = hashBase*h.hash + uint64(c) - h.drop*uint64(h.window[h.at])
	h.window[h.at] = c
	h.at = (h.at + 1) % hashWindow
}
