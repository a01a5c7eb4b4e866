package clientconf

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var caddyFormat = format{
	Format: Format{
		Group: "proxies", Name: "Caddyfile", Files: "Caddyfile, Caddyfile.*, *.caddyfile, *.caddy",
		Reads: "reverse_proxy and forward_auth upstreams with what is sent to them and how they are checked, sites",
	},
	artifact: fact.ArtifactProxy, read: caddy,
	named: func(_, base string) bool {
		if rest, ok := strings.CutPrefix(base, "caddyfile"); ok {
			return rest == "" || (rest[0] == '.' || rest[0] == '-') && !slices.Contains([]string{".md", ".go", ".js", ".ts", ".py", ".rs"}, path.Ext(base))
		}
		return path.Ext(base) == ".caddyfile" || path.Ext(base) == ".caddy"
	},
}

// caddyConf is what is known of a whole file while its parts are read.
type caddyConf struct {
	*text
	root *directive
}

func caddy(t *text) {
	c := caddyConf{text: t, root: t.caddyTree()}
	t.find = with(templates, caddyPlaceholders)
	c.root.walk(func(d *directive) bool {
		switch d.name() {
		case "reverse_proxy":
			c.proxy(d)
		case "forward_auth":
			c.forwardAuth(d)
		}
		return true
	})
	if len(c.root.block) > 0 && c.root.block[0].open {
		for _, site := range c.root.block {
			if site.open && len(site.words) > 0 && !strings.HasPrefix(site.arg(0), "(") && !strings.HasPrefix(site.arg(0), "&(") {
				c.site(site, site.words)
			}
		}
	} else if len(c.root.block) > 0 { // one site, without brackets
		c.site(c.root, c.root.block[0].words)
	}
}

// caddyTree is the file as directives: a line each, with a block where it ends in a bracket.
func (t *text) caddyTree() *directive {
	src := maskDirectives(t.data)
	root := &directive{}
	in, made, depth := root, 0, 0
	for pos := 0; pos < len(src) && t.ctx.Err() == nil; {
		words, end := caddyLine(src, pos)
		pos = end + 1
		if len(words) == 0 {
			continue
		}
		if made += len(words); made > maxTreeNodes || depth > maxTreeDepth {
			t.skip(words[0].from, words[0].to, "the file has more words, or is nested more deeply, than is read", true)
			return root
		}
		if words[0].text == "}" && !words[0].quoted {
			if in.in == nil {
				t.skip(words[0].from, words[0].to, "the file is not read from here on: a bracket is closed that is not open", true)
				return root
			}
			in, depth = in.in, depth-1
			continue
		}
		last := words[len(words)-1]
		open := last.text == "{" && !last.quoted
		if open {
			words = words[:len(words)-1]
		}
		for i := range words {
			words[i].text = t.unmasked(words[i], src)
		}
		d := in.add(words)
		if open {
			d.open, in, depth = true, d, depth+1
		}
	}
	if in != root {
		t.skip(len(t.data), len(t.data), "the last block of the file has no end", true)
	}
	return root
}

// caddyLine are the words of the line that begins at an offset. Quoted words may hold
// lines.
func caddyLine(src []byte, pos int) (words []word, end int) {
	for i := pos; ; {
		switch {
		case i >= len(src) || src[i] == '\n':
			return words, i
		case src[i] == '\\' && i+1 < len(src) && (src[i+1] == '\n' || src[i+1] == '\r'):
			i = lineEnd(src, i) + 1
		case strings.IndexByte(" \t\r", src[i]) >= 0:
			i++
		case src[i] == '#':
			return words, lineEnd(src, i)
		default:
			w, next := caddyWord(src, i)
			words, i = append(words, w), next
		}
	}
}

func caddyWord(src []byte, from int) (w word, end int) {
	if q := src[from]; q == '"' || q == '`' {
		var b strings.Builder
		i := from + 1
		for ; i < len(src) && src[i] != q; i++ {
			if q == '"' && src[i] == '\\' && i+1 < len(src) && src[i+1] == '"' {
				i++
			}
			b.WriteByte(src[i])
		}
		return word{text: b.String(), from: from + 1, to: i, quoted: true}, min(i+1, len(src))
	}
	i := from
	for i < len(src) && strings.IndexByte(" \t\r\n", src[i]) < 0 {
		i++
	}
	return word{text: string(src[from:i]), from: from, to: i}, i
}

