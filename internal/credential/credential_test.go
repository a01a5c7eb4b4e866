package credential

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestValue(t *testing.T) {
	g := NewGrader([16]byte{1})
	token := b64(`{"alg":"none"}`) + "." + b64(`{"iss":"https://login.example.io","exp":1700000000,"aud":["a"]}`) + "."
	c := g.Value(token)
	if c.Kind != fact.KindJWT || c.Claims == nil || c.Claims.Alg != "none" || c.Claims.Expires != 1700000000 || !c.Claims.HasAudience {
		t.Fatalf("JWT graded as %+v, claims %+v", c, c.Claims)
	}
	sample := b64(`{"alg":"HS256","typ":"JWT"}`) + "." + b64(`{"sub":"1234567890","name":"John Doe"}`) + ".x"
	if !g.Value(sample).Placeholder {
		t.Error("the token that every tutorial prints is not taken for a sample")
	}
	if c := g.Value("pk_test_" + strings.Repeat("m4de", 5)); !c.Placeholder || Specific(c.Grammar) {
		t.Errorf("a key that every browser gets is graded %+v", c)
	}
	if c := g.Value("secret-token-123"); c.Placeholder || c.Grammar != Opaque || c.Length != 16 {
		t.Errorf("a short literal without entropy is graded %+v", c)
	}
	if first, again := g.Value("a-b-c-1"), g.Value("a-b-c-1"); first.ID != again.ID || g.Value("a-b-c-1").ID == g.Value("a-b-c-2").ID {
		t.Error("identifiers do not join equal values")
	}
	if g.Value("a-b-c-1").ID == NewGrader([16]byte{2}).Value("a-b-c-1").ID {
		t.Error("the identifier is not keyed")
	}
}

func TestGrammarOfWords(t *testing.T) {
	for v, want := range map[string]string{
		"global-stocks-surge-triggered-by-a-vaccine": Opaque, "xoxa-access-token-string": Opaque,
		"gl" + "pat-made-up-token-0001-0001": "gitlab-token", "xox" + "b-0001-made-up-token": "slack-token",
	} {
		if got := NewGrader([16]byte{}).Value(v).Grammar; got != want {
			t.Errorf("the grammar of %q is %s, want %s", v, got, want)
		}
	}
}

func TestPlaceholder(t *testing.T) {
	for _, v := range []string{"", "<token>", "xxx", "changeme", "ChAnGeMe!", "CHANGEME0000", "oauth_client_secret", "${{ secrets.X }}", "$(VAR)", "{{token}}", "your-api-key", "YOUR_TOKEN_HERE",
		"AKIAIOSFODNN7EXAMPLE", "aaaaaaaa", "$TOKEN", "%TOKEN%", "abc...", "token", "********", "insert-key", "replace_me",
		"e72e16c7e42f292c6912e7710c838347ae178b4a", "made-up/EXAMPLEKEY", "n/a", "not-needed", "ollama", "Unknown", "unauthenticated", "demo", "test_token", "auth=false"} {
		if !Placeholder(v) {
			t.Errorf("Placeholder(%q) = false", v)
		}
	}
	for _, v := range []string{"secret-token-123", "made-up-token-0001", "s3cr3t", "hunter2", "0123456789abcdef", "examplify-no", "hf8Yourself9", "demo-4711", "latest_token", "auth=made-up-0001"} {
		if Placeholder(v) {
			t.Errorf("Placeholder(%q) = true", v)
		}
	}
}

func TestOfDataStore(t *testing.T) {
	for name, want := range map[string]bool{
		"POSTGRES_PASSWORD": true, "dbPassword": true, "REDIS_PASS": false, "spring.datasource.password": true, "server.ssl.key-store-password": true, "BILLING_PASSWORD": false, "DB_TOKEN": false, "MAIL_PASSWORD_FILE": false,
	} {
		if got := OfDataStore(name); got != want {
			t.Errorf("OfDataStore(%q) = %v", name, got)
		}
	}
}

