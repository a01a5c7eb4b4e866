package repo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/hostbound/hostbound/internal/fact"
)

func mapFS(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for p, text := range files {
		m[p] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return m
}

// TestTrackedFilesCount: what git tracks is scanned whatever .gitignore says, what
// it does not track and ignores is not, and neither is what .git/info/exclude names.
func TestTrackedFilesCount(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, map[string]string{
		".gitignore":                 ".env\nbuild/\n*.local.py\n",
		".git/info/exclude":          "mine.py\n",
		".env":                       "A=1",
		"app.py":                     "",
		"new.py":                     "", // neither tracked nor ignored
		"mine.py":                    "",
		"build/made.py":              "",
		"build/kept.py":              "",
		"svc/.env":                   "A=1",
		"svc/.gitignore":             "!/wanted.local.py\nsecret.yaml\n",
		"svc/wanted.local.py":        "",
		"svc/x.local.py":             "",
		"svc/secret.yaml":            "",
		"node_modules/m/a.py":        "",
		"vendor/node_modules/m/a.py": "",
		"env/pyvenv.cfg":             "",
		"env/lib/a.py":               "",
	})
	git(t, dir, "add", "app.py")
	git(t, dir, "add", "-f", ".env", "build/kept.py", "vendor/node_modules")
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{".env", "app.py", "build/kept.py", "new.py", "svc/wanted.local.py", "vendor/node_modules/m/a.py"})

	// No repository: nobody says what belongs to it, so every file counts.
	if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	tree = walk(t, openRoot(t, dir), Options{})
	same(t, "files of no repository", paths(tree), []string{".env", "app.py", "build/kept.py", "build/made.py", "mine.py", "new.py",
		"svc/.env", "svc/secret.yaml", "svc/wanted.local.py", "svc/x.local.py"})
}

// TestFolderOfARepository: the index and the ignore files above the scanned folder count.
func TestFolderOfARepository(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, map[string]string{
		".gitignore":           "*.env\n/services/users/local.py\nservices/**/cache/\n/users\n",
		"services/.gitignore":  "!ok.env\n/users/tmp.py\n",
		".git/info/exclude":    "services/users/mine.py\n",
		"services/users/a.env": "", "services/users/ok.env": "", "services/users/kept.env": "", "services/users/local.py": "",
		"services/users/tmp.py": "", "services/users/mine.py": "", "services/users/cache/a.py": "", "services/users/main.py": "",
		"services/users/sub/local.py": "", "other.py": "",
	})
	git(t, dir, "add", "-f", "services/users/kept.env")
	g := Git{Dir: os.DirFS(filepath.Join(dir, ".git")), Top: os.DirFS(dir), Below: "services/users"}
	tree := walk(t, openRoot(t, filepath.Join(dir, "services", "users")), Options{Git: g})
	same(t, "files", paths(tree), []string{"kept.env", "main.py", "ok.env", "sub/local.py"})
}

func TestHostboundIgnore(t *testing.T) {
	fsys := mapFS(map[string]string{
		".hostboundignore": "\xef\xbb\xbf# ours\r\nlegacy/\r\n*.env\r\n!ok.env\r\n!legacy/kept.py\r\n/top.py\r\n",
		"a.env":            "", "ok.env": "", "top.py": "", "sub/top.py": "",
		"legacy/kept.py": "", "legacy/deep/er/a.py": "", "legacy/deep/b.txt": "", "main.py": "",
		"sub/.hostboundignore": "*\n", // only the one at the root is ours
	})
	tree := walk(t, fsys, Options{})
	same(t, "files", paths(tree), []string{"main.py", "ok.env", "sub/top.py"})
	if tree.Ignored != 5 {
		t.Errorf("%d paths left out, want 5: a.env, top.py and three below legacy", tree.Ignored)
	}
	if tree.Seen != 10 {
		t.Errorf("%d seen, want 10", tree.Seen)
	}
	tree = walk(t, mapFS(map[string]string{".hostboundignore": strings.Repeat("x\n", maxIgnoreFile), "a.py": ""}), Options{})
	if len(tree.Files) != 1 || len(tree.NotAnalysed) != 1 {
		t.Errorf("an ignore file that is too large: %+v", tree)
	}
}

