package rules

import (
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
)

// TestStake holds which requests make a resolver's weakness one that counts.
func TestStake(t *testing.T) {
	token := fact.Credential{Kind: fact.KindBearer, Origin: fact.OriginEnv}
	route := func(host string, c fact.ChannelGrade, n fact.NameGrade, change func(*fact.Route)) fact.Route {
		r := fact.Route{
			Artifact: fact.ArtifactSource, Credential: token, Destination: fact.Destination{Host: fact.Lit(host)},
			At: fact.Location{Path: "a.py", Start: fact.Position{Line: 1, Column: 1}}, Grades: fact.Grades{Channel: c, Name: n},
		}
		if host == "" {
			r.Destination.Host = fact.Text{{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "HOST"}}}
		}
		if change != nil {
			change(&r)
		}
		return r
	}
	for name, tt := range map[string]struct {
		route fact.Route
		of    fact.Artifact
		want  Severity
	}{
		"plain":              {route("api.acme.io", fact.C0, fact.N3, nil), fact.ArtifactResolver, Medium},
		"unchecked":          {route("api.acme.io", fact.C1, fact.N3, nil), fact.ArtifactResolver, Medium},
		"private authority":  {route("vault.acme.internal", fact.C2, fact.N2, nil), fact.ArtifactResolver, Medium},
		"a default":          {route("", fact.C0, fact.N1, func(r *fact.Route) { h := r.Destination.Host[0].Hole; h.Default, h.HasDefault = "api.acme.io", true }), fact.ArtifactResolver, Medium},
		"below a domain":     {route("", fact.C0, fact.N3, func(r *fact.Route) { r.Destination.Host = append(r.Destination.Host, fact.Lit(".acme.io")...) }), fact.ArtifactResolver, Medium},
		"a setting":          {route("", fact.C0, fact.N1, nil), fact.ArtifactResolver, Info},
		"proven":             {route("api.acme.io", fact.C3, fact.N3, nil), fact.ArtifactResolver, Info},
		"pinned":             {route("api.acme.io", fact.C4, fact.N3, nil), fact.ArtifactResolver, Info},
		"not known":          {route("api.acme.io", "", fact.N3, nil), fact.ArtifactResolver, Info},
		"this machine":       {route("localhost", fact.C0, fact.N5, nil), fact.ArtifactResolver, Info},
		"an address":         {route("10.0.0.7", fact.C0, fact.N2, nil), fact.ArtifactResolver, Info},
		"a cluster's name":   {route("users.shop.svc.cluster.local", fact.C0, fact.N2, nil), fact.ArtifactResolver, Info},
		"for documentation":  {route("api.example.com", fact.C0, fact.N3, nil), fact.ArtifactResolver, Info},
		"no credential":      {route("api.acme.io", fact.C0, fact.N3, func(r *fact.Route) { r.Credential = fact.Credential{} }), fact.ArtifactResolver, Info},
		"placeholder":        {route("api.acme.io", fact.C0, fact.N3, func(r *fact.Route) { r.Credential.Placeholder = true }), fact.ArtifactResolver, Info},
		"in a test":          {route("api.acme.io", fact.C0, fact.N3, func(r *fact.Route) { r.At.Path = "tests/a.py" }), fact.ArtifactResolver, Info},
		"not a proxy's":      {route("api.acme.io", fact.C0, fact.N3, nil), fact.ArtifactProxy, Info},
		"a proxy's, for all": {route("api.acme.io", fact.C0, fact.N3, func(r *fact.Route) { r.Artifact = fact.ArtifactProxy }), fact.ArtifactProxy, Medium},
	} {
		t.Run(name, func(t *testing.T) {
			tt.route.ID = 1
			server := fact.NameServer{Address: fact.Lit("8.8.8.8"), Transport: "plain", At: fact.Location{Path: "resolv.conf"}}
			facts := &fact.Set{
				Routes:    []fact.Route{tt.route},
				Resolvers: []fact.Resolver{{Software: "x", Artifact: tt.of, Servers: []fact.NameServer{server}, At: server.At}},
				Classes:   map[string]fact.PathClass{"tests/a.py": fact.ClassTest},
			}
			found := Run(facts, time.Time{}, []*Rule{dns005})
			if len(found) != 1 || found[0].Severity != tt.want || (len(found[0].Evidence) > 0) != (tt.want == Medium) {
				t.Errorf("%+v, want %s", found, tt.want)
			}
		})
	}
}
