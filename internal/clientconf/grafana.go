package clientconf

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var grafanaFormat = format{
	Format: Format{
		Group: "observability", Name: "Grafana provisioning", Files: "YAML with datasources or contactPoints",
		Reads: "data sources: URL, credentials, the user's token that is handed on, verification; contact points",
	},
	artifact: fact.ArtifactExporter,
	like: func(_ string, data []byte) bool {
		return mentions(data, "datasources") && mentions(data, "url") && mentions(data, "access", "type") || mentions(data, "contactPoints") && mentions(data, "receivers")
	},
	read: telemetryFile,
}

// grafana reads a tree that has data sources or contact points in it.
func (t *text) grafana(doc *node) {
	doc.walk(func(n *node) bool {
		switch {
		case n.key == "datasources" && n.kind == listNode:
			for _, d := range n.items {
				t.datasource(d)
			}
		case n.key == "datasource" && n.get("url") != nil:
			t.datasource(n)
		case n.key == "contactPoints":
			for _, p := range n.list() {
				for _, r := range p.get("receivers").list() {
					t.contactPoint(r)
				}
			}
		}
		return true
	})
}

const grafanaName = "Grafana"

// datasource reads one source of data: its own credentials, or the token of whoever looks.
func (t *text) datasource(d *node) {
	u := d.get("url")
	if u.str() == "" {
		return
	}
	q := request{client: grafanaName, at: t.atNode(u), to: t.withScheme(t.plain(u), nil)}
	data, secrets := d.get("jsonData"), d.get("secureJsonData")
	add := func(c fact.Credential, ok bool) {
		if ok {
			q.auth = append(q.auth, c)
		}
	}
	if d.get("basicAuth").is(true) {
		add(t.auth(fact.KindBasic, "authorization", secrets.get("basicAuthPassword")))
		add(t.auth(fact.KindBasic, "authorization", d.get("basicAuthPassword")))
	}
	for i := 1; i <= maxTargets; i++ {
		name := data.get("httpHeaderName" + strconv.Itoa(i)).str()
		if name == "" {
			break
		}
		add(t.headerOf(name, secrets.get("httpHeaderValue"+strconv.Itoa(i))))
	}
	if webSource(d.get("type").str()) {
		for _, key := range []string{"token", "apiKey", "accessToken", "password"} {
			add(t.auth(fact.KindBearer, "authorization", secrets.get(key)))
		}
	}
	if passed := data.get("oauthPassThru"); passed.is(true) {
		q.auth = append(q.auth, fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginRequest, Inbound: true, At: t.atKey(passed)})
	}
	q.channel.Verify = t.insecure(data.get("tlsSkipVerify"))
	if ca := t.present(fact.StateCustom, secrets.get("tlsCACert")); ca.Explicit && q.channel.Verify.State != fact.StateOff {
		q.channel.Verify = ca
	}
	q.channel.ClientCert = t.present(fact.StateOn, secrets.get("tlsClientCert"))
	t.send(q)
}

// webSource tells a source that is asked by HTTP from a data store with a protocol of its own.
func webSource(kind string) bool {
	return !slices.Contains([]string{"mysql", "postgres", "grafana-postgresql-datasource", "mssql", "redis-datasource", "mongodb-datasource"}, kind)
}

var contactSecrets = []secretKey{
	{keys: "password", kind: fact.KindBasic}, {keys: "authorization_credentials", kind: fact.KindBearer}, {keys: "apiKey", kind: fact.KindAPIKey},
	{keys: "token", kind: fact.KindBearer}, {keys: "integrationKey", kind: fact.KindAPIKey},
}

func (t *text) contactPoint(r *node) {
	s := r.get("settings")
	u := s.first("url", "endpointUrl", "apiUrl")
	q := request{client: grafanaName, auth: t.secretsOf(s, contactSecrets)}
	if u.str() == "" {
		return
	}
	to, secret := t.webhook(u)
	q.at, q.to, q.auth = t.atNode(u), to, append(q.auth, secret...)
	q.channel.Verify = t.insecure(s.get("tlsConfig", "insecureSkipVerify"))
	t.send(q)
}

var grafanaIniFormat = format{
	Format: Format{
		Group: "observability", Name: "grafana.ini", Files: "grafana.ini, and INI with its auth sections",
		Reads: "settings by section and name: OAuth endpoints and secrets, keys, verification",
	},
	artifact: fact.ArtifactConfig, size: maxSettings,
	named: func(_, base string) bool { return base == "grafana.ini" },
	maybe: func(_, base string) bool { return strings.HasSuffix(base, ".ini") },
	like: func(_ string, data []byte) bool {
		return bytes.Contains(data, []byte("[auth.generic_oauth]")) || bytes.Contains(data, []byte("[auth.jwt]"))
	},
	read: func(t *text) { t.iniSettings() },
}

// iniSettings notes "name = value" lines below a section as section.name.
func (t *text) iniSettings() {
	section := ""
	for _, l := range t.httpLines() {
		line := bytes.TrimSpace(t.data[l[0]:l[1]])
		switch {
		case len(line) == 0 || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			section = strings.Trim(string(line), "[] ") + "."
		default:
			if n := t.namedLine(l[0], l[1], "="); n != nil {
				t.unquote(n)
				t.setting(section+n.key, n.text, section, n.from, n.to)
			}
		}
	}
}
