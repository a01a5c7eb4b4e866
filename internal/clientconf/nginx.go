package clientconf

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var nginxFormat = format{
	Format: Format{
		Group: "proxies", Name: "nginx", Files: "nginx.conf, sites-available/*, conf.d/*, *.conf, templates of these; by content",
		Reads: "upstreams with what is sent to them and how they are checked, resolvers, listeners",
	},
	artifact: fact.ArtifactProxy, read: nginx,
	maybe: proxyFile,
	like:  func(_ string, data []byte) bool { return nginxLine.Match(data) },
}

var nginxLine = regexp.MustCompile(`(?m)(?:^|[{;])[ \t]*(?:(?:listen|server_name|proxy_pass|grpc_pass|proxy_set_header|proxy_ssl_verify|auth_request|resolver)[ \t]+[^;\n]*;)`)

// proxyFile tells, by its path, a file that could be a proxy's own configuration, whatever
// it is called: a fragment, a template, a site without an extension.
func proxyFile(p, base string) bool {
	switch path.Ext(base) {
	case ".conf", ".cfg", ".template", ".tmpl", ".tpl", ".ctmpl", ".erb", ".j2", ".jinja", ".jinja2", ".nginx", ".vhost", ".inc", ".site", ".sample", ".dist", ".default", ".example":
		return true
	case "":
		folder := "/" + strings.ToLower(path.Dir(p)) + "/"
		for _, known := range []string{"/sites-available/", "/sites-enabled/", "/conf.d/", "/nginx/", "/vhosts/", "/snippets/", "/haproxy/", "/apache2/", "/httpd/"} {
			if strings.Contains(folder, known) {
				return true
			}
		}
		return strings.Contains(base, "nginx") || strings.Contains(base, "haproxy")
	}
	return strings.Contains(base, ".conf.") || strings.Contains(base, ".conf-")
}

// nginxConf is what is known of a whole file while its parts are read.
type nginxConf struct {
	*text
	root      *directive
	upstreams map[string]*directive
	sets      map[string][]word // what a variable of the file is given
	captures  map[string]string // named groups, with what they begin with
	asked     map[string]bool   // the locations that are asked about callers
}

func nginx(t *text) {
	c := nginxConf{
		text: t, root: t.nginxTree(), upstreams: map[string]*directive{}, sets: map[string][]word{},
		captures: map[string]string{}, asked: map[string]bool{},
	}
	c.root.walk(c.collect)
	t.find = with(templates, c.variables)
	c.root.walk(func(d *directive) bool {
		switch d.name() {
		case "proxy_pass", "grpc_pass":
			c.pass(d)
		case "resolver":
			c.resolver(d)
		case "server":
			if d.open && d.within("upstream") == nil && d.within("stream") == nil {
				c.listener(d)
			}
		case "stream": // connections are handed on as they are, requests are not seen
			return false
		}
		return true
	})
}

var namedGroup = regexp.MustCompile(`\(\?P?<([A-Za-z_]\w*)>(/?)`)

// collect notes upstreams, variables and named groups.
func (c *nginxConf) collect(d *directive) bool {
	for _, w := range d.words {
		for _, m := range namedGroup.FindAllStringSubmatch(w.text, -1) {
			c.captures[m[1]] = m[2]
		}
	}
	switch args := d.args(); d.name() {
	case "upstream":
		if d.open {
			c.upstreams[strings.ToLower(d.arg(1))] = d
		}
	case "set", "auth_request_set":
		if len(args) == 2 {
			c.set(args[0].text, args[1])
		}
	case "auth_request":
		c.asked[d.arg(1)] = true
	case "map", "geo", "split_clients":
		if !d.open || len(args) == 0 {
			break
		}
		for _, choice := range d.block {
			if len(choice.words) == 2 && !slices.Contains([]string{"include", "proxy"}, choice.name()) {
				c.set(args[len(args)-1].text, choice.words[1])
			}
		}
	}
	return true
}

func (c *nginxConf) set(variable string, value word) {
	if name := strings.TrimPrefix(variable, "$"); len(c.sets[name]) < maxUpstreams {
		c.sets[name] = append(c.sets[name], value)
	}
}

// passed are the headers that a directive sets for the upstream: those of the nearest block
// that sets any, as nginx takes them.
func passed(d *directive) []*directive {
	setter := "proxy_set_header"
	if d.name() == "grpc_pass" {
		setter = "grpc_set_header"
	}
	for in := d.in; in != nil; in = in.in {
		if set := in.all(setter); len(set) > 0 {
			return set
		}
	}
	return nil
}

// pass reads one line that hands requests on.
func (c *nginxConf) pass(d *directive) {
	if len(d.args()) == 0 {
		return
	}
	target := d.words[1]
	h := hop{client: "nginx", at: c.atDirective(d), urlAt: c.atWord(target)}
	cleared := false
	h.carries, h.hostHeader, h.steps, cleared = c.carries(d)
	if cleared && len(h.carries) == 0 {
		return
	}
	for _, n := range ownNames(d) {
		h.cameFor = append(h.cameFor, n.text)
	}
	for _, url := range c.addresses(d, target) {
		one := h
		one.url = url.text
		one.steps = append(one.steps[:len(one.steps):len(one.steps)], url.steps...)
		one.channel = c.channel(d, url)
		c.hop(one)
	}
}

