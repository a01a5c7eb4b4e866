package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route012 = &Rule{
	ID: "ROUTE-012", Name: "absolute-url-beats-base", Title: "A path from outside can be a whole URL, which takes the place of the base URL",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{610, 918}, OWASP: []string{"API7:2023"},
	References: []string{"RFC 3986 §5.2.2", "CVE-2025-27152"},
	Check:      checkRoute012,
}

func checkRoute012(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Client.AbsoluteWins != fact.StateOn || len(r.BaseURL) == 0 || len(r.CallURL) == 0 || r.Credential.Kind == fact.KindNone {
			continue
		}
		h := r.CallURL[0].Hole // behind literal text, nothing makes another host
		if h == nil || h.Origin != fact.OriginRequest && h.Origin != fact.OriginDatabase || segment(h) {
			continue
		}
		if g := checks(r, r.CallGuards); g.host || g.origin || g.loose != nil || g.opaque != nil {
			continue
		}
		report := onRoute(r, "%s is meant for %s, but where %s is a whole URL this client sends it there", credentialName(&r.Credential), r.BaseURL, holeName(h))
		if h.Record != 0 && h.Record == r.Credential.Record {
			report.Severity = Info // whoever writes the path has given the credential
		}
		p.Report(report.with(h.At, "the path is read here"))
	}
}

// segment tells a part of the request's own path: it holds no slash, and so no URL.
func segment(h *fact.Hole) bool {
	return h.Origin == fact.OriginRequest && strings.HasPrefix(h.Name, "path.")
}
