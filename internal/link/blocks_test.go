package link

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// at is a place of a file; line tells it from others.
func placeIn(path string, line int) fact.Location {
	return fact.Location{Path: path, Start: fact.Position{Line: line, Column: 1}}
}

// The halves of a pair meet in the block that takes them, whatever file they stand in.
func TestJoinBlocks(t *testing.T) {
	variable := func(path string, line int, block, name string, value fact.Text) fact.Variable {
		return fact.Variable{Name: name, Block: block, Value: value, Artifact: fact.ArtifactContainer, At: placeIn(path, line)}
	}
	token := func(path string, line int, block, name string, origin fact.Origin, of string) fact.Variable {
		v := variable(path, line, block, name, nil)
		v.Credential = &fact.Credential{Kind: fact.KindBearer, Origin: origin, Name: of, At: v.At}
		return v
	}
	of := func(v fact.Variable, object string) fact.Variable { v.Object = object; return v }
	setting := func(v fact.Variable, within string) fact.Variable {
		v.Origin, v.Within, v.Artifact = fact.OriginConfig, within, fact.ArtifactConfig
		return v
	}
	takes := func(path, block, from string) fact.Inclusion {
		return fact.Inclusion{Into: fact.Block{Path: path, Name: block}, From: from, At: placeIn(path, 90)}
	}
	fills := takes("c.yml", "", ".env")
	fills.Fills = true
	key := takes("d.yml", "app", "Secret s")
	key.Key, key.As = "token", "A_TOKEN"
	prefixed := takes("d.yml", "app", "ConfigMap m")
	prefixed.Prefix = "A_"
	url := fact.Lit("http://a.io")
	for name, tt := range map[string]struct {
		variables  []fact.Variable
		inclusions []fact.Inclusion
		classes    map[string]fact.PathClass
		want       string
	}{
		"a file":                   {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", url), token("app.env", 2, "", "A_TOKEN", fact.OriginLiteral, "A_TOKEN")}, []fact.Inclusion{takes("c.yml", "web", "app.env")}, nil, "c.yml:1 http://a.io app.env:2"},
		"another block":            {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", url), token("app.env", 2, "", "A_TOKEN", fact.OriginLiteral, "A_TOKEN")}, []fact.Inclusion{takes("c.yml", "db", "app.env")}, nil, ""},
		"both in the file":         {[]fact.Variable{variable("app.env", 1, "", "A_URL", url), token("app.env", 2, "", "A_TOKEN", fact.OriginLiteral, "A_TOKEN")}, []fact.Inclusion{takes("c.yml", "web", "app.env"), takes("c.yml", "db", "app.env")}, nil, "app.env:1 http://a.io app.env:2"},
		"filled":                   {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", fact.Text{hole(fact.OriginEnv, "U")}), token("c.yml", 2, "web", "A_TOKEN", fact.OriginEnv, "T"), variable(".env", 3, "", "U", url), token(".env", 4, "", "T", fact.OriginLiteral, "T")}, []fact.Inclusion{fills}, nil, ".env:3 http://a.io .env:4"},
		"filled in part":           {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", fact.Text{lit("http://"), hole(fact.OriginEnv, "H"), lit("/x")}), token("c.yml", 2, "web", "A_TOKEN", fact.OriginEnv, "T"), variable(".env", 3, "", "H", fact.Lit("b.io"))}, []fact.Inclusion{fills}, nil, "c.yml:1 http://b.io/x c.yml:2"},
		"not filled by a test":     {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", fact.Text{hole(fact.OriginEnv, "U")}), token("c.yml", 2, "web", "A_TOKEN", fact.OriginEnv, "T"), variable(".env", 3, "", "U", url)}, []fact.Inclusion{fills}, map[string]fact.PathClass{".env": fact.ClassTest}, ""},
		"a key of an object":       {[]fact.Variable{variable("d.yml", 1, "app", "A_URL", url), token("d.yml", 2, "app", "A_TOKEN", fact.OriginSecretStore, "s/token"), of(token("s.yml", 3, "s", "token", fact.OriginLiteral, "token"), "Secret s"), of(token("s.yml", 4, "s", "other", fact.OriginLiteral, "other"), "Secret s")}, []fact.Inclusion{key}, nil, "d.yml:1 http://a.io s.yml:3"},
		"with a prefix":            {[]fact.Variable{of(variable("m.yml", 1, "m", "URL", url), "ConfigMap m"), token("d.yml", 2, "app", "A_TOKEN", fact.OriginSecretStore, "s/token")}, []fact.Inclusion{prefixed}, nil, "m.yml:1 http://a.io d.yml:2"},
		"its own before another's": {[]fact.Variable{variable("c.yml", 1, "web", "A_URL", fact.Lit("https://own.io")), variable("app.env", 2, "", "A_URL", url), token("c.yml", 3, "web", "A_TOKEN", fact.OriginEnv, "T")}, []fact.Inclusion{takes("c.yml", "web", "app.env")}, nil, "c.yml:1 https://own.io c.yml:3"},
		"the nearest of a name":    {[]fact.Variable{variable("a/d.yml", 1, "app", "A_URL", url), of(token("b/s.yml", 2, "s", "A_TOKEN", fact.OriginLiteral, "x"), "Secret s"), of(token("a/s.yml", 3, "s", "A_TOKEN", fact.OriginLiteral, "x"), "Secret s")}, []fact.Inclusion{takes("a/d.yml", "app", "Secret s")}, nil, "a/d.yml:1 http://a.io a/s.yml:3"},
		"made of a file":           {[]fact.Variable{variable("d.yml", 1, "app", "A_URL", url), token("k/s.env", 2, "", "A_TOKEN", fact.OriginLiteral, "x")}, []fact.Inclusion{takes("d.yml", "app", "Secret s"), takes("k/kustomization.yaml", "Secret s", "k/s.env")}, nil, "d.yml:1 http://a.io k/s.env:2"},
		"values of a chart":        {[]fact.Variable{variable("c/templates/d.yml", 1, "app", "A_URL", fact.Text{hole(fact.OriginConfig, ".Values.a.at")}), token("c/templates/d.yml", 2, "app", "A_TOKEN", fact.OriginSecretStore, "s/t"), setting(variable("c/values.yaml", 3, "v", ".Values.a.at", url), "c")}, nil, nil, "c/values.yaml:3 http://a.io c/templates/d.yml:2"},
		"values of another":        {[]fact.Variable{variable("c/templates/d.yml", 1, "app", "A_URL", fact.Text{hole(fact.OriginConfig, ".Values.a.at")}), token("c/templates/d.yml", 2, "app", "A_TOKEN", fact.OriginSecretStore, "s/t"), setting(variable("e/values.yaml", 3, "v", ".Values.a.at", url), "e")}, nil, nil, ""},
		"one that names itself":    {[]fact.Variable{setting(variable("c/values.yaml", 1, "v", ".Values.a.url", fact.Text{hole(fact.OriginConfig, ".Values.a.url")}), "c"), token("c/values.yaml", 2, "v", ".Values.a.token", fact.OriginEnv, "T")}, nil, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := Join(&fact.Set{Variables: tt.variables, Inclusions: tt.inclusions, Classes: tt.classes})
			var got []string
			for _, r := range s.Routes {
				got = append(got, fmt.Sprintf("%s:%d %s %s:%d", r.At.Path, r.At.Start.Line, r.Destination.URL, r.Credential.At.Path, r.Credential.At.Start.Line))
			}
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("got %q, want %q", strings.Join(got, "\n"), tt.want)
			}
		})
	}
}

func TestMeshed(t *testing.T) {
	on, off, both := fact.Setting{State: fact.StateOn}, fact.Setting{State: fact.StateOff}, fact.Setting{State: fact.StateCustom}
	takes := func(namespace, host string, tls fact.Setting) fact.Mesh {
		return fact.Mesh{Software: "Istio", Namespace: namespace, Host: host, Inbound: true, TLS: tls, At: placeIn("a/mesh.yml", 1)}
	}
	sends := func(host string, tls fact.Setting) fact.Mesh { return fact.Mesh{Host: host, TLS: tls} }
	for name, tt := range map[string]struct {
		url, path string
		meshes    []fact.Mesh
		want      bool
	}{
		"everywhere":             {"http://crm", "d.yml", []fact.Mesh{takes("", "", on)}, true},
		"its namespace":          {"http://crm.shop.svc", "d.yml", []fact.Mesh{takes("shop", "", on)}, true},
		"another namespace":      {"http://crm.shop.svc", "d.yml", []fact.Mesh{takes("bill", "", on)}, false},
		"plain text too":         {"http://crm.shop.svc", "d.yml", []fact.Mesh{takes("", "", both)}, false},
		"the narrower says more": {"http://crm.shop.svc", "d.yml", []fact.Mesh{takes("", "", on), takes("shop", "", off)}, false},
		"some services":          {"http://crm.shop.svc", "d.yml", []fact.Mesh{takes("shop", unsaid, on)}, false},
		"a name outside":         {"http://crm.acme.io", "d.yml", []fact.Mesh{takes("", "", on)}, false},
		"the same folder":        {"http://crm", "a/d.yml", []fact.Mesh{takes(unsaid, "", on)}, true},
		"another folder":         {"http://crm", "b/d.yml", []fact.Mesh{takes(unsaid, "", on)}, false},
		"the callers' side":      {"http://crm.acme.io", "d.yml", []fact.Mesh{sends("crm.acme.io", on)}, true},
		"of another host":        {"http://crm.acme.io", "d.yml", []fact.Mesh{sends("erp.acme.io", on)}, false},
		"no TLS there":           {"http://crm.acme.io", "d.yml", []fact.Mesh{sends("crm.acme.io", off)}, false},
		"TLS already":            {"https://crm", "d.yml", []fact.Mesh{takes("", "", on)}, false},
	} {
		s := Join(&fact.Set{Meshes: tt.meshes, Routes: []fact.Route{{Artifact: fact.ArtifactContainer, At: placeIn(tt.path, 1), Destination: fact.Destination{URL: fact.Lit(tt.url)}}}})
		Grade(s)
		if got := s.Routes[0].Grades.Meshed; got != tt.want {
			t.Errorf("%s: encrypted by a mesh: %v", name, got)
		}
		if told := len(s.Routes[0].Steps) == 1; told != tt.want {
			t.Errorf("%s: the mesh is in the evidence: %v", name, told)
		}
	}
}

// A hop has the evidence of what says where it ends.
func TestOutwards(t *testing.T) {
	s := Join(&fact.Set{
		Routes:   []fact.Route{{Artifact: fact.ArtifactMesh, At: placeIn("rule.yml", 1), Destination: fact.Destination{Scheme: fact.Lit("https"), Host: fact.Lit("crm.shop.svc")}}, {Artifact: fact.ArtifactMesh, At: placeIn("rule.yml", 2), Destination: fact.Destination{Scheme: fact.Lit("https"), Host: fact.Lit("api.acme.io")}}},
		Services: []fact.Service{{Names: []string{"crm"}, Namespace: "shop", At: placeIn("crm.yml", 3)}, {Names: []string{"crm"}, Namespace: "bill", At: placeIn("crm.yml", 4)}},
		Aliases:  []fact.Alias{{Name: fact.Lit("api.acme.io"), To: fact.Lit("api.acme.io"), At: placeIn("entry.yml", 5)}},
	})
	for i, want := range []string{"crm.yml:3", "entry.yml:5"} {
		var got []string
		for _, e := range s.Routes[i].Steps {
			got = append(got, fmt.Sprintf("%s:%d", e.At.Path, e.At.Start.Line))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("the evidence is %v, want %s", got, want)
		}
	}
}
