package version

import (
	"strconv"
	"strings"
)

// Range is what a requirement allows: versions from Low on that are older than
// Before. An empty side is open. Exact is set where only Low is allowed.
type Range struct {
	Low, Before string
	Exact       bool
}

// Holds tells whether a version is in the range.
func (r Range) Holds(v string) bool {
	if r.Exact {
		return Compare(v, r.Low) == 0
	}
	return (r.Low == "" || !Less(v, r.Low)) && (r.Before == "" || Less(v, r.Before))
}

// maxRequirement bounds the text of a requirement.
const maxRequirement = 1 << 10

// ParseRange reads a requirement as pip, Poetry and npm write them: ==1.2.3, ~=1.4,
// ^2.31, ~1.2, >=1,<2, 1.x, 1.2 - 1.4, ^1 || ^2. What it does not know leaves a side
// open; ok is false where it says nothing of a version.
func ParseRange(s string) (r Range, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxRequirement {
		return Range{}, false
	}
	for i, way := range strings.Split(s, "||") {
		w, known := both(way)
		if !known {
			return Range{}, false
		}
		if i == 0 {
			r = w
			continue
		}
		r = either(r, w)
	}
	return r, true
}

// either is the range that holds two: from the older start to the newer end.
func either(a, b Range) Range {
	if a.Exact {
		a.Before = after(a.Low)
	}
	if b.Exact {
		b.Before = after(b.Low)
	}
	out := a
	out.Exact = false
	if b.Low == "" || out.Low != "" && Less(b.Low, out.Low) {
		out.Low = b.Low
	}
	if b.Before == "" || out.Before != "" && Less(out.Before, b.Before) {
		out.Before = b.Before
	}
	return out
}

// both joins the comparisons of one alternative.
func both(s string) (Range, bool) {
	if low, high, ok := strings.Cut(s, " - "); ok {
		return both(">=" + strings.TrimSpace(low) + ",<=" + strings.TrimSpace(high))
	}
	var out Range
	known := false
	for _, c := range comparisons(s) {
		r, ok := comparison(c)
		if !ok {
			return Range{}, false
		}
		known = true
		if r.Exact {
			return r, true
		}
		if r.Low != "" && (out.Low == "" || Less(out.Low, r.Low)) {
			out.Low = r.Low
		}
		if r.Before != "" && (out.Before == "" || Less(r.Before, out.Before)) {
			out.Before = r.Before
		}
	}
	return out, known
}

// comparisons cuts at commas and spaces; an operator may stand apart from its version.
func comparisons(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		if n := len(out); n > 0 && strings.Trim(out[n-1], operators) == "" {
			out[n-1] += f
			continue
		}
		out = append(out, f)
	}
	return out
}

const operators = "=<>~^!"

func comparison(c string) (Range, bool) {
	v := strings.TrimLeft(c, operators)
	op := c[:len(c)-len(v)]
	v = strings.TrimPrefix(v, "v")
	stem, wild := wildcard(v)
	switch {
	case wild && stem == "":
		return Range{}, true
	case !Valid(stem):
		return Range{}, false
	case wild && op != "!=":
		return Range{Low: stem, Before: bump(stem, 0)}, true
	}
	switch op {
	case "", "=", "==", "===":
		return Range{Low: v, Exact: true}, true
	case "^":
		return Range{Low: v, Before: bump(v, caret(v))}, true
	case "~":
		return Range{Low: v, Before: bump(v, max(0, parts(v)-2))}, true
	case "~=":
		return Range{Low: v, Before: bump(v, 1)}, true
	case ">=", ">":
		return Range{Low: v}, true
	case "<":
		return Range{Before: v}, true
	case "<=":
		return Range{Before: after(v)}, true
	}
	return Range{}, true // "!=" leaves both sides open
}

// wildcard cuts ".*" or ".x" off.
func wildcard(v string) (stem string, ok bool) {
	for {
		rest := v
		for _, w := range []string{"*", "x", "X", "+"} {
			if v == w {
				return "", true
			}
			rest = strings.TrimSuffix(rest, "."+w)
		}
		if rest == v {
			return v, ok
		}
		v, ok = rest, true
	}
}

func parts(v string) int { return len(parse(v).release) }

// caret is how many parts lie behind the first that is not zero.
func caret(v string) int {
	release := parse(v).release
	for i, n := range release {
		if n != 0 {
			return len(release) - 1 - i
		}
	}
	return 0
}

// bump is the next version whose last parts are dropped: bump("1.4.2", 1) is 1.5.
func bump(v string, drop int) string {
	release := parse(v).release
	release = release[:max(1, len(release)-drop)]
	release[len(release)-1]++
	return join(release)
}

// after is a version between v and all that come behind it.
func after(v string) string {
	release := parse(v).release
	for len(release) < maxParts {
		release = append(release, 0)
	}
	release[maxParts-1] = 1
	return join(release)
}

func join(release []int) string {
	var b strings.Builder
	for i, n := range release {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// Covers tells whether r holds everything that o does.
func (r Range) Covers(o Range) bool {
	if o.Exact {
		return r.Holds(o.Low)
	}
	low := r.Low == "" || o.Low != "" && !Less(o.Low, r.Low)
	before := r.Before == "" || o.Before != "" && !Less(r.Before, o.Before)
	return !r.Exact && low && before
}

// Line is the range of a version that leaves its last numbers out, where a release has so
// many: 9.18 stands for whatever is newest in its line.
func Line(v string, full int) (r Range, ok bool) {
	n := parts(v)
	if n == 0 || n >= full {
		return Range{}, false
	}
	return Range{Low: v, Before: bump(v, 0)}, true
}
