package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var tls008 = &Rule{
	ID: "TLS-008", Name: "other-name-verified", Title: "The certificate is checked for another name than the one that is called",
	Severity: Medium, Confidence: ConfidenceHigh, CWE: []int{297}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9525"},
	Check:      checkTLS008,
}

func checkTLS008(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		s := &r.Channel.ServerName
		host, known := r.Destination.Host.Known()
		verified, fixed := s.Value.Known()
		if s.State != fact.StateOn || !s.Explicit || !known || !fixed || scheme(r) == "http" || r.Channel.Pin.State == fact.StateOn {
			continue
		}
		if r.Channel.Verify.State == fact.StateOff || !dnsName(host) || !dnsName(verified) || sameName(host, verified) {
			continue
		}
		report := onRoute(r, "the certificate of %s is checked for the name %s: who holds that name passes for the host", host, clip(verified))
		report.At = s.At
		p.Report(report.with(r.At, "the request is sent here"))
	}
}

// dnsName tells a name that DNS leads to an owner: no address, none of this machine,
// and no group of servers that only one network knows.
func dnsName(host string) bool {
	switch info := name.Classify(host); info.Class {
	case name.Invalid, name.Loopback, name.SingleLabel, name.Cluster:
		return false
	default:
		return !info.IP()
	}
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
