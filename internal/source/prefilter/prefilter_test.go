package prefilter

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestSelects(t *testing.T) {
	tests := []struct {
		marker, text string
		want         bool
	}{
		{"authorization", `headers = {"Authorization": x}`, true},
		{"authorization", "HTTP_AUTHORIZATION", true},
		{"authorization", "authorizationHeader", true},
		{"bearer", `f"Bearer {t}"`, true},
		{"bearer", "forbearers", false},
		{"bearer", "x = '\\nBearer y'", true},
		{"token", "tokens", true},
		{"token", "tokenize(x)", false},
		{"token", "accessToken", true},
		{"token", "retokenised", false},
		{".host", "request.host", true},
		{".host", "request.hosts", true},
		{".host", "request.hostname", false},
		{"import requests", "import requests", true},
		{"import requests", "from requests.auth import AuthBase", true},
		{"import requests", "import os, requests as r", true},
		{"import requests", `importlib.import_module("requests")`, true},
		{"import requests", "handles the requests of a user", false},
		{"import requests", "import os\nrequests = 1", false},
		{"import requests", "import requests_mock", false},
		{"import requests", "import my_requests", false},
		{"import http.client", "import http.client", true},
		{"token or", `os.getenv("TOKEN", "secret-token-123")`, true},
		{"token or", `os.getenv("TOKEN",` + "\n" + `    'secret-token-123')`, true},
		{"token or", `os.getenv('API_TOKEN_NEW') or "secret-token-123"`, true},
		{"token or", `config["TOKEN"] or ("secret-token-123")`, true},
		{"token or", `config("x-token", default="secret-token-123")`, true},
		{"token or", `config("TOKEN", default="Bearer secret-token-123")`, true},
		{"token or", `config("TOKEN", default="")`, false},
		{"token or", `config("TOKEN", cast=str)`, false},
		{"token or", `("token", "+")`, false},
		{"token or", `(token, "identifier")`, false},
		{"token or", `{"token": "identifier"}`, false},
		{"token or", `token = "identifier"`, false},
		{"token behind environ", `os.environ["API_TOKEN"]`, true},
		{"token behind environ", `os.environ.get("API_TOKEN_1")`, true},
		{"token behind environ", `environ = {}; a = 1; b = 2; c = 3; d = 4; token = 5`, false},
		{"token behind print( .info(", `print(self.token)`, true},
		{"token behind print( .info(", `print("x", "y", token)`, true},
		{"token behind print( .info(", `print(f"x {accessToken}")`, true},
		{"token behind print( .info(", `print("invalid token")`, false},
		{"token behind print( .info(", `print('it\'s a token')`, false},
		{"token behind print( .info(", "log.info(\n    \"%s\",\n    token,\n)", true},
		{"token behind print( .info(", `print(f"{x} token")`, false},
		{"token behind print( .info(", `print("%s" % form["token"])`, true},
		{"token behind print( .info(", `print(form.get('access_token'))`, true},
		{"token behind print( .info(", `print("token")`, false},
		{"token behind print( .info(", `print(f(x)); token = 1`, false},
		{"token behind print( .info(", `print(f(x), token)`, true},
		{"token behind print( .info(", `print(_("an expired token"))`, false},
		{"token behind print( .info(", `tokenize(token)`, false},
		{"eyj*", `t = "eyJhbGciOiJub25lIn0.e30."`, true},
		{"eyj*", "heyjude", false},
		{"", "anything", true},
	}
	for _, tt := range tests {
		if got := New([]string{tt.marker}).Selects([]byte(tt.text)); got != tt.want {
			t.Errorf("marker %q, text %q: got %v", tt.marker, tt.text, got)
		}
	}
}

// TestOverlap has markers that are parts of each other.
func TestOverlap(t *testing.T) {
	f := New([]string{"she", "he", "hers", "his"})
	for text, want := range map[string]string{"she": "she", "(he)": "he", "hers": "hers", "this his": "his", "ushers": "", "hi": ""} {
		got := ""
		if m := f.find([]byte(text)); m >= 0 {
			got = f.mark[m].text
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// FuzzFilter compares the automaton with a plain search for each marker.
func FuzzFilter(f *testing.F) {
	f.Add("token or|bearer|import requests|eyj*", `get("API_TOKEN", "secret-token-123")`)
	f.Add("a|ab|bab|b*", "xbabab")
	f.Add("é|\xff or|a behind b c(", "É\xff = 'abcdefgh'")
	f.Fuzz(func(t *testing.T, markers, text string) {
		filter := New(strings.Split(markers, "|"))
		want := filter.always
		for _, m := range filter.mark {
			for at := range len(text) {
				end := at + len(m.text)
				if end <= len(text) && folds(text[at:end], m.text) && m.holds([]byte(text), end) {
					want = true
				}
			}
		}
		if got := filter.Selects([]byte(text)); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// folds compares as the automaton does: only ASCII letters have a case.
func folds(text, marker string) bool {
	for i := range len(text) {
		c := text[i]
		if isUpper(c) {
			c += 'a' - 'A'
		}
		if c != marker[i] {
			return false
		}
	}
	return true
}

func BenchmarkSelects(b *testing.B) {
	var markers []string
	for i := range 60 {
		markers = append(markers, fmt.Sprintf("import library%d", i))
	}
	filter := New(append(markers, "authorization", "bearer", "token or", "password behind print(", "eyj*"))
	data := bytes.Repeat([]byte("def area(width, height):\n    return width * height  # what a token is\n"), 50000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if filter.Selects(data) {
			b.Fatal("selected")
		}
	}
}
