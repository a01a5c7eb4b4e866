package rules

import (
	"embed"
	"strings"
)

//go:embed *.md
var pages embed.FS

// Page is the rule's documentation in Markdown; a test holds that each has one.
func Page(r *Rule) string {
	b, err := pages.ReadFile(BaseName(r) + ".md")
	if err != nil {
		return ""
	}
	return string(b)
}

// BaseName is the name that a rule's code, page and fixture share, without their
// endings: route001_bearer_over_http.
func BaseName(r *Rule) string {
	return strings.ToLower(strings.ReplaceAll(r.ID, "-", "")) + "_" + strings.ReplaceAll(r.Name, "-", "_")
}