func TestIncludeExclude(t *testing.T) {
	fsys := mapFS(map[string]string{
		"a.py": "", "src/a.py": "", "src/b.py": "", "src/gen/c.py": "", "lib/src/d.py": "", "lib/e.env": "",
	})
	for _, tt := range []struct {
		include, exclude []string
		want             []string
	}{
		{nil, nil, []string{"a.py", "src/a.py", "src/b.py", "src/gen/c.py", "lib/src/d.py", "lib/e.env"}},
		{[]string{"src"}, nil, []string{"src/a.py", "src/b.py", "src/gen/c.py", "lib/src/d.py"}},
		{[]string{"/src"}, nil, []string{"src/a.py", "src/b.py", "src/gen/c.py"}},
		{[]string{"src/"}, nil, []string{"src/a.py", "src/b.py", "src/gen/c.py", "lib/src/d.py"}},
		{[]string{"./src/*.py"}, nil, []string{"src/a.py", "src/b.py"}},
		{[]string{"**/a.py"}, nil, []string{"a.py", "src/a.py"}},
		{[]string{"*.{env,txt}"}, nil, []string{"lib/e.env"}},
		{nil, []string{"src"}, []string{"a.py", "lib/e.env"}},
		{[]string{"*.py"}, []string{"gen", "lib/**"}, []string{"a.py", "src/a.py", "src/b.py"}},
		{[]string{"none"}, nil, nil},
	} {
		tree := walk(t, fsys, Options{Include: tt.include, Exclude: tt.exclude})
		same(t, fmt.Sprintf("%q %q", tt.include, tt.exclude), paths(tree), tt.want)
		if tree.Excluded != 6-len(tt.want) {
			t.Errorf("%q %q: %d excluded, want %d", tt.include, tt.exclude, tree.Excluded, 6-len(tt.want))
		}
	}
	for _, g := range []string{"[", "{a", "", "/", "."} {
		_, err := Walk(context.Background(), fsys, Options{Include: []string{g}})
		if var1 := GlobError(""); !errors.As(err, &var1) {
			t.Errorf("the glob %q gives %v", g, err)
		}
	}
}

func said(tree *Tree) map[string]string {
	out := map[string]string{}
	for _, n := range tree.NotAnalysed {
		out[n.At.Path] = n.Reason
	}
	return out
}

func symlink(t *testing.T, target, at string) {
	t.Helper()
	if err := os.Symlink(target, at); err != nil {
		t.Fatal(err)
	}
}

// TestLinks: no link is followed; those that lead out of the tree are said.
func TestLinks(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "tree")
	write(t, base, map[string]string{"outside.py": "", "out/x.py": "", "tree/a.py": "", "tree/sub/b.py": "", "tree/data.txt": ""})
	for at, target := range map[string]string{
		"inside.py":        "a.py",
		"folder":           "sub",
		"sub/ring":         "..",
		"self.py":          "self.py",
		"absolute.py":      filepath.Join(base, "outside.py"),
		"absolute2.py":     filepath.Join(dir, "a.py"), // inside, and yet a root does not follow it
		"relative.py":      "../outside.py",
		"sneaky.py":        "sub/../../outside.py",
		"chain.py":         "relative.py",
		"outfolder":        "../out",
		"through.py":       "outfolder/x.py",
		"nowhere.py":       "gone.py",
		"nowhere.txt":      "gone.txt",
		"disguise.py":      "data.txt",
		".hostboundignore": "../out",
	} {
		symlink(t, target, filepath.Join(dir, at))
	}
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{"a.py", "sub/b.py"})
	got := said(tree)
	for p, want := range map[string]string{
		"self.py": "out of the tree", "absolute.py": "out of the tree", "absolute2.py": "out of the tree", "relative.py": "out of the tree",
		"sneaky.py": "out of the tree", "chain.py": "out of the tree", "outfolder": "out of the tree", "through.py": "out of the tree",
		"nowhere.py": "nowhere", "disguise.py": "another kind", ".hostboundignore": "",
	} {
		if reason, ok := got[p]; !ok || !strings.Contains(reason, want) {
			t.Errorf("%s: said %q, want %q", p, reason, want)
		}
		delete(got, p)
	}
	if len(got) > 0 {
		t.Errorf("said too much: %q", got)
	}
	for _, p := range []string{"relative.py", "../outside.py", "/etc/passwd", ".git/config", "outfolder/x.py"} {
		if _, err := tree.Read(p); err == nil {
			t.Errorf("Read(%q) leaves the tree", p)
		}
	}
	if _, err := tree.Read("inside.py"); err != nil {
		t.Errorf("a reference may follow a link that stays inside: %v", err)
	}
}

