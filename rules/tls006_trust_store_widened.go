package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var tls006 = &Rule{
	ID: "TLS-006", Name: "trust-store-widened", Title: "A certificate of the repository is trusted for every host",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{295}, OWASP: []string{"API8:2023"},
	References: []string{"RFC 9325"},
	Check:      checkTLS006,
}

func checkTLS006(p *Pass) {
	for i := range p.Facts.Switches {
		s := &p.Facts.Switches[i]
		if s.Artifact == fact.ArtifactSource || s.Kind != "verify" || s.Setting.State != fact.StateCustom || len(s.Hosts) > 0 || !inRepository(s.Setting.Value) {
			continue
		}
		p.Report(Report{At: s.At, Evidence: s.Steps, Message: sentence("%s makes the program trust a certificate that this repository holds, for every host: whoever has its key, or can change the file, can answer for all of them", clip(s.Name))})
	}
}

// inRepository tells a path that leads to a file of the repository: a relative one, or one
// below the folder that a pipeline checks out.
func inRepository(t fact.Text) bool {
	first := t.Prefix()
	if len(t) > 0 && t[0].Hole != nil {
		n := strings.ToUpper(t[0].Hole.Name)
		return n == "PWD" || strings.HasSuffix(n, "WORKSPACE") || strings.HasSuffix(n, "PROJECT_DIR")
	}
	for _, outside := range []string{"/", "~", "$", "%", "`"} {
		if strings.HasPrefix(first, outside) {
			return strings.HasPrefix(first, "$PWD/") || strings.HasPrefix(first, "${PWD}/")
		}
	}
	return first != "" && !strings.Contains(first, ":")
}
