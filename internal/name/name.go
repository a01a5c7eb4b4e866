// Package name says what a host name is by its letters alone. Nothing is looked
// up.
package name

import (
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Class is what a host name is.
type Class string

// The classes. Invalid is text that no resolver and no URL parser takes for a host.
const (
	Invalid       Class = "invalid"
	Public        Class = "public"
	Loopback      Class = "loopback"
	Metadata      Class = "metadata" // a cloud's instance metadata service
	PrivateIP     Class = "private-ip"
	PublicIP      Class = "public-ip"
	SingleLabel   Class = "single-label"
	Cluster       Class = "cluster-internal"
	MDNS          Class = "mdns"
	SpecialUse    Class = "special-use" // reserved or private top-level domains
	Documentation Class = "documentation"
	Tunnel        Class = "tunnel"
	DynamicDNS    Class = "dynamic-dns"
	Claimable     Class = "claimable" // a provider's suffix under which anyone may register
)

// Info is what is known of a host name.
type Info struct {
	Class Class
	Host  string // normalised: lower case, ASCII, no final dot, no brackets
	// MixedScript is set where one label mixes scripts that look alike.
	MixedScript bool
}

// IP reports whether the host is an address.
func (i Info) IP() bool {
	_, err := netip.ParseAddr(i.Host)
	return err == nil
}

// Classify says what a host is. A host is given without port; an IPv6 address
// with or without brackets.
func Classify(host string) Info {
	h := normalise(host)
	info := Info{Host: h, MixedScript: mixedScript(host)}
	if addr, err := netip.ParseAddr(h); err == nil {
		info.Class = classifyIP(addr)
		return info
	}
	ascii, err := idna.Lookup.ToASCII(strings.ReplaceAll(h, "_", "-")) // a compose service may have an underscore
	if h == "" || err != nil || !validLabels(ascii) {
		info.Class = Invalid
		return info
	}
	if strings.IndexFunc(h, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		info.Host = ascii
	}
	info.Class = classifyName(info.Host, strings.HasSuffix(strings.TrimSpace(host), "."))
	return info
}

func normalise(host string) string {
	h := strings.ToLower(strings.TrimSpace(host))
	h = strings.TrimSuffix(strings.TrimPrefix(h, "["), "]")
	return strings.TrimSuffix(h, ".")
}

func validLabels(h string) bool {
	if len(h) > 253 {
		return false
	}
	for _, l := range strings.Split(h, ".") {
		if l == "" || len(l) > 63 {
			return false
		}
		for _, r := range l {
			if !(r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
				return false
			}
		}
	}
	return true
}

var (
	documentationNets = []netip.Prefix{
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"),
	}
	// metadataAddresses answer for AWS, Azure and Google (v4, v6) and for ECS tasks.
	metadataAddresses = []netip.Addr{
		netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("169.254.170.2"), netip.MustParseAddr("fd00:ec2::254"),
	}
	carrierGrade = netip.MustParsePrefix("100.64.0.0/10")
)

func classifyIP(a netip.Addr) Class {
	a = a.Unmap()
	for _, m := range metadataAddresses {
		if a == m {
			return Metadata
		}
	}
	for _, n := range documentationNets {
		if n.Contains(a) {
			return Documentation
		}
	}
	switch {
	case a.IsLoopback():
		return Loopback
	case a.IsPrivate(), a.IsLinkLocalUnicast(), a.IsUnspecified(), carrierGrade.Contains(a):
		return PrivateIP
	}
	return PublicIP
}

// classifyName judges a valid name. A final dot makes "localhost." a name that is
// looked up like any other.
func classifyName(h string, rooted bool) Class {
	switch {
	case (h == "localhost" || strings.HasSuffix(h, ".localhost")) && !rooted, h == "host.docker.internal", h == "gateway.docker.internal":
		return Loopback
	case h == "metadata.google.internal", h == "metadata":
		return Metadata
	case IsDocumentation(h):
		return Documentation
	case strings.HasSuffix(h, ".svc"), strings.Contains(h, ".svc.cluster."), strings.HasSuffix(h, ".cluster.local"), strings.HasSuffix(h, ".svc.clusterset.local"):
		return Cluster
	case !strings.Contains(h, "."):
		return SingleLabel
	case strings.HasSuffix(h, ".local"):
		return MDNS
	case under(h, specialUse):
		return SpecialUse
	case under(h, tunnels):
		return Tunnel
	case under(h, dynamicDNS):
		return DynamicDNS
	case under(h, claimable):
		return Claimable
	}
	return Public
}

// IsDocumentation reports whether a name or address is reserved for documentation
// and tests (RFC 2606, RFC 6761, RFC 5737, RFC 3849).
func IsDocumentation(host string) bool {
	h := normalise(host)
	if a, err := netip.ParseAddr(h); err == nil {
		return classifyIP(a) == Documentation
	}
	last := h[strings.LastIndexByte(h, '.')+1:]
	switch last {
	case "example", "test", "invalid":
		return true
	}
	for _, d := range []string{"example.com", "example.net", "example.org"} {
		if h == d || strings.HasSuffix(h, "."+d) {
			return true
		}
	}
	return false
}

// RegistrableDomain is the public suffix and one label: "api.example.co.uk" is of
// "example.co.uk". An address, a single label and a public suffix are their own.
func RegistrableDomain(host string) string {
	h := normalise(host)
	if _, err := netip.ParseAddr(h); err == nil {
		return h
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(h)
	if err != nil {
		return h
	}
	return d
}

// Recognised reports whether a text can only be meant for a host: an address, or a
// dotted name under a suffix of the public suffix list or one that is reserved.
// "acme.io" is one, "tar.gz" is not.
func Recognised(text string) bool {
	info := Classify(text)
	switch info.Class {
	case Invalid, SingleLabel:
		return false
	case Public:
		suffix, icann := publicsuffix.PublicSuffix(info.Host)
		return suffix != info.Host && (icann || strings.Contains(suffix, "."))
	}
	return true
}

func under(h string, suffixes []string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(h, "."+s) {
			return true
		}
	}
	return false
}

// mixedScript tells a label of Latin letters with a look-alike from another script.
func mixedScript(host string) bool {
	if u, err := idna.ToUnicode(host); err == nil {
		host = u
	}
	for _, label := range strings.Split(host, ".") {
		latin, other := false, false
		for _, r := range label {
			switch {
			case unicode.Is(unicode.Latin, r):
				latin = true
			case unicode.Is(unicode.Cyrillic, r), unicode.Is(unicode.Greek, r), unicode.Is(unicode.Armenian, r), unicode.Is(unicode.Cherokee, r):
				other = true
			}
		}
		if latin && other {
			return true
		}
	}
	return false
}
