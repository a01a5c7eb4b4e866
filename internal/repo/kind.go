package repo

import (
	"bytes"
	"path"
	"strings"
)

// Kind is what a file is, by its name; its content may say more (IsAPI).
type Kind string

// The kinds that a reader exists for.
const (
	KindOther  Kind = ""
	KindPython Kind = "python"
	KindYAML   Kind = "yaml"
	KindJSON   Kind = "json"
	KindDotenv Kind = "dotenv"
)

// Code reports whether a reader of source takes the kind.
func (k Kind) Code() bool { return k == KindPython }

// KindOf is the kind of a path by its name alone.
func KindOf(p string) Kind {
	base := strings.ToLower(path.Base(p))
	switch path.Ext(base) {
	case ".py", ".pyw":
		return KindPython
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

// nameless tells names without an ending, of which only the content can say what
// they are. Hidden files are settings of some tool.
func nameless(p string) bool {
	base := path.Base(p)
	return !strings.Contains(base, ".")
}

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
		if bytes.Contains(line, []byte("python")) {
			return KindPython
		}
	case IsAPI(b[:n]):
		return KindYAML
	}
	return KindOther
}
