package clientconf

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var brunoFormat = format{
	Format: Format{
		Group: "API clients", Name: "Bruno", Files: "*.bru",
		Reads: "requests with their credentials, variables of collections and environments",
	},
	artifact: fact.ArtifactCollection,
	named:    func(_, base string) bool { return path.Ext(base) == ".bru" },
	read:     bruno,
}

// brunoMethods are the blocks that send.
var brunoMethods = []string{"get", "post", "put", "delete", "patch", "options", "head", "trace", "connect", "http", "ws", "grpc", "graphql"}

// bruno reads blocks of "name: value": what is sent, its headers, what authenticates, and
// variables. Bodies, scripts and tests are text of other kinds.
func bruno(t *text) {
	c := t.collection("Bruno")
	blocks := t.brunoBlocks()
	for _, b := range blocks {
		if strings.HasPrefix(b.key, "vars") && b.key != "vars:secret" {
			for _, v := range b.items {
				c.variable(v.key, v)
			}
		}
	}
	q := request{}
	for _, b := range blocks {
		switch {
		case slices.Contains(brunoMethods, b.key):
			if u := b.get("url"); u != nil {
				q.at, q.to = c.atNode(u), c.url(u)
			}
		case b.key == "headers":
			q.auth = append(q.auth, c.headers(b)...)
		case strings.HasPrefix(b.key, "auth:"):
			q.auth = append(q.auth, c.brunoAuth(b)...)
		}
	}
	if len(q.to) > 0 {
		c.request(q)
	}
}

func (c *collection) brunoAuth(b *node) []fact.Credential {
	var one fact.Credential
	var ok bool
	switch strings.TrimPrefix(b.key, "auth:") {
	case "bearer":
		one, ok = c.auth(fact.KindBearer, "authorization", b.get("token"))
	case "basic", "digest", "ntlm":
		one, ok = c.auth(fact.KindBasic, "authorization", b.get("password"))
	case "apikey":
		one, ok = c.auth(fact.KindAPIKey, b.get("key").str(), b.get("value"))
		if b.get("placement").str() == "queryparams" {
			one.Carrier = fact.CarrierQuery
		}
	case "oauth2":
		c.auth(fact.KindOther, "", b.get("client_secret"))
		one, ok = fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginResponse, Name: "oauth2", At: c.at(b.from, b.from)}, true
	}
	if !ok {
		return nil
	}
	return []fact.Credential{one}
}

// brunoBlocks are the blocks of a file. One ends at a bracket at the beginning of a line.
// A name that begins with ~ is switched off.
func (t *text) brunoBlocks() []*node {
	var out []*node
	var open *node
	for pos := 0; pos < len(t.data) && t.ctx.Err() == nil; {
		end := lineEnd(t.data, pos)
		line := bytes.TrimRight(t.data[pos:end], " \t\r")
		switch {
		case open != nil && (string(line) == "}" || string(line) == "]"):
			open = nil
		case open == nil && (bytes.HasSuffix(line, []byte("{")) || bytes.HasSuffix(line, []byte("["))):
			open = &node{kind: mappingNode, key: strings.TrimSpace(string(line[:len(line)-1])), from: pos, to: end}
			out = append(out, open)
		case open != nil:
			if n := t.namedLine(pos, pos+len(line), ":"); n != nil && n.key[0] != '~' {
				open.add(n)
			}
		}
		pos = end + 1
	}
	if open != nil {
		t.skip(open.from, len(t.data), "a block that does not end", false)
	}
	return out
}

// namedLine is the value of a line "name<mark> value", or nil.
func (t *text) namedLine(from, to int, mark string) *node {
	name, value, ok := strings.Cut(string(t.data[from:to]), mark)
	key, trimmed := strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || key == "" {
		return nil
	}
	at := from + len(name) + len(mark) + len(value) - len(strings.TrimLeft(value, " \t"))
	if trimmed == "" {
		at = to
	}
	keyAt := from + len(name) - len(strings.TrimLeft(name, " \t"))
	return &node{key: key, keyFrom: keyAt, keyTo: keyAt + len(key), text: trimmed, from: at, to: at + len(trimmed)}
}
