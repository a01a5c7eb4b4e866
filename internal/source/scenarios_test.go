package source

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/hostbound/hostbound/internal/fact"
)

// The scenarios that every language has, and what each of them comes to: a
// credential, where it goes, whether certificates are checked, and how many checks
// stand on the way. A call is marked with "sends NAME".
var scenarios = map[string]string{
	"settings":   "bearer env:API_TOKEN to {env:API_URL}/a, verify on, 0 checks",
	"plain":      "bearer env:API_TOKEN to http://plain.example.com/a, verify on, 0 checks",
	"inherited":  "bearer env:ORDERS_TOKEN to https://orders.example.com/orders, verify on, 0 checks",
	"wrapper":    "bearer env:FILES_TOKEN to https://files.example.com/x, verify on, 0 checks",
	"factory":    "bearer env:API_TOKEN to https://factory.example.com/a, verify on, 0 checks",
	"unverified": "bearer env:API_TOKEN to https://weak.example.com/a, verify off, 0 checks",
	"request":    "bearer env:API_TOKEN to {request}, verify on, 0 checks",
	"checked":    "bearer env:API_TOKEN to {request}, verify on, 1 checks",
}

// meaningless are the scenarios that a language has no plain way of writing.
var meaningless = map[string][]string{
	".java": {"unverified"}, // it takes a trust manager of one's own, which has tests of its own
}

// otherwise is what a language says where it knows less.
var otherwise = map[string]map[string]string{
	// A transport of one's own decides what is checked.
	".go": {"factory": "bearer env:API_TOKEN to https://factory.example.com/a, verify , 0 checks"},
}

func TestScenarios(t *testing.T) {
	for _, ending := range []string{".py", ".mjs", ".go", ".java"} {
		t.Run(ending, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", "scenarios", ending[1:]+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			got := told(archive, programOf(t, archive, 2))
			for name, want := range scenarios {
				if slices.Contains(meaningless[ending], name) {
					continue
				}
				want = cmp.Or(otherwise[ending][name], want)
				if !slices.Equal(got[name], []string{want}) {
					t.Errorf("%s:\n got: %s\nwant: %s", name, strings.Join(got[name], "\n      "), want)
				}
			}
		})
	}
}

var marked = regexp.MustCompile(`sends (\w+)$`)

// outsideName is the name of a hole that a framework gives, which differs.
var outsideName = regexp.MustCompile(`\{request:[^}]*\}`)

// told are the routes of each marked call.
func told(archive *txtar.Archive, set *fact.Set) map[string][]string {
	names := map[string]string{}
	for _, f := range archive.Files {
		for i, line := range strings.Split(string(f.Data), "\n") {
			if m := marked.FindStringSubmatch(line); m != nil {
				names[fmt.Sprint(f.Name, i+1)] = m[1]
			}
		}
	}
	out := map[string][]string{}
	for _, r := range set.Routes {
		name := names[fmt.Sprint(r.At.Path, r.At.Start.Line)]
		line := fmt.Sprintf("%s %s:%s to %s, verify %s, %d checks", r.Credential.Kind, r.Credential.Origin, r.Credential.Name,
			outsideName.ReplaceAllString(r.Destination.URL.String(), "{request}"), r.Channel.Verify.State, len(r.Guards))
		if !slices.Contains(out[name], line) {
			out[name] = append(out[name], line)
		}
	}
	return out
}
