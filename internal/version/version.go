// Package version orders the versions of packages as their ecosystems do: PEP 440,
// semantic versions, and what Maven's projects write.
package version

import (
	"cmp"
	"strings"
)

// Compare orders two versions: -1, 0 or +1. What is no version at all is the oldest.
func Compare(a, b string) int {
	x, y := parse(a), parse(b)
	if c := cmp.Compare(x.epoch, y.epoch); c != 0 {
		return c
	}
	if c := compareNumbers(x.release, y.release); c != 0 {
		return c
	}
	for i := range max(len(x.tail), len(y.tail)) {
		p, q := at(x.tail, i), at(y.tail, i)
		if c := cmp.Or(cmp.Compare(p.rank, q.rank), cmp.Compare(p.number, q.number)); c != 0 {
			return c
		}
	}
	return 0
}

// Less tells whether a is older than b.
func Less(a, b string) bool { return Compare(a, b) < 0 }

// Valid tells a text that begins as a version does.
func Valid(s string) bool {
	s = clean(s)
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

// parsed is a version: 1!2.3rc1.post2 is epoch 1, release 2.3, and a tail of rc1, post2.
type parsed struct {
	epoch   int
	release []int
	tail    []mark
}

// mark is a word behind the release with its number. The rank orders words: those
// that come before a release are negative, those that come after one positive.
type mark struct{ rank, number int }

// words are the marks that order; any other ("jre", "final") changes nothing.
var words = map[string]int{
	"dev": -6, "snapshot": -6, "nightly": -6, "canary": -6, "next": -6, "experimental": -6, "insiders": -6,
	"a": -5, "alpha": -5, "b": -4, "beta": -4, "m": -3, "milestone": -3, "rc": -2, "c": -2, "cr": -2, "pre": -2, "preview": -2,
	"post": 1, "rev": 1, "r": 1, "sp": 1,
}

// maxParts bounds what is read of one version.
const maxParts = 16

func clean(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "v")
}

func parse(s string) parsed {
	s, _, _ = strings.Cut(clean(s), "+") // a build or local part does not order
	var p parsed
	if epoch, rest, ok := strings.Cut(s, "!"); ok {
		p.epoch, _ = number(epoch)
		s = rest
	}
	for len(p.release) < maxParts {
		n, rest := number(s)
		if len(rest) == len(s) {
			break
		}
		p.release, s = append(p.release, n), rest
		if !strings.HasPrefix(s, ".") || len(s) < 2 || s[1] < '0' || s[1] > '9' {
			break
		}
		s = s[1:]
	}
	for len(p.tail) < maxParts && s != "" {
		s = strings.TrimLeft(s, ".-_")
		word := s[:len(s)-len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz"))]
		s = strings.TrimLeft(s[len(word):], ".-_")
		n, rest := number(s)
		if word == "" && len(rest) == len(s) {
			break // something else
		}
		s = rest
		if rank, ok := words[word]; ok {
			p.tail = append(p.tail, mark{rank, n})
		}
	}
	return p
}

// number reads the digits at the start; too many of them are the greatest number.
func number(s string) (n int, rest string) {
	for s != "" && s[0] >= '0' && s[0] <= '9' {
		if n < 1<<40 {
			n = n*10 + int(s[0]-'0')
		}
		s = s[1:]
	}
	return n, s
}

func compareNumbers(a, b []int) int {
	for i := range max(len(a), len(b)) {
		if c := cmp.Compare(at(a, i), at(b, i)); c != 0 {
			return c
		}
	}
	return 0
}

// at is an element, or what stands for one that is not there.
func at[T any](s []T, i int) (v T) {
	if i < len(s) {
		v = s[i]
	}
	return v
}
