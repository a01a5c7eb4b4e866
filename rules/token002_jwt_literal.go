package rules

import (
	"strings"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var token002 = &Rule{
	ID: "TOKEN-002", Name: "jwt-literal", Title: "A JWT is written in a file, graded by its claims",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{347, 613, 798}, OWASP: []string{"API2:2023"},
	References:  []string{"RFC 8725 §3", "RFC 7519"},
	Specialises: []*Rule{token001, token003, token004},
	Check:       checkToken002,
}

func checkToken002(p *Pass) {
	for i := range p.Facts.Literals {
		l := &p.Facts.Literals[i]
		if l.Credential.Claims == nil || l.Use == fact.UseExample {
			continue
		}
		severity, why := gradeClaims(l.Credential.Claims, p.Now)
		report := onLiteral(p, l, "a JWT is written here: %s", why)
		report.Severity = severity
		report.KeepSeverity = severity > Info && !l.Credential.Placeholder
		p.Report(report)
	}
}

// longLived is how long a token may be valid before its theft is worth waiting for.
const longLived = 24 * time.Hour

func gradeClaims(c *fact.Claims, now time.Time) (Severity, string) {
	expires := time.Unix(c.Expires, 0)
	switch {
	case strings.EqualFold(c.Alg, "none"):
		return Critical, "it is not signed, and what accepts it accepts anything"
	case c.HasExpires && expires.Before(now):
		return Info, "it has expired"
	case testIssuer(c.Issuer):
		return Info, "its issuer is one for tests and documentation"
	case !c.HasExpires:
		return High, "it never expires"
	case expires.Sub(now) > longLived:
		return High, "it is valid for more than a day"
	case !c.HasAudience:
		return Medium, "it names no audience, so any service may take it"
	}
	return Medium, "it is valid now"
}

// testIssuer tells an issuer that nobody can be: a documentation name, or the machine
// itself.
func testIssuer(issuer string) bool {
	if _, rest, ok := strings.Cut(issuer, "://"); ok {
		issuer, _, _ = strings.Cut(rest, "/")
	}
	host, _, _ := strings.Cut(issuer, ":")
	class := name.Classify(host).Class
	return host != "" && (class == name.Loopback || class == name.Documentation)
}
