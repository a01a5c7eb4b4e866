package source

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// After a change of the evaluator or of a model, read the difference that
//
//	go test ./internal/source -run Golden -update
//
// makes in the files before it lands.
var update = flag.Bool("update", false, "write the golden files anew")

// known are the languages; a test may change a model only if it puts it back.
var known = sync.OnceValue(languages)

// languageOf is the language of a file.
func languageOf(path string) *language { return known()[repo.KindOf(path)] }

// extract reads one text as a module of its own.
func extract(path string, data []byte) *fact.Set {
	return Extract(context.Background(), Input{
		Files: []repo.File{{Path: path, Kind: repo.KindOf(path)}},
		Read:  func(string) ([]byte, error) { return data, nil },
	}, Options{Grader: credential.NewGrader([16]byte{})})
}

// fixtures are the modules below testdata, by name.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	out := map[string][]byte{}
	for _, p := range paths {
		if languageOf(p) == nil {
			continue
		}
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(p)] = data
	}
	return out
}

// ruleFixtures are the modules in the fixtures of the rules.
func ruleFixtures(t testing.TB) map[string][]byte {
	t.Helper()
	archives, err := filepath.Glob("../../testdata/rules/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	out := map[string][]byte{}
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if languageOf(f.Name) != nil {
				out[filepath.Base(path)+"/"+f.Name] = f.Data
			}
		}
	}
	return out
}

// TestGolden compares the facts of each module below testdata with the text beside it.
func TestGolden(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			golden(t, filepath.Join("testdata", factsOf(name)), extract(name, data))
		})
	}
}

// golden compares facts with the text in a file, or writes it.
func golden(t *testing.T, file string, set *fact.Set) {
	t.Helper()
	got := dump(set)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs: %s", file, firstDifference(got, string(want)))
	}
}

// factsOf is the file with the facts of a module: that of a Python one has its bare name.
func factsOf(name string) string { return strings.TrimSuffix(name, ".py") + ".facts" }

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d\n got: %s\nwant: %s", i+1, strings.Join(g[min(i, len(g)):min(i+1, len(g))], ""), strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
		}
	}
	return "nowhere"
}
