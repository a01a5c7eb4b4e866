package rules

import (
	"fmt"
	"slices"
	"strings"
)

var spec013 = &Rule{
	ID: "SPEC-013", Name: "no-401", Title: "A secured operation does not say what happens without a credential",
	Severity: Low, Confidence: ConfidenceHigh, CWE: []int{755}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9110 §15.5.2", "RFC 6750 §3"},
	Check:      checkSpec013,
}

func checkSpec013(p *Pass) {
	for _, d := range descriptions(p) {
		var slips []Report
		all := 0
		for _, op := range d.served() {
			if !secured(op) {
				continue
			}
			all++
			if !slices.ContainsFunc(op.Responses, covers401) {
				slips = append(slips, Report{At: op.At, Message: fmt.Sprintf("%s needs a credential and documents no 401", called(op))})
			}
		}
		p.slips(slips, func(n int) string {
			return fmt.Sprintf("%d of %d operations that need a credential document no 401", n, all)
		})
	}
}

func covers401(status string) bool {
	return status == "401" || status == "default" || strings.EqualFold(status, "4XX")
}
