package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var token001 = &Rule{
	ID: "TOKEN-001", Name: "literal-credential", Title: "A credential is written in a file",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{798}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 6750 §5.3"},
	Check:      checkToken001,
}

func checkToken001(p *Pass) {
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Use != fact.UseRoute && l.Use != fact.UseSetting {
			continue
		}
		p.Report(onLiteral(p, l, "%s is written here, for everyone who can read the repository", credentialName(&l.Credential)))
	}
}

// onLiteral reports a literal, with the requests that it reaches as evidence.
func onLiteral(p *Pass, l *fact.Literal, format string, args ...any) Report {
	report := Report{
		At: l.Credential.At, Message: sentence(format, args...), Evidence: l.Steps, Credential: &l.Credential, Subject: literalSubject(l),
	}
	if len(l.Routes) == 0 {
		if k := l.Credential.Kind; (l.Artifact == fact.ArtifactPipeline || l.Artifact == fact.ArtifactShell) && (k == fact.KindOther || k == fact.KindBasic) && !credential.Specific(l.Credential.Grammar) {
			report.Severity = Low // what a script makes up for the programs that it starts
		}
		if credential.OfDataStore(l.Credential.Name) && l.Use != fact.UseURL {
			report.Severity = Low // no bearer token, and no request is seen to carry it
		}
		return report
	}
	var last fact.Location
	stays := true // on the machine of whoever starts the script
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if slices.Contains(l.Routes, r.ID) {
			stays = stays && scripted(r) && loopback(r)
		}
		if r.At != last && slices.Contains(l.Routes, r.ID) { // one step a call, whatever its alternatives
			last = r.At
			report = report.with(r.At, "it is sent to "+destination(r)+" here")
		}
	}
	if stays {
		report.Severity = Low
	}
	return report
}

func literalSubject(l *fact.Literal) string { return literalAt(l.Credential.At) }

func literalAt(at fact.Location) string { return "literal at " + at.String() }
