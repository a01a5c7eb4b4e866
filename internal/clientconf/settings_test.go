package clientconf

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

func extractNamed(name, data string) *fact.Set {
	return Extract(context.Background(), name, []byte(data), Options{Grader: credential.NewGrader([16]byte{1})})
}

func TestSettings(t *testing.T) {
	for _, tt := range []struct{ name, file, data, want string }{
		{"nested", "application.yml", "crm:\n  url: http://crm.acme.io # here\n  api-key: \"made-up-1\"\n  hosts: [a.acme.io, 'b.acme.io']\n  on: true\n  none:\n",
			"2:8 crm.url http://crm.acme.io\n3:13 crm.api-key (api-key literal 9)\n4:11 crm.hosts[0] a.acme.io\n4:23 crm.hosts[1] b.acme.io\n5:7 crm.on true"},
		{"placeholders", "application.yml", "a:\n  url: https://${CRM_HOST:crm.acme.io}/${a.path}\n  token: ${CRM_TOKEN}\n  secret: ${a.other:made-up-2}\n  key: \"#{systemProperties['k']}\"\n",
			"2:8 a.url https://{env:CRM_HOST=crm.acme.io}/{config:a.path}\n3:10 a.token (bearer env 0)\n4:11 a.secret (other config 0)!4:21\n5:9 a.key {unknown}"},
		{"what the last part says", "application.yml", "crm.credentials:\n  username: made by hand\n  password: made-up-1\nsa-token.token-style: uuid\njwt.key: made-up-2\ncrm.token.value: made-up-3\n",
			"2:13 crm.credentials.username made by hand\n3:13 crm.credentials.password (basic literal 9)\n4:23 sa-token.token-style uuid\n5:10 jwt.key (other literal 9)\n6:18 crm.token.value (bearer literal 9)"},
		{"documents", "application-prod.yaml", "a: b\n---\nspring.config.activate.on-profile: prod\na: c\n", "1:4 a b\n3:36 spring.config.activate.on-profile prod\n4:4 a c"},
		{"anchors and letters", "bootstrap.yml", "ä: &x \"é\"\nb: *x\nc: !!str d\n", "1:9 ä é\n3:10 c d"},
		{"block", "application.yml", "jwt:\n  secret: |\n    made-up-3\n    made-up-4\nb: c\n", "3:1 jwt.secret (other literal 20)\n5:4 b c"},
		{"broken", "application.yml", "a: [b\nc: d\n", "1:1 not analysed, gates true"},
		{"properties", "application.properties", "# c\n! d\ncrm.url=https\\://crm.acme.io\n crm.api-key : made-up-5\ncrm.token made-up-6\nlong = a\\\n   b\nempty=\nu=\\u0041\n#---\ncrm.url = ${CRM:http://x.acme.io}\n",
			"3:9 crm.url https://crm.acme.io\n4:16 crm.api-key (api-key literal 9)\n5:11 crm.token (bearer literal 9)\n6:8 long ab\n9:3 u A\n11:11 crm.url {env:CRM=http://x.acme.io}"},
		{"microprofile", "microprofile-config.properties", "a/mp-rest/url=http://a.acme.io\r\n", "1:15 a/mp-rest/url http://a.acme.io"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := extractNamed(tt.file, tt.data)
			got := show(s)
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
				t.Error("a value is in the facts")
			}
			for _, v := range s.Variables {
				if v.Origin != fact.OriginConfig || v.Artifact != fact.ArtifactConfig || v.Block == "" {
					t.Errorf("%s: origin %q, artifact %q, block %q", v.Name, v.Origin, v.Artifact, v.Block)
				}
			}
			for _, l := range s.Literals {
				if !masked(s, l.Credential.At) {
					t.Errorf("the literal at %s is not masked", l.Credential.At)
				}
			}
		})
	}
}

// TestSettingsMasks: a value with escapes is masked as it is written.
func TestSettingsMasks(t *testing.T) {
	for file, data := range map[string]string{
		"application.properties": "a.token=\\u006dade\\\n  -up-7777 \nb=c\n",
		"application.yml":        "a:\n  token: \"m\\x61de-up-7777\"\nb: c\n",
	} {
		s := extractNamed(file, data)
		from := strings.IndexAny(data, "m\\")
		to := strings.Index(data, "7777") + 4
		for _, m := range s.Masks {
			if m.Start.Offset <= from && m.End.Offset >= to {
				from = to
			}
		}
		if from != to {
			t.Errorf("%s: masks %+v do not cover %d to %d", file, s.Masks, from, to)
		}
	}
}

func TestSettingsBounds(t *testing.T) {
	for name, data := range map[string]string{
		"large":   "a: " + strings.Repeat("b", maxSettings),
		"deep":    strings.Repeat("a: {", 200) + strings.Repeat("}", 200),
		"bracket": "a: " + strings.Repeat("[", 100_000),
		"many":    "a: [" + strings.Repeat("b,", maxSettingKeys+10) + "]",
		"aliases": "a: &a [b,b,b]\nc: &c [*a,*a,*a]\nd: [*c,*c,*c]\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := extractNamed("application.yml", data)
			if over := len(s.NotAnalysed) > 0; over == (name == "aliases") {
				t.Errorf("not analysed: %+v", s.NotAnalysed)
			}
			if len(s.Variables) > maxSettingKeys {
				t.Errorf("%d variables", len(s.Variables))
			}
		})
	}
}

func FuzzSettings(f *testing.F) {
	for _, s := range []string{"a: b", "a: \"\\", "a: |\n b", "a: &x !!str 'c'\n", "\\u00=x\\", "a.token=\\\n", "a: ${b:${c:d}}", "é: \"é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"application.yml", "application.properties"} {
			for _, v := range extractNamed(name, data).Variables {
				if v.At.Start.Offset < 0 || v.At.End.Offset > len(data) || v.At.Start.Offset > v.At.End.Offset {
					t.Errorf("%s reaches from %d to %d of %d bytes", v.Name, v.At.Start.Offset, v.At.End.Offset, len(data))
				}
			}
		}
	})
}
