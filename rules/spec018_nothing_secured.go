package rules

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
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
	var out, undeclared []Report
	for _, op := range d.served() {
		if !open(op) {
			return nil
		}
		if op.SecurityDeclared || public(op) {
			continue
		}
		if key := keyHeader(op); key != "" {
			r := unsecuredOperation(op, fmt.Sprintf("tools do not know that the ordinary parameter %s is one", clip(key)))
			r.Severity = Low
			undeclared = append(undeclared, r)
		} else if !takesCredential(op) {
			out = append(out, unsecuredOperation(op, why))
		}
	}
	if len(out) == 0 {
		return undeclared
	}
	return out
}

// keyHeader is a header that carries a credential by its name and is no security
// scheme. Authorization is SPEC-016's, and what stands in the query SPEC-005's.
func keyHeader(op *fact.Operation) string {
	for _, in := range op.Inputs {
		if _, ok := credential.FieldKind(in.Name); ok && in.In == "header" && !strings.EqualFold(in.Name, "authorization") {
			return in.Name
		}
	}
	return ""
}

func unsecuredOperation(op *fact.Operation, why string) Report {
	return Report{At: op.At, Message: fmt.Sprintf("%s asks for no credential: %s", called(op), why)}
}
