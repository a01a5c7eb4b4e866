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

func (k Kind) code() bool { return k == KindPython }

func kindOf(p string) Kind {
	base := strings.ToLower(path.Base(p))
	switch path.Ext(base) {
	case ".py", ".pyw":
		return KindPython
	case ".yaml", ".yml":
		return KindYAML
	case ".json":
		return KindJSON
	}
	if base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env") || base == ".envrc" || base == ".flaskenv" {
		return KindDotenv
	}
	return KindOther
}

// mayBeScript tells names that could be those of a script without an ending.
func mayBeScript(p string) bool { return path.Ext(p) == "" }

func (w *walker) shebang(p string) Kind {
	f, err := w.fsys.Open(p)
	if err != nil {
		return KindOther
	}
	defer f.Close()
	var b [64]byte
	n, _ := f.Read(b[:]) // what cannot be read is no script
	line, _, _ := bytes.Cut(b[:n], []byte("\n"))
	if bytes.HasPrefix(line, []byte("#!")) && bytes.Contains(line, []byte("python")) {
		return KindPython
	}
	return KindOther
}

// IsAPI tells an API description by a top-level key, wherever the file lies. It
// looks at bytes only: the reader decides.
func IsAPI(data []byte) bool {
	for _, key := range []string{"openapi", "swagger"} {
		if topLevelKey(data, key) {
			return true
		}
	}
	return false
}

// topLevelKey looks for key: at the start of a line (YAML), or "key": with a
// brace or comma before it (JSON, and YAML's flow style).
func topLevelKey(data []byte, key string) bool {
	k := []byte(key)
	for from := 0; ; {
		i := bytes.Index(data[from:], k)
		if i < 0 {
			return false
		}
		i += from
		from = i + len(k)
		rest := data[from:]
		quoted := i > 0 && (data[i-1] == '"' || data[i-1] == '\'')
		if quoted {
			i--
			if len(rest) == 0 || rest[0] != data[i] {
				continue
			}
			rest = rest[1:]
		}
		if !bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(":")) {
			continue
		}
		before := bytes.TrimRight(data[:i], " \t\r\n")
		if lineStart(data, i) || len(before) > 0 && (before[len(before)-1] == '{' || before[len(before)-1] == ',') {
			return true
		}
	}
}

func lineStart(data []byte, i int) bool {
	return i == 0 || data[i-1] == '\n' || i == 3 && bytes.HasPrefix(data, []byte("\xef\xbb\xbf"))
}

// Text returns data as UTF-8 without a byte order mark, and what it was; a file
// that is no text gives the reason. UTF-16 is not decoded: every position in it
// would be one that no other tool knows.
func Text(data []byte) (text []byte, reason string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, "the file is UTF-16; only UTF-8 is read"
	case bytes.IndexByte(data, 0) >= 0:
		return nil, "the file is binary"
	}
	return data, ""
}
