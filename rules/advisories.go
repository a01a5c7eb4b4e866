package rules

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/version"
)

// advisory is a published weakness of a package that costs credentials.
type advisory struct {
	ecosystem, name, id string
	affected            []version.Range
	fixed               string // as people are told
	what                string
	// needs tells the routes that the weakness reaches.
	needs func(*fact.Route) bool
}

// advisories are those whose affected versions were read in the advisory itself (PyPI
// advisory database, GitHub advisory database, OSV), or in the package's own history.
// Weaknesses that cost no credential, or that need what a route does not say, are not
// here. Where a text and the affected range of an advisory differ (CVE-2023-43804
// says 2.0.5, its range 2.0.6), the range counts.
func advisories() []advisory {
	before := func(v string) []version.Range { return []version.Range{{Before: v}} }
	between := func(low, v string) version.Range { return version.Range{Low: low, Before: v} }
	return []advisory{
		{"pypi", "requests", "CVE-2018-18074", before("2.20.0"), "2.20.0", "Authorization stays when a redirect leads from https to http", redirected(authorization)},
		{"pypi", "requests", "CVE-2023-32681", []version.Range{between("2.3.0", "2.31.0")}, "2.31.0", "the proxy's credential reaches the server behind it after a redirect", proxyCredential},
		{"pypi", "requests", "CVE-2024-47081", before("2.32.4"), "2.32.4", "a crafted URL gets the .netrc credential of another host", openURL},
		{"pypi", "urllib3", "CVE-2018-20060", before("1.23"), "1.23", "Authorization follows a redirect to another host", redirected(authorization)},
		{"pypi", "urllib3", "CVE-2018-25091", before("1.24.2"), "1.24.2", "Authorization follows a redirect to another host where it is not written in that case", redirected(authorization)},
		{"pypi", "urllib3", "CVE-2021-28363", []version.Range{between("1.26.0", "1.26.4")}, "1.26.4", "the host name of an https proxy is not checked", proxied},
		{"pypi", "urllib3", "CVE-2023-43804", []version.Range{{Before: "1.26.17"}, between("2.0.0a1", "2.0.6")}, "1.26.17 and 2.0.6", "Cookie follows a redirect to another host", redirected(cookie)},
		{"pypi", "urllib3", "CVE-2023-45803", []version.Range{{Before: "1.26.18"}, between("2.0.0a1", "2.0.7")}, "1.26.18 and 2.0.7", "the body follows a redirect that asks for none", redirected(inBody)},
		{"pypi", "urllib3", "CVE-2024-37891", []version.Range{{Before: "1.26.19"}, between("2.0.0a1", "2.2.2")}, "1.26.19 and 2.2.2", "Proxy-Authorization follows a redirect to another host", redirected(proxyAuthorization)},
		{"pypi", "aiohttp", "CVE-2026-34518", before("3.13.4"), "3.13.4", "Cookie follows a redirect to another origin", redirected(cookie)},
		{"pypi", "aiohttp", "CVE-2026-47265", before("3.14.0"), "3.14.0", "cookies of one request follow a redirect to another origin", redirected(cookie)},
		{"npm", "follow-redirects", "CVE-2022-0155", before("1.14.7"), "1.14.7", "Cookie follows a redirect to another host", redirected(cookie)},
		{"npm", "follow-redirects", "CVE-2022-0536", before("1.14.8"), "1.14.8", "Authorization stays when a redirect leads from https to http", redirected(authorization)},
		{"npm", "follow-redirects", "CVE-2024-28849", before("1.15.6"), "1.15.6", "Proxy-Authorization follows a redirect to another host", redirected(proxyAuthorization)},
		{"npm", "axios", "CVE-2025-27152", []version.Range{{Before: "0.30.0"}, between("1.0.0-alpha.1", "1.8.2")}, "0.30.0 and 1.8.2, with allowAbsoluteUrls off", "an absolute URL takes the place of the base URL", openPath},
		{"npm", "node-fetch", "CVE-2022-0235", []version.Range{{Before: "2.6.7"}, between("3.0.0-beta.1", "3.1.1")}, "2.6.7 and 3.1.1", "Authorization and Cookie follow a redirect to another host", redirected(either(authorization, cookie))},
		{"npm", "undici", "CVE-2023-45143", before("5.26.2"), "5.26.2", "Cookie follows a redirect to another origin", redirected(cookie)},
		{"npm", "undici", "CVE-2024-24758", []version.Range{{Before: "5.28.3"}, between("6.0.0", "6.6.1")}, "5.28.3 and 6.6.1", "Proxy-Authorization follows a redirect to another origin", redirected(proxyAuthorization)},
		{"npm", "undici", "CVE-2024-30260", []version.Range{{Before: "5.28.4"}, between("6.0.0", "6.11.1")}, "5.28.4 and 6.11.1", "Authorization follows a redirect of request() to another origin", redirected(authorization)},
		{"npm", "@actions/http-client", "GHSA-9w6v-m7wp-jwg4", before("1.0.8"), "1.0.8", "Authorization follows a redirect to another host", redirected(authorization)},
		{"maven", "org.apache.httpcomponents:httpclient", "CVE-2020-13956", before("4.5.13"), "4.5.13", "a malformed authority is sent to another host than the one that was checked", openURL},
		{"maven", "org.apache.httpcomponents.client5:httpclient5", "CVE-2020-13956", before("5.0.3"), "5.0.3", "a malformed authority is sent to another host than the one that was checked", openURL},
		{"maven", "com.squareup.okhttp3:okhttp", "CVE-2021-0341", before("4.9.2"), "4.9.2", "a host name is taken for another one when a certificate is checked", overTLS},
		{"maven", "org.asynchttpclient:async-http-client", "CVE-2026-40490", []version.Range{{Before: "2.14.5"}, between("3.0.0", "3.0.9")}, "2.14.5 and 3.0.9", "Authorization follows a redirect to another origin", redirected(authorization)},
		{"maven", "org.asynchttpclient:async-http-client", "CVE-2026-45300", []version.Range{{Before: "2.15.0"}, between("3.0.0", "3.0.10")}, "2.15.0 and 3.0.10", "Cookie follows a redirect to another origin", redirected(cookie)},
	}
}

