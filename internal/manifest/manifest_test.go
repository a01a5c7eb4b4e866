package manifest

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// index is an index of the files of an archive.
func index(t testing.TB, archive string) *Index {
	t.Helper()
	files := map[string][]byte{}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
		paths = append(paths, f.Name)
	}
	return New(paths, func(p string) ([]byte, error) {
		if b, ok := files[p]; ok {
			return b, nil
		}
		return nil, errors.New("no such file")
	})
}

func TestPackage(t *testing.T) {
	for name, tt := range map[string]struct {
		archive, source, ecosystem, pkg, want string
	}{
		"pin": {
			"-- requirements.txt --\n# pins\nRequests[socks] == 2.27.1 ; python_version > '3' # why\n", "app/a.py", pypi, "requests", "2.27.1 at requirements.txt:2"},
		"hashes": {
			"-- requirements.txt --\nrequests==2.27.1 \\\n    --hash=sha256:00\n", "a.py", pypi, "requests", "2.27.1 at requirements.txt:1"},
		"range": {
			"-- requirements.txt --\nrequests>=2.20,<2.28\n", "a.py", pypi, "requests", ">=2.20 <2.28 at requirements.txt:1"},
		"no version": {"-- requirements.txt --\nrequests\n-e .\n-r other.txt\n", "a.py", pypi, "requests", "unknown"},
		"by URL":     {"-- requirements.txt --\nrequests @ https://files.example.org/requests-2.0.zip\n", "a.py", pypi, "requests", "unknown"},
		"folder of lists": {
			"-- requirements/base.txt --\nurllib3==1.26.4\n-- requirements/dev.txt --\nurllib3==2.0.0\n", "src/a.py", pypi, "urllib3", "1.26.4 at requirements/base.txt:1"},
		"development alone": {
			"-- requirements-dev.txt --\nrequests==2.1\n", "a.py", pypi, "requests", "2.1 at requirements-dev.txt:1"},
		"two pins": {
			"-- requirements.txt --\nrequests==2.27.1; python_version < '3.7'\nrequests==2.31.0; python_version >= '3.7'\n", "a.py", pypi, "requests", "2.31.0 at requirements.txt:2"},
		"lock before pin": {
			"-- poetry.lock --\n[[package]]\nname = \"requests\"\nversion = \"2.32.4\"\noptional = false\n\n[package.dependencies]\nurllib3 = \">=1.21\"\n-- requirements.txt --\nrequests==2.1\n", "a.py", pypi, "requests", "2.32.4 at poetry.lock:3"},
		"uv": {
			"-- uv.lock --\nversion = 1\n\n[[package]]\nname = \"Http_X\"\nversion = \"0.27.0\"\nsource = { registry = \"r\" }\n", "a.py", pypi, "http-x", "0.27.0 at uv.lock:5"},
		"Pipfile.lock": {
			"-- Pipfile.lock --\n{\"default\": {\"requests\": {\"hashes\": [\"sha256:0\", {\"a\": 1}], \"version\": \"==2.22.0\"}}}\n", "a.py", pypi, "requests", "2.22.0 at Pipfile.lock:1"},
		"Pipfile": {
			"-- Pipfile --\n[packages]\nrequests = {version = \"~=2.22.1\", extras = [\"socks\"]}\n", "a.py", pypi, "requests", ">=2.22.1 <2.23 at Pipfile:2"},
		"pyproject": {
			"-- pyproject.toml --\n[project]\ndependencies = [\n  \"httpx>=0.19\",\n  'requests[socks]==2.19.1',\n]\n", "a.py", pypi, "requests", "2.19.1 at pyproject.toml:4"},
		"Poetry": {
			"-- pyproject.toml --\n[tool.poetry.dependencies]\npython = \"^3.9\"\nrequests = \"^2.31\"\n", "a.py", pypi, "requests", ">=2.31 <3 at pyproject.toml:3"},
		"Poetry group": {
			"-- pyproject.toml --\n[tool.poetry.group.net.dependencies.requests]\nversion = \"2.19.1\"\n", "a.py", pypi, "requests", "2.19.1 at pyproject.toml:2"},
		"setup.cfg": {
			"-- setup.cfg --\n[options]\ninstall_requires =\n    requests<2.20\n    six\npackages = find:\n    requests==9\n", "a.py", pypi, "requests", " <2.20 at setup.cfg:3"},
		"nearest": {
			"-- requirements.txt --\nrequests==2.1\n-- svc/requirements.txt --\nrequests==2.2\n", "svc/deep/a.py", pypi, "requests", "2.2 at svc/requirements.txt:1"},
		"upward": {
			"-- requirements.txt --\nrequests==2.1\n-- svc/requirements.txt --\nflask==2.2\n", "svc/deep/a.py", pypi, "requests", "2.1 at requirements.txt:1"},
		"not from beside": {
			"-- other/requirements.txt --\nrequests==2.1\n", "svc/a.py", pypi, "requests", "unknown"},
		"package-lock 1": {
			"-- package-lock.json --\n{\"lockfileVersion\": 1, \"dependencies\": {\n\"axios\": {\"version\": \"0.21.1\", \"dependencies\": {\"follow-redirects\": {\"version\": \"9.9.9\"}}},\n\"follow-redirects\": {\"version\": \"1.14.0\"}}}\n", "src/a.js", npm, "follow-redirects", "1.14.0 at package-lock.json:3"},
		"package-lock 3": {
			"-- package-lock.json --\n{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"axios\": \"^0.21\"}},\n\"node_modules/axios\": {\"version\": \"0.21.1\"},\n\"node_modules/x/node_modules/axios\": {\"version\": \"1.9.0\"}}}\n", "src/a.js", npm, "axios", "0.21.1 at package-lock.json:2"},
		"npm workspace": {
			"-- package-lock.json --\n{\"packages\": {\n\"node_modules/axios\": {\"version\": \"1.9.0\"},\n\"packages/a/node_modules/axios\": {\"version\": \"0.21.1\"}}}\n-- packages/a/package.json --\n{\"dependencies\": {\"axios\": \"^0.21.0\"}}\n", "packages/a/src/x.js", npm, "axios", "0.21.1 at package-lock.json:3"},
		"lock of the root": {
			"-- package-lock.json --\n{\"packages\": {\n\"node_modules/axios\": {\"version\": \"1.9.0\"}}}\n-- packages/a/package.json --\n{\"dependencies\": {\"axios\": \"^1.2.0\"}}\n", "packages/a/src/x.js", npm, "axios", "1.9.0 at package-lock.json:2"},
		"lock that another wrote": {
			"-- package-lock.json --\n{\"packages\": {\n\"node_modules/axios\": {\"version\": \"1.9.0\"}}}\n-- packages/a/package.json --\n{\"dependencies\": {\"axios\": \"^0.21.0\"}}\n", "packages/a/src/x.js", npm, "axios", ">=0.21.0 <0.22 at packages/a/package.json:1"},
		"package.json": {
			"-- package.json --\n{\"dependencies\": {\n\"got\": \"11.8.1\", \"axios\": \"latest\"}}\n", "a.ts", npm, "got", "11.8.1 at package.json:2"},
		"tag": {"-- package.json --\n{\"dependencies\": {\"axios\": \"latest\"}}\n", "a.ts", npm, "axios", "unknown"},
		"yarn 1": {
			"-- yarn.lock --\n# yarn lockfile v1\n\n\naxios@^0.21.0, axios@^0.21.1:\n  version \"0.21.4\"\n  resolved \"x\"\n  dependencies:\n    follow-redirects \"^1.14.0\"\n\naxios@^1.0.0:\n  version \"1.9.0\"\n\n\"@actions/http-client@^1.0.1\":\n  version \"1.0.7\"\n-- package.json --\n{\"dependencies\": {\"axios\": \"^0.21.0\"}}\n", "a.js", npm, "axios", "0.21.4 at yarn.lock:5"},
		"yarn 1 with a scope": {
			"-- yarn.lock --\n\"@actions/http-client@^1.0.1\":\n  version \"1.0.7\"\n", "a.js", npm, "@actions/http-client", "1.0.7 at yarn.lock:2"},
		"yarn berry": {
			"-- yarn.lock --\n__metadata:\n  version: 6\n\n\"axios@npm:^0.21.0\":\n  version: 0.21.4\n  resolution: \"axios@npm:0.21.4\"\n", "a.js", npm, "axios", "0.21.4 at yarn.lock:5"},
		"pnpm": {
			"-- pnpm-lock.yaml --\nlockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      axios:\n        specifier: ^1\n        version: 1.6.0(debug@4.3.4)\n  packages/a:\n    dependencies:\n      axios:\n        specifier: ^0.21\n        version: 0.21.4\npackages:\n  axios@0.21.4:\n    resolution: {}\n  follow-redirects@1.14.0:\n    resolution: {}\n", "packages/a/x.js", npm, "axios", "0.21.4 at pnpm-lock.yaml:12"},
		"pnpm, of a dependency": {
			"-- pnpm-lock.yaml --\nlockfileVersion: '6.0'\ndependencies:\n  axios:\n    specifier: ^1\n    version: 1.6.0\npackages:\n  /follow-redirects@1.14.0(debug@4):\n    resolution: {}\n", "x.js", npm, "follow-redirects", "1.14.0 at pnpm-lock.yaml:7"},
		"go.mod": {
			"-- go.mod --\nmodule m\n\ngo 1.22\n\nrequire github.com/go-resty/resty/v2 v2.7.0 // indirect\nrequire (\n\tgolang.org/x/oauth2 v0.20.0\n)\n", "cmd/main.go", golib, "golang.org/x/oauth2", "0.20.0 at go.mod:7"},
		"go.mod on one line": {
			"-- go.mod --\nmodule m\nrequire github.com/go-resty/resty/v2 v2.7.0 // indirect\n", "cmd/main.go", golib, "github.com/go-resty/resty/v2", "2.7.0 at go.mod:2"},
		"replaced": {
			"-- go.mod --\nmodule m\nrequire x.org/y v1.0.0\nreplace x.org/y => x.org/y v1.2.0\n", "a.go", golib, "x.org/y", "1.2.0 at go.mod:3"},
		"replaced by a folder": {
			"-- go.mod --\nmodule m\nrequire x.org/y v1.0.0\nreplace x.org/y => ../y\n", "a.go", golib, "x.org/y", "unknown"},
		"pom": {
			"-- pom.xml --\n<project>\n<properties><okhttp.version>4.9.1</okhttp.version></properties>\n<dependencies>\n<dependency>\n<groupId>com.squareup.okhttp3</groupId><artifactId>okhttp</artifactId>\n<version>${okhttp.version}</version>\n</dependency></dependencies></project>\n", "src/main/java/A.java", maven, "com.squareup.okhttp3:okhttp", "4.9.1 at pom.xml:6"},
		"pom with a parent": {
			"-- pom.xml --\n<project><properties><v>4.5.9</v></properties><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency></dependencies></dependencyManagement></project>\n-- svc/pom.xml --\n<project><parent><groupId>p</groupId><version>1</version></parent>\n<dependencies><dependency><groupId>g</groupId>\n<artifactId>a</artifactId></dependency></dependencies></project>\n", "svc/src/A.java", maven, "g:a", "4.5.9 at svc/pom.xml:2"},
		"property that is not known": {
			"-- pom.xml --\n<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency></dependencies></project>\n", "A.java", maven, "g:a", "unknown"},
		"gradle.lockfile": {
			"-- gradle.lockfile --\n# do not edit\ncom.squareup.okhttp3:okhttp:4.9.1=compileClasspath,runtimeClasspath\nempty=\n", "src/A.java", maven, "com.squareup.okhttp3:okhttp", "4.9.1 at gradle.lockfile:2"},
		"build.gradle": {
			"-- app/build.gradle.kts --\ndependencies {\n    // implementation(\"g:a:0.1\")\n    implementation(\"g:a:1.2.3\")\n}\n", "app/src/A.java", maven, "g:a", "1.2.3 at app/build.gradle.kts:3"},
		"catalogue": {
			"-- gradle/libs.versions.toml --\n[versions]\nokhttp = \"4.9.1\"\n[libraries]\nokhttp = { module = \"com.squareup.okhttp3:okhttp\", version.ref = \"okhttp\" }\n", "app/src/A.java", maven, "com.squareup.okhttp3:okhttp", "4.9.1 at gradle/libs.versions.toml:4"},
		"another ecosystem": {"-- package.json --\n{\"dependencies\": {\"requests\": \"1.0.0\"}}\n", "a.py", pypi, "requests", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			x := index(t, tt.archive)
			p := x.Package(tt.source, tt.ecosystem, tt.pkg)
			got := "unknown"
			switch {
			case p.Exact:
				got = fmt.Sprintf("%s at %s:%d", p.Version, p.At.Path, p.At.Start.Line)
			case p.Version != "" || p.Before != "":
				got = fmt.Sprintf(" <%s at %s:%d", p.Before, p.At.Path, p.At.Start.Line)
				if p.Version != "" {
					got = ">=" + p.Version + got
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for _, n := range x.NotAnalysed() {
				t.Errorf("%s: %s", n.At.Path, n.Reason)
			}
		})
	}
}

// TestHostile holds that no manifest stops the program, and that what cannot be read
// is said.
func TestHostile(t *testing.T) {
	deep := func(s string) string { return strings.Repeat(s, 100_000) }
	for p, texts := range map[string][]string{
		"package-lock.json": {deep("["), deep(`{"packages":`), `{"packages":`, "[1]]", ""},
		"pyproject.toml":    {"a = " + deep("["), "[[", "x"},
		"pnpm-lock.yaml":    {deep("- "), deep("["), "a: &a [*a]", "&a [*b]"},
		"pom.xml":           {deep("<a>"), "</a>", "<a", "<project><parent><relativePath>pom.xml</relativePath></parent></project>"},
		"requirements.txt":  {deep("a==1,"), deep("["), "a==" + deep("9")},
		"yarn.lock":         {deep("a@"), "  version", deep("a@1,") + ":\n  version \"1\""},
		"go.mod":            {"require", "require (", ")", deep("replace ")},
		"build.gradle":      {deep(`"a:b:1" `)},
	} {
		for i, text := range texts {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			x := New([]string{p}, func(string) ([]byte, error) { return []byte(text), nil })
			x.Package("a", formatOf(p).ecosystem, "requests")
			runtime.ReadMemStats(&after)
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > 256 {
				t.Errorf("%s, text %d: %d MB are allocated", p, i, allocated)
			}
		}
	}
	x := index(t, "-- package.json --\n{\"dependencies\": \n-- a/pom.xml --\n<a></b>")
	x.Package("a/x", npm, "axios")
	x.Package("a/x", maven, "g:a")
	if n := x.NotAnalysed(); len(n) != 1 || n[0].At.Path != "package.json" || n[0].Gates {
		t.Errorf("not analysed: %v", n)
	}
}
