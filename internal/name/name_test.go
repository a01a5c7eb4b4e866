package name

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"
)

func TestClassify(t *testing.T) {
	for want, hosts := range map[Class][]string{
		Public: {"api.acme.io", "API.Acme.IO", "acme.co.uk", "localhost.evil.com", "127.0.0.1.evil.com", "0x7f.evil.com", "r3---sn-4g5e6nez.acme.com",
			"_dmarc.acme.com", "münchen.de", "xn--mnchen-3ya.de", "acme.com.", "example.io", "myexample.com", "notexample.com", "a.zip", "local.acme.io",
			"internal.acme.com"},
		Loopback: {"localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "127.8.9.10", "::1", "[::1]", "::ffff:127.0.0.1", "0.0.0.0", "::", "host.docker.internal",
			"127.1", "0x7f000001", "0X7F.1", "2130706433", "017700000001", "0177.0.0.1", "127.0.0.1."},
		Metadata: {"169.254.169.254", "[fd00:ec2::254]", "169.254.170.2", "169.254.170.23", "fd00:ec2::23", "metadata.google.internal", "METADATA.google.internal.",
			"metadata", "0xa9fea9fe", "2852039166", "::ffff:169.254.169.254"},
		PrivateIP:     {"10.0.0.5", "192.168.1.1", "172.16.0.1", "172.31.255.255", "169.254.1.1", "fe80::1", "fe80::1%eth0", "fd12::1", "100.64.0.1", "10.1", "192.168.257"},
		PublicIP:      {"8.8.8.8", "172.32.0.1", "[2606:4700::1]", "1.1", "0x08080808", "255.255.255.255"},
		SingleLabel:   {"auth", "redis_1", "users-service", "localhost.", "a"},
		Cluster:       {"auth.default.svc", "auth.default.svc.cluster.local", "a.b.svc.cluster.local.", "x.cluster.local", "a.b.svc.clusterset.local", "a.b.svc.acme.local"},
		MDNS:          {"printer.local", "a.b.local"},
		SpecialUse:    {"api.internal", "vault.corp", "nas.home", "router.lan", "x.home.arpa", "abc.onion", "gw.localdomain", "db.intranet", "x.nosuchtld"},
		Documentation: {"example.com", "api.example.org", "example.net.", "shop.test", "a.example", "x.invalid", "192.0.2.1", "198.51.100.7", "203.0.113.255", "2001:db8::1", "3fff::1"},
		Tunnel:        {"abc.ngrok.io", "x.ngrok-free.app", "a.trycloudflare.com", "x.lhr.life"},
		DynamicDNS:    {"home.duckdns.org", "10-0-0-1.nip.io"},
		Claimable:     {"old.herokuapp.com", "a.b.github.io", "x.s3.amazonaws.com"},
	} {
		for _, h := range hosts {
			if got := Classify(h).Class; got != want {
				t.Errorf("Classify(%q) = %s, want %s", h, got, want)
			}
		}
	}
	for _, h := range []string{"", ".", " ", "a..b", "user@host", "a b", "host:80", "http://a", "a/b", `a\b`, "[::1", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "08.1.1.1",
		"a.1", "4294967296", "a.b\x00", "\xff.com", strings.Repeat("a", 64) + ".com", strings.Repeat("a.", 130) + "com", "{host}", "%31.com", "a,b", "1.2.3.0x100"} {
		if got := Classify(h).Class; got != Invalid {
			t.Errorf("Classify(%q) = %s, want invalid", h, got)
		}
	}
}

func TestNormalised(t *testing.T) {
	for host, want := range map[string]string{
		"API.Acme.IO.": "api.acme.io", "[::1]": "::1", "0x7f.1": "127.0.0.1", "MÜNCHEN.de": "xn--mnchen-3ya.de", "ｅxample.com": "example.com", "a。b.io": "a.b.io",
		"redis_1": "redis_1", "2130706433": "127.0.0.1",
	} {
		if got := Classify(host).Host; got != want {
			t.Errorf("Classify(%q).Host = %q, want %q", host, got, want)
		}
	}
	if !Classify("0x7f.1").IP() || Classify("a.io").IP() {
		t.Error("IP does not tell addresses from names")
	}
}

