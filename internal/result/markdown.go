package result

import "strings"

// Markdown is text of the repository that reads as itself in a paragraph, a list
// or a table of GitHub's Markdown: no markup, no HTML, no link, no mention, no
// reference. GitHub looks for the last three in what Markdown has become, where no
// escape is left; so they are split by a space of no width.
func Markdown(s string) string { return escapeMarkdown(s, "\u200b") }

// MarkdownCode is the same in the type of code, where GitHub looks for none of
// them, and where a name should copy as it is.
func MarkdownCode(s string) string { return "<code>" + escapeMarkdown(s, "") + "</code>" }

func escapeMarkdown(s, split string) string {
	s = Plain(s)
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '&':
			b.WriteString("&amp;")
		case c == '|':
			b.WriteString("&#124;")
		case c == '@': // Markdown itself looks for addresses, in code too
			b.WriteString("@\u200b")
		case c == ':', c == '#':
			b.WriteString(`\` + string(c) + split)
		case c == '.' && endsFold(s[:i], "www"), c == '-' && endsFold(s[:i], "gh"):
			b.WriteString(split + `\` + string(c))
		case strings.IndexByte("\\`*_{}[]!~$^=+\"", c) >= 0:
			b.WriteString(`\` + string(c))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func endsFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}
