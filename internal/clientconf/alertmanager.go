package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var alertmanagerFormat = format{
	Format: Format{
		Group: "observability", Name: "Alertmanager", Files: "YAML with receivers and their configurations",
		Reads: "receivers: webhooks, their credentials, http_config",
	},
	artifact: fact.ArtifactExporter, read: telemetryFile,
	like: func(_ string, data []byte) bool {
		return mentions(data, "receivers") && (mentions(data, "route") || bytes.Contains(data, []byte("_configs:")))
	},
}

// alerting reads a tree that is a configuration of receivers or has one in it.
func (t *text) alerting(doc *node) {
	doc.walk(func(n *node) bool {
		if r := n.get("receivers"); r != nil && r.kind == listNode {
			t.receivers(n)
			return false
		}
		return true
	})
}

// receiverURL are the keys under which receivers name where they send.
var receiverURL = []string{"url", "api_url", "apiURL", "webhook_url", "webhookURL", "apiUrl"}

// receiverSecrets are the keys of what authenticates a receiver, of files and of objects.
var receiverSecrets = []secretKey{
	{keys: "api_key", kind: fact.KindAPIKey}, {keys: "apiKey", kind: fact.KindAPIKey},
	{"routing_key", fact.KindAPIKey, fact.CarrierBody, "routing_key"}, {"routingKey", fact.KindAPIKey, fact.CarrierBody, "routing_key"},
	{"service_key", fact.KindAPIKey, fact.CarrierBody, "service_key"}, {"serviceKey", fact.KindAPIKey, fact.CarrierBody, "service_key"},
	{"bot_token", fact.KindBearer, fact.CarrierPath, "bot_token"}, {"botToken", fact.KindBearer, fact.CarrierPath, "bot_token"},
	{"api_secret", fact.KindAPIKey, fact.CarrierBody, "api_secret"}, {"apiSecret", fact.KindAPIKey, fact.CarrierBody, "api_secret"},
	{"token", fact.KindBearer, fact.CarrierBody, "token"},
}

// receivers reads the receivers of a file or an object, and what is set for all of them.
func (t *text) receivers(n *node) {
	global := n.get("global")
	for _, g := range global.pairs() {
		if strings.HasSuffix(g.key, "_url") && g.str() != "" {
			to, secret := t.webhook(g)
			t.send(request{client: "Alertmanager", at: t.atNode(g.real()), to: to, auth: secret})
		}
	}
	for _, r := range n.get("receivers").list() {
		for _, kind := range r.real().pairs() {
			if !strings.HasSuffix(kind.key, "_configs") && !strings.HasSuffix(kind.key, "Configs") {
				continue
			}
			for _, c := range kind.list() {
				t.receiver(c, global)
			}
		}
	}
}

func (t *text) receiver(c, global *node) {
	http := c.first("http_config", "httpConfig")
	if http == nil {
		http = global.get("http_config")
	}
	q := t.operatorOrFile(http)
	q.auth = append(q.auth, t.secretsOf(c, receiverSecrets)...)
	u := c.first(receiverURL...)
	if u.str() == "" {
		return
	}
	to, secret := t.webhook(u)
	q.at, q.to, q.auth = t.atNode(u), to, append(q.auth, secret...)
	t.send(q)
}

// operatorOrFile reads the client of a receiver, which is written in the spelling of files
// or of objects.
func (t *text) operatorOrFile(n *node) request {
	q := t.promClient(n, fact.ArtifactExporter)
	if n.get("basicAuth") != nil || n.get("tlsConfig") != nil || n.get("authorization", "credentials").str() == "" {
		o := t.operatorClient(n, fact.ArtifactExporter)
		if n.get("tls_config") == nil {
			q.channel = o.channel
		}
		if len(q.auth) == 0 {
			q.auth = o.auth
		}
	}
	q.client = "Alertmanager"
	return q
}

// secretPaths are hosts of webhooks whose path is the credential: whoever has the URL may
// post.
var secretPaths = []struct{ host, path string }{
	{"hooks.slack.com", "/services/"}, {"hooks.slack.com", "/workflows/"}, {"discord.com", "/api/webhooks/"}, {"discordapp.com", "/api/webhooks/"},
	{".webhook.office.com", "/webhookb2/"}, {"outlook.office.com", "/webhook/"}, {"chat.googleapis.com", "/v1/spaces/"},
}

// webhook is a URL without the credential that its path is, where it is one.
func (t *text) webhook(n *node) (fact.Text, []fact.Credential) {
	n = n.real()
	if n == nil || n.kind != scalarNode {
		return nil, nil
	}
	rest, ok := strings.CutPrefix(n.text, "https://")
	host, path, _ := strings.Cut(rest, "/")
	for _, s := range secretPaths {
		if !ok || host != s.host && !(s.host[0] == '.' && strings.HasSuffix(host, s.host)) {
			continue
		}
		at := strings.Index("/"+path, s.path)
		if at < 0 || len(path) <= at+len(s.path) {
			continue
		}
		skip := len("https://") + len(host) + at + len(s.path)
		c, ok := t.authFrom(n.key, fact.KindAPIKey, "path", n, skip)
		if !ok {
			break
		}
		c.Carrier, c.Field = fact.CarrierPath, ""
		return fact.Lit(n.text[:skip]), []fact.Credential{c}
	}
	return t.plain(n), nil
}