func TestMixedScript(t *testing.T) {
	for host, want := range map[string]bool{
		"аpple.com": true, "xn--pple-43d.com": true, "apple.com": false, "яблоко.рф": false, "münchen.de": false, "а.pple.com": false, "日本go.jp": false, "gοοgle.com": true,
	} {
		if got := Classify(host).MixedScript; got != want {
			t.Errorf("Classify(%q).MixedScript = %v", host, got)
		}
	}
}

func TestRegistrableDomain(t *testing.T) {
	for host, want := range map[string]string{
		"api.example.co.uk": "example.co.uk", "co.uk": "co.uk", "a.b.github.io": "b.github.io", "github.io": "github.io", "API.Acme.io.": "acme.io",
		"10.0.0.1": "10.0.0.1", "[::1]": "::1", "auth": "auth", "a.b.internal": "b.internal", "login.münchen.de": "xn--mnchen-3ya.de", "": "",
	} {
		if got := RegistrableDomain(host); got != want {
			t.Errorf("RegistrableDomain(%q) = %q, want %q", host, got, want)
		}
	}
	for host, want := range map[string]bool{"a.acme.io": true, "co.uk": false, "github.io": false, "io": false, "": false, "10.0.0.1": false, "a..b": false} {
		if _, ok := registrable(host); ok != want {
			t.Errorf("registrable(%q) = %v", host, ok)
		}
	}
}

// TestSuffixes holds the lists against the Public Suffix List, where providers
// enter themselves. The rest is named here, with who documents it.
func TestSuffixes(t *testing.T) {
	documented := []string{
		"loca.lt",                   // localtunnel
		"serveo.net",                // Serveo
		"localhost.run", "lhr.life", // localhost.run
		"devtunnels.ms",      // Microsoft dev tunnels
		"nip.io", "sslip.io", // nip.io
	}
	seen := map[string]bool{}
	for _, list := range [][]string{tunnels, dynamicDNS, claimable} {
		for _, s := range list {
			if seen[s] {
				t.Errorf("%s is listed twice", s)
			}
			seen[s] = true
			suffix, icann := publicsuffix.PublicSuffix("x." + s)
			if listed := suffix == s && !icann; listed == slices.Contains(documented, s) {
				t.Errorf("%s: in the private part of the list %v, in the exceptions %v", s, listed, !listed)
			}
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, s := range []string{"a.io", "[::1]", "0x7f.1", "xn--a", "a。b", "1.2.3.4", "a_b", "%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		info := Classify(host)
		if info.Class == Invalid {
			return
		}
		if strings.ContainsAny(info.Host, " /\\@?#") || info.Host == "" {
			t.Errorf("Classify(%q) takes %q for a host", host, info.Host)
		}
		again := Classify(info.Host)
		rooted := strings.HasSuffix(strings.TrimSpace(host), ".")
		if again.Host != info.Host || again.Class != info.Class && !rooted {
			t.Errorf("Classify(%q) is %+v, and of its own host %+v", host, info, again)
		}
		RegistrableDomain(host)
		IsDocumentation(host)
	})
}

func TestRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"acme.io": true, "api.acme.co.uk": true, "10.0.0.5": true, "[::1]": true, "login.example.com": true,
		"x.svc.cluster.local": true, "acme.github.io": true,
		"tar.gz": false, "user.js": false, "json": false, "io": false, "": false, "a b": false, "v1/users": false, "co.uk": false, "vault.corp": false,
	} {
		if got := Recognised(text); got != want {
			t.Errorf("Recognised(%q) = %v", text, got)
		}
	}
}
