package clientconf

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var haproxyFormat = format{
	Format: Format{
		Group: "proxies", Name: "HAProxy", Files: "haproxy.cfg, *.cfg, templates of these; by content",
		Reads: "servers with what is sent to them and how they are checked, resolvers, binds",
	},
	artifact: fact.ArtifactProxy, read: haproxy,
	maybe: proxyFile,
	like: func(_ string, data []byte) bool {
		return haproxySection.Match(data) && haproxyLine.Match(data)
	},
}

var (
	haproxySection = regexp.MustCompile(`(?m)^[ \t]*(?:frontend|backend|listen|defaults)\b[ \t]*[^;=\n]*$`)
	haproxyLine    = regexp.MustCompile(`(?m)^[ \t]+(?:server[ \t]+\S+[ \t]+\S|bind[ \t]+\S|default_backend[ \t]+\S|mode[ \t]+(?:http|tcp)\b)[^;\n]*$`)
)

var haproxySections = []string{
	"global", "defaults", "frontend", "backend", "listen", "resolvers", "peers", "userlist", "program", "http-errors", "ring", "log-forward",
	"cache", "mailers", "fcgi-app", "crt-list", "traces", "crt-store", "acme",
}

// haproxyConf is what is known of a whole file while its parts are read.
type haproxyConf struct {
	*text
	root *directive
}

func haproxy(t *text) {
	c := haproxyConf{text: t, root: t.sections(haproxySections)}
	t.find = with(templates, haproxyVariables)
	var defaults *directive
	for _, s := range c.root.block {
		switch s.name() {
		case "defaults":
			defaults = s
		case "backend", "listen":
			c.servers(s, defaults)
		case "resolvers":
			c.resolvers(s)
		}
		if s.name() == "frontend" || s.name() == "listen" {
			c.bound(s)
		}
	}
}

// sections are the lines of a file, each below the line that begins its section.
func (t *text) sections(names []string) *directive {
	root := &directive{}
	in, made := root, 0
	src := maskDirectives(t.data)
	for pos := 0; pos < len(src) && t.ctx.Err() == nil; {
		end := lineEnd(src, pos)
		words := lineWords(src, pos, end, '#')
		pos = end + 1
		if len(words) == 0 {
			continue
		}
		if made += len(words); made > maxTreeNodes {
			t.skip(words[0].from, end, "the file has more words than are read", true)
			break
		}
		for i := range words {
			words[i].text = t.unmasked(words[i], src)
		}
		if slices.Contains(names, words[0].text) {
			in = root.add(words)
			in.open = true
			continue
		}
		in.add(words)
	}
	return root
}

// unmasked is the text of a word with the templates in it, which were hidden.
func (t *text) unmasked(w word, src []byte) string {
	if raw := string(t.data[w.from:w.to]); len(raw) == len(w.text) && raw != string(src[w.from:w.to]) {
		return raw
	}
	return w.text
}

// servers reads the servers of a backend.
func (c *haproxyConf) servers(s, defaults *directive) {
	mode := s.last("mode")
	if mode == nil && defaults != nil {
		mode = defaults.last("mode")
	}
	if mode == nil || !mode.says("http") { // connections are handed on as they are
		return
	}
	from := append([]*directive{s}, c.frontends(s)...)
	if defaults != nil {
		from = append(from, defaults)
	}
	carries, steps, cleared := c.carries(from)
	if cleared && len(carries) == 0 {
		return
	}
	var preset []word
	for _, d := range []*directive{defaults, s} {
		if d != nil {
			for _, p := range d.all("default-server") {
				preset = append(preset, p.args()...)
			}
		}
	}
	h := hop{client: "HAProxy", carries: carries, steps: steps}
	asked := false
	for i, d := range append(s.all("server"), s.all("server-template")...) {
		address := 2
		if d.name() == "server-template" {
			address = 3
		}
		if i == maxUpstreams || len(d.words) <= address {
			break
		}
		options := append(slices.Clone(preset), d.words[address+1:]...)
		h.at, h.urlAt = c.atDirective(d), c.atWord(d.words[address])
		scheme := "http://"
		h.channel = fact.Channel{}
		if has(options, "ssl") && !has(options, "no-ssl") {
			scheme, h.channel = "https://", c.channel(options)
		}
		if h.url = c.address(scheme, d.words[address]); h.url != nil {
			c.hop(h)
			continue
		}
		if strings.HasPrefix(d.arg(address), "0.0.0.0") && !asked { // it is set while the proxy runs
			asked = true
			c.resolved(s, h, scheme)
		}
	}
}

