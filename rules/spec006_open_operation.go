package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var spec006 = &Rule{
	ID: "SPEC-006", Name: "open-operation", Title: "An operation needs no credential while its siblings do",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{306}, OWASP: []string{"API2:2023", "API5:2023"},
	References: []string{"RFC 7662 §2.1", "RFC 7009 §2.1"},
	Check:      checkSpec006,
}

func checkSpec006(p *Pass) {
	for _, d := range descriptions(p) {
		ops := d.served()
		if !slices.ContainsFunc(ops, func(op *fact.Operation) bool { return !open(op) }) {
			continue // SPEC-018
		}
		var slips, meant []Report
		for _, op := range ops {
			if !open(op) {
				continue
			}
			switch report, ok := openOperation(op); {
			case ok && report.Severity == Low:
				meant = append(meant, report)
			case ok && report.Severity == Medium:
				slips = append(slips, report)
			case ok:
				p.Report(report)
			}
		}
		p.slips(slips, func(n int) string {
			return fmt.Sprintf("%d of %d operations need no credential, and nothing says that they are meant to be public", n, len(ops))
		})
		p.slips(meant, func(n int) string {
			return fmt.Sprintf("%d of %d operations ask for no credential on purpose", n, len(ops))
		})
	}
}

// openOperation grades one open operation. Where it says "none" itself, somebody
// meant it; what looks into tokens, ends them or hands them out is looked at even
// then. One that takes a credential among its inputs is not open at all.
func openOperation(op *fact.Operation) (Report, bool) {
	r := Report{At: op.At, Severity: Medium, Message: fmt.Sprintf("%s needs no credential, while other operations of this API do", called(op))}
	switch {
	case aboutTokens(op):
		r.Severity = High
		r.Message = fmt.Sprintf("%s needs no credential: anyone may ask about tokens, or end them", called(op))
		return r.with(op.SecurityAt, "its own security asks for nothing"), !authenticatesClient(op)
	case takesCredential(op), public(op):
		return r, false
	case issuesTokens(op):
	case op.SecurityDeclared:
		r.Severity = Low
		r.Message = fmt.Sprintf("%s asks for no credential on purpose, while other operations of this API do", called(op))
	}
	return r.with(op.SecurityAt, "its own security asks for nothing"), true
}

// aboutTokens tells introspection (RFC 7662) and revocation (RFC 7009), by the
// names that their endpoints have.
func aboutTokens(op *fact.Operation) bool {
	path := strings.ToLower(op.Path)
	switch lastSegment(path) {
	case "introspect", "introspection":
		return true
	case "revoke", "revocation":
		return strings.Contains(path, "auth") || strings.Contains(path, "token") || strings.Count(path, "/") == 1
	}
	return false
}

func issuesTokens(op *fact.Operation) bool {
	last := lastSegment(op.Path)
	return op.Method == "POST" && (last == "token" || last == "register")
}

// authenticatesClient reports an input by which the client proves who it is; the
// token that is asked about is not one.
func authenticatesClient(op *fact.Operation) bool {
	return slices.ContainsFunc(op.Inputs, func(in fact.Input) bool {
		switch strings.ToLower(strings.TrimPrefix(in.Name, "body.")) {
		case "client_secret", "client_assertion", "authorization":
			return true
		}
		return false
	})
}

// public tells operations that are asked before anyone could hold a credential:
// health, version and published metadata.
func public(op *fact.Operation) bool {
	if op.Method != "GET" && op.Method != "HEAD" {
		return false
	}
	for _, segment := range strings.Split(strings.ToLower(op.Path), "/") {
		switch segment {
		case ".well-known", "health", "healthz", "healthcheck", "heartbeat", "livez", "readyz", "liveness", "readiness", "ping",
			"openapi.json", "openapi.yaml", "swagger.json", "jwks", "jwks.json", "favicon.ico", "robots.txt":
			return true
		case "", "live", "ready", "status", "version":
			if segment == lastSegment(op.Path) && !strings.Contains(op.Path, "{") {
				return true
			}
		}
	}
	return false
}

func lastSegment(path string) string {
	path = strings.ToLower(strings.TrimRight(path, "/"))
	return path[strings.LastIndexByte(path, '/')+1:]
}
