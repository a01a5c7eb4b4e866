package rules

import "github.com/hostbound/hostbound/internal/fact"

var route001 = &Rule{
	ID: "ROUTE-001", Name: "bearer-over-http", Title: "A credential goes out in plain text",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{319, 522}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3", "RFC 9325"},
	Check:      checkRoute001,
}

func checkRoute001(p *Pass) {
	twins := map[twin]bool{}
	for i := range p.Facts.Routes {
		if r := &p.Facts.Routes[i]; r.Grades.Channel != fact.C0 {
			twins[twinOf(r)] = true
		}
	}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Grades.Channel != fact.C0 {
			continue
		}
		says, chosen := "%s goes to %s in plain text", len(r.Destination.Host.Holes()) > 0 && twins[twinOf(r)]
		if chosen {
			says = "%s goes to %s in plain text where a setting or a branch says so, and by TLS where it does not"
		}
		report := onRoute(r, says, credentialName(&r.Credential), destination(r))
		report = report.with(r.Destination.At, "the destination has no TLS")
		if provable(r) {
			report = report.fix("use https", r.Destination.Secure)
		}
		if report, ok := report.grade(r.Grades); ok {
			if chosen {
				report.Severity, report.Confidence = min(report.Severity, Medium), ConfidenceMedium
			}
			p.Report(report)
		}
	}
}

// twin is what two routes have in common of which one is the other by another scheme.
type twin struct {
	at         fact.Location
	host, name string
}

func twinOf(r *fact.Route) twin {
	return twin{r.At, r.Destination.Host.String(), r.Credential.Name}
}
