package link

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// The words that end the name of a URL and of a credential; what is left names
// the service that both belong to.
var (
	urlEndings        = []string{"BASE_URL", "API_URL", "SERVER_URL", "URL", "URI", "ENDPOINT", "ADDR", "ADDRESS", "HOST", "BASE", "SERVER"}
	credentialEndings = []string{
		"API_KEY", "ACCESS_TOKEN", "AUTH_TOKEN", "API_TOKEN", "BEARER_TOKEN", "SECRET_KEY", "ACCESS_KEY", "CLIENT_SECRET", "API_SECRET",
		"APIKEY", "TOKEN", "KEY", "SECRET", "PASSWORD", "PASS", "PAT", "JWT", "BEARER",
	}
)

// pairVariables makes a route of each credential and the URL beside it whose name
// has the same stem: CRM_URL and CRM_TOKEN of one block.
func pairVariables(vs []fact.Variable) []fact.Route {
	type place struct{ path, block, stem string }
	urls := map[place]*fact.Variable{}
	for i := range vs {
		v := &vs[i]
		if v.Credential == nil && webURL(v.Value) {
			if stem, ok := cutEnding(v.Name, urlEndings); ok {
				urls[place{v.At.Path, v.Block, stem}] = v
			}
		}
	}
	var out []fact.Route
	for i := range vs {
		v := &vs[i]
		stem, ok := cutEnding(v.Name, credentialEndings)
		if v.Credential == nil || !ok {
			continue
		}
		if u := urls[place{v.At.Path, v.Block, stem}]; u != nil {
			out = append(out, pair(u, v))
		}
	}
	return out
}

func pair(u, c *fact.Variable) fact.Route {
	return fact.Route{
		Artifact:    u.Artifact,
		At:          u.At,
		Credential:  *c.Credential,
		Destination: fact.Destination{URL: u.Value, At: u.At},
		Steps: []fact.Evidence{
			{At: u.At, Says: u.Name + " names the service"},
			{At: c.At, Says: c.Name + " is the credential beside it"},
		},
	}
}

func cutEnding(name string, endings []string) (stem string, ok bool) {
	n := strings.ToUpper(name)
	for _, e := range endings {
		if n == e {
			return "", true
		}
		if s, found := strings.CutSuffix(n, "_"+e); found {
			return s, true
		}
	}
	return "", false
}

func webURL(t fact.Text) bool {
	p := strings.ToLower(t.Prefix())
	for _, s := range []string{"http://", "https://", "ws://", "wss://"} {
		if strings.HasPrefix(p, s) {
			return true
		}
	}
	return false
}
