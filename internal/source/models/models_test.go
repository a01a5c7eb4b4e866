package models

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

func TestLoad(t *testing.T) {
	if _, err := Load("python"); err != nil {
		t.Error(err)
	}
	if _, err := Load("cobol"); err == nil {
		t.Error("a language without a model loads")
	}
}

// TestParseIsStrict wants each model refused for the reason beside it.
func TestParseIsStrict(t *testing.T) {
	const client = "language: x\nclients: [{name: c, functions: [m], calls: [{names: [get], args: {url: '0'}}], "
	for text, reason := range map[string]string{
		"langauge: x":                                         "field langauge not found",
		"markers: [a]":                                        "language is missing",
		"language: a\n---\nlanguage: b":                       "more than one document",
		"language: a\nlanguage: b":                            "already defined",
		"language: x\nmarkers: [A]":                           "not lower case",
		"language: x\nexits: [f, f]":                          `"f" is there twice`,
		"language: x\nexits: [' f']":                          "is no name",
		"language: x\nclients: [{nam: x}]":                    "field nam not found",
		"language: x\nclients: [{name: c}]":                   "neither functions nor constructors",
		client + "scheme: gopher}]":                           "gopher is not one of",
		client + "defaults: {verify: 'yes'}}]":                "yes is not one of",
		client + "defaults: {verify: on, tls: x}}]":           "field tls not found",
		client + "attributes: {h: header}}]":                  "header is not one of",
		client + "constructor: {verify: ':a|b', tls: ':b'}}]": "argument b is both tls and verify",
		client + "constructor: {verify: '1:a', tls: '1'}}]":   "argument 1 is both tls and verify",
		client + "constructor: {verfy: ':a'}}]":               "verfy is not one of",
		client + "sets: [{names: [get]}]}]":                   `"get" is there twice`,
		client + "sets: [{args: {field: '0'}}]}]":             "has no names",
		client + "sets: [{names: [o], options: {A: url}}]}]":  "options need the arguments",
		client + "sets: [{names: [o], args: {option: '0', value: '1'}, options: {A: uri}}]}]":         "uri is not one of",
		client + "history: [{before: '1.x', absolute_wins: on}]}]":                                    "is no version",
		client + "history: [{before: '1'}]}]":                                                         "nothing was different",
		client + "history: [{before: '1', absolute_wins: on}, {before: '1.0', absolute_wins: off}]}]": "which is not newer",
		"language: x\nclients: [{name: c, functions: [m], calls: [{names: [get]}]}]":                  "has no url",
		client + "}, {name: d, functions: [m], calls: [{names: [get], args: {url: '0'}}]}]":           "m.get belongs to c and to d",
		client + "}, {name: c, functions: [n], calls: [{names: [get], args: {url: '0'}}]}]":           "c is there twice",
		"language: x\nlookups: [{path: x, origin: env, name: 'x:y'}]":                                 "is no argument",
		"language: x\nlookups: [{path: x, origin: env, name: ''}]":                                    "is no argument",
		"language: x\nlookups: [{path: x, origin: env, name: '0:a||b'}]":                              "is no argument",
		"language: x\nlookups: [{path: x, origin: moon}]":                                             "moon is not one of",
		"language: x\nlookups: [{path: x, origin: env}, {path: x, origin: env}]":                      `"x" is there twice`,
		"language: x\nvalues: [{path: x, origin: Env}]":                                               "Env is not one of",
		"language: x\nvalues: [{origin: env}]":                                                        "is no name",
		"language: x\nhost_sinks: [{path: x, use: links}]":                                            "links is not one of",
		"language: x\nparsers: [{path: x, parts: {a: hosts}}]":                                        "hosts is not one of",
		"language: x\ncontexts: [{path: x, verify: none}]":                                            "none is not one of",
		"language: x\ncontexts: [{path: x, attributes: {a: verfy}}]":                                  "verfy is not one of",
		"language: x\nswitches: [{assign: x, kind: tls}]":                                             "tls is not one of",
		"language: x\ntokens: [{path: x, operation: check}]":                                          "check is not one of",
		"language: x\ntokens: [{path: x, operation: sign, args: {secret: '0'}}]":                      "secret is not one of",
		"language: x\nbasic: [{names: [b], args: {name: '0'}}]":                                       "name is not one of",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: got %v, want an error that says %q", text, err, reason)
		}
	}
}

