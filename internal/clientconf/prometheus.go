package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var prometheusFormat = format{
	Format: Format{
		Group: "observability", Name: "Prometheus", Files: "YAML with scrape_configs, remote_write, remote_read or alertmanagers, within other YAML too",
		Reads: "scrapes, service discovery, remote write and read, alerting: credentials, scheme, TLS, OAuth 2",
	},
	artifact: fact.ArtifactScrape, read: telemetryFile,
	like: func(_ string, data []byte) bool {
		return mentions(data, "scrape_configs", "remote_write", "remote_read", "alertmanagers") || scrapeList(data)
	},
}

// maxTargets bounds the targets of one job that become routes.
const maxTargets = 16

// scrapeList tells a fragment that is a list of scrapes alone.
func scrapeList(data []byte) bool {
	return bytes.Contains(data, []byte("- job_name:"))
}

// prometheus reads a tree that is a Prometheus configuration or has one in it: the values
// of a chart, an agent with scrapes of its own.
func (t *text) prometheus(doc *node) {
	doc.walk(func(n *node) bool {
		if n.kind == listNode {
			for _, job := range n.items {
				if n.key == "scrape_configs" || job.has("job_name") {
					t.scrape(job)
				}
			}
		}
		if n.kind != mappingNode {
			return true
		}
		for _, key := range []string{"remote_write", "remote_read", "clients"} { // Promtail's, the last
			for _, r := range n.get(key).list() {
				t.remote(r)
			}
		}
		for _, am := range n.get("alertmanagers").list() {
			t.alertmanagers(am)
		}
		return true
	})
}

const prometheusName = "Prometheus"

// scrape reads one job: every target gets the credentials of it.
func (t *text) scrape(job *node) {
	if job.real() == nil || job.real().kind != mappingNode {
		return
	}
	q := t.promClient(job, fact.ArtifactScrape)
	q.at = t.atNode(job)
	if name := job.get("job_name"); name != nil {
		q.at = t.atNode(name)
	}
	q.steps = t.schemeSays(job, q.at)
	t.discoveries(job)
	scheme := t.scrapeScheme(job)
	for _, target := range t.targets(job) {
		q.to = joined(scheme, fact.Lit("://"), target.host, t.pathOf(job.get("metrics_path")))
		q.toAt, q.cluster = target.at, target.cluster
		t.send(q)
	}
}

// scrapeScheme is http where nothing is said, even beside settings of TLS. A rule that
// writes labels anew may change it from target to target.
func (t *text) scrapeScheme(job *node) fact.Text {
	scheme := t.plain(job.get("scheme"))
	if len(scheme) == 0 {
		scheme = fact.Lit("http")
	}
	for _, rule := range job.get("relabel_configs").list() {
		if rule.get("target_label").str() != "__scheme__" {
			continue
		}
		if given := rule.get("replacement"); given != nil && !strings.Contains(given.str(), "$") && len(rule.get("source_labels").list()) == 0 {
			return t.plain(given)
		}
		h := &fact.Hole{Origin: fact.OriginConfig, Name: "__scheme__", At: t.atNode(rule.real())}
		h.Default, h.HasDefault = scheme.Known()
		return fact.Text{{Hole: h}}
	}
	return scheme
}

// schemeSays is where the scheme is written, or that it is not.
func (t *text) schemeSays(n *node, at fact.Location) []fact.Evidence {
	if s := n.get("scheme"); s != nil {
		return []fact.Evidence{{At: t.atKey(s), Says: "the scheme is set here"}}
	}
	return []fact.Evidence{{At: at, Says: "no scheme is written, so that it is http"}}
}

// target is where a job sends: a name that is written, or what a discovery finds.
type target struct {
	host    fact.Text
	at      fact.Location
	cluster bool
}

