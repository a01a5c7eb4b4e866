package credential

import (
	"fmt"
	"strings"
	"testing"
)

func TestInURL(t *testing.T) {
	token := "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYWRlLXVwIn0."
	for _, tt := range []struct{ url, want string }{
		{"https://u:made-up@api.acme.io/x", "made-up userinfo"},
		{"//u:made-up@api.acme.io", "made-up userinfo"},
		{"postgres://u:made@up@db/x", "made@up userinfo"},
		{"https://u@api.acme.io", ""},
		{"https://u:@api.acme.io", ""},
		{"https://" + token + "@api.acme.io", token + " userinfo"},
		{"https://api.acme.io/a:b@c", ""},
		{"https://api.acme.io?a=1&Access_Token=made-up&b=2", "made-up access_token"},
		{"https://api.acme.io?api%5Fkey=made-up", "made-up api_key"},
		{"https://u:one@api.acme.io/x?token=two#access_token=three", "one userinfo, two token, three access_token"},
		{"https://api.acme.io?token=", ""},
		{"/v1?token=made-up", "made-up token"},
		{"", ""},
	} {
		var got []string
		for _, s := range InURL(tt.url) {
			got = append(got, fmt.Sprintf("%s %s", tt.url[s.From:s.To], s.Field))
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("InURL(%q) finds %q, want %q", tt.url, got, tt.want)
		}
	}
}
