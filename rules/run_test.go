package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
)

func TestSettle(t *testing.T) {
	none := &fact.Credential{}
	placeholder := &fact.Credential{Kind: fact.KindBearer, Placeholder: true}
	actual := &fact.Credential{Kind: fact.KindBearer}
	for _, tt := range []struct {
		severity Severity
		class    fact.PathClass
		report   Report
		want     Severity
	}{
		{High, fact.ClassMain, Report{Credential: actual}, High},
		{High, fact.ClassMain, Report{}, High}, // no question of a credential
		{High, fact.ClassMain, Report{Credential: none}, Low},
		{Medium, fact.ClassMain, Report{Credential: none}, Info},
		{Low, fact.ClassMain, Report{Credential: none}, Info}, // never below info
		{Critical, fact.ClassMain, Report{Credential: placeholder}, Info},
		{Critical, fact.ClassTest, Report{Credential: actual}, Medium},
		{Critical, fact.ClassExample, Report{Credential: none}, Info},
		{High, fact.ClassVendored, Report{}, Low},
		{High, fact.ClassGenerated, Report{}, Low},
		{High, fact.ClassTest, Report{Credential: actual, KeepSeverity: true}, High},
		{High, fact.ClassTest, Report{Credential: placeholder, KeepSeverity: true}, Info},
		// A documentation name is at home in documentation and descriptions, not in code.
		{Critical, fact.ClassMain, Report{Credential: actual, Documentation: true}, Critical},
		{Critical, fact.ClassMain, Report{Credential: actual, Documentation: true, Specification: true}, Info},
		{Critical, fact.ClassDocs, Report{Credential: actual, Documentation: true}, Info},
		{Critical, fact.ClassTest, Report{Credential: actual, Documentation: true}, Medium},
	} {
		if got := settle(tt.severity, tt.class, tt.report); got != tt.want {
			t.Errorf("settle(%s, %q, %+v) = %s, want %s", tt.severity, tt.class, tt.report, got, tt.want)
		}
	}
}

// reporting is a rule that makes these reports.
func reporting(id string, specialises []*Rule, reports ...Report) *Rule {
	return &Rule{
		ID: id, Severity: High, Confidence: ConfidenceMedium, Specialises: specialises,
		Check: func(p *Pass) {
			for _, r := range reports {
				p.Report(r)
			}
		},
	}
}

func on(line int, routes ...int) Report { return Report{At: at(line), Routes: routes} }

func about(line int, subject string) Report { return Report{At: at(line), Subject: subject} }

func run(selected ...*Rule) []Finding {
	return Run(&fact.Set{Classes: map[string]fact.PathClass{"tests/a.py": fact.ClassTest}}, time.Time{}, selected)
}

func names(fs []Finding) []string {
	var out []string
	for i := range fs {
		out = append(out, fmt.Sprintf("%s:%d %v", fs[i].Rule.ID, fs[i].At.Start.Line, fs[i].Routes))
	}
	return out
}

func TestReportTakesFromTheRule(t *testing.T) {
	inTest := Report{At: fact.Location{Path: "tests/a.py", Start: fact.Position{Line: 1, Column: 1}}}
	kept := inTest
	kept.At.Start.Line, kept.KeepSeverity = 2, true
	fs := run(reporting("A-1", nil, on(1), Report{At: at(2), Severity: Low, Confidence: ConfidenceLow}, inTest, kept))
	want := []Finding{
		{Severity: High, Confidence: ConfidenceMedium, Gates: true},
		{Severity: High, Confidence: ConfidenceMedium, Gates: false, Class: fact.ClassTest},
		{Severity: Low, Confidence: ConfidenceLow, Gates: true},
		{Severity: Low, Confidence: ConfidenceMedium, Gates: false, Class: fact.ClassTest},
	}
	if len(fs) != len(want) {
		t.Fatalf("%d findings, want %d", len(fs), len(want))
	}
	for i, w := range want {
		if f := fs[i]; f.Severity != w.Severity || f.Confidence != w.Confidence || f.Gates != w.Gates || f.Class != w.Class {
			t.Errorf("finding %d: %s %s gates %v class %q, want %+v", i, f.Severity, f.Confidence, f.Gates, f.Class, w)
		}
	}
}

func TestMerge(t *testing.T) {
	step := func(says string) []fact.Evidence { return []fact.Evidence{{At: at(9), Says: says}} }
	low := Report{At: at(1), Routes: []int{1}, Severity: Low, Message: "low", Evidence: step("one")}
	high := Report{At: at(1), Routes: []int{2}, Severity: High, Message: "high", Evidence: append(step("one"), step("two")...)}
	fs := run(reporting("A-1", nil, low, high, on(2, 3), about(2, "x"), about(2, "y"), about(2, "x")))
	if got := names(fs); len(fs) != 4 || !slices.Contains(got, "A-1:2 [3]") {
		t.Fatalf("findings %q: alternatives of one place are one, subjects are not", got)
	}
	f := fs[slices.IndexFunc(fs, func(f Finding) bool { return f.At.Start.Line == 1 })]
	slices.Sort(f.Routes)
	if f.Severity != High || f.Message != "high" || len(f.Evidence) != 2 || !slices.Equal(f.Routes, []int{1, 2}) {
		t.Errorf("merged to %+v, want the more severe message with all evidence once and both routes", f)
	}
}

