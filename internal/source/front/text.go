package front

import (
	"strings"
	"unicode/utf8"
)

// ValidText reads bytes that are not UTF-8 as Latin-1, so that the result is valid.
func ValidText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError && s[i] != 0xEF {
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Unescape replaces escapes; escape writes what the one at the start of s means, which
// is a backslash and at least one more byte, and gives its length.
func Unescape(s string, escape func(b *strings.Builder, s string) int) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i+escape(&b, s[i:]):]
	}
}
