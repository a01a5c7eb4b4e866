package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// showHops writes what was read of a proxy, one fact a line.
func showHops(s *fact.Set) string {
	var out []string
	say := func(at fact.Location, format string, args ...any) {
		out = append(out, fmt.Sprintf("%d:%d ", at.Start.Line, at.Start.Column)+fmt.Sprintf(format, args...))
	}
	for i := range s.Routes {
		r := &s.Routes[i]
		what := r.Destination.URL.String() + " <-"
		switch c := &r.Credential; {
		case c.Kind == fact.KindNone:
			what += " nothing"
		default:
			what += fmt.Sprintf(" %s %s", c.Field, c.Kind)
			if c.Inbound {
				what += " of the caller"
			} else {
				what += fmt.Sprintf(" %s %s %d", c.Origin, c.Name, c.Length)
			}
		}
		for _, x := range []struct {
			name string
			s    fact.Setting
		}{{"verify", r.Channel.Verify}, {"hostname", r.Channel.HostnameCheck}, {"name", r.Channel.ServerName}, {"pin", r.Channel.Pin}, {"client", r.Channel.ClientCert}} {
			if x.s.State == fact.StateUnknown && !x.s.Explicit {
				continue
			}
			what += " " + x.name + "=" + string(x.s.State)
			if x.s.Explicit {
				what += "!"
			}
			if x.name == "name" {
				what += x.s.Value.String()
			}
		}
		say(r.At, "%s", what)
	}
	for _, r := range s.Resolvers {
		servers := ""
		for _, n := range r.Servers {
			servers += " " + n.Address.String() + "/" + n.Transport
		}
		say(r.At, "resolver%s cache=%s", servers, r.Cache.Value)
	}
	for _, l := range s.Listeners {
		say(l.At, "listener %s plain=%v redirects=%s strict=%s", strings.Join(l.Hosts, ","), l.Plain, l.Redirects.State, l.Strict.State)
	}
	for _, n := range s.NotAnalysed {
		say(n.At, "not analysed, gates %v", n.Gates)
	}
	return strings.Join(out, "\n")
}

type hopTest struct{ name, file, data, want string }

func testHops(t *testing.T, tests []hopTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := extractNamed(tt.file, tt.data)
			if s == nil {
				t.Fatal("no format takes the file")
			}
			if got := showHops(s); got != strings.TrimSpace(tt.want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(tt.want))
			}
			keepsNoValue(t, s)
		})
	}
}

// placed fails for a place outside of the file.
func placed(t *testing.T, s *fact.Set, size int) {
	t.Helper()
	if s == nil {
		return
	}
	for i := range s.Routes {
		for _, at := range []fact.Location{s.Routes[i].At, s.Routes[i].Destination.At, s.Routes[i].Credential.At} {
			if at.Start.Offset < 0 || at.End.Offset > size || at.Start.Offset > at.End.Offset {
				t.Errorf("a place reaches from %d to %d of %d bytes", at.Start.Offset, at.End.Offset, size)
			}
		}
	}
}

