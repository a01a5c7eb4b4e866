package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// sent writes what a file sends, a line for each route: place, method, URL, credential,
// and what of its channel somebody asked for.
func sent(s *fact.Set) string {
	var out []string
	for i := range s.Routes {
		r := &s.Routes[i]
		c := &r.Credential
		line := fmt.Sprintf("%d:%d %s %s", r.At.Start.Line, r.At.Start.Column, r.Destination.URL, credentialText(c))
		if r.Method != "" {
			line = fmt.Sprintf("%d:%d %s %s %s", r.At.Start.Line, r.At.Start.Column, r.Method, r.Destination.URL, credentialText(c))
		}
		for _, x := range []struct {
			name string
			fact.Setting
		}{{"netrc", r.Channel.Netrc}, {"pin", r.Channel.Pin}, {"proxy", r.Channel.Proxy}, {"redirects", r.Channel.Redirects}, {"timeout", r.Channel.Timeout}, {"verify", r.Channel.Verify}} {
			if x.Explicit {
				line += fmt.Sprintf(" %s=%s@%d:%d", x.name, x.State, x.At.Start.Line, x.At.Start.Column)
			}
		}
		if c.PerHop {
			line += " per hop"
		}
		out = append(out, line)
	}
	for _, x := range s.Stored {
		host := x.Host.String()
		if x.AnyHost {
			host = "any host"
		}
		out = append(out, fmt.Sprintf("%d:%d %s keeps %s for %s", x.At.Start.Line, x.At.Start.Column, x.Client, credentialText(&x.Credential), host))
	}
	for _, x := range s.Switches {
		out = append(out, fmt.Sprintf("%d:%d %s %s %s%s", x.At.Start.Line, x.At.Start.Column, x.Name, x.Setting.State, strings.Join(x.Hosts, ","), x.Setting.Value))
	}
	for _, x := range s.Exposures {
		out = append(out, fmt.Sprintf("%d:%d %s of %s", x.At.Start.Line, x.At.Start.Column, x.Sink, credentialText(&x.Credential)))
	}
	for _, l := range s.Literals {
		out = append(out, fmt.Sprintf("%d:%d literal %s %d", l.Credential.At.Start.Line, l.Credential.At.Start.Column, l.Use, l.Credential.Length))
	}
	for _, o := range s.Overrides {
		out = append(out, fmt.Sprintf("%d:%d %s is %s by %s", o.At.Start.Line, o.At.Start.Column, o.Name, o.To, o.By))
	}
	for _, n := range s.NotAnalysed {
		out = append(out, fmt.Sprintf("%d:%d not analysed, gates %v", n.At.Start.Line, n.At.Start.Column, n.Gates))
	}
	return strings.Join(out, "\n")
}

func credentialText(c *fact.Credential) string {
	if c.Kind == fact.KindNone {
		return "nothing"
	}
	return fmt.Sprintf("%s %s:%s=%s:%s", c.Kind, c.Carrier, c.Field, c.Origin, c.Name)
}

// checkSent reads files and compares what they send; no value may be in the facts, and
// every literal has to be hidden.
func checkSent(t *testing.T, file, data, want string) {
	t.Helper()
	s := extractNamed(file, data)
	if s == nil {
		t.Fatalf("no format takes %s", file)
	}
	if got := sent(s); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
		t.Errorf("a value is in the facts: %+v", s)
	}
	for at := 0; ; {
		i := strings.Index(data[at:], "made-up")
		if i < 0 {
			break
		}
		at += i
		hidden := false
		for _, m := range s.Masks {
			hidden = hidden || m.Start.Offset <= at && m.End.Offset > at
		}
		if !hidden {
			t.Errorf("the value at offset %d is not hidden: %+v", at, s.Masks)
		}
		at++
	}
}

