package clientconf

import (
	"bytes"
	"context"
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// assignment is NAME=value with the range of the value, without its quotes.
type assignment struct {
	name       string
	value      string
	start, end int  // byte offsets
	expands    bool // ${X} stands for something in it
}

// maxAssignments bounds one file.
const maxAssignments = 20_000

// dotenv reads NAME=value lines as shells and the common loaders do: export,
// comments, quotes (a quoted value may span lines), references in double quotes
// and bare values.
func dotenv(ctx context.Context, path string, data []byte, g *credential.Grader) *fact.Set {
	r := &dotenvReader{path: path, data: data, lines: repo.NewLineIndex(data), grader: g, out: &fact.Set{}}
	for pos, n := 0, 0; pos < len(data); n++ {
		if ctx.Err() != nil || n > maxAssignments {
			r.out.NotAnalysed = append(r.out.NotAnalysed, fact.NotAnalysed{
				At: r.at(pos, pos), Reason: "the rest of the file is over what is read of one", Gates: true,
			})
			break
		}
		a, next, ok := parseLine(data, pos)
		if ok {
			r.variable(a)
		}
		pos = next
	}
	return r.out
}

// parseLine reads the assignment that begins at pos, if there is one; next is where
// reading goes on, always behind pos.
func parseLine(data []byte, pos int) (a assignment, next int, ok bool) {
	end := lineEnd(data, pos)
	line := data[pos:end]
	trimmed := bytes.TrimLeft(line, " \t")
	start := pos + len(line) - len(trimmed)
	if rest, found := bytes.CutPrefix(trimmed, []byte("export ")); found {
		start += len(trimmed) - len(rest)
		trimmed = rest
	}
	eq := bytes.IndexByte(trimmed, '=')
	if eq <= 0 || trimmed[0] == '#' {
		return a, end + 1, false
	}
	name := strings.TrimSpace(string(trimmed[:eq]))
	if name == "" || strings.IndexFunc(name, notNameRune) >= 0 {
		return a, end + 1, false
	}
	from := start + eq + 1
	for from < end && (data[from] == ' ' || data[from] == '\t') {
		from++
	}
	a, next = value(data, from, end)
	a.name = name
	return a, next, true
}

func notNameRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
}

func lineEnd(data []byte, pos int) int {
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(data)
}

func value(data []byte, from, end int) (a assignment, next int) {
	if from < end && (data[from] == '"' || data[from] == '\'') {
		quote := data[from]
		for i := from + 1; i < len(data); i++ {
			switch {
			case data[i] == '\\' && quote == '"':
				i++
			case data[i] == quote:
				a = assignment{value: string(data[from+1 : i]), start: from + 1, end: i}
				a.expands = quote == '"' && strings.Contains(a.value, "$")
				return a, lineEnd(data, i) + 1
			}
		}
	}
	to := end
	if i := bytes.Index(data[from:end], []byte(" #")); i >= 0 {
		to = from + i
	}
	v := bytes.TrimRight(data[from:to], " \t\r")
	return assignment{value: string(v), start: from, end: from + len(v), expands: bytes.IndexByte(v, '$') >= 0}, end + 1
}

type dotenvReader struct {
	path   string
	data   []byte
	lines  *repo.LineIndex
	grader *credential.Grader
	out    *fact.Set
}

func (r *dotenvReader) at(start, end int) fact.Location {
	return fact.Location{Path: r.path, Start: r.lines.Position(start), End: r.lines.Position(end)}
}

func (r *dotenvReader) variable(a assignment) {
	v := fact.Variable{Name: a.name, Artifact: fact.ArtifactDotenv, At: r.at(a.start, a.end)}
	kind, isCredential := credential.NameKind(a.name)
	switch {
	case a.value == "":
		return
	case strings.Contains(a.value, "://"):
		v.Value = r.url(a)
	case isCredential && a.expands:
		c := fact.Credential{Kind: kind, Origin: fact.OriginEnv, Name: a.name, At: v.At}
		v.Credential = &c
	case isCredential:
		c := r.literal(a, kind)
		v.Credential = &c
	default:
		v.Value = r.text(a.value, a.start)
	}
	r.out.Variables = append(r.out.Variables, v)
}

