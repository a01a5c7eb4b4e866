package javascript

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// endings are those that an import may leave out, and those that a compiler reads where
// the import says what it will write: "./a.js" can be a.ts.
var endings = [...]string{".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".astro"}

const (
	// maxExtends bounds a chain of settings that extend others.
	maxExtends = 4
	// maxSettings bounds a file that says where modules are.
	maxSettings = 256 << 10
)

// Resolve gives the file of the repository that a module's name leads to, or none. A
// name that is no path may be one by the settings of the compiler, or the name of
// another package of the repository.
func Resolve(files ir.Files, from, module string, _ int) []string {
	r := resolver{files}
	dir := path.Dir(from)
	var found string
	switch {
	case module == "" || strings.HasPrefix(module, "/") || strings.Contains(module, "://"):
	case module == "." || module == ".." || strings.HasPrefix(module, "./") || strings.HasPrefix(module, "../"):
		found = r.file(path.Join(dir, module))
	default:
		found = r.byName(dir, module)
	}
	if found == "" {
		return nil
	}
	return []string{found}
}

type resolver struct{ ir.Files }

// file is the source that a path without or with its ending leads to.
func (r resolver) file(p string) string {
	if p == ".." || strings.HasPrefix(p, "../") {
		return "" // out of the tree
	}
	if found := r.exact(p); found != "" {
		return found
	}
	if main := r.entry(p); main != "" {
		return main
	}
	return r.exact(path.Join(p, "index"))
}

func (r resolver) exact(p string) string {
	ending := path.Ext(p)
	for _, e := range endings {
		if e == ending && r.Has(p) {
			return p
		}
	}
	for _, e := range endings {
		if r.Has(p + e) {
			return p + e
		}
	}
	if stem := strings.TrimSuffix(p, ending); strings.Contains(ending, "js") {
		for _, e := range endings {
			if r.Has(stem + e) {
				return stem + e
			}
		}
	}
	return ""
}

// manifest is what a package's file says of where its code is.
type manifest struct {
	Name    string          `json:"name"`
	Main    string          `json:"main"`
	Module  string          `json:"module"`
	Source  string          `json:"source"`
	Types   string          `json:"types"`
	Exports json.RawMessage `json:"exports"`
}

func (r resolver) manifest(dir string) (m manifest, ok bool) {
	return m, r.read(path.Join(dir, "package.json"), &m)
}

// read reads JSON, in which comments and a comma at the end of a list may stand.
func (r resolver) read(p string, to any) bool {
	if !r.Has(p) {
		return false
	}
	data, err := r.Read(p)
	return err == nil && len(data) <= maxSettings && json.Unmarshal(plain(data), to) == nil
}

// entry is the source of a folder that is a package.
func (r resolver) entry(dir string) string {
	m, ok := r.manifest(dir)
	if !ok {
		return ""
	}
	for _, p := range append(m.entries(), "src/index", "index", "lib/index", "src/main") {
		if p == "" {
			continue
		}
		if found := r.exact(path.Join(dir, p)); found != "" {
			return found
		}
	}
	return ""
}

// entries are the paths that a manifest names for the package itself.
func (m *manifest) entries() []string {
	out := []string{m.Source}
	var table map[string]json.RawMessage
	if json.Unmarshal(m.Exports, &table) == nil {
		out = append(out, texts(table["."])...)
	} else {
		out = append(out, texts(m.Exports)...)
	}
	return append(out, m.Module, m.Main, m.Types)
}

// texts are the paths in a value that is one, or a mapping of conditions to such.
func texts(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var conditions map[string]json.RawMessage
	var out []string
	if json.Unmarshal(raw, &conditions) == nil {
		for _, condition := range []string{"source", "import", "default", "node", "require", "types"} {
			if v, ok := conditions[condition]; ok && json.Unmarshal(v, &one) == nil {
				out = append(out, one)
			}
		}
	}
	return out
}

// byName resolves a name by the compiler's settings, by the usual short forms of the
// source folder, then among the packages of the repository.
func (r resolver) byName(dir, module string) string {
	if found := r.mapped(dir, module); found != "" {
		return found
	}
	if rest, ok := cutAlias(module); ok {
		for d := dir; ; d = path.Dir(d) {
			if r.Has(path.Join(d, "package.json")) {
				for _, root := range []string{"src", "app", "."} {
					if found := r.file(path.Join(d, root, rest)); found != "" {
						return found
					}
				}
			}
			if d == "." || d == "/" {
				return ""
			}
		}
	}
	return r.inPackage(module)
}

func cutAlias(module string) (string, bool) {
	for _, prefix := range []string{"@/", "~/", "~~/", "$lib/", "#/"} {
		if rest, ok := strings.CutPrefix(module, prefix); ok {
			if prefix == "$lib/" {
				return "lib/" + rest, true
			}
			return rest, true
		}
	}
	return "", false
}

// settings are those of the compiler that say where modules are.
type settings struct {
	Extends         json.RawMessage `json:"extends"`
	CompilerOptions struct {
		BaseURL *string             `json:"baseUrl"`
		Paths   map[string][]string `json:"paths"`
	} `json:"compilerOptions"`
}

// mapped resolves a name by the nearest settings above a folder that map names.
func (r resolver) mapped(dir, module string) string {
	for d := dir; ; d = path.Dir(d) {
		for _, name := range []string{"tsconfig.json", "jsconfig.json"} {
			if found := r.bySettings(path.Join(d, name), module, maxExtends); found != "" {
				return found
			}
		}
		if d == "." || d == "/" {
			return ""
		}
	}
}

func (r resolver) bySettings(file, module string, depth int) string {
	var s settings
	if depth == 0 || !r.read(file, &s) {
		return ""
	}
	base := path.Dir(file)
	if s.CompilerOptions.BaseURL != nil {
		base = path.Join(base, *s.CompilerOptions.BaseURL)
	}
	best, rest := "", ""
	for pattern := range s.CompilerOptions.Paths {
		if tail, ok := fits(pattern, module); ok && len(pattern) > len(best) {
			best, rest = pattern, tail
		}
	}
	for _, to := range s.CompilerOptions.Paths[best] {
		if found := r.file(path.Join(base, strings.Replace(to, "*", rest, 1))); found != "" {
			return found
		}
	}
	if s.CompilerOptions.BaseURL != nil {
		if found := r.file(path.Join(base, module)); found != "" {
			return found
		}
	}
	for _, other := range texts(s.Extends) {
		if strings.HasPrefix(other, ".") {
			other = path.Join(path.Dir(file), other)
			if path.Ext(other) != ".json" {
				other += ".json"
			}
			if found := r.bySettings(other, module, depth-1); found != "" {
				return found
			}
		}
	}
	return ""
}

// fits tells whether a name is one of a pattern with at most one star, and what the
// star stands for.
func fits(pattern, module string) (string, bool) {
	before, after, starred := strings.Cut(pattern, "*")
	if !starred {
		return "", pattern == module
	}
	if len(module) < len(before)+len(after) || !strings.HasPrefix(module, before) || !strings.HasSuffix(module, after) {
		return "", false
	}
	return module[len(before) : len(module)-len(after)], true
}

// inPackage finds a package of the repository by its name. Its folder is called like
// the package, so that not every manifest has to be read for every import.
func (r resolver) inPackage(module string) string {
	name, rest := packageName(module)
	short := path.Base(name)
	for _, p := range r.Named("package.json") {
		dir := path.Dir(p)
		if folder := path.Base(dir); !strings.Contains(folder, short) && !strings.Contains(short, folder) {
			continue
		}
		m, ok := r.manifest(dir)
		if !ok || m.Name != name {
			continue
		}
		if rest == "" {
			return r.entry(dir)
		}
		for _, root := range []string{".", "src", "lib"} {
			if found := r.file(path.Join(dir, root, rest)); found != "" {
				return found
			}
		}
	}
	return ""
}

// packageName splits "@scope/name/a/b" into the package and the path in it.
func packageName(module string) (name, rest string) {
	parts := strings.SplitN(module, "/", 3)
	if !strings.HasPrefix(module, "@") || len(parts) == 1 {
		name, rest, _ = strings.Cut(module, "/")
		return name, rest
	}
	if len(parts) == 3 {
		rest = parts[2]
	}
	return parts[0] + "/" + parts[1], rest
}

// plain takes comments, and commas in front of a closing bracket, out of JSON.
func plain(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch c := data[i]; {
		case c == '"':
			end := i + 1
			for end < len(data) && data[end] != '"' {
				if data[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		case c == '/' && i+1 < len(data) && data[i+1] == '/':
			for i < len(data) && data[i] != '\n' {
				i++
			}
		case c == '/' && i+1 < len(data) && data[i+1] == '*':
			i = min(i+2, len(data))
			for i < len(data) && !(data[i] == '/' && data[i-1] == '*') {
				i++
			}
			i++
		case c == '}' || c == ']':
			for len(out) > 0 && strings.IndexByte(" \t\r\n", out[len(out)-1]) >= 0 {
				out = out[:len(out)-1]
			}
			if len(out) > 0 && out[len(out)-1] == ',' {
				out = out[:len(out)-1]
			}
			out = append(out, c)
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}
