package sarif

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/result"
)

// maxSteps bounds the evidence of one result: code scanning shows no more related
// locations than this.
const maxSteps = 100

// kept is a finding that the file holds, with the number of its steps that it holds.
type kept struct {
	*result.Finding
	steps int
}

// share gives each finding its steps out of what all may have together, in the
// order of their rank.
func share(ranked []*result.Finding, steps int) []kept {
	out := make([]kept, len(ranked))
	for i, f := range ranked {
		out[i] = kept{f, min(len(f.Evidence), maxSteps, steps)}
		steps -= out[i].steps
	}
	return out
}

// omissions says what of the report the file does not hold, a sentence each.
func omissions(r *result.Report, ks []kept) []string {
	var out []string
	if cut := len(r.Findings) - len(ks); cut > 0 {
		out = append(out, fmt.Sprintf("%d findings are not in this file, the least severe ones: code scanning takes no more", cut))
	}
	findings, steps := 0, 0
	for _, k := range ks {
		if more := len(k.Evidence) - k.steps; more > 0 {
			findings++
			steps += more
		}
	}
	if steps > 0 {
		out = append(out, fmt.Sprintf("%d steps of evidence of %d findings are not in this file: code scanning shows no more", steps, findings))
	}
	return out
}
