package python

import (
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// Resolve finds the file of a module that another one imports: relative to its
// package, or below a folder that Python would look in. There is none where the
// module is not of this repository.
func Resolve(files ir.Files, from, module string, level int) []string {
	rel := strings.ReplaceAll(module, ".", "/")
	if level > 0 {
		dir := path.Dir(from)
		for range level - 1 {
			if dir == "." {
				return nil
			}
			dir = path.Dir(dir)
		}
		return below(files, dir, rel)
	}
	if rel == "" {
		return nil
	}
	for _, root := range roots(files, from) {
		if found := below(files, root, rel); found != nil {
			return found
		}
	}
	return nil
}

// roots are the folders that an absolute import of a file may start in, the nearest
// first: the one that holds its outermost package, those around it, and their src.
func roots(files ir.Files, from string) []string {
	dir := path.Dir(from)
	for dir != "." && files.Has(path.Join(dir, "__init__.py")) {
		dir = path.Dir(dir)
	}
	var out []string
	for {
		out = append(out, dir)
		if dir == "." {
			break
		}
		dir = path.Dir(dir)
	}
	for _, o := range out[:len(out):len(out)] {
		out = append(out, path.Join(o, "src"))
	}
	return out
}

func below(files ir.Files, dir, rel string) []string {
	for _, p := range []string{path.Join(dir, rel, "__init__.py"), path.Join(dir, rel+".py")} {
		if rel == "" && path.Base(p) == ".py" {
			continue
		}
		if files.Has(p) {
			return []string{p}
		}
	}
	return nil
}