// TestManyLinks: a farm of links is said in a bounded number of lines.
func TestManyLinks(t *testing.T) {
	dir := t.TempDir()
	for i := range maxLinksSaid + 7 {
		symlink(t, "../out", filepath.Join(dir, fmt.Sprintf("link%d", i)))
	}
	tree := walk(t, openRoot(t, dir), Options{})
	if got := said(tree)["."]; len(tree.NotAnalysed) != maxLinksSaid+1 || !strings.HasPrefix(got, "7 more symbolic links") {
		t.Errorf("%d lines, and %q", len(tree.NotAnalysed), got)
	}
}

// TestNoRegularFile: opening a pipe waits for a writer that never comes, so nothing
// but regular files is opened, under any name that the program asks for itself.
func TestNoRegularFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.py": "", ".git/HEAD": ""})
	for _, p := range []string{".gitignore", ".hostboundignore", ".git/index", "pipe.py", "Makefile", ".env", "ref.yaml"} {
		if err := syscall.Mkfifo(filepath.Join(dir, p), 0o644); err != nil {
			t.Skipf("no pipes here: %v", err)
		}
	}
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{"a.py"})
	for _, p := range []string{".hostboundignore", ".git/index", "pipe.py", ".env", "ref.yaml"} {
		if said(tree)[p] == "" {
			t.Errorf("%s is not said", p)
		}
	}
	if _, err := tree.Read("ref.yaml"); err == nil {
		t.Error("a reference to a pipe is read")
	}
	if _, err := tree.Read("."); err == nil {
		t.Error("a folder is read")
	}
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		// A superuser reads everything, so the file system says it instead.
		fsys := failing{mapFS(map[string]string{"a.py": "", "locked/b.py": ""}), "locked"}
		tree := walk(t, fsys, Options{})
		same(t, "files", paths(tree), []string{"a.py"})
		if len(tree.NotAnalysed) != 1 || tree.NotAnalysed[0].At.Path != "locked" || !tree.NotAnalysed[0].Gates {
			t.Errorf("not analysed: %+v", tree.NotAnalysed)
		}
		return
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.py": "", "locked/b.py": ""})
	if err := os.Chmod(filepath.Join(dir, "locked"), 0); err != nil {
		t.Fatal(err)
	}
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{"a.py"})
	if said(tree)["locked"] == "" {
		t.Error("an unreadable folder is not said")
	}
}

// failing is a file system with one folder that nobody may read.
type failing struct {
	fstest.MapFS
	folder string
}

func (f failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.folder {
		return nil, fs.ErrPermission
	}
	return f.MapFS.ReadDir(name)
}

// TestNames: a name may hold anything but a slash and a zero byte.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	for _, p := range []string{"new\nline.py", "tab\t.py", "esc\x1b[31m.py", "::error::.py", "bad\xff.py", "bad\xff.txt", "ü.py", "-rf.py", " .py"} {
		if err := os.WriteFile(filepath.Join(dir, p), nil, 0o644); err != nil {
			t.Skipf("this file system does not take the name %q: %v", p, err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "dir\xfe"), 0o755); err != nil {
		t.Fatal(err)
	}
	tree := walk(t, openRoot(t, dir), Options{})
	same(t, "files", paths(tree), []string{"new\nline.py", "tab\t.py", "esc\x1b[31m.py", "::error::.py", "ü.py", "-rf.py", " .py"})
	got := said(tree)
	if len(got) != 2 || got["bad\uFFFD.py"] == "" || got["dir\uFFFD"] == "" {
		t.Errorf("said %q", got)
	}
	for _, n := range tree.NotAnalysed {
		if !n.Gates {
			t.Errorf("%q could hold anything, and does not gate", n.At.Path)
		}
	}
}