// proxy reads one reverse_proxy: its upstreams may stand in its line or its block.
func (c *caddyConf) proxy(d *directive) {
	args := d.args()
	if len(args) > 0 && (strings.HasPrefix(args[0].text, "/") || strings.HasPrefix(args[0].text, "@") || args[0].text == "*") {
		args = args[1:]
	}
	for _, to := range d.all("to") {
		args = append(slices.Clone(args), to.args()...)
	}
	h := hop{client: "Caddy", at: c.atDirective(d)}
	for in := d.in; in != nil; in = in.in {
		for _, w := range in.words {
			if in.in == c.root && w.text != "" && w.text[0] != '(' {
				h.cameFor = append(h.cameFor, siteHost(w))
			}
		}
	}
	cleared := false
	h.carries, h.steps, cleared = c.carries(d)
	if cleared && len(h.carries) == 0 {
		return
	}
	channel, tls := c.channel(d)
	for i, w := range args {
		if i == maxUpstreams {
			break
		}
		h.url, h.urlAt, h.channel = c.upstream(w, tls), c.atWord(w), channel
		if h.url != nil {
			c.hop(h)
		}
	}
}

// upstream is the URL of an upstream; nil where it is a socket or this machine.
func (c *caddyConf) upstream(w word, tls bool) fact.Text {
	scheme, _, ok := strings.Cut(w.text, "://")
	switch {
	case strings.HasPrefix(w.text, "unix/") || strings.HasPrefix(w.text, ":"):
		return nil
	case ok && scheme == "h2c":
		return mergeText(fact.Lit("http://"), c.plain(c.cut(w.node(), len("h2c://"))))
	case ok && (scheme == "http" || scheme == "https"):
		return c.plain(w.node())
	case tls:
		return mergeText(fact.Lit("https://"), c.plain(w.node()))
	}
	if w.text != "" && w.text[0] == '{' && !strings.Contains(w.text, ":") { // it may hold a scheme
		return c.plain(w.node())
	}
	return mergeText(fact.Lit("http://"), c.plain(w.node()))
}

// channel is how an upstream is checked, and whether it is reached by TLS at all.
func (c *caddyConf) channel(d *directive) (ch fact.Channel, tls bool) {
	ch.Verify = fact.Setting{State: fact.StateOn}
	transport := d.last("transport")
	if transport == nil {
		return ch, false
	}
	for _, s := range transport.block {
		if !strings.HasPrefix(s.name(), "tls") {
			continue
		}
		tls = true
		switch s.name() {
		case "tls_insecure_skip_verify":
			ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: c.atDirective(s)}
		case "tls_trusted_ca_certs", "tls_trust_pool":
			if ch.Verify.State == fact.StateOn {
				ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: c.atDirective(s)}
			}
		case "tls_server_name":
			if len(s.words) > 1 && !strings.Contains(s.arg(1), "upstream") {
				ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, Value: c.plain(s.words[1].node()), At: c.atDirective(s)}
			}
		case "tls_client_auth":
			ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
		}
	}
	return ch, tls
}

// carries are the credentials that are put into a request, and the callers' own where
// something in sight says that they send one.
func (c *caddyConf) carries(d *directive) (out []fact.Credential, steps []fact.Evidence, cleared bool) {
	authorization := false
	for _, s := range append(d.all("header_up"), c.requestHeaders(d)...) {
		field := strings.TrimPrefix(s.arg(1), "+")
		if strings.EqualFold(strings.TrimPrefix(field, "-"), "authorization") {
			authorization, cleared = true, strings.HasPrefix(field, "-") || len(s.words) < 3
		}
		if len(s.words) < 3 || strings.HasPrefix(field, "-") {
			continue
		}
		if credential := c.sent(field, s.words[len(s.words)-1].node()); credential != nil {
			out = append(out, *credential)
			steps = append(steps, fact.Evidence{At: c.atDirective(s), Says: field + " is set here"})
		}
	}
	if authorization {
		return out, steps, cleared
	}
	for in := d.in; in != nil; in = in.in {
		for _, s := range in.block {
			if kind := caddyCallers(s); kind != fact.KindNone {
				at := c.atDirective(s)
				return append(out, inbound(kind, "authorization", at)), append(steps, fact.Evidence{At: at, Says: "callers authenticate here"}), false
			}
		}
	}
	return out, steps, false
}

// requestHeaders are the request_header lines around a directive.
func (c *caddyConf) requestHeaders(d *directive) []*directive {
	var out []*directive
	for in := d.in; in != nil; in = in.in {
		out = append(out, in.all("request_header")...)
	}
	return out
}

