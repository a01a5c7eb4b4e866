package clientconf

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var apacheFormat = format{
	Format: Format{
		Group: "proxies", Name: "Apache httpd", Files: "httpd.conf, sites-available/*, *.conf, .htaccess, templates of these; by content",
		Reads: "ProxyPass and RewriteRule to upstreams, RequestHeader, SSLProxy*, virtual hosts",
	},
	artifact: fact.ArtifactProxy, read: apache,
	maybe: func(p, base string) bool { return base == ".htaccess" || proxyFile(p, base) },
	like:  func(_ string, data []byte) bool { return apacheLine.Match(data) },
}

var apacheLine = regexp.MustCompile(`(?mi)^[ \t]*(?:<VirtualHost[ \t]|(?:ProxyPass|ProxyPassMatch|ProxyPassReverse|SSLProxyEngine|SSLProxyVerify|ServerName|RewriteEngine|DocumentRoot)[ \t]+[^;\n]*$|RequestHeader[ \t]+(?:set|add|unset|append|edit|merge)[ \t])`)

// apacheConf is what is known of a whole file while its parts are read.
type apacheConf struct {
	*text
	root    *directive
	defines map[string]string
	members map[string][]*directive // of balancers
}

func apache(t *text) {
	c := apacheConf{text: t, defines: map[string]string{}, members: map[string][]*directive{}}
	c.root = t.apacheTree()
	c.root.walk(func(d *directive) bool {
		switch d.name() {
		case "define":
			c.defines[d.arg(1)] = d.arg(2)
		case "proxy":
			name := strings.ToLower(strings.TrimSuffix(d.arg(1), "/"))
			c.members[name] = append(c.members[name], d.all("balancermember")...)
		}
		return true
	})
	t.find = with(templates, c.variables)
	c.root.walk(func(d *directive) bool {
		switch d.name() {
		case "proxypass", "proxypassmatch":
			c.pass(d)
		case "rewriterule":
			if len(d.words) > 3 && rewriteProxies.MatchString(d.arg(3)) {
				c.passTo(d, d.words[2], "")
			}
		case "virtualhost":
			c.listener(d)
		}
		return true
	})
}

var rewriteProxies = regexp.MustCompile(`(?i)[\[,](?:P|proxy)[\],]`)

// conditional are the blocks whose content is read as if it stood without them.
var conditional = []string{"ifmodule", "ifdefine", "ifversion", "ifdirective", "ifsection", "iffile"}

// apacheTree is the file as directives. Lines go on behind a backslash.
func (t *text) apacheTree() *directive {
	src := maskDirectives(t.data)
	root := &directive{}
	in, made, depth := root, 0, 0
	for pos := 0; pos < len(src) && t.ctx.Err() == nil; {
		end := logicalEnd(src, pos)
		line := src[pos:end]
		start := pos + len(line) - len(bytes.TrimLeft(line, " \t\r\n"))
		pos = end + 1
		if start >= end || src[start] == '#' {
			continue
		}
		if src[start] == '<' && start+1 < end && src[start+1] == '/' {
			name := strings.ToLower(strings.Trim(string(src[start+2:end]), " \t\r\n>"))
			if !slices.Contains(conditional, name) && in.in != nil {
				in, depth = in.in, depth-1
			}
			continue
		}
		open := src[start] == '<'
		if open {
			start++
			if shut := bytes.LastIndexByte(src[start:end], '>'); shut >= 0 {
				end = start + shut
			}
		}
		words := lineWords(src, start, end, 0)
		if len(words) == 0 || open && slices.Contains(conditional, strings.ToLower(words[0].text)) {
			continue
		}
		if made += len(words); made > maxTreeNodes || depth > maxTreeDepth {
			t.skip(start, end, "the file has more words, or is nested more deeply, than is read", true)
			break
		}
		for i := range words {
			words[i].text = t.unmasked(words[i], src)
		}
		d := in.add(words)
		if open {
			d.open, in, depth = true, d, depth+1
		}
	}
	return root
}

// pass reads ProxyPass: a path and a URL, or the URL alone within a Location.
func (c *apacheConf) pass(d *directive) {
	if len(d.words) < 2 {
		return
	}
	target, at := d.words[1], d.arg(1)
	if len(d.words) > 2 && (strings.Contains(d.arg(2), ":") || d.arg(2) == "!") {
		target = d.words[2]
	} else if in := d.within("location"); in != nil {
		at = in.arg(1)
	}
	if strings.Contains(target.text, ":") {
		c.passTo(d, target, at)
	}
}

