package gate

import (
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

func TestDecide(t *testing.T) {
	finding := func(s rules.Severity, gates bool) result.Finding {
		return result.Finding{Finding: rules.Finding{Severity: s, Gates: gates}}
	}
	missed, harmless := fact.NotAnalysed{Gates: true}, fact.NotAnalysed{}
	for _, tt := range []struct {
		name     string
		findings []result.Finding
		missed   []fact.NotAnalysed
		scanned  int
		failOn   rules.Severity
		empty    bool
		code     int
		status   result.Status
		reason   string
	}{
		{name: "nothing found", scanned: 1, failOn: rules.High, status: result.Pass, reason: "no finding at or above high"},
		{name: "at the threshold", findings: []result.Finding{finding(rules.High, true)}, scanned: 1, failOn: rules.High, code: 1, status: result.Fail, reason: "1 finding at or above high"},
		{name: "above", findings: []result.Finding{finding(rules.Critical, true), finding(rules.Medium, true)}, scanned: 1, failOn: rules.Medium, code: 1, status: result.Fail, reason: "2 findings at or above medium"},
		{name: "below", findings: []result.Finding{finding(rules.Medium, true)}, scanned: 1, failOn: rules.High, status: result.Pass, reason: "no finding at or above high"},
		{name: "one that does not gate", findings: []result.Finding{finding(rules.Critical, false)}, scanned: 1, failOn: rules.Info, status: result.Pass, reason: "no finding at or above info"},
		{name: "never", findings: []result.Finding{finding(rules.Critical, true)}, missed: []fact.NotAnalysed{missed}, failOn: rules.None, status: result.Pass, reason: "nothing can fail with the threshold never"},
		{name: "a place missed", missed: []fact.NotAnalysed{missed, harmless}, scanned: 1, failOn: rules.High, code: 3, status: result.Undecided, reason: "1 place that could hold a finding was not analysed"},
		{name: "places missed", missed: []fact.NotAnalysed{missed, missed}, scanned: 1, failOn: rules.High, code: 3, status: result.Undecided, reason: "2 places that could hold a finding were not analysed"},
		{name: "one that matters to nobody", missed: []fact.NotAnalysed{harmless}, scanned: 1, failOn: rules.High, status: result.Pass, reason: "no finding at or above high"},
		{name: "1 beats 3", findings: []result.Finding{finding(rules.High, true)}, missed: []fact.NotAnalysed{missed}, scanned: 1, failOn: rules.High, code: 1, status: result.Fail, reason: "1 finding at or above high"},
		{name: "nothing scanned", failOn: rules.High, code: 3, status: result.Undecided, reason: "there was nothing to scan"},
		{name: "nothing scanned, as it could not be read", missed: []fact.NotAnalysed{missed}, failOn: rules.High, code: 3, status: result.Undecided, reason: "1 place that could hold a finding was not analysed"},
		{name: "nothing scanned, and that is well", failOn: rules.High, empty: true, status: result.Pass, reason: "no finding at or above high"},
		{name: "nothing scanned but missed", missed: []fact.NotAnalysed{missed}, failOn: rules.High, empty: true, code: 3, status: result.Undecided, reason: "1 place that could hold a finding was not analysed"},
		{name: "nothing scanned, never", failOn: rules.None, status: result.Pass, reason: "nothing can fail with the threshold never"},
	} {
		r := &result.Report{Findings: tt.findings, NotAnalysed: tt.missed, Files: result.Files{Scanned: tt.scanned}}
		v := decide(r, Options{FailOn: tt.failOn, AllowEmpty: tt.empty})
		if v.ExitCode != tt.code || v.Status != tt.status || v.Reason != tt.reason {
			t.Errorf("%s: %+v, want %d %s %q", tt.name, v, tt.code, tt.status, tt.reason)
		}
	}
}