// hits tells whether every version that may be in use is affected.
func (a *advisory) hits(p *fact.Package) bool {
	if a.ecosystem != p.Ecosystem || a.name != p.Name || !p.Exact && p.Before == "" {
		return false
	}
	used := version.Range{Low: p.Version, Before: p.Before, Exact: p.Exact}
	for _, r := range a.affected {
		if r.Covers(used) {
			return true
		}
	}
	return false
}

func redirected(is func(*fact.Credential) bool) func(*fact.Route) bool {
	return func(r *fact.Route) bool {
		return r.Channel.Redirects.State == fact.StateOn && is(&r.Credential) && !r.Credential.FirstHop && !loopback(r)
	}
}

func either(a, b func(*fact.Credential) bool) func(*fact.Credential) bool {
	return func(c *fact.Credential) bool { return a(c) || b(c) }
}

func cookie(c *fact.Credential) bool { return c.Kind == fact.KindCookie }

func inBody(c *fact.Credential) bool { return c.Carrier == fact.CarrierBody }

func proxyAuthorization(c *fact.Credential) bool { return c.Field == "proxy-authorization" }

func proxied(r *fact.Route) bool { return r.Channel.Proxy.State == fact.StateOn }

// proxyCredential tells a proxy whose URL is not known, or holds a credential.
func proxyCredential(r *fact.Route) bool {
	return proxied(r) && r.Channel.Redirects.State == fact.StateOn && len(r.Channel.Proxy.Value.Holes()) > 0
}

// openURL tells a URL whose host a stranger writes, with no check that is known.
func openURL(r *fact.Route) bool { return outsideHole(r, stranger) != nil && len(r.Guards) == 0 }

func stranger(o fact.Origin) bool { return o == fact.OriginRequest || o == fact.OriginDatabase }

// openPath tells a base URL that is joined with text that a stranger begins.
func openPath(r *fact.Route) bool {
	return len(r.BaseURL) > 0 && len(r.CallURL) > 0 && r.CallURL[0].Hole != nil && stranger(r.CallURL[0].Hole.Origin)
}

func overTLS(r *fact.Route) bool { return scheme(r) == "https" && !loopback(r) }