// carries are the credentials that go with a request: those that are put in, and those that
// callers send, where something in sight says that they do. cleared is set where the
// caller's Authorization is taken away.
func (c *nginxConf) carries(d *directive) (out []fact.Credential, host fact.Text, steps []fact.Evidence, cleared bool) {
	authorization := false
	for _, set := range passed(d) {
		if len(set.words) < 3 {
			continue
		}
		field, value := strings.ToLower(set.arg(1)), set.words[2]
		switch {
		case field == "host":
			host = c.plain(value.node())
			continue
		case field == "authorization":
			authorization = true
			cleared = strings.TrimSpace(value.text) == ""
		}
		credential := c.sent(field, c.given(value).node())
		if credential == nil || field == "cookie" && credential.Inbound {
			continue
		}
		if credential.Inbound {
			credential.Name = ""
		}
		out = append(out, *credential)
		steps = append(steps, fact.Evidence{At: c.atDirective(set), Says: set.arg(1) + " is set here"})
	}
	if authorization || off(d.effective("proxy_pass_request_headers")) {
		return out, host, steps, cleared // set, passed on or taken away: it is said above
	}
	if kind, at, says := c.callers(d); kind != fact.KindNone {
		out = append(out, inbound(kind, "authorization", at))
		steps = append(steps, fact.Evidence{At: at, Says: says})
	}
	return out, host, steps, cleared
}

// given is what a variable of the file is given, where that is one value.
func (c *nginxConf) given(w word) word {
	for range 4 {
		values := c.sets[strings.Trim(w.text, "${}")]
		if !strings.HasPrefix(w.text, "$") || len(values) != 1 {
			return w
		}
		w = values[0]
	}
	return w
}

// callers says whether, and by what, the callers of a block authenticate with a header.
func (c *nginxConf) callers(d *directive) (kind fact.Kind, at fact.Location, says string) {
	if in := d.in; in.name() == "location" && c.asked[in.arg(len(in.words)-1)] {
		return fact.KindOther, c.atDirective(in), "whether a caller may pass is asked here, with the caller's headers"
	}
	decided := map[string]bool{}
	for in := d.in; in != nil; in = in.in {
		for _, s := range in.block {
			if kind, at, says = c.caller(s, decided); kind != fact.KindNone {
				return kind, at, says
			}
		}
	}
	return fact.KindNone, at, ""
}

// caller reads one directive for what callers authenticate with. A block nearer to the
// request decides a directive.
func (c *nginxConf) caller(s *directive, decided map[string]bool) (fact.Kind, fact.Location, string) {
	switch n := s.name(); {
	case n == "auth_basic" || n == "auth_request" || n == "auth_jwt" || n == "auth_digest":
		if was := decided[n]; was || s.says("off") {
			decided[n] = true
			return fact.KindNone, fact.Location{}, ""
		}
		kind := fact.KindOther
		if n == "auth_basic" {
			kind = fact.KindBasic
		} else if n == "auth_jwt" {
			kind = fact.KindBearer
		}
		return kind, c.atDirective(s), "callers authenticate here"
	case (n == "add_header" || n == "more_set_headers") && strings.Contains(strings.ToLower(s.arg(1)), "access-control-allow-headers") && namesCredential(s.arg(len(s.words)-1)):
		return fact.KindOther, c.atDirective(s), "callers are told that they may send a credential"
	case n == "if" || n == "limit_except":
		for _, inner := range append([]*directive{{words: s.words}}, s.block...) {
			if inner.name() == "if" && !readsCredential(inner) {
				continue
			}
			if kind, at, says := c.caller(inner, decided); kind != fact.KindNone {
				return kind, at, says
			}
			if inner.name() == "if" {
				return fact.KindOther, c.atDirective(s), "a credential of the caller is read here"
			}
		}
	case n != "location" && n != "server" && n != "log_format" && readsCredential(s):
		return fact.KindOther, c.atDirective(s), "a credential of the caller is read here"
	}
	return fact.KindNone, fact.Location{}, ""
}

var credentialVariable = regexp.MustCompile(`\$\{?http_([a-z0-9_]+)`)

// readsCredential tells a directive that reads a header which carries a credential.
func readsCredential(d *directive) bool {
	for _, w := range d.words {
		for _, m := range credentialVariable.FindAllStringSubmatch(strings.ToLower(w.text), -1) {
			if m[1] != "cookie" && namesCredential(strings.ReplaceAll(m[1], "_", "-")) {
				return true
			}
		}
	}
	return false
}

func off(d *directive) bool { return d != nil && d.says("off") }

