package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// directive is a line of a file of directives: its words, of which the first is its name,
// and the block that belongs to it. The root has no words.
type directive struct {
	words []word
	block []*directive
	open  bool // it has a block
	in    *directive
}

// add puts a directive into the block of d.
func (d *directive) add(words []word) *directive {
	c := &directive{words: words, in: d}
	d.block = append(d.block, c)
	return c
}

// name is the first word, in lower case.
func (d *directive) name() string { return strings.ToLower(d.arg(0)) }

// arg is the text of a word; empty where there is none.
func (d *directive) arg(i int) string {
	if i < len(d.words) {
		return d.words[i].text
	}
	return ""
}

// args are the words behind the name.
func (d *directive) args() []word {
	if len(d.words) == 0 {
		return nil
	}
	return d.words[1:]
}

// says reports whether one of the words behind the name is a text.
func (d *directive) says(text string) bool {
	for _, w := range d.args() {
		if strings.EqualFold(w.text, text) {
			return true
		}
	}
	return false
}

// all are the directives of a name that stand in the block of d itself.
func (d *directive) all(name string) []*directive {
	var out []*directive
	for _, c := range d.block {
		if c.name() == name {
			out = append(out, c)
		}
	}
	return out
}

// last is the last directive of a name in the block of d, or nil: of two, it counts.
func (d *directive) last(name string) *directive {
	if all := d.all(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// effective is the directive of a name that holds in d: of its own block, or of the nearest
// around it.
func (d *directive) effective(name string) *directive {
	for ; d != nil; d = d.in {
		if found := d.last(name); found != nil {
			return found
		}
	}
	return nil
}

// within is the nearest block of a name around d, or nil.
func (d *directive) within(name string) *directive {
	for d = d.in; d != nil; d = d.in {
		if d.name() == name {
			return d
		}
	}
	return nil
}

// walk visits every directive below d, in the order of the file. It does not go into a
// block where visit returns false.
func (d *directive) walk(visit func(*directive) bool) {
	for _, c := range d.block {
		if visit(c) {
			c.walk(visit)
		}
	}
}

// node is a word as a value.
func (w word) node() *node {
	return &node{kind: scalarNode, text: w.text, from: w.from, to: w.to, quoted: w.quoted}
}

// atDirective is the place of a directive without its block.
func (t *text) atDirective(d *directive) fact.Location {
	if len(d.words) == 0 {
		return t.at(0, 0)
	}
	return t.at(d.words[0].from, d.words[len(d.words)-1].to)
}

// lineWords are the words of one line, as shells cut them: quotes hold words together, and
// a backslash takes the meaning from what follows. comment ends the line; 0 is none.
func lineWords(data []byte, from, to int, comment byte) []word {
	var out []word
	for i := from; i < to; {
		if strings.IndexByte(" \t\r\n", data[i]) >= 0 || data[i] == '\\' && i+1 < to && (data[i+1] == '\n' || data[i+1] == '\r') {
			i++
			continue
		}
		if comment != 0 && data[i] == comment {
			if i = lineEnd(data, i); i >= to {
				break
			}
			continue
		}
		w, end := oneWord(data, i, to)
		out = append(out, w)
		i = end
	}
	return out
}

// oneWord reads the word that begins at an offset, and gives where it ends.
func oneWord(data []byte, from, to int) (w word, end int) {
	var b bytes.Buffer
	quote := byte(0)
	i := from
	for ; i < to; i++ {
		c := data[i]
		switch {
		case c == '\\' && quote != '\'' && i+1 < to:
			if i++; data[i] != '\n' && data[i] != '\r' {
				if quote == 0 || data[i] == quote || data[i] == '\\' {
					b.WriteByte(data[i])
				} else {
					b.Write([]byte{c, data[i]})
				}
			}
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && strings.IndexByte(" \t\r\n", c) >= 0:
			return framed(data, from, i, b.String()), i
		default:
			b.WriteByte(c)
		}
	}
	return framed(data, from, i, b.String()), i
}

// framed is a word without the quotes that stand around all of it.
func framed(data []byte, from, to int, text string) word {
	w := word{text: text, from: from, to: to}
	if n := to - from; n >= 2 && (data[from] == '"' || data[from] == '\'') && data[to-1] == data[from] && n-2 == len(text) {
		w.from, w.to, w.quoted = from+1, to-1, true
	}
	return w
}
