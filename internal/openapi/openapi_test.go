package openapi

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var update = flag.Bool("update", false, "write the golden files anew")

func extract(path, data string) *fact.Set {
	return extractIn(path, data, nil)
}

func extractIn(path, data string, read func(string) ([]byte, error)) *fact.Set {
	in := Input{Path: path, Data: []byte(data), Read: read}
	return Extract(context.Background(), in, Options{Grader: credential.NewGrader([16]byte{1})})
}

// TestGolden holds the facts of each description in testdata, with their places.
// A description that others refer to has a name that begins with an underscore.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	read := func(p string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", p)) }
	for _, p := range paths {
		base := filepath.Base(p)
		if strings.HasSuffix(p, ".facts") || strings.HasPrefix(base, "_") {
			continue
		}
		t.Run(base, func(t *testing.T) {
			data, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			got, golden := dump(extractIn(base, string(data), read)), p+".facts"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the facts differ from %s:\n%s", golden, firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "want more: " + strings.Join(w[len(g):], "\n")
}
