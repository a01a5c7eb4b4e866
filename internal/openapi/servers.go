package openapi

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// rootServers are the servers of the document. An empty list is none stated:
// requests then go to wherever the description was fetched from.
func (r *reader) rootServers() []fact.Server {
	if r.doc.swagger {
		return r.swaggerServers(r.doc.root)
	}
	return r.servers(r.doc.root)
}

// servers are those that a document, path item or operation states itself.
func (r *reader) servers(owner *node) []fact.Server {
	var out []fact.Server
	for i, s := range r.sequence(owner, "servers", true) {
		if i >= maxServers {
			r.lose(s, true, "only %d servers of a list are read", maxServers)
			break
		}
		if s = r.follow(s, true); s == nil {
			continue
		}
		u := s.get("url")
		if !u.scalar() || u.kind == kindNull {
			r.lose(s, true, "a server without a URL is not read")
			continue
		}
		r.duplicates(s, true)
		out = append(out, r.server(s, written{url: u})...)
	}
	return out
}

// written is a server's URL in the parts that a description has it in: what stands
// before the url's value, and a path of its own behind it, mostly nothing.
type written struct {
	prefix string
	url    *node
	path   *node
}

func (w written) String() string {
	if w.path == nil {
		return w.prefix + w.url.text
	}
	return w.prefix + w.url.text + w.slash() + w.path.text
}

// slash is what lacks between host and path.
func (w written) slash() string {
	if strings.HasPrefix(w.path.text, "/") {
		return ""
	}
	return "/"
}

// text is the URL without the credentials in it.
func (r *reader) text(w written) fact.Text {
	t := r.urlText(w.prefix, w.url)
	if w.path == nil {
		return t
	}
	before := "https://x" + w.slash() // a path is no URL yet
	for i, p := range r.urlText(before, w.path) {
		if p.Hole != nil {
			t = append(t, p)
			continue
		}
		if i == 0 {
			p.Literal = w.slash() + strings.TrimPrefix(p.Literal, before)
		}
		t = appendLit(t, p.Literal)
	}
	return t
}

// server is one server for each combination of the listed values of its variables.
func (r *reader) server(s *node, w written) []fact.Server {
	u, url := w.url, w.String()
	vars := r.variables(s, url)
	values := []map[string]string{{}}
	for i := range vars {
		if len(vars[i].Enum) == 0 || !strings.Contains(url, "{"+vars[i].Name+"}") {
			continue
		}
		var more []map[string]string
		for _, chosen := range values {
			for _, v := range vars[i].Enum {
				next := map[string]string{vars[i].Name: v}
				for k, x := range chosen {
					next[k] = x
				}
				more = append(more, next)
			}
		}
		if len(more) > maxVariants {
			r.lose(u, false, "the variables of this server allow for more URLs than the %d that are looked at", maxVariants)
			more = more[:maxVariants]
		}
		values = more
	}
	var out []fact.Server
	for _, chosen := range values {
		out = append(out, r.variant(w, vars, chosen))
	}
	return out
}

// variables are the declared variables of a server.
func (r *reader) variables(s *node, url string) []fact.ServerVariable {
	var out []fact.ServerVariable
	r.mapping(s, "variables", true).each(func(k, v *node) bool {
		if extension(k.text) {
			return true
		}
		if v = r.follow(v, true); !v.is(kindMapping) {
			r.lose(k, true, "the variable %q is not read: it has no parts", short(k.text))
			return true
		}
		x := fact.ServerVariable{Name: k.text, InAuthority: inAuthority(url, k.text), At: k.at()}
		if def := v.get("default"); def.scalar() && def.kind != kindNull {
			x.Default, x.HasDefault = def.text, true
		}
		for _, e := range v.get("enum").items() {
			if e.scalar() && e.kind != kindNull && len(x.Enum) < 1000 {
				x.Enum = append(x.Enum, e.text)
			}
		}
		out = append(out, x)
		return true
	})
	return out
}

// inAuthority tells whether a variable is in the scheme, host or port of a URL.
func inAuthority(url, variable string) bool {
	i := strings.Index(url, "{"+variable+"}")
	if i < 0 {
		return false
	}
	_, end := authorityOf(url)
	return i < end
}

// authorityOf is the range of host and port in a URL; both are 0 where it has none.
// A variable at the beginning may hold the scheme, or all of it.
func authorityOf(url string) (from, to int) {
	switch i := strings.Index(url, "://"); {
	case i >= 0 && !strings.ContainsAny(url[:i], "/?#"):
		from = i + 3
	case strings.HasPrefix(url, "//"):
		from = 2
	case strings.HasPrefix(url, "{"):
		from = 0
	default:
		return 0, 0
	}
	if i := strings.IndexAny(url[from:], "/?#"); i >= 0 {
		return from, from + i
	}
	return from, len(url)
}

// variant is a server with values chosen for the variables that list theirs.
func (r *reader) variant(w written, vars []fact.ServerVariable, chosen map[string]string) fact.Server {
	url := w.String()
	s := fact.Server{Raw: withoutSecrets(url), Variables: vars, At: w.url.at()}
	t, undefined := fill(r.text(w), vars, chosen)
	s.URL = rooted(t)
	s.Absolute = absolute(s.URL)
	s.Problems = urlProblems(url, s.URL)
	for _, v := range undefined {
		s.Problems = append(s.Problems, "undefined variable {"+short(v)+"}")
	}
	return s
}

