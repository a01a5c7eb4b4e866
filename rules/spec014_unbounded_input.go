package rules

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec014 = &Rule{
	ID: "SPEC-014", Name: "unbounded-input", Title: "An operation takes input without bounds",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{20, 770}, OWASP: []string{"API4:2023"},
	References: []string{"JSON Schema Validation 2020-12 §6"},
	Check:      checkSpec014,
}

func checkSpec014(p *Pass) {
	for _, d := range descriptions(p) {
		var slips []Report
		told := map[fact.Location]bool{}
		all := 0
		for _, op := range d.served() {
			if !secured(op) && !changes(op) {
				continue
			}
			all++
			if report, ok := unbounded(op, told); ok {
				slips = append(slips, report)
			}
		}
		p.slips(slips, func(n int) string {
			return fmt.Sprintf("%d of %d operations add input without bounds", n, all)
		})
	}
}

func changes(op *fact.Operation) bool {
	switch op.Method {
	case "POST", "PUT", "PATCH", "DELETE":
		return true
	}
	return false
}

// unbounded reports the inputs of an operation that state no bound. One that an
// operation before it takes from the same place is told there.
func unbounded(op *fact.Operation, told map[fact.Location]bool) (Report, bool) {
	report := Report{At: op.At}
	var names []string
	for _, in := range op.Inputs {
		what := missingBound(in)
		if what == "" || told[in.At] {
			continue
		}
		told[in.At] = true
		names = append(names, in.Name)
		if len(names) <= maxPlaces {
			report = report.with(in.At, fmt.Sprintf("%s has no %s", clip(in.Name), what))
		}
	}
	switch n := len(names); {
	case n == 0:
		return Report{}, false
	case n > 3:
		names = append(names[:3:3], fmt.Sprintf("%d more", n-3))
	}
	report.Message = fmt.Sprintf("%s takes input without bounds: %s", called(op), clip(strings.Join(names, ", ")))
	return report, true
}

// missingBound says which bound an input lacks. What has a type that is not known
// lacks nothing that could be named.
func missingBound(in fact.Input) string {
	has := func(b fact.Bound) bool { return in.Bounds&b != 0 }
	switch in.Type {
	case "string":
		if !has(fact.BoundMaxLength | fact.BoundPattern | fact.BoundEnum | fact.BoundFormat) {
			return "maxLength, pattern, enum or format"
		}
	case "array":
		if !has(fact.BoundMaxItems) {
			return "maxItems"
		}
	case "integer", "number":
		if !has(fact.BoundMaximum | fact.BoundEnum | fact.BoundFormat) {
			return "maximum"
		}
	}
	return ""
}