func TestSizes(t *testing.T) {
	fsys := mapFS(map[string]string{
		"small.py": "12345", "large.py": "123456", "small.json": "1234567890", "large.json": "12345678901", "large.env": "12345678901",
		"odd": "#!/usr/bin/env python3\n", "odd.txt": strings.Repeat("x", 100),
	})
	tree := walk(t, fsys, Options{MaxCode: 5, MaxSpec: 10})
	same(t, "files", paths(tree), []string{"small.json", "small.py"})
	var large []string
	for _, f := range tree.Large {
		large = append(large, f.Path)
	}
	same(t, "large", large, []string{"large.env", "large.json", "large.py", "odd"})
	if _, err := tree.Read("large.json"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("reading over the limit: %v", err)
	}
	if b, err := tree.Read("small.json"); err != nil || string(b) != "1234567890" {
		t.Errorf("reading up to the limit: %q, %v", b, err)
	}
	def := walk(t, fsys, Options{})
	if def.MaxCode() != 5<<20 || def.MaxSpec() != 32<<20 || len(def.Large) != 0 {
		t.Errorf("the defaults are %d and %d", def.MaxCode(), def.MaxSpec())
	}
}

// TestAny finds what lies across the pieces that a large file is read in.
func TestAny(t *testing.T) {
	for _, before := range []int{0, pieceBytes - 3, pieceBytes + overlapBytes - 3, 3*pieceBytes + 17} {
		text := strings.Repeat(" ", before) + `"openapi": "3.0.3"` + strings.Repeat(" ", pieceBytes)
		tree := walk(t, mapFS(map[string]string{"a.json": text, "b.json": strings.ReplaceAll(text, "openapi", "open_api")}), Options{MaxSpec: 1})
		if !tree.Any("a.json", MentionsAPI) {
			t.Errorf("not found behind %d bytes", before)
		}
		if tree.Any("b.json", MentionsAPI) {
			t.Errorf("found what is not there, behind %d bytes", before)
		}
		if !tree.Any("gone.json", MentionsAPI) {
			t.Error("a file that cannot be read is taken for one that holds nothing")
		}
	}
}

