package rules

import "testing"

func TestPoisonings(t *testing.T) {
	for image, want := range map[string]string{
		"unbound 1.22.0": "CVE-2026-42960 CVE-2026-50252 ", "unbound 1.25.1": "CVE-2026-50252 ", "unbound 1.25.2": "", "unbound 1.4.0": "CVE-2026-42960 ", "unbound 1.19.0-r0": "CVE-2026-42960 CVE-2026-50252 ",
		"unbound 1.17.1-2+deb12u2": "", "unbound latest": "", "unbound ": "", "unbound 1.25": "", "unbound 1.20": "CVE-2026-42960 CVE-2026-50252 ", "pihole-unbound 1.20.0": "",
		"bind9 9.18": "", "bind9 9.16": "CVE-2025-40778 ", "bind9 9.18.28": "CVE-2025-40778 ", "bind9 9.18.41": "", "bind9 9.20.11": "CVE-2025-40778 ", "bind9 9.20.15": "", "bind 9.16.1-20200524": "CVE-2025-40778 ", "bind9 9.10.3": "",
		"dnsmasq 2.90": "CVE-2026-2291 ", "dnsmasq 2.92rel2": "", "dnsmasq 2.93": "", "dnsmasq 2": "", "dnsmasq 2.85-r2": "CVE-2026-2291 ",
		"coredns 1.10.1": "CVE-2023-30464 ", "coredns v1.8.6": "CVE-2023-30464 ", "coredns 1.11.1": "", "CoreDNS 1.9.3": "CVE-2023-30464 ", "nginx 1.9.3": "",
	} {
		name, version, got := "", "", ""
		for i := range image {
			if image[i] == ' ' {
				name, version = image[:i], image[i+1:]
			}
		}
		for _, x := range poisonings() {
			if x.hits(name, version) {
				got += x.id + " "
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", image, got, want)
		}
	}
}
