package version

import (
	"strings"
	"testing"
)

// TestCompare holds lists of versions, each newer than the one before it.
func TestCompare(t *testing.T) {
	for _, list := range []string{
		"1.0.dev3 1.0a1 1.0a2 1.0b1 1.0rc1 1.0 1.0.post1 1.0.1 1.1 1.10 2 1!0.1",
		"1.0.0-alpha.1 1.0.0-beta.2 1.0.0-rc.1 1.0.0 1.0.1-next.3 1.0.1 1.2.0",
		"4.5.9 4.5.13 5.0-beta1 5.0-beta7 5.0 5.0.3",
		"0.21.1 0.30.0 1.0.0 1.8.2",
	} {
		vs := strings.Fields(list)
		for i := range vs {
			for j := range vs {
				want := 0
				switch {
				case i < j:
					want = -1
				case i > j:
					want = 1
				}
				if got := Compare(vs[i], vs[j]); got != want {
					t.Errorf("Compare(%s, %s) = %d, want %d", vs[i], vs[j], got, want)
				}
			}
		}
	}
	for _, same := range [][2]string{{"1.0", "1.0.0"}, {"v1.2.3", "1.2.3"}, {"1.2+local.4", "1.2"}, {"31.1-jre", "31.1"}, {"2.0.0.RELEASE", "2.0"}, {"1.0RC1", "1.0-rc.1"}} {
		if got := Compare(same[0], same[1]); got != 0 {
			t.Errorf("Compare(%s, %s) = %d, want 0", same[0], same[1], got)
		}
	}
}

func TestParseRange(t *testing.T) {
	for _, tt := range []struct{ text, inside, outside string }{
		{"==2.27.1", "2.27.1", "2.27.0 2.27.2"},
		{"2.31.0", "2.31.0", "2.31.1"},
		{"==2.25.*", "2.25.0 2.25.9", "2.24.9 2.26"},
		{"~=1.4.2", "1.4.2 1.4.9", "1.4.1 1.5"},
		{"~=1.4", "1.4 1.9", "1.3 2.0"},
		{"^1.6.0", "1.6.0 1.99", "1.5.9 2.0.0"},
		{"^0.21.1", "0.21.1 0.21.9", "0.22.0"},
		{"^0.0.3", "0.0.3", "0.0.4"},
		{"~0.21.1", "0.21.4", "0.22.0 0.21.0"},
		{"~1", "1.9", "2.0"},
		{">=2.0, <2.28", "2.0 2.27.9", "1.9 2.28"},
		{">= 1.21.1, < 1.27", "1.26.18", "1.27 1.21.0"},
		{"<=1.2", "1.2 1.1.9", "1.2.1"},
		{"1.x", "1.0 1.9", "2.0"},
		{"1.2.0 - 1.4.0", "1.2.0 1.4.0", "1.4.1"},
		{"^1.2 || ^3.0", "1.2 3.9", "1.1 4.0"},
		{"1.2.3 || 1.2.5", "1.2.3 1.2.5", "1.2.2 1.2.6"},
		{"*", "0.1 99", ""},
		{"!=2.0", "1.0 3.0", ""},
	} {
		r, ok := ParseRange(tt.text)
		if !ok {
			t.Errorf("%q is not read", tt.text)
			continue
		}
		for _, v := range strings.Fields(tt.inside) {
			if !r.Holds(v) {
				t.Errorf("%q (%+v) leaves %s out", tt.text, r, v)
			}
		}
		for _, v := range strings.Fields(tt.outside) {
			if r.Holds(v) {
				t.Errorf("%q (%+v) holds %s", tt.text, r, v)
			}
		}
	}
	for _, text := range []string{"", "latest", "git+https://example.com/x", "workspace:*", "file:../x", "@ https://x.example/y.whl", strings.Repeat("1,", 2000)} {
		if r, ok := ParseRange(text); ok {
			t.Errorf("%.20q is read as %+v", text, r)
		}
	}
}

func TestCovers(t *testing.T) {
	r := Range{Low: "2.0", Before: "2.0.6"}
	for o, want := range map[Range]bool{
		{Low: "2.0.5", Exact: true}:     true,
		{Low: "2.0.6", Exact: true}:     false,
		{Low: "1.26", Exact: true}:      false,
		{Low: "2.0.1", Before: "2.0.6"}: true,
		{Low: "2.0.1", Before: "2.0.7"}: false,
		{Low: "2.0.1"}:                  false,
		{Before: "2.0.6"}:               false,
		{}:                              false,
	} {
		if got := r.Covers(o); got != want {
			t.Errorf("%+v covers %+v: %t", r, o, got)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("^1.2 || >=3,<4", "1.2.3rc1")
	f.Fuzz(func(t *testing.T, text, v string) {
		if r, ok := ParseRange(text); ok {
			r.Holds(v)
		}
		if Compare(v, v) != 0 {
			t.Errorf("%q is not the same as itself", v)
		}
	})
}
