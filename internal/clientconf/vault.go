package clientconf

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var vaultFormat = format{
	Format: Format{
		Group: "identity", Name: "Vault and Consul clients", Files: "*.hcl with vault, consul, storage, seal or auto_auth blocks, JSON with the same keys",
		Reads: "the servers that are asked, tokens, verification",
	},
	artifact: fact.ArtifactIdentity, size: maxHCL,
	maybe: func(_, base string) bool {
		return strings.Contains(base, ".hcl") && !strings.HasSuffix(base, ".lock.hcl") || path.Ext(base) == ".json"
	},
	like: func(p string, data []byte) bool {
		if path.Ext(p) == ".json" {
			return mentions(data, "vault") && mentions(data, "auto_auth")
		}
		return slices.ContainsFunc([]string{"vault {", "auto_auth {", "consul {", "storage \"", "seal \"", "service_registration \""}, func(s string) bool { return bytes.Contains(data, []byte(s)) })
	},
	read: func(t *text) {
		t.find = with(templated, hclValues)
		root := t.hclTree
		if path.Ext(t.path) == ".json" {
			root = t.jsonTree
		}
		t.vault(root())
	},
}

// hclValues finds ${…}, whose value is a matter of the program that reads the file.
func hclValues(v string, _ bool) []expansion {
	es := expansions(v, true)
	return slices.DeleteFunc(es, func(e expansion) bool { return e.bare })
}

// vault reads the servers that a file makes its program ask.
func (t *text) vault(root *node) {
	signedIn := root.get("auto_auth")
	for _, n := range root.pairs() {
		switch n.key {
		case "vault":
			t.secretsServer(n, "address", "x-vault-token", "https", signedIn)
		case "consul":
			t.secretsServer(n, "address", "x-consul-token", "http", nil)
		case "storage", "service_registration", "backend", "ha_storage":
			t.secretsServer(n.get("consul"), "address", "x-consul-token", "http", nil)
		case "seal":
			t.secretsServer(n.get("transit"), "address", "x-vault-token", "https", nil)
		}
	}
}

// secretsServer reads one server, with the token that it is asked by.
func (t *text) secretsServer(n *node, key, field, scheme string, signedIn *node) {
	u := n.get(key)
	if u.str() == "" {
		return
	}
	q := request{client: "Vault", at: t.atNode(u), to: t.plain(u)}
	if c, ok := t.auth(fact.KindBearer, field, n.get("token")); ok {
		q.auth = append(q.auth, c)
	}
	if len(q.auth) == 0 && signedIn != nil {
		q.auth = append(q.auth, fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: field, Origin: fact.OriginSecretStore, Name: "auto_auth", At: t.at(signedIn.from, signedIn.from)})
	}
	if given := n.get("scheme"); given.str() != "" {
		scheme = given.str()
	}
	ssl := n.first("ssl", "tls")
	if ssl.get("enabled").is(true) || n.get("ssl").is(true) {
		scheme = "https"
	}
	if !strings.Contains(q.to.Prefix(), "://") && len(q.to) > 0 && q.to[0].Hole == nil {
		q.to = joined(fact.Lit(scheme+"://"), q.to)
	}
	q.channel.Verify = t.insecure(n.get("tls_skip_verify"))
	if v := t.verified(ssl.get("verify")); v.Explicit {
		q.channel.Verify = v
	}
	if v := t.verified(n.get("verify_ssl")); v.Explicit {
		q.channel.Verify = v
	}
	if ca := t.present(fact.StateCustom, n.first("ca_cert", "ca_path", "tls_ca_file", "ca_file")); ca.Explicit && q.channel.Verify.State != fact.StateOff {
		q.channel.Verify = ca
	}
	q.channel.ClientCert = t.present(fact.StateOn, n.first("client_cert", "cert_file", "tls_cert_file"))
	q.channel.ServerName = t.present(fact.StateOn, n.get("tls_server_name"))
	q.channel.ServerName.Value = t.plain(n.get("tls_server_name"))
	t.send(q)
}
