package clientconf

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var appsettingsFormat = format{
	Format: Format{
		Group: "settings", Name: ".NET settings", Files: "appsettings*.json",
		Reads: "settings by their dotted names; Authority, MetadataAddress, RequireHttpsMetadata",
	},
	artifact: fact.ArtifactConfig, size: maxSettings,
	named: func(_, base string) bool {
		return strings.HasPrefix(base, "appsettings") && path.Ext(base) == ".json"
	},
	read: func(t *text) {
		if n := t.jsonTree(); n != nil {
			t.settings(withoutConnections(t, n), "", "document 0")
		}
	},
}

// connection is a string of settings for a data store: its password is of another protocol.
var connection = regexp.MustCompile(`(?i)(?:^|;)\s*(?:password|pwd|accountkey|sharedaccesskey|sharedsecret)\s*=`)

// withoutConnections hides the strings by which data stores are reached, and takes them for
// empty.
func withoutConnections(t *text, root *node) *node {
	root.walk(func(n *node) bool {
		if n.kind == scalarNode && connection.MatchString(n.text) {
			t.out.Masks = append(t.out.Masks, t.atNode(n))
			n.text = ""
		}
		return true
	})
	return root
}

var dynaconfFormat = format{
	Format: Format{
		Group: "settings", Name: "Python settings as data", Files: "settings.toml, settings.yaml, .secrets.toml, .secrets.yaml",
		Reads: "settings by their dotted names",
	},
	artifact: fact.ArtifactConfig, size: maxSettings,
	named: func(_, base string) bool {
		return slices.Contains([]string{"settings.toml", ".secrets.toml", "settings.local.toml", "settings.yaml", "settings.yml", ".secrets.yaml", ".secrets.yml"}, base)
	},
	read: func(t *text) {
		if path.Ext(t.path) != ".toml" {
			yamlSettings(t)
			return
		}
		t.settings(withoutConnections(t, t.tomlTree()), "", "document 0")
	},
}

var oauth2proxyFormat = format{
	Format: Format{
		Group: "identity", Name: "oauth2-proxy", Files: "oauth2-proxy.cfg, oauth2_proxy.cfg, and what has its oidc_issuer_url",
		Reads: "issuer, keys, client secret, verification, upstreams that are handed the token",
	},
	artifact: fact.ArtifactIdentity, size: maxSettings,
	named: func(_, base string) bool {
		stem := strings.TrimSuffix(base, path.Ext(base))
		return (stem == "oauth2-proxy" || stem == "oauth2_proxy") && slices.Contains([]string{".cfg", ".toml", ".conf"}, path.Ext(base))
	},
	maybe: func(_, base string) bool {
		return slices.Contains([]string{".cfg", ".toml", ".conf"}, path.Ext(base)) || strings.HasPrefix(base, "configfile.")
	},
	like: func(_ string, data []byte) bool {
		return tomlKey(data, "oidc_issuer_url") && tomlKey(data, "client_id")
	},
	read: oauth2proxy,
}

// tomlKey tells a file with a line that sets a key.
func tomlKey(data []byte, key string) bool {
	return strings.Contains("\n"+string(data), "\n"+key+" =") || strings.Contains("\n"+string(data), "\n"+key+"=")
}

func oauth2proxy(t *text) {
	root := t.tomlTree()
	t.settings(root, "oauth2_proxy", "document 0")
	handed := root.first("pass_access_token", "pass_authorization_header", "set_authorization_header")
	if !handed.is(true) {
		return
	}
	for _, u := range root.get("upstreams").list() {
		t.send(request{client: "oauth2-proxy", at: t.atNode(u), to: t.plain(u), steps: []fact.Evidence{{At: t.atKey(handed), Says: "the token is handed on"}},
			auth: []fact.Credential{{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginRequest, Inbound: true, At: t.atKey(handed)}}})
	}
}
