package name

import (
	"strings"
	"testing"
)

func TestLooksLikeKnown(t *testing.T) {
	for host, want := range map[string]string{
		"api.githib.com": "github.com one letter off", "api.gihtub.com": "github.com two letters swapped from", "githubb.com": "github.com one letter more than",
		"api.opena1.com": "openai.com one letter off", "open-ai.com": "openai.com one letter more than", "api.cloudflar.com": "cloudflare.com one letter less than",
		"apigithub.com": "api.github.com but for a dot", "api-openai.com": "api.openai.com but for a dot",
		"api.gіthub.com": "github.com with other letters that look the same",
		"api.github.com": "", "github.com": "", "API.GitHub.com.": "", "github.io": "", "acme.github.io": "", "github.acme.io": "", "github.de": "",
		"gitea.com": "", "toolbox.googleapps.com": "", "discords.com": "", "orders.us-east-1.amazonaws.com": "", "raw.githubusercontent.com": "", "gitee.com": "", "api.acme.io": "", "xthub.com": "", "jithub.com": "", "10.0.0.1": "", "github": "", "": "", "münchen.de": "",
	} {
		other, how := LooksLikeKnown(host)
		if got := strings.TrimSpace(other + " " + how); got != want {
			t.Errorf("LooksLikeKnown(%q) = %q, want %q", host, got, want)
		}
	}
}

func TestLooksLike(t *testing.T) {
	for pair, want := range map[string]string{
		"acme-biling.io acme-billing.io": "one letter less than", "acme-bolling.io acme-billing.io": "one letter off", "acme-biliing.io acme-billing.io": "one letter off",
		"acme-iblling.io acme-billing.io": "two letters swapped from", "acmе.io acme.io": "with other letters that look the same",
		"acme-billing1.io acme-billing2.io": "", "acme-billing.io acme-billings.io": "", "acmebilling.io acme-billing.io": "", "acme.io acne.io": "",
		"acme-billing.io acme-billing.com": "", "acme-billing.io acme-billing.io": "", "dev-billing.io acme-billing.io": "", "wikimedia.org wikipedia.org": "", "acme-v1-api.io acme-v2-api.io": "",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if got := LooksLike(a, b); got != want {
			t.Errorf("LooksLike(%q, %q) = %q, want %q", a, b, got, want)
		}
	}
}

// TestKnownHosts holds that no known host is taken for another one, nor for a look-alike.
func TestKnownHosts(t *testing.T) {
	for _, k := range known {
		if other, how := LooksLikeKnown(k); other != "" {
			t.Errorf("%s is said to be %s %s", k, how, other)
		}
		if info := Classify(k); info.Class != Public || info.Host != k {
			t.Errorf("%s is %s", k, info.Class)
		}
		for _, o := range known {
			a, b := DelegatedDomain(k), DelegatedDomain(o)
			if a != b && near(a, b, true) != "" {
				t.Errorf("%s is near %s", a, b)
			}
		}
	}
}

func TestCollisionProne(t *testing.T) {
	for host, want := range map[string]string{
		"api.corp": "corp", "nas.home": "home", "a.b.lan.": "lan", "x.localdomain": "localdomain", "abc.onion": "onion",
		"api.internal": "", "x.home.arpa": "", "auth.default": "", "corp": "", "api.corp.acme.io": "", "x.local": "", "10.0.0.1": "", "": "",
	} {
		got, onion := CollisionProne(host)
		if got != want || onion != (want == "onion") {
			t.Errorf("CollisionProne(%q) = %q, %v", host, got, onion)
		}
	}
}
