package repo

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// Kind is what a file is, by its name; its content may say more (IsAPI).
type Kind string

// The kinds that a reader exists for.
const (
	KindOther  Kind = ""
	KindPython Kind = "python"
	// KindJavaScript is TypeScript too.
	KindGo         Kind = "go"
	KindJava       Kind = "java"
	KindJavaScript Kind = "javascript"
	KindYAML       Kind = "yaml"
	KindJSON       Kind = "json"
	KindDotenv     Kind = "dotenv"
	// KindManifest says which packages are used: a lock file, a list of requirements.
	KindManifest Kind = "manifest"
	// KindConfig is what a reader of configuration may take; see Options.Config.
	KindConfig Kind = "config"
)

// manifests are the names of files that say which packages are used, in lower case.
var manifests = []string{
	"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pipfile", "pipfile.lock", "pyproject.toml", "setup.cfg", "*requirements*.txt", "constraints*.txt",
	"package.json", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock",
	"go.mod", "pom.xml", "gradle.lockfile", "build.gradle", "build.gradle.kts", "libs.versions.toml",
}

func isManifest(p, base string) bool {
	for _, m := range manifests {
		if ok, err := path.Match(m, base); ok && err == nil {
			return true
		}
	}
	return path.Ext(base) == ".txt" && strings.EqualFold(path.Base(path.Dir(p)), "requirements")
}

// Code reports whether a reader of source takes the kind.
func (k Kind) Code() bool {
	return k == KindPython || k == KindJavaScript || k == KindGo || k == KindJava
}

// KindOf is the kind of a path by its name alone.
func KindOf(p string) Kind {
	base := strings.ToLower(path.Base(p))
	switch {
	case isManifest(p, base):
		return KindManifest
	}
	if declaresOnly(base) {
		return KindOther
	}
	switch path.Ext(base) {
	case ".py", ".pyw":
		return KindPython
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".astro":
		return KindJavaScript
	case ".go":
		return KindGo
	case ".java":
		return KindJava
	case ".yaml", ".yml", ".oas", ".openapi", ".swagger":
		return KindYAML
	case ".json":
		return KindJSON
	}
	if strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env") || base == ".envrc" || base == ".flaskenv" {
		return KindDotenv
	}
	return KindOther
}

// declaresOnly tells a file of TypeScript that holds types and no code.
func declaresOnly(base string) bool {
	stem := strings.TrimSuffix(base, path.Ext(base))
	return strings.HasSuffix(stem, ".d") && path.Ext(base) != ".d" && strings.Contains(path.Ext(base), "ts")
}

// Wants reports whether a file at this path is looked into for its own sake: by its kind,
// or because only its content can say what it is.
func Wants(p string) bool { return KindOf(p) != KindOther || nameless(p) }

// nameless tells names without an ending, of which only the content can say what
// they are. Hidden files are settings of some tool.
func nameless(p string) bool {
	base := path.Base(p)
	return !strings.Contains(base, ".")
}

var shellLine = regexp.MustCompile(`[/ ](?:ba|da|a|k|z)?sh\b`)

// peekBytes is how much of a nameless file is looked at.
const peekBytes = 512

// peek says what a nameless file is, from its beginning: a script by its first
// line, an API description by its key.
func (w *walker) peek(p string) Kind {
	f, err := w.fsys.Open(p)
	if err != nil {
		return KindOther
	}
	defer f.Close()
	var b [peekBytes]byte
	n, _ := f.Read(b[:]) // what cannot be read is no script
	line, _, _ := bytes.Cut(b[:n], []byte("\n"))
	switch {
	case bytes.HasPrefix(line, []byte("#!")):
		switch {
		case bytes.Contains(line, []byte("python")):
			return KindPython
		case bytes.Contains(line, []byte("node")), bytes.Contains(line, []byte("deno")):
			return KindJavaScript
		case shellLine.Match(line):
			return KindConfig
		}
	case IsAPI(b[:n]):
		return KindYAML
	}
	return KindOther
}