// literal drops the value of a credential and notes that it is written here.
func (r *dotenvReader) literal(a assignment, kind fact.Kind) fact.Credential {
	c := r.grader.Named(a.name, a.value)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = r.at(a.start, a.end)
	r.note(c, fact.UseSetting)
	return c
}

func (r *dotenvReader) note(c fact.Credential, use fact.LiteralUse) {
	r.out.Literals = append(r.out.Literals, fact.Literal{Credential: c, Use: use, Artifact: fact.ArtifactDotenv})
	r.out.Masks = append(r.out.Masks, c.At)
}

// text is a value with its ${X} and ${X:-default} as holes.
func (r *dotenvReader) text(v string, offset int) fact.Text {
	var t fact.Text
	for {
		i := strings.Index(v, "${")
		j := strings.IndexByte(v[max(i, 0):], '}')
		if i < 0 || j < 0 {
			return append(t, fact.Lit(v)...)
		}
		j += i
		name, def, has := strings.Cut(v[i+2:j], ":-")
		t = append(t, fact.Lit(v[:i])...)
		t = append(t, fact.Piece{Hole: &fact.Hole{
			Origin: fact.OriginEnv, Name: name, Default: def, HasDefault: has, At: r.at(offset+i, offset+j+1),
		}})
		v, offset = v[j+1:], offset+j+1
	}
}

// url is a URL without the credentials in its userinfo and query.
func (r *dotenvReader) url(a assignment) fact.Text {
	var t fact.Text
	rest, offset := a.value, a.start
	cut := func(from, to int, kind fact.Kind, carrier fact.Carrier, field string) {
		secret := rest[from:to]
		t = append(t, r.text(rest[:from], offset)...)
		if strings.Contains(secret, "${") {
			t = append(t, r.text(secret, offset+from)...)
		} else {
			c := r.grader.Value(secret)
			c.Kind, c.Carrier, c.Field, c.Name, c.At = kind, carrier, field, a.name, r.at(offset+from, offset+to)
			if webScheme(a.value) {
				r.note(c, fact.UseURL)
			} else { // a data store's password: hidden, and no bearer token's business
				r.out.Masks = append(r.out.Masks, c.At)
			}
			t = append(t, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: field, At: c.At}})
		}
		rest, offset = rest[to:], offset+to
	}
	if from, to, ok := passwordIn(rest); ok {
		cut(from, to, fact.KindBasic, fact.CarrierUserinfo, "userinfo")
	}
	for {
		from, to, field, ok := secretInQuery(rest)
		if !ok {
			break
		}
		kind, _ := credential.FieldKind(field)
		cut(from, to, kind, fact.CarrierQuery, field)
	}
	return append(t, r.text(rest, offset)...)
}

func webScheme(v string) bool {
	s, _, _ := strings.Cut(strings.ToLower(v), "://")
	return s == "http" || s == "https" || s == "ws" || s == "wss"
}

// passwordIn finds the password of scheme://user:password@host.
func passwordIn(v string) (from, to int, ok bool) {
	i := strings.Index(v, "://") + 3
	authority := v[i:]
	if j := strings.IndexAny(authority, "/?#"); j >= 0 {
		authority = authority[:j]
	}
	at := strings.LastIndexByte(authority, '@')
	colon := strings.IndexByte(authority, ':')
	if at < 0 || colon < 0 || colon+1 >= at {
		return 0, 0, false
	}
	return i + colon + 1, i + at, true
}

// secretInQuery finds the first query parameter that carries a credential.
func secretInQuery(v string) (from, to int, field string, ok bool) {
	q := strings.IndexAny(v, "?&")
	for q >= 0 && q < len(v) {
		pair := v[q+1:]
		if n := strings.IndexAny(pair, "&#"); n >= 0 {
			pair = pair[:n]
		}
		name, value, eq := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if _, isCred := credential.FieldKind(name); err == nil && eq && isCred && value != "" {
			to = q + 1 + len(pair)
			return to - len(value), to, strings.ToLower(name), true
		}
		q += 1 + len(pair)
	}
	return 0, 0, "", false
}
