package result

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
)

// substitute stands for a byte that is no UTF-8, so that a text has one byte for
// each byte of the file and is valid throughout.
const substitute = 0x1a

// maskedFile is the text of a file with the same offsets, without credentials.
type maskedFile struct {
	text   string
	starts []int // offset of each line's first byte; lines end at LF
	units  unitIndex
	// substituted is set where some byte was no UTF-8.
	substituted bool
	hashes      []lineHash // nil until one is asked for
}

func newMaskedFile(data []byte, masks []fact.Location) *maskedFile {
	f := &maskedFile{starts: lineStarts(data)}
	masked := bytes.Clone(data)
	for _, m := range masks {
		for _, r := range f.ranges(m, len(data)) {
			fill(masked[r.from:r.to], data[r.from:r.to])
		}
	}
	f.substituted = substituteInvalid(masked)
	f.text = string(masked)
	f.units = newUnitIndex(f.text)
	return f
}

func lineStarts(data []byte) []int {
	starts := make([]int, 1, bytes.Count(data, []byte{'\n'})+1)
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// line returns the range of line n (from 1) without its LF. A file that ends with
// LF has no line behind it.
func (f *maskedFile) line(n int) (start, end int, ok bool) {
	if n < 1 || n > len(f.starts) || n > 1 && f.starts[n-1] == len(f.text) {
		return 0, 0, false
	}
	start, end = f.starts[n-1], len(f.text)
	if n < len(f.starts) {
		end = f.starts[n] - 1
	}
	return start, end, true
}

type byteRange struct{ from, to int }

// ranges are the bytes that a location covers, by its lines and columns and by
// its offsets. The two agree, as a rule; where they do not, or where the location
// has no end, more is masked rather than less.
func (f *maskedFile) ranges(m fact.Location, size int) []byteRange {
	var out []byteRange
	if m.End.Offset > m.Start.Offset && m.Start.Offset >= 0 {
		out = append(out, byteRange{min(m.Start.Offset, size), min(m.End.Offset, size)})
	}
	if from := f.offset(m.Start, size); from >= 0 {
		to := f.offset(m.End, size)
		if to <= from {
			to = f.lineEnd(from, size)
		}
		out = append(out, byteRange{from, to})
	}
	if len(out) == 0 {
		out = append(out, byteRange{0, size})
	}
	return out
}

// offset is the offset of a line and column, or -1 where there is none.
func (f *maskedFile) offset(p fact.Position, size int) int {
	if p.Line < 1 || p.Line > len(f.starts) {
		return -1
	}
	return min(f.starts[p.Line-1]+max(p.Column, 1)-1, size)
}

func (f *maskedFile) lineEnd(offset, size int) int {
	i := sort.SearchInts(f.starts, offset+1)
	if i == len(f.starts) {
		return size
	}
	return f.starts[i] - 1
}

// The fillers have one to four bytes and as many UTF-16 code units as any
// character of that many bytes, so that every column stays what it was.
var fillers = [...]string{1: "*", 2: "·", 3: "•", 4: "🔒"}

// fill overwrites a value; line ends stay.
func fill(masked, data []byte) {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r != '\n' && r != '\r' {
			copy(masked[i:i+size], fillers[size])
		}
		i += size
	}
}

// substituteInvalid reports whether there was anything to do.
func substituteInvalid(data []byte) bool {
	if utf8.Valid(data) {
		return false
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			data[i] = substitute
		}
		i += size
	}
	return true
}

// unitBlock is the distance of the known sums of a unitIndex, in bytes.
const unitBlock = 4096

// unitIndex holds the UTF-16 code units before each block of a text, so that a
// column costs the same in a line of a megabyte as in a short one.
type unitIndex []int

func newUnitIndex(text string) unitIndex {
	x := make(unitIndex, 0, len(text)/unitBlock+1)
	sum := 0
	for at := 0; at < len(text); at += unitBlock {
		x = append(x, sum)
		sum += units(text[at:min(at+unitBlock, len(text))])
	}
	return append(x, sum)
}

// before counts the units of text[:offset].
func (x unitIndex) before(text string, offset int) int {
	b := min(offset/unitBlock, len(x)-1)
	return x[b] + units(text[min(b*unitBlock, offset):offset])
}

func (x unitIndex) between(text string, from, to int) int {
	return x.before(text, to) - x.before(text, from)
}

// units counts the UTF-16 code units of valid UTF-8, each at the first byte of its
// character, so that a text may be counted in pieces.
func units(s string) int {
	n := len(s)
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return n
	}
	n = 0
	for i := range len(s) {
		switch {
		case s[i] >= 0xf0:
			n += 2
		case utf8.RuneStart(s[i]):
			n++
		}
	}
	return n
}

// Covers tells whether a line as a report shows it can be that line of a file:
// they agree but for what is masked in the first, which may be anything as long.
func Covers(shown, line string) bool {
	for shown != "" && line != "" {
		a, n := utf8.DecodeRuneInString(shown)
		b, m := utf8.DecodeRuneInString(line)
		if a != b && shown[:n] != fillers[m] && a != substitute || n != m {
			return false
		}
		shown, line = shown[n:], line[m:]
	}
	return shown == line
}