// passTo notes the hop of a line to a URL; a balancer is all of its members.
func (c *apacheConf) passTo(d *directive, target word, at string) {
	if strings.HasPrefix(target.text, "balancer://") {
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(target.text), "balancer://"), "/")
		for i, m := range c.members["balancer://"+name] {
			if len(m.words) > 1 && i < maxUpstreams && m.words[1].text != target.text {
				c.hopTo(d, m.words[1], at, fact.Evidence{At: c.atDirective(m), Says: "a member of the balancer"})
			}
		}
		return
	}
	c.hopTo(d, target, at)
}

func (c *apacheConf) hopTo(d *directive, target word, at string, steps ...fact.Evidence) {
	h := hop{client: "Apache httpd", at: c.atDirective(d), urlAt: c.atWord(target), url: c.filled(d, c.plain(target.node()))}
	scheme, _, ok := strings.Cut(h.url.Prefix(), "://")
	switch strings.ToLower(scheme) {
	case "http", "https", "ws", "wss":
	case "h2":
		h.url = joinText(fact.Lit("https://"+strings.TrimPrefix(h.url.Prefix(), "h2://")), h.url, h.url.Prefix())
	case "h2c":
		h.url = joinText(fact.Lit("http://"+strings.TrimPrefix(h.url.Prefix(), "h2c://")), h.url, h.url.Prefix())
	default:
		if ok {
			return // another protocol
		}
	}
	cleared := false
	h.carries, h.steps, cleared = c.carries(d, at)
	if cleared && len(h.carries) == 0 {
		return
	}
	h.steps = append(h.steps, steps...)
	h.channel = c.channel(d)
	if host := d.within("virtualhost"); host != nil {
		h.cameFor = serverNames(host)
	}
	c.hop(h)
}

// filled is a URL with what the file defines in it, and with the slash that a group of the
// line's pattern is known to begin with.
func (c *apacheConf) filled(d *directive, t fact.Text) fact.Text {
	var out fact.Text
	for _, p := range t {
		one := fact.Text{p}
		switch {
		case p.Hole == nil:
		case p.Hole.Origin == fact.OriginEnv && c.defines[p.Hole.Name] != "":
			one = fact.Lit(c.defines[p.Hole.Name])
		case len(p.Hole.Name) == 1:
			pattern := d.arg(1)
			if groupBegins(pattern, int(p.Hole.Name[0]-'0')) != "" || strings.HasPrefix(pattern, "^(.") && p.Hole.Name == "1" && d.within("directory") == nil {
				one = fact.Text{{Literal: "/"}, p}
			}
		}
		out = mergeText(out, one)
	}
	return out
}

// scopes are the blocks whose directives hold for a line, the nearest first: those around
// it, and beside them the Locations of its path.
func scopes(d *directive, at string) []*directive {
	var out []*directive
	for in := d.in; in != nil; in = in.in {
		for _, l := range in.all("location") {
			if l != d.in && at != "" && strings.HasPrefix(at, l.arg(1)) {
				out = append(out, l)
			}
		}
		out = append(out, in)
	}
	return out
}

// carries are the credentials that are put into a request, and the callers' own where
// something in sight says that they send one.
func (c *apacheConf) carries(d *directive, at string) (out []fact.Credential, steps []fact.Evidence, cleared bool) {
	set := map[string]bool{}
	var callers *fact.Credential
	for _, in := range scopes(d, at) {
		for _, s := range in.block {
			switch n, action := s.name(), strings.ToLower(s.arg(1)); {
			case n == "requestheader" && len(s.words) > 2:
				field := strings.ToLower(s.arg(2))
				if set[field] || action == "early" {
					continue
				}
				if action == "unset" {
					set[field], cleared = true, cleared || field == "authorization" && len(s.words) == 3
					continue
				}
				if credential := c.sent(field, s.words[min(3, len(s.words)-1)].node()); credential != nil && len(s.words) > 3 {
					set[field] = true
					out = append(out, *credential)
					steps = append(steps, fact.Evidence{At: c.atDirective(s), Says: s.arg(2) + " is set here"})
				}
			case callers == nil && n == "authtype" && action != "none":
				kind := fact.KindOther
				if action == "basic" {
					kind = fact.KindBasic
				}
				found := inbound(kind, "authorization", c.atDirective(s))
				callers = &found
			case callers == nil && apacheCallers(s):
				found := inbound(fact.KindOther, "authorization", c.atDirective(s))
				callers = &found
			}
		}
	}
	if callers != nil && !set["authorization"] {
		out = append(out, *callers)
		steps = append(steps, fact.Evidence{At: callers.At, Says: "callers authenticate here"})
	}
	return out, steps, cleared
}

