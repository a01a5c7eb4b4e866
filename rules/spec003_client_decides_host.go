package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec003 = &Rule{
	ID: "SPEC-003", Name: "client-decides-host", Title: "An API description leaves the host that gets a credential to the client",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{610, 923}, OWASP: []string{"API10:2023"},
	References:  []string{"RFC 9700 §4.4", "OpenAPI Specification: Server Variable Object"},
	Specialises: []*Rule{route002, route003},
	Check:       checkSpec003,
}

func checkSpec003(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		host := r.Destination.Host
		holes := host.Holes()
		if r.Artifact != fact.ArtifactOpenAPI || len(holes) == 0 || fixedTail(host) != "" {
			continue // a label below a fixed domain is in its owner's hands
		}
		report := onRoute(r, "%s goes to any host that a client puts in for {%s}", credentialName(&r.Credential), clip(holes[0].Name))
		report.Severity = High
		if h := holes[0]; r.Destination.Glued && (h.Default == "" || h.Default[0] == '/') { // meant for the path
			report.Severity = Low
			report.Message = sentence("the variable {%s} stands right behind the host: a value without a slash in front makes another host of it", clip(h.Name))
		}
		p.Report(report.with(holes[0].At, "the variable has no enum"))
	}
	for _, d := range descriptions(p) {
		if at, ok := d.nowhere(); ok {
			p.Report(Report{At: at, Message: "No server is absolute: whoever hands out this description decides which host gets the credentials that it asks for"})
		}
	}
}

// nowhere reports a description that asks for credentials and names no host for
// them anywhere, with the place where one belongs.
func (d *description) nowhere() (fact.Location, bool) {
	asks := slices.ContainsFunc(d.operations, func(op *fact.Operation) bool { return !inward(op) && !open(op) })
	absolute := func(s fact.Server) bool { return s.Absolute }
	if !asks || slices.ContainsFunc(d.Servers, absolute) {
		return fact.Location{}, false
	}
	for _, op := range d.operations {
		if slices.ContainsFunc(op.Servers, absolute) {
			return fact.Location{}, false
		}
	}
	for _, s := range d.Servers {
		if !s.At.IsZero() {
			return s.At, true
		}
	}
	return d.At, true
}
