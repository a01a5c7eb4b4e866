package clientconf

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

func extract(data string) *fact.Set {
	return Extract(context.Background(), ".env", []byte(data), Options{Grader: credential.NewGrader([16]byte{1})})
}

// show writes each variable as line:column NAME value, a credential as
// (kind origin length), with ? for a placeholder and ! for a literal default.
func show(s *fact.Set) string {
	var out []string
	for _, v := range s.Variables {
		what := v.Value.String()
		if c := v.Credential; c != nil {
			what = fmt.Sprintf("(%s %s %d)", c.Kind, c.Origin, c.Length)
			if c.Placeholder {
				what += "?"
			}
			if !c.FallbackAt.IsZero() {
				what += fmt.Sprintf("!%d:%d", c.FallbackAt.Start.Line, c.FallbackAt.Start.Column)
			}
		}
		out = append(out, fmt.Sprintf("%d:%d %s %s", v.At.Start.Line, v.At.Start.Column, v.Name, what))
	}
	for _, n := range s.NotAnalysed {
		out = append(out, fmt.Sprintf("%d:%d not analysed, gates %v", n.At.Start.Line, n.At.Start.Column, n.Gates))
	}
	return strings.Join(out, "\n")
}

func TestDotenv(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"plain", "# a comment with TOKEN=x\nexport CRM_TOKEN=made-up-token-0001 # why\nCRM_URL=\"http://crm.acme.io/v1\"\nAPI_KEY='made up 2'\n",
			"2:18 CRM_TOKEN (bearer literal 18)\n3:10 CRM_URL http://crm.acme.io/v1\n4:10 API_KEY (api-key literal 9)"},
		{"nothing", "EMPTY_TOKEN=\nB_TOKEN=\"\"\nC_TOKEN= # put yours here\nD_TOKEN=\t\n=x\nnot an assignment\n", ""},
		{"spaces and tabs", "  A_TOKEN = made-up-a\n\tB_TOKEN\t=\tmade-up-b\t# x\nexport\tC_TOKEN=made-up-c\n",
			"1:13 A_TOKEN (bearer literal 9)\n2:12 B_TOKEN (bearer literal 9)\n3:16 C_TOKEN (bearer literal 9)"},
		{"windows", "\xef\xbb\xbfA_TOKEN=made-up-a\r\nB_TOKEN=\"made-up-b\"\r\nC=d\r\n",
			"1:12 A_TOKEN (bearer literal 9)\n2:10 B_TOKEN (bearer literal 9)\n3:3 C d"},
		{"colon", "A_TOKEN: made-up-a\nURL: http://a.acme.io\nhttp://x.acme.io\n", "1:10 A_TOKEN (bearer literal 9)\n2:6 URL http://a.acme.io"},
		{"hash", "A=x#y\nB=x # y\nC=\"x # y\"\nD=#fff\nE_TOKEN='made#up'#z\n", "1:3 A x#y\n2:3 B x\n3:4 C x # y\n4:3 D #fff\n5:10 E_TOKEN (bearer literal 7)"},
		{"lines in quotes", "A_SECRET=\"one\ntwo\"\nPRIVATE_KEY=\"-----BEGIN X-----\nabc=\nabcd==\n-----END X-----\"\nB=c\n",
			"1:11 A_SECRET (other literal 7)\n3:14 PRIVATE_KEY (other literal 45)\n7:3 B c"},
		{"escaped quote", `A_TOKEN="made\"up" # x` + "\nB='it\\'\nC=d\n", "1:10 A_TOKEN (bearer literal 8)\n2:4 B it\\\n3:3 C d"},
		{"open quote", "A_TOKEN=\"made-up-a\nB_TOKEN=\"made-up-b\"\nC='d\nE=f",
			"1:10 A_TOKEN (bearer literal 9)\n2:10 B_TOKEN (bearer literal 9)\n3:4 C d\n4:3 E f\n1:9 not analysed, gates false\n3:3 not analysed, gates false"},
		{"several on a line", "export A_TOKEN=made-up-a B='c d' E=$F # G=h\nH=one I=two\ndeclare -x J_TOKEN=made-up-j\nreadonly K=l\n",
			"1:16 A_TOKEN (bearer literal 9)\n1:29 B c d\n1:36 E {env:F}\n2:3 H one I=two\n3:20 J_TOKEN (bearer literal 9)\n4:12 K l"},
		{"a shell's lines", "dotenv\nuse nix\nPATH_add bin\nif [ \"$A\" = \"b\" ]; then\n  export C_TOKEN=$(pass show c)\nfi\nsource_env ..\nwatch_file x\nlayout python\n",
			"5:18 C_TOKEN (bearer env 0)"},
		{"twice", "A=b\nA=c\n", "1:3 A b\n2:3 A c"},
		{"references", "A_TOKEN=$OTHER\nB_TOKEN=${OTHER}\nC_TOKEN=\"${OTHER}\"\nD_TOKEN=$(cat x)\nE_TOKEN=pre-${X}-post\nF_TOKEN=`cat x`\n",
			"1:9 A_TOKEN (bearer env 0)\n2:9 B_TOKEN (bearer env 0)\n3:10 C_TOKEN (bearer env 0)\n4:9 D_TOKEN (bearer env 0)\n5:9 E_TOKEN (bearer env 0)\n6:10 F_TOKEN (bearer env 0)"},
		{"no references", "A_PASSWORD=pa$$word1\nB_PASSWORD=cent$99\nC_TOKEN='made${up}'\nD_PASSWORD=sun$flower\n",
			"1:12 A_PASSWORD (basic literal 9)\n2:12 B_PASSWORD (basic literal 7)\n3:10 C_TOKEN (bearer literal 9)?\n4:12 D_PASSWORD (basic literal 10)"},
		{"defaults", "A_TOKEN=${A_TOKEN:-made-up-a}\nB_TOKEN=\"${X-made-up-b}\"\nC_TOKEN=${X:?missing}\nD_TOKEN=${X:-}\nE_TOKEN=${X:-${Y:-z}}\nF=${X:-${Y:-z}}/x\nG=${H:=i}$J\n",
			"1:9 A_TOKEN (bearer env 0)!1:20\n2:10 B_TOKEN (bearer env 0)!2:14\n3:9 C_TOKEN (bearer env 0)\n4:9 D_TOKEN (bearer env 0)\n5:9 E_TOKEN (bearer env 0)\n6:3 F {env:X}/x\n7:3 G {env:H=i}{env:J}"},
		{"URLs", "A_URL=https://${HOST:-a.acme.io}/x\nB_URL=http://$HOST:$PORT/x\nC=postgres://u:made-up-3@db/x\nD=https://h.acme.io/?access_token=made-up-4&b=1&api_key=${K}\n",
			"1:7 A_URL https://{env:HOST=a.acme.io}/x\n2:7 B_URL http://{env:HOST}:{env:PORT}/x\n3:3 C postgres://u:{literal:userinfo}@db/x\n4:3 D https://h.acme.io/?access_token={literal:access_token}&b=1&api_key={env:K}"},
		{"secrets in URLs", "A=amqp://u:made-up-1@a,amqp://u:made-up-2@b\nB=postgres://u:made/up-3@db/x\nC=https://u:${P:-made-up-4}@h.acme.io\nD=https://made-up-5:@h.acme.io\nE=https://git@h.acme.io/x\nF=https://h.acme.io:443/@scope/x\nG=${U:-http://u:made-up-6@h.acme.io/?token=made-up-7}\nH=https://made-up-8:x-oauth-basic@h.acme.io\n",
			"1:3 A amqp://u:{literal:userinfo}@a,amqp://u:{literal:userinfo}@b\n2:3 B postgres://u:{literal:userinfo}@db/x\n3:3 C https://u:{env:P}@h.acme.io\n4:3 D https://{literal:userinfo}:@h.acme.io\n5:3 E https://git@h.acme.io/x\n6:3 F https://h.acme.io:443/@scope/x\n7:3 G {env:U=http://u:@h.acme.io/?token=}\n8:3 H https://{literal:userinfo}:x-oauth-basic@h.acme.io"},
		{"schemes", "AUTH=\"Bearer made-up-1\"\nHEADER='Basic bWFkZTp1cA=='\nDESCRIPTION=Token based auth\nX=\"Bearer ${TOKEN}\"\n",
			"1:7 AUTH (bearer literal 9)\n2:9 HEADER (basic literal 12)\n3:13 DESCRIPTION Token based auth\n4:4 X (bearer env 0)"},
		{"placeholders", "A_TOKEN=<your token>\nB_TOKEN=changeme\nC_TOKEN={{ token }}\nD_TOKEN=xxxxxxxx\nE_API_KEY=your-api-key-here\nF_SECRET=\n",
			"1:9 A_TOKEN (bearer literal 12)?\n2:9 B_TOKEN (bearer literal 8)?\n3:9 C_TOKEN (bearer literal 11)?\n4:9 D_TOKEN (bearer literal 8)?\n5:11 E_API_KEY (api-key literal 17)?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := extract(tt.data)
			if got := show(s); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, text := range []string{"made-up", "made up", "made/up", "bWFkZTp1cA", "sun$flower"} {
				if strings.Contains(fmt.Sprintf("%+v", s.Variables), text) || strings.Contains(show(s), text) {
					t.Errorf("%q is in the facts", text)
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

func masked(s *fact.Set, at fact.Location) bool {
	for _, m := range s.Masks {
		if m.Start.Offset <= at.Start.Offset && m.End.Offset >= at.End.Offset {
			return true
		}
	}
	return false
}

// TestNoCredential: what settings files hold in plenty, and what is none.
func TestNoCredential(t *testing.T) {
	data := `TOKEN_EXPIRY=3600
ACCESS_TOKEN_EXPIRE_MINUTES=30
SECRET_NAME=crm/prod
JWT_ALGORITHM=HS256
USE_TOKEN_AUTH=true
API_KEY_REQUIRED=yes
API_KEY_HEADER=X-Api-Key
KEYCLOAK_URL=http://keycloak:8080
OAUTH_TOKEN_URL=https://login.acme.io/token
PUBLIC_KEY=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
VAPID_PUBLIC_KEY=BPk2vGq1example1abc
NEXT_PUBLIC_API_KEY=pk-made-up-0001
STRIPE_PUBLISHABLE_KEY=pk-made-up-0002
RECAPTCHA_SITE_KEY=6Lc-made-up
MAX_TOKENS=4096
OPENAI_TOKEN=4096
PRIVATE_KEY=/etc/keys/private.pem
PRIVATE_KEY_PATH=./keys/private.pem
GOOGLE_APPLICATION_CREDENTIALS=service-account.json
DB_PASSWORD=/run/secrets/db_password
JWT_SECRET=~/.secrets/jwt
SSH_KEY=~/.ssh/id_ed25519
FEATURE_TOKEN_LOGIN=off
API_TOKEN=false
TOKENIZER=bpe
PASSWORD_MIN_LENGTH=12
CSRF_TOKEN_NAME=csrf
AWS_ACCESS_KEY_ID=made-up-id
SESSION_COOKIE=session
PRIMARY_KEY=id
CACHE_KEY_PREFIX=app
KEY=value
DEBUG=1
PORT=8080
`
	s := extract(data)
	for _, v := range s.Variables {
		if v.Credential != nil && v.Credential.Origin == fact.OriginLiteral {
			t.Errorf("%s is taken for a credential", v.Name)
		}
	}
	for _, l := range s.Literals {
		t.Errorf("a literal at %s", l.Credential.At)
	}
	if want := strings.Count(data, "\n"); len(s.Variables) != want {
		t.Errorf("%d variables of %d lines", len(s.Variables), want)
	}
}

// TestCredentialsThatMustBeFound: short and without entropy, and still one.
func TestCredentialsThatMustBeFound(t *testing.T) {
	data := `CRM_TOKEN=secret-token-123
API_KEY=/9j4AAQSkZJRgABAQ+made/up==
API_KEY_1=made-up-1
DB_PASSWORD=4711
POSTGRES_PASSWORD=hunter2
DJANGO_SECRET_KEY=made-up-2
AWS_SECRET_ACCESS_KEY=made/up/3
MAILGUN_APIKEY=made-up-4
SMTP_PASSWD=made-up-5
APP_KEY=base64:bWFkZS11cC02
`
	s := extract(data)
	if want := strings.Count(data, "\n"); len(s.Literals) != want {
		t.Errorf("%d literals of %d lines:\n%s", len(s.Literals), want, show(s))
	}
}

// TestBounds: what is over a bound is said, and gates.
func TestBounds(t *testing.T) {
	s := extract(strings.Repeat("A=b\n", maxLines+1) + "LAST_TOKEN=made-up\n")
	if len(s.Variables) != maxLines || len(s.NotAnalysed) != 1 || !s.NotAnalysed[0].Gates || s.NotAnalysed[0].At.Start.Line != maxLines+1 {
		t.Errorf("%d variables, not analysed %+v", len(s.Variables), s.NotAnalysed)
	}
	s = extract("A_TOKEN=" + strings.Repeat("x", maxValue+1) + "\nB_TOKEN=made-up\n")
	if len(s.Variables) != 1 || len(s.NotAnalysed) != 1 || !s.NotAnalysed[0].Gates || len(s.Masks) != 2 {
		t.Errorf("%s", show(s))
	}
	// A quote that nothing closes is looked for in every line, and yet not to the end.
	s = extract(strings.Repeat("A='\n", maxLines-1) + strings.Repeat("x", 1<<22))
	if len(s.NotAnalysed) != maxLines-1 {
		t.Errorf("%d open quotes are said, of %d", len(s.NotAnalysed), maxLines-1)
	}
}

var plainLine = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)=[A-Za-z0-9]+\r?$`)

// FuzzDotenv: masks lie within the file, no literal is in the facts, and every
// plain NAME=value line becomes a variable or is said not to be analysed.
func FuzzDotenv(f *testing.F) {
	for _, s := range []string{
		"A=b\nTOKEN=\"x\nU=http://a:b@c?token=d&e=${F:-g}", "=\n\"\n'=\nexport ", "\xef\xbb\xbfA_TOKEN='x\nB=c'", "export A_TOKEN=b C='d", "A: b\nTOKEN=${X:-${Y}}",
		"U=${S}://a:b@c", "A=`\nB=c`", "TOKEN=\"\\", "U=://@:@", "T_TOKEN=$($(", "U=a://b@c:d@e?key=f;token=g", "X=Bearer abcdefghi",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		s := extract(data)
		inside := func(at fact.Location) bool {
			return at.Start.Offset >= 0 && at.Start.Offset <= at.End.Offset && at.End.Offset <= len(data)
		}
		variables := map[string]bool{}
		for _, v := range s.Variables {
			if !inside(v.At) {
				t.Errorf("%s stands at %+v of %d bytes", v.Name, v.At, len(data))
			}
			variables[fmt.Sprint(v.At.Start.Line, v.Name)] = true
		}
		facts := fmt.Sprintf("%+v", s.Variables)
		for _, v := range s.Variables {
			facts += v.Value.String()
		}
		for _, m := range s.Masks {
			if !inside(m) {
				t.Fatalf("a mask at %+v of %d bytes", m, len(data))
			}
		}
		for _, l := range s.Literals {
			if at := l.Credential.At; !inside(at) || !masked(s, at) {
				t.Fatalf("the literal at %+v is not masked", at)
			}
			value := data[l.Credential.At.Start.Offset:l.Credential.At.End.Offset]
			if len(value) >= 8 && strings.Count(data, value) == 1 && strings.Contains(facts, value) {
				t.Errorf("%q is in the facts", value)
			}
		}
		for i, line := range strings.Split(data, "\n") {
			m := plainLine.FindStringSubmatch(strings.TrimPrefix(line, "\xef\xbb\xbf"))
			if m == nil || variables[fmt.Sprint(i+1, m[1])] || i >= maxLines {
				continue
			}
			said := false
			for _, n := range s.NotAnalysed {
				said = said || n.At.Start.Line <= i+1 && n.At.End.Line >= i+1
			}
			if !said {
				t.Errorf("line %d, %q, is neither a variable nor said", i+1, line)
			}
		}
	})
}
