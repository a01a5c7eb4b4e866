package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec005 = &Rule{
	ID: "SPEC-005", Name: "credential-in-url", Title: "An API description puts a credential into the URL",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{598}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 6750 §2.3", "RFC 6750 §5.3", "RFC 9700 §4.3.2"},
	Check:      checkSpec005,
}

func checkSpec005(p *Pass) {
	for _, d := range descriptions(p) {
		for _, s := range d.schemes {
			if s.Type == "apiKey" && s.In == "query" {
				report := Report{At: s.TypeAt, Message: sentence("the scheme %s sends its key in the query, which logs, proxies and histories keep", clip(s.Name))}
				p.Report(report.unlessUsed(s, Medium))
			}
		}
		d.queryCredentials(p)
	}
	eachURL(p, func(u misleading) {
		if u.has("userinfo") {
			p.Report(Report{At: u.at, Subject: u.subject(), Routes: u.routes, Message: sentence("the %s has a place for a credential before the host", u.what)})
		}
	})
}

// credentialParameters are the names of query parameters that carry a credential
// and are nothing else.
var credentialParameters = []string{
	"access_token", "accesstoken", "token", "api_key", "apikey", "api-key", "auth_token", "authtoken", "api_token", "apitoken", "id_token", "client_secret", "password",
}

// queryCredentials reports ordinary query parameters that are credentials by name:
// one finding a name, since one scheme is what mends them.
func (d *description) queryCredentials(p *Pass) {
	found := map[string][]Report{}
	seen := map[fact.Location]bool{}
	var order []string
	for _, op := range d.served() {
		for _, in := range op.Inputs {
			field := strings.ToLower(in.Name)
			if in.In != "query" || !slices.Contains(credentialParameters, field) || seen[in.At] || d.declaresQueryKey(field) {
				continue
			}
			seen[in.At] = true
			report := Report{At: in.At, Message: fmt.Sprintf("The parameter %s carries a credential in the query, which logs, proxies and histories keep", clip(in.Name))}
			if field == "token" && !open(op) { // beside another credential it may be a place in a list
				report.Severity, report.Confidence = Low, ConfidenceLow
			}
			if found[field] == nil {
				order = append(order, field)
			}
			found[field] = append(found[field], report)
		}
	}
	for _, field := range order {
		p.Report(together(found[field], found[field][0].Message))
	}
}

// declaresQueryKey tells a parameter that repeats what a scheme says already.
func (d *description) declaresQueryKey(field string) bool {
	return slices.ContainsFunc(d.schemes, func(s *fact.SecurityScheme) bool {
		return s.Type == "apiKey" && s.In == "query" && strings.EqualFold(s.Field, field)
	})
}
