package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var tls002 = &Rule{
	ID: "TLS-002", Name: "verification-off-by-setting", Title: "A setting turns certificate checks off for a whole program",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 6750 §5.3", "RFC 9325"},
	Check:      checkTLS002,
}

func checkTLS002(p *Pass) {
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactSource || s.Kind != "verify" || s.Setting.State != fact.StateOff {
			continue
		}
		severity := hostsSeverity(s.Hosts)
		if severity == None {
			continue
		}
		what := "this setting"
		if s.Name != "" {
			what = clip(s.Name)
		}
		whose := "of everything that this program asks for"
		if len(s.Hosts) > 0 {
			whose = "of " + clip(strings.Join(s.Hosts, ", "))
		}
		p.Report(Report{At: s.At, Severity: severity, Evidence: s.Steps, Subject: switchSubject(s), Message: sentence("%s switches the check of the certificate off, for the answers %s: whoever answers for the name gets what is sent", what, whose)})
	}
}

// hostsSeverity is what a switch weighs by the hosts that it holds for: nothing on the
// machine itself, less on names that only a local network knows. None of them is all.
func hostsSeverity(hosts []string) Severity {
	if len(hosts) == 0 {
		return High
	}
	worst := None
	for _, h := range hosts {
		if _, rest, ok := strings.Cut(h, "://"); ok {
			h = rest
		}
		h, _, _ = strings.Cut(h, "/")
		if i := strings.LastIndexByte(h, ':'); i >= 0 && !strings.HasSuffix(h, "]") {
			h = h[:i]
		}
		switch name.Classify(strings.TrimPrefix(h, "*.")).Class {
		case name.Loopback:
		case name.SingleLabel, name.Cluster, name.PrivateIP, name.SpecialUse, name.MDNS:
			worst = max(worst, Medium)
		default:
			worst = max(worst, High)
		}
	}
	return worst
}
