package link

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// Grade gives each route its three grades. What is not known has none.
func Grade(s *fact.Set) {
	for i := range s.Routes {
		r := &s.Routes[i]
		r.Grades.Channel = channel(r)
		r.Grades.Name, r.Grades.ClusterInternal = nameGrade(r)
		r.Grades.Credential = credentialGrade(&r.Credential)
		if m := meshed(s.Meshes, r); m != nil {
			r.Grades.Meshed = true
			r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], fact.Evidence{At: m.TLS.At, Says: "a mesh encrypts what is sent to this service, as this says"})
		}
	}
}

func channel(r *fact.Route) fact.ChannelGrade {
	scheme, known := r.Destination.Scheme.WithDefaults()
	scheme = strings.ToLower(scheme)
	ch := &r.Channel
	plain := known && (scheme == "http" || scheme == "ws") || ch.Encrypted == fact.StateOff
	switch {
	case plain && !(len(r.Destination.Scheme.Holes()) > 0 && defaultsToLoopback(r)):
		return fact.C0
	case ch.Pin.State == fact.StateOn:
		return fact.C4
	case ch.Verify.State == fact.StateOff, ch.HostnameCheck.State == fact.StateOff:
		return fact.C1
	case ch.Encrypted != fact.StateOn && (!known || scheme != "https" && scheme != "wss"): // a plaintext default that stays on the machine says nothing of the setting
		return ""
	case ch.Verify.State == fact.StateUnknown && ch.Verify.Explicit: // set to something that could be off
		return ""
	case ch.ClientCert.State == fact.StateOn:
		return fact.C4
	case ch.Verify.State == fact.StateCustom:
		return fact.C2
	}
	return fact.C3
}

func defaultsToLoopback(r *fact.Route) bool {
	host, ok := r.Destination.Host.WithDefaults()
	return ok && name.Classify(host).Class == name.Loopback
}

func nameGrade(r *fact.Route) (g fact.NameGrade, cluster bool) {
	host := released(r.Destination.Host)
	holes := host.Holes()
	if len(holes) == 0 {
		h, _ := host.Known()
		return hostGrade(h, r)
	}
	if h, ok := joined(r); ok {
		return hostGrade(h, r)
	}
	if checked(r) {
		return allowedGrade(r)
	}
	if h, ok := host.WithDefaults(); ok && len(r.Destination.Scheme.Holes()) > 0 && channel(r) == fact.C0 {
		return hostGrade(h, r) // what is plaintext is the default, so the default's name counts
	}
	if r.Destination.Cluster || inCluster(host) {
		return fact.N2, true
	}
	g = fact.N5
	for _, h := range holes {
		switch {
		case h.Origin.Outside() && h.Origin != fact.OriginResponse:
			return fact.N0, false
		case h.Origin.Setting(), h.Origin == fact.OriginDNS:
			g = fact.N1
		default:
			return "", false
		}
	}
	if fixedDomain(host) {
		return fact.N3, false
	}
	return g, false
}

// released is a host with a word in the place of what a deployment calls its own: which
// word it is does not matter, since it is the same for all that it brings.
func released(host fact.Text) fact.Text {
	var out fact.Text
	for _, p := range host {
		if p.Hole != nil && p.Hole.Origin == fact.OriginRelease {
			p = fact.Piece{Literal: "release"}
		}
		out = appended(out, fact.Text{p})
	}
	return out
}

// inCluster tells a host whose end keeps it in the cluster, whatever stands before that and
// as far as nobody outside chooses it: {env:NAME}.shop.svc.
func inCluster(host fact.Text) bool {
	for _, h := range host.Holes() {
		if h.Origin.Outside() {
			return false
		}
	}
	last := host[len(host)-1].Literal
	i := strings.IndexByte(last, '.')
	return i >= 0 && name.Classify("x"+last[i:]).Class == name.Cluster
}

// joined is the host that is written, where a value that nobody outside is known to
// choose is joined to it: base + path. It is taken for the path that it is called.
func joined(r *fact.Route) (host string, ok bool) {
	if !r.Destination.Glued {
		return "", false
	}
	for _, h := range r.Destination.Host.Holes() {
		if h.Origin != fact.OriginParam && h.Origin != fact.OriginUnknown {
			return "", false
		}
	}
	host, _, _ = strings.Cut(r.Destination.Host.Prefix(), ":")
	return host, host != ""
}

// checked tells whether the guards leave only hosts that the author named: a test of
// the host where the scheme is written or tested too, or of the whole origin.
func checked(r *fact.Route) bool {
	host, scheme := false, len(r.Destination.Scheme) > 0 && len(r.Destination.Scheme.Holes()) == 0
	for i := range r.Guards {
		g := &r.Guards[i]
		if g.Kind == fact.GuardSanitized || g.Kind == fact.GuardRelative {
			return true
		}
		if g.Kind != fact.GuardExact && g.Kind != fact.GuardRegex && g.Kind != fact.GuardPrefix && g.Kind != fact.GuardSuffix {
			continue
		}
		switch g.Part {
		case "origin", "url":
			return true
		case "host", "netloc":
			host = true
		case "scheme":
			scheme = scheme || !g.Lets("http") && !g.Lets("ws")
		}
	}
	return host && scheme
}

// allowedGrade is the grade of the hosts that a check leaves, where they are of one.
func allowedGrade(r *fact.Route) (g fact.NameGrade, cluster bool) {
	for i := range r.Guards {
		if r.Guards[i].Kind != fact.GuardExact || r.Guards[i].Part != "host" || len(r.Destination.Host.Holes()) != 1 {
			continue
		}
		for _, allowed := range r.Guards[i].Allowed {
			var host strings.Builder
			for _, p := range r.Destination.Host {
				if p.Hole != nil {
					host.WriteString(allowed)
				}
				host.WriteString(p.Literal)
			}
			one, c := hostGrade(host.String(), r)
			if g != "" && one != g {
				return fact.N3, false
			}
			g, cluster = one, c
		}
	}
	if g == "" {
		return fact.N3, false
	}
	return g, cluster
}

// fixedDomain tells whether the literal end of the host fixes the registrable
// domain: {env:TENANT}.login.example.io, {env:TENANT}-eu.example.io.
func fixedDomain(host fact.Text) bool {
	last := host[len(host)-1]
	i := strings.IndexByte(last.Literal, '.')
	return last.Hole == nil && i >= 0 && name.FixesDomain(last.Literal[i:])
}

func hostGrade(host string, r *fact.Route) (g fact.NameGrade, cluster bool) {
	if host == "" {
		return "", false
	}
	info := name.Classify(host)
	ch := channel(r)
	unproven := ch == fact.C0 || ch == fact.C1 // no certificate holds an address against the network
	switch info.Class {
	case name.Loopback:
		return fact.N5, false
	case name.Invalid:
		return "", false
	case name.Cluster, name.SingleLabel:
		return fact.N2, true
	case name.MDNS, name.SpecialUse, name.Metadata:
		return fact.N2, false
	case name.PrivateIP:
		if unproven {
			return fact.N2, false
		}
		return fact.N5, false
	}
	if info.IP() && !unproven {
		return fact.N5, false
	}
	return fact.N3, false
}

func credentialGrade(c *fact.Credential) fact.CredentialGrade {
	switch {
	case c.Kind == fact.KindNone:
		return ""
	case c.Placeholder:
		return fact.K0
	case c.Origin == fact.OriginLiteral:
		return fact.K2
	}
	return fact.K1
}
