package clientconf

import (
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var generatorFormat = format{
	Format: Format{
		Group: "API clients", Name: "OpenAPI Generator", Files: "openapitools.json; YAML and JSON with generatorName and inputSpec",
		Reads: "the description that is fetched, with the header that it is fetched by",
	},
	artifact: fact.ArtifactCollection,
	like: func(_ string, data []byte) bool {
		return mentions(data, "generatorName") && mentions(data, "inputSpec")
	},
	read: func(t *text) {
		t.find = expandsAll
		t.jsonOrYAML().walk(func(n *node) bool {
			if u := n.get("inputSpec"); webScheme(u.str()) {
				t.send(request{client: "OpenAPI Generator", at: t.atNode(u), to: t.plain(u), auth: t.generatorAuth(n.get("auth"))})
			}
			return true
		})
	},
}

// generatorAuth are the credentials of "name:value" pairs with commas between them, which
// are escaped as in a URL.
func (t *text) generatorAuth(n *node) []fact.Credential {
	if n == nil || n.kind != scalarNode {
		return nil
	}
	var out []fact.Credential
	from := 0
	for _, pair := range strings.Split(n.text, ",") {
		one := t.cut(n, from)
		one.text, one.to = pair, min(one.from+len(pair), n.to)
		from += len(pair) + 1
		if name, value, ok := strings.Cut(pair, ":"); ok {
			if plain, err := url.QueryUnescape(value); err == nil && plain != value {
				t.out.Masks = append(t.out.Masks, t.atNode(n)) // its places are not those of the file
			}
			if c, ok := t.headerOf(name, unescaped(t.cut(one, len(name)+1))); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// unescaped is a scalar without the escapes of a URL.
func unescaped(n *node) *node {
	if plain, err := url.QueryUnescape(n.text); err == nil {
		n.text = plain
	}
	return n
}
