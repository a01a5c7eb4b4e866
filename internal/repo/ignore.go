package repo

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// ignorePattern is one line of an ignore file (gitignore(5)).
type ignorePattern struct {
	negated, folderOnly bool
	// A pattern without a slash is compared with names: literally, by its end, or
	// as a glob. One with a slash is compared with paths below its file's folder.
	literal, ending string
	segments        []string
	byName          bool
	spans           bool // a segment is **
}

// ignoreFile holds the patterns of one file, and the folder that they speak of:
// relative to the scanned root, or above it, where base is what lies between.
type ignoreFile struct {
	domain   string // "" is the scanned root or a folder above it
	base     string // the scanned root below the file's folder; "" is the same folder
	patterns []ignorePattern
}

func parseIgnore(data []byte, domain, base string) *ignoreFile {
	f := &ignoreFile{domain: domain, base: base}
	for _, line := range bytes.Split(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\n")) {
		if p, ok := parsePattern(strings.TrimSuffix(string(line), "\r")); ok {
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}

func parsePattern(line string) (p ignorePattern, ok bool) {
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line = trimSpaces(line)
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.folderOnly = strings.CutSuffix(line, "/")
	if line == "" {
		return p, false
	}
	if strings.Contains(line, "/") {
		p.segments = strings.Split(strings.TrimPrefix(line, "/"), "/")
		p.spans = slices.Contains(p.segments, "**")
		return p, true
	}
	p.byName = true
	switch {
	case !strings.ContainsAny(line, `*?[\`):
		p.literal = line
	case line[0] == '*' && !strings.ContainsAny(line[1:], `*?[\`):
		p.ending = line[1:]
		if p.ending == "" {
			p.segments = []string{line}
		}
	default:
		p.segments = []string{line}
	}
	return p, true
}

// trimSpaces cuts the spaces at the end that no backslash keeps.
func trimSpaces(s string) string {
	end := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
		case '\\':
			i++
			end = min(i+1, len(s))
		default:
			end = i + 1
		}
	}
	return s[:end]
}

// matches judges a path by its own name; folders above it were judged before.
func (p *ignorePattern) matches(rel, name string, folder bool) bool {
	switch {
	case p.folderOnly && !folder:
		return false
	case p.literal != "":
		return name == p.literal
	case p.ending != "":
		return strings.HasSuffix(name, p.ending)
	case p.byName:
		return wildmatch(p.segments[0], name)
	}
	if p.spans {
		return matchSpanning(p.segments, rel)
	}
	return matchSegments(p.segments, rel)
}

// ignored asks the files from the last to the first; the last pattern that matches
// decides. A path of the scanned root is given relative to it.
func ignored(files []*ignoreFile, p string, folder bool) bool {
	name := path.Base(p)
	for i := len(files) - 1; i >= 0; i-- {
		f := files[i]
		rel := p
		if f.domain != "" {
			rel = strings.TrimPrefix(p, f.domain+"/")
		}
		if f.base != "" {
			rel = f.base + "/" + p
		}
		for j := len(f.patterns) - 1; j >= 0; j-- {
			if f.patterns[j].matches(rel, name, folder) {
				return !f.patterns[j].negated
			}
		}
	}
	return false
}

// matchSegments compares a path with a pattern, both cut at slashes.
func matchSegments(pattern []string, rel string) bool {
	for i, segment := range pattern {
		name, rest, more := strings.Cut(rel, "/")
		if more == (i == len(pattern)-1) || !wildmatch(segment, name) {
			return false
		}
		rel = rest
	}
	return true
}

// matchSpanning does so where ** stands for any number of folders, and at the end
// for everything inside one.
func matchSpanning(pattern []string, rel string) bool {
	names := strings.Split(rel, "/")
	star, mark := -1, 0 // where the last ** stands, and how far it reaches
	i, j := 0, 0
	for j < len(names) {
		switch {
		case i < len(pattern) && pattern[i] == "**":
			if i == len(pattern)-1 {
				return true
			}
			star, mark = i, j
			i++
		case i < len(pattern) && wildmatch(pattern[i], names[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	return i == len(pattern)
}

// wildmatch compares one name with a glob: * ? [a-z] [!a] [[:digit:]] and backslash.
// It takes at most the product of both lengths in steps.
func wildmatch(pattern, name string) bool {
	if pattern != "" && name != "" && pattern[0] != name[0] && !strings.ContainsRune(`*?[\`, rune(pattern[0])) {
		return false // most are told apart here
	}
	star, mark := -1, 0
	i, j := 0, 0
	for j < len(name) {
		if i < len(pattern) {
			if pattern[i] == '*' {
				star, mark = i, j
				i++
				continue
			}
			if n, ok := matchByte(pattern[i:], name[j]); ok {
				i += n
				j++
				continue
			}
		}
		if star < 0 {
			return false
		}
		mark++
		i, j = star+1, mark
	}
	return strings.Trim(pattern[i:], "*") == ""
}

// matchByte compares c with the first element of a pattern and says how long that is.
func matchByte(pattern string, c byte) (n int, ok bool) {
	switch pattern[0] {
	case '?':
		return 1, true
	case '\\':
		if len(pattern) == 1 {
			return 0, false
		}
		return 2, pattern[1] == c
	case '[':
		return matchClass(pattern, c)
	}
	return 1, pattern[0] == c
}

func matchClass(pattern string, c byte) (n int, ok bool) {
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	found, first := false, i
	for ; i < len(pattern) && (pattern[i] != ']' || i == first); i++ {
		if name, _, closed := strings.Cut(pattern[i:], ":]"); closed && strings.HasPrefix(name, "[:") {
			found = found || namedClass(name[2:], c)
			i += len(name) + 1
			continue
		}
		low, next := classByte(pattern, i)
		i = next
		if i+2 < len(pattern) && pattern[i+1] == '-' && pattern[i+2] != ']' {
			high, next := classByte(pattern, i+2)
			i = next
			found = found || low <= c && c <= high
			continue
		}
		found = found || low == c
	}
	if i >= len(pattern) { // not closed: git matches nothing
		return 0, false
	}
	return i + 1, found != negated
}

// classByte is the byte at i, or the one that a backslash there escapes; at is
// where it stands.
func classByte(pattern string, i int) (c byte, at int) {
	if pattern[i] == '\\' && i+1 < len(pattern) {
		return pattern[i+1], i + 1
	}
	return pattern[i], i
}

func namedClass(name string, c byte) bool {
	lower, upper, digit := c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
	graph := c > ' ' && c < 0x7f
	switch name {
	case "alnum":
		return lower || upper || digit
	case "alpha":
		return lower || upper
	case "blank":
		return c == ' ' || c == '\t'
	case "cntrl":
		return c < ' ' || c == 0x7f
	case "digit":
		return digit
	case "graph":
		return graph
	case "lower":
		return lower
	case "print":
		return graph || c == ' '
	case "punct":
		return graph && !lower && !upper && !digit
	case "space":
		return c == ' ' || c >= '\t' && c <= '\r'
	case "upper":
		return upper
	case "xdigit":
		return digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
	}
	return false
}
