package result

import (
	"cmp"
	"slices"

	"github.com/hostbound/hostbound/rules"
)

// Level is the SARIF level of a severity: critical and high are errors, medium is
// a warning, the rest are notes.
func Level(s rules.Severity) string {
	switch {
	case s >= rules.High:
		return "error"
	case s == rules.Medium:
		return "warning"
	}
	return "note"
}

// Ranked returns the findings in the order in which a report that must leave some
// out keeps them: by severity, those that can fail the build before those that
// cannot, the surer before the less sure, then by place and rule.
func Ranked(fs []Finding) []*Finding {
	out := make([]*Finding, len(fs))
	for i := range fs {
		out[i] = &fs[i]
	}
	slices.SortStableFunc(out, compareRank)
	return out
}

func compareRank(a, b *Finding) int {
	return cmp.Or(
		-cmp.Compare(a.Severity, b.Severity),
		-cmp.Compare(oneIf(a.Gates), oneIf(b.Gates)),
		-cmp.Compare(sureness(a.Confidence), sureness(b.Confidence)),
		comparePlace(a, b),
	)
}

func comparePlace(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(a.At.Path, b.At.Path),
		cmp.Compare(a.At.Start.Line, b.At.Start.Line),
		cmp.Compare(a.At.Start.Column, b.At.Start.Column),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
	)
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sureness(c rules.Confidence) int {
	switch c {
	case rules.ConfidenceHigh:
		return 3
	case rules.ConfidenceMedium:
		return 2
	case rules.ConfidenceLow:
		return 1
	}
	return 0
}
