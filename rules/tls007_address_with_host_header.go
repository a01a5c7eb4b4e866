package rules

import (
	"net/netip"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var tls007 = &Rule{
	ID: "TLS-007", Name: "address-with-host-header", Title: "An address in the URL with the name in a Host header",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{297}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9525", "RFC 6066 §3"},
	// Where the check was switched off, this is why.
	Specialises: []*Rule{tls001, tls003},
	Check:       checkTLS007,
}

func checkTLS007(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		host, _ := r.Destination.Host.Known()
		_, err := netip.ParseAddr(strings.Trim(host, "[]"))
		named := r.Channel.ServerName.State != fact.StateOff || r.Channel.Pin.State == fact.StateOn
		if err != nil || scheme(r) != "https" || len(r.HostHeader) == 0 || named || loopback(r) {
			continue
		}
		if off := switchedOff(r); off != nil {
			report := onRoute(r, "TLS to %s is not checked, since the name %s in the Host header is not in the handshake: %s goes to whoever answers", host, r.HostHeader, credentialName(&r.Credential))
			report.At, report.Severity = off.At, unverified(r)
			p.Report(report.with(r.At, "the request is sent here"))
			continue
		}
		report := onRoute(r, "TLS to %s is checked against the address, not against the name %s in the Host header: the check fails, and is then switched off", host, r.HostHeader)
		report.Severity = Medium // what fails sends nothing
		p.Report(report)
	}
}

// switchedOff is the setting that leaves the other end unproven, if there is one.
func switchedOff(r *fact.Route) *fact.Setting {
	for _, s := range []*fact.Setting{&r.Channel.Verify, &r.Channel.HostnameCheck} {
		if s.State == fact.StateOff && s.Explicit {
			return s
		}
	}
	return nil
}
