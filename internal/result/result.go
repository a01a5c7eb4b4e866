// Package result holds what a run ends with: findings, routes, what was not
// analysed, and one verdict. Reports are views of it and change nothing.
package result

import (
	"path"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/rules"
)

// Status is the verdict in a word.
type Status string

// The statuses.
const (
	Pass      Status = "pass"
	Fail      Status = "fail"
	Undecided Status = "undecided"
)

// Verdict is decided once, by gate.
type Verdict struct {
	Status Status
	// ExitCode is 0 pass, 1 fail on findings, 3 could not decide. 2 is wrong usage
	// and never part of a report.
	ExitCode int
	Reason   string // one sentence, plain text
	FailOn   string // the threshold: "high", "never"
}

// Finding is a rule's finding with what identifies it from run to run.
type Finding struct {
	rules.Finding
	// Fingerprint stays the same when lines move; 16 hexadecimal digits. It is
	// made of the rule, the path and the masked text of the line, so that it holds
	// no credential.
	Fingerprint string
	// Known is set where the finding does not count in the scope of the run.
	Known bool
	// Content is the same for findings of one rule on lines of the same text, in whatever
	// file; it is not reported.
	Content string
}

// Scope says which findings count.
type Scope string

// The scopes.
const (
	ScopeAll     Scope = "all"
	ScopeNew     Scope = "new"     // those that were not there before the change
	ScopeChanged Scope = "changed" // those on lines that the change touches
)

// Files counts what was looked at.
type Files struct {
	Scanned  int   // files that a reader read
	Seen     int   // files of the tree
	Ignored  int   // left out by .hostboundignore
	Excluded int   // left out by flags
	Bytes    int64 // of the scanned files
}

// Report is a whole run.
type Report struct {
	Version string // of the program
	// Root is the scanned folder as the repository names it ("services/users"),
	// empty where it is the repository's own. Paths in facts and findings are below
	// it; see RepoPath.
	Root     string
	Findings []Finding // most severe first, then by path and position
	Hidden   int       // findings cut by --max-findings
	// Known are the findings that the scope leaves out: they were there before the change,
	// or no line of it touches them. They change nothing, and Scope says which they are.
	Known       []Finding
	Scope       Scope
	Routes      []fact.Route
	NotAnalysed []fact.NotAnalysed
	Files       Files
	Rules       []*rules.Rule // the rules that ran
	Verdict     Verdict
	Lines       LineSource
}

// LineSource gives the text of lines, with every credential's range masked.
type LineSource interface {
	// Line returns line n (from 1) of a file without its end, masked; false where
	// it cannot be read.
	Line(path string, n int) (string, bool)
	// RollingHash returns the primaryLocationLineHash of the line, of its masked text.
	RollingHash(path string, n int) (string, bool)
	// UTF16Column turns a byte column (from 1) of a line into UTF-16 units from 1.
	UTF16Column(path string, line, column int) int
}

// RepoPath is a path as the repository names it.
func (r *Report) RepoPath(p string) string {
	return path.Join(r.Root, p)
}

// All are the findings that count, and behind them those that do not.
func (r *Report) All() []Finding { return slices.Concat(r.Findings, r.Known) }

// Count returns the findings of a severity.
func (r *Report) Count(s rules.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}