func TestShell(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"a line of curl": {
			"curl -fsS -m 5 -H \"Authorization: Bearer $CRM_TOKEN\" https://crm.acme.io/v1",
			"1:1 https://crm.acme.io/v1 bearer header:authorization=env:CRM_TOKEN timeout=on@1:11",
		},
		"over lines": {
			"curl \\\n  --request POST \\\n  --header 'Accept: x' \\\n  --header \"X-Api-Key: ${KEY}\" \\\n  --url http://crm.acme.io",
			"1:1 POST http://crm.acme.io api-key header:x-api-key=env:KEY",
		},
		"letters together": {
			"curl -sSkLm5 -u \"$U:$P\" crm.acme.io",
			"1:1 http://crm.acme.io basic header:authorization=env:P redirects=on@1:6 timeout=on@1:6 verify=off@1:6",
		},
		"variables": {
			"BASE=https://crm.acme.io\nAUTH=\"Authorization: Bearer made-up-token-0001\"\nU=$BASE/v1\ncurl -m 1 -H \"$AUTH\" \"$U/me\"",
			"4:1 https://crm.acme.io/v1/me bearer header:authorization=literal: timeout=on@4:6\n2:29 literal route 18",
		},
		"fallbacks": {
			"curl -m 1 -H \"X-Api-Key: ${KEY:-made-up-key-0001}\" \"${CRM_URL:-http://crm.acme.io}/v1\"",
			"1:1 {env:CRM_URL=http://crm.acme.io}/v1 api-key header:x-api-key=env:KEY timeout=on@1:6\n1:33 literal fallback 16",
		},
		"arrays": {
			"ARGS=(-m 1 -k)\nARGS+=(-H \"Authorization: token $T\")\ncurl \"${ARGS[@]}\" https://a.acme.io",
			"3:1 https://a.acme.io bearer header:authorization=env:T timeout=on@1:7 verify=off@1:12",
		},
		"options in a variable": {
			"OPTS='-k -m 3'\ncurl $OPTS --oauth2-bearer $T https://a.acme.io",
			"2:1 https://a.acme.io bearer header:authorization=env:T timeout=on@1:10 verify=off@1:7",
		},
		"ways": {
			"U=https://a.acme.io\nif [ \"$1\" = x ]; then U=http://b.acme.io; fi\ncurl -m 1 -H \"Authorization: Bearer $T\" $U",
			"3:1 http://b.acme.io bearer header:authorization=env:T timeout=on@3:6\n3:1 https://a.acme.io bearer header:authorization=env:T timeout=on@3:6",
		},
		"functions": {
			"call() { curl -m 1 -H \"Authorization: Bearer $1\" \"http://a.acme.io/$2\"; }\ncall \"$TOKEN_A\" x",
			"1:10 http://a.acme.io/x bearer header:authorization=env:TOKEN_A timeout=on@1:15",
		},
		"a function for others": {
			"call() { curl -m 1 -H \"Authorization: Bearer $T\" \"https://$1/\"; }",
			"1:10 https://{param:1}/ bearer header:authorization=env:T timeout=on@1:15",
		},
		"hops": {
			"curl -m 1 --location-trusted -H \"Authorization: Bearer $T\" https://a.acme.io",
			"1:1 https://a.acme.io bearer header:authorization=env:T redirects=on@1:11 timeout=on@1:6 per hop",
		},
		"pinned, through a proxy": {
			"curl -m 1 -k --pinnedpubkey sha256//x -x http://u:made-up-pw-1@proxy.acme.io:3128 --oauth2-bearer $T https://a.acme.io",
			"1:1 https://a.acme.io bearer header:authorization=env:T pin=on@1:14 proxy=on@1:39 timeout=on@1:6 verify=off@1:11\n1:51 literal url 12",
		},
		"netrc, another address": {
			"curl -n -m 1 --resolve api.acme.io:443:10.0.0.1 https://api.acme.io",
			"1:1 https://api.acme.io basic header:authorization=config:.netrc netrc=on@1:6 timeout=on@1:9\n1:14 api.acme.io is 10.0.0.1 by --resolve",
		},
		"options that are not known": {
			"curl $CURL_OPTS -m 1 -u \"$U:$P\" https://a.acme.io",
			"1:1 https://a.acme.io basic header:authorization=env:P timeout=on@1:17",
		},
		"forms and queries": {
			"curl -m 1 -d 'grant_type=x' -d \"client_secret=$S\" \"https://a.acme.io/?access_token=$Q\"",
			"1:1 POST https://a.acme.io/?access_token={env:Q} other body:client_secret=env:S timeout=on@1:6\n1:1 POST https://a.acme.io/?access_token={env:Q} bearer query:access_token=env:Q timeout=on@1:6",
		},
		"wget": {
			"wget -q --no-check-certificate --header=\"Authorization: Bearer $T\" https://a.acme.io/x",
			"1:1 https://a.acme.io/x bearer header:authorization=env:T verify=off@1:9",
		},
		"httpie": {
			"http --verify=no POST a.acme.io/x Authorization:\"Bearer $T\" name=x\nhttps -A bearer -a $T b.acme.io\nhttp :8080/x X-Api-Key:$K",
			"1:1 POST http://a.acme.io/x bearer header:authorization=env:T verify=off@1:6\n2:1 https://b.acme.io bearer header:authorization=env:T\n3:1 http://localhost:8080/x api-key header:x-api-key=env:K",
		},
		"started by others": {
			"sudo -u x curl -m 1 -u $U:$P https://a.acme.io\ndocker run --rm curlimages/curl:8 -m 1 -u $U:$P https://b.acme.io\ntimeout 5 bash -c \"curl -m 1 -H 'X-Api-Key: made-up-key-0002' https://c.acme.io\"",
			"1:1 https://a.acme.io basic header:authorization=env:P timeout=on@1:16\n2:1 https://b.acme.io basic header:authorization=env:P timeout=on@2:35\n3:20 https://c.acme.io api-key header:x-api-key=literal: timeout=on@3:25\n3:45 literal route 16",
		},
		"nothing to lose": {
			"curl -fsSL http://a.acme.io/install.sh | sh\nwget https://b.acme.io/x\ncurl -k https://c.acme.io/x",
			"3:1 https://c.acme.io/x nothing verify=off@3:6",
		},
		"secrets of commands": {
			"T=$(vault kv get -field=t secret/x)\ncurl -m 1 -H \"Authorization: Bearer $T\" https://a.acme.io\nR=$(curl -m 1 -u \"$U:$P\" https://b.acme.io)",
			"2:1 https://a.acme.io bearer header:authorization=secret:vault timeout=on@2:6\n3:5 https://b.acme.io basic header:authorization=env:P timeout=on@3:10",
		},
		"traced": {
			"set -ex\ncurl -m 1 -H \"Authorization: Bearer $T\" https://a.acme.io\nset +x\ncurl -m 1 -H \"Authorization: Bearer $U\" https://a.acme.io",
			"2:1 https://a.acme.io bearer header:authorization=env:T timeout=on@2:6\n4:1 https://a.acme.io bearer header:authorization=env:U timeout=on@4:6\n1:1 log of bearer header:authorization=env:T",
		},
		"shown": {
			"curl -v -m 1 -H \"Authorization: Bearer $T\" https://a.acme.io\necho \"token: $API_TOKEN\"\necho \"$API_TOKEN\" | docker login --password-stdin\necho \"$API_TOKEN\" > file\nx=$(echo \"$API_TOKEN\")",
			"1:1 https://a.acme.io bearer header:authorization=env:T timeout=on@1:9\n1:6 log of bearer header:authorization=env:T\n2:1 print of bearer :=env:API_TOKEN",
		},
		"written down": {
			"API_TOKEN=made-up-token-0001\nSECRET_NAME=x-tls\nTOKEN=\nclient_secret=my-own-secret\nexport DB_PASSWORD=${DB_PASSWORD:-made-up-pw-1}",
			"1:11 literal setting 18\n5:35 literal fallback 12",
		},
		"switches": {
			"export NODE_TLS_REJECT_UNAUTHORIZED=0\nGIT_SSL_NO_VERIFY=true git fetch\nenv PYTHONHTTPSVERIFY=0 ./run\ngit config --global http.sslVerify false\ngit -c http.https://a.acme.io/.sslVerify=false pull\nnpm config set strict-ssl false\npip install --trusted-host a.acme.io x\nexport NODE_EXTRA_CA_CERTS=./ca.pem GIT_SSL_NO_VERIFY=false",
			"1:8 NODE_TLS_REJECT_UNAUTHORIZED off \n2:1 GIT_SSL_NO_VERIFY off \n3:1 PYTHONHTTPSVERIFY off \n4:1 http.sslVerify off \n5:1 http.sslVerify off https://a.acme.io/\n6:1 strict-ssl off \n7:1 --trusted-host off a.acme.io\n8:8 NODE_EXTRA_CA_CERTS custom ./ca.pem",
		},
		"git": {
			"git clone https://x:$T@git.acme.io/a\ngit config --global http.extraHeader \"Authorization: Bearer $T\"\ngit config http.https://git.acme.io/.extraheader \"Authorization: Basic $T\"",
			"1:1 https://x:{env:T}@git.acme.io/a basic userinfo:userinfo=env:T\n2:1 git keeps bearer header:authorization=env:T for any host\n3:1 git keeps basic header:authorization=env:T for https://git.acme.io/",
		},
		"a file that it writes": {
			"cat > ~/.env <<EOF\nCRM_TOKEN=made-up-token-0001\nEOF\nssh host bash <<'EOF'\ncurl -m 1 -u \"$U:$P\" http://a.acme.io\nEOF",
			"5:1 http://a.acme.io basic header:authorization=env:P timeout=on@5:6\n2:11 literal setting 18",
		},
		"broken": {
			"curl -m 1 -u \"$U:$P\" http://a.acme.io\nif x\ncurl -H \"Authorization: Bearer $T\" http://b.acme.io",
			"1:1 http://a.acme.io basic header:authorization=env:P timeout=on@1:6\n3:1 http://b.acme.io bearer header:authorization=env:T\n2:1 not analysed, gates true",
		},
		"a template": {
			"{{- if .Values.x }}\ncurl -m 1 -H \"Authorization: Bearer {{ .Values.token }}\" http://{{ .Values.host }}/x\n{{- end }}",
			"2:1 http://{config:.Values.host}/x bearer header:authorization=config:.Values.token timeout=on@2:6",
		},
	} {
		t.Run(name, func(t *testing.T) { checkSent(t, "run.sh", c.script, c.want) })
	}
}

