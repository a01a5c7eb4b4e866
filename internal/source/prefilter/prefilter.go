// Package prefilter decides, in one pass over its bytes, whether a file can
// matter at all. Only files that it selects are parsed, so it is fast, it errs
// towards selecting, and it knows no library by name: the markers come from the
// models.
//
// A marker is written in one of five ways; letter case never counts in its word.
//
//	authorization   the word, anywhere; "_", a digit's end and a capital inside
//	                a name bound a word too: X_AUTHORIZATION, authorizationHeader
//	import httpx    the module is imported: after "import", "from" or "require" on its line
//	token or        a name with this word is looked up with a string to fall back on
//	                that could be a credential: get("TOKEN", "…"), get("TOKEN") or "…"
//	eyj*            a word that starts so
//	token behind environ print(
//	                a name with this word stands behind one of the texts: in code
//	                among the arguments of a call, for a text that ends in "(";
//	                else close behind it
//
// A marker that starts or ends with a sign, such as ".host", is not bounded there.
package prefilter

import "strings"

type how uint8

const (
	asWord how = iota
	asImport
	asFallback
	asPrefix
	asBehind
)

type marker struct {
	text string // lower case, never empty
	how  how
	// calls are the texts behind which the word stands that end in "(", and texts the others.
	calls, texts [][]byte
}

func parseMarker(s string) (marker, bool) {
	m := marker{text: strings.ToLower(strings.TrimSpace(s))}
	if word, texts, ok := strings.Cut(strings.TrimSpace(s), " behind "); ok {
		m.text, m.how = strings.ToLower(word), asBehind
		for _, t := range strings.Fields(texts) {
			if strings.HasSuffix(t, "(") {
				m.calls = append(m.calls, []byte(t))
			} else {
				m.texts = append(m.texts, []byte(t))
			}
		}
	} else if rest, ok := strings.CutPrefix(m.text, "import "); ok {
		m.text, m.how = strings.TrimSpace(rest), asImport
	} else if rest, ok := strings.CutSuffix(m.text, " or"); ok {
		m.text, m.how = strings.TrimSpace(rest), asFallback
	} else if rest, ok := strings.CutSuffix(m.text, "*"); ok {
		m.text, m.how = rest, asPrefix
	}
	return m, m.text != ""
}

// Filter is an automaton over all markers at once (Aho and Corasick). It never
// changes after New, so that any number of goroutines can share it.
type Filter struct {
	class  [256]uint8 // byte to column; letters of both cases share one
	width  int        // columns of a row
	next   []uint32   // row (premultiplied by width) and column to row
	ends   uint32     // rows from here on end at least one marker
	atRow  [][]int    // the markers that end in row ends + i*width
	mark   []marker
	always bool // no marker at all: nothing can be left out
}

// New builds a filter. Empty markers are ignored; with none left, every file is
// selected.
func New(markers []string) *Filter {
	f := &Filter{}
	for _, s := range markers {
		if m, ok := parseMarker(s); ok {
			f.mark = append(f.mark, m)
		}
	}
	f.always = len(f.mark) == 0
	f.classes()
	t := newTrie(f)
	t.link()
	t.number()
	return f
}

// Selects reports whether data holds one of the markers.
func (f *Filter) Selects(data []byte) bool {
	if f.always {
		return true
	}
	return f.find(data) >= 0
}

// find is the index of the first marker that data holds, or -1.
func (f *Filter) find(data []byte) int {
	row, next, ends, class := uint32(0), f.next, f.ends, &f.class
	for i, b := range data {
		row = next[row+uint32(class[b])]
		if row < ends {
			continue
		}
		for _, m := range f.atRow[(row-ends)/uint32(f.width)] {
			if f.mark[m].holds(data, i+1) {
				return m
			}
		}
	}
	return -1
}

// classes gives each letter that some marker uses a column; column 0 is the rest.
func (f *Filter) classes() {
	f.width = 1
	for _, m := range f.mark {
		for i := range len(m.text) {
			c := m.text[i]
			if f.class[c] != 0 {
				continue
			}
			f.class[c] = uint8(f.width)
			if 'a' <= c && c <= 'z' {
				f.class[c-'a'+'A'] = uint8(f.width)
			}
			f.width++
		}
	}
}

// trie is the automaton while it is built: a state's children by column.
type trie struct {
	*Filter
	child [][]int
	found [][]int // the markers that end in a state
	order []int   // states, shorter before longer
}

func newTrie(f *Filter) *trie {
	t := &trie{Filter: f}
	t.add()
	for i, m := range f.mark {
		state := 0
		for j := range len(m.text) {
			c := f.class[m.text[j]]
			if t.child[state][c] == 0 {
				t.child[state][c] = t.add()
			}
			state = t.child[state][c]
		}
		t.found[state] = append(t.found[state], i)
	}
	return t
}

func (t *trie) add() int {
	t.child = append(t.child, make([]int, t.width))
	t.found = append(t.found, nil)
	return len(t.child) - 1
}

// link turns the trie into an automaton: where a state has no child, it goes
// where its longest proper suffix goes.
func (t *trie) link() {
	suffix := make([]int, len(t.child))
	t.order = []int{0}
	for i := 0; i < len(t.order); i++ {
		state := t.order[i]
		for c, to := range t.child[state] {
			back := t.child[suffix[state]][c]
			switch {
			case to == 0:
				t.child[state][c] = back
				continue
			case state != 0:
				suffix[to] = back
			}
			t.found[to] = append(t.found[to], t.found[suffix[to]]...)
			t.order = append(t.order, to)
		}
	}
}

// number writes the table, with the states that end a marker last.
func (t *trie) number() {
	row := make([]uint32, len(t.child))
	var sorted []int
	for _, ending := range []bool{false, true} {
		if ending {
			t.ends = uint32(len(sorted) * t.width)
		}
		for _, state := range t.order {
			if (len(t.found[state]) > 0) == ending {
				row[state] = uint32(len(sorted) * t.width)
				sorted = append(sorted, state)
				if ending {
					t.atRow = append(t.atRow, t.found[state])
				}
			}
		}
	}
	for _, state := range sorted {
		for _, to := range t.child[state] {
			t.next = append(t.next, row[to])
		}
	}
}
