package rules

import (
	"embed"
	"strings"
)

//go:embed *.md
var pages embed.FS

// Page is the rule's documentation in Markdown; a test holds that each has one.
func Page(r *Rule) string {
	b, err := pages.ReadFile(pageName(r))
	if err != nil {
		return ""
	}
	return string(b)
}

// pageName is the base name that a rule's code, page and fixture share:
// route001_bearer_over_http.md.
func pageName(r *Rule) string {
	return strings.ToLower(strings.ReplaceAll(r.ID, "-", "")) + "_" + strings.ReplaceAll(r.Name, "-", "_") + ".md"
}