func TestAt(t *testing.T) {
	m, err := parse([]byte(`
language: x
clients:
  - name: c
    constructors: [c.New]
    calls: [{names: [get], args: {url: "0:url"}}]
    defaults: {verify: on, redirects: off, timeout: off}
    on_redirect: {cross_host: off, custom: on}
    absolute_wins: on
    history:
      - {before: "2.10", defaults: {redirects: on}, url_parser: old}
      - {before: "1.9", defaults: {verify: off}, on_redirect: {cross_host: on}}
`))
	if err != nil {
		t.Fatal(err)
	}
	now := Behaviour{
		Defaults:     Defaults{Verify: fact.StateOn, Redirects: fact.StateOff, Timeout: fact.StateOff},
		OnRedirect:   OnRedirect{CrossHost: fact.StateOff, Custom: fact.StateOn},
		AbsoluteWins: fact.StateOn,
	}
	middle := now
	middle.Defaults.Redirects, middle.URLParser = fact.StateOn, "old"
	first := middle
	first.Defaults.Verify, first.OnRedirect.CrossHost = fact.StateOff, fact.StateOn
	for version, want := range map[string]Behaviour{
		"2.10": now, "2.10.0": now, "3": now,
		"2.10.0rc1": middle, "2.9": middle, "1.9": middle, "2.9.99": middle, "1.8.5": first, "0.1": first, "1": first,
	} {
		if got, varies := m.Clients[0].At(fact.Package{Version: version, Exact: true}); got != want || varies {
			t.Errorf("version %q: got %+v (%t), want %+v", version, got, varies, want)
		}
	}
	for r, want := range map[fact.Package]struct {
		b      Behaviour
		varies bool
	}{
		{}:                              {now, true},
		{Version: "2.10"}:               {now, false},
		{Version: "2.0"}:                {now, true},
		{Version: "2.0", Before: "2.5"}: {middle, false},
		{Before: "2.5"}:                 {middle, true},
		{Before: "1.9"}:                 {first, false},
	} {
		if got, varies := m.Clients[0].At(r); got != want.b || varies != want.varies {
			t.Errorf("%+v: got %+v (%t), want %+v", r, got, varies, want)
		}
	}
}

// TestHistory holds what is known of earlier versions of Python's clients.
func TestHistory(t *testing.T) {
	m, err := Load("python")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		client, version string
		state           func(Behaviour) fact.State
		want            fact.State
	}{
		{"requests", "2.19.1", func(b Behaviour) fact.State { return b.OnRedirect.Downgrade }, fact.StateOn},
		{"requests", "2.20.0", func(b Behaviour) fact.State { return b.OnRedirect.Downgrade }, fact.StateOff},
		{"httpx", "0.19.0", func(b Behaviour) fact.State { return b.Defaults.Redirects }, fact.StateOn},
		{"httpx", "0.20.0", func(b Behaviour) fact.State { return b.Defaults.Redirects }, fact.StateOff},
		{"urllib3", "1.24.3", func(b Behaviour) fact.State { return b.Defaults.Verify }, fact.StateOff},
		{"urllib3", "1.24.3", func(b Behaviour) fact.State { return b.OnRedirect.CrossHost }, fact.StateOff},
		{"urllib3", "1.22", func(b Behaviour) fact.State { return b.OnRedirect.CrossHost }, fact.StateOn},
		{"urllib3", "1.25.1", func(b Behaviour) fact.State { return b.Defaults.Verify }, fact.StateOn},
		{"urllib3 https pool", "1.24", func(b Behaviour) fact.State { return b.Defaults.Verify }, fact.StateOff},
		{"urllib3 through a proxy", "1.24", func(b Behaviour) fact.State { return b.Defaults.Verify }, fact.StateOff},
		{"PyJWT key client", "2.6.0", func(b Behaviour) fact.State { return b.Defaults.Timeout }, fact.StateOff},
		{"PyJWT key client", "2.7.0", func(b Behaviour) fact.State { return b.Defaults.Timeout }, fact.StateOn},
	}
	for _, tt := range tests {
		for i := range m.Clients {
			if c := &m.Clients[i]; c.Name == tt.client {
				b, _ := c.At(fact.Package{Version: tt.version, Exact: true})
				if got := tt.state(b); got != tt.want {
					t.Errorf("%s %s: got %s, want %s", tt.client, tt.version, got, tt.want)
				}
			}
		}
	}
}

// TestDocumentation parses the example of the page about models, and wants a word on
// each key of a model.
func TestDocumentation(t *testing.T) {
	b, err := os.ReadFile("../../../docs/models.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	_, example, found := strings.Cut(page, "```yaml\n")
	example, _, ended := strings.Cut(example, "```")
	if !found || !ended {
		t.Fatal("the page has no example")
	}
	if _, err := parse([]byte("language: example\n" + example)); err != nil {
		t.Error(err)
	}
	for _, of := range []reflect.Type{reflect.TypeFor[Model](), reflect.TypeFor[Client](), reflect.TypeFor[Behaviour]()} {
		for i := range of.NumField() {
			key, _, _ := strings.Cut(of.Field(i).Tag.Get("yaml"), ",")
			if key != "" && !regexp.MustCompile(`\b`+key+`\b`).MatchString(page) {
				t.Errorf("%s %s is not on the page", of.Name(), key)
			}
		}
	}
	for _, role := range roles {
		if !strings.Contains(page, "`"+role+"`") {
			t.Errorf("the role %s is not on the page", role)
		}
	}
}