func (t *text) targets(job *node) []target {
	for _, rule := range job.get("relabel_configs").list() {
		given := rule.get("replacement")
		if rule.get("target_label").str() == "__address__" && given.str() != "" && !strings.Contains(given.str(), "$") {
			return []target{{host: t.plain(given), at: t.atNode(given)}}
		}
	}
	var out []target
	for _, group := range job.get("static_configs").list() {
		for _, n := range group.get("targets").list() {
			if len(out) == maxTargets {
				t.skip(n.from, n.to, "more targets of one job are not read one by one", false)
				return out
			}
			if host := t.plain(n); len(host) > 0 {
				out = append(out, target{host: host, at: t.atNode(n.real())})
			}
		}
	}
	for _, n := range job.real().pairs() {
		if name, ok := strings.CutSuffix(n.key, "_sd_configs"); ok {
			for _, sd := range n.list() {
				out = append(out, t.found(name, sd))
			}
		}
	}
	return out
}

// discovered is where the names come from that a discovery finds. Of the others, the API
// of a cloud tells.
var discovered = map[string]fact.Origin{
	"dns": fact.OriginDNS, "consul": fact.OriginDNS, "eureka": fact.OriginDNS, "nomad": fact.OriginDNS, "serverset": fact.OriginDNS,
	"http": fact.OriginDNS, "file": fact.OriginConfig,
}

// found is what one discovery finds.
func (t *text) found(name string, sd *node) target {
	h := &fact.Hole{Origin: discovered[name], Name: name + " discovery", At: t.atNode(sd.real())}
	if sd.real() == nil {
		h.At = t.atNode(sd)
	}
	if h.Origin == "" {
		h.Origin = fact.OriginUnknown
	}
	for _, key := range []string{"names", "url", "files", "services", "server"} {
		if l := sd.get(key).list(); len(l) > 0 && l[0].str() != "" {
			h.Name = l[0].str()
			break
		}
	}
	cluster := name == "kubernetes" && sd.get("role").str() != "ingress" && sd.get("api_server") == nil
	return target{host: fact.Text{{Hole: h}}, at: h.At, cluster: cluster}
}

// discoveries are requests themselves: whoever is asked names the targets.
func (t *text) discoveries(job *node) {
	for _, n := range job.pairs() {
		name, ok := strings.CutSuffix(n.key, "_sd_configs")
		if !ok {
			continue
		}
		for _, sd := range n.list() {
			q := t.promClient(sd, fact.ArtifactScrape)
			server := sd.first("url", "server", "api_server", "endpoint", "host")
			if server == nil {
				continue
			}
			q.at, q.to = t.atNode(server), t.plain(server)
			if name == "consul" {
				q.to = t.withScheme(q.to, sd.get("scheme"))
				if c, ok := t.auth(fact.KindBearer, "x-consul-token", sd.get("token")); ok {
					q.auth = append(q.auth, c)
				}
			}
			t.send(q)
		}
	}
}

// withScheme puts a scheme before a host that has none; http where none is written.
func (t *text) withScheme(host fact.Text, scheme *node) fact.Text {
	if len(host) == 0 || strings.Contains(host.Prefix(), "://") {
		return host
	}
	s := t.plain(scheme)
	if len(s) == 0 {
		s = fact.Lit("http")
	}
	return joined(s, fact.Lit("://"), host)
}

// remote reads one target of remote write or read.
func (t *text) remote(r *node) {
	u := r.get("url")
	if u.str() == "" {
		return
	}
	q := t.promClient(r, fact.ArtifactExporter)
	q.at, q.to = t.atNode(u), t.plain(u)
	t.send(q)
}

// pathOf is the path of a URL, which may be written without the slash before it.
func (t *text) pathOf(n *node) fact.Text {
	path := t.plain(n)
	if first := path.Prefix(); first != "" && first[0] != '/' {
		return joined(fact.Lit("/"), path)
	}
	return path
}

// alertmanagers reads one group of them, which is written like a scrape.
func (t *text) alertmanagers(am *node) {
	if am.real() == nil || am.real().kind != mappingNode {
		return
	}
	q := t.promClient(am, fact.ArtifactExporter)
	t.discoveries(am)
	for _, target := range t.targets(am) {
		q.at, q.cluster = target.at, target.cluster
		q.to = joined(t.scrapeScheme(am), fact.Lit("://"), target.host, t.pathOf(am.get("path_prefix")))
		t.send(q)
	}
}

