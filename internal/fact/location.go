// Package fact is the vocabulary that every reader writes and every rule reads.
//
// Nothing here judges: a fact says what was seen and where. The central fact is
// the Route: one credential that goes to one destination over one channel, with
// the evidence for each part. The value of a credential is never a fact; a
// reader drops it as soon as it has been graded.
package fact

import (
	"fmt"
	"runtime"
)

// Position is a point in a file. Line and Column count from 1, Column and
// Offset in bytes; Offset counts from 0. The zero Position is "not known".
type Position struct{ Offset, Line, Column int }

// Location is a half-open range of a file. Path is relative to the scanned
// root and slash-separated.
type Location struct {
	Path       string
	Start, End Position
}

// IsZero reports whether the location names no place at all.
func (l Location) IsZero() bool { return l.Path == "" && l.Start.Line == 0 }

// String gives path:line:column, the form that editors and terminals link.
func (l Location) String() string {
	return fmt.Sprintf("%s:%d:%d", l.Path, l.Start.Line, l.Start.Column)
}

// Before orders locations by path and position, for stable output.
func (l Location) Before(m Location) bool {
	if l.Path != m.Path {
		return l.Path < m.Path
	}
	if l.Start.Line != m.Start.Line {
		return l.Start.Line < m.Start.Line
	}
	return l.Start.Column < m.Start.Column
}

// Evidence is one observed step: a place and what was seen there.
type Evidence struct {
	At   Location
	Says string
}

// PathClass says what a path is for. Findings outside ClassMain weigh less.
type PathClass string

// The path classes, judged from the path below the scanned root.
const (
	ClassMain      PathClass = ""
	ClassTest      PathClass = "test"
	ClassDocs      PathClass = "docs"
	ClassExample   PathClass = "example"
	ClassVendored  PathClass = "vendored"
	ClassGenerated PathClass = "generated"
)

// NotAnalysed is input, or a part of one, that no fact could be read from.
type NotAnalysed struct {
	At     Location // Start.Line is 0 where the whole file is meant
	Reason string
	// Gates is set where the literal pass had selected the file as one that can
	// carry a finding that fails the build, so that a verdict without it is a guess.
	Gates bool
}

// Fault is the reason for what was recovered from a panic. What else than a runtime
// error was raised may quote the file, so it is not said.
func Fault(recovered any) string {
	if e, ok := recovered.(runtime.Error); ok {
		return "the program failed: " + e.Error()
	}
	return "the program failed"
}
