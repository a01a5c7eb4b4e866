package clientconf

import (
	"bytes"
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var vectorFormat = format{
	Format: Format{
		Group: "observability", Name: "Vector", Files: "vector.toml, vector.yaml, vector.json; TOML and YAML with sinks and sources",
		Reads: "sinks and sources: endpoints, authentication, tokens, TLS",
	},
	artifact: fact.ArtifactExporter,
	named: func(_, base string) bool {
		return strings.TrimSuffix(base, path.Ext(base)) == "vector" && (structured(base) || path.Ext(base) == ".toml")
	},
	maybe: func(_, base string) bool { return structured(base) || path.Ext(base) == ".toml" },
	like: func(_ string, data []byte) bool {
		return bytes.Contains(data, []byte("[sinks.")) || mentions(data, "sinks") && mentions(data, "inputs") && mentions(data, "sources", "transforms")
	},
	read: func(t *text) {
		t.find = expandsAll
		root := t.tomlOr(t.jsonOrYAML)
		root.walk(func(n *node) bool {
			if n.key != "sinks" && n.key != "sources" {
				return true
			}
			for _, x := range n.items {
				t.vector(x.real())
			}
			return false
		})
	},
}

// tomlOr is the file as a tree, by its name: TOML, or what else it is.
func (t *text) tomlOr(other func() *node) *node {
	if path.Ext(t.path) == ".toml" {
		return t.tomlTree()
	}
	return other()
}

var vectorSecrets = []secretKey{
	{keys: "auth token", kind: fact.KindBearer}, {keys: "auth password", kind: fact.KindBasic}, {keys: "default_token", kind: fact.KindBearer}, {keys: "token", kind: fact.KindBearer},
	{keys: "default_api_key", kind: fact.KindAPIKey}, {keys: "api_key", kind: fact.KindAPIKey}, {keys: "license_key", kind: fact.KindAPIKey},
}

// vector reads one sink or source.
func (t *text) vector(x *node) {
	if x == nil || x.kind != mappingNode {
		return
	}
	q := request{client: "Vector", auth: t.headers(x.get("request", "headers"))}
	q.auth = append(q.auth, t.headers(x.get("headers"))...)
	q.auth = append(q.auth, t.secretsOf(x, vectorSecrets)...)
	tls := x.get("tls")
	q.channel.Verify = t.verified(tls.get("verify_certificate"))
	q.channel.HostnameCheck = t.verified(tls.get("verify_hostname"))
	if ca := t.present(fact.StateCustom, tls.get("ca_file")); ca.Explicit && q.channel.Verify.State != fact.StateOff {
		q.channel.Verify = ca
	}
	q.channel.ClientCert = t.present(fact.StateOn, tls.get("crt_file"))
	for _, key := range []string{"endpoint", "endpoints", "uri", "url", "host"} {
		for _, e := range x.get(key).list() {
			if strings.Contains(e.str(), "://") {
				q.at, q.to = t.atNode(e.real()), t.plain(e)
				t.send(q)
			}
		}
	}
}
