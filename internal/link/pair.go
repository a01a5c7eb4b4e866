package link

import (
	"slices"
	"strings"
	"unicode"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// The words that end the name of a URL and of a credential; what is left names
// the service that both belong to. Longer endings come first.
var (
	urlEndings        = []string{"BASE_URL", "SERVER_URL", "TOKEN_URL", "ISSUER_URL", "URL", "URI", "ENDPOINT", "ADDR", "ADDRESS", "ISSUER", "HOST", "BASE", "SERVER"}
	credentialEndings = []string{
		"ACCESS_TOKEN", "AUTH_TOKEN", "BEARER_TOKEN", "REFRESH_TOKEN", "SECRET_KEY", "ACCESS_KEY", "CLIENT_SECRET", "APIKEY",
		"TOKEN", "KEY", "SECRET", "PASSWORD", "PASSWD", "PASS", "PAT", "JWT", "BEARER",
	}
)

// ownStems name the program itself: APP_URL is where it is reached, and APP_KEY is
// no key to that. What signs a webhook is not sent to it either.
var ownStems = []string{"APP", "SITE", "WEBHOOK"}

// place is where variables stand side by side, under one stem.
type place struct {
	block fact.Block
	stem  string
}

// pairVariables makes a route of each credential and each URL beside it whose name
// has the same stem: CRM_URL and CRM_TOKEN of one block. Of a name that is set
// twice, the last counts, as for most loaders. Those that code sends with have their
// route there. Two that meet in several blocks are one route, with the ways to all.
func pairVariables(all []seat, used map[*fact.Variable]bool) []fact.Route {
	urls := map[place][]seat{}
	credentials := map[place][]seat{}
	proxies := map[fact.Block]seat{}
	var order []place
	for _, s := range all {
		if n := strings.ToUpper(s.name); (n == "HTTP_PROXY" || n == "ALL_PROXY") && len(s.Value) > 0 {
			proxies[s.block] = s
		}
		switch stem, ok := stem(s); {
		case !ok, used[s.Variable], s.Artifact == fact.ArtifactSource: // code says itself what it sends
		case s.Credential != nil:
			p := place{s.block, stem}
			if credentials[p] == nil {
				order = append(order, p)
			}
			credentials[p] = set(credentials[p], s)
		case webURL(s.Value):
			p := place{s.block, stem}
			urls[p] = set(urls[p], s)
		}
	}
	var out []fact.Route
	met := map[[2]fact.Location]int{}
	for _, p := range order {
		for _, c := range credentials[p] {
			for _, u := range urls[p] {
				r := pair(u, c)
				if x, ok := proxies[p.block]; ok {
					r.Channel.Proxy = fact.Setting{State: fact.StateOn, Value: x.Value, Explicit: true, At: x.At}
				}
				both := [2]fact.Location{u.At, c.At}
				if i, seen := met[both]; seen {
					out[i].Steps = append(out[i].Steps, newSteps(out[i].Steps, r.Steps)...)
					continue
				}
				met[both] = len(out)
				out = append(out, r)
			}
		}
	}
	return out
}

func newSteps(have, more []fact.Evidence) []fact.Evidence {
	return slices.DeleteFunc(more, func(e fact.Evidence) bool { return len(have) >= maxSteps || slices.Contains(have, e) })
}

// maxSteps bounds the ways that are told of one pair.
const maxSteps = 12

func set(all []seat, s seat) []seat {
	for i := range all {
		if all[i].name == s.name {
			all[i] = s
			return all
		}
	}
	return append(all, s)
}

// stem is what names the service. CRM_API_KEY and CRM_URL are of one; a bare
// SECRET_KEY belongs to the program and to no URL.
func stem(v seat) (string, bool) {
	endings := urlEndings
	if v.Credential != nil {
		endings = credentialEndings
	}
	s, ok := cutEnding(upperName(v.name), endings)
	if !ok {
		return "", false
	}
	s, _ = strings.CutSuffix(s, "_API")
	if v.Credential != nil && s == "" {
		k := v.Credential.Kind
		return s, k == fact.KindBearer || k == fact.KindJWT || k == fact.KindAPIKey
	}
	for _, own := range ownStems {
		if s == own || strings.HasSuffix(s, "_WEBHOOK") {
			return "", false
		}
	}
	return s, true
}

// upperName writes the key of a setting as a variable: crm.apiKey is CRM_API_KEY.
func upperName(name string) string {
	var b strings.Builder
	before := rune('_')
	for _, r := range name {
		switch {
		case r == '.' || r == '-' || r == '/':
			b.WriteByte('_')
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteString("_" + string(r))
		default:
			b.WriteRune(unicode.ToUpper(r))
		}
		before = r
	}
	return b.String()
}

func pair(u, c seat) fact.Route {
	steps := []fact.Evidence{{At: u.At, Says: u.name + " names the service"}}
	steps = append(append(steps, u.ways...), c.ways...)
	return fact.Route{
		Artifact:    u.Artifact,
		Block:       u.block,
		At:          u.At,
		Credential:  *c.Credential,
		Destination: fact.Destination{URL: u.Value, At: u.At},
		Steps:       append(steps, fact.Evidence{At: c.At, Says: c.name + " is the credential beside it"}),
	}
}

// metadataRoutes are the addresses of a cloud's metadata service that the environment of a
// container gives to its program, which then asks there by hand.
func metadataRoutes(vs []fact.Variable) []fact.Route {
	var out []fact.Route
	for i := range vs {
		v := &vs[i]
		if v.Artifact != fact.ArtifactContainer || v.Credential != nil || !webURL(v.Value) {
			continue
		}
		d := fact.Destination{URL: v.Value, At: v.At}
		Split(&d)
		if host, known := d.Host.Known(); known && name.Classify(host).Class == name.Metadata {
			out = append(out, fact.Route{
				Artifact: v.Artifact, At: v.At, Block: fact.Block{Path: v.At.Path, Name: v.Block}, Destination: fact.Destination{URL: v.Value, At: v.At},
				Steps: []fact.Evidence{{At: v.At, Says: v.Name + " names the service"}},
			})
		}
	}
	return out
}

func cutEnding(name string, endings []string) (stem string, ok bool) {
	for _, e := range endings {
		if name == e {
			return "", true
		}
		if s, found := strings.CutSuffix(name, "_"+e); found {
			return s, true
		}
	}
	return "", false
}

// webURL judges the beginning of a text, or of the default that stands for it.
func webURL(t fact.Text) bool {
	p := t.Prefix()
	if len(t) > 0 && t[0].Hole != nil {
		p = t[0].Hole.Default
	}
	p = strings.ToLower(p)
	for _, s := range []string{"http://", "https://", "ws://", "wss://"} {
		if strings.HasPrefix(p, s) {
			return true
		}
	}
	return false
}
