package rules

import "github.com/hostbound/hostbound/internal/fact"

var route027 = &Rule{
	ID: "ROUTE-027", Name: "text-joined-to-host", Title: "Text from outside stands right behind the host, with no slash that ends it",
	Severity: High, Confidence: ConfidenceMedium, CWE: []int{20, 918}, OWASP: []string{"API7:2023"},
	References:  []string{"RFC 3986 §3.2"},
	Specialises: []*Rule{route002, route003},
	Check:       checkRoute027,
}

func checkRoute027(p *Pass) {
	calls := callsByPlace(p.Facts)
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		h := joinedText(r)
		if h == nil {
			continue
		}
		g := guards(r)
		if g.host || g.origin || g.loose != nil {
			continue
		}
		if report, ok := joinedReport(r, h, calls[h.From]); ok {
			if g.opaque != nil {
				report.Severity, report.Confidence = Low, ConfidenceLow
				report = report.with(g.opaque.At, "a check that could not be read")
			}
			p.Report(report)
		}
	}
}

// joinedText is the hole right behind the host, where somebody outside fills it.
func joinedText(r *fact.Route) *fact.Hole {
	holes := r.Destination.Host.Holes()
	if !r.Destination.Glued || len(holes) == 0 {
		return nil
	}
	h := holes[len(holes)-1]
	if !h.Origin.Outside() && !h.Origin.Setting() {
		return nil
	}
	return h
}

func joinedReport(r *fact.Route, h *fact.Hole, asked []*fact.Route) (Report, bool) {
	report := onRoute(r, "")
	switch {
	case h.Origin.Setting():
		report.Severity = Low // whoever deploys the program sets it
	case h.Origin == fact.OriginResponse:
		by, ok := answered(r, h, asked)
		if !ok {
			return Report{}, false
		}
		report = by
	case h.Record != 0 && h.Record == r.Credential.Record:
		report.Severity = Info // whoever writes the text has given the credential
	}
	report.Message = sentence("%s goes to %s: %s can continue the host or put it into the user part", credentialName(&r.Credential), destination(r), holeName(h))
	return report.with(h.At, "the text is read here"), true
}