// caddyCallers tells a directive from which it follows that callers send a credential.
func caddyCallers(s *directive) fact.Kind {
	switch n := s.name(); n {
	case "basic_auth", "basicauth":
		return fact.KindBasic
	case "forward_auth", "jwtauth", "jwt", "authorize", "authenticate":
		return fact.KindOther
	case "header":
		for _, h := range append([]*directive{{words: s.args()}}, s.block...) {
			if strings.EqualFold(strings.TrimLeft(h.arg(0), "?+>"), "access-control-allow-headers") && namesCredential(h.arg(len(h.words)-1)) {
				return fact.KindOther
			}
		}
	default:
		if strings.HasPrefix(n, "@") && (s.says("header") || s.last("header") != nil) {
			for _, h := range append([]*directive{s}, s.all("header")...) {
				for _, w := range h.args() {
					if namesCredential(w.text) {
						return fact.KindOther
					}
				}
			}
		}
	}
	return fact.KindNone
}

// forwardAuth reads a service that is asked about each request, with the caller's headers.
func (c *caddyConf) forwardAuth(d *directive) {
	at := c.atDirective(d)
	for _, w := range d.args() {
		if strings.HasPrefix(w.text, "/") || strings.HasPrefix(w.text, "@") || w.text == "*" {
			continue
		}
		channel, tls := c.channel(d)
		if url := c.upstream(w, tls); url != nil {
			c.hop(hop{
				client: "Caddy", at: at, url: url, urlAt: c.atWord(w), channel: channel, carries: []fact.Credential{inbound(fact.KindOther, "authorization", at)},
				steps: []fact.Evidence{{At: at, Says: "whether a caller may pass is asked with the caller's headers"}},
			})
		}
	}
}

// site reads for which names a site answers. Caddy sends callers of a name to https by
// itself, unless the address says http.
func (c *caddyConf) site(d *directive, addresses []word) {
	automatic := true
	for _, g := range c.root.block {
		if len(g.words) == 0 && g.last("auto_https") != nil {
			automatic = false
		}
	}
	plain := fact.Listener{At: c.at(addresses[0].from, addresses[len(addresses)-1].to), Plain: true}
	secure := fact.Listener{At: plain.At, TLS: true}
	for _, w := range addresses {
		address, host := strings.TrimSuffix(w.text, ","), siteHost(w)
		if strings.ContainsAny(host, "{*") {
			continue
		}
		if strings.HasPrefix(address, "http://") || host == "" || strings.HasSuffix(address, ":80") || !automatic && !strings.HasPrefix(address, "https://") {
			plain.Hosts = append(plain.Hosts, host)
		} else {
			secure.Hosts = append(secure.Hosts, host)
		}
	}
	for _, s := range d.block {
		switch {
		case s.name() == "redir" && slices.ContainsFunc(s.args(), func(w word) bool { return strings.HasPrefix(w.text, "https://") }):
			plain.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
		case s.name() == "header":
			for _, h := range append([]*directive{{words: s.args()}}, s.block...) {
				if slices.ContainsFunc(h.words, func(w word) bool { return caddyStrict.MatchString(w.text) }) {
					secure.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
				}
			}
		case s.name() == "import": // what it brings is not in sight
			secure.Strict.Explicit = true
		}
	}
	for _, l := range []fact.Listener{plain, secure} {
		if len(l.Hosts) > 0 {
			c.out.Listeners = append(c.out.Listeners, l)
		}
	}
}

// siteHost is the host of a site's address.
func siteHost(w word) string {
	address := strings.TrimSuffix(w.text, ",")
	return hostOf(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"))
}

var caddyStrict = regexp.MustCompile(`(?i)^[?+>]?strict-transport-security$`)

// caddyPlaceholders finds {$NAME} and {$NAME:default}, which are written in before the file
// is read, and {name}, which is known while requests are served.
func caddyPlaceholders(v string, _ bool) []expansion {
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		if v[i] != '{' {
			continue
		}
		e := expansion{start: i, origin: fact.OriginUnknown}
		if e.end = closes(v, i, '{', '}'); e.end < 0 {
			return out
		}
		inner := v[i+1 : e.end-1]
		switch variable, isVariable := strings.CutPrefix(inner, "$"); {
		case isVariable:
			name, _, hasDefault := strings.Cut(variable, ":")
			e.name, e.origin = name, fact.OriginEnv
			if hasDefault {
				e.fallback = i + 2 + len(name) + 1
			}
		case strings.HasPrefix(inner, "env."):
			e.name, e.origin = strings.TrimPrefix(inner, "env."), fact.OriginEnv
		default:
			e.name = inner
			for _, asked := range []string{"http.request.header", "http.request.host", "http.request.uri", "http.request.orig_uri", "header.", "host", "labels.", "path", "query", "uri", "re.", "cookie.", "http.regexp", "http.request.cookie"} {
				if strings.HasPrefix(inner, asked) {
					e.origin = fact.OriginRequest
				}
			}
		}
		out = append(out, e)
		i = e.end - 1
	}
	return out
}
