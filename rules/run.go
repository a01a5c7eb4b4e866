package rules

import (
	"slices"
	"sort"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
)

// Run asks every selected rule about the facts and settles each finding's
// severity. Findings come most severe first, then by place and rule.
func Run(facts *fact.Set, now time.Time, selected []*Rule) []Finding {
	var found []Finding
	for _, r := range selected {
		p := &Pass{Facts: facts, Now: now, rule: r}
		r.Check(p)
		found = append(found, p.out...)
	}
	// A general finding goes before its like are merged: of two credentials of one
	// call, the specific rule may name one alone.
	out := merge(mostSpecific(found))
	sort.SliceStable(out, func(i, j int) bool { return before(&out[i], &out[j]) })
	return out
}

func before(a, b *Finding) bool {
	if a.Severity != b.Severity {
		return a.Severity > b.Severity
	}
	if a.At != b.At {
		return a.At.Before(b.At)
	}
	return a.Rule.ID < b.Rule.ID
}

// Report adds a finding, with its severity settled. A severity that comes to None
// is no finding.
func (p *Pass) Report(r Report) {
	class := p.Facts.Class(r.At.Path)
	f := Finding{
		Rule: p.rule, Severity: r.Severity, Confidence: r.Confidence, Class: class, Gates: class == fact.ClassMain,
		At: r.At, Message: r.Message, Evidence: r.Evidence, Routes: r.Routes, Subject: r.Subject, Fix: r.Fix,
	}
	if class == fact.ClassVendored || class == fact.ClassGenerated { // whoever makes the file would make it anew
		f.Fix = nil
	}
	if f.Severity == None {
		f.Severity = p.rule.Severity
	}
	if f.Confidence == "" {
		f.Confidence = p.rule.Confidence
	}
	f.Severity, f.Gates = settle(f.Severity, class, r), f.Gates && !r.Demonstration
	if f.Severity != None {
		p.out = append(p.out, f)
	}
}

// settle applies the steps that hold for every rule alike, in their order.
func settle(s Severity, class fact.PathClass, r Report) Severity {
	placeholder := r.Credential != nil && r.Credential.Placeholder
	switch {
	case placeholder, r.Documentation && documents(class, r):
		s = min(s, Info)
	case r.Credential != nil && r.Credential.Kind == fact.KindNone:
		s = s.Lower(2)
	}
	if (class != fact.ClassMain || r.Demonstration) && !r.KeepSeverity {
		s = s.Lower(2)
	}
	return s
}

// documents tells whether a documentation name is at home where it stands: in
// documentation, and in API descriptions, which say so by setting Specification.
func documents(class fact.PathClass, r Report) bool {
	return class == fact.ClassDocs || r.Specification
}

// merge joins the findings of one rule at one place: the alternatives of one
// call are one weakness, with the evidence of all.
func merge(fs []Finding) []Finding {
	type key struct {
		rule    *Rule
		at      fact.Location
		subject string
	}
	at := map[key]int{}
	var out []Finding
	for _, f := range fs {
		k := key{f.Rule, f.At, f.Subject}
		i, seen := at[k]
		if !seen {
			at[k] = len(out)
			out = append(out, f)
			continue
		}
		out[i] = join(out[i], f)
	}
	return out
}

func join(a, b Finding) Finding {
	if b.Severity > a.Severity {
		a, b = b, a
	}
	for _, e := range b.Evidence {
		if !slices.Contains(a.Evidence, e) {
			a.Evidence = append(a.Evidence, e)
		}
	}
	for _, id := range b.Routes {
		if !slices.Contains(a.Routes, id) {
			a.Routes = append(a.Routes, id)
		}
	}
	a.Gates = a.Gates || b.Gates
	if b.Fix == nil || a.Fix != nil && *a.Fix != *b.Fix { // what mends one of them alone is no fix
		a.Fix = nil
	}
	return a
}

// mostSpecific drops a general rule's finding where a rule that specialises it
// names the same weakness of the same route or subject.
func mostSpecific(fs []Finding) []Finding {
	taken := map[*Rule]map[any]bool{}
	for i := range fs {
		for _, general := range generalisations(fs[i].Rule) {
			if taken[general] == nil {
				taken[general] = map[any]bool{}
			}
			for _, s := range subjects(&fs[i]) {
				taken[general][s] = true
			}
		}
	}
	return slices.DeleteFunc(fs, func(f Finding) bool {
		ss := subjects(&f)
		for _, s := range ss {
			if !taken[f.Rule][s] {
				return false
			}
		}
		return len(ss) > 0
	})
}

// generalisations are the rules that r specialises, directly or through others.
func generalisations(r *Rule) []*Rule {
	var out []*Rule
	todo := slices.Clone(r.Specialises)
	for len(todo) > 0 {
		g := todo[0]
		todo = todo[1:]
		if !slices.Contains(out, g) {
			out = append(out, g)
			todo = append(todo, g.Specialises...)
		}
	}
	return out
}

func subjects(f *Finding) []any {
	var out []any
	for _, id := range f.Routes {
		out = append(out, id)
	}
	if f.Subject != "" {
		out = append(out, f.Subject)
	}
	return out
}
