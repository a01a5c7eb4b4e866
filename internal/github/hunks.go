package github

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/result"
)

// hunk is a piece of a file's new side that a pull request shows: lines that can be
// commented on.
type hunk struct {
	first int // number of its first line
	lines []string
}

func (h *hunk) holds(first, last int) bool {
	return first >= h.first && last < h.first+len(h.lines)
}

func (h *hunk) line(n int) string { return strings.TrimSuffix(h.lines[n-h.first], "\r") }

// diff holds the hunks of each file of a pull request, by its path in the repository.
type diff map[string][]hunk

// parsePatch reads the patch of one file as GitHub gives it, which is a unified diff
// without its head. What is no such thing ends the reading: what comes behind it can
// then not be commented on.
func parsePatch(patch string) []hunk {
	head := regexp.MustCompile(`^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@`)
	var out []hunk
	for line := range strings.SplitSeq(strings.TrimSuffix(patch, "\n"), "\n") {
		if m := head.FindStringSubmatch(line); m != nil {
			first, err := strconv.Atoi(m[1])
			if err != nil {
				return out
			}
			out = append(out, hunk{first: first})
			continue
		}
		if len(out) == 0 || line == "" {
			return out
		}
		h := &out[len(out)-1]
		switch line[0] {
		case ' ', '+':
			h.lines = append(h.lines, line[1:])
		case '-', '\\':
		default:
			return out
		}
	}
	return out
}

// anchor is where a comment goes.
type anchor struct {
	hunk        *hunk
	first, last int // lines of the new side
}

// anchor finds the lines of a finding in the diff. The report is of the merge of the
// change with its base, the diff is of the change alone, so a line may have another
// number here: it is looked for by its text, which must then be there only once.
func (d diff) anchor(r *result.Report, f *result.Finding) (anchor, bool) {
	s := place(r, f.At)
	hunks := d[r.RepoPath(f.At.Path)]
	if r.Lines == nil || f.At.Start.Line == 0 {
		return anchor{}, false
	}
	for _, last := range []int{s.endLine, s.line} {
		lines, ok := shown(r, f.At.Path, s.line, last)
		if !ok {
			continue
		}
		var found []anchor
		for i := range hunks {
			for n := hunks[i].first; hunks[i].holds(n, n+last-s.line); n++ {
				if hunks[i].agrees(n, lines) {
					found = append(found, anchor{&hunks[i], n, n + last - s.line})
				}
			}
		}
		for _, a := range found {
			if a.first == s.line {
				return a, true
			}
		}
		if len(found) == 1 {
			return found[0], true
		}
	}
	return anchor{}, false
}

// maxCommented bounds the lines of one comment.
const maxCommented = 50

// shown are lines of a file as the report may show them.
func shown(r *result.Report, path string, first, last int) ([]string, bool) {
	if last-first >= maxCommented {
		return nil, false
	}
	var out []string
	for n := first; n <= last; n++ {
		line, ok := r.Lines.Line(path, n)
		if !ok {
			return nil, false
		}
		out = append(out, strings.TrimSuffix(line, "\r"))
	}
	return out, true
}

func (h *hunk) agrees(first int, lines []string) bool {
	for i, line := range lines {
		if !result.Covers(line, h.line(first+i)) {
			return false
		}
	}
	return true
}
