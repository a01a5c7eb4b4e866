package rules

import (
	"fmt"
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var spec007 = &Rule{
	ID: "SPEC-007", Name: "parts-fetched-by-name", Title: "Parts of an API description are fetched from another host",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{494, 829}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 3986 §5", "RFC 9110 §4.3.4"},
	Check:      checkSpec007,
}

func checkSpec007(p *Pass) {
	type source struct {
		doc          int
		scheme, host string
	}
	found := map[source][]Report{}
	var order []source
	docs := map[int]*description{}
	for _, d := range descriptions(p) {
		docs[d.ID] = d
	}
	for i := range p.Facts.References {
		ref := &p.Facts.References[i]
		scheme, host := place(ref.URL)
		if !fetched(ref, scheme, host) || scheme == "https" && docs[ref.Doc].serves(host) {
			continue
		}
		s := source{ref.Doc, scheme, host}
		if found[s] == nil {
			order = append(order, s)
		}
		found[s] = append(found[s], referenceReport(ref, scheme, host))
	}
	for _, s := range order {
		p.Report(together(found[s], found[s][0].Message))
	}
}

// fetched reports a reference that a tool gets over the network. A dialect is a
// name, and the standard ones are built in.
func fetched(ref *fact.Reference, scheme, host string) bool {
	if ref.Kind == "jsonSchemaDialect" && (host == "json-schema.org" || host == "spec.openapis.org") {
		return false
	}
	return (scheme == "http" || scheme == "https") && name.Classify(host).Class != name.Loopback
}

// serves reports whether the API itself is on the registrable domain of host.
func (d *description) serves(host string) bool {
	return d != nil && slices.ContainsFunc(d.Servers, func(s fact.Server) bool {
		_, own := place(s.Raw)
		return name.RegistrableDomain(own) == name.RegistrableDomain(host)
	})
}

func referenceReport(ref *fact.Reference, scheme, host string) Report {
	r := Report{
		At: ref.At, Documentation: name.IsDocumentation(host), Specification: true,
		Message: fmt.Sprintf("A part of this description is fetched from %s: who answers for that name writes it", clip(host)),
	}
	if scheme == "http" {
		r.Message = fmt.Sprintf("A part of this description is fetched from %s in plain text: anyone on the way writes it", clip(host))
	}
	if ref.Kind != "$ref" && ref.Kind != "extends" {
		r.Severity = Low // few tools follow it
	}
	return r
}
