package clientconf

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var otelFormat = format{
	Format: Format{
		Group: "observability", Name: "OpenTelemetry Collector", Files: "YAML with exporters and pipelines or receivers",
		Reads: "exporters and receivers, authenticators, TLS; Prometheus scrapes within",
	},
	artifact: fact.ArtifactExporter,
	like: func(_ string, data []byte) bool {
		return mentions(data, "exporters") && mentions(data, "pipelines", "receivers", "processors")
	},
	read: telemetryFile,
}

const otelName = "OpenTelemetry Collector"

// otel reads a tree that is a collector's configuration or has one in it.
func (t *text) otel(doc *node) {
	doc.walk(func(n *node) bool {
		if n.kind != mappingNode || n.get("exporters") == nil && n.get("receivers") == nil {
			return true
		}
		auth := t.otelExtensions(n.get("extensions"))
		for _, kind := range []string{"exporters", "receivers"} {
			for _, x := range n.get(kind).pairs() {
				t.otelComponent(x, auth, map[string]fact.Artifact{"exporters": fact.ArtifactExporter, "receivers": fact.ArtifactScrape}[kind])
			}
		}
		return true
	})
}

// otelExtensions are the authenticators by their names: credentials that exporters add.
func (t *text) otelExtensions(n *node) map[string][]fact.Credential {
	out := map[string][]fact.Credential{}
	for _, x := range n.pairs() {
		kind, _, _ := strings.Cut(x.key, "/")
		add := func(c fact.Credential, ok bool) {
			if ok {
				out[x.key] = append(out[x.key], c)
			}
		}
		switch kind {
		case "bearertokenauth":
			add(t.auth(fact.KindBearer, "authorization", x.get("token")))
			add(t.keptElsewhere(fact.KindBearer, "authorization", x.get("filename")))
		case "basicauth":
			add(t.auth(fact.KindBasic, "authorization", x.get("client_auth", "password")))
		case "oauth2client":
			c, ok := t.oauth2(x.real(), fact.ArtifactExporter)
			add(c, ok)
		case "headers_setter":
			for _, h := range x.get("headers").list() {
				add(t.headerOf(h.get("key").str(), h.get("value")))
			}
		case "oidc":
			if u := x.get("issuer_url"); u.str() != "" {
				t.send(request{artifact: fact.ArtifactIdentity, client: otelName, at: t.atNode(u), to: t.plain(u), anchor: true})
			}
		}
	}
	return out
}

// otelSecrets are the keys of what authenticates with a vendor.
var otelSecrets = []secretKey{
	{keys: "api key", kind: fact.KindAPIKey}, {keys: "api_key", kind: fact.KindAPIKey}, {keys: "license_key", kind: fact.KindAPIKey}, {keys: "private_key", kind: fact.KindAPIKey},
	{keys: "token", kind: fact.KindBearer}, {keys: "access_token", kind: fact.KindBearer}, {keys: "password", kind: fact.KindBasic}, {keys: "auth basic password", kind: fact.KindBasic},
}

// otelComponent reads one exporter or receiver.
func (t *text) otelComponent(x *node, auth map[string][]fact.Credential, artifact fact.Artifact) {
	if x.real() == nil || x.real().kind != mappingNode {
		return
	}
	q := request{artifact: artifact, client: otelName, auth: t.headers(x.get("headers")), channel: t.otelTLS(x)}
	q.auth = append(q.auth, auth[x.get("auth", "authenticator").str()]...)
	q.auth = append(q.auth, t.secretsOf(x, otelSecrets)...)
	if x.get("auth_type").str() == "serviceAccount" {
		q.auth = append(q.auth, fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginSecretStore, Name: "service account", At: t.atKey(x.get("auth_type"))})
		q.cluster = true
	}
	for _, key := range []string{"endpoint", "endpoints", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "profiles_endpoint", "url"} {
		for _, e := range x.get(key).list() {
			if e.str() == "" {
				continue
			}
			if q.at, q.to = t.atNode(e.real()), t.otelScheme(t.plain(e), x); len(q.to) > 0 {
				t.send(q)
			}
		}
	}
}

// otelGRPC are the components whose endpoint is a host and a port that gRPC, or HTTP, goes to
// by TLS where nothing else is said. Of others it may be the address of a data store.
var otelGRPC = []string{"otlp", "otlp_grpc", "opencensus", "jaeger", "kubeletstats", "skywalking"}

// otelScheme puts https before an endpoint that is a host and a port, and http where TLS is
// switched off for it; nothing where the protocol is not known.
func (t *text) otelScheme(to fact.Text, x *node) fact.Text {
	if strings.Contains(to.Prefix(), "://") || len(to) > 0 && to[0].Hole != nil && strings.Contains(to[0].Hole.Default, "://") {
		return to
	}
	kind, _, _ := strings.Cut(x.key, "/")
	if !slices.Contains(otelGRPC, kind) {
		if len(to) == 1 && kind == "otlphttp" { // the whole URL is a setting
			return to
		}
		return nil
	}
	off := x.first("tls", "tls_settings").get("insecure")
	if off == nil {
		off = x.get("insecure")
	}
	scheme := "https"
	if off.is(true) {
		scheme = "http"
	}
	return joined(fact.Lit(scheme+"://"), to)
}

func (t *text) otelTLS(x *node) fact.Channel {
	ch := t.promTLS(x.first("tls", "tls_settings"))
	if v := t.insecure(x.get("insecure_skip_verify")); v.Explicit {
		ch.Verify = v
	}
	if name := x.get("tls", "server_name_override"); name != nil {
		ch.ServerName = t.present(fact.StateOn, name)
		ch.ServerName.Value = t.plain(name)
	}
	return ch
}
