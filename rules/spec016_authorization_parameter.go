package rules

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec016 = &Rule{
	ID: "SPEC-016", Name: "authorization-parameter", Title: "Authorization is declared as an ordinary parameter",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{522, 1059}, OWASP: []string{"API2:2023"},
	References: []string{"OpenAPI Specification: Parameter Object"},
	Check:      checkSpec016,
}

func checkSpec016(p *Pass) {
	for _, d := range descriptions(p) {
		var found []Report
		seen := map[fact.Location]bool{}
		for _, op := range d.operations {
			for _, in := range op.Inputs {
				if in.In != "header" || !strings.EqualFold(in.Name, "authorization") || seen[in.At] || callerNamesHost(op.CallbackURL) {
					continue
				}
				seen[in.At] = true
				found = append(found, Report{At: in.At, Message: fmt.Sprintf("%s takes Authorization as an ordinary parameter: tools ignore it, and the operation counts as open", called(op))})
			}
		}
		if n := len(found); n > 1 {
			found[0] = together(found, fmt.Sprintf("Authorization is an ordinary parameter in %d places: tools ignore it, and the operations count as open", n))
		}
		if len(found) > 0 {
			p.Report(found[0])
		}
	}
}
