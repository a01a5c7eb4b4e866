package clientconf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var gradleFormat = format{
	Format:   Format{Group: "package managers", Name: "Gradle", Files: "*.gradle, *.gradle.kts", Reads: "repositories with their credentials, allowInsecureProtocol"},
	artifact: fact.ArtifactRegistry, read: gradle, size: 1 << 20,
	named: func(_, base string) bool {
		return strings.HasSuffix(base, ".gradle") || strings.HasSuffix(base, ".gradle.kts")
	},
}

var (
	// gradleRepository begins the block of a repository; its braces are matched.
	gradleRepository = regexp.MustCompile(`\b(?:maven|ivy)\s*(?:\([^(){}]*\)\s*)?\{`)
	gradleURL        = regexp.MustCompile(`\burl\b\s*(?:=\s*|\(\s*|\s)\s*(?:uri\s*\(\s*)?(?:URI\s*\(\s*)?["']([^"'\n]+)["']`)
	gradlePassword   = regexp.MustCompile(`\b(password|value)\b\s*(?:=\s*|\(\s*|\s)\s*(?:["']([^"'\n]+)["']|([^\n]+))`)
	gradleShort      = regexp.MustCompile(`\bmaven\s*\(\s*(?:url\s*=\s*)?(?:uri\s*\(\s*)?["']([^"'\n]+)["']`)
)

// gradle finds the repositories of a build script. It is a program; what it builds its
// addresses of is a hole.
func gradle(t *text) {
	t.find = gradleValues
	src := gradleCode(t.data)
	for _, m := range gradleRepository.FindAllIndex(src, maxWords) {
		end := closes(string(src), m[1]-1, '{', '}')
		if end < 0 {
			end = len(src)
		}
		t.gradleBlock(src, m[1], end)
	}
	for _, m := range gradleShort.FindAllSubmatchIndex(src, maxWords) {
		t.registry("gradle", t.scalar("url", 0, 0, m[2], m[3]), nil, fact.Setting{})
	}
}

func (t *text) gradleBlock(src []byte, from, to int) {
	block := src[from:to]
	u := gradleURL.FindSubmatchIndex(block)
	if u == nil {
		return
	}
	var c *fact.Credential
	if i := bytes.Index(block, []byte("credentials")); i >= 0 {
		c = &fact.Credential{Kind: fact.KindBasic, Origin: fact.OriginConfig}
		if m := gradlePassword.FindSubmatchIndex(block[i:]); m != nil && m[4] >= 0 {
			if x := t.secret("password", fact.KindBasic, t.scalar("password", 0, 0, from+i+m[4], from+i+m[5])); x != nil {
				c = x
			}
		} else if m != nil {
			c.At = t.at(from+i+m[6], from+i+m[7])
			c.Origin, c.Name = gradleName(string(block[i+m[6] : i+m[7]]))
		}
	}
	t.registry("gradle", t.scalar("url", 0, 0, from+u[2], from+u[3]), c, fact.Setting{})
}

var gradleEnv = regexp.MustCompile(`getenv\s*\(?\s*["']([A-Za-z0-9_]+)["']|environmentVariable\(\s*["']([A-Za-z0-9_]+)["']`)
var gradleProperty = regexp.MustCompile(`(?:findProperty|property|gradleProperty|getProperty)\(?\s*["']([A-Za-z0-9_.]+)["']|\b([A-Za-z_][A-Za-z0-9_.]*)\b`)

// gradleName is the setting that an expression reads.
func gradleName(expr string) (fact.Origin, string) {
	if m := gradleEnv.FindStringSubmatch(expr); m != nil {
		return fact.OriginEnv, first(m[1], m[2])
	}
	if m := gradleProperty.FindStringSubmatch(expr); m != nil {
		return fact.OriginConfig, first(m[1], m[2])
	}
	return fact.OriginConfig, ""
}

// gradleValues finds ${name} and $name in a string.
func gradleValues(v string, _ bool) []expansion {
	out := expansions(v, true)
	for i := range out {
		out[i].origin, out[i].fallback = fact.OriginConfig, 0
	}
	return out
}

// gradleCode is a text with blanks in the place of // and /* */ comments; text in
// quotes stays.
func gradleCode(data []byte) []byte {
	out := bytes.Clone(data)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	for i := 0; i+1 < len(data); i++ {
		switch {
		case data[i] == '"' || data[i] == '\'':
			for q := data[i]; i+1 < len(data); {
				if i++; data[i] == '\\' {
					i++
				} else if data[i] == q || data[i] == '\n' {
					break
				}
			}
		case data[i] == '/' && data[i+1] == '/':
			end := lineEnd(data, i)
			blank(i, end)
			i = end
		case data[i] == '/' && data[i+1] == '*':
			end := bytes.Index(data[i+2:], []byte("*/"))
			if end < 0 {
				blank(i, len(data))
				return out
			}
			blank(i, i+end+4)
			i += end + 3
		}
	}
	return out
}
