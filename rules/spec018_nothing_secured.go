package rules

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec018 = &Rule{
	ID: "SPEC-018", Name: "nothing-secured", Title: "No operation of an API asks for a credential",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{306}, OWASP: []string{"API2:2023"},
	References: []string{"OpenAPI Specification: Security Requirement Object"},
	Check:      checkSpec018,
}

func checkSpec018(p *Pass) {
	for _, d := range descriptions(p) {
		if found := d.unsecured(); len(found) > 0 {
			p.Report(together(found, found[0].Message))
		}
	}
}

// unsecured are the operations of a description in which nothing asks for a
// credential and nothing says that this is meant. All of them are one weakness,
// since one line at the top mends it.
func (d *description) unsecured() []Report {
	if d.SecurityDeclared {
		return nil
	}
	why := "no operation of this API does, and the description has no security"
	if len(d.schemes) > 0 {
		why = fmt.Sprintf("the scheme %s is defined, and nothing requires it", clip(d.schemes[0].Name))
	}
	var out []Report
	for _, op := range d.served() {
		switch {
		case !open(op):
			return nil
		case !op.SecurityDeclared && !takesCredential(op) && !public(op):
			out = append(out, unsecuredOperation(op, why))
		}
	}
	return out
}

func unsecuredOperation(op *fact.Operation, why string) Report {
	return Report{At: op.At, Message: fmt.Sprintf("%s asks for no credential: %s", called(op), why)}
}
