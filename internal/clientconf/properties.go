package clientconf

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var propertiesFormat = format{
	Format: Format{
		Group: "settings", Name: "properties", Files: "application*.properties, bootstrap*.properties, microprofile-config.properties",
		Reads: "settings by their names",
	},
	artifact: fact.ArtifactConfig, read: properties, size: maxSettings,
	named: func(_, base string) bool { return path.Ext(base) == ".properties" && settingsFile(base) },
}

// properties reads lines of "key=value", "key: value" and "key value" with comments,
// escapes and lines that go on after a backslash. "#---" begins another document.
func properties(t *text) {
	data := t.data
	pos, document := 0, 0
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		pos = 3
	}
	for pos < len(data) && t.ctx.Err() == nil {
		end := lineEnd(data, pos)
		line := bytes.Trim(data[pos:end], " \t\f\r")
		switch {
		case len(line) == 0:
		case line[0] == '#' || line[0] == '!':
			if mark := line[1:]; string(mark) == "---" {
				document++
			}
		default:
			end = logicalEnd(data, pos)
			t.property(pos, end, "document "+strconv.Itoa(document))
		}
		pos = end + 1
	}
}

// logicalEnd is the end of a line with those that it goes on in.
func logicalEnd(data []byte, pos int) int {
	for {
		end := lineEnd(data, pos)
		slashes := 0
		for i := len(bytes.TrimRight(data[pos:end], "\r")) + pos - 1; i >= pos && data[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 0 || end >= len(data) {
			return end
		}
		pos = end + 1
	}
}

// property reads one logical line.
func (t *text) property(from, end int, block string) {
	blank := func(i int) bool { return strings.IndexByte(" \t\f\r\n", t.data[i]) >= 0 }
	for from < end && blank(from) {
		from++
	}
	at := from
	for at < end && !blank(at) && t.data[at] != '=' && t.data[at] != ':' {
		if t.data[at] == '\\' {
			at++
		}
		at++
	}
	at = min(at, end)
	name := unescapeProperty(string(t.data[from:at]))
	for at < end && blank(at) {
		at++
	}
	if at < end && (t.data[at] == '=' || t.data[at] == ':') {
		at++
	}
	for at < end && blank(at) {
		at++
	}
	to := at + len(bytes.TrimRight(t.data[at:end], "\r"))
	raw := string(t.data[at:to])
	t.setting(name, unescapeProperty(raw), block, at, to)
}

// unescapeProperty is what a key or a value means. Without an escape it is the text
// itself, so that places in it are those of the file.
func unescapeProperty(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 't':
			b.WriteByte('\t')
		case 'n':
			b.WriteByte('\n')
		case 'r', 'f':
		case '\r', '\n': // the next line goes on behind its white space
			for i+1 < len(s) && strings.IndexByte(" \t\f\r\n", s[i+1]) >= 0 {
				i++
			}
		case 'u':
			if i+5 <= len(s) {
				if v, err := strconv.ParseUint(s[i+1:i+5], 16, 16); err == nil {
					b.WriteRune(rune(v))
					i += 4
					continue
				}
			}
			b.WriteByte('u')
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
