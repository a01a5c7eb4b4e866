package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var route018 = &Rule{
	ID: "ROUTE-018", Name: "metadata-token", Title: "A cloud's metadata service is asked for credentials outside its SDK",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{350, 918}, OWASP: []string{"API7:2023"},
	References: []string{"OWASP API7:2023"},
	// The service has no TLS by design: that it is plain text is not news.
	Specialises: []*Rule{route001, route008},
	Check:       checkRoute018,
}

func checkRoute018(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		host := r.Destination.Host.Prefix() // a path may be joined to it
		if host == "" || name.Classify(host).Class != name.Metadata {
			continue
		}
		report := onRoute(r, "the metadata service at %s hands out credentials, and is called by hand", host)
		report.Credential = nil // what is at stake is in the answer
		if _, known := r.Destination.URL.Known(); known && strings.Trim(path(r), "/") == "" {
			report.Severity = Info // asked whether it is there
		}
		byAddress := !strings.ContainsAny(host, "abcdefghijklmnopqrstuvwxyz")
		if byAddress && (r.Credential.Kind != fact.KindNone || r.Method == "PUT") {
			report.Severity = Info // an address, and a session token or the request for one
		}
		p.Report(report)
	}
}