// resolved reads the lines that take the address of the server from the request.
func (c *haproxyConf) resolved(s *directive, h hop, scheme string) {
	for _, from := range append([]*directive{s}, c.frontends(s)...) {
		for _, d := range from.all("http-request") {
			if !strings.HasPrefix(d.arg(1), "do-resolve(") || len(d.words) < 3 || !haproxyAsked.MatchString(d.arg(2)) {
				continue
			}
			at := c.atWord(d.words[2])
			h.at, h.urlAt = c.atDirective(d), at
			h.url = fact.Text{{Literal: scheme}, {Hole: &fact.Hole{Origin: fact.OriginRequest, Name: d.arg(2), At: at}}}
			c.hop(h)
		}
	}
}

var haproxyAsked = regexp.MustCompile(`^(?:req\.)?(?:hdr|fhdr|path|url|base|query|urlp|url_param)\b`)

// address is the URL of a server; nil where it is none: a socket, or an address that is
// set while the proxy runs.
func (c *haproxyConf) address(scheme string, w word) fact.Text {
	for _, socket := range []string{"/", "unix@", "abns@", "abnsz@", "fd@", "sockpair@", "0.0.0.0", ":", "*"} {
		if strings.HasPrefix(w.text, socket) {
			return nil
		}
	}
	for _, family := range []string{"ipv4@", "ipv6@"} {
		if strings.HasPrefix(w.text, family) {
			return mergeText(fact.Lit(scheme), c.plain(c.cut(w.node(), len(family))))
		}
	}
	return mergeText(fact.Lit(scheme), c.plain(w.node()))
}

func has(options []word, name string) bool {
	return slices.ContainsFunc(options, func(w word) bool { return w.text == name })
}

// option is the value behind the last option of a name.
func option(options []word, name string) (w word, ok bool) {
	for i := 0; i+1 < len(options); i++ {
		if options[i].text == name {
			w, ok = options[i+1], true
		}
	}
	return w, ok
}

// channel is how a server with TLS is checked: it is, unless that is switched off, but
// for a name only where one is told.
func (c *haproxyConf) channel(options []word) fact.Channel {
	ch := fact.Channel{Verify: fact.Setting{State: fact.StateOn}}
	for _, g := range c.root.all("global") {
		if d := g.last("ssl-server-verify"); d != nil && d.says("none") {
			ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: c.atDirective(d)}
		}
	}
	if v, ok := option(options, "verify"); ok {
		ch.Verify = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atWord(v)}
		if v.text == "none" {
			ch.Verify.State = fact.StateOff
		}
	}
	if ca, ok := option(options, "ca-file"); ok && ch.Verify.State == fact.StateOn {
		ch.Verify.Value = c.plain(ca.node())
		ch.Verify.State = trust(ch.Verify.Value)
	}
	name, named := option(options, "verifyhost")
	_, sni := option(options, "sni")
	switch {
	case named:
		ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, Value: c.plain(name.node()), At: c.atWord(name)}
	case !sni && ch.Verify.State != fact.StateOff:
		ch.HostnameCheck = fact.Setting{State: fact.StateOff}
	}
	if cert, ok := option(options, "crt"); ok {
		ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atWord(cert)}
	}
	return ch
}

