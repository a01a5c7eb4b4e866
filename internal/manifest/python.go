package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// requirement is a line of pip's: a name, extras, and what it asks for.
var requirement = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#()]*)`)

// requires notes a requirement of PEP 508, with a pin as such.
func (d *document) requires(line string, offset int) {
	m := requirement.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return
	}
	want, _, _ := strings.Cut(m[2], " --") // hashes
	want = strings.TrimSpace(want)
	if want == "" || strings.HasPrefix(want, "@") || strings.Trim(want[:1], "=<>~!") != "" {
		return
	}
	s := d.required(m[1], want, offset)
	if s != nil && !s.Exact && s.rank == rankPins {
		s.rank = rankManifest // a range in a list of pins is none
	}
}

func readRequirements(d *document) error {
	offset := 0
	for line := range bytes.Lines(d.data) {
		if t := strings.TrimRight(string(line), " \t\r\n\\"); len(t) < maxLine && !strings.HasPrefix(strings.TrimSpace(t), "-") {
			d.requires(t, offset)
		}
		offset += len(line)
	}
	return nil
}

// maxLine bounds a line that is looked at.
const maxLine = 4 << 10

// readPythonLock reads [[package]] tables (in PEP 751, [[packages]]).
func readPythonLock(d *document) error {
	name := ""
	in := false
	return walkTOML(d.data, func(table []string) {
		in = len(table) == 1 && (table[0] == "package" || table[0] == "packages")
		name = ""
	}, func(v tomlValue) {
		switch {
		case !in || len(v.key) != 1:
		case v.key[0] == "name":
			name = text(v.node, "")
		case v.key[0] == "version" && name != "":
			d.pinned(name, text(v.node, ""), v.at)
		}
	})
}

func readPipfileLock(d *document) error {
	return walkJSON(d.data, func(p []string, value any, offset int) {
		s, isText := value.(string)
		if isText && len(p) == 3 && p[2] == "version" && (p[0] == "default" || p[0] == "develop") {
			d.pinned(p[1], strings.TrimLeft(s, "="), offset)
		}
	})
}

// readPyproject reads what pyproject.toml and a Pipfile ask for: lists of PEP 508, and
// tables of Poetry and Pipenv.
func readPyproject(d *document) error {
	return walkTOML(d.data, nil, func(v tomlValue) {
		full := strings.Join(append(slices.Clip(v.table), v.key...), ".")
		switch {
		case full == "project.dependencies", strings.HasPrefix(full, "project.optional-dependencies."), strings.HasPrefix(full, "dependency-groups."),
			full == "tool.uv.dev-dependencies", strings.HasPrefix(full, "tool.pdm.dev-dependencies."):
			texts(v.node, d.requires)
		case len(v.key) == 1 && packageTable(v.table):
			if want := text(v.node, "version"); want != "" {
				d.required(v.key[0], want, v.at)
			}
		case len(v.key) == 2 && v.key[1] == "version" && packageTable(v.table): // requests.version = "…"
			d.required(v.key[0], text(v.node, ""), v.at)
		case len(v.key) == 1 && v.key[0] == "version" && len(v.table) > 1 && packageTable(v.table[:len(v.table)-1]):
			d.required(v.table[len(v.table)-1], text(v.node, ""), v.at)
		}
	})
}

func packageTable(table []string) bool {
	switch t := strings.Join(table, "."); {
	case t == "packages", t == "dev-packages", t == "tool.poetry.dependencies", t == "tool.poetry.dev-dependencies":
		return true
	default:
		return strings.HasPrefix(t, "tool.poetry.group.") && strings.HasSuffix(t, ".dependencies")
	}
}

func readSetupCfg(d *document) error {
	offset, in := 0, false
	for line := range bytes.Lines(d.data) {
		t := strings.TrimRight(string(line), " \t\r\n")
		switch {
		case t == "", len(t) > maxLine:
		case t[0] != ' ' && t[0] != '\t':
			key, value, _ := strings.Cut(t, "=")
			if in = strings.TrimSpace(key) == "install_requires"; in {
				d.requires(value, offset)
			}
		case in:
			d.requires(t, offset)
		}
		offset += len(line)
	}
	return nil
}

// walkJSON calls visit with each text, number and truth value, the keys that lead to
// it, and where it ends. Elements of a list have no key of their own.
func walkJSON(data []byte, visit func(keys []string, value any, offset int)) error {
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	cut := len(data) - len(text)
	dec := json.NewDecoder(bytes.NewReader(text))
	var keys []string
	var objects []bool // the open brackets: whether each is an object
	expectKey := false
	for {
		t, err := dec.Token()
		if err != nil {
			return fmt.Errorf("reading JSON: %w", err)
		}
		if delim, ok := t.(json.Delim); ok && (delim == '{' || delim == '[') {
			objects = append(objects, delim == '{')
			expectKey = delim == '{'
			continue
		}
		if _, ok := t.(json.Delim); ok {
			objects = objects[:len(objects)-1]
		} else if expectKey {
			keys, expectKey = append(keys, t.(string)), false
			continue
		} else {
			visit(keys, t, cut+int(dec.InputOffset()))
		}
		n := len(objects)
		if n == 0 {
			return nil
		}
		if expectKey = objects[n-1]; expectKey { // a value of an object is complete
			keys = keys[:len(keys)-1]
		}
	}
}
