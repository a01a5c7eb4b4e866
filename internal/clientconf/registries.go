package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var cargoFormat = format{
	Format:   Format{Group: "package managers", Name: "Cargo", Files: ".cargo/config.toml, .cargo/config, .cargo/credentials.toml", Reads: "registries and their tokens"},
	artifact: fact.ArtifactRegistry, read: cargo, size: 1 << 20,
	named: func(p, base string) bool {
		if !strings.Contains("/"+p, "/.cargo/") {
			return false
		}
		return base == "config.toml" || base == "config" || base == "credentials.toml" || base == "credentials"
	},
}

func cargo(t *text) {
	t.find = func(string, bool) []expansion { return nil }
	root := t.tomlTree()
	for _, r := range root.get("registries").pairs() {
		c := t.secret("token", fact.KindBearer, r.get("token"))
		if c != nil {
			t.keeps("cargo", c, first(r.get("index").str(), r.key), r)
		}
		t.cargoIndex(r.get("index"), c)
	}
	if n := root.get("registry", "token"); n != nil {
		t.keeps("cargo", t.secret("token", fact.KindBearer, n), "crates.io", n)
	}
	for _, s := range root.get("source").pairs() {
		t.cargoIndex(s.get("registry"), nil)
	}
	if n := root.get("http", "cainfo"); n != nil {
		t.trustsFile("http.cainfo", n)
	}
	if n := root.get("http", "proxy"); n != nil {
		t.plain(n)
	}
}

// cargoIndex is the URL of a registry, with the protocol of its index before it.
func (t *text) cargoIndex(n *node, c *fact.Credential) {
	if n == nil || n.kind != scalarNode {
		return
	}
	url := *n
	for _, p := range []string{"sparse+", "registry+"} {
		if rest, ok := strings.CutPrefix(url.text, p); ok {
			url.text, url.from = rest, url.from+len(p)
		}
	}
	t.registry("cargo", &url, c, fact.Setting{})
}

var composerFormat = format{
	Format:   Format{Group: "package managers", Name: "Composer", Files: "composer.json, auth.json", Reads: "repositories, credentials by host, secure-http, disable-tls"},
	artifact: fact.ArtifactRegistry, read: composer, size: 4 << 20,
	named: func(_, base string) bool { return base == "composer.json" },
	like: func(p string, data []byte) bool {
		return strings.HasSuffix(p, "auth.json") && (bytes.Contains(data, []byte(`"http-basic"`)) || bytes.Contains(data, []byte(`"bearer"`)) || bytes.Contains(data, []byte(`"github-oauth"`)) || bytes.Contains(data, []byte(`"gitlab-token"`)))
	},
}

func composer(t *text) {
	t.find = func(string, bool) []expansion { return nil }
	root := t.tree()
	for _, at := range []*node{root, root.get("config")} {
		for _, host := range at.get("http-basic").pairs() {
			t.keeps("composer", t.secret("password", fact.KindBasic, host.get("password")), host.key, host)
		}
		for _, name := range []string{"bearer", "github-oauth", "gitlab-oauth", "gitlab-token"} {
			for _, host := range at.get(name).pairs() {
				n := host
				if v := host.get("token"); v != nil {
					n = v
				}
				t.keeps("composer", t.secret("token", fact.KindBearer, n), host.key, host)
			}
		}
		if n := at.get("disable-tls"); n.is(true) {
			t.switchedOff("disable-tls", n)
		}
		if n := at.get("cafile"); n != nil {
			t.trustsFile("cafile", n)
		}
	}
	repositories := root.get("repositories")
	for _, r := range repositories.values() {
		verify := fact.Setting{}
		if n := r.get("options", "ssl", "verify_peer"); n.is(false) {
			verify = t.verifyOff(n)
		}
		t.registry("composer", r.get("url"), nil, verify)
	}
}

// values are those of a list, or of a mapping.
func (n *node) values() []*node {
	if n = n.real(); n == nil {
		return nil
	}
	return n.items
}

var dockerFormat = format{
	Format:   Format{Group: "package managers", Name: "Docker", Files: "daemon.json, .docker/config.json, .dockercfg, and JSON like them", Reads: "credentials of registries, insecure-registries, mirrors"},
	artifact: fact.ArtifactRegistry, read: docker, size: 1 << 20,
	named: func(p, base string) bool {
		return base == ".dockercfg" || base == ".dockerconfigjson" || strings.HasSuffix("/"+p, "/.docker/config.json")
	},
	like: func(p string, data []byte) bool {
		return strings.HasSuffix(p, "daemon.json") && (bytes.Contains(data, []byte(`"insecure-registries"`)) || bytes.Contains(data, []byte(`"registry-mirrors"`))) ||
			strings.HasSuffix(p, "config.json") && bytes.Contains(data, []byte(`"auths"`))
	},
}

func docker(t *text) {
	t.find = environmentNames
	root := t.tree()
	auths := root.get("auths")
	if auths == nil && strings.HasSuffix(t.path, "cfg") {
		auths = root
	}
	for _, host := range auths.pairs() {
		for _, key := range []string{"auth", "password", "identitytoken", "registrytoken"} {
			kind := fact.KindBasic
			if strings.HasSuffix(key, "token") {
				kind = fact.KindBearer
			}
			if c := t.secret(key, kind, host.get(key)); c != nil {
				t.keeps("docker", c, host.key, host)
				break
			}
		}
	}
	for _, n := range root.get("insecure-registries").list() {
		url := t.plain(n)
		if len(url) == 0 {
			continue
		}
		t.out.Routes = append(t.out.Routes, fact.Route{
			Artifact: fact.ArtifactRegistry, At: t.atNode(n), Method: "GET", Client: fact.Client{Name: "docker"},
			Destination: fact.Destination{URL: append(fact.Lit("https://"), url...), At: t.atNode(n)}, Channel: fact.Channel{Verify: t.verifyOff(n)},
		})
	}
	for _, n := range root.get("registry-mirrors").list() {
		t.registry("docker", n, nil, fact.Setting{})
	}
}
