package rules

import "github.com/hostbound/hostbound/internal/fact"

var tls005 = &Rule{
	ID: "TLS-005", Name: "plaintext-hop", Title: "A proxy or mesh hands credentials on in plain text",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{319}, OWASP: []string{"API8:2023"},
	References:  []string{"RFC 6750 §5.2", "RFC 9700 §4.13"},
	Specialises: []*Rule{route001},
	Check:       checkTLS005,
}

func checkTLS005(p *Pass) {
	for _, g := range hopGroups(p, func(r *fact.Route) bool { return r.Grades.Channel == fact.C0 }) {
		r := g.first()
		report := onHop(r, "%s goes on to %s in plain text", handedOn(r), destination(r))
		report.Severity = hopSeverity(r, fact.C0, Medium, Critical)
		if r.Grades.Meshed { // by a proxy that is part of the mesh
			report.Severity, report.Confidence = Low, ConfidenceLow
		}
		p.Report(g.with(report))
	}
	for i := range p.Facts.Meshes {
		m := &p.Facts.Meshes[i]
		if !m.Inbound || !m.TLS.Explicit {
			continue
		}
		report := Report{At: m.At, Severity: Medium}
		switch m.TLS.State {
		case fact.StateOff:
			report.Message = m.Software + " is told to take plain text: what callers send to these services, their tokens too, can be read on the way"
		case fact.StateCustom:
			report.Message = m.Software + " is told to take plain text beside TLS: a caller that is not part of the mesh sends its token so, and nobody notices"
			report.Severity = Low
		default:
			continue
		}
		if m.Port != "" || m.Host != "" { // an exception for one port, or some services
			report.Severity = Low
		}
		p.Report(report)
	}
}
