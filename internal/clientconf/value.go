package clientconf

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// reader reads the value of one variable.
type reader struct {
	*text
	name  string
	quote byte
	// find lists what the format expands in a value.
	find func(v string, expands bool) []expansion
}

// expands tells whether $X stands for something.
func (r reader) expands() bool { return r.quote == 0 || r.quote == '"' }

// read gives either the text of a value or the credential that it is. No part of a
// credential is in the text.
func (r reader) read(v string, offset int) (fact.Text, *fact.Credential) {
	kind, isCredential := nameKind(r.name)
	if urlPattern.MatchString(v) {
		return r.url(v, offset), nil
	}
	if r.quote == '`' && isCredential { // a command to a shell, a value to some loaders
		c := fact.Credential{Kind: kind, Origin: fact.OriginEnv, Name: r.name, At: r.at(offset, offset+len(v))}
		r.out.Masks = append(r.out.Masks, c.At)
		return nil, &c
	}
	if isCredential {
		if c, ok := r.reference(v, offset, kind); ok {
			return nil, &c
		}
	}
	if scheme, rest, ok := credential.Scheme(v); ok && (scheme == fact.KindBearer || scheme == fact.KindBasic) && !strings.Contains(rest, " ") && len(rest) >= 8 {
		at := offset + len(v) - len(rest)
		if c, ok := r.reference(rest, at, scheme); ok {
			return nil, &c
		}
		c := r.literal(rest, at, scheme)
		return nil, &c
	}
	switch graded := r.grader.Value(v); {
	case isCredential && !setting(v, kind):
	case graded.Kind == fact.KindJWT, credential.Specific(graded.Grammar): // whatever the name says
		kind = graded.Kind
	default:
		return r.plainText(v, offset), nil
	}
	c := r.literal(v, offset, kind)
	return nil, &c
}

// nameKind judges a dotted name by its last part, which says what the value is: the user
// of crm.credentials.user is none. One that could belong to anything, as in jwt.key and
// crm.token.value, is judged with the part before it.
func nameKind(name string) (fact.Kind, bool) {
	before, last := cutSection(name)
	if before == "" || name[len(before)-1] == '_' {
		return credential.NameKind(name)
	}
	kind, ok := credential.NameKind(last)
	switch strings.ToLower(last) {
	case "key", "value", "default", "current", "plain":
		above, _ := cutSection(before[:len(before)-1])
		return credential.NameKind(name[len(above):])
	}
	return kind, ok
}

// setting tells a value that says something about a credential and is none: a
// short number (of a password, it is one), a switch, the name of a file.
func setting(v string, kind fact.Kind) bool {
	l := strings.ToLower(v)
	switch l {
	case "yes", "no", "on", "off", "true", "false", "enabled", "disabled":
		return true
	}
	return len(v) <= 6 && strings.Trim(v, "0123456789") == "" && kind != fact.KindBasic || credential.NamesFile(v)
}

// literal drops the value of a credential and notes that it is written here.
func (r reader) literal(v string, offset int, kind fact.Kind) fact.Credential {
	c := r.grade(v, offset, kind)
	r.note(c, fact.UseSetting)
	return c
}

func (r reader) grade(v string, offset int, kind fact.Kind) fact.Credential {
	c := r.grader.Named(r.name, v)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = r.at(offset, offset+len(v))
	return c
}

func (r reader) note(c fact.Credential, use fact.LiteralUse) {
	r.out.Literals = append(r.out.Literals, fact.Literal{Credential: c, Use: use, Artifact: r.artifact})
	r.out.Masks = append(r.out.Masks, c.At)
}

