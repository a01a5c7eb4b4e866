package rules

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

var token006 = &Rule{
	ID: "TOKEN-006", Name: "jwt-accepted-freely", Title: "A JWT is accepted without the checks that make it one",
	Severity: Critical, Confidence: ConfidenceHigh, CWE: []int{347}, OWASP: []string{"API2:2023"},
	References: []string{"RFC 8725 §3", "RFC 9068"},
	// Where the token names the place of its key, that the place is a stranger's is
	// the lesser part.
	Specialises: []*Rule{route003},
	Check:       checkToken006,
}

func checkToken006(p *Pass) {
	for i := range p.Facts.TokenUses {
		u := &p.Facts.TokenUses[i]
		if u.Operation != "verify" || off(u.Signature) && verifiedElsewhere(p.Facts, u) {
			continue
		}
		if report, ok := freely(u); ok {
			report.Evidence = u.Steps
			p.Report(report)
		}
	}
	for i := range p.Facts.Routes {
		if r := &p.Facts.Routes[i]; keyPlace(r) {
			report := onRoute(r, "the token's own header says where its key is: anyone can sign it")
			report.Credential = nil // none is sent; that of a stranger is believed
			p.Report(report)
		}
	}
}

// keyPlace tells a request for keys whose host the token's header names (RFC 7515
// §4.1.2 and §4.1.5).
func keyPlace(r *fact.Route) bool {
	h := outsideHole(r, func(o fact.Origin) bool { return o == fact.OriginRequest })
	return h != nil && (r.TrustAnchor || h.Name == "jku" || h.Name == "x5u")
}

func freely(u *fact.TokenUse) (Report, bool) {
	switch {
	case off(u.Signature):
		report := Report{At: u.Signature.At, Severity: High, Confidence: ConfidenceMedium, Message: "The signature of a JWT is not checked: anyone can write its claims"}
		if !inbound(u) { // a client reads its own token in the same way
			report.Severity = Medium
		}
		return report, true
	case off(u.Algorithms):
		return Report{At: u.Algorithms.At, Message: "The token names its own algorithm, or may name none: anyone can sign it"}, true
	case u.Algorithms.State == fact.StateOff && u.Signature.State == fact.StateOn:
		return Report{At: u.At, Severity: Medium, Confidence: ConfidenceMedium, Message: "No list of algorithms is given: the token names its own"}, true
	case u.KeyFromHeader.State == fact.StateOn:
		return Report{At: u.KeyFromHeader.At, Message: "The token's own header says where its key is: anyone can sign it"}, true
	case off(u.Expiry):
		return Report{At: u.Expiry.At, Severity: Medium, Message: "The expiry of a JWT is not checked: a stolen one is good for ever"}, true
	case off(u.Audience):
		return Report{At: u.Audience.At, Severity: Medium, Message: "The audience of a JWT is not checked: a token for another service is good here"}, true
	case u.Audience.State == fact.StateOff && u.Issuer.State == fact.StateOff && u.Signature.State == fact.StateOn:
		return Report{At: u.At, Severity: Low, Confidence: ConfidenceMedium, Message: "Neither audience nor issuer of a JWT is checked"}, true
	}
	return Report{}, false
}

// inbound reports whether the token comes from the request that is being served.
func inbound(u *fact.TokenUse) bool {
	return slices.ContainsFunc(u.Token.Holes(), func(h *fact.Hole) bool { return h.Origin == fact.OriginRequest })
}

// verifiedElsewhere tells a token that is read before it is verified on the same way,
// to find out whose key to take.
func verifiedElsewhere(s *fact.Set, u *fact.TokenUse) bool {
	return slices.ContainsFunc(s.TokenUses, func(o fact.TokenUse) bool {
		return o.Operation == "verify" && o.Signature.State == fact.StateOn && o.At.Path == u.At.Path && o.Entry == u.Entry && len(u.Token) > 0 && o.Token.String() == u.Token.String()
	})
}

// off tells a check that was switched off, not one that was left out.
func off(s fact.Setting) bool { return s.State == fact.StateOff && s.Explicit }
