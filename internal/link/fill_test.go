package link

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

func setting(file string, line int, name string, value ...fact.Piece) fact.Variable {
	return fact.Variable{Name: name, Value: value, Origin: fact.OriginConfig, Artifact: fact.ArtifactConfig,
		At: fact.Location{Path: file, Start: fact.Position{Line: line, Column: 1}}}
}

// TestFill: what a URL with settings in it becomes, seen from a file.
func TestFill(t *testing.T) {
	const from = "a/src/main/java/com/acme/Client.java"
	key := func(name string) fact.Piece { return hole(fact.OriginConfig, name) }
	for _, tt := range []struct {
		name      string
		url       fact.Text
		variables []fact.Variable
		want      string
	}{
		{"one", fact.Text{key("crm.url"), lit("/v1")}, []fact.Variable{setting("a/src/main/resources/application.yml", 1, "crm.url", lit("http://crm.acme.io"))}, "http://crm.acme.io/v1"},
		{"other spellings", fact.Text{key("crm.baseUrl")}, []fact.Variable{setting("a/application.yml", 1, "crm.base-url", lit("http://a"))}, "http://a"},
		{"none", fact.Text{key("crm.url")}, []fact.Variable{setting("a/application.yml", 1, "erp.url", lit("http://a"))}, "{config:crm.url}"},
		{"another origin", fact.Text{hole(fact.OriginEnv, "crm.url")}, []fact.Variable{setting("a/application.yml", 1, "crm.url", lit("http://a"))}, "{env:crm.url}"},
		{"profiles", fact.Text{key("crm.url")}, []fact.Variable{
			setting("a/application.yml", 1, "crm.url", lit("http://a")), setting("a/application-prod.yml", 1, "crm.url", lit("https://b")), setting("a/application-x.yml", 1, "crm.url", lit("http://a")),
		}, "http://a https://b"},
		{"the nearest", fact.Text{key("crm.url")}, []fact.Variable{
			setting("application.yml", 1, "crm.url", lit("http://far")), setting("a/src/main/resources/application.yml", 1, "crm.url", lit("http://near")), setting("b/application.yml", 1, "crm.url", lit("http://b")),
		}, "http://near"},
		{"not of tests", fact.Text{key("crm.url")}, []fact.Variable{setting("a/src/test/resources/application.yml", 1, "crm.url", lit("http://a"))}, "{config:crm.url}"},
		{"one that names others", fact.Text{key("crm.url")}, []fact.Variable{
			setting("a/application.yml", 1, "crm.url", lit("https://"), key("crm.host"), lit("/"), hole(fact.OriginEnv, "TENANT")), setting("a/application.yml", 2, "crm.host", lit("crm.acme.io")),
		}, "https://crm.acme.io/{env:TENANT}"},
		{"one that names itself", fact.Text{key("crm.url")}, []fact.Variable{setting("a/application.yml", 1, "crm.url", key("crm.url"), lit("x"))}, "{config:crm.url}x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Join(&fact.Set{Variables: tt.variables, Classes: map[string]fact.PathClass{"a/src/test/resources/application.yml": fact.ClassTest},
				Routes: []fact.Route{{At: fact.Location{Path: from, Start: fact.Position{Line: 1}}, Destination: fact.Destination{URL: tt.url}}}})
			var got []string
			for _, r := range s.Routes {
				got = append(got, r.Destination.URL.String())
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), tt.want)
			}
		})
	}
}

func TestFillBounds(t *testing.T) {
	var vs []fact.Variable
	for i := range 100 {
		vs = append(vs, setting(fmt.Sprintf("application-%d.yml", i), 1, "a", hole(fact.OriginConfig, "a"), lit(fmt.Sprint(i)), hole(fact.OriginConfig, "a")))
	}
	s := Join(&fact.Set{Variables: vs, Routes: []fact.Route{{Destination: fact.Destination{URL: fact.Text{hole(fact.OriginConfig, "a")}}}}})
	if len(s.Routes) > maxWays {
		t.Errorf("%d routes", len(s.Routes))
	}
}

