package name

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// known are hosts that many programs send credentials to. They are names that are no
// words, so that one letter off is a slip or a trap and hardly another company. Their
// owners document them as the address of an API.
var known = []string{
	"api.github.com", "uploads.github.com", "raw.githubusercontent.com", "gitlab.com", "api.bitbucket.org",
	"api.openai.com", "api.anthropic.com", "api.huggingface.co", "api.mistral.ai", "openrouter.ai", "api.deepseek.com", "api.perplexity.ai",
	"oauth2.googleapis.com", "accounts.google.com", "generativelanguage.googleapis.com",
	"login.microsoftonline.com", "graph.microsoft.com", "management.azure.com", "sts.amazonaws.com",
	"api.stripe.com", "api.paypal.com", "api.twilio.com", "api.sendgrid.com", "api.mailgun.net", "api.mailjet.com", "api.postmarkapp.com",
	"api.cloudflare.com", "api.digitalocean.com", "api.heroku.com", "api.netlify.com", "api.vercel.com", "api.linode.com",
	"discord.com", "api.telegram.org", "hooks.slack.com", "graph.facebook.com", "api.linkedin.com", "api.twitter.com", "api.spotify.com",
	"api.dropboxapi.com", "content.dropboxapi.com", "api.atlassian.com", "api.trello.com", "api.airtable.com", "api.hubapi.com",
	"api.pagerduty.com", "api.opsgenie.com", "api.datadoghq.com", "api.newrelic.com", "api.rollbar.com", "sentry.io", "grafana.com",
	"npmjs.org", "upload.pypi.org", "hub.docker.com", "auth.docker.io", "circleci.com", "codecov.io", "sonarcloud.io",
	"api.cloudinary.com", "api.mapbox.com", "api.algolia.com", "api.mixpanel.com", "api.shopify.com", "login.salesforce.com",
}

// LooksLikeKnown gives the well-known host, or its domain, that a host can be taken for,
// and how the two differ. A well-known host looks like itself alone.
func LooksLikeKnown(host string) (other, how string) {
	info := Classify(host)
	if info.IP() || info.Class == Invalid {
		return "", ""
	}
	domain := DelegatedDomain(info.Host)
	for _, k := range known {
		if domain == DelegatedDomain(k) || Owner(domain) == Owner(k) {
			return "", ""
		}
	}
	shown := skeleton(host)
	for _, k := range known {
		d := DelegatedDomain(k)
		switch {
		case shown != info.Host && (shown == d || strings.HasSuffix(shown, "."+d)):
			return d, "with other letters that look the same"
		case k != d && (info.Host == strings.Replace(k, ".", "", 1) || info.Host == strings.Replace(k, ".", "-", 1)):
			return k, "but for a dot"
		}
		if how := near(domain, d, true); how != "" {
			return d, how
		}
	}
	return "", ""
}

// LooksLike says how a registrable domain differs from another one that it can be taken
// for; empty where it cannot.
func LooksLike(domain, other string) string {
	if Owner(domain) == Owner(other) {
		return ""
	}
	if shown := skeleton(domain); shown != domain && shown == other {
		return "with other letters that look the same"
	}
	return near(domain, other, false)
}

// nearLetters is the length from which one letter more or less is taken for a slip. Of
// two names that are both chosen freely, short ones are often that near by chance.
const (
	nearLettersKnown = 6
	nearLetters      = 8
)

// near says in words how two domains with one public suffix differ by one letter; empty
// where they do not, or where such a difference is meant: numbers, versions, a hyphen, a
// plural. Of a known name only the plural is.
func near(a, b string, isKnown bool) string {
	a, aSuffix, _ := strings.Cut(a, ".")
	b, bSuffix, _ := strings.Cut(b, ".")
	least := nearLetters
	if isKnown {
		least = nearLettersKnown
	}
	if aSuffix != bSuffix || aSuffix == "" || min(len(a), len(b)) < least || a == "" || a[0] != b[0] {
		return ""
	}
	how, x, rest := oneEdit(a, b)
	switch {
	case x == "s" && !rest, !isKnown && strings.ContainsAny(x, "0123456789-"):
		return "" // people make this difference on purpose
	}
	return how
}

// oneEdit says how a differs from b where one letter is changed, added, left out, or two
// beside each other are swapped. x are the letters that differ, and rest is set where more
// of the name follows.
func oneEdit(a, b string) (how, x string, rest bool) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	p, q := a[i:], b[i:]
	switch {
	case len(p) == len(q) && len(p) > 0 && p[1:] == q[1:]:
		return "one letter off", p[:1] + q[:1], len(p) > 1
	case len(p) == len(q) && len(p) > 1 && p[0] == q[1] && p[1] == q[0] && p[2:] == q[2:]:
		return "two letters swapped from", p[:2], len(p) > 2
	case len(p) == len(q)+1 && p[1:] == q:
		return "one letter more than", p[:1], len(q) > 0
	case len(q) == len(p)+1 && q[1:] == p:
		return "one letter less than", q[:1], len(p) > 0
	}
	return "", "", false
}

// twins are letters of other alphabets, and Latin ones with a mark, that are taken for
// the letter that their line begins with.
var twins = []string{
	"aаαàáâãäåāăą", "bЬв", "cсçćč", "dԁďđ", "eеèéêëēėęěҽ", "gɡğģ", "hһн", "iіιìíîïīįıǐ", "jј", "kκк", "lӏłļľ", "mм", "nոñńņňп",
	"oоοօòóôõöøōő", "pрρ", "qԛ", "sѕśşšș", "tтτţťț", "uսυùúûüūůű", "vνѵ", "wԝѡ", "xхχ", "yуγýÿ", "zźżž",
}

// skeleton is a host as it is read at a glance: its letters in Latin, without marks.
func skeleton(host string) string {
	h := normalise(host)
	if u, err := idna.ToUnicode(h); err == nil {
		h = u
	}
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return r
		}
		for _, t := range twins {
			if strings.ContainsRune(t, r) {
				return rune(t[0])
			}
		}
		return r
	}, strings.ToLower(h))
}
