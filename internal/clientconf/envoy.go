package clientconf

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var envoyFormat = format{
	Format: Format{
		Group: "proxies", Name: "Envoy", Files: "YAML and JSON with static_resources or with resources of Envoy's own types; templates called envoy*",
		Reads: "clusters with what is sent to them and how they are checked, DNS settings, listeners",
	},
	artifact: fact.ArtifactProxy, read: envoy,
	maybe: func(_, base string) bool {
		return structured(base) || strings.Contains(base, "envoy") && strings.Contains(".tmpl.template.j2.erb.ctmpl.tpl", path.Ext(base))
	},
	like: func(_ string, data []byte) bool {
		return holdsAny(data, "static", "envoy.", "load_assignment", "lb_endpoints") && !ofCluster(data) && envoyMark.Match(data)
	},
}

var envoyMark = regexp.MustCompile(`(?m)^[ \t]*"?(?:static_resources|staticResources)"?[ \t]*:|type\.googleapis\.com/envoy\.(?:config|extensions|api)|(?m)^[ \t-]*"?(?:load_assignment|lb_endpoints)"?[ \t]*:`)

// holdsAny tells, at little cost, a file that holds one of several words.
func holdsAny(data []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(data, []byte(w)) })
}

// ofCluster tells a file of objects of a cluster, which may hold the files of proxies.
func ofCluster(data []byte) bool {
	return bytes.HasPrefix(data, []byte("apiVersion:")) || bytes.Contains(data, []byte("\napiVersion:"))
}

// envoyConf is what is known of a whole file while its parts are read.
type envoyConf struct {
	*text
	clusters []*node
	uses     map[string][]envoyUse
	callers  *fact.Evidence // what says that callers authenticate
	kind     fact.Kind
	streams  map[string]bool // clusters that connections are handed on to as they are
	keys     []*node         // where keys that tokens are checked with are fetched from
}

// envoyUse is a place that sends requests to a cluster.
type envoyUse struct {
	at      *node
	headers []*node // what is added, in the route and around it
	removed bool    // Authorization is taken away
	asked   bool    // whether a caller may pass is asked there
}

func envoy(t *text) {
	t.find = templates
	var docs []*node
	if data := bytes.TrimSpace(t.data); bytes.HasPrefix(data, []byte("{")) && !bytes.HasPrefix(data, []byte("{{")) {
		docs = append(docs, t.jsonTree())
	} else {
		docs = t.yamlDocuments()
	}
	c := envoyConf{text: t, uses: map[string][]envoyUse{}, streams: map[string]bool{}}
	for _, d := range docs {
		c.collect(d, envoyUse{})
	}
	for _, cluster := range c.clusters {
		c.cluster(cluster)
	}
	for _, k := range c.keys {
		c.anchor(k)
	}
}

// anchor reads a fetch of keys. The cluster decides how it travels, whatever the URL says.
func (c *envoyConf) anchor(k *node) {
	uri := k.get("uri")
	for _, cluster := range c.clusters {
		if uri == nil || cluster.get("name").str() != k.get("cluster").str() {
			continue
		}
		channel, tls := c.channel(cluster)
		url := c.plain(uri)
		if prefix := url.Prefix(); !tls && strings.HasPrefix(prefix, "https://") {
			url = joinText(fact.Lit("http://"+strings.TrimPrefix(prefix, "https://")), url, prefix)
		}
		if staysHere(url) {
			return
		}
		c.out.Routes = append(c.out.Routes, fact.Route{
			Artifact: c.artifact, At: c.line(uri), TrustAnchor: true, Channel: channel, Destination: fact.Destination{URL: url, At: c.line(uri)},
			Client: fact.Client{Name: "Envoy"}, Credential: fact.Credential{At: c.line(uri)},
			Steps: []fact.Evidence{{At: c.line(cluster.get("name")), Says: "keys are fetched by this cluster"}},
		})
		return
	}
}

// proto is a value below keys, which may be written as in proto files or as in its JSON.
func (n *node) proto(keys ...string) *node {
	for _, k := range keys {
		if n = n.first(k, camel(k)); n == nil {
			return nil
		}
	}
	return n
}

