package report

import (
	"cmp"
	"io"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// reportVersion is the version of the report's form; docs/report.schema.json.
const reportVersion = 1

type reportJSON struct {
	SchemaVersion int               `json:"schemaVersion"`
	Tool          toolJSON          `json:"tool"`
	Root          string            `json:"root"`
	Verdict       verdictJSON       `json:"verdict"`
	Counts        map[string]int    `json:"counts"`
	Hidden        int               `json:"hidden"`
	Scope         string            `json:"scope"`
	Files         filesJSON         `json:"files"`
	Findings      []findingJSON     `json:"findings"`
	Routes        int               `json:"routes"`
	NotAnalysed   []notAnalysedJSON `json:"notAnalysed"`
	Rules         []ruleJSON        `json:"rules"`
}

type toolJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type verdictJSON struct {
	Status   string `json:"status"`
	ExitCode int    `json:"exitCode"`
	Reason   string `json:"reason"`
	FailOn   string `json:"failOn"`
}

type filesJSON struct {
	Scanned  int   `json:"scanned"`
	Seen     int   `json:"seen"`
	Ignored  int   `json:"ignored"`
	Excluded int   `json:"excluded"`
	Bytes    int64 `json:"bytes"`
}

type findingJSON struct {
	RuleID      string         `json:"ruleId"`
	RuleName    string         `json:"ruleName"`
	Severity    string         `json:"severity"`
	Confidence  string         `json:"confidence"`
	Gates       bool           `json:"gates"`
	Known       bool           `json:"known"`
	PathClass   string         `json:"pathClass"`
	Location    locationJSON   `json:"location"`
	Message     string         `json:"message"`
	Evidence    []evidenceJSON `json:"evidence"`
	Fingerprint string         `json:"fingerprint"`
	Fix         *fixJSON       `json:"fix"`
}

type fixJSON struct {
	Does     string       `json:"does"`
	Location locationJSON `json:"location"`
	Text     string       `json:"text"`
}

type locationJSON struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type evidenceJSON struct {
	Location locationJSON `json:"location"`
	Says     string       `json:"says"`
}

type ruleJSON struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Title string   `json:"title"`
	CWE   []int    `json:"cwe"`
	OWASP []string `json:"owasp"`
}

// JSON writes the whole report by the contract of docs/report.schema.json. The
// routes are only counted in it: RoutesJSON writes them.
func JSON(w io.Writer, r *result.Report) error {
	v := r.Verdict
	doc := reportJSON{
		SchemaVersion: reportVersion, Tool: toolJSON{"hostbound", r.Version}, Root: r.Root,
		Verdict: verdictJSON{string(v.Status), v.ExitCode, v.Reason, v.FailOn},
		Counts:  map[string]int{}, Hidden: r.Hidden, Scope: string(cmp.Or(r.Scope, result.ScopeAll)), Routes: len(r.Routes),
		Files:    filesJSON{r.Files.Scanned, r.Files.Seen, r.Files.Ignored, r.Files.Excluded, r.Files.Bytes},
		Findings: []findingJSON{}, NotAnalysed: notAnalysedList(r), Rules: []ruleJSON{},
	}
	for s := rules.Info; s <= rules.Critical; s++ {
		doc.Counts[s.String()] = r.Count(s)
	}
	for _, f := range r.All() {
		doc.Findings = append(doc.Findings, newFindingJSON(&f))
	}
	for _, rule := range r.Rules {
		doc.Rules = append(doc.Rules, ruleJSON{rule.ID, rule.Name, rule.Title, append([]int{}, rule.CWE...), append([]string{}, rule.OWASP...)})
	}
	return writeJSON(w, doc)
}

func newFindingJSON(f *result.Finding) findingJSON {
	out := findingJSON{
		RuleID: f.Rule.ID, RuleName: f.Rule.Name, Severity: f.Severity.String(), Confidence: string(f.Confidence),
		Gates: f.Gates, Known: f.Known, PathClass: string(f.Class), Location: newLocationJSON(f.At), Message: f.Message,
		Evidence: []evidenceJSON{}, Fingerprint: f.Fingerprint,
	}
	if f.Fix != nil {
		out.Fix = &fixJSON{f.Fix.Does, newLocationJSON(f.Fix.Edit.At), f.Fix.Edit.Text}
	}
	for _, e := range f.Evidence {
		out.Evidence = append(out.Evidence, evidenceJSON{newLocationJSON(e.At), e.Says})
	}
	return out
}

func newLocationJSON(at fact.Location) locationJSON {
	return locationJSON{at.Path, at.Start.Line, at.Start.Column, endLine(at), at.End.Column}
}
