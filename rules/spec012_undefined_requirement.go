package rules

import (
	"fmt"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec012 = &Rule{
	ID: "SPEC-012", Name: "undefined-requirement", Title: "A security requirement names what is not defined",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{863, 1173}, OWASP: []string{"API8:2023"},
	References: []string{"OpenAPI Specification: Security Requirement Object"},
	Check:      checkSpec012,
}

func checkSpec012(p *Pass) {
	for _, d := range descriptions(p) {
		f := undefined{at: map[string][]Report{}, seen: map[fact.Location]bool{}}
		f.requirements(d.Security)
		f.servers(d.Servers)
		for _, op := range d.operations {
			f.requirements(op.Security)
			f.servers(op.Servers)
		}
		for _, name := range f.order {
			p.Report(together(f.at[name], f.at[name][0].Message))
		}
	}
}

// undefined collects the places of each name that one description does not define.
type undefined struct {
	order []string
	at    map[string][]Report
	seen  map[fact.Location]bool
}

func (f *undefined) servers(list []fact.Server) {
	for i := range list {
		f.requirements(list[i].Security)
	}
}

func (f *undefined) requirements(list []fact.Requirement) {
	for _, q := range list {
		for _, s := range q.Schemes {
			if f.seen[s.At] {
				continue
			}
			f.seen[s.At] = true
			if !s.Defined {
				f.add(s.Name, s.At, fmt.Sprintf("The security scheme %s is not defined: tools send nothing for it, or refuse the description", clip(s.Name)))
			}
			for _, scope := range s.UndefinedScopes {
				f.add(s.Name+" "+scope, s.At, fmt.Sprintf("The scheme %s does not define the scope %s that is asked for here", clip(s.Name), clip(scope)))
			}
		}
	}
}

func (f *undefined) add(name string, at fact.Location, message string) {
	if f.at[name] == nil {
		f.order = append(f.order, name)
	}
	f.at[name] = append(f.at[name], Report{At: at, Subject: name, Message: message})
}
