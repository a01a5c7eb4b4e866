package golang

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"testing"
)

type tree map[string]string

func (t tree) Has(p string) bool { _, ok := t[p]; return ok }

func (t tree) paths(keep func(string) bool) []string {
	var out []string
	for p := range t {
		if keep(p) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

func (t tree) Named(base string) []string {
	return t.paths(func(p string) bool { return path.Base(p) == base })
}

func (t tree) In(dir string) []string {
	return t.paths(func(p string) bool { return path.Dir(p) == dir })
}

func (t tree) Read(p string) ([]byte, error) {
	if !t.Has(p) {
		return nil, fs.ErrNotExist
	}
	return []byte(t[p]), nil
}

func TestResolve(t *testing.T) {
	files := tree{
		"go.work":               "go 1.26\nuse (\n\t./tools // beside\n\t\"./lib\"\n)\nuse ./gone\n",
		"go.mod":                "module acme.example/app/v2 // the program\n\nreplace acme.example/fork => ./third/fork\nreplace (\n\tacme.example/old v1.0.0 => ../outside\n\tacme.example/web v1.2.3 => acme.example/web v1.2.4\n)\n",
		"main.go":               "",
		"main_test.go":          "",
		"api/v2/client.go":      "",
		"api/v2/types.go":       "",
		"api/v2/client_test.go": "",
		"api/v2/readme.md":      "",
		"third/fork/go.mod":     "module acme.example/fork\n",
		"third/fork/x/fork.go":  "",
		"tools/go.mod":          "module acme.example/tools\n",
		"tools/cmd/run.go":      "",
		"lib/go.mod":            "module acme.example/lib\n",
		"lib/lib.go":            "",
		"alone/go.mod":          "module alone\n",
		"alone/a/a.go":          "",
		"nowhere/a.go":          "",
	}
	for _, c := range []struct {
		from, module string
		level        int
		want         string
	}{
		{"main.go", "acme.example/app/v2", 0, "[main.go]"},
		{"main.go", "acme.example/app/v2/api/v2", 0, "[api/v2/client.go api/v2/types.go]"},
		{"api/v2/client.go", "acme.example/app/v2/api/v2", 0, "[api/v2/client.go api/v2/types.go]"},
		{"main.go", "acme.example/app/v2/api", 0, "[]"},
		{"main.go", "acme.example/app/v22", 0, "[]"},
		{"main.go", "net/http", 0, "[]"},
		{"main.go", "acme.example/fork/x", 0, "[third/fork/x/fork.go]"},
		{"main.go", "acme.example/old", 0, "[]"},
		{"main.go", "acme.example/web", 0, "[]"},
		{"main.go", "acme.example/lib", 0, "[lib/lib.go]"},
		{"tools/cmd/run.go", "acme.example/lib", 0, "[lib/lib.go]"},
		{"tools/cmd/run.go", "acme.example/app/v2", 0, "[]"},
		{"alone/a/a.go", "alone/a", 0, "[alone/a/a.go]"},
		{"api/v2/client_test.go", "", 1, "[api/v2/client.go api/v2/types.go]"},
		{"nowhere/a.go", "", 0, "[]"},
	} {
		if got := fmt.Sprint(Resolve(files, c.from, c.module, c.level)); got != c.want {
			t.Errorf("from %s, %q at level %d: %s, want %s", c.from, c.module, c.level, got, c.want)
		}
	}
}
