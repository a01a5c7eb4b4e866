package gate_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

const (
	oldCall = "import requests\nh = {'Authorization': f'Bearer {t}'}\nrequests.get('http://users.acme.io/', headers=h, timeout=5)\n"
	newCall = oldCall + "requests.get('http://orders.acme.io/', headers=h, timeout=5)\n"
)

func treeOf(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

func TestScope(t *testing.T) {
	for name, c := range map[string]struct {
		base, head   map[string]string
		scope        result.Scope
		counts, left []string // places of findings that do and do not count
		reason       string
	}{
		"new call":        {map[string]string{"a.py": oldCall}, map[string]string{"a.py": newCall}, result.ScopeNew, []string{"a.py:4"}, []string{"a.py:3"}, "1 new finding at or above high (1 more finding was there before)"},
		"nothing new":     {map[string]string{"a.py": oldCall}, map[string]string{"a.py": "# why\n" + oldCall}, result.ScopeNew, nil, []string{"a.py:4"}, "no new finding at or above high (1 more finding was there before)"},
		"moved":           {map[string]string{"a.py": oldCall}, map[string]string{"b/c.py": oldCall}, result.ScopeNew, nil, []string{"b/c.py:3"}, "no new finding at or above high (1 more finding was there before)"},
		"copied":          {map[string]string{"a.py": oldCall}, map[string]string{"a.py": oldCall, "b.py": oldCall}, result.ScopeNew, []string{"b.py:3"}, []string{"a.py:3"}, "1 new finding at or above high (1 more finding was there before)"},
		"new file":        {map[string]string{}, map[string]string{"a.py": oldCall}, result.ScopeNew, []string{"a.py:3"}, nil, "1 new finding at or above high"},
		"by another file": {map[string]string{"a.py": "import requests, c\nrequests.get(c.URL, headers={'Authorization': f'Bearer {t}'}, timeout=5)\n", "c.py": "URL = 'https://users.acme.io/'\n"}, map[string]string{"a.py": "import requests, c\nrequests.get(c.URL, headers={'Authorization': f'Bearer {t}'}, timeout=5)\n", "c.py": "URL = 'http://users.acme.io/'\n"}, result.ScopeNew, []string{"a.py:2"}, nil, "1 new finding at or above high"},
		"changed line":    {map[string]string{"a.py": oldCall}, map[string]string{"a.py": newCall}, result.ScopeChanged, []string{"a.py:4"}, []string{"a.py:3"}, "1 finding on changed lines at or above high (1 more finding on no line of this change)"},
		"changed before":  {map[string]string{"a.py": oldCall}, map[string]string{"a.py": "x = 1\n\n" + oldCall}, result.ScopeChanged, nil, []string{"a.py:5"}, "no finding on changed lines at or above high (1 more finding on no line of this change)"},
		"changed step":    {map[string]string{"a.py": "import requests, c\nrequests.get(c.URL, headers={'Authorization': f'Bearer {t}'}, timeout=5)\n", "c.py": "URL = 'https://users.acme.io/'\n"}, map[string]string{"a.py": "import requests, c\nrequests.get(c.URL, headers={'Authorization': f'Bearer {t}'}, timeout=5)\n", "c.py": "URL = 'http://users.acme.io/'\n"}, result.ScopeChanged, []string{"a.py:2"}, nil, "1 finding on changed lines at or above high"},
		"all":             {map[string]string{"a.py": oldCall}, map[string]string{"a.py": newCall}, result.ScopeAll, []string{"a.py:3", "a.py:4"}, nil, "2 findings at or above high"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := gate.Run(t.Context(), treeOf(c.head), gate.Options{
				FailOn: rules.High, Jobs: 1, Now: fixtureTime, Rules: []string{"ROUTE-001"}, Scope: c.scope, Base: treeOf(c.base),
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := places(r.Findings); !slices.Equal(got, c.counts) {
				t.Errorf("%v count, want %v", got, c.counts)
			}
			if got := places(r.Known); !slices.Equal(got, c.left) {
				t.Errorf("%v do not count, want %v", got, c.left)
			}
			if r.Verdict.Reason != c.reason {
				t.Errorf("%q, want %q", r.Verdict.Reason, c.reason)
			}
			if fails := len(c.counts) > 0; fails != (r.Verdict.ExitCode == 1) {
				t.Errorf("exit code %d", r.Verdict.ExitCode)
			}
		})
	}
}

func places(fs []result.Finding) []string {
	var out []string
	for _, f := range fs {
		place := fmt.Sprintf("%s:%d", f.At.Path, f.At.Start.Line)
		out = append(out, place)
	}
	return out
}

// What could not be read before the change either is no doubt about the change.
func TestScopeNotAnalysed(t *testing.T) {
	broken := "A=1\x00"
	for scope, want := range map[result.Scope]int{result.ScopeAll: 3, result.ScopeNew: 0} {
		r, err := gate.Run(t.Context(), treeOf(map[string]string{".env": broken, "a.py": "x = 1\n"}), gate.Options{
			FailOn: rules.High, Jobs: 1, Now: fixtureTime, Scope: scope, Base: treeOf(map[string]string{".env": broken}),
		})
		if err != nil || r.Verdict.ExitCode != want {
			t.Errorf("%s: exit code %d, %v", scope, r.Verdict.ExitCode, err)
		}
	}
}

// A change cannot leave its own findings out.
func TestPolicyOfTheBase(t *testing.T) {
	head := treeOf(map[string]string{"a.py": oldCall, ".hostboundignore": "a.py\n"})
	for policy, want := range map[string]int{"": 0, "#": 1} {
		o := gate.Options{FailOn: rules.High, Jobs: 1, Now: fixtureTime, AllowEmpty: true}
		if policy != "" {
			o.Policy = treeOf(map[string]string{".hostboundignore": policy})
		}
		r, err := gate.Run(t.Context(), head, o)
		if err != nil || r.Verdict.ExitCode != want {
			t.Errorf("%q: exit code %d, %v", policy, r.Verdict.ExitCode, err)
		}
	}
}

func TestScopeNeedsABase(t *testing.T) {
	for _, scope := range []result.Scope{result.ScopeNew, result.ScopeChanged, "other"} {
		if _, err := gate.Run(t.Context(), treeOf(nil), gate.Options{Scope: scope}); err == nil {
			t.Errorf("%s: no error", scope)
		}
	}
}
