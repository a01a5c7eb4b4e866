package clientconf

import (
	"bytes"
	"iter"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// word is a part of a line, with its place in the text: of one in quotes, what is within.
type word struct {
	text     string
	from, to int
	quoted   bool
}

// wordLines are the lines of a file of words. A word may be in quotes, and {{ … }} is a part
// of one; one that begins with one of the marks begins a comment, which ends its line.
// Lines without a word are left out. The slice is used again for the next line.
func (t *text) wordLines(marks string) iter.Seq[[]word] {
	return func(yield func([]word) bool) {
		var words []word
		for pos := 0; pos < len(t.data); {
			if t.ctx.Err() != nil {
				t.skip(pos, len(t.data), "the time for this file was over before its end", true)
				return
			}
			end := lineEnd(t.data, pos)
			words = t.words(words[:0], pos, end, marks)
			if len(words) > 0 && !yield(words) {
				return
			}
			pos = end + 1
		}
	}
}

func (t *text) words(out []word, pos, end int, marks string) []word {
	for pos < end {
		c := t.data[pos]
		switch {
		case blank(c):
			pos++
			continue
		case strings.IndexByte(marks, c) >= 0:
			return out
		}
		w := t.word(pos, end)
		out = append(out, w)
		if pos = w.to; w.quoted {
			pos++
		}
		pos = max(pos, w.from)
	}
	return out
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' }

// word reads the word at pos, which is no white space.
func (t *text) word(pos, end int) word {
	if q := t.data[pos]; q == '"' || q == '\'' {
		if i := bytes.IndexByte(t.data[pos+1:end], q); i >= 0 {
			return word{string(t.data[pos+1 : pos+1+i]), pos + 1, pos + 1 + i, true}
		}
	}
	to := pos
	for to < end && !blank(t.data[to]) {
		if bytes.HasPrefix(t.data[to:end], []byte("{{")) {
			if i := bytes.Index(t.data[to:end], []byte("}}")); i >= 0 {
				to += i + 2
				continue
			}
		}
		to++
	}
	return word{string(t.data[pos:to]), pos, to, false}
}

// pairLines are the lines of a file of names and values, as two words: "name sep value".
// A line that begins with one of the marks is a comment; the value is empty where there is
// no sep. A line [name] is a pair without a value too.
func (t *text) pairLines(sep byte, marks string) iter.Seq2[word, word] {
	return func(yield func(name, value word) bool) {
		for pos := 0; pos < len(t.data); {
			if t.ctx.Err() != nil {
				t.skip(pos, len(t.data), "the time for this file was over before its end", true)
				return
			}
			end := lineEnd(t.data, pos)
			line := t.trimmed(pos, end)
			pos = end + 1
			if line.text == "" || strings.IndexByte(marks, line.text[0]) >= 0 {
				continue
			}
			name, value := line, word{from: line.to, to: line.to}
			if i := strings.IndexByte(line.text, sep); i >= 0 {
				name, value = t.trimmed(line.from, line.from+i), t.unquoted(t.trimmed(line.from+i+1, line.to))
			}
			if !yield(name, value) {
				return
			}
		}
	}
}

// trimmed is the text between two offsets without the white space around it.
func (t *text) trimmed(from, to int) word {
	for from < to && blank(t.data[from]) {
		from++
	}
	for to > from && blank(t.data[to-1]) {
		to--
	}
	return word{text: string(t.data[from:to]), from: from, to: to}
}

func (t *text) unquoted(w word) word {
	if n := len(w.text); n > 1 && (w.text[0] == '"' || w.text[0] == '\'') && w.text[n-1] == w.text[0] {
		return word{w.text[1 : n-1], w.from + 1, w.to - 1, true}
	}
	return w
}

// cut is the word without what follows a sign, and that as another word.
func (w word) cut(sign string) (before, after word, found bool) {
	i := strings.Index(w.text, sign)
	if i < 0 {
		return w, word{from: w.to, to: w.to}, false
	}
	before, after = w, w
	before.text, before.to = w.text[:i], w.from+i
	after.text, after.from = w.text[i+len(sign):], w.from+i+len(sign)
	return before, after, true
}

// trimRight is the word without a sign at its end.
func (w word) trimRight(sign string) word {
	cut := strings.TrimRight(w.text, sign)
	w.to -= len(w.text) - len(cut)
	w.text = cut
	return w
}

func (t *text) atWord(w word) fact.Location { return t.at(w.from, w.to) }

// atWords is the place from the first of several words to the last.
func (t *text) atWords(ws ...word) fact.Location {
	return t.at(ws[0].from, max(ws[len(ws)-1].to, ws[0].to))
}

// open is a word with what a template or a setting leaves open in it.
func (t *text) open(w word) fact.Text {
	return reader{text: t, find: with(templated, expansions)}.plainText(w.text, w.from)
}

// setTo is a setting that the file makes, in words where the state does not say it all.
func setTo(s fact.State, at fact.Location, says string) fact.Setting {
	return fact.Setting{State: s, Value: fact.Lit(says), Explicit: true, At: at}
}
