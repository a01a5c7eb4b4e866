package gate

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// decide gives the one verdict. Findings that gate come before doubt; a threshold
// of never passes both.
func decide(r *result.Report, o Options) result.Verdict {
	v := result.Verdict{Status: result.Pass, FailOn: "never"}
	if o.FailOn != rules.None {
		v.FailOn = o.FailOn.String()
	}
	failing := failing(r.Findings, o.FailOn)
	missed := gating(r.NotAnalysed)
	switch {
	case o.FailOn == rules.None:
		v.Reason = "nothing can fail with the threshold never"
	case failing > 0:
		v.Status, v.ExitCode = result.Fail, 1
		v.Reason = fmt.Sprintf("%s at or above %s", fmt.Sprint(failing)+" "+nouns(r.Scope, failing), v.FailOn)
	case missed > 0:
		v.Status, v.ExitCode = result.Undecided, 3
		v.Reason = count(missed, "place") + " that could hold a finding " + was(missed) + " not analysed"
	case r.Files.Scanned == 0 && !o.AllowEmpty:
		v.Status, v.ExitCode = result.Undecided, 3
		v.Reason = "there was nothing to scan"
	default:
		v.Reason = "no " + nouns(r.Scope, 1) + " at or above " + v.FailOn
	}
	v.Reason += leftOut(r)
	return v
}

// leftOut says how many findings do not count in the scope of the run.
func leftOut(r *result.Report) string {
	n := len(r.Known)
	switch {
	case n == 0:
		return ""
	case r.Scope == result.ScopeChanged:
		return fmt.Sprintf(" (%s on no line of this change)", count(n, "more finding"))
	}
	return fmt.Sprintf(" (%s %s there before)", count(n, "more finding"), was(n))
}

// nouns are n findings, as the scope of the run takes them.
func nouns(s result.Scope, n int) string {
	noun := "finding"
	if n != 1 {
		noun += "s"
	}
	switch s {
	case result.ScopeNew:
		return "new " + noun
	case result.ScopeChanged:
		return noun + " on changed lines"
	}
	return noun
}

func failing(fs []result.Finding, threshold rules.Severity) int {
	n := 0
	for i := range fs {
		if fs[i].Gates && fs[i].Severity >= threshold {
			n++
		}
	}
	return n
}

func gating(ns []fact.NotAnalysed) int {
	n := 0
	for _, x := range ns {
		if x.Gates {
			n++
		}
	}
	return n
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
