package clientconf

import (
	"bytes"

	"github.com/hostbound/hostbound/internal/fact"
)

var insomniaFormat = format{
	Format: Format{
		Group: "API clients", Name: "Insomnia", Files: "exports of version 4 (JSON, YAML) and 5 (YAML), by their content",
		Reads: "requests with their credentials, values of environments",
	},
	artifact: fact.ArtifactCollection, size: 16 << 20,
	like: func(_ string, data []byte) bool {
		return mentions(data, "__export_format") || bytes.Contains(data, []byte("collection.insomnia.rest/")) || bytes.Contains(data, []byte("environment.insomnia.rest/"))
	},
	read: func(t *text) {
		c := t.collection("Insomnia")
		root := t.jsonOrYAML()
		root.walk(func(n *node) bool {
			if n.key == "data" && n.kind == mappingNode {
				c.insomniaData(n, "")
				return false
			}
			return true
		})
		root.walk(func(n *node) bool {
			if n.get("url").str() != "" {
				c.insomniaRequest(n)
			}
			return c.ctx.Err() == nil
		})
	},
}

func (c *collection) insomniaData(n *node, above string) {
	for _, v := range n.items {
		switch v.kind {
		case mappingNode:
			c.insomniaData(v, above+v.key+".")
		case scalarNode:
			c.variable(above+v.key, v)
		}
	}
}

func (c *collection) insomniaRequest(n *node) {
	u := n.get("url")
	q := request{at: c.atNode(u), to: c.url(u)}
	for _, h := range n.get("headers").list() {
		if h.get("disabled").is(true) {
			continue
		}
		if one, ok := c.headerOf(h.get("name").str(), h.get("value")); ok {
			q.auth = append(q.auth, one)
		}
	}
	a := n.get("authentication")
	add := func(one fact.Credential, ok bool) {
		if ok && !a.get("disabled").is(true) {
			q.auth = append(q.auth, one)
		}
	}
	switch a.get("type").str() {
	case "bearer", "singleToken":
		add(c.auth(fact.KindBearer, "authorization", a.get("token")))
	case "basic", "digest", "ntlm":
		add(c.auth(fact.KindBasic, "authorization", a.get("password")))
	case "apikey":
		one, ok := c.auth(fact.KindAPIKey, a.get("key").str(), a.get("value"))
		if a.get("addTo").str() == "queryParams" {
			one.Carrier = fact.CarrierQuery
		}
		add(one, ok)
	case "oauth2":
		c.auth(fact.KindOther, "", a.get("clientSecret"))
		add(fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginResponse, Name: "oauth2", At: c.atKey(a)}, true)
	}
	q.channel.Verify = c.verified(n.first("validateSSL", "settingValidateSSL"))
	c.request(q)
}