// reference is a credential whose value comes from elsewhere: $X, ${X:-default},
// $(command). A default is a literal of its own.
func (r reader) reference(v string, offset int, kind fact.Kind) (c fact.Credential, ok bool) {
	es := r.find(v, r.expands())
	if len(es) == 0 {
		return c, false
	}
	whole := len(es) == 1 && es[0].start == 0 && es[0].end == len(v)
	if !whole && es[0].bare { // a "$" inside of a password
		return c, false
	}
	c = fact.Credential{Kind: kind, Origin: es[0].from(), Name: r.name, At: r.at(offset, offset+len(v))}
	if whole && es[0].origin != "" {
		c.Name = es[0].name
	}
	if !whole { // what stands around it may be a part of the secret
		r.out.Masks = append(r.out.Masks, c.At)
	}
	for _, e := range es {
		if d := v[e.fallback:e.end]; e.fallback > 0 && len(d) > 1 && len(r.find(d, true)) == 0 {
			literal := r.grade(d[:len(d)-1], offset+e.fallback, kind)
			r.note(literal, fact.UseFallback)
			c.FallbackAt = literal.At
		}
	}
	return c, true
}

// expansion is a part of a value that a shell or a loader replaces.
type expansion struct {
	start, end int
	name       string // empty for a command
	fallback   int    // where the default of ${X:-default} begins; 0 is none
	bare       bool   // $X, which many loaders leave as it is
	origin     fact.Origin
}

func sortExpansions(es []expansion) {
	slices.SortFunc(es, func(a, b expansion) int { return a.start - b.start })
}

// from is where an expansion's value comes from; of a shell's, the environment.
func (e expansion) from() fact.Origin {
	return cmp.Or(e.origin, fact.OriginEnv)
}

var bareName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*`)

func expansions(v string, expands bool) []expansion {
	if !expands {
		return nil
	}
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		if v[i] == '\\' {
			i++
			continue
		}
		if v[i] != '$' {
			continue
		}
		e := expansion{start: i}
		switch v[i+1] {
		case '{':
			if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
				return out
			}
			inner := v[i+2 : e.end-1]
			e.name = bareName.FindString(inner)
			rest := inner[len(e.name):]
			for _, operator := range []string{":-", ":=", "-", "="} {
				if strings.HasPrefix(rest, operator) {
					e.fallback = i + 2 + len(e.name) + len(operator)
					break
				}
			}
		case '(':
			if e.end = closes(v, i+1, '(', ')'); e.end < 0 {
				return out
			}
		default:
			e.name, e.bare = bareName.FindString(v[i+1:]), true
			if e.name == "" {
				continue
			}
			e.end = i + 1 + len(e.name)
		}
		out = append(out, e)
		i = e.end - 1
	}
	return out
}

// environmentNames finds what a tool puts in from the environment, by its name there.
func environmentNames(v string, expands bool) []expansion {
	out := expansions(v, expands)
	for i := range out {
		if out[i].name != "" {
			out[i].origin = fact.OriginEnv
		}
	}
	return out
}

// closes is where the bracket that matches the one at i ends; -1 where none does.
func closes(v string, i int, open, end byte) int {
	depth := 0
	for ; i < len(v); i++ {
		switch v[i] {
		case open:
			depth++
		case end:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// plainText is a value with what is expanded in it as holes.
func (r reader) plainText(v string, offset int) fact.Text {
	return r.withHoles(v, offset, true)
}

func (r reader) withHoles(v string, offset int, defaults bool) fact.Text {
	var t fact.Text
	done := 0
	for _, e := range r.find(v, r.expands()) {
		t = append(t, fact.Lit(v[done:e.start])...)
		h := &fact.Hole{Origin: e.from(), Name: e.name, At: r.at(offset+e.start, offset+e.end)}
		if e.name == "" {
			h.Origin = fact.OriginUnknown
		}
		if d := v[e.fallback:e.end]; e.fallback > 0 && defaults && len(r.find(d, true)) == 0 {
			h.Default, h.HasDefault = r.plain(d[:len(d)-1], offset+e.fallback)
		}
		t = append(t, fact.Piece{Hole: h})
		done = e.end
	}
	return append(t, fact.Lit(v[done:])...)
}

// plain is a default without the credentials in it; false where it is one.
func (r reader) plain(v string, offset int) (string, bool) {
	if c := r.grade(v, offset, fact.KindBearer); credential.Specific(c.Grammar) {
		r.note(c, fact.UseFallback)
		return "", false
	}
	var b strings.Builder
	done := 0
	for _, s := range secrets(v, r.grader) {
		if s.start >= done {
			b.WriteString(v[done:s.start])
			r.secret(v, offset, s)
			done = s.end
		}
	}
	b.WriteString(v[done:])
	return b.String(), true
}

// urlPattern is a URL, or a list that begins with one; the scheme may be expanded.
var urlPattern = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.:-]*|\$\{[^}]*\}|\$[A-Za-z_]+)://`)

