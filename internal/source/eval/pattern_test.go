package eval

import (
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

func TestPatternKind(t *testing.T) {
	for _, tt := range []struct {
		pattern      string
		start, whole bool
		part         string
		want         fact.GuardKind
	}{
		{`^(api|auth)\.acme\.io$`, false, false, "host", fact.GuardRegex},
		{`(api|auth)\.acme\.io`, true, true, "host", fact.GuardRegex},
		{`(api|auth)\.acme\.io`, true, false, "host", fact.GuardLoose},
		{`acme\.io$`, false, false, "host", fact.GuardLoose},
		{`^api.acme\.io$`, false, false, "host", fact.GuardLoose},
		{`^.*acme\.io$`, false, false, "host", fact.GuardLoose},
		{`^[a-z-]+acme\.io$`, false, false, "host", fact.GuardLoose},
		{`^.*-acme\.io$`, false, false, "host", fact.GuardLoose},
		{`^.*\.acme\.io$`, false, false, "host", fact.GuardRegex},
		{`^(.+\.)?acme\.io$`, false, false, "host", fact.GuardRegex},
		{`^[a-z]+api\.acme\.io$`, false, false, "host", fact.GuardRegex},
		{`^a\.io|b\.io$`, false, false, "host", fact.GuardLoose}, // each end of one branch only
		{`^(a\.io|b\.io)$`, false, false, "host", fact.GuardRegex},
		{`^a\.io$|^b\.io$`, false, false, "host", fact.GuardRegex},
		{`\Aapi\.acme\.io\Z`, false, false, "host", fact.GuardRegex},
		{`(?i)^API\.ACME\.IO$`, false, false, "host", fact.GuardRegex},
		{`(?i)^.*ACME\.IO$`, false, false, "host", fact.GuardLoose},
		{`^https://api\.acme\.io/`, false, false, wholeValue, fact.GuardRegex},
		{`https:\/\/api\.acme\.io\/`, true, false, wholeValue, fact.GuardRegex},
		{`^https://api\.acme\.io`, false, false, wholeValue, fact.GuardLoose},
		{`^https://[a-z0-9.-]+\.acme\.io/`, false, false, wholeValue, fact.GuardRegex},
		{`^https://[^/]+\.acme\.io/`, false, false, wholeValue, fact.GuardLoose},   // https://evil.test?.acme.io/
		{`^https://[^/?#]+\.acme\.io/`, false, false, wholeValue, fact.GuardLoose}, // https://evil.test\.acme.io/
		{`^https://[^/]*acme\.io/`, false, false, wholeValue, fact.GuardLoose},
		{`^https://.*\.acme\.io/`, false, false, wholeValue, fact.GuardLoose}, // https://evil.test/.acme.io/
		{`https://api\.acme\.io/`, false, false, wholeValue, fact.GuardLoose},
		{`^[a-z0-9-]+$`, false, false, wholeValue, fact.GuardRegex},
		{`^\w+$`, false, false, wholeValue, fact.GuardRegex},
		{`[a-z0-9-]+`, true, false, wholeValue, ""},
		{`^[a-z0-9.-]+$`, false, false, wholeValue, ""}, // any name at all
		{`^v\d+/`, false, false, wholeValue, ""},
		{`^(?!internal)api\.acme\.io$`, false, false, "host", fact.GuardOpaque}, // not read
	} {
		if got, why := patternKind(tt.pattern, tt.start, tt.whole, tt.part); got != tt.want {
			t.Errorf("%q for a %s is %q (%s), want %q", tt.pattern, tt.part, got, why, tt.want)
		}
	}
}

func TestAffixKinds(t *testing.T) {
	for _, tt := range []struct {
		kind        func(part, affix string) (fact.GuardKind, string)
		name        string
		part, affix string
		want        fact.GuardKind
	}{
		{prefixKind, "prefix", wholeValue, "https://api.acme.io/", fact.GuardPrefix},
		{prefixKind, "prefix", wholeValue, "https://api.acme.io", fact.GuardLoose},
		{prefixKind, "prefix", wholeValue, "api.acme.io", fact.GuardLoose},
		{prefixKind, "prefix", wholeValue, "/v1", fact.GuardRelative},
		{prefixKind, "prefix", wholeValue, "http", ""},
		{prefixKind, "prefix", "host", "api.", fact.GuardLoose},
		{suffixKind, "suffix", "host", ".acme.io", fact.GuardSuffix},
		{suffixKind, "suffix", "host", "acme.io", fact.GuardLoose},
		{suffixKind, "suffix", "host", ".io", fact.GuardLoose},
		{suffixKind, "suffix", wholeValue, ".acme.io", fact.GuardSuffix},
		{suffixKind, "suffix", wholeValue, ".json", ""},
		{suffixKind, "suffix", wholeValue, ".tar.gz", ""},
		{suffixKind, "suffix", wholeValue, "/", ""},
	} {
		if got, _ := tt.kind(tt.part, tt.affix); got != tt.want {
			t.Errorf("%s %q of a %s is %q, want %q", tt.name, tt.affix, tt.part, got, tt.want)
		}
	}
}

// TestChecksOfValues holds what a check of a bare text means where the text is a URL.
func TestChecksOfValues(t *testing.T) {
	for _, tt := range []struct {
		kind    fact.GuardKind
		why     string
		allowed string
		isHost  bool
		part    string
		want    fact.GuardKind
	}{
		{fact.GuardExact, "", "api.acme.io", true, "host", fact.GuardExact},
		{fact.GuardExact, "", "https://api.acme.io/", false, "url", fact.GuardExact},
		{fact.GuardExact, "", "http://api.acme.io/", false, "host", fact.GuardExact},
		{fact.GuardPrefix, "", "http://api.acme.io/", false, "host", fact.GuardPrefix},
		{fact.GuardRegex, "", `^https?://api\.acme\.io/`, false, "host", fact.GuardRegex},
		{fact.GuardRegex, "", `^https://api\.acme\.io/`, false, "url", fact.GuardRegex},
		{fact.GuardSuffix, "", ".acme.io", false, "url", fact.GuardLoose},
		{fact.GuardSuffix, "", ".acme.io", true, "host", fact.GuardSuffix},
	} {
		g := ofValue(fact.Guard{Part: wholeValue, Kind: tt.kind, Why: tt.why, Allowed: []string{tt.allowed}}, tt.isHost)
		if g.Part != tt.part || g.Kind != tt.want {
			t.Errorf("%s %q: %s %s, want %s %s", tt.kind, tt.allowed, g.Part, g.Kind, tt.part, tt.want)
		}
	}
}