func TestNginx(t *testing.T) {
	testHops(t, []hopTest{
		{"site", "etc/sites-available/app", nginxSite, `
18:9 https://api-1.internal.acme.io:8443/ <- authorization other of the caller verify=off
18:9 https://api-2.internal.acme.io:8443/ <- authorization other of the caller verify=off
23:9 https://crm.acme.io <- authorization bearer literal authorization 18 verify=custom! name=on!legacy.acme.io
29:22 http://web/{request:request_uri} <- authorization other of the caller verify=off
29:22 http://web-canary:3000/{request:request_uri} <- authorization other of the caller verify=off
30:37 http://{request:1}.svc.acme.io/{request:2} <- authorization basic of the caller verify=off
35:7 http://app:8080 <- nothing verify=off
36:21 https://app.acme.io:8443 <- nothing verify=off
16:5 resolver 127.0.0.11/plain cache=every answer is kept for 1800 seconds
9:5 listener app.acme.io plain=true redirects=on strict=
14:5 listener app.acme.io plain=false redirects= strict=on`},
		{"fragment", "nginx/snippets/api", "\tproxy_set_header Authorization \"\";\r\n\tproxy_set_header X-Api-Key $crm_key;\r\n\tproxy_pass https://crm.acme.io;\r\n",
			"3:2 https://crm.acme.io <- x-api-key api-key unknown crm_key 0 verify=off"},
		{"environment", "default.conf.template", "server { listen ${PORT}; location / { proxy_pass http://${API_HOST}:${API_PORT}; proxy_set_header Authorization \"Bearer ${API_TOKEN}\"; } }",
			"1:39 http://{env:API_HOST}:{env:API_PORT} <- authorization bearer env API_TOKEN 0 verify=off\n1:1 listener  plain=true redirects= strict="},
		{"jinja", "nginx.conf.j2", "{% if ssl %}\nserver {\n  listen {{ port }} ssl;\n{% for h in hosts %}\n  location /{{ h.name }} {\n    proxy_pass https://{{ h.host }}:{{ port }}/; {# made-up #}\n    proxy_set_header Authorization \"Basic {{ basic }}\";\n  }\n{% endfor %}\n}\n{% endif %}\n",
			"6:5 https://{config:h.host}:{config:port}/ <- authorization basic config basic 0 verify=off\n2:1 listener  plain=false redirects= strict="},
		{"erb", "app.conf.erb", "<% if @a %>\nserver { listen <%= @port %>; location / { proxy_pass http://<%= @backend %>; auth_basic on; } }\n<% end %>\n",
			"2:44 http://{config:backend} <- authorization basic of the caller verify=off\n2:1 listener  plain=true redirects= strict="},
		{"broken", "nginx.conf", "http {\n server {\n  listen 80;\n  location / { proxy_pass http://a.acme.io; auth_basic x; }\n }\n ;;\n", "4:16 http://a.acme.io <- authorization basic of the caller verify=off\n2:2 listener  plain=true redirects= strict=\n6:2 not analysed, gates true"},
		{"open end", "nginx.conf", "server {\n listen 80;\n location / { proxy_pass http://a.acme.io;", "3:15 http://a.acme.io <- nothing verify=off\n1:1 listener  plain=true redirects= strict=\n3:43 not analysed, gates true"},
		{"streams are not read", "nginx.conf", "stream { server { listen 443; proxy_pass a.acme.io:443; } }", ""},
		{"told about", "nginx.conf", "server { listen 80; location / { if ($request_method = OPTIONS) { add_header Access-Control-Allow-Headers \"Origin, Authorization\"; return 204; } proxy_pass http://api:80; } location /b { proxy_pass http://api:80; } location /c { auth_request off; proxy_pass grpc://api:80; } }",
			"1:146 http://api:80 <- authorization other of the caller verify=off\n1:188 http://api:80 <- nothing verify=off\n1:248 grpc://api:80 <- nothing verify=off\n1:1 listener  plain=true redirects= strict="},
		{"go", "nginx.tmpl", "server { listen 80; location / { grpc_pass {{ trim $proto }}://{{ trim $upstream }}; grpc_set_header Authorization $http_authorization; } }",
			"1:34 {config:proto}://{config:upstream} <- authorization other of the caller verify=off\n1:1 listener  plain=true redirects= strict="},
		{"grpc", "nginx.conf", "server { listen 80; location / { grpc_pass grpcs://api:443; grpc_set_header Authorization $http_authorization; grpc_ssl_verify on; } }",
			"1:34 https://api:443 <- authorization other of the caller verify=on!\n1:1 listener  plain=true redirects= strict="},
	})
}

const nginxSite = `upstream api {
    server api-1.internal.acme.io:8443;
    server api-2.internal.acme.io:8443 backup; # "x
}
map $http_upgrade $connection_upgrade { default upgrade; '' close; }
map $cookie_canary $pool { default web; "1" web-canary:3000; }
server {
    listen 80;
    server_name app.acme.io;
    return 301 https://$host$request_uri;
}
server {
    listen 443 ssl http2;
    server_name app.acme.io;
    add_header Strict-Transport-Security "max-age=63072000" always;
    resolver 127.0.0.11 valid=30m;
    location /api/ {
        proxy_pass https://api/;
        proxy_set_header Authorization $http_authorization;
        proxy_set_header Host $host;
    }
    location /v2/ {
        proxy_pass https://crm.acme.io;
        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/nginx/ca.pem;
        proxy_ssl_name legacy.acme.io;
        proxy_set_header Authorization "Bearer made-up-token-0001";
    }
    location /pool { proxy_pass http://$pool$request_uri; auth_request /auth; }
    location ~ ^/to/([^/]+)(/.*)$ { proxy_pass http://$1.svc.acme.io$2; auth_basic "x"; }
    location = /auth { internal; proxy_pass http://oauth2:4180; proxy_set_header Authorization ""; }
    location /local { proxy_pass http://127.0.0.1:3000; }
    location /sock { proxy_pass http://unix:/run/x.sock:/; }
    location /lua { content_by_lua_block { ngx.say("{}") -- don't }
    } proxy_pass http://app:8080; }
    location /own { proxy_pass https://$host:8443; }
}
`

// TestNginxDeep: a file that is nested without end costs itself, and no more.
func TestNginxDeep(t *testing.T) {
	s := extractNamed("nginx.conf", "server { listen 80; "+strings.Repeat("location / {", 50_000))
	if len(s.NotAnalysed) != 1 {
		t.Errorf("not analysed: %+v", s.NotAnalysed)
	}
}

func FuzzNginx(f *testing.F) {
	for _, s := range []string{nginxSite, "proxy_pass 0;proxy_set_header Authorization \"Bearer ", "listen 1; a \"\\\"", "listen 1; content_by_lua_block {", "set_by_lua_block $a { return '}' } listen 1;", "listen 1;\xff{{ a }}\r\n}", "listen <%= 1; proxy_pass http://$a$1${b};", "listen 1; set $a $b; set $b $a; proxy_pass $a;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) { placed(t, extractNamed("nginx.conf", data), len(data)) })
}