// secret is a part of a URL that authenticates.
type secret struct {
	start, end int
	kind       fact.Kind
	carrier    fact.Carrier
	field      string
}

// url is a URL without the credentials in its userinfo and query.
func (r reader) url(v string, offset int) fact.Text {
	var t fact.Text
	done := 0
	for _, s := range secrets(v, r.grader) {
		if s.start < done {
			continue
		}
		t = append(t, r.plainText(v[done:s.start], offset+done)...)
		t = append(t, r.secret(v, offset, s)...)
		done = s.end
	}
	return append(t, r.plainText(v[done:], offset+done)...)
}

func (r reader) secret(v string, offset int, s secret) fact.Text {
	value := v[s.start:s.end]
	if _, ok := r.reference(value, offset+s.start, s.kind); ok {
		return r.withHoles(value, offset+s.start, false)
	}
	c := r.grade(value, offset+s.start, s.kind)
	c.Kind, c.Carrier, c.Field = s.kind, s.carrier, s.field
	if webScheme(v) {
		r.note(c, fact.UseURL)
	} else { // a data store's password: hidden, and no bearer token's business
		r.out.Masks = append(r.out.Masks, c.At)
	}
	return fact.Text{{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: s.field, At: c.At}}}
}

func webScheme(v string) bool {
	s, _, _ := strings.Cut(strings.ToLower(v), "://")
	return s == "http" || s == "https" || s == "ws" || s == "wss"
}

// secrets finds the credentials in the userinfo and the query of every URL in v.
func secrets(v string, g *credential.Grader) []secret {
	var out []secret
	for i := strings.Index(v, "://"); i >= 0; {
		i += len("://")
		end := len(v)
		if j := strings.IndexAny(v[i:], "/?#, \t\n"); j >= 0 {
			end = i + j
		}
		if s, ok := userinfo(v, i, end, g); ok {
			out = append(out, s)
		}
		next := strings.Index(v[i:], "://")
		if next < 0 {
			break
		}
		i += next
	}
	out = append(out, inQuery(v)...)
	sort.Slice(out, func(i, j int) bool { return out[i].start < out[j].start })
	return out
}

// userinfo finds the secret of user:password@host, and of token@host and
// token:@host, which hold it in the user's place.
func userinfo(v string, start, end int, g *credential.Grader) (s secret, ok bool) {
	at := strings.LastIndexByte(v[start:end], '@')
	if at < 0 {
		// The password of a data store may hold a character that should have been escaped.
		if at = strings.LastIndexByte(v[start:], '@'); at < 0 || webScheme(v) || !strings.Contains(v[start:end], ":") || strings.ContainsAny(v[start:start+at], "?,& \t\n") {
			return s, false
		}
	}
	s = secret{kind: fact.KindBasic, carrier: fact.CarrierUserinfo, field: "userinfo"}
	user, password, both := strings.Cut(v[start:start+at], ":")
	s.start, s.end = start, start+at
	switch {
	case both && password != "" && password != "x-oauth-basic":
		s.start += len(user) + 1
		return s, true
	case both && user != "":
		s.end = start + len(user)
		return s, true
	}
	s.kind = fact.KindBearer
	return s, user != "" && credential.Specific(g.Value(user).Grammar)
}

// inQuery finds the query parameters that carry a credential.
func inQuery(v string) []secret {
	var out []secret
	q := strings.IndexByte(v, '?')
	for q >= 0 && q < len(v) {
		pair := v[q+1:]
		if n := strings.IndexAny(pair, "&#;, \t\n"); n >= 0 {
			pair = pair[:n]
		}
		name, value, eq := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if kind, isCredential := credential.FieldKind(name); err == nil && eq && isCredential && value != "" {
			end := q + 1 + len(pair)
			out = append(out, secret{end - len(value), end, kind, fact.CarrierQuery, strings.ToLower(name)})
		}
		q += 1 + len(pair)
	}
	return out
}
