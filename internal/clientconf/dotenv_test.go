package clientconf

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

func extract(data string) *fact.Set {
	return Extract(context.Background(), ".env", []byte(data), Options{Grader: credential.NewGrader([16]byte{1})})
}

func TestDotenv(t *testing.T) {
	data := strings.Join([]string{
		"# a comment with TOKEN=x",
		"export CRM_TOKEN=made-up-token-0001 # why",
		`CRM_URL="http://crm.acme.io/v1"`,
		"API_KEY='made up 2'",
		"REF_TOKEN=${OTHER}",
		"HOST_URL=https://${HOST:-a.acme.io}/x",
		"DB_URL=postgres://u:made-up-3@db/x",
		"HOOK=https://h.acme.io/?access_token=made-up-4&b=1",
		"EMPTY_TOKEN=",
		"TOKEN_TTL=3600",
		"MULTI_SECRET=\"one",
		"two\"",
		"not an assignment",
		"LAST_TOKEN=made-up-5",
	}, "\n")
	s := extract(data)
	var got []string
	for _, v := range s.Variables {
		what := v.Value.String()
		if v.Credential != nil {
			what = fmt.Sprintf("(%s %s %d)", v.Credential.Kind, v.Credential.Origin, v.Credential.Length)
		}
		got = append(got, fmt.Sprintf("%d:%d %s %s", v.At.Start.Line, v.At.Start.Column, v.Name, what))
	}
	want := []string{
		"2:18 CRM_TOKEN (bearer literal 18)",
		"3:10 CRM_URL http://crm.acme.io/v1",
		"4:10 API_KEY (api-key literal 9)",
		"5:11 REF_TOKEN (bearer env 0)",
		"6:10 HOST_URL https://{env:HOST=a.acme.io}/x",
		"7:8 DB_URL postgres://u:{literal:userinfo}@db/x",
		"8:6 HOOK https://h.acme.io/?access_token={literal:access_token}&b=1",
		"10:11 TOKEN_TTL 3600",
		"11:15 MULTI_SECRET (other literal 7)",
		"14:12 LAST_TOKEN (bearer literal 9)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, secret := range []string{"made-up", "made up"} {
		if strings.Contains(fmt.Sprintf("%+v", s.Variables), secret) {
			t.Errorf("%q is in the facts", secret)
		}
	}
	if len(s.Masks) != 6 {
		t.Errorf("%d masks, want 6", len(s.Masks))
	}
}

func FuzzDotenv(f *testing.F) {
	f.Add("A=b\nTOKEN=\"x\nU=http://a:b@c?token=d&e=${F:-g}")
	f.Add("=\n\"\n'=\nexport ")
	f.Fuzz(func(t *testing.T, data string) {
		for _, v := range extract(data).Variables {
			if v.At.Start.Offset < 0 || v.At.End.Offset > len(data) || v.At.Start.Offset > v.At.End.Offset {
				t.Errorf("%s stands at %+v of %d bytes", v.Name, v.At, len(data))
			}
		}
	})
}
