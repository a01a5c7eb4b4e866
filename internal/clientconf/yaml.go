package clientconf

import (
	"path"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var settingsFormat = format{
	Format: Format{
		Group: "settings", Name: "settings in YAML", Files: "application*.yml, bootstrap*.yml, microprofile-config.yml",
		Reads: "settings by their dotted names",
	},
	unless:   func(data []byte) bool { return kubernetesLike("", data) }, // application-crd.yaml
	artifact: fact.ArtifactConfig, named: yamlSettingsFile, read: yamlSettings, size: maxSettings,
}

func yamlSettingsFile(_, base string) bool {
	return structured(base) && path.Ext(base) != ".json" && settingsFile(base)
}

// settingsFile tells application.yml, application-prod.properties, bootstrap.yaml and the
// like.
func settingsFile(base string) bool {
	stem := strings.TrimSuffix(base, path.Ext(base))
	if stem == "microprofile-config" {
		return true
	}
	for _, name := range []string{"application", "bootstrap"} {
		if rest, ok := strings.CutPrefix(stem, name); ok && (rest == "" || rest[0] == '-') {
			return true
		}
	}
	return false
}

// yamlSettings reads nested keys as one dotted name each: "crm: {url: x}" is crm.url,
// and the second of a list list[1]. Each document is a block of its own.
func yamlSettings(t *text) {
	for i, n := range t.yamlDocuments() {
		t.settings(n, "", "document "+strconv.Itoa(i))
	}
}

// settings notes what lies below one key. An alias stands for a part that is read where it
// is written.
func (t *text) settings(n *node, name, block string) {
	switch n.kind {
	case mappingNode:
		for _, c := range n.items {
			key := c.key
			if name != "" {
				key = name + "." + key
			}
			t.settings(c, key, block)
		}
	case listNode:
		for i, c := range n.items {
			t.settings(c, name+"["+strconv.Itoa(i)+"]", block)
		}
	case scalarNode:
		t.setting(name, n.text, block, n.from, n.to)
	}
}
