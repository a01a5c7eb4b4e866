package clientconf

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/hostbound/hostbound/internal/fact"
)

// trustKey is a setting by which a framework fetches what it believes afterwards: the keys
// and the metadata of an issuer, the answer whether a token is valid, its own settings,
// the addresses of other services. Names are given without case and signs, so that
// spring.cloud.config.uri and SPRING_CLOUD_CONFIG_URI are one.
type trustKey struct {
	begins, ends string
	client       string
}

var trustKeys = []trustKey{
	{"springsecurityoauth2", "issueruri", "Spring Security"},
	{"springsecurityoauth2", "jwkseturi", "Spring Security"},
	{"springsecurityoauth2", "introspectionuri", "Spring Security"},
	{"springsecurityoauth2", "tokenuri", "Spring Security"},
	{"springsecurityoauth2", "userinfouri", "Spring Security"},
	{"springsecuritysaml2", "metadatauri", "Spring Security"},
	{"securityoauth2resource", "jwkkeyseturi", "Spring Security"},
	{"securityoauth2resource", "jwkkeyuri", "Spring Security"},
	{"securityoauth2resource", "tokeninfouri", "Spring Security"},
	{"securityoauth2resource", "userinfouri", "Spring Security"},
	{"springcloudconfig", "uri", "Spring Cloud Config"},
	{"springconfigimport", "", "Spring Cloud Config"},
	{"springcloudvault", "uri", "Spring Cloud Vault"},
	{"eurekaclientserviceurl", "", "Eureka"},
	{"quarkusoidc", "authserverurl", "Quarkus"},
	{"quarkusoidc", "jwkspath", "Quarkus"},
	{"quarkusoidc", "introspectionpath", "Quarkus"},
	{"quarkusoidc", "tokenpath", "Quarkus"},
	{"mpjwtverifypublickeylocation", "", "MicroProfile JWT"},
	{"micronautsecuritytokenjwtsignaturesjwks", "url", "Micronaut"},
	{"micronautsecurityoauth2clients", "openidissuer", "Micronaut"},
	{"keycloak", "authserverurl", "Keycloak"},
	{"oauth2proxy", "oidcissuerurl", "oauth2-proxy"},
	{"oauth2proxy", "oidcjwksurl", "oauth2-proxy"},
	{"oauth2proxy", "redeemurl", "oauth2-proxy"},
	{"oauth2proxy", "validateurl", "oauth2-proxy"},
	{"oauth2proxy", "profileurl", "oauth2-proxy"},
	{"oidcop", "endpoint", "Django"}, // mozilla-django-oidc: OIDC_OP_JWKS_ENDPOINT
	{"socialauth", "oidcendpoint", "Django"},
	{"", "jwksurl", ""}, {"", "jwksuri", ""}, {"", "jwkseturi", ""}, {"", "jwkseturl", ""}, {"", "jwksendpoint", ""},
	{"", "oidcdiscoveryurl", ""}, {"", "oidcmetadataurl", ""}, {"", "oidcissuer", ""}, {"", "oidcissuerurl", ""}, {"", "openidconfigurationurl", ""},
	{"", "metadataaddress", ".NET"},
}

// authorityKey is .NET's name for an issuer. Other programs mean other things by it, so it
// counts behind a section alone.
var authorityKey = regexp.MustCompile(`(?i)(?:\.|__|:)(?:authority|oidcauthority)$`)

// plainKey is a name without case and signs.
func plainKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// trusts notes, of the settings that a file gives, those by which a framework fetches what
// it believes, and those that take a check away. A profile for development or tests is not
// what is deployed.
func (t *text) trusts() {
	others := t.bySection()
	for i := range t.out.Variables {
		v := &t.out.Variables[i]
		if v.Credential != nil || len(v.Value) == 0 || v.Artifact == fact.ArtifactAssistant || ofDevelopment(v.Name) {
			continue
		}
		if client, ok := trustedBy(v.Name); ok {
			t.trust(v, client, others)
		}
		t.unchecked(v, others)
	}
}

func ofDevelopment(name string) bool {
	profile, _, _ := strings.Cut(name, ".")
	return strings.HasPrefix(profile, "%") && (strings.Contains(profile, "dev") || strings.Contains(profile, "test"))
}

func trustedBy(name string) (client string, ok bool) {
	if authorityKey.MatchString(name) {
		return ".NET", true
	}
	_, within, _ := strings.Cut(name, ".") // below an environment's name
	for _, key := range []string{plainKey(strings.TrimPrefix(name, "%prod.")), plainKey(within)} {
		for _, k := range trustKeys {
			if key != "" && strings.HasPrefix(key, k.begins) && strings.HasSuffix(key, k.ends) {
				return k.client, true
			}
		}
	}
	return "", false
}