func TestNameKind(t *testing.T) {
	for name, want := range map[string]fact.Kind{
		"GITHUB_TOKEN": fact.KindBearer, "apiKey": fact.KindAPIKey, "API_KEY": fact.KindAPIKey, "client_secret": fact.KindOther,
		"DB_PASSWORD": fact.KindBasic, "accessToken": fact.KindBearer, "JWT_SECRET_KEY": fact.KindOther, "SECRET_KEY": fact.KindOther,
		"BEARER_TOKEN": fact.KindBearer, "OPENAI_APIKEY": fact.KindAPIKey, "MAILGUN_ACCESS_KEY": fact.KindAPIKey,
		"PUSHER_APP_KEY": "", "PUSHER_APP_SECRET": fact.KindOther, "DP_CREDENTIAL_LOGIN_META1": "", "ROOT_PASSWORD_SHA2": "",
		"TOKEN_URL": "", "token_ttl": "", "PUBLIC_KEY": "", "MAX_TOKENS": "", "next_page_token": "", "csrf_token": "",
		"tokenizer": "", "KEY": "", "token_type": "", "password_reset": "", "primary_key": "", "": "", "API_URL": "", "jwt.tokenExpirationTime": "", "MONGODB_CREDENTIALS_USERNAME": "", "TS_KUBE_SECRET": "", "KUBE_CLIENT_SECRET": fact.KindOther, "reset_password_per_user": "",
	} {
		if got, ok := NameKind(name); got != want || ok != (want != "") {
			t.Errorf("NameKind(%q) = %q, %v; want %q", name, got, ok, want)
		}
	}
}

func TestFieldKind(t *testing.T) {
	for field, want := range map[string]fact.Kind{
		"Authorization": fact.KindOther, "X-Api-Key": fact.KindAPIKey, "apikey": fact.KindAPIKey, "Ocp-Apim-Subscription-Key": fact.KindAPIKey,
		"X-Shopify-Access-Token": fact.KindBearer, "access_token": fact.KindBearer, "Cookie": fact.KindCookie,
		"X-CSRF-Token": "", "Content-Type": "", "Idempotency-Key": "", "page_token": "", "Host": "", "": "",
	} {
		if got, ok := FieldKind(field); got != want || ok != (want != "") {
			t.Errorf("FieldKind(%q) = %q, %v; want %q", field, got, ok, want)
		}
	}
}

func TestScheme(t *testing.T) {
	for v, want := range map[string]string{"Bearer abc": "bearer abc", "token  x": "bearer x", "Basic dTpw": "basic dTpw", "abc": " ", "Weird x": " ", "": " "} {
		kind, rest, _ := Scheme(v)
		if got := string(kind) + " " + rest; got != want {
			t.Errorf("Scheme(%q) = %q, want %q", v, got, want)
		}
	}
}

func FuzzValue(f *testing.F) {
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add("Bearer x")
	f.Add(strings.Repeat("{", 100))
	f.Fuzz(func(t *testing.T, v string) {
		c := NewGrader([16]byte{}).Value(v)
		if c.Length != len(v) {
			t.Errorf("length %d of %d bytes", c.Length, len(v))
		}
		NameKind(v)
		FieldKind(v)
		Scheme(v)
	})
}

func TestNamedRepeats(t *testing.T) {
	g := NewGrader([16]byte{1})
	for _, tt := range []struct {
		name, value string
		want        bool
	}{
		{"CLIENT_SECRET", "client-secret", true},
		{"client_secret", "acme_client_secret", true},
		{"CLIENT_SECRET", "secret", true},
		{"resourceRefreshToken", "refreshtokens", true}, // the name of a table or resource
		{"token", "a", true},
		{"client_secret", "acme_client_secret_0001", false}, // with digits it may be one
		{"BEARER_TOKEN", "secret-token-123", false},
		{"token", "made-up-token", false}, // one word says little
		{"", "made-up-value", false},
	} {
		if got := g.Named(tt.name, tt.value).Placeholder; got != tt.want {
			t.Errorf("%s = %q: placeholder %v, want %v", tt.name, tt.value, got, tt.want)
		}
	}
}
