package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// showResolvers writes what is known of resolvers and overrides, one a line.
func showResolvers(s *fact.Set) string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	setting := func(name string, x fact.Setting) {
		if x.State != fact.StateUnknown {
			explicit := ""
			if !x.Explicit {
				explicit = " by default"
			}
			say("  %d:%d %s %s%s: %s", x.At.Start.Line, x.At.Start.Column, name, x.State, explicit, x.Value)
		}
	}
	for _, r := range s.Resolvers {
		say("%d:%d %s %v %d", r.At.Start.Line, r.At.Start.Column, r.Software, r.Search, r.Dots)
		for _, n := range r.Servers {
			say("  %d:%d %s by %q", n.At.Start.Line, n.At.Start.Column, n.Address, n.Transport)
			setting("authenticated", n.Authenticated)
		}
		setting("validation", r.Validation)
		for _, w := range r.Weakened {
			setting("weakened", w)
		}
		setting("ad", r.TrustAD)
		setting("cache", r.Cache)
		setting("multicast", r.Multicast)
	}
	for _, o := range s.Overrides {
		say("%d:%d %s = %s (%s)", o.At.Start.Line, o.At.Start.Column, o.Name, o.To, o.By)
	}
	for _, n := range s.NotAnalysed {
		say("%d:%d not analysed: %s, gates %v", n.At.Start.Line, n.At.Start.Column, n.Reason, n.Gates)
	}
	return strings.Join(out, "\n")
}