// frontends are the frontends that use a backend.
func (c *haproxyConf) frontends(backend *directive) []*directive {
	var out []*directive
	for _, f := range c.root.block {
		if f == backend || f.name() != "frontend" && f.name() != "listen" {
			continue
		}
		for _, d := range f.block {
			if (d.name() == "use_backend" || d.name() == "default_backend") && d.arg(1) == backend.arg(1) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// carries are the credentials that the sections on the way of a request put in or let pass.
func (c *haproxyConf) carries(sections []*directive) (out []fact.Credential, steps []fact.Evidence, cleared bool) {
	var callers *fact.Credential
	for _, s := range sections {
		for _, d := range s.block {
			switch action := d.arg(1); {
			case d.name() == "http-request" && (action == "set-header" || action == "add-header") && len(d.words) > 3:
				if credential := c.sent(d.arg(2), d.words[3].node()); credential != nil {
					cleared = cleared || strings.EqualFold(d.arg(2), "authorization")
					out = append(out, *credential)
					steps = append(steps, fact.Evidence{At: c.atDirective(d), Says: d.arg(2) + " is set here"})
				}
			case d.name() == "http-request" && action == "del-header" && strings.EqualFold(d.arg(2), "authorization") && !has(d.words, "if") && !has(d.words, "unless"):
				cleared = true
			case callers == nil && haproxyCallers(d):
				kind := fact.KindOther
				if action == "auth" || strings.Contains(d.arg(2), "http_auth(") {
					kind = fact.KindBasic
				}
				found := inbound(kind, "authorization", c.atDirective(d))
				callers = &found
			}
		}
	}
	if callers != nil && !cleared {
		out = append(out, *callers)
		steps = append(steps, fact.Evidence{At: callers.At, Says: "callers authenticate here"})
	}
	return out, steps, cleared
}

var haproxyReads = regexp.MustCompile(`(?i)hdr(?:_\w+)?\(([a-z0-9_-]+)`)

// haproxyCallers tells a line from which it follows that callers send a credential.
func haproxyCallers(d *directive) bool {
	if d.name() == "http-request" && d.arg(1) == "auth" {
		return true
	}
	if d.name() == "http-response" && strings.EqualFold(d.arg(2), "access-control-allow-headers") {
		return namesCredential(d.arg(3))
	}
	if n := d.name(); n != "acl" && n != "http-request" && n != "use_backend" {
		return false
	}
	for _, w := range d.args() {
		if strings.Contains(w.text, "http_auth") || strings.Contains(w.text, "jwt_verify") {
			return true
		}
		for _, m := range haproxyReads.FindAllStringSubmatch(w.text, -1) {
			if k, ok := credential.FieldKind(m[1]); ok && k != fact.KindCookie {
				return true
			}
		}
	}
	return false
}

// resolvers reads where names of servers are looked up.
func (c *haproxyConf) resolvers(s *directive) {
	r := fact.Resolver{Software: "HAProxy", Artifact: c.artifact, At: c.atDirective(s)}
	for _, d := range s.all("nameserver") {
		if len(d.words) < 3 {
			continue
		}
		v := c.plain(d.words[2].node())
		if text, known := v.Known(); known {
			v = fact.Lit(hostOf(strings.TrimPrefix(text, "tcp@")))
		}
		r.Servers = append(r.Servers, fact.NameServer{Address: v, Transport: "plain", At: c.atWord(d.words[2])})
	}
	for _, d := range s.all("hold") {
		if len(d.words) < 3 || d.arg(1) != "valid" {
			continue
		}
		value := d.arg(2)
		if strings.Trim(value, "0123456789") == "" {
			value += "ms" // as HAProxy counts where no unit stands
		}
		if kept, long := keptLong(value, longTTL, c.atDirective(d), "every answer is kept for"); long {
			r.Cache = kept
		}
	}
	if len(r.Servers) > 0 {
		c.out.Resolvers = append(c.out.Resolvers, r)
	}
}

// bound reads for which names a frontend answers, and how.
func (c *haproxyConf) bound(s *directive) {
	l := fact.Listener{At: c.atDirective(s)}
	for _, b := range s.all("bind") {
		if has(b.words, "ssl") {
			l.TLS = true
		} else if address := b.arg(1); !strings.HasPrefix(address, "127.") && !strings.HasPrefix(address, "/") && !strings.Contains(address, "@") {
			l.Plain = true
		}
	}
	for _, d := range s.block {
		switch {
		case d.name() == "acl" && strings.Contains(strings.ToLower(d.arg(2)), "hdr") && strings.Contains(strings.ToLower(d.arg(2)), "(host"):
			for _, w := range d.words[3:] {
				if !strings.HasPrefix(w.text, "-") {
					l.Hosts = append(l.Hosts, w.text)
				}
			}
		case (d.name() == "redirect" || d.name() == "http-request" && d.arg(1) == "redirect") && d.says("scheme") && d.says("https"):
			l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(d)}
		case d.name() == "http-response" && strings.EqualFold(d.arg(2), "strict-transport-security"), d.name() == "rspadd" && strings.HasPrefix(strings.ToLower(d.arg(1)), "strict-transport"):
			l.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.atDirective(d)}
		}
	}
	if l.Plain || l.TLS {
		c.out.Listeners = append(c.out.Listeners, l)
	}
}

// haproxyVariables finds ${NAME} and "${NAME}", of the environment, and %[expression].
func haproxyVariables(v string, _ bool) []expansion {
	out := slices.DeleteFunc(expansions(v, true), func(e expansion) bool { return e.bare || e.name == "" })
	for i := range out {
		out[i].origin = fact.OriginEnv
	}
	for i := 0; i+1 < len(v); i++ {
		if v[i] != '%' || v[i+1] != '[' {
			continue
		}
		e := expansion{start: i, origin: fact.OriginUnknown}
		if e.end = closes(v, i+1, '[', ']'); e.end < 0 {
			break
		}
		e.name = v[i+2 : e.end-1]
		if haproxyAsked.MatchString(e.name) {
			e.origin = fact.OriginRequest
		}
		out = append(out, e)
		i = e.end - 1
	}
	sortExpansions(out)
	return out
}
