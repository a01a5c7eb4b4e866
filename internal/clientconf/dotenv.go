package clientconf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var dotenvFormat = format{
	Format: Format{
		Group: "settings", Name: "dotenv", Files: ".env, .env.*, *.env, .envrc, .flaskenv",
		Reads: "variables of the environment",
	},
	artifact: fact.ArtifactDotenv, read: dotenv, size: 32 << 20,
	named: func(_, base string) bool {
		return strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env") || base == ".envrc" || base == ".flaskenv"
	},
}

// The bounds of one file.
const (
	maxLines = 20_000
	maxValue = 64 << 10 // bytes
)

// assignment is NAME=value with the range of the value, without its quotes.
type assignment struct {
	name       string
	start, end int  // byte offsets
	quote      byte // 0 where there is none
}

// dotenv reads NAME=value lines as shells and the common loaders do: export,
// comments, quotes (a quoted value may span lines), "NAME: value", references in
// double quotes and bare values. Every other line is a shell's business.
func dotenv(t *text) {
	r, data := &dotenvReader{t}, t.data
	pos := 0
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		pos = 3
	}
	for n := 0; pos < len(data); n++ {
		if t.ctx.Err() != nil || n >= maxLines {
			r.skip(pos, len(data), "the rest of the file is over what is read of one", true)
			break
		}
		pos = r.line(pos)
	}
}

type dotenvReader struct{ *text }

var (
	// exportPattern is what a shell writes before the assignments of a line.
	exportPattern = regexp.MustCompile(`^[ \t]*(?:export|readonly|declare|typeset|local)(?:[ \t]+-[A-Za-z]+)*[ \t]+`)
	// namePattern is NAME= or, as some loaders take it, "NAME: ".
	namePattern = regexp.MustCompile(`^[ \t]*([A-Za-z0-9_.-]+)(?:[ \t]*=|:[ \t])`)
	// nextPattern is a further assignment behind a bare value.
	nextPattern = regexp.MustCompile(`[ \t][A-Za-z_][A-Za-z0-9_]*=`)
	// innerPattern is a line that assigns something itself; the last line of text in
	// base64 ends in "=" too.
	innerPattern = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*[ \t]*=[ \t]*[^=\s]`)
)

// line reads what is assigned in the line at pos, and returns where reading goes on.
func (r *dotenvReader) line(pos int) int {
	end := lineEnd(r.data, pos)
	from := pos
	exported := exportPattern.Find(r.data[pos:end])
	from += len(exported)
	for {
		m := namePattern.FindSubmatchIndex(r.data[from:end])
		if m == nil {
			return end + 1
		}
		name := string(r.data[from+m[2] : from+m[3]])
		a, after := r.value(from+m[1], end, exported != nil)
		a.name = name
		r.assign(a)
		if end = lineEnd(r.data, after); exported == nil || after >= end {
			return end + 1
		}
		from = after
	}
}

func lineEnd(data []byte, pos int) int {
	if pos >= len(data) {
		return len(data)
	}
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(data)
}

// value reads a value and says where it is over. listed is set where a further
// assignment can follow in the line.
func (r *dotenvReader) value(from, end int, listed bool) (a assignment, after int) {
	spaced := from
	for from < end && (r.data[from] == ' ' || r.data[from] == '\t') {
		from++
	}
	if from == end || r.data[from] == '#' && (from > spaced || from > 0 && r.data[from-1] == ' ') {
		return assignment{start: from, end: from}, end
	}
	if c := r.data[from]; c == '"' || c == '\'' || c == '`' {
		if to, ok := r.closing(from); ok {
			return assignment{start: from + 1, end: to, quote: c}, to + 1
		}
		r.skip(from, end, "this quote is not closed; the value is read to the end of its line", false)
		from++
	}
	line := r.data[from:end]
	to := len(line)
	if i := bytes.Index(line, []byte(" #")); i >= 0 {
		to = i
	}
	if i := bytes.Index(line[:to], []byte("\t#")); i >= 0 {
		to = i
	}
	after = end
	if listed {
		if m := nextPattern.FindIndex(line[:to]); m != nil {
			to = m[0]
			after = from + to
		}
	}
	return assignment{start: from, end: from + len(bytes.TrimRight(line[:to], " \t\r"))}, after
}

// closing finds the quote that ends the one at from. A quote that would swallow a
// line with an assignment of its own was left open by mistake.
func (r *dotenvReader) closing(from int) (to int, ok bool) {
	quote := r.data[from]
	text := r.data[from+1 : min(len(r.data), from+1+maxValue)]
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote:
			first := bytes.IndexByte(text[:i], '\n')
			if first >= 0 && innerPattern.Match(text[first+1:lineEnd(text, i)]) {
				return 0, false
			}
			return from + 1 + i, true
		}
	}
	return 0, false
}

// assign turns an assignment into a variable.
func (r *dotenvReader) assign(a assignment) {
	if a.start == a.end {
		return
	}
	if a.end-a.start > maxValue {
		r.skip(a.start, a.end, "this value is longer than what is read of one", true)
		r.out.Masks = append(r.out.Masks, r.at(a.start, a.end))
		return
	}
	v := fact.Variable{Name: a.name, Artifact: fact.ArtifactDotenv, At: r.at(a.start, a.end)}
	value := reader{text: r.text, name: a.name, quote: a.quote, find: expansions}
	v.Value, v.Credential = value.read(string(r.data[a.start:a.end]), a.start)
	r.out.Variables = append(r.out.Variables, v)
}
