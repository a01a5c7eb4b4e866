package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var npmFormat = format{
	Format: Format{
		Group: "package managers", Name: "npm and Yarn 1", Files: ".npmrc, npmrc, .yarnrc", Reads: "registries, their credentials, verification",
	},
	artifact: fact.ArtifactRegistry, read: npmrc, size: 1 << 20,
	named: func(_, base string) bool { return base == ".npmrc" || base == "npmrc" || base == ".yarnrc" },
}

// npmKept is a credential for what lies below a prefix without a scheme: //host/path/.
type npmKept struct {
	prefix string
	c      *fact.Credential
}

func npmrc(t *text) {
	t.find = environmentNames
	separators := "="
	if t.named(".yarnrc") {
		separators = " \t"
	}
	var registries []*node
	var kept []npmKept
	for _, section := range t.entries(separators) {
		for _, n := range section.items {
			prefix, name := "", n.key
			if i := strings.LastIndexByte(n.key, ':'); i >= 0 {
				prefix, name = n.key[:i], n.key[i+1:]
			}
			switch name {
			case "registry":
				registries = append(registries, n)
			case "_authToken", "_auth", "_password":
				kind := fact.KindBasic
				if name == "_authToken" {
					kind = fact.KindBearer
				}
				if c := t.secret(name, kind, n); c != nil {
					t.keeps("npm", c, strings.TrimPrefix(prefix, "//"), n)
					kept = append(kept, npmKept{prefix, c})
				}
			case "strict-ssl":
				if falsy(strings.ToLower(n.text)) {
					t.switchedOff(name, n)
				}
			case "cafile":
				if prefix == "" {
					t.trustsFile(name, n)
				}
			case "proxy", "https-proxy", "http-proxy":
				t.plain(n)
			}
		}
	}
	for _, r := range registries {
		t.registry("npm", r, npmCredential(kept, r.text), fact.Setting{})
	}
}

// npmCredential is the one that npm sends to a registry: that of the longest prefix.
func npmCredential(kept []npmKept, registry string) *fact.Credential {
	_, rest, _ := strings.Cut(registry, ":")
	var best *npmKept
	for i := range kept {
		k := &kept[i]
		below := k.prefix == "" || strings.HasPrefix(strings.TrimSuffix(rest, "/")+"/", strings.TrimSuffix(k.prefix, "/")+"/")
		if below && (best == nil || len(k.prefix) > len(best.prefix)) {
			best = k
		}
	}
	if best == nil {
		return nil
	}
	return best.c
}

var yarnFormat = format{
	Format:   Format{Group: "package managers", Name: "Yarn", Files: ".yarnrc.yml", Reads: "registries, their credentials, verification"},
	artifact: fact.ArtifactRegistry, read: yarnrc, size: 1 << 20,
	named: func(_, base string) bool { return base == ".yarnrc.yml" || base == ".yarnrc.yaml" },
}

func yarnrc(t *text) {
	t.find = environmentNames
	for _, root := range t.yamlDocuments() {
		t.yarnRegistry(root, "")
		for _, scope := range root.get("npmScopes").pairs() {
			t.yarnRegistry(scope.real(), "")
		}
		for _, r := range root.get("npmRegistries").pairs() {
			t.yarnRegistry(r.real(), strings.TrimPrefix(r.key, "//"))
		}
		if n := root.get("enableStrictSsl"); n.is(false) {
			t.switchedOff("enableStrictSsl", n)
		}
		for _, host := range root.get("networkSettings").pairs() {
			if n := host.get("enableStrictSsl"); n.is(false) {
				t.switchedOff("enableStrictSsl", n, host.key)
			}
		}
		if n := root.first("httpsCaFilePath", "caFilePath"); n != nil {
			t.trustsFile(n.key, n)
		}
	}
}

func (t *text) yarnRegistry(n *node, host string) {
	var c *fact.Credential
	url := n.get("npmRegistryServer")
	if v := n.get("npmAuthToken"); v != nil {
		c = t.secret("npmAuthToken", fact.KindBearer, v)
	} else if v := n.get("npmAuthIdent"); v != nil {
		c = t.secret("npmAuthIdent", fact.KindBasic, v)
	}
	if host == "" {
		host = first(url.str(), "registry.yarnpkg.com")
	}
	if c != nil {
		t.keeps("yarn", c, host, n)
	}
	if url != nil {
		t.registry("yarn", url, c, fact.Setting{})
	}
}
