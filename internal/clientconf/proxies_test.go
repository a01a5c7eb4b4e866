package clientconf

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

var updateProxies = flag.Bool("update-proxies", false, "write the facts of testdata/proxies anew")

// TestProxies holds the facts of each file of testdata/proxies to those beside it.
func TestProxies(t *testing.T) {
	files, err := filepath.Glob("testdata/proxies/*")
	if err != nil || len(files) < 2 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		if filepath.Ext(file) == ".facts" {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := extractNamed(filepath.Base(file), string(data))
			if s == nil {
				t.Fatal("no format takes the file")
			}
			got := showHops(s) + "\n"
			if *updateProxies {
				if err := os.WriteFile(file+".facts", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".facts")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			keepsNoValue(t, s)
		})
	}
}

// keepsNoValue fails where a value is in the facts, or is not masked.
func keepsNoValue(t *testing.T, s *fact.Set) {
	t.Helper()
	if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
		t.Error("a value is in the facts")
	}
	for _, l := range s.Literals {
		if !masked(s, l.Credential.At) {
			t.Errorf("the literal at %s is not masked", l.Credential.At)
		}
	}
}

// TestTraefikLabels: labels say the same as a file.
func TestTraefikLabels(t *testing.T) {
	text := newText("docker-compose.yml", []byte(strings.Repeat(" ", 200)), fact.ArtifactContainer, nil)
	at := func(i int) *node { return &node{kind: scalarNode, from: i, to: i + 1} }
	var labels []label
	for i, l := range [][2]string{
		{"traefik.enable", "true"},
		{"traefik.http.routers.api.middlewares", "auth@docker"},
		{"traefik.http.services.api.loadbalancer.server.port", "8080"},
		{"traefik.http.middlewares.auth.forwardAuth.address", "https://auth.acme.io/verify"},
		{"traefik.http.middlewares.auth.forwardauth.tls.insecureSkipVerify", "true"},
		{"com.acme.owner", "x"},
	} {
		n := at(i)
		n.text = l[1]
		labels = append(labels, label{name: l[0], value: n})
	}
	text.traefikLabels("api", text.at(0, 1), labels)
	want := "1:3 http://api:8080 <- authorization other of the caller verify=on\n1:4 https://auth.acme.io/verify <- authorization other of the caller verify=off!"
	if got := showHops(text.out); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestProxyFaults: of a file that is broken, what stands before the fault is read, and
// where it is broken is said.
func TestProxyFaults(t *testing.T) {
	testHops(t, []hopTest{
		{"caddy, one too many", "Caddyfile", "a.acme.io {\n\treverse_proxy b:80\n}\n}\nc.acme.io\n", "2:2 http://b:80 <- nothing verify=on\n1:1 listener a.acme.io plain=false redirects= strict=\n4:1 not analysed, gates true"},
		{"caddy, open", "Caddyfile", "a.acme.io {\n\treverse_proxy b:80", "2:2 http://b:80 <- nothing verify=on\n1:1 listener a.acme.io plain=false redirects= strict=\n2:20 not analysed, gates true"},
		{"caddy, one site", "caddyfile", "a.acme.io\nreverse_proxy b:80\n", "2:1 http://b:80 <- nothing verify=on\n1:1 listener a.acme.io plain=false redirects= strict="},
		{"envoy", "e.yaml", "static_resources:\n  clusters:\n  - name: a\n    connect_timeout: 1s\n    load_assignment: {endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: a.acme.io, port_value: 1}}}}]}]}\n  - name: [\n", "5:90 http://a.acme.io:1 <- nothing\n6:1 not analysed, gates true"},
		{"traefik", "t.yml", "http:\n  services:\n    a: {loadBalancer: {servers: [{url: \"http://a:1\"}]}}\n    b: [\n", "3:35 http://a:1 <- nothing verify=on\n4:1 not analysed, gates true"},
		{"traefik, toml", "t.toml", "[http.services.a.loadBalancer]\n[[http.services.a.loadBalancer.servers]]\nurl = \"http://a:1\"\nurl =\n", "3:1 http://a:1 <- nothing verify=on\n4:6 not analysed, gates true"},
		{"apache, open", "a.conf", "<VirtualHost *:80>\nProxyPass / http://a:1/\n<Location />\n", "2:1 http://a:1/ <- nothing verify=off\n1:2 listener  plain=true redirects= strict="},
	})
}

// TestNotProxies: files that look like one and are none.
func TestNotProxies(t *testing.T) {
	for file, data := range map[string]string{
		"application.conf": "http {\n  server = \"x\"\n}\n",
		"pool.conf":        "[www]\nlisten = 9000\n",
		"x.template":       "Hello {{ name }};\n",

		"compose.yml":      "services:\n  web:\n    image: x\n",
		"package.json":     "{\"name\": \"x\", \"http\": {}}",
		"mod.cfg":          "[section]\nserver a b\n",
		"supervisord.conf": "[program:x]\ncommand=nginx\n",
	} {
		if s := extractNamed(file, data); s != nil && len(s.Routes)+len(s.Listeners)+len(s.NotAnalysed) > 0 {
			t.Errorf("%s: %s", file, showHops(s))
		}
	}
}

func FuzzProxies(f *testing.F) {
	files, err := filepath.Glob("testdata/proxies/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(string(data))
		}
	}
	for _, s := range []string{"<VirtualHost x\n</VirtualHost>\n</Location>", "backend a\n server x \"\\", "a {\n b \"\n`\n<<", "ProxyPass / http://${A$1%{B", "listen a\n mode http\n server a %[", "static_resources: &a [*a]", "http:\n  routers: {a: {rule: Host(}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"haproxy.cfg", "site.conf", "Caddyfile", "envoy.yaml", "envoy.json", "t.toml"} {
			placed(t, extractNamed(name, data), len(data))
		}
	})
}
