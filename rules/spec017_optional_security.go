package rules

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec017 = &Rule{
	ID: "SPEC-017", Name: "optional-security", Title: "A credential is optional",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{306}, OWASP: []string{"API2:2023"},
	References: []string{"OpenAPI Specification: Security Requirement Object"},
	Check:      checkSpec017,
}

func checkSpec017(p *Pass) {
	for _, d := range descriptions(p) {
		var slips []Report
		seen := map[fact.Location]bool{}
		for _, op := range d.served() {
			if open(op) {
				continue
			}
			for _, q := range op.Security {
				if free(q) && !seen[q.At] {
					seen[q.At] = true
					slips = append(slips, optional(op, q))
				}
			}
		}
		p.slips(slips, func(n int) string {
			return fmt.Sprintf("A credential is optional in %d places: with {} among the alternatives, a request without one is as good", n)
		})
	}
}

func optional(op *fact.Operation, q fact.Requirement) Report {
	what := called(op)
	if !op.SecurityDeclared {
		what = "every operation that states no security of its own"
	}
	return Report{At: q.At, Message: sentence("{} among the alternatives makes the credential optional for %s", what)}
}