func TestResolvers(t *testing.T) {
	for _, tt := range []struct{ name, file, data, want string }{
		{"resolv.conf", "etc/resolv.conf", "# made by hand\nnameserver 8.8.8.8\nnameserver 2001:4860:4860::8888 # v6\nsearch acme.io corp.acme.io\noptions ndots:5 edns0 trust-ad\n", `
2:1 resolv.conf [acme.io corp.acme.io] 5
  2:12 8.8.8.8 by "plain"
  3:12 2001:4860:4860::8888 by "plain"
  5:23 ad on: `},
		{"hosts", "docker/hosts", "127.0.0.1 localhost\n10.0.0.7\tapi.acme.io  api # ours\n0.0.0.0 ads.example.com\nfe80::1%lo0 x\n", `
2:10 api.acme.io = 10.0.0.7 (hosts file)
2:23 api = 10.0.0.7 (hosts file)
4:13 x = fe80::1%lo0 (hosts file)`},
		{"inventory", "hosts", "[web]\n10.0.0.7 ansible_user=root\n", ""},
		{"inventory of addresses", "hosts", "10.0.0.7 ansible_user=root\n", ""},
		{"nsswitch", "etc/nsswitch.conf", "passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] wins dns\n", `
2:1 nsswitch [] 0
  2:46 multicast on: NetBIOS`},
		{"resolved", "etc/systemd/resolved.conf", "[Resolve]\n#DNS=9.9.9.9\nDNS=1.1.1.1:853#one.one.one.one [2620:fe::fe]:53\nFallbackDNS=\nDNSSEC=allow-downgrade\nDNSOverTLS=opportunistic\nLLMNR=yes\nStaleRetentionSec=2w\n", `
3:1 systemd-resolved [] 0
  3:5 1.1.1.1 by "tls"
  6:1 authenticated off: DNS over TLS is opportunistic
  3:33 2620:fe::fe by "tls"
  6:1 authenticated off: DNS over TLS is opportunistic
  5:1 validation off: DNSSEC is allow-downgrade
  8:1 cache off: answers that have run out are kept for 1209600 seconds
  7:1 multicast on: LLMNR`},
		{"network", "20-wired.network", "[Match]\nName=en*\n[Network]\nDHCP=yes\nDNS=10.0.0.53\nDNSOverTLS=yes\nDNSSEC=yes\n", `
5:1 systemd-resolved [] 0
  5:5 10.0.0.53 by "tls"
  7:1 validation on: `},
		{"corefile", "Corefile", ".:53 {\n    errors\n    forward . 8.8.8.8:53 /etc/resolv.conf {$UPSTREAM} {\n        max_concurrent 100\n    }\n    cache 30 {\n        success 5000 3600 600\n        serve_stale 1h\n    }\n    hosts {\n        10.0.0.7 api.acme.io\n        127.0.0.1 here\n        fallthrough\n    }\n    rewrite stop name exact auth.acme.io auth.shop.svc.cluster.local\n    rewrite name suffix .acme.io .acme.local answer auto\n    template IN A stage.acme.io {\n        answer \"{{ .Name }} 60 IN A 10.0.0.9\"\n    }\n}\nacme.io {\n    forward . tls://9.9.9.9 tls://149.112.112.112 {\n        tls_servername dns.quad9.net\n    }\n}\ntls://. {\n    forward . tls://1.1.1.1\n}\n", `
3:5 CoreDNS [] 0
  3:15 8.8.8.8 by "plain"
  3:44 {env:UPSTREAM} by "plain"
  3:5 validation off by default: 
  7:9 cache off: every answer is kept for at least 600 seconds
22:5 CoreDNS [] 0
  22:21 9.9.9.9 by "tls"
  22:21 authenticated on by default: 
  22:35 149.112.112.112 by "tls"
  22:35 authenticated on by default: 
  22:5 validation off by default: 
27:5 CoreDNS [] 0
  27:21 1.1.1.1 by "tls"
  27:21 authenticated off: no tls_servername is set
  27:5 validation off by default: 
11:18 api.acme.io = 10.0.0.7 (hosts of CoreDNS)
15:29 auth.acme.io = auth.shop.svc.cluster.local (rewrite of CoreDNS)
16:25 *.acme.io = *.acme.local (rewrite of CoreDNS)
17:5 *.stage.acme.io = 10.0.0.9 (template of CoreDNS)`},
		{"unbound", "unbound.conf", "server:\n\tverbosity: 1\n\tmodule-config: \"iterator\"\n\tval-permissive-mode: no\n\tharden-glue: no # why\n\tunwanted-reply-threshold: 10000\n\tcache-min-ttl: 3600\n\tdomain-insecure: \"lan\"\n\tlocal-data: \"api.acme.io. 60 IN A 10.0.0.7\"\n\tlocal-data: 'x.acme.io A 127.0.0.1'\nforward-zone:\n\tname: \".\"\n\tforward-addr: 1.1.1.1@853\n\tforward-addr: 9.9.9.9@853#dns.quad9.net\n\tforward-tls-upstream: yes\nforward-zone:\n  name: acme.io\n  forward-addr: 2001:db8::53\n", `
3:2 Unbound [] 0
  13:2 1.1.1.1 by "tls"
  13:2 authenticated off: no name stands behind its address
  14:2 9.9.9.9 by "tls"
  14:2 authenticated on by default: 
  18:3 2001:db8::53 by "plain"
  3:2 validation off: no validator is among the modules
  5:2 weakened off: harden-glue is off
  6:2 weakened custom: a threshold for unwanted replies tells an outsider the port of a query (CVE-2026-109125, before 1.26.2)
  7:2 cache off: every answer is kept for at least 3600 seconds
9:15 api.acme.io = 10.0.0.7 (local data of Unbound)`},
		{"a part of unbound", "etc/unbound/conf.d/50-forward.conf", "# ours\nforward-zone:\n\n  name: \".\"\n  forward-addr: 8.8.4.4\n", `
5:3 Unbound [] 0
  5:3 8.8.4.4 by "plain"`},
		{"named", "bind/named.conf.options", "options {\n  directory \"/var/cache/bind\"; // here\n  forwarders { 8.8.8.8; 1.1.1.1 port 853 tls ephemeral; };\n  dnssec-validation no;\n  query-source address * port 53;\n  /* old */ max-stale-ttl 1w;\n};\nkey \"rndc\" { algorithm hmac-sha256; secret \"bWFkZS11cA==\"; };\n", `
3:3 BIND [] 0
  3:16 8.8.8.8 by "plain"
  3:25 1.1.1.1 by "tls"
  3:25 authenticated off: its TLS settings name no host and no authority
  4:3 validation off: dnssec-validation is off
  5:3 weakened off: all queries leave from port 53
  6:13 cache off: answers that have run out are kept for 604800 seconds`},
		{"named for its own zones", "named.conf", "options { recursion no; dnssec-validation no; };\nzone \"acme.io\" { type master; file \"db\"; };\n", ""},
		{"named in views", "named.conf", "tls up { remote-hostname \"dns.acme.io\"; };\nview \"in\" { forwarders tls up { 10.0.0.53; }; validate-except { \"com\"; \"acme.io\"; }; };\nzone \"x.acme.io\" { type forward; forwarders { 192.0.43.8; }; };\n", `
2:13 BIND [] 0
  2:33 10.0.0.53 by "tls"
  2:33 authenticated on by default: 
  2:66 validation off: nothing is validated below com
3:1 BIND [] 0
  3:47 192.0.43.8 by "plain"`},
		{"dnsmasq", "dnsmasq.conf", "# of the lab\nno-resolv\nserver=8.8.8.8 # google\nserver=/acme.io/10.0.0.53#5353\nquery-port=53\nmin-cache-ttl=600\nproxy-dnssec\naddress=/auth.acme.io/login.acme.io/10.0.0.7\naddress=/ads.acme.io/0.0.0.0\nhost-record=a.acme.io,b.acme.io,10.0.0.8,fd00::1\ncname=c.acme.io,d.acme.io\n", `
3:1 dnsmasq [] 0
  3:1 8.8.8.8 by "plain"
  4:1 10.0.0.53 by "plain"
  3:1 validation off by default: 
  5:1 weakened off: all queries leave from one port
  7:1 ad on: 
  6:1 cache off: every answer is kept for at least 600 seconds
8:10 auth.acme.io = 10.0.0.7 (address of dnsmasq)
8:10 *.auth.acme.io = 10.0.0.7 (address of dnsmasq)
8:23 login.acme.io = 10.0.0.7 (address of dnsmasq)
8:23 *.login.acme.io = 10.0.0.7 (address of dnsmasq)
10:13 a.acme.io = 10.0.0.8 (host-record of dnsmasq)
10:23 b.acme.io = 10.0.0.8 (host-record of dnsmasq)
11:7 c.acme.io = d.acme.io (cname of dnsmasq)`},
		{"dnsmasq for DHCP alone", "lab/dhcp.conf", "port=0\ndhcp-range=10.0.0.10,10.0.0.99,12h\nserver=8.8.8.8\n", ""},
		{"java", "jre/lib/security/java.security", "# x\nnetworkaddress.cache.ttl=-1\nnetworkaddress.cache.negative.ttl=10\n", `
2:1 JVM [] 0
  2:1 cache off: addresses are kept as long as the JVM runs`},
		{"java, short", "java.security", "networkaddress.cache.ttl = 30\n#networkaddress.cache.ttl=-1\n", ""},
		{"java by a variable", ".env", "HOST=a\nJAVA_OPTS=\"-Xmx1g -Dsun.net.inetaddr.ttl=-1\"\nJAVA_TOOL_OPTIONS=-Dsun.net.inetaddr.ttl=30\n", `
2:12 JVM [] 0
  2:12 cache off: addresses are kept as long as the JVM runs`},
		{"broken corefile", "Corefile", ".:53 {\n  forward . 8.8.8.8\n  cache {\n", `
2:3 CoreDNS [] 0
  2:13 8.8.8.8 by "plain"
  2:3 validation off by default: 
3:3 not analysed: this block has no end, gates false`},
		{"broken named", "named.conf", "options { dnssec-validation no; /* \n };\n", `
1:11 BIND [] 0
  1:11 validation off: dnssec-validation is off
1:33 not analysed: this comment has no end, gates false
1:1 not analysed: this block has no end, gates false`},
		{"template", "templates/dnsmasq.conf.j2", "no-resolv\nserver={{ dns.server }}\n", `
2:1 dnsmasq [] 0
  2:1 {config:dns.server} by "plain"
  2:1 validation off by default: `},
		{"of a proxy", "nginx.conf", "server {\n  listen 80;\n  resolver 8.8.8.8;\n}\n", "3:3 nginx [] 0\n  3:12 8.8.8.8 by \"plain\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := extractNamed(tt.file, tt.data)
			got := ""
			if s != nil {
				got = showResolvers(s)
			}
			if want := strings.TrimPrefix(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestKeysAreHidden holds that a secret of a resolver's key is in no report.
func TestKeysAreHidden(t *testing.T) {
	data := "key \"rndc\" { secret \"bWFkZS11cA==\"; };\n"
	s := extractNamed("named.conf", data)
	if len(s.Masks) != 1 || data[s.Masks[0].Start.Offset:s.Masks[0].End.Offset] != "bWFkZS11cA==" {
		t.Errorf("masks %v", s.Masks)
	}
}

func TestSeconds(t *testing.T) {
	for s, want := range map[string]int{"300": 300, "5m": 300, "1h30m": 5400, "1d": 86400, "2w": 1209600, "0": 0, "10s": 10, "x": -1, "": -1, "-1": -1, "5y": 157680000, "2M": 5184000, "5000ms": 5, "1h 30m": 5400, "5q": -1, "99999999999w": 3153600000} {
		n, ok := seconds(s)
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("seconds(%q) = %d, want %d", s, n, want)
		}
	}
}

func TestResolverBounds(t *testing.T) {
	for name, data := range map[string]string{
		"hosts":        strings.Repeat("10.0.0.7 a.acme.io\n", maxOverrides+10),
		"named.conf":   strings.Repeat("a { ", maxTreeDepth+10),
		"Corefile":     strings.Repeat("a {\n", maxTreeDepth+10),
		"dnsmasq.conf": strings.Repeat("address=/a.acme.io/10.0.0.7\n", maxOverrides),
	} {
		s := extractNamed(name, data)
		if len(s.NotAnalysed) == 0 {
			t.Errorf("%s: nothing is said to be left out", name)
		}
		if len(s.Overrides) > maxOverrides+2 {
			t.Errorf("%s: %d overrides", name, len(s.Overrides))
		}
	}
}

func FuzzResolvers(f *testing.F) {
	for _, s := range []string{"nameserver 8.8.8.8", ". {\n forward . tls://[::1\n}", "}\n{\n}", "options { a { b; }; \"", "server:\n domain-insecure:", "address=/a/", "address=//\nhost-record=,", "rewrite name suffix", "template IN A x {\nanswer \"\"\n}", "[Resolve]\nDNS=#", "hosts: \"", "{{", "/*", "10.0.0.7 \"a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"resolv.conf", "hosts", "nsswitch.conf", "resolved.conf", "Corefile", "unbound.conf", "named.conf", "dnsmasq.conf", "java.security"} {
			s := extractNamed(name, data)
			if s == nil {
				continue
			}
			for _, r := range s.Resolvers {
				within(t, r.At, data)
				for _, n := range r.Servers {
					within(t, n.At, data)
				}
			}
			for _, o := range s.Overrides {
				within(t, o.At, data)
			}
			for _, n := range s.NotAnalysed {
				within(t, n.At, data)
			}
		}
	})
}

func within(t *testing.T, at fact.Location, data string) {
	t.Helper()
	if at.Start.Offset < 0 || at.End.Offset > len(data) || at.Start.Offset > at.End.Offset {
		t.Errorf("%d to %d of %d bytes", at.Start.Offset, at.End.Offset, len(data))
	}
}
