package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
)

func TestPlace(t *testing.T) {
	for url, want := range map[string][2]string{
		"https://API.acme.io:8443/v1?x=a@b": {"https", "api.acme.io"},
		"HTTP://user:made-up@acme.io/":      {"http", "acme.io"},
		`https://a.io\@b.io/`:               {"https", "a.io"},
		"https://{host}:{port}/v1":          {"https", "{host}"},
		"http://[::1]:80/":                  {"http", "[::1]"},
		"http://[::1]":                      {"http", "[::1]"},
		"/token":                            {"", ""},
		"":                                  {"", ""},
	} {
		if scheme, host := place(url); scheme != want[0] || host != want[1] {
			t.Errorf("place(%q) = %q, %q, want %q", url, scheme, host, want)
		}
	}
}

func TestCallerNamesHost(t *testing.T) {
	for expression, want := range map[string]bool{
		"{$request.body#/url}": true, "$request.query.url": true, "https://{$request.header.host}/x": true, "https://hooks.{$request.body#/zone}": true,
		"https://acme.io/{$request.query.id}": false, "https://acme.io?to={$request.query.id}": false, "https://acme.io": false, "{$response.body#/url}": false, "": false,
	} {
		if got := callerNamesHost(expression); got != want {
			t.Errorf("callerNamesHost(%q) = %v", expression, got)
		}
	}
}

func at(line int) fact.Location {
	return fact.Location{Path: "api.yaml", Start: fact.Position{Line: line, Column: 1}}
}

// operations is a description with n operations that document no 401.
func operations(n int) *fact.Set {
	s := &fact.Set{Documents: []fact.Document{{ID: 1, At: at(1)}}}
	need := []fact.Requirement{{Schemes: []fact.RequiredScheme{{Name: "login", Defined: true}}}}
	for i := range n {
		s.Operations = append(s.Operations, fact.Operation{Doc: 1, Method: "GET", Path: fmt.Sprintf("/%d", i), At: at(i + 2), Security: need})
	}
	return s
}

func TestAHabitIsOneFinding(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, many: many, many + 1: 1, 1000: 1} {
		found := Run(operations(n), time.Time{}, []*Rule{spec013})
		if len(found) != want {
			t.Errorf("%d operations give %d findings, want %d", n, len(found), want)
		}
		if n > many {
			if f := found[0]; f.At != at(2) || !strings.Contains(f.Message, fmt.Sprint(n)) || len(f.Evidence) == 0 || len(f.Evidence) > maxPlaces {
				t.Errorf("%d operations are told as %q at %s with %d places", n, f.Message, f.At, len(f.Evidence))
			}
		}
	}
}

// TestUnknownIsNotGuilty gives the rules facts of which nothing is known.
func TestUnknownIsNotGuilty(t *testing.T) {
	s := &fact.Set{
		Documents:  []fact.Document{{}},
		Routes:     []fact.Route{{Artifact: fact.ArtifactOpenAPI}},
		Schemes:    []fact.SecurityScheme{{}, {Type: "http"}, {Type: "oauth2", Flows: []fact.Flow{{URLs: []fact.Endpoint{{}}}}}, {Type: "apiKey"}},
		References: []fact.Reference{{}},
	}
	for _, f := range Run(s, time.Time{}, specRules()) {
		t.Errorf("%s: %s", f.Rule.ID, f.Message)
	}
	s.Operations = []fact.Operation{{}, {Inputs: []fact.Input{{}}}, {Webhook: true}, {CallbackURL: "x"}, {Doc: 99}}
	s.Literals = []fact.Literal{{Use: fact.UseExample}}
	for _, f := range Run(s, time.Time{}, specRules()) { // nothing secured, and a value of no form
		if f.Rule != spec018 && f.Rule != spec011 {
			t.Errorf("%s: %s", f.Rule.ID, f.Message)
		}
	}
}

// TestMessagesAreBounded holds that text of the repository does not swell a message.
func TestMessagesAreBounded(t *testing.T) {
	long := strings.Repeat("ä", 1<<16)
	need := []fact.Requirement{{Schemes: []fact.RequiredScheme{{Name: long, UndefinedScopes: []string{long}}}}, {}}
	hole := &fact.Hole{Origin: fact.OriginParam, Name: long}
	s := &fact.Set{
		Documents: []fact.Document{{ID: 1, Servers: []fact.Server{{Raw: "https://" + long, Problems: []string{"undefined variable {" + long + "}"}, At: at(1)}}}},
		Schemes: []fact.SecurityScheme{
			{Doc: 1, Name: long, Type: "http", Scheme: long, At: at(2)}, {Doc: 1, Name: long, Type: "apiKey", In: "query", At: at(3)},
			{Doc: 1, Name: long, Type: "oauth2", Flows: []fact.Flow{{Name: "implicit", URLs: []fact.Endpoint{{Key: "tokenUrl", URL: fact.Lit("http://" + long), At: at(4)}}}}},
		},
		Operations: []fact.Operation{
			{Doc: 1, Method: "POST", Path: long, At: at(5), Security: need, Inputs: []fact.Input{{Name: long, In: "query", Type: "string"}, {Name: "Authorization", In: "header"}}},
			{Doc: 1, Method: "GET", Path: long, At: at(6)},
			{Doc: 1, Method: "POST", CallbackURL: "{$request.body#/" + long + "}", Security: need, At: at(7)},
		},
		References: []fact.Reference{{Doc: 1, URL: "http://" + long, Kind: "$ref", At: at(8)}},
		Routes: []fact.Route{{
			Artifact: fact.ArtifactOpenAPI, Credential: fact.Credential{Kind: fact.KindBearer, Name: long}, At: at(9),
			Destination: fact.Destination{Scheme: fact.Lit("http"), Host: fact.Text{{Literal: long}, {Hole: hole}}}, Grades: fact.Grades{Channel: fact.C0},
		}},
	}
	var ids []string
	for _, f := range Run(s, time.Time{}, specRules()) {
		ids = append(ids, f.Rule.ID)
		if len(f.Message) > 500 {
			t.Errorf("%s has a message of %d bytes", f.Rule.ID, len(f.Message))
		}
		for _, e := range f.Evidence {
			if len(e.Says) > 500 {
				t.Errorf("%s has a step of %d bytes", f.Rule.ID, len(e.Says))
			}
		}
	}
	for _, id := range []string{"SPEC-001", "SPEC-002", "SPEC-003", "SPEC-005", "SPEC-006", "SPEC-007", "SPEC-008", "SPEC-009", "SPEC-012", "SPEC-014", "SPEC-015", "SPEC-016", "SPEC-017", "SPEC-019"} {
		if !slices.Contains(ids, id) {
			t.Errorf("%s says nothing about its long text", id)
		}
	}
}
