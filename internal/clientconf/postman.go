package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var postmanFormat = format{
	Format: Format{
		Group: "API clients", Name: "Postman", Files: "collections and environments: *.postman_collection.json, *.postman_environment.json, and JSON with their keys",
		Reads: "requests with their credentials, what holds for TLS and redirects, values of variables",
	},
	artifact: fact.ArtifactCollection, size: 16 << 20,
	named: func(_, base string) bool {
		return strings.HasSuffix(base, ".postman_collection.json") || strings.HasSuffix(base, ".postman_environment.json") || strings.HasSuffix(base, ".postman_globals.json")
	},
	like: func(_ string, data []byte) bool {
		return mentions(data, "_postman_id", "_postman_variable_scope") || bytes.Contains(data, []byte("schema.getpostman.com/json/collection"))
	},
	read: func(t *text) {
		c := t.collection("Postman")
		root := t.jsonTree()
		for _, v := range append(root.get("values").list(), root.get("variable").list()...) {
			if !v.get("enabled").is(false) && !v.get("disabled").is(true) {
				c.postmanVariable(v)
			}
		}
		c.postmanItem(root, postmanAbove{}, 0)
	},
}

func (c *collection) postmanVariable(v *node) {
	name := v.get("key").str()
	n := v.get("value")
	if v.get("type").str() == "secret" && n.str() != "" {
		c.auth(fact.KindOther, "", renamed(n, name))
		return
	}
	c.variable(name, n)
}

// renamed is a scalar under another name.
func renamed(n *node, name string) *node {
	n = n.real()
	if n == nil || name == "" {
		return n
	}
	out := *n
	out.key = name
	return &out
}

// postmanAbove is what folders hand down to the requests in them.
type postmanAbove struct{ auth, behaviour *node }

func (c *collection) postmanItem(n *node, above postmanAbove, depth int) {
	if depth > maxTreeDepth || c.ctx.Err() != nil {
		return
	}
	if a := n.get("auth"); a != nil && a.kind == mappingNode {
		above.auth = a
	}
	if b := n.get("protocolProfileBehavior"); b != nil {
		above.behaviour = b
	}
	for _, item := range n.get("item").list() {
		c.postmanItem(item, above, depth+1)
	}
	if r := n.get("request"); r != nil {
		c.postmanRequest(r, above)
	}
}

func (c *collection) postmanRequest(r *node, above postmanAbove) {
	u := r.get("url")
	if raw := u.get("raw"); raw != nil {
		u = raw
	}
	if r.kind == scalarNode {
		u = r
	}
	if u.str() == "" {
		return
	}
	if a := r.get("auth"); a != nil && a.kind == mappingNode {
		above.auth = a
	}
	q := request{at: c.atNode(u), to: c.url(u), auth: c.postmanAuth(above.auth)}
	for _, h := range r.get("header").list() {
		if h.get("disabled").is(true) {
			continue
		}
		if one, ok := c.headerOf(h.get("key").str(), h.get("value")); ok {
			q.auth = append(q.auth, one)
		}
	}
	q.channel.Verify = c.verified(above.behaviour.get("strictSSL"))
	if keep := above.behaviour.get("followAuthorizationHeader"); keep.is(true) && !above.behaviour.get("followRedirects").is(false) {
		q.channel.Redirects = c.verified(keep)
		q.keeps = true
	}
	c.request(q)
}

// postmanAuth is the credential of an auth block, whose parts are a list of key and value,
// or a mapping in older files.
func (c *collection) postmanAuth(a *node) []fact.Credential {
	kind := a.get("type").str()
	part := func(name string) *node {
		block := a.get(kind)
		if v := block.get(name); v != nil {
			return renamed(v, name)
		}
		for _, p := range block.list() {
			if p.get("key").str() == name {
				return renamed(p.get("value"), name)
			}
		}
		return nil
	}
	var one fact.Credential
	var ok bool
	switch kind {
	case "bearer":
		one, ok = c.auth(fact.KindBearer, "authorization", part("token"))
	case "oauth2":
		one, ok = c.auth(fact.KindBearer, "authorization", part("accessToken"))
		if secret := part("clientSecret"); secret != nil {
			c.auth(fact.KindOther, "", secret)
		}
		if !ok {
			one, ok = fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginResponse, Name: "oauth2", At: c.atNode(a)}, true
		}
	case "basic", "digest":
		one, ok = c.auth(fact.KindBasic, "authorization", part("password"))
	case "apikey":
		one, ok = c.auth(fact.KindAPIKey, part("key").str(), part("value"))
		if part("in").str() == "query" {
			one.Carrier = fact.CarrierQuery
		}
	case "jwt", "hawk", "awsv4":
		for _, name := range []string{"secret", "authKey", "secretKey", "privateKey"} {
			c.auth(fact.KindOther, "", part(name))
		}
	}
	if !ok {
		return nil
	}
	return []fact.Credential{one}
}