// trust notes the requests that one setting names: a list of URLs, where it is one.
func (t *text) trust(v *fact.Variable, client string, others sections) {
	for _, u := range urlsOf(v.Value) {
		if t.full(v.At) {
			return
		}
		r := fact.Route{
			Artifact: fact.ArtifactIdentity, At: v.At, TrustAnchor: true, Client: fact.Client{Name: client},
			Destination: fact.Destination{URL: u, At: v.At},
			Steps:       []fact.Evidence{{At: v.At, Says: v.Name + " names whom the service believes"}},
		}
		if s := others.beside(v, "requirehttpsmetadata"); s != nil && isFalse(s) {
			r.Steps = append(r.Steps, fact.Evidence{At: s.At, Says: "https is not asked for here"})
		}
		t.out.Routes = append(t.out.Routes, r)
	}
}

// urlsOf are the URLs in a text, which may be a list with commas, and may have words before
// a URL: "optional:configserver:http://config".
func urlsOf(v fact.Text) []fact.Text {
	var out []fact.Text
	rest := v
	for n := 0; len(rest) > 0 && n < maxTargets; n++ {
		one, more := cutComma(rest)
		rest = more
		if len(one) > 0 && one[0].Hole == nil {
			one = trimBefore(one)
		}
		if len(one) > 0 && (one[0].Hole != nil && strings.Contains(one[0].Hole.Default, "://") || webScheme(one.Prefix())) {
			out = append(out, one)
		}
	}
	return out
}

func cutComma(v fact.Text) (one, rest fact.Text) {
	for i, p := range v {
		if before, after, ok := strings.Cut(p.Literal, ","); ok && p.Hole == nil {
			return append(v[:i:i], fact.Lit(before)...), append(fact.Lit(after), v[i+1:]...)
		}
	}
	return v, nil
}

var beforeURL = regexp.MustCompile(`^.*?(https?://)`)

// trimBefore takes away what stands before the URL; nil where there is none.
func trimBefore(v fact.Text) fact.Text {
	at := beforeURL.FindStringSubmatchIndex(v[0].Literal)
	if at == nil {
		return nil
	}
	return append(fact.Lit(v[0].Literal[at[2]:]), v[1:]...)
}

// sections are the settings of a file by their section and their own name, so that one can
// be asked for beside another.
type sections map[[3]string]*fact.Variable

func (t *text) bySection() sections {
	out := sections{}
	for i := range t.out.Variables {
		v := &t.out.Variables[i]
		section, name := cutSection(v.Name)
		out[[3]string{v.Block, section, plainKey(name)}] = v
	}
	return out
}

func cutSection(name string) (section, last string) {
	i := strings.LastIndexAny(name, ".:_") + 1
	return name[:i], name[i:]
}

// beside is the setting of a name in the section of another one, or nil.
func (s sections) beside(v *fact.Variable, name string) *fact.Variable {
	section, _ := cutSection(v.Name)
	return s[[3]string{v.Block, section, name}]
}

func isFalse(v *fact.Variable) bool {
	s, _ := v.Value.Known()
	return strings.EqualFold(s, "false")
}

func isTrue(v *fact.Variable) bool {
	s, _ := v.Value.Known()
	return strings.EqualFold(s, "true")
}

// uncheckedKeys are the ends of settings that turn the check of certificates off where they
// are true, as frameworks call them.
var uncheckedKeys = []string{
	"tlstrustall", "restclienttrustall", "kubernetesclienttrustcerts", "insecuretrustallcertificates", "useinsecuretrustmanager",
	"httpclientdisablesslvalidation", "sslinsecureskipverify", "tlsskipverifyinsecure",
}

// unchecked notes a setting that takes a check away for a whole service.
func (t *text) unchecked(v *fact.Variable, others sections) {
	key := plainKey(v.Name)
	s := fact.Switch{Name: v.Name, Scope: "service", Artifact: fact.ArtifactIdentity, At: v.At, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: v.At}}
	value, _ := v.Value.Known()
	switch {
	case strings.HasPrefix(key, "quarkus") && strings.HasSuffix(key, "tlsverification") && strings.EqualFold(value, "none"), isTrue(v) && hasEnd(key, uncheckedKeys):
		s.Kind = "verify"
	case strings.HasSuffix(key, "requirehttpsmetadata") && isFalse(v) && others.beside(v, "authority") == nil && others.beside(v, "metadataaddress") == nil && !strings.Contains(strings.ToLower(v.At.Path), "development"):
		s.Kind = "https"
	default:
		return
	}
	s.Steps = []fact.Evidence{{At: v.At, Says: v.Name + " is set here"}}
	t.out.Switches = append(t.out.Switches, s)
}

func hasEnd(key string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(key, e) {
			return true
		}
	}
	return false
}
