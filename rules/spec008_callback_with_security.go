package rules

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var spec008 = &Rule{
	ID: "SPEC-008", Name: "callback-with-security", Title: "A callback sends a credential to a host that the caller names",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{522, 918}, OWASP: []string{"API7:2023"},
	References: []string{"RFC 9700 §4.9"},
	Check:      checkSpec008,
}

func checkSpec008(p *Pass) {
	for _, d := range descriptions(p) {
		var slips []Report
		for _, op := range d.operations {
			if report, ok := callback(op); ok && callerNamesHost(op.CallbackURL) {
				slips = append(slips, report.with(op.At, "the request is described here"))
			}
		}
		p.slips(slips, func(n int) string {
			return fmt.Sprintf("%d callbacks send a credential to whatever host the caller named", n)
		})
	}
}

func callback(op *fact.Operation) (Report, bool) {
	for _, in := range op.Inputs {
		if _, ok := credential.FieldKind(in.Name); ok && in.In == "header" {
			return Report{At: in.At, Message: fmt.Sprintf("The header %s goes to whatever host the caller named in %s", clip(in.Name), clip(op.CallbackURL))}, true
		}
	}
	for _, q := range op.Security {
		if len(q.Schemes) > 0 {
			s := q.Schemes[0]
			report := Report{At: s.At, Message: fmt.Sprintf("The credential of %s goes to whatever host the caller named in %s", clip(s.Name), clip(op.CallbackURL))}
			if !op.SecurityDeclared { // the document's security, which few mean for callbacks
				report.At, report.Severity, report.Confidence = op.At, Low, ConfidenceLow
				report.Message += ", unless the callback says security: []"
			}
			return report, true
		}
	}
	return Report{}, false
}

// callerNamesHost reports a runtime expression whose host comes from the request.
func callerNamesHost(expression string) bool {
	before, _, ok := strings.Cut(expression, "{$request.")
	if !ok {
		return strings.HasPrefix(expression, "$request.")
	}
	if _, rest, ok := strings.Cut(before, "://"); ok {
		before = rest
	}
	return !strings.ContainsAny(before, "/?#")
}
