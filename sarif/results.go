package sarif

import (
	"cmp"
	"slices"
	"strings"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

const (
	// maxSteps bounds the evidence of one result: code scanning shows no more
	// related locations than this.
	maxSteps   = 100
	maxMessage = 4096
)

// results are the first keep findings in rank. They are made file by file, so
// that each file is read once, and stand in the order of their rank.
func results(r *result.Report, x ruleIndex, keep int) []*gosarif.Result {
	ranked := result.Ranked(r.Findings)[:keep]
	byPath := make([]int, len(ranked))
	for i := range byPath {
		byPath[i] = i
	}
	slices.SortStableFunc(byPath, func(a, b int) int { return cmp.Compare(ranked[a].At.Path, ranked[b].At.Path) })
	out := make([]*gosarif.Result, len(ranked))
	for _, i := range byPath {
		out[i] = newResult(r, x, ranked[i])
	}
	return out
}

func newResult(r *result.Report, x ruleIndex, f *result.Finding) *gosarif.Result {
	out := gosarif.NewRuleResult(f.Rule.ID).WithRuleIndex(x.at[f.Rule]).
		WithLevel(result.Level(f.Severity)).
		WithMessage(gosarif.NewTextMessage(message(f.Message)))
	out.AddLocation(location(r, f.At))
	evidence := f.Evidence[:min(len(f.Evidence), maxSteps)]
	for i, e := range evidence {
		out.AddRelatedLocation(step(r, e).WithId(i + 1))
	}
	if len(evidence) > 0 {
		out.AddCodeFlow(flow(r, f, evidence))
	}
	out.PartialFingerprints = fingerprints(r, f)
	out.Properties = gosarif.Properties{
		"severity":   f.Severity.String(),
		"confidence": cmp.Or(string(f.Confidence), "high"),
		"gates":      f.Gates,
	}
	if f.Class != fact.ClassMain {
		out.Properties["pathClass"] = string(f.Class)
	}
	if more := len(f.Evidence) - len(evidence); more > 0 {
		out.Properties["evidenceNotShown"] = more
	}
	return out
}

func fingerprints(r *result.Report, f *result.Finding) map[string]interface{} {
	prints := map[string]interface{}{}
	if f.Fingerprint != "" {
		prints["hostboundFingerprint/v1"] = f.Fingerprint
	}
	if r.Lines != nil {
		if h, ok := r.Lines.RollingHash(f.At.Path, f.At.Start.Line); ok {
			prints["primaryLocationLineHash"] = h
		}
	}
	if len(prints) == 0 {
		return nil
	}
	return prints
}

func step(r *result.Report, e fact.Evidence) *gosarif.Location {
	return location(r, e.At).WithMessage(gosarif.NewTextMessage(message(e.Says)))
}

// flow is the evidence in order, ending where the finding points.
func flow(r *result.Report, f *result.Finding, evidence []fact.Evidence) *gosarif.CodeFlow {
	thread := gosarif.NewThreadFlow()
	for _, e := range evidence {
		thread.AddLocation(gosarif.NewThreadFlowLocation().WithLocation(step(r, e)))
	}
	if evidence[len(evidence)-1].At != f.At {
		end := step(r, fact.Evidence{At: f.At, Says: f.Message})
		thread.AddLocation(gosarif.NewThreadFlowLocation().WithLocation(end))
	}
	flow := gosarif.NewCodeFlow()
	flow.AddThreadFlow(thread)
	return flow
}

// message is a text that may hold text of the repository. What would read as a
// link in SARIF ("[text](target)") is escaped, so that no repository plants one.
func message(s string) string {
	s = result.Cut(result.Plain(s), maxMessage)
	if strings.Contains(s, "](") {
		s = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
	}
	if s == "" {
		return "-"
	}
	return s
}
