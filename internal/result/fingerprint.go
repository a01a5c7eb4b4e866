package result

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/rules"
)

// Fingerprint identifies a finding from run to run in 16 hexadecimal digits. line
// is the masked text of its line, so that no credential is hashed; occurrence
// counts, from 1, the findings that agree in everything else. White space around
// the line and the line's number do not matter.
func Fingerprint(ruleID, path, line string, occurrence int) string {
	text := strings.Join([]string{ruleID, path, strings.TrimSpace(line), strconv.Itoa(occurrence)}, "\x00")
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Identify gives each finding its fingerprint and keeps their order. below is the
// scanned folder's path in its repository, so that a finding is the same one whichever
// part of the repository is scanned.
func Identify(fs []rules.Finding, below string, lines LineSource) []Finding {
	out := make([]Finding, len(fs))
	order := make([]*Finding, len(fs))
	for i := range fs {
		out[i].Finding = fs[i]
		order[i] = &out[i]
	}
	// By place: each file is read once, and occurrences count downwards in it.
	slices.SortStableFunc(order, comparePlace)
	seen := map[string]int{}
	for _, f := range order {
		line, _ := lines.Line(f.At.Path, f.At.Start.Line)
		place := path.Join(below, f.At.Path)
		first := Fingerprint(f.Rule.ID, place, line, 1)
		seen[first]++
		f.Fingerprint = first
		f.Content = Fingerprint(f.Rule.ID, "", line, 1)
		if n := seen[first]; n > 1 {
			f.Fingerprint = Fingerprint(f.Rule.ID, place, line, n)
		}
	}
	return out
}