func camel(snake string) string {
	parts := strings.Split(snake, "_")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// collect goes through all that is written below n, and notes clusters and what sends to
// them. around is what holds for all routes here.
func (c *envoyConf) collect(n *node, around envoyUse) {
	if n == nil {
		return
	}
	if n.kind == mappingNode {
		for _, h := range n.proto("request_headers_to_add").list() {
			around.headers = append(around.headers[:len(around.headers):len(around.headers)], h)
		}
		for _, h := range n.proto("request_headers_to_remove").list() {
			around.removed = around.removed || strings.EqualFold(h.str(), "authorization")
		}
		c.mapping(n, around)
	}
	for _, child := range n.items {
		c.collect(child, around)
	}
}

// mapping reads one mapping for what it is.
func (c *envoyConf) mapping(n *node, around envoyUse) {
	if n.get("name") != nil && (n.proto("load_assignment") != nil || n.proto("connect_timeout") != nil || n.get("hosts") != nil || n.proto("lb_policy") != nil || n.proto("cluster_type") != nil) {
		c.clusters = append(c.clusters, n)
	}
	if n.proto("filter_chains") != nil && n.get("address") != nil {
		c.listener(n)
	}
	if route := n.get("route"); route != nil {
		c.use(route.get("cluster"), around)
		for _, w := range route.proto("weighted_clusters", "clusters").list() {
			c.use(w.get("name"), around)
		}
	}
	kind := n.get("@type").str()
	name := n.get("name").str()
	switch {
	case strings.HasSuffix(kind, "tcp_proxy.v3.TcpProxy"), strings.HasSuffix(name, "tcp_proxy"):
		c.streams[n.get("cluster").str()] = true
		c.streams[n.proto("typed_config").get("cluster").str()] = true
	case strings.HasSuffix(kind, "JwtAuthentication"):
		for _, p := range n.get("providers").pairs() {
			if uri := p.proto("remote_jwks", "http_uri"); uri != nil {
				c.keys = append(c.keys, uri)
			}
		}
		for _, p := range n.get("providers").pairs() { // a token that was checked goes no further unless it is told to
			if p.get("forward").is(true) {
				c.authenticates(n, fact.KindBearer)
			}
		}
	case strings.HasSuffix(kind, "BasicAuth"):
		c.authenticates(n, fact.KindBasic)
	case strings.HasSuffix(kind, "ExtAuthz"):
		c.authenticates(n, fact.KindOther)
		asked := envoyUse{asked: true}
		c.use(n.proto("grpc_service", "envoy_grpc", "cluster_name"), asked)
		c.use(n.proto("http_service", "server_uri", "cluster"), asked)
	case strings.HasSuffix(kind, "oauth2.v3.OAuth2") && n.proto("config", "forward_bearer_token").is(true):
		c.authenticates(n, fact.KindBearer)
	}
	if allow := n.proto("allow_headers"); allow != nil && namesCredential(allow.str()) {
		c.authenticates(allow, fact.KindOther)
	}
}

func (c *envoyConf) use(n *node, u envoyUse) {
	if name := n.str(); name != "" && len(c.uses[name]) < maxUpstreams {
		u.at = n
		c.uses[name] = append(c.uses[name], u)
	}
}

func (c *envoyConf) authenticates(n *node, kind fact.Kind) {
	if c.callers == nil {
		c.callers, c.kind = &fact.Evidence{At: c.line(n), Says: "callers authenticate here"}, kind
	}
}

// line is the place of a value with its key, in its first line.
func (t *text) line(n *node) fact.Location {
	at := t.atKey(n)
	if at.Start.Line != at.End.Line {
		from := n.from
		if n.keyTo > 0 {
			from = n.keyFrom
		}
		at = t.at(from, max(lineEnd(t.data, from), from))
	}
	return at
}

// cluster reads one group of upstreams.
func (c *envoyConf) cluster(n *node) {
	name := n.get("name").str()
	uses := c.uses[name]
	if len(uses) == 0 {
		if c.streams[name] {
			return
		}
		uses = []envoyUse{{}}
	}
	c.dns(n)
	channel, tls := c.channel(n)
	for _, endpoint := range c.endpoints(n) {
		scheme := "http://"
		if tls {
			scheme = "https://"
		}
		h := hop{client: "Envoy", at: c.line(n.get("name")), url: mergeText(fact.Lit(scheme), endpoint.text), urlAt: endpoint.at, channel: channel}
		if !endpoint.at.IsZero() {
			h.at = endpoint.at
		}
		for _, u := range uses {
			if one, ok := c.carries(h, u); ok {
				c.hop(one)
			}
		}
	}
}

// carries is a hop with the credentials that one use of the cluster sends.
func (c *envoyConf) carries(h hop, u envoyUse) (hop, bool) {
	cleared := u.removed
	if u.at != nil {
		h.steps = append(h.steps, fact.Evidence{At: c.line(u.at), Says: "requests are sent to the cluster here"})
	}
	for _, add := range u.headers {
		header := add.get("header")
		key, value := header.get("key").str(), header.get("value")
		if value == nil || value.kind != scalarNode {
			continue
		}
		if credential := c.sent(key, value); credential != nil {
			cleared = cleared || strings.EqualFold(key, "authorization")
			h.carries = append(h.carries, *credential)
			h.steps = append(h.steps, fact.Evidence{At: c.line(value), Says: key + " is set here"})
		}
	}
	if !cleared && c.callers != nil && u.at != nil {
		h.carries = append(h.carries, inbound(c.kind, "authorization", c.callers.At))
		h.steps = append(h.steps, *c.callers)
	}
	return h, len(h.carries) > 0 || !cleared
}

// envoyEndpoint is an upstream: host and port.
type envoyEndpoint struct {
	text fact.Text
	at   fact.Location
}

// endpoints are the upstreams of a cluster; one that is not known where others say them.
func (c *envoyConf) endpoints(n *node) []envoyEndpoint {
	var out []envoyEndpoint
	local := false
	add := func(address *node) {
		socket := address.proto("socket_address")
		host := socket.get("address")
		if host == nil {
			local = local || address.get("pipe") != nil
			return
		}
		at := c.line(host)
		text := c.plain(host)
		if port := socket.proto("port_value"); port.str() != "" {
			text = mergeText(text, fact.Lit(":"))
			text = mergeText(text, c.plain(port))
		}
		if len(out) < maxUpstreams {
			out = append(out, envoyEndpoint{text, at})
		}
	}
	for _, locality := range n.proto("load_assignment", "endpoints").list() {
		for _, e := range locality.proto("lb_endpoints").list() {
			add(e.get("endpoint", "address"))
		}
	}
	for _, h := range n.get("hosts").list() {
		add(h)
	}
	if len(out) > 0 || local {
		return out
	}
	kind := n.proto("cluster_type", "name").str()
	if strings.Contains(kind, "dynamic_forward_proxy") || n.proto("original_dst_lb_config", "use_http_header").is(true) {
		at := c.line(n.get("name"))
		return []envoyEndpoint{{fact.Text{{Hole: &fact.Hole{Origin: fact.OriginRequest, Name: "the requested host", At: at}}}, at}}
	}
	return []envoyEndpoint{{text: fact.Text{{Hole: &fact.Hole{Origin: fact.OriginUnknown, Name: n.get("name").str()}}}}}
}

// channel is how a cluster is checked, and whether it is reached by TLS at all. Envoy
// checks nothing without trusted certificates, and any name without a match.
func (c *envoyConf) channel(n *node) (ch fact.Channel, tls bool) {
	context := n.proto("transport_socket", "typed_config")
	if context == nil {
		context = n.proto("tls_context")
	}
	if context == nil {
		if n.proto("transport_socket_matches") != nil {
			return fact.Channel{Verify: fact.Setting{State: fact.StateUnknown, Explicit: true, At: c.line(n.proto("transport_socket_matches"))}}, true
		}
		return ch, n.proto("transport_socket") != nil
	}
	if strings.HasSuffix(context.get("@type").str(), "QuicUpstreamTransport") {
		context = context.proto("upstream_tls_context")
	}
	if strings.HasSuffix(context.get("@type").str(), "RawBuffer") {
		return ch, false
	}
	common := context.proto("common_tls_context")
	validation := common.proto("validation_context")
	provided := common.proto("validation_context_sds_secret_config")
	if combined := common.proto("combined_validation_context"); combined != nil {
		validation, provided = combined.proto("default_validation_context"), combined.proto("validation_context_sds_secret_config")
	}
	ch.Verify = fact.Setting{State: fact.StateOff, At: c.line(context)}
	names := validation.first("match_typed_subject_alt_names", "matchTypedSubjectAltNames", "match_subject_alt_names", "matchSubjectAltNames", "verify_subject_alt_name")
	ca := validation.first("trusted_ca", "trustedCa", "ca_certificate_provider_instance")
	switch {
	case strings.HasPrefix(validation.proto("trust_chain_verification").str(), "ACCEPT_UNTRUSTED"):
		ch.Verify.Explicit, ch.Verify.At = true, c.line(validation.proto("trust_chain_verification"))
	case provided != nil:
		ch.Verify = fact.Setting{State: fact.StateUnknown, Explicit: true, At: c.line(provided)}
	case validation.proto("system_root_certs") != nil:
		ch.Verify.State = fact.StateOn
	case ca != nil:
		ch.Verify.Value = c.plain(ca.get("filename"))
		ch.Verify.State, ch.Verify.Explicit = trust(ch.Verify.Value), true
	}
	if pin := validation.first("verify_certificate_hash", "verifyCertificateHash", "verify_certificate_spki", "verifyCertificateSpki"); pin != nil {
		ch.Pin = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(pin)}
	}
	if ch.Verify.State != fact.StateOff && ch.Verify.State != fact.StateUnknown && names == nil && !c.matchesHost(n) && !context.proto("auto_sni_san_validation").is(true) {
		ch.HostnameCheck = fact.Setting{State: fact.StateOff}
	}
	if sni := context.get("sni"); sni != nil && names == nil {
		ch.ServerName = fact.Setting{State: fact.StateOn, Explicit: true, Value: c.plain(sni), At: c.line(sni)}
	}
	if cert := common.first("tls_certificates", "tlsCertificates", "tls_certificate_sds_secret_configs", "tlsCertificateSdsSecretConfigs"); cert != nil {
		ch.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(cert)}
	}
	return ch, true
}

