package link

import (
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

func hole(o fact.Origin, name string) fact.Piece {
	return fact.Piece{Hole: &fact.Hole{Origin: o, Name: name}}
}

func lit(s string) fact.Piece { return fact.Piece{Literal: s} }

func TestSplit(t *testing.T) {
	withDefault := fact.Piece{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "U", Default: "http://a.example.io:8080/x", HasDefault: true}}
	for _, tt := range []struct {
		url                      fact.Text
		scheme, host, port, path string
		glued                    bool
	}{
		{fact.Lit("HTTPS://API.Example.io/v1?x=1"), "https", "api.example.io", "443", "/v1?x=1", false},
		{fact.Lit("http://u:p@h.example.io:8080"), "http", "h.example.io", "8080", "", false},
		{fact.Lit("http://[::1]:9/x"), "http", "[::1]", "9", "/x", false},
		{fact.Lit("http://[::1]/x"), "http", "[::1]", "80", "/x", false},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H"), lit("/x")}, "https", "{env:H}", "443", "/x", false},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H"), lit(":"), hole(fact.OriginEnv, "P"), lit("/x")}, "https", "{env:H}", "{env:P}", "/x", false},
		{fact.Text{hole(fact.OriginEnv, "S"), lit("://h.example.io")}, "{env:S}", "h.example.io", "", "", false},
		{fact.Text{hole(fact.OriginEnv, "U"), lit("/x")}, "{env:U}", "{env:U}", "", "/x", false},
		{fact.Text{withDefault, lit("/y")}, "{env:U=http}", "{env:U=a.example.io}", "8080", "/y", false},
		{fact.Text{lit("https://api.example.io"), hole(fact.OriginParam, "path")}, "https", "api.example.io{param:path}", "443", "", true},
		{fact.Text{lit("https://api."), hole(fact.OriginEnv, "D")}, "https", "api.{env:D}", "443", "", false},
		{fact.Lit(`http://evil.test\@auth.example.com/`), "http", "evil.test", "80", `\@auth.example.com/`, false},
		{fact.Lit("/v1/users"), "", "", "", "", false},
		{nil, "", "", "", "", false},
	} {
		d := fact.Destination{URL: tt.url}
		Split(&d)
		got := [4]string{d.Scheme.String(), d.Host.String(), d.Port.String(), d.Path.String()}
		if want := [4]string{tt.scheme, tt.host, tt.port, tt.path}; got != want || d.Glued != tt.glued {
			t.Errorf("Split(%s) = %q glued %v, want %q glued %v", tt.url, got, d.Glued, want, tt.glued)
		}
	}
}

func TestGrade(t *testing.T) {
	both := []fact.Guard{{Part: "host", Kind: fact.GuardExact}, {Part: "scheme", Kind: fact.GuardExact}}
	plainToo := []fact.Guard{both[0], {Part: "scheme", Kind: fact.GuardExact, Allowed: []string{"https", "http"}}}
	off := fact.Channel{Verify: fact.Setting{State: fact.StateOff}}
	for _, tt := range []struct {
		url     fact.Text
		channel fact.Channel
		guards  []fact.Guard
		want    string
	}{
		{fact.Lit("http://api.example.io"), fact.Channel{}, nil, "C0 N3"},
		{fact.Lit("https://api.example.io"), fact.Channel{}, nil, "C3 N3"},
		{fact.Lit("https://api.example.io"), off, nil, "C1 N3"},
		{fact.Lit("http://localhost:8000"), fact.Channel{}, nil, "C0 N5"},
		{fact.Lit("http://localhost.:8000"), fact.Channel{}, nil, "C0 N2"},
		{fact.Lit("http://localhost.evil.com"), fact.Channel{}, nil, "C0 N3"},
		{fact.Lit("http://auth:8080"), fact.Channel{}, nil, "C0 N2"},
		{fact.Lit("http://10.0.0.5/"), fact.Channel{}, nil, "C0 N2"},
		{fact.Lit("https://192.0.2.1/"), fact.Channel{}, nil, "C3 N5"},
		{fact.Lit("https://192.0.2.1/"), off, nil, "C1 N3"},
		{fact.Lit("https://10.0.0.5/"), off, nil, "C1 N2"},
		{fact.Lit("https://127.0.0.1/"), off, nil, "C1 N5"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H")}, fact.Channel{}, nil, "C3 N1"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H")}, fact.Channel{}, both[:1], "C3 N3"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, both[:1], " N1"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, both, " N3"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, plainToo, " N1"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "T"), lit(".login.example.io/")}, fact.Channel{}, nil, "C3 N3"},
		{fact.Text{lit("https://"), hole(fact.OriginRequest, "T"), lit(".login.example.io/")}, fact.Channel{}, nil, "C3 N0"},
		{fact.Text{lit("http://api.example.io"), hole(fact.OriginParam, "path")}, fact.Channel{}, nil, "C0 N3"},
		{fact.Text{lit("http://localhost:8000"), hole(fact.OriginUnknown, "")}, fact.Channel{}, nil, "C0 N5"},
		{fact.Text{lit("https://api."), hole(fact.OriginParam, "zone")}, fact.Channel{}, nil, "C3 "},
		{fact.Text{lit("https://api.example.io"), hole(fact.OriginRequest, "path")}, fact.Channel{}, nil, "C3 N0"},
		{fact.Text{hole(fact.OriginParam, "url")}, fact.Channel{}, nil, " "},
		{fact.Text{hole(fact.OriginParam, "url")}, off, nil, "C1 "},
	} {
		s := Join(&fact.Set{Routes: []fact.Route{{Destination: fact.Destination{URL: tt.url}, Channel: tt.channel, Guards: tt.guards}}})
		Grade(s)
		g := s.Routes[0].Grades
		if got := string(g.Channel) + " " + string(g.Name); got != tt.want {
			t.Errorf("%s graded %q, want %q", tt.url, got, tt.want)
		}
	}
}

func TestJoinPairsVariables(t *testing.T) {
	at := func(line int) fact.Location {
		return fact.Location{Path: ".env", Start: fact.Position{Line: line, Column: 1}}
	}
	s := Join(&fact.Set{Variables: []fact.Variable{
		{Name: "CRM_URL", Value: fact.Lit("http://crm.example.io"), At: at(1)},
		{Name: "CRM_API_KEY", Credential: &fact.Credential{Kind: fact.KindAPIKey, Origin: fact.OriginLiteral}, At: at(2)},
		{Name: "MAIL_PASSWORD", Credential: &fact.Credential{Kind: fact.KindBasic}, At: at(3)},
		{Name: "DATABASE_URL", Value: fact.Lit("postgres://db/x"), At: at(4)},
		{Name: "DATABASE_PASSWORD", Credential: &fact.Credential{Kind: fact.KindBasic}, At: at(5)},
	}})
	if len(s.Routes) != 1 || s.Routes[0].At.Start.Line != 1 || s.Routes[0].ID != 1 {
		t.Fatalf("routes %+v, want the pair of CRM alone", s.Routes)
	}
}
