package sarif

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema is the official schema, with its formats (uri, uri-reference) asserted.
var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	data, err := os.ReadFile(filepath.Join("testdata", "sarif-2.1.0.schema.json"))
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	const name = "urn:sarif:2.1.0" // a relative name would be taken for a file
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		return nil, err
	}
	return c.Compile(name)
})

// sarifLog is as much of a SARIF file as the tests look at.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Version string
				Rules   []struct {
					ID, Name, HelpURI                 string
					ShortDescription, FullDescription sarifText
					Help                              sarifText
					Properties                        struct {
						Precision string
						Severity  string `json:"security-severity"`
						Tags      []string
					}
				}
			}
		}
		AutomationDetails *struct{ ID string }
		Invocations       []struct {
			ExecutionSuccessful        bool
			ExitCode                   int
			ExitCodeDescription        string
			ToolExecutionNotifications []struct {
				Level     string
				Message   sarifText
				Locations []sarifLocation
			}
		}
		Results []sarifResult
	}
}

type sarifText struct{ Text, Markdown string }

type sarifResult struct {
	RuleID           string
	RuleIndex        int
	Level            string
	Message          sarifText
	Locations        []sarifLocation
	RelatedLocations []sarifLocation
	CodeFlows        []struct {
		ThreadFlows []struct {
			Locations []struct{ Location sarifLocation }
		}
	}
	PartialFingerprints map[string]string
	Properties          map[string]any
}

type sarifLocation struct {
	ID               int
	Message          sarifText
	PhysicalLocation struct {
		ArtifactLocation      struct{ URI, URIBaseID string }
		Region, ContextRegion *sarifRegion
	}
}

type sarifRegion struct {
	StartLine, StartColumn, EndLine, EndColumn int
	Snippet                                    sarifText
}

func (r sarifRegion) String() string {
	return fmt.Sprintf("%d:%d-%d:%d", r.StartLine, r.StartColumn, r.EndLine, r.EndColumn)
}

// parse decodes a file and holds it against everything that is true of each.
func parse(t *testing.T, data []byte) sarifLog {
	t.Helper()
	if !utf8.Valid(data) {
		t.Fatal("the file is no UTF-8")
	}
	var any any
	if err := json.Unmarshal(data, &any); err != nil {
		t.Fatal(err)
	}
	if at := findNull(any); at != "" {
		t.Errorf("null at %s", at)
	}
	var l sarifLog
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatal(err)
	}
	if len(l.Runs) != 1 {
		t.Fatalf("%d runs, want 1", len(l.Runs))
	}
	checkRules(t, l)
	checkResults(t, l)
	return l
}

// conforms holds a file against the schema.
func conforms(t *testing.T, data []byte) {
	t.Helper()
	s, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("against the schema: %v", err)
	}
}

// findNull returns the place of a null, or "".
func findNull(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case map[string]any:
		for k, e := range v {
			if at := findNull(e); at != "" {
				return k + "." + at
			}
		}
	case []any:
		for i, e := range v {
			if at := findNull(e); at != "" {
				return strconv.Itoa(i) + "." + at
			}
		}
	}
	return ""
}

func checkRules(t *testing.T, l sarifLog) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range l.Runs[0].Tool.Driver.Rules {
		if seen[r.ID] {
			t.Errorf("rule %s is listed twice", r.ID)
		}
		seen[r.ID] = true
		if n := len(r.ShortDescription.Text); n == 0 || n > 1024 {
			t.Errorf("%s: short description of %d bytes", r.ID, n)
		}
		if n := len(r.FullDescription.Text); n == 0 || n > 1024 {
			t.Errorf("%s: full description of %d bytes", r.ID, n)
		}
		if r.Help.Text == "" || r.Help.Markdown == "" || len(r.Name) > 255 {
			t.Errorf("%s: help or name", r.ID)
		}
		if s, err := strconv.ParseFloat(r.Properties.Severity, 64); err != nil || s <= 0 || s > 10 {
			t.Errorf("%s: security-severity %q", r.ID, r.Properties.Severity)
		}
		if !slices.Contains([]string{"very-high", "high", "medium", "low"}, r.Properties.Precision) {
			t.Errorf("%s: precision %q", r.ID, r.Properties.Precision)
		}
		tags := slices.Clone(r.Properties.Tags)
		slices.Sort(tags)
		if len(tags) > 10 || !slices.Contains(tags, "security") || len(slices.Compact(tags)) != len(r.Properties.Tags) {
			t.Errorf("%s: tags %q", r.ID, r.Properties.Tags)
		}
	}
}

func checkResults(t *testing.T, l sarifLog) {
	t.Helper()
	run := l.Runs[0]
	for i, r := range run.Results {
		if r.RuleIndex >= len(run.Tool.Driver.Rules) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Fatalf("result %d of rule %s has index %d", i, r.RuleID, r.RuleIndex)
		}
		if !slices.Contains([]string{"error", "warning", "note"}, r.Level) || r.Message.Text == "" {
			t.Errorf("result %d: level %q, message %q", i, r.Level, r.Message.Text)
		}
		if len(r.Locations) != 1 {
			t.Fatalf("result %d has %d locations, want 1", i, len(r.Locations))
		}
		locations := slices.Concat(r.Locations, r.RelatedLocations)
		for _, f := range r.CodeFlows {
			for _, e := range f.ThreadFlows[0].Locations {
				locations = append(locations, e.Location)
			}
		}
		for _, at := range locations {
			checkLocation(t, at)
		}
	}
	for _, n := range run.Invocations[0].ToolExecutionNotifications {
		if n.Message.Text == "" {
			t.Error("a notification says nothing")
		}
		for _, at := range n.Locations {
			checkLocation(t, at)
		}
	}
}

func checkLocation(t *testing.T, at sarifLocation) {
	t.Helper()
	uri := at.PhysicalLocation.ArtifactLocation.URI
	u, err := url.Parse(uri)
	if err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || strings.HasPrefix(uri, "/") {
		t.Errorf("URI %q is not relative, or not plain: %v", uri, err)
	}
	if at.PhysicalLocation.ArtifactLocation.URIBaseID != "%SRCROOT%" {
		t.Errorf("URI %q has the base %q", uri, at.PhysicalLocation.ArtifactLocation.URIBaseID)
	}
	r := at.PhysicalLocation.Region
	if r != nil && (r.StartLine < 1 || r.StartColumn < 1 || r.EndLine < r.StartLine || r.EndColumn < 1 ||
		r.EndLine == r.StartLine && r.EndColumn <= r.StartColumn) {
		t.Errorf("%s: region %s", uri, r)
	}
	if c := at.PhysicalLocation.ContextRegion; c != nil && (c.StartLine > r.StartLine || c.EndLine < r.EndLine) {
		t.Errorf("%s: the context %s does not hold the region %s", uri, c, r)
	}
}
