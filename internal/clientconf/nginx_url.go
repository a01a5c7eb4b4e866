package clientconf

import (
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// nginxURL is one address that a line leads to.
type nginxURL struct {
	text  fact.Text
	steps []fact.Evidence
	group bool // it is one of a group of servers, whose name is the one that is verified
}

// addresses are the URLs that a directive leads to: of a group, those of its servers; of a
// variable, what the file gives to it.
func (c *nginxConf) addresses(d *directive, target word) []nginxURL {
	var out []nginxURL
	written := c.plain(target.node())
	for _, url := range c.filled(written, d, 0) {
		for _, one := range c.servers(withScheme(url, d.name())) {
			if len(out) < maxUpstreams {
				out = append(out, one)
			}
		}
	}
	return out
}

// withScheme is a URL of the web: gRPC has names of its own for the same transports, and
// goes without one.
func withScheme(u nginxURL, directive string) nginxURL {
	if directive != "grpc_pass" || len(u.text) == 0 || u.text[0].Hole != nil && len(u.text) > 1 {
		return u
	}
	scheme, rest, ok := strings.Cut(u.text.Prefix(), "://")
	switch {
	case ok && strings.EqualFold(scheme, "grpcs"):
		u.text = joinText(fact.Lit("https://"+rest), u.text, u.text.Prefix())
	case ok && strings.EqualFold(scheme, "grpc"):
		u.text = joinText(fact.Lit("http://"+rest), u.text, u.text.Prefix())
	case !ok:
		u.text = append(fact.Lit("http://"), u.text...)
	}
	return u
}

// filled replaces the variables of a text by what the file gives to them, each choice a
// text of its own.
func (c *nginxConf) filled(t fact.Text, d *directive, depth int) []nginxURL {
	out := []nginxURL{{}}
	for _, p := range t {
		choices := []nginxURL{{text: fact.Text{p}}}
		if p.Hole != nil && depth < 4 {
			choices = c.choices(p, d, depth)
		}
		var next []nginxURL
		for _, a := range out {
			for _, b := range choices {
				if len(next) < maxUpstreams {
					next = append(next, nginxURL{text: mergeText(a.text, b.text), steps: append(a.steps[:len(a.steps):len(a.steps)], b.steps...)})
				}
			}
		}
		out = next
	}
	return out
}

// choices are what one variable can be.
func (c *nginxConf) choices(p fact.Piece, d *directive, depth int) []nginxURL {
	h := p.Hole
	var out []nginxURL
	for _, value := range c.sets[h.Name] {
		for _, one := range c.filled(c.plain(value.node()), d, depth+1) {
			one.steps = append([]fact.Evidence{{At: c.atWord(value), Says: "$" + h.Name + " is set here"}}, one.steps...)
			out = append(out, one)
		}
	}
	if len(out) > 0 {
		return out
	}
	if _, named := c.captures[h.Name]; (named || len(h.Name) == 1) && inner(d) {
		unknown := *h
		unknown.Origin = fact.OriginUnknown
		return []nginxURL{{text: fact.Text{{Hole: &unknown}}}}
	}
	switch beginning := c.begins(h.Name, d); {
	case h.Name == "host" || h.Name == "http_host":
		for _, n := range ownNames(d) {
			out = append(out, nginxURL{text: fact.Lit(n.text), steps: []fact.Evidence{{At: c.atWord(n), Says: "the server answers for this name alone"}}})
		}
		if len(out) > 0 {
			return out
		}
	case beginning != "":
		return []nginxURL{{text: fact.Text{{Literal: beginning}, p}}}
	}
	return []nginxURL{{text: fact.Text{p}}}
}

// inner tells a directive that no caller reaches by a path of their own: what leads there
// is an answer of the program, or another line of the file.
func inner(d *directive) bool {
	location := d.within("location")
	return location != nil && location.last("internal") != nil
}

// ownNames are the names of the server around a directive, where it answers for those and
// no others.
func ownNames(d *directive) []word {
	server := d.within("server")
	if server == nil {
		return nil
	}
	for _, l := range server.all("listen") {
		if l.says("default_server") || l.says("default") {
			return nil
		}
	}
	var out []word
	for _, n := range server.all("server_name") {
		for _, w := range n.args() {
			if w.text == "" || w.text == "_" || strings.ContainsAny(w.text, "*~$") || strings.HasPrefix(w.text, ".") || len(templates(w.text, true)) > 0 {
				return nil
			}
			out = append(out, w)
		}
	}
	return out
}

// begins is what the value of a variable begins with, whoever sends the request.
func (c *nginxConf) begins(variable string, d *directive) string {
	switch variable {
	case "uri", "document_uri", "request_uri":
		return "/"
	case "is_args":
		return "?"
	}
	if len(variable) == 1 && variable >= "1" && variable <= "9" {
		return groupSlash(d, int(variable[0]-'0'))
	}
	return c.captures[variable]
}

var groupStart = regexp.MustCompile(`\\.|\((\?:|\?=|\?!)?`)

// groupSlash is what a numbered group of the pattern that leads to a directive begins with: a
// slash, or nothing that is known.
func groupSlash(d *directive, number int) string {
	var pattern string
	for in := d.in; in != nil && pattern == ""; in = in.in {
		for _, s := range in.block {
			if s.name() == "rewrite" && len(s.words) > 1 {
				pattern = s.arg(1)
			}
		}
		if (in.name() == "location" || in.name() == "if") && len(in.words) > 1 {
			if last := in.arg(len(in.words) - 1); pattern == "" && strings.Contains(last, "(") {
				pattern = last
			}
		}
	}
	return groupBegins(pattern, number)
}

// groupBegins is the slash that a numbered group of a pattern begins with, or nothing.
func groupBegins(pattern string, number int) string {
	for _, at := range groupStart.FindAllStringIndex(pattern, -1) {
		if pattern[at[0]:at[1]] != "(" {
			continue
		}
		if number--; number == 0 {
			if strings.HasPrefix(pattern[at[1]:], "/") {
				return "/"
			}
			return ""
		}
	}
	return ""
}

// servers are the URLs of the servers of a group, where the host of a URL names one.
func (c *nginxConf) servers(u nginxURL) []nginxURL {
	scheme, rest, ok := strings.Cut(u.text.Prefix(), "://")
	if !ok {
		if group := c.upstreams[strings.ToLower(u.text.Prefix())]; group == nil || len(u.text.Holes()) > 0 {
			return []nginxURL{u}
		}
		scheme, rest = "http", u.text.Prefix()
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 && len(u.text.Holes()) > 0 { // the host is not whole
		return []nginxURL{u}
	}
	if end < 0 {
		end = len(rest)
	}
	group := c.upstreams[strings.ToLower(rest[:end])]
	if group == nil {
		return []nginxURL{u}
	}
	var out []nginxURL
	for _, s := range group.all("server") {
		if len(s.words) < 2 || s.says("down") {
			continue
		}
		address := c.plain(s.words[1].node())
		one := nginxURL{group: true, steps: append(u.steps[:len(u.steps):len(u.steps)], fact.Evidence{At: c.atDirective(s), Says: "a server of " + group.arg(1)})}
		one.text = mergeText(fact.Lit(scheme+"://"), address)
		one.text = mergeText(one.text, joinText(fact.Lit(rest[end:]), u.text, u.text.Prefix()))
		out = append(out, one)
	}
	return out
}

// variables finds $name and ${name}. What callers decide is theirs; a name in capitals is
// one of the environment, which is written in before nginx starts.
func (c *nginxConf) variables(v string, _ bool) []expansion {
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		if v[i] != '$' {
			continue
		}
		e := expansion{start: i}
		if v[i+1] == '{' {
			if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
				return out
			}
			e.name = v[i+2 : e.end-1]
		} else {
			e.name = nginxName.FindString(v[i+1:])
			e.end = i + 1 + len(e.name)
		}
		if e.name == "" {
			continue
		}
		e.origin = c.origin(e.name)
		out = append(out, e)
		i = e.end - 1
	}
	return out
}

var nginxName = regexp.MustCompile(`^(?:[0-9]|[A-Za-z_][A-Za-z0-9_]*)`)

func (c *nginxConf) origin(name string) fact.Origin {
	_, named := c.captures[name]
	switch {
	case len(c.sets[name]) > 0:
		return fact.OriginConfig
	case named, len(name) == 1 && name[0] >= '0' && name[0] <= '9':
		return fact.OriginRequest
	}
	for _, asked := range []string{"http_", "arg_", "cookie_", "jwt_claim_"} {
		if strings.HasPrefix(name, asked) {
			return fact.OriginRequest
		}
	}
	switch name {
	case "host", "args", "query_string", "uri", "document_uri", "request_uri", "request_filename", "remote_user", "ssl_server_name", "ssl_preread_server_name":
		return fact.OriginRequest
	}
	if strings.HasPrefix(name, "upstream_http_") {
		return fact.OriginResponse
	}
	if strings.ToUpper(name) == name {
		return fact.OriginEnv
	}
	return fact.OriginUnknown
}
