package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// description is one API description with what belongs to it.
type description struct {
	*fact.Document
	operations []*fact.Operation
	schemes    []*fact.SecurityScheme
}

// descriptions joins the facts of each API description, in their order.
func descriptions(p *Pass) []*description {
	out := make([]*description, len(p.Facts.Documents))
	of := make(map[int]*description, len(out))
	for i := range p.Facts.Documents {
		out[i] = &description{Document: &p.Facts.Documents[i]}
		of[out[i].ID] = out[i]
	}
	for i := range p.Facts.Operations {
		if d := of[p.Facts.Operations[i].Doc]; d != nil {
			d.operations = append(d.operations, &p.Facts.Operations[i])
		}
	}
	for i := range p.Facts.Schemes {
		if d := of[p.Facts.Schemes[i].Doc]; d != nil {
			d.schemes = append(d.schemes, &p.Facts.Schemes[i])
		}
	}
	return out
}

// served are the operations that a client calls: all but callbacks and webhooks,
// in which the provider is the one that calls, and those of messages. OPTIONS is a
// browser's question and carries no credential by design.
func (d *description) served() []*fact.Operation {
	return slices.DeleteFunc(slices.Clone(d.operations), func(op *fact.Operation) bool {
		return inward(op) || op.Method == "OPTIONS"
	})
}

// inward reports what is not a request that a client makes of this API.
func inward(op *fact.Operation) bool { return op.Webhook || op.CallbackURL != "" || op.Messages }

// secured reports whether no call comes through without a credential.
func secured(op *fact.Operation) bool {
	return len(op.Security) > 0 && !slices.ContainsFunc(op.Security, free)
}

// open reports whether the description asks for no credential at all.
func open(op *fact.Operation) bool {
	return !slices.ContainsFunc(op.Security, func(r fact.Requirement) bool { return !free(r) })
}

func free(r fact.Requirement) bool { return len(r.Schemes) == 0 }

// takesCredential reports an input that authenticates by itself: an API key that is
// described as a parameter, or what a login takes in its body.
func takesCredential(op *fact.Operation) bool {
	return slices.ContainsFunc(op.Inputs, func(in fact.Input) bool {
		if in.In == "body" || in.In == "formData" {
			return slices.Contains(loginFields, strings.ToLower(strings.TrimPrefix(in.Name, "body.")))
		}
		_, ok := credential.FieldKind(in.Name)
		return ok
	})
}

var loginFields = []string{
	"password", "passwd", "pwd", "otp", "client_secret", "clientsecret", "client_assertion", "assertion", "code_verifier",
	"refresh_token", "refreshtoken", "id_token", "idtoken", "token", "api_key", "apikey",
}

// called names an operation: "GET /users/{id}".
func called(op *fact.Operation) string { return op.Method + " " + clip(op.Path) }

// many is how many findings of one kind in one description a reader takes as so
// many slips. What is more is a habit, and is reported once.
const many = 10

// maxPlaces bounds the evidence of a habit.
const maxPlaces = 20

// slips reports each place where something lacks. Where there are many, it reports
// a habit instead: one finding in the first place, with the message that habit
// makes of their number, and the other places as evidence.
func (p *Pass) slips(found []Report, habit func(n int) string) {
	if len(found) > many {
		found = []Report{together(found, habit(len(found)))}
	}
	for _, r := range found {
		p.Report(r)
	}
}

// together makes one report of several, in the place of the first.
func together(found []Report, message string) Report {
	first := found[0]
	for _, r := range found[1:min(len(found), maxPlaces)] {
		says := r.Message
		if says == first.Message {
			says = "and here"
		}
		first.Evidence = append(first.Evidence[:len(first.Evidence):len(first.Evidence)], fact.Evidence{At: r.At, Says: says})
	}
	first.Message = message
	if rest := len(found) - maxPlaces; rest > 0 {
		first = first.with(first.At, fmt.Sprintf("%d more places are alike", rest))
	}
	return first
}

// unlessUsed lowers what is weak in a scheme that no operation asks for: it is
// there to be used, and is not used yet.
func (r Report) unlessUsed(s *fact.SecurityScheme, severity Severity) Report {
	r.Severity = severity
	if !s.Used {
		r.Severity = severity.Lower(1)
		r.Message += "; no operation asks for that scheme yet"
	}
	return r
}

// place is the scheme and host of a URL of a description, in lower case. User
// information, port, path and query are not in it, so that it can be printed.
func place(url string) (scheme, host string) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		return "", ""
	}
	if i := strings.IndexAny(rest, `/?#\`); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, ']') {
		rest = rest[:i]
	}
	return strings.ToLower(scheme), strings.ToLower(rest)
}

// plainNetwork says how far a name is that gets something in plain text: None on
// this machine, Medium inside a cluster, High on a local network, worst elsewhere.
func plainNetwork(host string, worst Severity) Severity {
	switch name.Classify(host).Class {
	case name.Loopback:
		return None
	case name.Cluster, name.SingleLabel:
		return min(Medium, worst)
	case name.MDNS, name.SpecialUse, name.PrivateIP, name.Metadata:
		return min(High, worst)
	}
	return worst
}

// fixedTail is the end of a host that settles its registrable domain whatever its
// holes are filled with; empty where it does not.
func fixedTail(host fact.Text) string {
	if len(host) == 0 {
		return ""
	}
	last := host[len(host)-1]
	if last.Hole != nil || !name.FixesDomain(last.Literal) {
		return ""
	}
	return strings.TrimPrefix(last.Literal, ".")
}