// matchesHost tells a cluster that takes the name to check from the request.
func (c *envoyConf) matchesHost(n *node) bool {
	for _, o := range n.proto("typed_extension_protocol_options").pairs() {
		if o.proto("upstream_http_protocol_options", "auto_san_validation").is(true) {
			return true
		}
	}
	return n.proto("upstream_http_protocol_options", "auto_san_validation").is(true)
}

// dns reads where a cluster looks names up, and for how long it keeps the answers.
func (c *envoyConf) dns(n *node) {
	r := fact.Resolver{Software: "Envoy", Artifact: c.artifact, At: c.line(n.get("name"))}
	servers := n.proto("dns_resolvers").list()
	for _, in := range []*node{n.proto("dns_resolution_config"), n.proto("typed_dns_resolver_config", "typed_config")} {
		servers = append(servers, in.get("resolvers").list()...)
	}
	for _, s := range servers {
		if address := s.proto("socket_address").get("address"); address != nil {
			r.Servers = append(r.Servers, fact.NameServer{Address: c.plain(address), Transport: "plain", At: c.line(address)})
		}
	}
	if rate := n.proto("dns_refresh_rate"); rate != nil && !n.proto("respect_dns_ttl").is(true) {
		if kept, long := keptLong(rate.str(), longTTL, c.line(rate), "every answer is kept for"); long {
			r.Cache = kept
		}
	}
	if len(r.Servers) > 0 || r.Cache.Explicit {
		c.out.Resolvers = append(c.out.Resolvers, r)
	}
}

// listener reads for which names a listener answers, and how.
func (c *envoyConf) listener(n *node) {
	l := fact.Listener{At: c.line(n.get("address"))}
	for _, chain := range n.proto("filter_chains").list() {
		if chain.proto("transport_socket") != nil || chain.proto("tls_context") != nil {
			l.TLS = true
		} else {
			l.Plain = true
		}
	}
	redirects := false
	n.walk(func(v *node) bool {
		for _, d := range v.get("domains").list() {
			if host := hostOf(strings.TrimSuffix(d.str(), ":*")); host != "*" && host != "" && !slices.Contains(l.Hosts, host) {
				l.Hosts = append(l.Hosts, host)
			}
		}
		redirects = redirects || v.proto("https_redirect").is(true) || v.proto("require_tls").str() == "ALL"
		for _, h := range v.proto("response_headers_to_add").list() {
			if strings.EqualFold(h.get("header", "key").str(), "strict-transport-security") {
				l.Strict = fact.Setting{State: fact.StateOn, Explicit: true, At: c.line(h)}
			}
		}
		return true
	})
	if redirects {
		l.Redirects = fact.Setting{State: fact.StateOn, Explicit: true, At: l.At}
	}
	c.out.Listeners = append(c.out.Listeners, l)
}