// channel is how a request to an upstream is protected. nginx does not check the other end
// unless it is told to.
func (c *nginxConf) channel(d *directive, to nginxURL) fact.Channel {
	prefix := strings.TrimSuffix(d.name(), "pass")
	ch := fact.Channel{Verify: fact.Setting{State: fact.StateOff}}
	if v := d.effective(prefix + "ssl_verify"); v != nil {
		ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: c.atDirective(v)}
		if v.says("on") {
			ch.Verify.State = fact.StateOn
			if ca := d.effective(prefix + "ssl_trusted_certificate"); ca != nil && len(ca.words) > 1 {
				ch.Verify.State = trust(c.plain(ca.words[1].node()))
				ch.Verify.Value = c.plain(ca.words[1].node())
			}
		} else if len(templates(v.arg(1), true)) > 0 || strings.HasPrefix(v.arg(1), "$") {
			ch.Verify.State = fact.StateUnknown
		}
	}
	if n := d.effective(prefix + "ssl_name"); n != nil && len(n.words) > 1 && !to.group {
		ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, Value: c.plain(n.words[1].node()), At: c.atDirective(n)}
		if s := n.arg(1); s == "$proxy_host" || s == "$host" || s == "$http_host" { // the name in the URL, or the caller's
			ch.ServerName = fact.Setting{}
		}
	}
	if cert := d.effective(prefix + "ssl_certificate"); cert != nil {
		ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(cert)}
	}
	return ch
}

// resolver reads where names are looked up while requests are served.
func (c *nginxConf) resolver(d *directive) {
	r := fact.Resolver{Software: "nginx", Artifact: c.artifact, At: c.atDirective(d)}
	for _, w := range d.args() {
		key, value, option := strings.Cut(w.text, "=")
		switch {
		case !option:
			v := c.plain(w.node())
			if s, known := v.Known(); known {
				v = fact.Lit(hostOf(s))
			}
			r.Servers = append(r.Servers, fact.NameServer{Address: v, Transport: "plain", At: c.atWord(w)})
		case key == "valid":
			if kept, long := keptLong(value, longTTL, c.atWord(w), "every answer is kept for"); long {
				r.Cache = kept
			}
		}
	}
	if len(r.Servers) > 0 {
		c.out.Resolvers = append(c.out.Resolvers, r)
	}
}

// listener reads for which names a server answers, and how.
func (c *nginxConf) listener(d *directive) {
	l := fact.Listener{At: c.atDirective(d)}
	named := d.all("server_name")
	for _, n := range named {
		l.At = c.atDirective(n)
		for _, w := range n.args() {
			if w.text != "" && w.text != "_" && !strings.HasPrefix(w.text, "~") {
				l.Hosts = append(l.Hosts, w.text)
			}
		}
	}
	listens := d.all("listen")
	ssl := d.last("ssl") != nil && d.last("ssl").says("on")
	if len(listens) == 0 {
		l.Plain, l.TLS = !ssl, ssl
	}
	for _, on := range listens {
		address := on.arg(1)
		switch {
		case strings.HasPrefix(address, "unix:") || strings.HasPrefix(address, "127.") || strings.HasPrefix(address, "localhost"):
		case ssl || on.says("ssl") || on.says("quic") || strings.HasSuffix(address, "443"):
			l.TLS = true
		default:
			l.Plain = true
		}
	}
	if at, ok := c.redirects(d); ok {
		l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: at}
	}
	for _, name := range []string{"add_header", "more_set_headers"} {
		for in := d; in != nil; in = in.in {
			for _, h := range in.all(name) {
				if strings.HasPrefix(strings.ToLower(h.arg(1)), "strict-transport-security") {
					l.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(h)}
				}
			}
		}
	}
	c.out.Listeners = append(c.out.Listeners, l)
}

// redirects tells a server that sends everybody to https. What it hands out to prove its
// name is no content.
func (c *nginxConf) redirects(d *directive) (at fact.Location, ok bool) {
	for _, s := range d.block {
		switch {
		case toHTTPS(s):
			return c.atDirective(s), true
		case s.name() == "if" && asksScheme(s):
			for _, inner := range s.block {
				if toHTTPS(inner) {
					return c.atDirective(inner), true
				}
			}
		}
	}
	content := false
	for _, l := range d.all("location") {
		if strings.Contains(l.arg(len(l.words)-1), ".well-known") {
			continue
		}
		sends := slices.ContainsFunc(l.block, toHTTPS)
		if sends {
			at, ok = c.atDirective(l), true
		}
		content = content || !sends
	}
	return at, ok && !content
}

func toHTTPS(d *directive) bool {
	last := d.arg(len(d.words) - 1)
	switch d.name() {
	case "return":
		return len(d.words) > 1 && strings.HasPrefix(last, "https://")
	case "rewrite":
		return len(d.words) > 2 && strings.HasPrefix(d.arg(2), "https://")
	}
	return false
}

func asksScheme(d *directive) bool {
	for _, w := range d.args() {
		l := strings.ToLower(w.text)
		if strings.Contains(l, "$scheme") || strings.Contains(l, "$https") || strings.Contains(l, "forwarded_proto") || strings.Contains(l, "$server_port") {
			return true
		}
		if strings.Contains(l, "$host") { // what certbot writes, for each of the names
			return true
		}
	}
	return false
}
