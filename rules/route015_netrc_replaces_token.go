package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var route015 = &Rule{
	ID: "ROUTE-015", Name: "netrc-replaces-token", Title: "Credentials of a .netrc take the place of the ones that the call gives",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{522}, OWASP: []string{"API2:2023"},
	References: []string{"CVE-2024-47081"},
	Check:      checkRoute015,
}

func checkRoute015(p *Pass) {
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		host, known := r.Destination.Host.Known()
		if r.Channel.Netrc.State != fact.StateOn || !authorization(&r.Credential) || r.Credential.Kind == fact.KindBasic || !known || host == "" {
			continue
		}
		for j := range p.Facts.Stored {
			x := &p.Facts.Stored[j]
			if x.Client != "netrc" || !x.AnyHost && !strings.EqualFold(hostOf(x.Host), host) {
				continue
			}
			report := onRoute(r, "%s is meant for %s, and this client sends the entry of a .netrc in its place", credentialName(&r.Credential), destination(r))
			p.Report(report.with(x.At, "the entry").byVersion(&r.Client))
			break
		}
	}
}

// hostOf is the host of a URL, or a text that is a host; empty where it is not known.
func hostOf(t fact.Text) string {
	text, known := t.Known()
	if !known {
		return ""
	}
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "/")
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		text = text[i+1:]
	}
	if i := strings.LastIndexByte(text, ':'); i >= 0 && !strings.HasSuffix(text, "]") {
		text = text[:i]
	}
	return text
}
