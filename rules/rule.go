// Package rules holds the catalogue: each rule is a value that asks facts.
//
// A rule is pure. It sees a Pass (the facts of one run and the time of it) and
// reports findings; it cannot fail, keeps no state, and knows no library and no
// language by name. What severity a finding ends with is settled in one place,
// Run, for every rule alike.
package rules

import (
	"time"

	"github.com/hostbound/hostbound/internal/fact"
)

// Severity orders findings. The zero value is None.
type Severity int

// The severities.
const (
	None Severity = iota
	Info
	Low
	Medium
	High
	Critical
)

// Confidence says how sure a finding is of its facts.
type Confidence string

// The confidences.
const (
	ConfidenceHigh   Confidence = "high"
	ConfidenceMedium Confidence = "medium"
	ConfidenceLow    Confidence = "low"
)

// Rule is one entry of the catalogue.
type Rule struct {
	ID    string // "ROUTE-001"
	Name  string // "bearer-over-http"
	Title string // one line, names the bad pattern
	// Severity is what a finding has with a real credential, where the rule does
	// not take it from the grades of a route.
	Severity   Severity
	Confidence Confidence
	CWE        []int
	OWASP      []string // "API8:2023"
	References []string // "RFC 6750 §5.3"
	// Specialises lists the more general rules for the same weakness: where both
	// name one subject, only this one reports.
	Specialises []*Rule
	Check       func(*Pass) `json:"-"` // a finding goes to another process without its rule
}

// Finding is one weakness at one place.
type Finding struct {
	Rule       *Rule
	Severity   Severity
	Confidence Confidence
	// Class is the path class of At. Gates is false where the finding cannot fail a build.
	Class   fact.PathClass
	Gates   bool
	At      fact.Location
	Message string // one sentence, plain text; may hold text of the repository
	// Evidence is everything else that was needed to know it, in order.
	Evidence []fact.Evidence
	// Routes are the IDs of the routes that the finding speaks of.
	Routes []int
	// Subject names the thing that is weak where it is no route, so that a more
	// specific rule can take the place of a general one.
	Subject string
	// Fix is the edit that ends the weakness, where one is certain to be right.
	Fix *Fix
}

// Fix is an edit with what it does, in a few words.
type Fix struct {
	Does string // "set a timeout"
	Edit fact.Edit
}

// Report is what a rule says about one weakness. Severity and Confidence are
// taken from the rule where they are zero.
type Report struct {
	At         fact.Location
	Message    string
	Evidence   []fact.Evidence
	Severity   Severity
	Confidence Confidence
	// Credential is the credential at stake, if the weakness has one; it decides
	// the steps for a placeholder or for no credential in sight. Nil is "the
	// question does not arise" (a missing bound in a specification).
	Credential *fact.Credential
	// KeepSeverity is set for a live literal JWT, which weighs the same in a test.
	KeepSeverity bool
	// Documentation is set where the name at stake is one reserved for
	// documentation, Specification where it stands in an API description.
	Documentation, Specification bool
	// Demonstration is set for what only a file does that is run by itself: it weighs
	// as an example does.
	Demonstration bool
	Routes        []int
	Subject       string
	Fix           *Fix
}

// Pass is what a rule may see.
type Pass struct {
	Facts *fact.Set
	Now   time.Time

	rule *Rule
	out  []Finding
}
