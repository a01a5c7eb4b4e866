package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hostbound/hostbound/internal/result"
)

const docs = "../../docs"

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	s, err := c.Compile(filepath.Join(docs, name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func decoded(t *testing.T, document string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestContracts checks the program's output, and the examples of the documents
// that promise it, against the schemas.
func TestContracts(t *testing.T) {
	large := 10_000
	if testing.Short() {
		large = 100
	}
	example := regexp.MustCompile("(?s)```json\n(.*?)```")
	for _, c := range []struct{ view, schema, page string }{
		{"routes", "routes.schema.json", "routes.md"}, {"json", "report.schema.json", "report.md"},
	} {
		s := schema(t, c.schema)
		page, err := os.ReadFile(filepath.Join(docs, c.page))
		if err != nil {
			t.Fatal(err)
		}
		documents := map[string]string{
			"a nasty run":       render(t, views()[c.view], nasty(t)),
			"an undecided run":  render(t, views()[c.view], &result.Report{Verdict: result.Verdict{Status: result.Undecided, ExitCode: 3, FailOn: "never"}}),
			"many findings":     render(t, views()[c.view], withIdentity(many(large))),
			"the page's sample": string(example.FindSubmatch(page)[1]),
		}
		for name, document := range documents {
			if err := s.Validate(decoded(t, document)); err != nil {
				t.Errorf("%s of %s: %v", c.view, name, err)
			}
		}
	}
}

// withIdentity gives findings what gate gives them.
func withIdentity(r *result.Report) *result.Report {
	for i := range r.Findings {
		r.Findings[i].Fingerprint, r.Findings[i].Confidence = "0123456789abcdef", "high"
	}
	return r
}

// TestContractsRefuse holds that the schemas tell a document from another one.
func TestContractsRefuse(t *testing.T) {
	good := render(t, views()["routes"], nasty(t))
	for _, change := range [][2]string{
		{`"schemaVersion": 1`, `"schemaVersion": 2`}, {`"verify": "off"`, `"verify": "maybe"`}, {`"line": 9`, `"line": "9"`},
		{`"guards": [`, `"extra": 1, "guards": [`}, {`"notAnalysed"`, `"missed"`}, {`"C0"`, `"C9"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s is not in the document", change[0])
		}
		if schema(t, "routes.schema.json").Validate(decoded(t, bad)) == nil {
			t.Errorf("the schema takes %s", change[1])
		}
	}
}

// TestRouteFields holds the map to the fields of its contract, no more and no less.
func TestRouteFields(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(render(t, views()["routes"], nasty(t))), &got); err != nil {
		t.Fatal(err)
	}
	route := got["routes"].([]any)[0].(map[string]any)
	in := func(m any, key string) any { return m.(map[string]any)[key] }
	first := func(m any, key string) any { return in(m, key).([]any)[0] }
	for _, c := range []struct {
		name string
		of   any
		want string
	}{
		{"document", got, "notAnalysed routes schemaVersion"},
		{"route", route, "artifact channel client credential destination endLine grades guards line path steps"},
		{"credential", in(route, "credential"), "carrier kind name origin"},
		{"destination", in(route, "destination"), "host port scheme url"},
		{"client", in(route, "client"), "name package version"},
		{"channel", in(route, "channel"), "hostnameCheck proxy redirects timeout verify"},
		{"guard", first(route, "guards"), "kind line part"},
		{"grades", in(route, "grades"), "channel credential name"},
		{"step", first(route, "steps"), "line path says"},
		{"notAnalysed", first(got, "notAnalysed"), "line path reason"},
	} {
		var keys []string
		for k := range c.of.(map[string]any) {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if s := strings.Join(keys, " "); s != c.want {
			t.Errorf("a %s has %s, want %s", c.name, s, c.want)
		}
	}
}

// TestJSONKeepsText holds that the escapes of a document change nothing in it.
func TestJSONKeepsText(t *testing.T) {
	var got struct {
		Findings []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(render(t, views()["json"], nasty(t))), &got); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(nastyText, "\ufffd"); got.Findings[2].Message != want {
		t.Errorf("the message is %q, want %q", got.Findings[2].Message, want)
	}
}
