package rules

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var dns017 = &Rule{
	ID: "DNS-017", Name: "resolver-with-known-poisoning", Title: "A resolver is used in a version whose cache is known to be poisonable",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{1395}, OWASP: []string{"API8:2023"},
	References: []string{"CVE-2026-42960", "CVE-2026-50252", "CVE-2025-40778", "CVE-2026-2291", "CVE-2023-30464"},
	Check:      checkDNS017,
}

func checkDNS017(p *Pass) {
	known := poisonings()
	for i := range p.Facts.Images {
		m := &p.Facts.Images[i]
		var ids []string
		var worst *poisoning
		for j := range known {
			if known[j].hits(m.Name, m.Version) {
				ids = append(ids, known[j].id)
				worst = &known[j] // the one that is fixed last
			}
		}
		if worst != nil {
			p.Report(p.onResolver(fact.ArtifactContainer, m.At, "%s %s: %s (%s), fixed in %s", m.Name, clip(m.Version), worst.what, strings.Join(ids, ", "), worst.fixed))
		}
	}
}
