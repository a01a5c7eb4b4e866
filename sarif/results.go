package sarif

import (
	"cmp"
	"slices"
	"strings"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// maxMessage bounds a message in bytes.
const maxMessage = 4096

// results stand in the order of their rank. They are made file by file, so that
// each file is read once.
func results(r *result.Report, x ruleIndex, ks []kept) []*gosarif.Result {
	byPath := make([]int, len(ks))
	for i := range byPath {
		byPath[i] = i
	}
	slices.SortStableFunc(byPath, func(a, b int) int { return cmp.Compare(ks[a].At.Path, ks[b].At.Path) })
	out := make([]*gosarif.Result, len(ks))
	for _, i := range byPath {
		out[i] = newResult(r, x, ks[i])
	}
	return out
}

func newResult(r *result.Report, x ruleIndex, f kept) *gosarif.Result {
	out := gosarif.NewRuleResult(f.Rule.ID).WithRuleIndex(x.at[f.Rule.ID]).
		WithLevel(result.Level(f.Severity)).
		WithMessage(gosarif.NewTextMessage(message(f.Message)))
	out.AddLocation(withContext(r, f.At, location(r, firstLine(f.At))))
	evidence := f.Evidence[:f.steps]
	for i, e := range evidence {
		out.AddRelatedLocation(step(r, f, e).WithId(i + 1))
	}
	if len(evidence) > 0 {
		out.AddCodeFlow(flow(r, f, evidence))
	}
	if f.Fix != nil {
		out.AddFix(fix(r, f.Fix))
	}
	out.PartialFingerprints = fingerprints(r, f)
	if r.Scope == result.ScopeNew {
		out.WithBaselineState(baseline(f.Known))
	}
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

func baseline(known bool) string {
	if known {
		return "unchanged"
	}
	return "new"
}

// fix is an edit; what it takes out is not written again.
func fix(r *result.Report, f *rules.Fix) *gosarif.Fix {
	at := f.Edit.At
	region := gosarif.NewRegion().
		WithStartLine(at.Start.Line).WithStartColumn(column(r, at.Path, at.Start)).
		WithEndLine(at.End.Line).WithEndColumn(column(r, at.Path, at.End))
	change := gosarif.NewArtifactChange(gosarif.NewSimpleArtifactLocation(relativeURI(r.RepoPath(at.Path))).WithUriBaseId(sourceRoot)).
		WithReplacement(gosarif.NewReplacement(region).WithInsertedContent(gosarif.NewArtifactContent().WithText(f.Edit.Text)))
	out := gosarif.NewFix().WithDescription(gosarif.NewTextMessage(message(f.Does)))
	out.AddArtifactChanges(change)
	return out
}

// firstLine gives a finding about a whole file a line to be shown at, which code
// scanning wants of each.
func firstLine(at fact.Location) fact.Location {
	at.Start.Line = max(at.Start.Line, 1)
	return at
}

// fingerprints are what alerts are matched by from run to run.
func fingerprints(r *result.Report, f kept) map[string]any {
	prints := map[string]any{}
	if f.Fingerprint != "" {
		prints["hostboundFingerprint/v1"] = f.Fingerprint
	}
	if r.Lines != nil {
		if h, ok := r.Lines.RollingHash(f.At.Path, firstLine(f.At).Start.Line); ok {
			prints["primaryLocationLineHash"] = h
		}
	}
	return prints
}

// step is a piece of evidence. One that names no place is told where the finding is.
func step(r *result.Report, f kept, e fact.Evidence) *gosarif.Location {
	at := e.At
	if at.Path == "" {
		at = f.At
	}
	return location(r, at).WithMessage(gosarif.NewTextMessage(message(e.Says)))
}

// flow is the evidence in order, ending where the finding points.
func flow(r *result.Report, f kept, evidence []fact.Evidence) *gosarif.CodeFlow {
	thread := gosarif.NewThreadFlow()
	for _, e := range evidence {
		thread.AddLocation(gosarif.NewThreadFlowLocation().WithLocation(step(r, f, e)))
	}
	if evidence[len(evidence)-1].At != f.At {
		end := step(r, f, fact.Evidence{At: f.At, Says: f.Message})
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
	return cmp.Or(s, "-")
}