func TestDepthAndCancel(t *testing.T) {
	deep := strings.Repeat("d/", maxDepth+3) + "a.py"
	tree := walk(t, mapFS(map[string]string{deep: "", "a.py": ""}), Options{})
	if len(tree.Files) != 1 || len(tree.NotAnalysed) != 1 || !tree.NotAnalysed[0].Gates {
		t.Errorf("files %q, not analysed %+v", paths(tree), tree.NotAnalysed)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Walk(ctx, mapFS(nil), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a walk that was called off gives %v", err)
	}
}

func TestKinds(t *testing.T) {
	for name, want := range map[string]Kind{
		"a.py": KindPython, "x/a.go": KindGo, "A.PY": KindPython, "x/y.pyw": KindPython, "a.pyi": "", "a.pyc": "", "py": "",
		"a.yaml": KindYAML, "a.YML": KindYAML, "petstore.oas": KindYAML, "a.json": KindJSON, "a.yaml.tmpl": "", "a.jsonl": "",
		".env": KindDotenv, ".env.example": KindDotenv, "prod.env": KindDotenv, ".env.local": KindDotenv, ".envrc": KindDotenv, ".flaskenv": KindDotenv,
		"a.ts": KindJavaScript, "a.TSX": KindJavaScript, "a.mjs": KindJavaScript, "a.cjs": KindJavaScript, "a.jsx": KindJavaScript, "a.d.ts": "", "a.d.mts": "", "d.ts": KindJavaScript,
		".env-sample": "", "environment": "", ".environment": "", "env": "", "env.py": KindPython, ".env.py": KindPython, "README.md": "",
	} {
		if got := KindOf(name); got != want {
			t.Errorf("KindOf(%q) = %q, want %q", name, got, want)
		}
	}
	tree := walk(t, mapFS(map[string]string{
		"bin/tool": "#!/usr/bin/env python3\nimport requests\n", "bin/sh": "#!/bin/sh\n# python\n", "bin/serve": "#!/usr/bin/env node\nrequire('http')\n", "LICENSE": "python",
		"api/swagger": "swagger: '2.0'\n", "api/plain": "info: x\n", "empty": "", ".hidden": "#!/usr/bin/python\n",
	}), Options{})
	same(t, "files without an ending", paths(tree), []string{"bin/tool", "bin/serve", "bin/sh", "api/swagger"})
}

func TestClassify(t *testing.T) {
	classes := map[fact.PathClass][]string{
		fact.ClassMain: {"app.py", "src/app.py", "spec/openapi.yaml", "specs/api.yaml", "api/spec/v1.json", "testimonials/app.py", "contest/a.py",
			"latest.py", "docserver/app.py", "src/testing_tools.py", "openapi.yaml", ".env", ".env.production", "prod.env", "attest.py", "test.yaml",
			"vendors/api.py", "generator/app.py", "src/test_openapi.yaml", "src/latest.ts", "src/api.tested.ts", "src/spec.ts", "admin.min/app.py", "lib/api.js", "src/libs/api.ts", "plugins/auth.js", "static/lib/a.py", "public/app/plugins/a.ts", "ci/build.yaml", "charts/web/values.yaml",
			"src/main/java/com/example/docs/App.java", "shop/src/main/java/com/acme/testing/App.java"},
		fact.ClassTest: {"tests/app.py", "src/pkg/tests/data/openapi.yaml", "test/a.py", "test_app.py", "src/app_test.py", "pkg/client_test.go", "conftest.py", "a/conftest.py",
			"__tests__/a.json", "spec/a.py", "testdata/x.yaml", "e2e/login.py", ".env.test", ".env.ci", "fixtures/x.json", "Tests/App.py", "app/tests.py",
			"src/api.test.ts", "src/api.spec.js", "src/Button.stories.tsx", "cypress/login.js", "src/api.e2e.mts", "tests/cassettes/a.yaml", "src/__fixtures__/a.json", "charts/web/ci/tls-values.yaml"},
		fact.ClassDocs:    {"docs/openapi.yaml", "doc/a.py", "Documentation/a.py", "docs/tests/a.py"},
		fact.ClassExample: {"examples/a.py", "sample/a.py", "demo/openapi.json", "samples/src/main/java/com/acme/App.java", "xsrc/main/java/demo/App.java", ".env.example", "sample.env", ".env.dist", ".env.local.template", "a/.env.sample"},
		fact.ClassVendored: {"app/static/js/libs/viewer.js", "static/assets/plugins/datatables/datatables.js", "public/assets/vendors/x.js", "vendor/x/a.py", "third_party/x.py", "node_modules/x/a.json", "lib/python3.12/site-packages/requests/api.py",
			"vendor/x/tests/a.py", "pip/_vendor/urllib3/a.py"},
		fact.ClassGenerated: {"generated/client.py", "src/gen/api.py", "proto/user_pb2.py", "user_pb2_grpc.py", "web/app.min.json", "api/user.pb.go", "api/user.pb.gw.go", "api/zz_generated.deepcopy.go"},
	}
	for want, names := range classes {
		for _, p := range names {
			if got := Classify(p); got != want {
				t.Errorf("Classify(%q) = %q, want %q", p, got, want)
			}
		}
	}
	// The class is judged below the scanned root: a scan of a tests folder finds main files.
	fsys, err := fs.Sub(mapFS(map[string]string{"repo/tests/app.py": ""}), "repo/tests")
	if err != nil {
		t.Fatal(err)
	}
	if tree := walk(t, fsys, Options{}); tree.Files[0].Class != fact.ClassMain {
		t.Errorf("class %q below a root called tests", tree.Files[0].Class)
	}
}

func TestGenerated(t *testing.T) {
	line := "export const route = (host) => fetch(host, { headers });"
	if lines := strings.Repeat(line+"\n", 1000); Packed("a.js", []byte(lines)) || !Packed("a.js", []byte(strings.ReplaceAll(lines, "\n", ""))) || Packed("a.py", []byte(strings.ReplaceAll(lines, "\n", ""))) {
		t.Error("a script is told from a packed one by the length of its lines")
	}
	for text, want := range map[string]bool{
		"# Code generated by openapi-python-client. DO NOT EDIT.\nimport httpx\n":                                                                                    true,
		"#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Generated by the protocol buffer compiler.  DO NOT EDIT!\n":                                               true,
		"# @generated by a tool\nimport x\n":                                                                                                                         true,
		"# coding: utf-8\n\n\"\"\"\n    Pets\n\n    Generated by OpenAPI Generator (https://example.org)\n\n    Do not edit the class manually.\n\"\"\"\nimport x\n": true,
		"\xef\xbb\xbf# AUTO-GENERATED, do not modify\n":                                                                                                              true,
		"import x\n# Code generated by x. DO NOT EDIT.\n":                                                                                                            false, // not at the beginning
		"X = 'Code generated. DO NOT EDIT.'\n":                                                                                                                       false,
		"# This module checks that the code was generated by hand.\n":                                                                                                false,
		"# Please do not edit the host below.\n":                                                                                                                     false,
		"\"\"\"One line.\"\"\"\nNAME = '@generated'\n":                                                                                                               false,
		"// Code generated by protoc-gen-go. DO NOT EDIT.\n\npackage a\n":                                                                                            true,
		"/*\nCopyright\n*/\n\n// Code generated by mockgen. DO NOT EDIT.\npackage a\n":                                                                               true,
		"/* a */ package a\n// Code generated by x. DO NOT EDIT.\n":                                                                                                  false,
		"package a\n\n// Code generated by x. DO NOT EDIT.\n":                                                                                                        false,
		"": false,
	} {
		if got := Generated([]byte(text)); got != want {
			t.Errorf("Generated(%q) = %v", text, got)
		}
	}
}

func TestLineIndex(t *testing.T) {
	x := NewLineIndex([]byte("ab\r\nc\n\nd"))
	for offset, want := range map[int]fact.Position{0: {Offset: 0, Line: 1, Column: 1}, 3: {Offset: 3, Line: 1, Column: 4}, 4: {Offset: 4, Line: 2, Column: 1}, 6: {Offset: 6, Line: 3, Column: 1}, 8: {Offset: 8, Line: 4, Column: 2}} {
		if got := x.Position(offset); got != want {
			t.Errorf("Position(%d) = %+v, want %+v", offset, got, want)
		}
		if back := x.Offset(want.Line, want.Column); back != offset {
			t.Errorf("Offset(%d, %d) = %d, want %d", want.Line, want.Column, back, offset)
		}
	}
	if x.Offset(0, 1) != -1 || x.Offset(5, 1) != -1 {
		t.Error("a line that is not there has an offset")
	}
	if got := NewLineIndex(nil).Position(0); got.Line != 1 || got.Column != 1 {
		t.Errorf("an empty file begins at %+v", got)
	}
}

func TestText(t *testing.T) {
	for data, want := range map[string]string{"a": "", "\xef\xbb\xbfa": "", "\xff\xfea\x00": "UTF-16", "\xfe\xff\x00a": "UTF-16", "a\x00b": "binary", "caf\xe9": ""} {
		if got := Text([]byte(data)); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("Text(%q) = %q, want %q", data, got, want)
		}
	}
	if got := Squeezed([]byte("\xff\xfeo\x00p\x00")); !slices.Equal(got, []byte("op")) {
		t.Errorf("Squeezed gives %q", got)
	}
}