// fill turns {name} into the chosen value or a hole.
func fill(t fact.Text, vars []fact.ServerVariable, chosen map[string]string) (out fact.Text, undefined []string) {
	for _, p := range t {
		if p.Hole != nil {
			out = append(out, p)
			continue
		}
		rest := p.Literal
		for {
			i := strings.IndexByte(rest, '{')
			j := strings.IndexByte(rest[max(i, 0):], '}')
			if i < 0 || j < 0 {
				break
			}
			out = appendLit(out, rest[:i])
			v := rest[i+1 : i+j]
			rest = rest[i+j+1:]
			if value, ok := chosen[v]; ok {
				out = appendLit(out, value)
				continue
			}
			h := &fact.Hole{Origin: fact.OriginUnknown, Name: v}
			if x := variable(vars, v); x != nil {
				h.Origin, h.Default, h.HasDefault, h.At = fact.OriginParam, x.Default, x.HasDefault, x.At
			} else {
				undefined = append(undefined, v)
			}
			out = append(out, fact.Piece{Hole: h})
		}
		out = appendLit(out, rest)
	}
	return out, undefined
}

// appendLit keeps neighbouring literals in one piece, as link.Split expects.
func appendLit(t fact.Text, s string) fact.Text {
	if s == "" {
		return t
	}
	if n := len(t); n > 0 && t[n-1].Hole == nil {
		t[n-1].Literal += s
		return t
	}
	return append(t, fact.Piece{Literal: s})
}

func variable(vars []fact.ServerVariable, name string) *fact.ServerVariable {
	for i := range vars {
		if vars[i].Name == name {
			return &vars[i]
		}
	}
	return nil
}

// rooted puts an unknown scheme before //host, which takes the scheme of the place
// that the description came from.
func rooted(t fact.Text) fact.Text {
	if len(t) == 0 || t[0].Hole != nil || !strings.HasPrefix(t[0].Literal, "//") {
		return t
	}
	out := fact.Text{{Hole: &fact.Hole{Origin: fact.OriginUnknown, Name: "scheme"}}, {Literal: ":" + t[0].Literal}}
	return append(out, t[1:]...)
}

// effective is a text with defaults in the place of holes. A default that is
// itself a template ("{tenant}", "<your-host>") is none.
func effective(t fact.Text) (s string, known bool) {
	var b strings.Builder
	known = true
	for _, p := range t {
		switch {
		case p.Hole == nil:
			b.WriteString(p.Literal)
		case p.Hole.HasDefault && !strings.ContainsAny(p.Hole.Default, "{}<>$"):
			b.WriteString(p.Hole.Default)
		case p.Hole.Origin == fact.OriginLiteral: // a password that was cut out
			b.WriteString("x")
		default:
			known = false
		}
	}
	return b.String(), known
}

// absolute tells a URL that names a host, as a variable too.
func absolute(t fact.Text) bool {
	if len(t) == 0 {
		return false
	}
	s, known := effective(t)
	if _, to := authorityOf(s); to > 0 {
		return true
	}
	return !known && t[0].Hole != nil && !t[0].Hole.HasDefault
}

// urlProblems are what makes a URL misleading. Raw is as it is written.
func urlProblems(raw string, t fact.Text) []string {
	var out []string
	if strings.Contains(raw, `\`) {
		out = append(out, "backslash")
	}
	from, to := authorityOf(raw)
	if to == 0 {
		return out
	}
	if strings.Contains(raw[from:to], "@") {
		out = append(out, "userinfo")
	}
	if to < len(raw) && (raw[to] == '#' || raw[to] == '?') {
		rest, _, _ := strings.Cut(raw[to:], "/")
		if strings.Contains(rest, "@") {
			out = append(out, "fragment before @")
		}
	}
	if s, known := effective(t); known && !validHost(s) {
		out = append(out, "no valid host")
	}
	return out
}

func validHost(url string) bool {
	from, to := authorityOf(url)
	if to == 0 {
		return true // relative
	}
	host := url[from:to]
	if i := strings.IndexByte(host, '\\'); i >= 0 {
		host = host[:i]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		if strings.Trim(host[i+1:], "0123456789") != "" {
			return false
		}
		host = host[:i]
	}
	return name.Classify(host).Class != name.Invalid
}

// swaggerServers are the combinations of schemes, host and basePath of Swagger 2.
// An operation may state its own schemes.
func (r *reader) swaggerServers(owner *node) []fact.Server {
	host, base := r.doc.root.get("host"), r.doc.root.str("basePath")
	if !host.is(kindString) || host.text == "" {
		if base == "" {
			return nil
		}
		return []fact.Server{{URL: fact.Lit(base), Raw: base, At: r.doc.root.get("basePath").at()}}
	}
	if base == "/" {
		base = ""
	}
	var out []fact.Server
	for i, s := range r.sequence(owner, "schemes", true) {
		if i < maxVariants && s.is(kindString) {
			out = append(out, r.swaggerServer(s.text+":", host, base, s))
		}
	}
	if len(out) == 0 {
		out = append(out, r.swaggerServer("", host, base, host))
	}
	return out
}

func (r *reader) swaggerServer(scheme string, host *node, base string, at *node) fact.Server {
	t := appendLit(r.urlText(scheme+"//", host), base)
	s := fact.Server{Raw: withoutSecrets(scheme + "//" + host.text + base), Absolute: true, At: at.at()}
	t, undefined := fill(t, nil, nil)
	s.URL = rooted(t)
	s.Problems = urlProblems(scheme+"//"+host.text+base, s.URL)
	for _, v := range undefined {
		s.Problems = append(s.Problems, "undefined variable {"+short(v)+"}")
	}
	return s
}