func TestFillCredential(t *testing.T) {
	at := fact.Location{Path: "a/A.java", Start: fact.Position{Line: 3}}
	token := setting("a/application.yml", 2, "crm.api-key")
	token.Credential = &fact.Credential{Kind: fact.KindAPIKey, Origin: fact.OriginLiteral, Name: "crm.api-key", Length: 9, ID: 7, At: token.At}
	s := Join(&fact.Set{
		Variables: []fact.Variable{token, setting("a/application.yml", 1, "crm.url", lit("http://crm.acme.io"))},
		Literals:  []fact.Literal{{Credential: *token.Credential, Use: fact.UseSetting}},
		Routes: []fact.Route{{At: at, Destination: fact.Destination{URL: fact.Text{hole(fact.OriginConfig, "crm.url")}},
			Credential: fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginConfig, Name: "crm.apiKey", At: at}}},
		TokenUses: []fact.TokenUse{{At: at, Key: fact.Credential{Kind: fact.KindOther, Origin: fact.OriginConfig, Name: "crm.api_key"}}},
	})
	if len(s.Routes) != 1 {
		t.Fatalf("%d routes: the settings that code sends with are no route of their own", len(s.Routes))
	}
	c := s.Routes[0].Credential
	if c.Origin != fact.OriginLiteral || c.Kind != fact.KindBearer || c.Field != "authorization" || c.ID != 7 || c.At != token.At {
		t.Errorf("the credential is %+v", c)
	}
	if got := s.Routes[0].Destination.Host.String(); got != "crm.acme.io" {
		t.Errorf("the host is %q", got)
	}
	if len(s.Literals[0].Routes) != 1 {
		t.Errorf("the literal reaches %v", s.Literals[0].Routes)
	}
	if k := s.TokenUses[0].Key; k.Origin != fact.OriginLiteral {
		t.Errorf("the key is %+v", k)
	}
}

// What code sets under a name fills the holes of that name, the credential of a shared
// object too, and is no pair of its own.
func TestFillFromCode(t *testing.T) {
	at := func(path string, line int) fact.Location {
		return fact.Location{Path: path, Start: fact.Position{Line: line, Column: 1}}
	}
	key := fact.Credential{Kind: fact.KindOther, Origin: fact.OriginLiteral, Name: "CRM_KEY", ID: 7, At: at("app/config.py", 2)}
	inbound := fact.Credential{Kind: fact.KindOther, Origin: fact.OriginRequest, Name: "headers.Authorization", Inbound: true, At: at("app/hooks.py", 1)}
	set := Join(&fact.Set{
		Routes: []fact.Route{
			{
				Artifact: fact.ArtifactSource, At: at("app/views.py", 1),
				Credential:  fact.Credential{Kind: fact.KindAPIKey, Carrier: fact.CarrierHeader, Field: "x-api-key", Origin: fact.OriginConfig, Name: "CRM_KEY"},
				Destination: fact.Destination{URL: fact.Text{hole(fact.OriginConfig, "CRM_URL"), lit("/x")}},
			},
			{
				Artifact: fact.ArtifactSource, At: at("app/views.py", 2),
				Credential:  fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginUnknown, Name: "g.token"},
				Destination: fact.Destination{URL: fact.Lit("https://api.example.com")},
			},
		},
		Variables: []fact.Variable{
			{Name: "CRM_URL", Artifact: fact.ArtifactSource, Origin: fact.OriginConfig, Value: fact.Lit("https://crm.example.com"), At: at("app/config.py", 1)},
			{Name: "CRM_KEY", Artifact: fact.ArtifactSource, Origin: fact.OriginConfig, Credential: &key, At: at("app/config.py", 2)},
			{Name: "g.token", Artifact: fact.ArtifactSource, Origin: fact.OriginUnknown, Credential: &inbound, At: at("app/hooks.py", 1)},
			{Name: "PAIR_URL", Artifact: fact.ArtifactSource, Origin: fact.OriginConfig, Value: fact.Lit("https://pair.example.com"), At: at("app/config.py", 3)},
			{Name: "PAIR_KEY", Artifact: fact.ArtifactSource, Origin: fact.OriginConfig, Credential: &key, At: at("app/config.py", 4)},
		},
	})
	if len(set.Routes) != 2 {
		t.Fatalf("%d routes, wanted those of the code alone", len(set.Routes))
	}
	first, second := set.Routes[0], set.Routes[1]
	if h, _ := first.Destination.Host.Known(); h != "crm.example.com" || first.Credential.Origin != fact.OriginLiteral || first.Credential.Field != "x-api-key" {
		t.Errorf("%s with %+v", first.Destination.URL, first.Credential)
	}
	if c := second.Credential; c.Origin != fact.OriginRequest || !c.Inbound {
		t.Errorf("what g holds is %+v", c)
	}
	if len(set.Literals) != 1 || len(set.Literals[0].Routes) != 1 {
		t.Errorf("literals %+v, wanted the key with its route", set.Literals)
	}
}
