package models

import (
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	m, err := Load("python")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Clients {
		for _, f := range c.Calls {
			if _, ok := f.Args["url"]; !ok {
				t.Errorf("%s %v has no url", c.Name, f.Names)
			}
		}
	}
	for _, marker := range m.Markers {
		if marker != strings.ToLower(marker) {
			t.Errorf("marker %q is not lower case", marker)
		}
	}
	if _, err := Load("cobol"); err == nil {
		t.Error("a language without a model loads")
	}
}

func TestParseIsStrict(t *testing.T) {
	for _, bad := range []string{"langauge: x", "clients: [{nam: x}]", "lookups: [{path: x, name: 'x:y'}]", "language: a\n---\nlanguage: b"} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("parse accepts %q", bad)
		}
	}
}
