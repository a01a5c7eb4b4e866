// Package name says what a host name is by its letters alone. Nothing is looked
// up.
package name

import (
	"net/netip"
	"strconv"
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
	SpecialUse    Class = "special-use" // below a top-level domain that is reserved, private or none
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
// with or without brackets. Nothing but a host is Invalid: no userinfo, no space.
func Classify(host string) Info {
	h := normalise(host)
	info := Info{Host: h, MixedScript: mixedScript(host)}
	if addr, ok := address(h); ok {
		info.Host, info.Class = addr.String(), classifyIP(addr)
		return info
	}
	if !ascii(h) {
		a, err := idna.Lookup.ToASCII(h)
		if err != nil {
			info.Class = Invalid
			return info
		}
		info.Host = normalise(a)
	}
	if !validLabels(info.Host) || numeric(lastLabel(info.Host)) {
		info.Class = Invalid
		return info
	}
	info.Class = classifyName(info.Host, strings.HasSuffix(strings.TrimSpace(host), "."))
	return info
}

func normalise(host string) string {
	h := strings.ToLower(strings.TrimSpace(host))
	if inner, ok := strings.CutPrefix(h, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); ok {
			return inner
		}
	}
	return strings.TrimSuffix(h, ".")
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

func lastLabel(h string) string { return h[strings.LastIndexByte(h, '.')+1:] }

// numeric tells a label that makes a host an IPv4 address or nothing: all digits,
// or hexadecimal (WHATWG URL, "ends in a number").
func numeric(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return label != "" && strings.Trim(label, "0123456789") == ""
}

// address reads an address, also in the forms that inet_aton takes and that most
// clients and URL parsers pass on to it: 127.1, 0x7f000001, 0177.0.0.1, 2130706433.
func address(h string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(h); err == nil {
		return a, true
	}
	parts := strings.Split(h, ".")
	if len(parts) > 4 || !numeric(parts[len(parts)-1]) {
		return netip.Addr{}, false
	}
	var value uint64
	for i, p := range parts {
		n, ok := number(p)
		last := i == len(parts)-1
		if !ok || !last && n > 255 || last && n >= 1<<(8*(5-len(parts))) {
			return netip.Addr{}, false
		}
		if last {
			value |= n
		} else {
			value |= n << (8 * (3 - i))
		}
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

func number(s string) (uint64, bool) {
	base := 10
	switch {
	case strings.HasPrefix(s, "0x"):
		s, base = s[2:], 16
		if s == "" {
			s = "0"
		}
	case len(s) > 1 && s[0] == '0':
		s, base = s[1:], 8
	}
	n, err := strconv.ParseUint(s, base, 32)
	return n, err == nil
}

// validLabels takes underscores too, which resolvers do: compose services and
// records such as _dmarc have them.
func validLabels(h string) bool {
	if h == "" || len(h) > 253 {
		return false
	}
	for _, l := range strings.Split(h, ".") {
		if l == "" || len(l) > 63 {
			return false
		}
		for _, r := range l {
			if !(r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
				return false
			}
		}
	}
	return true
}

var (
	documentationNets = []netip.Prefix{
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("3fff::/20"),
	}
	// metadataAddresses answer for AWS, Azure and Google (v4, v6), for ECS tasks and
	// for EKS pods (v4, v6).
	metadataAddresses = []netip.Addr{
		netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("fd00:ec2::254"), netip.MustParseAddr("169.254.170.2"),
		netip.MustParseAddr("169.254.170.23"), netip.MustParseAddr("fd00:ec2::23"),
	}
	carrierGrade = netip.MustParsePrefix("100.64.0.0/10")
)

func classifyIP(a netip.Addr) Class {
	a = a.Unmap().WithZone("")
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
	case a.IsLoopback(), a.IsUnspecified(): // to connect to 0.0.0.0 is to connect to oneself
		return Loopback
	case a.IsPrivate(), a.IsLinkLocalUnicast(), carrierGrade.Contains(a):
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
	case strings.HasSuffix(h, ".svc"), strings.Contains(h, ".svc.cluster."), strings.HasSuffix(h, ".cluster.local"), strings.HasSuffix(h, ".local") && strings.Contains(h, ".svc."):
		return Cluster
	case !strings.Contains(h, "."):
		return SingleLabel
	case strings.HasSuffix(h, ".local"):
		return MDNS
	case under(h, specialUse), unmanaged(h):
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
// and tests (RFC 2606, RFC 6761, RFC 5737, RFC 3849, RFC 9637).
func IsDocumentation(host string) bool {
	h := normalise(host)
	if a, ok := address(h); ok {
		return classifyIP(a) == Documentation
	}
	switch lastLabel(h) {
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
	info := Classify(host)
	if d, ok := registrable(info.Host); ok {
		return d
	}
	return info.Host
}

// registrable is the registrable domain of a name that has one: one label below a
// public suffix, or more. Providers' suffixes (github.io) are public ones.
func registrable(name string) (domain string, ok bool) {
	h := normalise(name)
	if _, isIP := address(h); isIP || !validLabels(h) {
		return "", false
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(h)
	return d, err == nil
}

// unmanaged tells a name below a top-level domain that the Public Suffix List does
// not know, so that public DNS does not serve it.
func unmanaged(h string) bool {
	suffix, managed := publicsuffix.PublicSuffix(h)
	return !managed && !strings.Contains(suffix, ".")
}

// Recognised reports whether a text can only be meant for a host: an address, or a
// dotted name under a suffix of the public suffix list or one that is reserved.
// "acme.io" is one, "tar.gz" is not.
func Recognised(text string) bool {
	info := Classify(text)
	switch info.Class {
	case Invalid, SingleLabel:
		return false
	case SpecialUse:
		return under(info.Host, specialUse)
	case Public:
		suffix, _ := publicsuffix.PublicSuffix(info.Host)
		return suffix != info.Host
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
