package repo

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestIsAPI(t *testing.T) {
	for text, want := range map[string]bool{
		"openapi: 3.0.3\n":                                       true,
		"openapi: '3.1.0'\npaths: {}\n":                          true,
		"swagger: \"2.0\"\n":                                     true,
		"info:\n  title: x\nopenapi: 3.0.3\n":                    true,
		"\"openapi\": 3.0.3\n":                                   true,
		"'openapi' : 3.0.3\n":                                    true,
		"\xef\xbb\xbfopenapi: 3.0.3\n":                           true,
		"# comment\n---\nopenapi: 3.0.3\n":                       true,
		"%YAML 1.2\n--- # x\nopenapi: 3.0.3\n":                   true,
		"a: 1\n---\nopenapi: 3.0.3\n":                            true,
		"  openapi: 3.0.3\n  info: {}\n":                         true,
		"openapi: !!str 3.0.3\n":                                 true,
		"openapi: &v 3.0.3\n":                                    true,
		"openapi: v3\n":                                          true,
		"openapi:\r\n  3.0.3\r\n":                                true,
		"openapi:\npaths: {}\n":                                  true, // broken, and meant to be one
		"asyncapi: 2.6.0\n":                                      true,
		"asyncapi:\nchannels: {}\n":                              true,
		"{\"asyncapi\":\"3.0.0\"}":                               true,
		"{\"channels\":{},\"asyncapi\":null}":                    true,
		"tools:\n  asyncapi: 3.0.0\n":                            false,
		"asyncapi:\n  enabled: true\n":                           false,
		"{openapi: 3.0.3, paths: {}}":                            true,
		"{\n  \"openapi\": \"3.0.3\"\n}":                         true,
		"{\"info\":{\"x\":[1,{\"y\":2}]},\"openapi\":\"3.0.3\"}": true,
		"{\"a\\\"{\":\"}\",\"swagger\" : \"2.0\"}":               true,
		"\xef\xbb\xbf {\"openapi\":\"3.1.0\"":                    true, // cut short
		"{\"openapi\":null,\"paths\":{}}":                        true,
		"{\"paths\":{},\"openapi\":{}}":                          true,
		"--- {openapi: 3.0.3}\n":                                 true,
		"{'openapi': '3.0.3'}":                                   true,
		"{\"dependencies\":{\"openapi\":\"3.0.3\"}}":             false,
		"{\"x\":\"\\\"openapi\\\":3\"}":                          false,
		"{\"x\":\"{\",\"y\":{\"openapi\":\"3.0\"}}":              false,
		"[{\"openapi\":\"3.0.3\"}]":                              false,
		"tools:\n  openapi: 3.0.3\n":                             false,
		"openapi:\n  enabled: true\n":                            false, // settings of a framework
		"swagger: true\n":                                        false,
		"openapi_version: 3.0.3\n":                               false,
		"# openapi: 3.0.3\nkind: x\n":                            false,
		"myopenapi: 3.0.3\n":                                     false,
		"x: openapi: 3\n":                                        false,
		"openapi":                                                false,
		"\"openapi":                                              false,
		"openapi:":                                               false,
		"openapi: &v":                                            false,
		"- openapi: 3.0.3\n":                                     false,
		"":                                                       false,
		"{":                                                      false,
		"description: |\n  openapi: 3.0.3\nx: 1\n":               false,
		strings.Repeat("[", 100_000) + "openapi":                 false,
	} {
		if got := IsAPI([]byte(text)); got != want {
			t.Errorf("IsAPI(%.60q) = %v", text, got)
		}
	}
}

func TestMentionsAPI(t *testing.T) {
	for text, want := range map[string]bool{
		`x","openapi":"3.0.3",`: true, "\nswagger: '2.0'": true, `"openapi":{"a":1}`: false, `"openapi"`: false, `openapi`: false, "": false,
	} {
		if got := MentionsAPI([]byte(text)); got != want {
			t.Errorf("MentionsAPI(%q) = %v", text, got)
		}
	}
}

// FuzzIsAPI holds the look at the bytes against parsers: what they find at the top
// level must not be missed.
func FuzzIsAPI(f *testing.F) {
	for _, s := range []string{`{"openapi":"3.0.3"}`, "openapi: 3.0.3", `{"a":{"openapi":"3"},"b":[]}`, "a: {openapi: 3}\nswagger: 2.0", "{openapi: 3.0.3}", `{"a": "\\", "openapi": "3"}`, `{"asyncapi": "3.0.0"}`, "asyncapi:\nchannels: {}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := IsAPI([]byte(text))
		if got && !MentionsAPI([]byte(text)) && !strings.Contains(text, "paths") && !strings.Contains(text, "channels") {
			t.Errorf("%q: the two ways to look disagree", text)
		}
		var j map[string]any
		if strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &j) == nil && !strings.Contains(text, `\u`) {
			for _, key := range apiKeys {
				if v, ok := j[key].(string); ok && v != "" && v[0] >= '0' && v[0] <= '9' && !got {
					t.Errorf("%q is missed", text)
				}
			}
		}
	})
}

// TestIsAPIAgainstYAML: for block style that people write, the parser agrees.
func TestIsAPIAgainstYAML(t *testing.T) {
	for _, text := range []string{
		"openapi: 3.0.3\ninfo:\n  description: |\n    swagger: 2.0\n",
		"info:\n  x: 1\n  openapi: 3.0.0\n",
		"x:\n- a\n- openapi: 3\nswagger: '2.0'\n",
		"a: \"multi\n  openapi: 3\"\nb: 1\n",
	} {
		var doc map[string]any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		_, o := doc["openapi"]
		_, s := doc["swagger"]
		if got := IsAPI([]byte(text)); got != (o || s) {
			t.Errorf("IsAPI(%q) = %v, the parser says %v", text, got, o || s)
		}
	}
}
