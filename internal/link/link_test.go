package link

import (
	"fmt"
	"strconv"
	"strings"
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
		{fact.Lit(" \thttp://h.example.io"), "http", "h.example.io", "80", "", false},
		{fact.Lit("http://a@b@h.example.io/@c"), "http", "h.example.io", "80", "/@c", false},
		{fact.Lit("http://h.example.io#@evil.test/"), "http", "h.example.io", "80", "#@evil.test/", false},
		{fact.Lit("http://h.example.io?@evil.test/"), "http", "h.example.io", "80", "?@evil.test/", false},
		{fact.Lit("https:///x"), "https", "", "443", "/x", false},
		{fact.Lit("https://"), "https", "", "443", "", false},
		{fact.Lit("https://h.example.io:"), "https", "h.example.io", "443", "", false},
		{fact.Lit("https://h.example.io:99x"), "https", "h.example.io:99x", "443", "", false},
		{fact.Lit("https:/h.example.io"), "", "", "", "", false},
		{fact.Lit("//h.example.io/x"), "", "", "", "", false},
		{fact.Lit("https:h.example.io"), "", "", "", "", false},
		{fact.Lit("://h.example.io"), "", "", "", "", false},
		{fact.Lit("grpc+tls://h.example.io"), "grpc+tls", "h.example.io", "", "", false},
		{fact.Lit("javascript://%0ahttp://x"), "javascript", "%0ahttp", "", "//x", false},
		{fact.Lit("http://[fe80::1%25eth0]:80/"), "http", "[fe80::1%25eth0]", "80", "/", false},
		{fact.Lit("https://h/?next=http://evil.test"), "https", "h", "443", "/?next=http://evil.test", false},
		{fact.Text{lit("https://u:"), hole(fact.OriginEnv, "P"), lit("@h.example.io/x")}, "https", "h.example.io", "443", "/x", false},
		{fact.Text{lit("https://user@"), hole(fact.OriginEnv, "H")}, "https", "{env:H}", "443", "", false},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H"), lit(":8443")}, "https", "{env:H}", "8443", "", false},
		{fact.Text{lit("https://["), hole(fact.OriginEnv, "H"), lit("]:1/")}, "https", "[{env:H}]", "1", "/", false},
		{fact.Text{lit("https://a.b/"), hole(fact.OriginRequest, "p")}, "https", "a.b", "443", "/{request:p}", false},
		{fact.Text{hole(fact.OriginEnv, "U"), lit("?next=https://x")}, "{env:U}", "{env:U}", "", "?next=https://x", false},
		{fact.Text{lit("ht"), hole(fact.OriginEnv, "S"), lit("://h")}, "", "", "", "", false},
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
		{fact.Text{lit("http://api."), hole(fact.OriginParam, "h")}, fact.Channel{}, []fact.Guard{{Part: "host", Kind: fact.GuardExact, Allowed: []string{"localhost"}}}, "C0 N5"},
		{fact.Text{lit("http://"), hole(fact.OriginParam, "h")}, fact.Channel{}, []fact.Guard{{Part: "host", Kind: fact.GuardExact, Allowed: []string{"localhost", "a.example.io"}}}, "C0 N3"},
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
		{fact.Text{lit("http://"), hole(fact.OriginEnv, "H"), lit(".shop.svc:8080/x")}, fact.Channel{}, nil, "C0 N2"},
		{fact.Text{lit("http://"), hole(fact.OriginUnknown, ""), lit("-db.shop.svc.cluster.local")}, fact.Channel{}, nil, "C0 N2"},
		{fact.Text{lit("http://"), hole(fact.OriginRequest, "H"), lit(".shop.svc")}, fact.Channel{}, nil, "C0 N0"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H")}, fact.Channel{}, both[:1], "C3 N3"}, // the scheme is written
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, both[:1], " N1"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, both, " N3"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, []fact.Guard{{Part: "origin", Kind: fact.GuardExact}}, " N3"},
		{fact.Text{hole(fact.OriginEnv, "U")}, fact.Channel{}, []fact.Guard{{Part: "url", Kind: fact.GuardPrefix}}, " N3"},
		{fact.Text{hole(fact.OriginRequest, "U")}, fact.Channel{}, []fact.Guard{{Part: "host", Kind: fact.GuardLoose}, {Part: "scheme", Kind: fact.GuardExact}}, " N0"},
		{fact.Text{hole(fact.OriginRequest, "U")}, fact.Channel{}, []fact.Guard{{Part: "host", Kind: fact.GuardOpaque}}, " N0"},
		{fact.Text{hole(fact.OriginDatabase, "U")}, fact.Channel{}, []fact.Guard{{Kind: fact.GuardSanitized}}, " N3"},
		{fact.Text{hole(fact.OriginDatabase, "U")}, fact.Channel{}, nil, " N0"},
		{fact.Text{hole(fact.OriginConfig, "U")}, fact.Channel{}, nil, " N1"},
		{fact.Text{hole(fact.OriginUnknown, "")}, fact.Channel{}, nil, " "},
		{fact.Text{hole(fact.OriginSecretStore, "U")}, fact.Channel{}, nil, " "},
		{fact.Text{hole(fact.OriginResponse, "U")}, fact.Channel{}, nil, " "},
		{fact.Text{lit("http://"), hole(fact.OriginEnv, "A"), hole(fact.OriginUnknown, "")}, fact.Channel{}, nil, "C0 "},
		{fact.Text{lit("http://"), hole(fact.OriginUnknown, ""), hole(fact.OriginRequest, "x")}, fact.Channel{}, nil, "C0 "},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "T"), lit(".co.uk/")}, fact.Channel{}, nil, "C3 N1"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "T"), lit(".github.io/")}, fact.Channel{}, nil, "C3 N1"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "T"), lit("-eu.acme.io:8443/")}, fact.Channel{}, nil, "C3 N3"},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "T"), lit("acme.io/")}, fact.Channel{}, nil, "C3 N1"},
		{fact.Text{lit("https://acme."), hole(fact.OriginEnv, "T")}, fact.Channel{}, nil, "C3 N1"},
		{fact.Text{{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "U", Default: "HTTP://a.acme.io", HasDefault: true}}}, fact.Channel{}, nil, "C0 N3"},
		{fact.Text{{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "U", Default: "a.acme.io", HasDefault: true}}}, fact.Channel{}, nil, " N1"},
		{fact.Lit("ws://api.acme.io"), fact.Channel{}, nil, "C0 N3"},
		{fact.Lit("wss://api.acme.io"), fact.Channel{}, nil, "C3 N3"},
		{fact.Lit("ftp://api.acme.io"), fact.Channel{}, nil, " N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{Verify: fact.Setting{State: fact.StateCustom}}, nil, "C2 N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{Pin: fact.Setting{State: fact.StateOn}, Verify: fact.Setting{State: fact.StateOff}}, nil, "C4 N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{ClientCert: fact.Setting{State: fact.StateOn}, Verify: fact.Setting{State: fact.StateCustom}}, nil, "C4 N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{ClientCert: fact.Setting{State: fact.StateOn}, Verify: fact.Setting{State: fact.StateOff}}, nil, "C1 N3"},
		{fact.Lit("http://api.acme.io"), fact.Channel{Pin: fact.Setting{State: fact.StateOn}}, nil, "C0 N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{HostnameCheck: fact.Setting{State: fact.StateOff}}, nil, "C1 N3"},
		{fact.Lit("https://10.0.0.5/"), fact.Channel{}, nil, "C3 N5"},
		{fact.Lit("https://api.acme.io"), fact.Channel{Verify: fact.Setting{Explicit: true}}, nil, " N3"},
		{fact.Lit("https://api.acme.io"), fact.Channel{Verify: fact.Setting{State: fact.StateOn, Explicit: true}}, nil, "C3 N3"},
		{fact.Lit("http://8.8.8.8/"), fact.Channel{}, nil, "C0 N3"},
		{fact.Lit("http://0x7f000001/"), fact.Channel{}, nil, "C0 N5"},
		{fact.Lit("http://[::1]:8080/"), fact.Channel{}, nil, "C0 N5"},
		{fact.Lit("http://169.254.169.254/latest"), fact.Channel{}, nil, "C0 N2"},
		{fact.Lit("https://auth.default.svc.cluster.local"), fact.Channel{}, nil, "C3 N2"},
		{fact.Lit("https://printer.local"), fact.Channel{}, nil, "C3 N2"},
		{fact.Lit("https://vault.corp"), fact.Channel{}, nil, "C3 N2"},
		{fact.Lit("https://a b/"), fact.Channel{}, nil, "C3 "},
		{fact.Lit("https:///x"), fact.Channel{}, nil, "C3 "},
		{fact.Lit("/v1"), fact.Channel{}, nil, " "},
		{fact.Text{lit("https://"), hole(fact.OriginEnv, "H")}, fact.Channel{}, both, "C3 N3"},
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

func TestJoinPairs(t *testing.T) {
	at := func(path string, line int) fact.Location {
		return fact.Location{Path: path, Start: fact.Position{Line: line, Column: 1}}
	}
	for _, tt := range []struct {
		url, credential string
		kind            fact.Kind
		want            bool
	}{
		{"CRM_URL", "CRM_TOKEN", fact.KindBearer, true},
		{"crm_url", "CRM_API_KEY", fact.KindAPIKey, true},
		{"CRM_API_URL", "CRM_API_KEY", fact.KindAPIKey, true},
		{"CRM_API_BASE_URL", "CRM_TOKEN", fact.KindBearer, true},
		{"API_URL", "API_TOKEN", fact.KindBearer, true},
		{"API_BASE_URL", "API_KEY", fact.KindAPIKey, true},
		{"URL", "TOKEN", fact.KindBearer, true},
		{"OAUTH_TOKEN_URL", "OAUTH_CLIENT_SECRET", fact.KindOther, true},
		{"CRM_HOST", "CRM_PASSWORD", fact.KindBasic, true},
		{"CRM_URL", "ERP_TOKEN", fact.KindBearer, false},
		{"CRM_URL", "TOKEN", fact.KindBearer, false},
		{"BASE_URL", "SECRET_KEY", fact.KindOther, false},
		{"URL", "PASSWORD", fact.KindBasic, false},
		{"APP_URL", "APP_KEY", fact.KindAPIKey, false},
		{"WEBHOOK_URL", "WEBHOOK_SECRET", fact.KindOther, false},
		{"CRM_WEBHOOK_URL", "CRM_WEBHOOK_SECRET", fact.KindOther, false},
		{"CRM_URL", "CRMTOKEN", fact.KindBearer, false},
		{"CRM", "CRM_TOKEN", fact.KindBearer, false},
	} {
		s := Join(&fact.Set{Variables: []fact.Variable{
			{Name: tt.credential, Credential: &fact.Credential{Kind: tt.kind}, At: at("a/.env", 1)},
			{Name: tt.url, Value: fact.Lit("http://crm.example.io"), At: at("a/.env", 2)},
		}})
		if got := len(s.Routes) == 1; got != tt.want {
			t.Errorf("%s beside %s: a route %v, want %v", tt.url, tt.credential, got, tt.want)
		}
	}

	token := func(path string, line int) fact.Variable {
		return fact.Variable{Name: "A_TOKEN", Credential: &fact.Credential{Kind: fact.KindBearer}, At: at(path, line)}
	}
	url := func(path string, line int, t fact.Text) fact.Variable {
		return fact.Variable{Name: "A_URL", Value: t, At: at(path, line)}
	}
	withDefault := fact.Text{{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: "X", Default: "http://a.io", HasDefault: true}}, lit("/v1")}
	s := Join(&fact.Set{Variables: []fact.Variable{
		url("one", 1, fact.Lit("http://old.io")), url("one", 2, fact.Lit("https://new.io")), token("one", 3), token("one", 4), // set twice: the last counts
		url("two", 1, fact.Lit("http://b.io")), token("three", 1), // two files
		url("four", 1, withDefault), token("four", 2),
		url("five", 1, fact.Lit("redis://b.io")), token("five", 2),
		url("six", 1, fact.Text{hole(fact.OriginEnv, "U")}), token("six", 2),
	}})
	var got []string
	for _, r := range s.Routes {
		got = append(got, fmt.Sprintf("%s:%d %s %d", r.At.Path, r.At.Start.Line, r.Destination.URL, r.Steps[1].At.Start.Line))
	}
	want := "four:1 {env:X=http://a.io}/v1 2\none:2 https://new.io 4"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// FuzzSplit: the parts are pieces of the URL and make it again; a \x00 in the text
// stands for a hole.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"https://u:p@h.io:8/x?y#z", "http://[::1]:8/", "\x00/x", "https://\x00:\x00/\x00", `http://a\@b/`, "\x00://h", "https:///", " http://a", "http://a:b@c@d:e", "http://a@\x00@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var url fact.Text
		for i, part := range strings.Split(s, "\x00") {
			if i > 0 {
				url = append(url, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginEnv, Name: strconv.Itoa(i)}})
			}
			url = append(url, fact.Lit(part)...)
		}
		d := fact.Destination{URL: url}
		before := url.String()
		Split(&d)
		if d.URL.String() != before {
			t.Fatalf("%q: the URL itself has changed", s)
		}
		Grade(&fact.Set{Routes: []fact.Route{{Destination: d}}})
		if len(d.Scheme) == 0 || d.Scheme.String() == d.Host.String() {
			return // no URL that is absolute, or one hole for all of it
		}
		whole := strings.ToLower(strings.TrimLeft(before, " \t\r\n"))
		rest, ok := strings.CutPrefix(whole, strings.ToLower(d.Scheme.String())+"://")
		authority, ok2 := strings.CutSuffix(rest, strings.ToLower(d.Path.String()))
		if !ok || !ok2 {
			t.Fatalf("%q: %q and %q do not frame it", s, d.Scheme, d.Path)
		}
		hostPort := authority[strings.LastIndexByte(authority, '@')+1:]
		host, port := strings.ToLower(d.Host.String()), strings.ToLower(d.Port.String())
		if hostPort != host && hostPort != host+":" && hostPort != host+":"+port {
			t.Fatalf("%q: %q is not %q and %q", s, hostPort, host, port)
		}
		if known, ok := d.Host.Known(); ok && strings.ContainsAny(known, `/?#\@`) {
			t.Fatalf("%q: the host %q reaches too far", s, known)
		}
	})
}
