package name

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// DelegatedDomain is the domain that a registry delegates: like RegistrableDomain,
// but "api.us-east-1.cloud.example.io" is of "example.io" even where its owner has
// made a public suffix of "us-east-1.cloud.example.io" for customers.
func DelegatedDomain(host string) string {
	h := normalise(host)
	if _, err := netip.ParseAddr(h); err == nil {
		return h
	}
	suffix, icann := publicsuffix.PublicSuffix(h)
	for !icann && strings.Contains(suffix, ".") { // a suffix that a domain's owner made
		_, parent, _ := strings.Cut(suffix, ".")
		suffix, icann = publicsuffix.PublicSuffix(parent)
	}
	below := strings.TrimSuffix(h, "."+suffix)
	if below == h {
		return h
	}
	return below[strings.LastIndexByte(below, '.')+1:] + "." + suffix
}

// FixesDomain reports whether every host that ends in tail (".login.example.io")
// belongs to one registrable domain. A tail without a dot in front fixes nothing,
// and neither does one under which anyone may register (".co.uk", or a provider's).
func FixesDomain(tail string) bool {
	if !strings.HasPrefix(tail, ".") {
		return false
	}
	h := normalise(tail[1:])
	suffix, _ := publicsuffix.PublicSuffix(h)
	return h != "" && h != suffix
}

// PublicSuffix reports whether a name is one under which a registry lets anyone register.
func PublicSuffix(host string) bool {
	h := normalise(host)
	suffix, icann := publicsuffix.PublicSuffix(h)
	return icann && suffix == h
}
