package golang

import (
	"path"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// Resolve finds the files of an imported package: in the module that the nearest
// go.mod names, in one that it replaces by a folder, or in one of the workspace's.
// There are none where the package is not of this repository. A level stands for the
// package that the file itself is in.
func Resolve(files ir.Files, from, module string, level int) []string {
	if level > 0 {
		return sources(files, path.Dir(from))
	}
	for _, dir := range upwards(path.Dir(from)) {
		file := path.Join(dir, "go.mod")
		if !files.Has(file) {
			continue
		}
		m := readModule(files, file)
		if rest, ok := within(module, m.path); ok {
			return sources(files, path.Join(dir, rest))
		}
		for _, r := range m.replaced {
			if rest, ok := within(module, r.path); ok {
				return sources(files, path.Join(dir, r.dir, rest))
			}
		}
		break // a go.mod further up is that of another module
	}
	return workspace(files, from, module)
}

// workspace looks in the modules that the nearest go.work lists.
func workspace(files ir.Files, from, module string) []string {
	for _, dir := range upwards(path.Dir(from)) {
		file := path.Join(dir, "go.work")
		if !files.Has(file) {
			continue
		}
		for _, use := range readModule(files, file).used {
			other := path.Join(dir, use)
			if m := path.Join(other, "go.mod"); files.Has(m) {
				if rest, ok := within(module, readModule(files, m).path); ok {
					return sources(files, path.Join(other, rest))
				}
			}
		}
		break
	}
	return nil
}

// upwards are a folder and those around it.
func upwards(dir string) []string {
	out := []string{dir}
	for dir != "." {
		dir = path.Dir(dir)
		out = append(out, dir)
	}
	return out
}

// within is the path of a package below a module.
func within(pkg, module string) (rest string, ok bool) {
	if module == "" {
		return "", false
	}
	if pkg == module {
		return "", true
	}
	return strings.CutPrefix(pkg, module+"/")
}

// sources are the files of a folder that are no tests.
func sources(files ir.Files, dir string) []string {
	var out []string
	for _, p := range files.In(dir) {
		if strings.HasSuffix(p, ".go") && !isTest(p) {
			out = append(out, p)
		}
	}
	return out
}

// moduleFile is what a go.mod or go.work says of other places.
type moduleFile struct {
	path     string
	replaced []replacement // by a folder
	used     []string
}

type replacement struct{ path, dir string }

// readModule reads the directives that lead somewhere; what cannot be read leads
// nowhere.
func readModule(files ir.Files, file string) moduleFile {
	var m moduleFile
	data, err := files.Read(file)
	if err != nil {
		return m
	}
	block := ""
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == ")":
			block = ""
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		case block != "":
			m.directive(block, words)
		default:
			m.directive(words[0], words[1:])
		}
	}
	return m
}

func (m *moduleFile) directive(verb string, words []string) {
	for i, w := range words {
		if s, err := strconv.Unquote(w); err == nil {
			words[i] = s
		}
	}
	switch {
	case verb == "module" && len(words) == 1:
		m.path = words[0]
	case verb == "use" && len(words) == 1:
		m.used = append(m.used, words[0])
	case verb == "replace" && len(words) >= 3:
		for i, w := range words {
			if w == "=>" && i > 0 && i+2 == len(words) && strings.HasPrefix(words[i+1], ".") {
				m.replaced = append(m.replaced, replacement{words[0], words[i+1]})
			}
		}
	}
}