// apacheCallers tells a line from which it follows that callers send a credential.
func apacheCallers(s *directive) bool {
	switch s.name() {
	case "setenvif", "setenvifnocase":
		return namesCredential(s.arg(1))
	case "rewritecond":
		return strings.Contains(strings.ToLower(s.arg(1)), "http:authorization") || strings.Contains(strings.ToLower(s.arg(1)), "http_authorization")
	case "header":
		return s.says("access-control-allow-headers") && namesCredential(s.arg(len(s.words)-1))
	}
	return false
}

// channel is how an upstream is checked: not at all, unless that is switched on.
func (c *apacheConf) channel(d *directive) fact.Channel {
	ch := fact.Channel{Verify: fact.Setting{State: fact.StateOff}}
	if v := d.effective("sslproxyverify"); v != nil {
		ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: c.atDirective(v)}
		if v.says("require") {
			ch.Verify.State = fact.StateOn
			for _, n := range []string{"sslproxycacertificatefile", "sslproxycacertificatepath"} {
				if ca := d.effective(n); ca != nil && len(ca.words) > 1 {
					ch.Verify.Value = c.plain(ca.words[1].node())
					ch.Verify.State = trust(ch.Verify.Value)
				}
			}
		}
	}
	for _, n := range []string{"sslproxycheckpeername", "sslproxycheckpeercn"} {
		if v := d.effective(n); v != nil && v.says("off") && ch.Verify.State != fact.StateOff {
			ch.HostnameCheck = fact.Setting{State: fact.StateOff, Explicit: true, At: c.atDirective(v)}
		}
	}
	if cert := d.effective("sslproxymachinecertificatefile"); cert != nil {
		ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(cert)}
	}
	return ch
}

// listener reads for which names a virtual host answers, and how.
func (c *apacheConf) listener(d *directive) {
	l := fact.Listener{At: c.atDirective(d)}
	l.Hosts = serverNames(d)
	if named := d.last("servername"); named != nil {
		l.At = c.atDirective(named)
	}
	l.TLS = d.last("sslengine") != nil && d.last("sslengine").says("on")
	for _, w := range d.args() {
		l.TLS = l.TLS || strings.HasSuffix(w.text, "443")
	}
	l.Plain = !l.TLS
	content := d.last("proxypass") != nil || d.last("documentroot") != nil && d.last("redirect") == nil
	for _, s := range d.block {
		switch target := s.arg(len(s.words) - 1); s.name() {
		case "redirect", "redirectpermanent", "redirectmatch":
			if strings.HasPrefix(target, "https://") && !content {
				l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
			}
		case "rewriterule":
			if strings.HasPrefix(s.arg(2), "https://") && strings.Contains(strings.ToUpper(target), "R") {
				l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
			}
		case "header":
			if s.says("strict-transport-security") {
				l.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(s)}
			}
		}
	}
	c.out.Listeners = append(c.out.Listeners, l)
}

// serverNames are the names of a virtual host.
func serverNames(d *directive) []string {
	var out []string
	for _, n := range []string{"serveralias", "servername"} {
		for _, s := range d.all(n) {
			for _, w := range s.args() {
				out = append(out, hostOf(strings.TrimPrefix(strings.TrimPrefix(w.text, "https://"), "http://")))
			}
		}
	}
	return out
}

// variables finds ${NAME}, which the file or the environment defines, %{…}, which is known
// while requests are served, and the groups of a pattern.
func (c *apacheConf) variables(v string, _ bool) []expansion {
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		e := expansion{start: i}
		switch {
		case v[i] == '$' && v[i+1] == '{':
			if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
				return out
			}
			e.name, e.origin = v[i+2:e.end-1], fact.OriginEnv
		case v[i] == '%' && v[i+1] == '{':
			if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
				return out
			}
			e.name, e.origin = v[i+2:e.end-1], fact.OriginUnknown
			for _, asked := range []string{"HTTP", "REQUEST_", "QUERY_STRING", "req_novary:", "req:"} {
				if strings.HasPrefix(e.name, asked) {
					e.origin = fact.OriginRequest
				}
			}
			if e.end < len(v) && (v[e.end] == 'e' || v[e.end] == 's') {
				e.end++
			}
		case (v[i] == '$' || v[i] == '%') && v[i+1] >= '0' && v[i+1] <= '9':
			e.end, e.name, e.origin = i+2, v[i+1:i+2], fact.OriginRequest
		default:
			continue
		}
		out = append(out, e)
		i = e.end - 1
	}
	return out
}
