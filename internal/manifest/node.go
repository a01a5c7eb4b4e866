package manifest

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// dependencyKeys are the parts of package.json that ask for packages.
var dependencyKeys = map[string]bool{"dependencies": true, "devDependencies": true, "optionalDependencies": true, "peerDependencies": true}

func readPackageJSON(d *document) error {
	return walkJSON(d.data, func(p []string, value any, offset int) {
		if want, ok := value.(string); ok && len(p) == 2 && dependencyKeys[p[0]] {
			d.required(p[1], want, offset)
		}
	})
}

// readPackageLock reads npm's lock: "dependencies" of version 1, "packages" of later
// ones, of which node_modules/x is what the project itself gets, and
// packages/a/node_modules/x what that workspace does.
func readPackageLock(d *document) error {
	return walkJSON(d.data, func(p []string, value any, offset int) {
		v, ok := value.(string)
		if !ok || len(p) != 3 || p[2] != "version" {
			return
		}
		switch p[0] {
		case "dependencies":
			d.pinned(p[1], v, offset)
		case "packages":
			below, name, found := cutLast(p[1], "node_modules/")
			if !found || strings.Contains(below, "node_modules/") {
				return
			}
			if s := d.pinned(name, v, offset); s != nil {
				s.dir = path.Join(d.dir, below)
			}
		}
	})
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSuffix(s[:i], "/"), s[i+len(sep):], true
}

// readPnpmLock reads the importers, each a folder, and the packages that these bring.
func readPnpmLock(d *document) error {
	root, err := parseYAML(d.data)
	if err != nil {
		return err
	}
	importers := field(root, "importers")
	if importers == nil {
		pnpmImporter(d, ".", root)
	}
	for name, node := range pairs(importers) {
		pnpmImporter(d, name.Value, node)
	}
	for key := range pairs(field(root, "packages")) { // /axios@1.6.0, axios@1.6.0(peer@2), /axios/1.6.0
		name, v := pnpmKey(key.Value)
		if s := d.pinned(name, v, d.offset(key.Line)); s != nil {
			s.rank = rankManifest // some dependency's, where the project names none of its own
		}
	}
	return nil
}

func pnpmImporter(d *document, dir string, importer *yaml.Node) {
	for kind := range dependencyKeys {
		for name, node := range pairs(field(importer, kind)) {
			if v := field(node, "version"); v != nil {
				node = v
			}
			v, _, _ := strings.Cut(node.Value, "(")
			v, _, _ = strings.Cut(v, "_")
			if s := d.pinned(name.Value, v, d.offset(node.Line)); s != nil {
				s.dir = path.Join(d.dir, dir)
			}
		}
	}
}

func pnpmKey(key string) (name, v string) {
	key, _, _ = strings.Cut(strings.TrimPrefix(key, "/"), "(")
	if name, v, ok := cutLast(key, "@"); ok && name != "" {
		return name, v
	}
	name, v, _ = cutLast(key, "/")
	v, _, _ = strings.Cut(v, "_")
	return name, v
}

// readYarnLock reads both forms: entries whose keys are what was asked for, and whose
// version answers it.
//
//	axios@^1.6.0, axios@^1.6.1:            "axios@npm:^1.6.0":
//	  version "1.6.2"                        version: 1.6.2
func readYarnLock(d *document) error {
	offset := 0
	var keys []string
	for line := range bytes.Lines(d.data) {
		t := strings.TrimRight(string(line), " \t\r\n")
		switch {
		case t == "", t[0] == '#', len(t) > maxLine:
		case t[0] != ' ':
			keys = strings.Split(strings.Trim(strings.TrimSuffix(t, ":"), `"`), ",")
		case strings.HasPrefix(t, "  version"):
			v := strings.Trim(strings.TrimPrefix(t, "  version"), `: "`)
			yarnEntry(d, keys, v, offset)
			keys = nil
		}
		offset += len(line)
	}
	return nil
}

func yarnEntry(d *document, keys []string, v string, offset int) {
	name := ""
	var asked []string
	for _, k := range keys {
		n, want, ok := cutLast(strings.Trim(k, ` "`), "@")
		if !ok || n == "" {
			return
		}
		name = n
		asked = append(asked, strings.TrimPrefix(want, "npm:"))
	}
	if s := d.pinned(name, v, offset); s != nil {
		s.asked = asked
	}
}

// parseYAML reads a document; its anchors are not followed.
func parseYAML(data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("reading YAML: %w", err)
	}
	if len(doc.Content) == 0 {
		return &doc, nil
	}
	return doc.Content[0], nil
}

// pairs yields the keys and values of a mapping; none of anything else.
func pairs(n *yaml.Node) func(func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func field(n *yaml.Node, name string) *yaml.Node {
	for key, value := range pairs(n) {
		if key.Value == name {
			return value
		}
	}
	return nil
}

// offset is where a line begins.
func (d *document) offset(line int) int {
	d.line(0)
	if line < 1 || line > len(d.lines) {
		return 0
	}
	return d.lines[line-1]
}
