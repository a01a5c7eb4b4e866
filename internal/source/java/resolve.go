package java

import (
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// Resolve finds the files of a package, or the file of a class, by its dotted name.
// Where several trees of the repository hold one, that of the importing file comes
// first: its own source root, then the one that shares most of its path.
func Resolve(files ir.Files, from, module string, _ int) []string {
	if module == "" {
		return nil
	}
	end := strings.ReplaceAll(module, ".", "/")
	if found := nearest(from, ending(files.Named(path.Base(end)+".java"), end+".java")); found != "" {
		return []string{found}
	}
	for root := path.Dir(from); ; root = path.Dir(root) {
		var of []string
		for _, p := range files.In(path.Join(root, end)) {
			if path.Ext(p) == ".java" {
				of = append(of, p)
			}
		}
		if of != nil || root == "." {
			return of
		}
	}
}

// ending keeps the paths that end in whole folders and a file.
func ending(paths []string, end string) []string {
	var out []string
	for _, p := range paths {
		if p == end || strings.HasSuffix(p, "/"+end) {
			out = append(out, p)
		}
	}
	return out
}

// nearest is the path that begins most like the one it is seen from.
func nearest(from string, paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	return slices.MaxFunc(paths, func(a, b string) int { return shared(from, a) - shared(from, b) })
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return strings.Count(a[:n], "/")
}
