package name

import (
	"slices"
	"strings"
)

// families are domains of one owner whose services take one credential. Where only
// the public suffix differs (acme.com, acme.de), a domain needs no row.
var families = [][]string{
	{"github.com", "githubusercontent.com", "ghcr.io", "githubcopilot.com"},
	{"google.com", "googleapis.com", "googleusercontent.com", "gstatic.com", "youtube.com", "gcr.io", "pkg.dev", "googleapps.com"},
	{"microsoft.com", "microsoftonline.com", "azure.com", "azure.net", "windows.net", "windowsazure.com", "office.com", "office365.com", "live.com",
		"visualstudio.com", "sharepoint.com", "outlook.com", "botframework.com", "azurecr.io", "powerbi.com", "dynamics.com"},
	{"amazonaws.com", "amazon.com", "api.aws", "on.aws"},
	{"atlassian.com", "atlassian.net", "bitbucket.org", "jira.com", "statuspage.io", "trello.com"},
	{"facebook.com", "instagram.com", "whatsapp.com", "threads.net"},
	{"x.com", "twitter.com"},
	{"wikipedia.org", "wikimedia.org", "wikidata.org", "mediawiki.org"},
	{"slack.com", "slack-edge.com"},
	{"discord.com", "discordapp.com"},
	{"pypi.org", "pythonhosted.org"},
	{"huggingface.co", "hf.co"},
	{"openai.com", "chatgpt.com"},
	{"anthropic.com", "claude.ai", "claude.com"},
	{"salesforce.com", "force.com"},
	{"cloudflare.com", "cloudflarestorage.com"},
	{"digitalocean.com", "digitaloceanspaces.com"},
	{"dropbox.com", "dropboxapi.com", "dropboxusercontent.com"},
	{"box.com", "boxcloud.com"},
	{"twilio.com", "sendgrid.com", "sendgrid.net"},
	{"okta.com", "oktapreview.com", "okta-emea.com"},
	{"newrelic.com", "nr-data.net"},
	{"splunk.com", "splunkcloud.com", "signalfx.com"},
	{"apple.com", "icloud.com"},
	{"adobe.com", "adobe.io", "adobelogin.com"},
	{"shopify.com", "shopifycloud.com"},
}

// Owner names whoever a host belongs to, as far as names tell: the first domain of its
// family, or else the label that is registered. What a provider gives to customers is
// theirs; an address is its own.
func Owner(host string) string {
	info := Classify(host)
	switch info.Class {
	case Claimable, Tunnel, DynamicDNS:
		return RegistrableDomain(host)
	case Public:
	default:
		return info.Host
	}
	domain := DelegatedDomain(host)
	for _, f := range families {
		if slices.Contains(f, domain) || under(info.Host, f) {
			return f[0]
		}
	}
	label, _, _ := strings.Cut(domain, ".")
	return label
}
