package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var gitFormat = format{
	Format:   Format{Group: "package managers", Name: "git", Files: ".gitconfig, gitconfig, .gitmodules, .lfsconfig", Reads: "headers and credentials for hosts, verification, URLs with credentials"},
	artifact: fact.ArtifactRegistry, read: gitConfig, size: 1 << 20,
	named: func(_, base string) bool {
		switch base {
		case ".gitconfig", "gitconfig", ".gitmodules", ".lfsconfig":
			return true
		}
		return false
	},
}

func gitConfig(t *text) {
	t.find = func(string, bool) []expansion { return nil }
	if t.depth > 0 { // a script may have written it
		t.find = environmentNames
	}
	for _, section := range t.entries("=") {
		kind, sub, _ := strings.Cut(section.key, " ")
		sub = strings.Trim(strings.TrimSpace(sub), `"`)
		if strings.EqualFold(kind, "url") && sub != "" { // a URL that is put in the place of others
			at := section.keyFrom + strings.Index(section.key, sub)
			t.gitURL(t.scalar("url", 0, 0, at, at+len(sub)))
		}
		for _, n := range section.items {
			switch key := strings.ToLower(n.key); {
			case strings.EqualFold(kind, "http") && key == "sslverify":
				if falsy(strings.ToLower(n.text)) {
					t.switchedOff("http.sslVerify", n, nonEmpty(sub)...)
				}
			case strings.EqualFold(kind, "http") && key == "sslcainfo":
				if sub == "" {
					t.trustsFile("http.sslCAInfo", n)
				}
			case strings.EqualFold(kind, "http") && key == "extraheader":
				t.keeps("git", t.inHeader(n), sub, n)
			case key == "url" || key == "lfsurl" || key == "pushurl":
				t.gitURL(n)
			}
		}
	}
}

// gitURL reads a URL that git fetches from; only one with a credential is told.
func (t *text) gitURL(n *node) {
	if c := t.urlCredential(n); c != nil {
		t.registry("git", n, c, fact.Setting{})
	}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