func TestRulesDoNotMerge(t *testing.T) {
	if got := names(run(reporting("A-1", nil, on(1, 1)), reporting("B-1", nil, on(1, 1)))); len(got) != 2 {
		t.Errorf("findings %q: two rules say two things of one place", got)
	}
}

func TestMostSpecific(t *testing.T) {
	general := func(reports ...Report) *Rule { return reporting("G-1", nil, reports...) }
	for name, tt := range map[string]struct {
		rules func() []*Rule
		want  []string
	}{
		"one route, two places": {func() []*Rule {
			g := general(on(1, 7))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(2, 7))}
		}, []string{"S-1:2 [7]"}},
		"another route": {func() []*Rule {
			g := general(on(1, 7))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(2, 8))}
		}, []string{"G-1:1 [7]", "S-1:2 [8]"}},
		"of two credentials of one call, one": {func() []*Rule {
			g := general(on(1, 7), on(1, 8))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(1, 7))}
		}, []string{"G-1:1 [8]", "S-1:1 [7]"}},
		"a finding about several routes, of which one": {func() []*Rule {
			g := general(on(1, 7, 8))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(1, 7))}
		}, []string{"G-1:1 [7 8]", "S-1:1 [7]"}},
		"a finding about several routes, all of them": {func() []*Rule {
			g := general(on(1, 7, 8))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(1, 7), on(2, 8))}
		}, []string{"S-1:1 [7]", "S-1:2 [8]"}},
		"through another rule": {func() []*Rule {
			g := general(on(1, 7))
			middle := reporting("M-1", []*Rule{g})
			return []*Rule{g, middle, reporting("S-1", []*Rule{middle}, on(2, 7))}
		}, []string{"S-1:2 [7]"}},
		"by subject": {func() []*Rule {
			g := general(about(1, "x"), about(2, "y"))
			return []*Rule{g, reporting("S-1", []*Rule{g}, about(1, "x"))}
		}, []string{"G-1:2 []", "S-1:1 []"}},
		"about nothing that has a name": {func() []*Rule {
			g := general(on(1))
			return []*Rule{g, reporting("S-1", []*Rule{g}, on(1))}
		}, []string{"G-1:1 []", "S-1:1 []"}},
		"a rule that is not selected takes nothing": {func() []*Rule {
			g := general(on(1, 7))
			reporting("S-1", []*Rule{g}, on(2, 7))
			return []*Rule{g}
		}, []string{"G-1:1 [7]"}},
	} {
		got := names(run(tt.rules()...))
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: findings %q, want %q", name, got, tt.want)
		}
	}
}

// TestSpecialisesHasNoCircle holds that of two rules one is the more special.
func TestSpecialisesHasNoCircle(t *testing.T) {
	for _, r := range All() {
		if slices.Contains(generalisations(r), r) {
			t.Errorf("%s specialises itself", r.ID)
		}
	}
}

func TestOrder(t *testing.T) {
	a := reporting("A-1", nil, Report{At: at(3), Severity: Low}, Report{At: at(2), Severity: High})
	b := reporting("B-1", nil, Report{At: at(1), Severity: High}, Report{At: at(2), Severity: High}, Report{At: at(9), Severity: Critical})
	want := []string{"B-1:9 []", "B-1:1 []", "A-1:2 []", "B-1:2 []", "A-1:3 []"}
	for _, selected := range [][]*Rule{{a, b}, {b, a}} {
		if got := names(run(selected...)); !slices.Equal(got, want) {
			t.Errorf("order %q, want %q", got, want)
		}
	}
}

// TestMatrixIsTheOneInPrint compares the table of docs/severity.md with the one that is
// used.
func TestMatrixIsTheOneInPrint(t *testing.T) {
	text, err := os.ReadFile("../docs/severity.md")
	if err != nil {
		t.Fatal(err)
	}
	columns := []fact.NameGrade{fact.N0, fact.N1, fact.N2, fact.N3, fact.N4, fact.N5}
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "| "), "|")
		channel := fact.ChannelGrade(strings.TrimSpace(cells[0]))
		if len(cells) != 1+len(columns) || !strings.HasPrefix(string(channel), "C") {
			continue
		}
		rows++
		for i, column := range columns {
			cell, inside, _ := strings.Cut(strings.TrimSpace(cells[1+i]), " (cluster-internal: ")
			if got := Matrix(fact.Grades{Channel: channel, Name: column}).String(); got != cell {
				t.Errorf("%s %s is %s, and printed as %s", channel, column, got, cell)
			}
			within := Matrix(fact.Grades{Channel: channel, Name: column, ClusterInternal: true}).String()
			if inside != "" && within+")" != inside || inside == "" && within != cell {
				t.Errorf("%s %s within a cluster is %s, and printed as %s", channel, column, within, cells[1+i])
			}
		}
	}
	if rows != 5 {
		t.Errorf("%d rows of the table are printed, want 5", rows)
	}
	for _, g := range []fact.Grades{{}, {Channel: fact.C0}, {Name: fact.N3}} {
		if got := Matrix(g); got != None {
			t.Errorf("Matrix(%+v) = %s: what is not known has no severity", g, got)
		}
	}
}

func TestSeverityWords(t *testing.T) {
	for s := None; s <= Critical; s++ {
		if got, err := ParseSeverity(strings.ToUpper(s.String())); err != nil || got != s {
			t.Errorf("ParseSeverity(%q) = %v, %v", s.String(), got, err)
		}
	}
	if _, err := ParseSeverity("urgent"); err == nil {
		t.Error("a word that is no severity was read")
	}
}
