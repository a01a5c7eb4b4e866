package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route026 = &Rule{
	ID: "ROUTE-026", Name: "host-from-response", Title: "The host that gets a credential comes from an earlier answer that nothing compares with the first host",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{522, 918}, OWASP: []string{"API10:2023"},
	References: []string{"RFC 9700", "RFC 3986 §6"},
	Check:      checkRoute026,
}

func checkRoute026(p *Pass) {
	calls := callsByPlace(p.Facts)
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginResponse })
		if h == nil || r.Destination.Glued || r.Credential.Kind == fact.KindNone {
			continue
		}
		if report, ok := answered(r, h, calls[h.From]); ok {
			report.Message = sentence("%s goes to the host that %s of an answer names, and nothing compares it with the host that was asked", credentialName(&r.Credential), holeName(h))
			p.Report(report)
		}
	}
}

// callsByPlace are the routes of each place that sends.
func callsByPlace(s *fact.Set) map[fact.Location][]*fact.Route {
	out := map[fact.Location][]*fact.Route{}
	for i := range s.Routes {
		out[s.Routes[i].At] = append(out[s.Routes[i].At], &s.Routes[i])
	}
	return out
}

// answered weighs a host that an answer names by who answers: one that has the
// credential already, over a channel that proves it, can give away no more than what it
// passes on from others. A link to the next page it has most likely made itself.
func answered(r *fact.Route, h *fact.Hole, asked []*fact.Route) (Report, bool) {
	g := guards(r)
	if g.host || g.origin || g.loose != nil {
		return Report{}, false // checks that do not suffice are other rules' business
	}
	if paired(r, func(o fact.Origin) bool { return o == fact.OriginResponse }) {
		return Report{}, false // host and credential were handed out together
	}
	report := onRoute(r, "")
	known, same := false, false
	for _, a := range asked {
		if outsideHole(a, func(o fact.Origin) bool { return o == fact.OriginResponse }) != nil && a.At == r.At {
			continue // the next round of the same call
		}
		if strings.Contains(path(a), "/.well-known/") {
			return Report{}, false // whom discovery may be asked is a question of its own
		}
		known = true
		proven := a.Grades.Channel != fact.C0 && a.Grades.Channel != fact.C1
		same = same || proven && oneCredential(&a.Credential, &r.Credential)
		report = report.with(a.At, "the answer comes from "+destination(a))
	}
	switch {
	case known && !same:
		report.Severity = High
	case ownLink(h.Name):
		report.Severity = Low
	default:
		report.Severity = Medium
	}
	report = report.with(h.At, "the host is read here")
	if g.opaque != nil {
		report.Severity, report.Confidence = Low, ConfidenceLow
		report = report.with(g.opaque.At, "a check that could not be read")
	}
	return report, true
}

func oneCredential(a, b *fact.Credential) bool {
	switch {
	case a.Kind == fact.KindNone || b.Kind == fact.KindNone:
		return false
	case a.ID != 0 || b.ID != 0:
		return a.ID == b.ID
	}
	return a.At == b.At || a.Name != "" && a.Name == b.Name && a.Origin == b.Origin
}

// ownLinks are the names of links that a service makes to itself.
var ownLinks = []string{"next", "prev", "previous", "nextlink", "nexturl", "nextpage", "nextpageurl", "nextrecordsurl", "location", "contentlocation", "operationlocation", "deltalink", "self", "link", "links", "firstpage", "lastpage"}

// linkParts are parts of a link, or ways to read it as a text.
var linkParts = []string{"url", "href", "uri", "string", "tostring", "headers"}

// ownLink tells a link to the next page, or to what a request has made: paging.next,
// @odata.nextLink, headers.Location, links.next.url.
func ownLink(name string) bool {
	parts := strings.Split(strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name)), ".")
	for i := len(parts) - 1; i >= 0; i-- {
		switch {
		case slices.Contains(ownLinks, parts[i]):
			return true
		case !slices.Contains(linkParts, parts[i]):
			return false
		}
	}
	return false
}
