package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/version"
)

// poisoning is a published weakness by which a stranger gets a forged answer into a
// resolver that is set up as it comes.
type poisoning struct {
	images   []string // the names of images and packages
	id       string
	affected []version.Range
	fixed    string
	what     string
}

// poisonings are those that a resolver is open to as it comes. The versions of Unbound and
// dnsmasq are those of the CVE records.
func poisonings() []poisoning {
	bind := []string{"bind9", "bind"}
	return []poisoning{
		{[]string{"unbound"}, "CVE-2026-42960", []version.Range{{Before: "1.25.1"}}, "1.25.1", "records of the authority section that nobody asked for are kept"},
		{[]string{"unbound"}, "CVE-2026-50252", []version.Range{{Low: "1.4.22", Before: "1.25.2"}}, "1.25.2", "how queries are spread over threads tells their source ports"},
		{bind, "CVE-2025-40778", []version.Range{{Low: "9.11.0", Before: "9.18.41"}, {Low: "9.20.0", Before: "9.20.15"}, {Low: "9.21.0", Before: "9.21.14"}}, "9.18.41, 9.20.15 and 9.21.14", "records that nobody asked for are kept"},
		{[]string{"dnsmasq"}, "CVE-2026-2291", []version.Range{{Before: "2.93"}}, "2.92rel2 and 2.93", "a crafted name writes answers into the cache"},
		{[]string{"coredns"}, "CVE-2023-30464", []version.Range{{Before: "1.11.0"}}, "1.11.0", "many questions for one name at a time let a forged answer be guessed"},
	}
}

// patchedBy are the marks of a distribution's package, whose fixes its version does not
// tell, and of a release in between.
var patchedBy = []string{"deb", "ubuntu", "+", ".el", ".fc", "amzn", "rel", "~"}

// hits tells an image or package whose version, whatever it stands for, is affected: 9.18
// is the newest of its line, so it is not known for an old one.
func (x *poisoning) hits(image, v string) bool {
	image, v = strings.ToLower(image), strings.ToLower(v)
	patched := func(mark string) bool { return strings.Contains(v, mark) }
	if !slices.Contains(x.images, image) || !version.Valid(v) || slices.ContainsFunc(patchedBy, patched) {
		return false
	}
	used := version.Range{Low: v, Exact: true}
	if open, ok := version.Line(v, parts[x.images[0]]); ok {
		used = open
	}
	return slices.ContainsFunc(x.affected, func(a version.Range) bool { return a.Covers(used) })
}

// parts is how many numbers a release of the software has.
var parts = map[string]int{"unbound": 3, "bind9": 3, "dnsmasq": 2, "coredns": 3}
