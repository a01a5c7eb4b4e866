package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// showRoutes writes each route as line:column URL (credential) with what is set of the
// channel, and what else a file of routes gives.
func showRoutes(s *fact.Set) string {
	var out []string
	for _, r := range s.Routes {
		line := fmt.Sprintf("%d:%d %s (%s)", r.At.Start.Line, r.At.Start.Column, r.Destination.URL, showCredential(&r.Credential))
		for _, x := range []struct {
			name string
			s    fact.Setting
		}{{"verify", r.Channel.Verify}, {"hostname", r.Channel.HostnameCheck}, {"redirects", r.Channel.Redirects}, {"cert", r.Channel.ClientCert}, {"server", r.Channel.ServerName}, {"proxy", r.Channel.Proxy}} {
			if x.s.Explicit {
				line += fmt.Sprintf(" %s=%s", x.name, x.s.State)
				if v := x.s.Value.String(); v != "" {
					line += ":" + v
				}
			}
		}
		if r.TrustAnchor {
			line += " anchor"
		}
		if r.Destination.Cluster {
			line += " cluster"
		}
		out = append(out, line)
	}
	for _, x := range s.Switches {
		out = append(out, fmt.Sprintf("%d:%d switch %s %s", x.At.Start.Line, x.At.Start.Column, x.Kind, x.Setting.State))
	}
	for _, n := range s.NotAnalysed {
		out = append(out, fmt.Sprintf("%d:%d not analysed, gates %v", n.At.Start.Line, n.At.Start.Column, n.Gates))
	}
	return strings.Join(out, "\n")
}

func showCredential(c *fact.Credential) string {
	if c.Kind == fact.KindNone {
		return "none"
	}
	s := fmt.Sprintf("%s %s %s", c.Kind, c.Carrier, c.Origin)
	if c.Field != "authorization" {
		s = fmt.Sprintf("%s %s %s %s", c.Kind, c.Carrier, c.Field, c.Origin)
	}
	if c.Origin != fact.OriginLiteral && c.Name != "" {
		s += " " + c.Name
	}
	if c.Placeholder {
		s += "?"
	}
	return s
}

type routesCase struct{ name, file, data, want string }

// checkRoutes reads each file and compares its routes; no invented value may be in the
// facts, and each literal has to be hidden where it is written.
func checkRoutes(t *testing.T, cases []routesCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := extractNamed(c.file, c.data)
			if s == nil {
				t.Fatal("no format took the file")
			}
			if got := showRoutes(s); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
				t.Error("a value is in the facts")
			}
			for _, l := range s.Literals {
				if !masked(s, l.Credential.At) {
					t.Errorf("the literal at %s is not masked", l.Credential.At)
				}
			}
			checkPlaces(t, c.data, s)
		})
	}
}

// checkPlaces holds every place of a route to the file.
func checkPlaces(t *testing.T, data string, s *fact.Set) {
	t.Helper()
	inFile := func(l fact.Location) bool {
		return l.IsZero() || l.Start.Offset >= 0 && l.Start.Offset <= l.End.Offset && l.End.Offset <= len(data)
	}
	for _, r := range s.Routes {
		for _, l := range []fact.Location{r.At, r.Destination.At, r.Credential.At, r.Channel.Verify.At} {
			if !inFile(l) {
				t.Errorf("%s reaches from %d to %d of %d bytes", r.Destination.URL, l.Start.Offset, l.End.Offset, len(data))
			}
		}
	}
	for _, m := range s.Masks {
		if !inFile(m) {
			t.Errorf("a mask reaches from %d to %d of %d bytes", m.Start.Offset, m.End.Offset, len(data))
		}
	}
}

// fuzzRoutes reads what comes as a file of a name.
func fuzzRoutes(f *testing.F, file string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if s := extractNamed(file, data); s != nil {
			checkPlaces(t, data, s)
		}
	})
}

// Bytes that are no text stand for a character each, which is longer than they are: no place
// may lead out of the file by that.
func TestPlacesWithBadBytes(t *testing.T) {
	for file, data := range map[string]string{
		"mcp.json":    "{\"mcpServers\":{\"a\":{\"env\":{\"A_TOKEN\":\"\xff\xff\xff\xff",
		"fluent.conf": "<match a>\n@type http\nendpoint http://a\nheaders {\"Authorization\":\"\xff\xff\xff\xff\"}",
		"a.bru":       "get {\n  url: http://\xff\xff\n}\nauth:bearer {\n  token: \xff\xff",
	} {
		checkPlaces(t, data, extractNamed(file, data))
	}
}

// More requests than are read are said once.
func TestManyRequests(t *testing.T) {
	s := extractNamed("a.yml", "remote_write:\n"+strings.Repeat("- {url: 'https://a.acme.io', bearer_token: $X}\n", maxRoutes+20))
	if len(s.Routes) != maxRoutes || len(s.NotAnalysed) != 1 {
		t.Errorf("%d routes, not analysed %v", len(s.Routes), s.NotAnalysed)
	}
}
