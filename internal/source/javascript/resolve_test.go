package javascript

import (
	"errors"
	"path"
	"slices"
	"strings"
	"testing"
)

type tree map[string]string

func (t tree) Has(p string) bool { _, ok := t[p]; return ok }

func (t tree) Named(base string) []string {
	var out []string
	for p := range t {
		if path.Base(p) == base {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

func (t tree) In(dir string) []string {
	var out []string
	for p := range t {
		if path.Dir(p) == dir {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

func (t tree) Read(p string) ([]byte, error) {
	if s, ok := t[p]; ok {
		return []byte(s), nil
	}
	return nil, errors.New("not there")
}

func TestResolve(t *testing.T) {
	files := tree{
		"src/a.ts": "", "src/b/index.js": "", "src/c.js": "", "src/c.d.ts": "", "src/lib/http.ts": "", "src/json.json": "", "src/both.tsx": "",
		"packages/core/package.json":     `{"name": "@acme/core", "main": "dist/index.js"}`,
		"packages/core/src/index.ts":     "",
		"packages/core/src/util.ts":      "",
		"packages/acme-ui/package.json":  `{"name": "@acme/ui", "exports": {".": {"import": "./ui.mjs"}}}`,
		"packages/acme-ui/ui.mjs":        "",
		"packages/plain/package.json":    `{"name": "plain", "exports": "./start.js"}`,
		"packages/plain/start.js":        "",
		"app/package.json":               `{}`,
		"app/tsconfig.json":              "{ // settings\n \"extends\": \"../tsconfig.base\", \"compilerOptions\": {\"baseUrl\": \".\", \"paths\": {\"@app/*\": [\"./code/*\"], \"exact\": [\"code/x.ts\"],},},}",
		"tsconfig.base.json":             `{"compilerOptions": {"paths": {"#shared/*": ["src/lib/*"]}}}`,
		"app/code/x.ts":                  "",
		"app/code/deep/y.ts":             "",
		"app/src/helper.ts":              "",
		"dir/package.json":               `{"main": "./lib/start"}`,
		"dir/lib/start.js":               "",
		"loop/tsconfig.json":             `{"extends": "./tsconfig.json", "compilerOptions": {"paths": {"*": ["../../../etc/*"]}}}`,
		"loop/a.ts":                      "",
		"broken/tsconfig.json":           `{"compilerOptions": "x"`,
		"workspace/http/package.json":    `{"name": "other-http"}`,
		"workspace/http/index.ts":        "",
		"workspace/myhttp/package.json":  `{"name": "http-kit"}`,
		"workspace/http-kit-x/index.mts": "",
	}
	for _, c := range []struct{ from, module, want string }{
		{"src/a.ts", "./b", "src/b/index.js"},
		{"src/a.ts", "./c", "src/c.js"},
		{"src/a.ts", "./c.js", "src/c.js"},
		{"src/c.js", "./a.js", "src/a.ts"},
		{"src/c.js", "./both.jsx", "src/both.tsx"},
		{"src/b/index.js", "..", ""},
		{"src/b/index.js", "../lib/http", "src/lib/http.ts"},
		{"src/b/index.js", ".", "src/b/index.js"},
		{"src/a.ts", "../../../../etc/passwd", ""},
		{"src/a.ts", "./json.json", ""},
		{"src/a.ts", "./none", ""},
		{"src/a.ts", "../dir", "dir/lib/start.js"},
		{"src/a.ts", "axios", ""},
		{"src/a.ts", "http", ""},
		{"src/a.ts", "@acme/core", "packages/core/src/index.ts"},
		{"src/a.ts", "@acme/core/util", "packages/core/src/util.ts"},
		{"src/a.ts", "@acme/ui", "packages/acme-ui/ui.mjs"},
		{"src/a.ts", "plain", "packages/plain/start.js"},
		{"app/code/x.ts", "@app/deep/y", "app/code/deep/y.ts"},
		{"app/code/deep/y.ts", "exact", "app/code/x.ts"},
		{"app/code/x.ts", "code/x", "app/code/x.ts"},
		{"app/code/x.ts", "#shared/http", "src/lib/http.ts"},
		{"app/code/x.ts", "@/helper", "app/src/helper.ts"},
		{"loop/a.ts", "x", ""},
		{"broken/a.ts", "x", ""},
		{"src/a.ts", "https://cdn.example.com/x.js", ""},
		{"src/a.ts", "/etc/passwd", ""},
		{"src/a.ts", "", ""},
	} {
		if got := strings.Join(Resolve(files, c.from, c.module, 0), " "); got != c.want {
			t.Errorf("%s imports %q: %q, want %q", c.from, c.module, got, c.want)
		}
	}
}