// promClient reads what the clients of this family share: credentials and TLS.
func (t *text) promClient(n *node, artifact fact.Artifact) request {
	q := request{artifact: artifact, client: prometheusName, channel: t.promTLS(n.get("tls_config"))}
	add := func(c fact.Credential, ok bool) {
		if ok {
			q.auth = append(q.auth, c)
		}
	}
	auth := n.get("authorization")
	kind := fact.KindBearer
	if scheme := strings.ToLower(auth.get("type").str()); scheme != "" && scheme != "bearer" {
		kind = fact.KindOther
	}
	add(t.auth(kind, "authorization", auth.get("credentials")))
	add(t.keptElsewhere(kind, "authorization", auth.first("credentials_file", "credentials_ref")))
	add(t.auth(fact.KindBearer, "authorization", n.get("bearer_token")))
	add(t.keptElsewhere(fact.KindBearer, "authorization", n.get("bearer_token_file")))
	basic := n.get("basic_auth")
	add(t.auth(fact.KindBasic, "authorization", basic.get("password")))
	add(t.keptElsewhere(fact.KindBasic, "authorization", basic.first("password_file", "password_ref")))
	if o := n.get("oauth2"); o != nil {
		add(t.oauth2(o, artifact))
	}
	q.auth = append(q.auth, t.headers(n.get("headers"))...)
	for _, h := range n.get("http_headers").pairs() {
		q.auth = append(q.auth, t.promHeader(h)...)
	}
	q.channel.Proxy = t.present(fact.StateOn, n.get("proxy_url"))
	q.channel.Proxy.Value = t.plain(n.get("proxy_url"))
	return q
}

func (t *text) promHeader(h *node) []fact.Credential {
	var out []fact.Credential
	for _, v := range append(h.get("values").list(), h.get("secrets").list()...) {
		if c, ok := t.headerOf(h.key, v); ok {
			out = append(out, c)
		}
	}
	return out
}

// oauth2 reads a client of OAuth 2: its secret goes to the token endpoint, and the token
// that comes back to the server.
func (t *text) oauth2(o *node, artifact fact.Artifact) (fact.Credential, bool) {
	endpoint := o.first("token_url", "tokenUrl")
	if endpoint.str() == "" {
		return fact.Credential{}, false
	}
	q := request{artifact: artifact, client: prometheusName, at: t.atNode(endpoint), to: t.plain(endpoint), channel: t.promTLS(o.first("tls_config", "tlsConfig"))}
	if c, ok := t.auth(fact.KindOther, "", o.get("client_secret")); ok {
		c.Carrier, c.Field = fact.CarrierBody, "client_secret"
		q.auth = append(q.auth, c)
	}
	if c, ok := t.keptElsewhere(fact.KindOther, "", o.first("client_secret_file", "clientSecret")); ok {
		c.Carrier, c.Field = fact.CarrierBody, "client_secret"
		q.auth = append(q.auth, c)
	}
	t.send(q)
	return fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginResponse, Name: "oauth2", At: t.atKey(o)}, true
}

// promTLS reads a tls_config, in the spelling of files or of Kubernetes objects.
func (t *text) promTLS(n *node) fact.Channel {
	var ch fact.Channel
	ch.Verify = t.insecure(n.first("insecure_skip_verify", "insecureSkipVerify"))
	if ch.Verify.State != fact.StateOff {
		if ca := t.present(fact.StateCustom, n.first("ca_file", "ca", "caFile")); ca.Explicit {
			ch.Verify = ca
		}
	}
	ch.ClientCert = t.present(fact.StateOn, n.first("cert_file", "cert", "certFile"))
	ch.ServerName = t.present(fact.StateOn, n.first("server_name", "serverName"))
	ch.ServerName.Value = t.plain(n.first("server_name", "serverName"))
	return ch
}
