package clientconf

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var fluentbitFormat = format{
	Format: Format{
		Group: "observability", Name: "Fluent Bit", Files: "*.conf with [OUTPUT] or [FILTER] sections, YAML with pipeline and outputs",
		Reads: "outputs, the Kubernetes filter: TLS, verification, headers and other credentials",
	},
	artifact: fact.ArtifactExporter,
	maybe: func(_, base string) bool {
		return structured(base) || strings.HasSuffix(base, ".conf") || strings.HasSuffix(base, ".conf.tmpl") || strings.HasSuffix(base, ".conf.template")
	},
	like: func(_ string, data []byte) bool {
		return fluentbitClassic(data) || mentions(data, "pipeline") && mentions(data, "outputs", "filters")
	},
	read: func(t *text) {
		t.find = expandsAll
		if fluentbitClassic(t.data) {
			for _, s := range t.fluentbitSections() {
				t.fluentbit(s.key, s)
			}
			return
		}
		for _, doc := range t.yamlDocuments() {
			t.fluentbitYAML(doc)
		}
	},
}

// fluentbitClassic tells the format of sections: a header in a line of its own, and "Name
// plugin" below it.
func fluentbitClassic(data []byte) bool {
	for _, header := range []string{"[OUTPUT]", "[FILTER]", "[output]"} {
		if i := bytes.Index(data, []byte(header)); i >= 0 && bytes.Contains(bytes.ToLower(data[i:]), []byte("name")) {
			return true
		}
	}
	return false
}

func (t *text) fluentbitYAML(doc *node) {
	doc.walk(func(n *node) bool {
		if n.key != "pipeline" || n.kind != mappingNode {
			return true
		}
		for kind, key := range map[string]string{"output": "outputs", "filter": "filters"} {
			for _, x := range n.get(key).list() {
				if x.kind == mappingNode {
					t.fluentbit(kind, lowered(x))
				}
			}
		}
		return false
	})
}

// lowered is a mapping with its keys in lower case.
func lowered(n *node) *node {
	out := *n
	out.items = nil
	for _, c := range n.items {
		one := *c
		one.key = strings.ToLower(c.key)
		out.items = append(out.items, &one)
	}
	return &out
}

// fluentbitSections are the sections of the classic format, with keys in lower case.
func (t *text) fluentbitSections() []*node {
	var out []*node
	var open *node
	for _, l := range t.httpLines() {
		line := bytes.TrimSpace(t.data[l[0]:l[1]])
		switch {
		case len(line) == 0 || line[0] == '#':
		case line[0] == '[' && line[len(line)-1] == ']':
			open = &node{kind: mappingNode, key: strings.ToLower(string(line[1 : len(line)-1])), from: l[0], to: l[1]}
			out = append(out, open)
		case open != nil:
			if n := t.spacedLine(l[0], l[1]); n != nil {
				n.key = strings.ToLower(n.key)
				open.add(n)
			}
		}
	}
	return out
}

// spacedLine is the value of a line "name value", or nil.
func (t *text) spacedLine(from, to int) *node {
	line := string(t.data[from:to])
	lead := len(line) - len(strings.TrimLeft(line, " \t"))
	end := strings.IndexAny(line[lead:], " \t")
	if end < 0 {
		return nil
	}
	key := line[lead : lead+end]
	value := strings.TrimSpace(line[lead+end:])
	if value == "" {
		return nil
	}
	at := from + strings.LastIndex(line, value)
	return &node{key: key, keyFrom: from + lead, keyTo: from + lead + end, text: value, from: at, to: at + len(value)}
}

// fluentbitHTTP are the outputs that speak HTTP, without TLS unless they are told to.
var fluentbitHTTP = []string{"http", "es", "opensearch", "loki", "splunk", "datadog", "opentelemetry", "prometheus_remote_write", "influxdb", "azure", "logdna", "newrelic", "nrlogs", "oracle_log_analytics", "zig"}

// fluentbitSecrets are the keys of what authenticates an output.
var fluentbitSecrets = []secretKey{
	{keys: "http_passwd", kind: fact.KindBasic}, {keys: "bearer_token", kind: fact.KindBearer}, {keys: "splunk_token", kind: fact.KindBearer}, {keys: "http_token", kind: fact.KindBearer},
	{keys: "apikey", kind: fact.KindAPIKey, field: "dd-api-key"}, {keys: "api_key", kind: fact.KindAPIKey, field: "api-key"},
	{keys: "license_key", kind: fact.KindAPIKey, field: "x-license-key"}, {keys: "shared_key", kind: fact.KindOther},
}

const fluentbitName = "Fluent Bit"

func (t *text) fluentbit(kind string, x *node) {
	name := strings.ToLower(x.get("name").str())
	q := request{client: fluentbitName, at: t.atNode(x)}
	if n := x.get("name"); n != nil {
		q.at = t.atNode(n)
	}
	q.channel.Verify = t.verified(x.get("tls.verify"))
	if ca := t.present(fact.StateCustom, x.first("tls.ca_file", "kube_ca_file")); ca.Explicit && q.channel.Verify.State != fact.StateOff {
		q.channel.Verify = ca
	}
	q.channel.ClientCert = t.present(fact.StateOn, x.get("tls.crt_file"))
	switch {
	case kind == "filter" && name == "kubernetes":
		t.kubernetesFilter(x, q)
	case kind == "output" && slices.Contains(fluentbitHTTP, name):
		t.fluentbitOutput(x, q)
	}
}

func (t *text) kubernetesFilter(x *node, q request) {
	c, ok := t.keptElsewhere(fact.KindBearer, "authorization", x.get("kube_token_file"))
	if !ok {
		c = fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginSecretStore, Name: "service account"}
	}
	q.artifact, q.auth, q.cluster = fact.ArtifactCluster, []fact.Credential{c}, true
	q.to = fact.Lit("https://kubernetes.default.svc")
	if u := x.get("kube_url"); u.str() != "" {
		q.to, q.toAt = t.plain(u), t.atNode(u)
	}
	t.send(q)
}

func (t *text) fluentbitOutput(x *node, q request) {
	q.auth = append(q.auth, t.secretsOf(x, fluentbitSecrets)...)
	for _, n := range x.items {
		if n.key != "header" && n.key != "headers" {
			continue
		}
		for _, h := range n.list() {
			if name, _, ok := strings.Cut(h.str(), " "); ok {
				if c, ok := t.headerOf(strings.TrimSuffix(name, ":"), t.cut(h, len(name)+1)); ok {
					q.auth = append(q.auth, c)
				}
			}
		}
	}
	host := t.plain(x.get("host"))
	if len(host) == 0 {
		return
	}
	scheme := "http"
	if tls := x.get("tls"); tls.is(true) {
		scheme = "https"
		q.steps = []fact.Evidence{{At: t.atKey(tls), Says: "TLS is switched on here"}}
	}
	q.to, q.toAt = joined(fact.Lit(scheme+"://"), host), t.atNode(x.get("host"))
	if port := t.plain(x.get("port")); len(port) > 0 {
		q.to = joined(q.to, fact.Lit(":"), port)
	}
	t.send(q)
}
