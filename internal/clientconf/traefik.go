package clientconf

import (
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var traefikFormat = format{
	Format: Format{
		Group: "proxies", Name: "Traefik", Files: "YAML and TOML of the file provider and of the static configuration, by content",
		Reads: "services with what is sent to them and how they are checked, forwardAuth, routers",
	},
	artifact: fact.ArtifactProxy, read: traefik,
	maybe: func(_, base string) bool { return structured(base) || path.Ext(base) == ".toml" },
	like: func(p string, data []byte) bool {
		if path.Ext(strings.ToLower(p)) == ".toml" {
			return traefikTable.Match(data)
		}
		return holdsAny(data, "entryPoints", "serversTransport", "certificatesResolvers", "routers", "services", "middlewares") && !ofCluster(data) && traefikKey.Match(data)
	},
}

var (
	traefikTable = regexp.MustCompile(`(?mi)^[ \t]*\[+[ \t]*(?:entryPoints|serversTransport|http\.(?:routers|services|middlewares|serversTransports))\b`)
	traefikKey   = regexp.MustCompile(`(?m)^(?:entryPoints|serversTransport|certificatesResolvers):|^http:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]+(?:routers|services|middlewares|serversTransports):`)
)

// traefikConf is what is known of a whole file while its parts are read.
type traefikConf struct {
	*text
	http *node
	// container is what a service without servers of its own is: the container that has
	// the labels.
	container string
	declared  fact.Location
}

func traefik(t *text) {
	t.find = with(templates, expansions)
	var docs []*node
	if path.Ext(strings.ToLower(t.path)) == ".toml" {
		docs = append(docs, t.maskedTOML())
	} else {
		docs = t.yamlDocuments()
	}
	for _, d := range docs {
		if skip := d.fold("serversTransport", "insecureSkipVerify"); skip.is(true) {
			at := t.line(skip)
			t.out.Switches = append(t.out.Switches, fact.Switch{
				Kind: "verify", Name: "insecureSkipVerify", Scope: "proxy", Artifact: t.artifact, At: at, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
		t.traefikHTTP(d.fold("http"))
	}
}

// maskedTOML is a file of TOML in which templates are open parts.
func (t *text) maskedTOML() *node {
	written := t.data
	t.data = maskDirectives(written)
	n := t.tomlTree()
	masked := t.data
	t.data = written
	n.walk(func(v *node) bool {
		if v.kind == scalarNode && v.to <= len(written) && v.text == string(masked[v.from:v.to]) {
			v.text = string(written[v.from:v.to])
		}
		return true
	})
	return n
}

// traefikHTTP reads routers, services, middlewares and transports, which stand side by side.
func (t *text) traefikHTTP(n *node) {
	c := traefikConf{text: t, http: n}
	for _, s := range n.fold("services").pairs() {
		c.service(s)
	}
	for _, m := range n.fold("middlewares").pairs() {
		c.forwardAuth(m)
	}
	for _, r := range n.fold("routers").pairs() {
		c.router(r, r)
	}
}

// label is a name with a value that a container carries.
type label struct {
	name  string
	value *node
}

// traefikLabels reads the labels of a container, which say the same as the files of
// Traefik's file provider. container is the name by which the container is reached, at is
// where it is declared.
func (t *text) traefikLabels(container string, at fact.Location, labels []label) {
	root := &node{kind: mappingNode}
	found := false
	for _, l := range labels {
		keys := strings.Split(strings.ToLower(l.name), ".")
		if len(keys) < 3 || len(keys) > 12 || keys[0] != "traefik" || l.value == nil {
			continue
		}
		found = true
		in := root
		for _, k := range keys[1 : len(keys)-1] {
			next := in.child(k, 1)
			if next == nil {
				next = &node{kind: mappingNode, key: k, from: l.value.from, to: l.value.to}
				in.items = append(in.items, next)
			}
			if next.kind != mappingNode {
				next = &node{kind: mappingNode}
			}
			in = next
		}
		value := *l.value
		value.key = keys[len(keys)-1]
		in.items = append(in.items, &value)
	}
	if !found {
		return
	}
	c := traefikConf{text: t, http: root.get("http"), container: container, declared: at}
	find, artifact := t.find, t.artifact
	t.artifact = fact.ArtifactProxy
	for _, s := range c.http.fold("services").pairs() {
		c.service(s)
	}
	for _, m := range c.http.fold("middlewares").pairs() {
		c.forwardAuth(m)
	}
	t.find, t.artifact = find, artifact
}

// traefik reads the objects that say in a cluster what files say elsewhere. Where a
// middleware and the routes that use it are of several objects, each is read by itself.
func (o *object) traefik(spec *node) {
	c := traefikConf{text: o.text}
	artifact := o.artifact
	o.artifact = fact.ArtifactProxy
	defer func() { o.artifact = artifact }()
	switch o.kind {
	case "Middleware":
		c.forwardAuth(spec)
	case "ServersTransport":
		if skip := spec.fold("insecureSkipVerify"); skip.is(true) {
			at := o.line(skip)
			o.out.Switches = append(o.out.Switches, fact.Switch{
				Kind: "verify", Name: "insecureSkipVerify", Scope: "proxy", Artifact: fact.ArtifactMesh, At: at, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
			})
		}
	case "IngressRoute":
		for _, r := range spec.get("routes").list() {
			c.router(spec, r)
			for _, s := range r.get("services").list() {
				h := hopChannel{scheme: s.get("scheme").str()}
				if h.scheme == "" || h.scheme == "h2c" {
					h.scheme = "http"
				}
				if transport := s.get("serversTransport"); transport != nil { // it is declared elsewhere
					h.channel.Verify = fact.Setting{State: fact.StateUnknown, Explicit: true, At: o.line(transport)}
				}
				if name := s.get("name"); name != nil && !strings.Contains(name.str(), "@") {
					o.hop(name, s.get("port").str(), h)
				}
			}
		}
	}
}

// fold is a value below keys, whatever their case.
func (n *node) fold(keys ...string) *node {
	for _, k := range keys {
		next := n.get(k)
		for _, p := range n.pairs() {
			if next == nil && strings.EqualFold(p.key, k) {
				next = p.real()
			}
		}
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

// traefikName is a name without the provider that it is of.
func traefikName(s string) string {
	name, _, _ := strings.Cut(s, "@")
	return strings.ToLower(name)
}

// named is the entry of a name.
func (n *node) named(name string) *node {
	for _, p := range n.pairs() {
		if traefikName(p.key) == traefikName(name) && name != "" {
			return p.real()
		}
	}
	return nil
}

// names are the entries of a list, or of one text with commas.
func (n *node) names() []string {
	var out []string
	for _, v := range n.list() {
		out = append(out, strings.FieldsFunc(v.str(), func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	return out
}

// service reads the servers that one service hands requests on to.
func (c *traefikConf) service(s *node) {
	lb := s.fold("loadBalancer")
	if lb == nil {
		return
	}
	carries, steps, cleared := c.carries(s.key)
	if cleared && len(carries) == 0 {
		return
	}
	h := hop{client: "Traefik", carries: carries, steps: steps, channel: c.channel(lb), cameFor: c.hosts(s.key)}
	servers := lb.fold("servers").list()
	if one := lb.fold("server"); one != nil {
		servers = append(servers, one)
	}
	for i, server := range servers {
		if i == maxUpstreams {
			break
		}
		switch url := server.fold("url"); {
		case url != nil:
			h.at, h.urlAt, h.url = c.line(url), c.line(url), c.plain(url)
		case c.container != "" && (server.fold("scheme") != nil || len(carries) > 0):
			at := server.fold("scheme")
			if at == nil {
				at = server.fold("port")
			}
			if at == nil {
				continue
			}
			scheme := server.fold("scheme").str()
			if scheme == "" || scheme == "h2c" {
				scheme = "http"
			}
			h.at, h.urlAt, h.url = c.line(at), c.declared, fact.Lit(scheme+"://"+c.container)
			if port := server.fold("port"); port != nil {
				h.url = mergeText(mergeText(h.url, fact.Lit(":")), c.plain(port))
			}
		default:
			continue
		}
		c.hop(h)
	}
}

// channel is how the servers of a service are checked: they are, unless their transport
// says otherwise.
func (c *traefikConf) channel(lb *node) fact.Channel {
	ch := fact.Channel{Verify: fact.Setting{State: fact.StateOn}}
	transport := lb.fold("serversTransport")
	t := c.http.fold("serversTransports").named(transport.str())
	if transport != nil && t == nil { // it is declared elsewhere
		ch.Verify = fact.Setting{State: fact.StateUnknown, Explicit: true, At: c.line(transport)}
		return ch
	}
	c.checks(&ch, t)
	return ch
}

// checks reads how a transport, or the tls of a forwardAuth, checks the other end.
func (c *traefikConf) checks(ch *fact.Channel, n *node) {
	if ca := n.fold("rootCAs"); ca != nil {
		ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: c.line(ca)}
	}
	if ca := n.fold("ca"); ca != nil {
		ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: c.line(ca)}
	}
	if skip := n.fold("insecureSkipVerify"); skip.is(true) {
		ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: c.line(skip)}
	}
	if name := n.fold("serverName"); name != nil {
		ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, Value: c.plain(name), At: c.line(name)}
	}
	if cert := n.first("certificates", "cert"); cert != nil {
		ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(cert)}
	}
}

// carries are the credentials that the middlewares of a service's routers put in or let
// pass.
func (c *traefikConf) carries(service string) (out []fact.Credential, steps []fact.Evidence, cleared bool) {
	for _, r := range c.routers(service) {
		for _, m := range c.middlewares(r.fold("middlewares"), 0) {
			for _, h := range m.fold("headers", "customRequestHeaders").pairs() {
				value := h.real()
				if value == nil || value.kind != scalarNode {
					continue
				}
				if strings.EqualFold(h.key, "authorization") {
					cleared = true // what callers send is replaced
				}
				if credential := c.sent(h.key, value); credential != nil {
					out = append(out, *credential)
					steps = append(steps, fact.Evidence{At: c.line(h), Says: h.key + " is set here"})
				}
			}
			kind := fact.KindNone
			at := m.fold("forwardAuth")
			if at != nil {
				kind = fact.KindOther
			}
			if b := m.first("basicAuth", "basicauth", "digestAuth", "digestauth"); b != nil && !b.fold("removeHeader").is(true) {
				kind, at = fact.KindBasic, b
			}
			if allow := m.fold("headers", "accessControlAllowHeaders"); allow != nil && namesCredential(strings.Join(allow.names(), ",")) {
				kind, at = fact.KindOther, allow
			}
			if kind != fact.KindNone && !cleared {
				out = append(out, inbound(kind, "authorization", c.line(at)))
				steps = append(steps, fact.Evidence{At: c.line(at), Says: "callers authenticate here"})
			}
		}
	}
	return out, steps, cleared
}

// middlewares are those that a router names, with those of chains.
func (c *traefikConf) middlewares(names *node, depth int) []*node {
	var out []*node
	for _, n := range names.names() {
		m := c.http.fold("middlewares").named(n)
		if m == nil || len(out) > maxUpstreams || depth > 4 {
			continue
		}
		out = append(out, m)
		out = append(out, c.middlewares(m.fold("chain", "middlewares"), depth+1)...)
	}
	return out
}

// forwardAuth reads a service that is asked about each request, with the caller's headers.
func (c *traefikConf) forwardAuth(m *node) {
	auth := m.fold("forwardAuth")
	address := auth.fold("address")
	if address == nil {
		return
	}
	at := c.line(address)
	h := hop{client: "Traefik", at: at, url: c.plain(address), urlAt: at, channel: fact.Channel{Verify: fact.Setting{State: fact.StateOn}}}
	c.checks(&h.channel, auth.fold("tls"))
	h.carries = []fact.Credential{inbound(fact.KindOther, "authorization", at)}
	h.steps = []fact.Evidence{{At: at, Says: "whether a caller may pass is asked with the caller's headers"}}
	c.hop(h)
}

var traefikHost = regexp.MustCompile(`Host\(([^)]*)\)`)

// routers are those that hand requests on to a service.
func (c *traefikConf) routers(service string) []*node {
	var out []*node
	for _, r := range c.http.fold("routers").pairs() {
		if used := r.fold("service").str(); traefikName(used) == traefikName(service) || used == "" && c.container != "" {
			out = append(out, r)
		}
	}
	return out
}

// hosts are the names that requests to a service came for.
func (c *traefikConf) hosts(service string) []string {
	var out []string
	for _, r := range c.routers(service) {
		out = append(out, ruleHosts(r.fold("rule").str())...)
	}
	return out
}

// ruleHosts are the names that a rule of a router asks for.
func ruleHosts(rule string) []string {
	var out []string
	for _, m := range traefikHost.FindAllStringSubmatch(rule, -1) {
		for _, h := range strings.Split(m[1], ",") {
			if host := strings.Trim(h, " `\"'"); host != "" && !strings.ContainsAny(host, "{$") {
				out = append(out, host)
			}
		}
	}
	return out
}

// router reads for which names a router answers, and how; match is what has its rule. Which entry points have TLS is
// said elsewhere, so that one without tls may still be behind it.
func (c *traefikConf) router(r, match *node) {
	rule := match.fold("rule")
	if rule == nil {
		rule = match.get("match")
	}
	l := fact.Listener{At: c.line(r), TLS: r.fold("tls") != nil}
	if rule != nil {
		l.At = c.line(rule)
	}
	l.Hosts = ruleHosts(rule.str())
	for _, e := range r.fold("entryPoints").names() {
		switch e {
		case "websecure", "https":
			l.TLS = true
		case "web", "http":
			l.Plain = !l.TLS
		}
	}
	for _, m := range c.middlewares(r.fold("middlewares"), 0) {
		if m.fold("redirectScheme", "scheme").str() == "https" {
			l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(m)}
		}
		if sts := m.fold("headers", "stsSeconds"); sts != nil {
			l.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(sts)}
		}
	}
	if len(l.Hosts) > 0 {
		c.out.Listeners = append(c.out.Listeners, l)
	}
}