// A script is known by its first line too.
func TestShellByFirstLine(t *testing.T) {
	script := "#!/usr/bin/env bash\ncurl -m 1 -u \"$U:$P\" http://a.acme.io\n"
	checkSent(t, "bin/deploy", script, "2:1 http://a.acme.io basic header:authorization=env:P timeout=on@2:6")
	if s := extractNamed("bin/deploy", strings.Replace(script, "bash", "perl", 1)); s != nil {
		t.Errorf("a script of another language is read: %+v", s)
	}
}

func TestShellHostile(t *testing.T) {
	for name, script := range map[string]string{
		"deep":     strings.Repeat("$(", 10_000) + strings.Repeat(")", 10_000),
		"groups":   strings.Repeat("{ ", 10_000),
		"grows":    "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" + strings.Repeat("x=$x$x\n", 1000),
		"arrays":   "x=(a b)\n" + strings.Repeat("x=(\"${x[@]}\" \"${x[@]}\")\n", 100),
		"calls":    "f() { f; f; f; }\nf\n",
		"mutual":   "f() { g; g; }\ng() { f; f; }\nf\n",
		"branches": strings.Repeat("if a; then x=1; else y=2; fi\n", 5000),
		"ways":     strings.Repeat("if a; then x=$x; ", 150) + strings.Repeat("fi; ", 150),
	} {
		t.Run(name, func(t *testing.T) {
			if s := extractNamed("run.sh", script); s == nil {
				t.Fatal("not read")
			}
		})
	}
}

func FuzzShell(f *testing.F) {
	for _, s := range []string{"curl -H \"A: $x\" http://a", "x=(a b); curl \"${x[@]}\"", "cat <<EOF > .env\nA=b\nEOF", "f() { curl -u a:b \"$1\"; }; f x", "a=$'x\\n'; curl $a", "curl -H 'Authorization: Bearer {{ .x }}' `cat x`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		s := extractNamed("run.sh", script)
		for i := range s.Routes {
			if at := s.Routes[i].At; at.Start.Offset < 0 || at.End.Offset > len(script) || at.Start.Offset > at.End.Offset {
				t.Errorf("a route from %d to %d of %d bytes", at.Start.Offset, at.End.Offset, len(script))
			}
		}
		for _, m := range s.Masks {
			if m.Start.Offset < 0 || m.End.Offset > len(script) || m.Start.Offset > m.End.Offset {
				t.Errorf("a mask from %d to %d of %d bytes", m.Start.Offset, m.End.Offset, len(script))
			}
		}
	})
}
