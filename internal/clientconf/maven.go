package clientconf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var mavenFormat = format{
	Format:   Format{Group: "package managers", Name: "Maven", Files: "settings.xml, pom.xml, *.pom", Reads: "repositories, mirrors, servers' credentials"},
	artifact: fact.ArtifactRegistry, read: maven, size: 4 << 20,
	named: func(_, base string) bool { return base == "pom.xml" || strings.HasSuffix(base, ".pom") },
	maybe: func(_, base string) bool {
		return strings.HasSuffix(base, ".xml") && strings.Contains(base, "settings")
	},
	like: func(_ string, data []byte) bool { return bytes.Contains(data, []byte("<settings")) },
}

func maven(t *text) {
	t.find = mavenProperties
	root := t.xmlTree()
	kept := map[string]*fact.Credential{}
	for _, server := range root.get("settings", "servers").all("server") {
		if n := server.get("password"); n.str() != "" && !strings.HasPrefix(n.str(), "{") { // one in braces is encrypted
			if c := t.secret("password", fact.KindBasic, n); c != nil {
				kept[server.get("id").str()] = c
			}
		}
	}
	root.walk(func(n *node) bool {
		switch n.key {
		case "repository", "pluginRepository", "mirror":
			t.mavenRepository(n, kept[n.get("id").str()])
			return false
		case "distributionManagement":
			for _, name := range []string{"repository", "snapshotRepository"} {
				id := n.get(name, "id").str()
				c := kept[id]
				if c == nil { // whoever deploys has it in settings of their own
					c = &fact.Credential{Kind: fact.KindBasic, Origin: fact.OriginConfig, Name: "server " + id}
				}
				t.mavenRepository(n.get(name), c)
			}
			return false
		}
		return true
	})
}

func (t *text) mavenRepository(n *node, c *fact.Credential) {
	url := n.get("url")
	if blocked := n.get("blocked"); url == nil || blocked.is(true) {
		return
	}
	t.registry("maven", url, c, fact.Setting{})
}

var mavenProperty = regexp.MustCompile(`\$\{([^}]+)\}`)

// mavenProperties finds ${name}; env.NAME is of the environment.
func mavenProperties(v string, _ bool) []expansion {
	var out []expansion
	for _, m := range mavenProperty.FindAllStringSubmatchIndex(v, maxWords) {
		e := expansion{start: m[0], end: m[1], origin: fact.OriginConfig, name: v[m[2]:m[3]]}
		if name, ok := strings.CutPrefix(e.name, "env."); ok {
			e.origin, e.name = fact.OriginEnv, name
		}
		out = append(out, e)
	}
	return out
}

var nugetFormat = format{
	Format:   Format{Group: "package managers", Name: "NuGet", Files: "NuGet.config", Reads: "sources and their credentials"},
	artifact: fact.ArtifactRegistry, read: nuget, size: 1 << 20,
	named: func(_, base string) bool { return base == "nuget.config" },
}

func nuget(t *text) {
	t.find = nugetVariables
	root := t.xmlTree().get("configuration")
	kept := map[string]*fact.Credential{}
	for _, source := range root.get("packageSourceCredentials").pairs() {
		for _, add := range source.all("add") {
			if key := add.get("key").str(); key == "ClearTextPassword" || key == "Password" {
				if c := t.secret("password", fact.KindBasic, add.get("value")); c != nil {
					kept[nugetName(source.key)] = c
				}
			}
		}
	}
	for _, add := range root.get("packageSources").all("add") {
		t.registry("nuget", add.get("value"), kept[nugetName(add.get("key").str())], fact.Setting{})
	}
	for _, add := range root.get("apikeys").all("add") {
		t.keeps("nuget", t.secret("apikey", fact.KindAPIKey, add.get("value")), first(add.get("key").str(), "nuget"), add)
	}
}

// nugetName is the name of a source as an element can have it.
func nugetName(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_x0020_", " ")) }

var nugetVariable = regexp.MustCompile(`%([A-Za-z_][A-Za-z0-9_]*)%`)

func nugetVariables(v string, _ bool) []expansion {
	var out []expansion
	for _, m := range nugetVariable.FindAllStringSubmatchIndex(v, maxWords) {
		out = append(out, expansion{start: m[0], end: m[1], origin: fact.OriginEnv, name: v[m[2]:m[3]]})
	}
	return out
}
