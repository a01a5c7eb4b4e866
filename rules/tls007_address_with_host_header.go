package rules

import (
	"net/netip"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var tls007 = &Rule{
	ID: "TLS-007", Name: "address-with-host-header", Title: "An address in the URL with the name in a Host header",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{297}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9525", "RFC 6066 §3"},
	Check:      checkTLS007,
}

func checkTLS007(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		host, _ := r.Destination.Host.Known()
		_, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil || scheme(r) != "https" || len(r.HostHeader) == 0 || r.Channel.ServerName.State == fact.StateOn {
			continue
		}
		p.Report(onRoute(r, "TLS to %s is checked against the address, not against the name %s in the Host header: the check fails, and is then switched off", host, r.HostHeader))
	}
}
