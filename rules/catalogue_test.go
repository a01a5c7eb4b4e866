package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sections are the headings of each page, in their order.
var sections = []string{"## What it flags", "## Why it matters", "## How to fix", "## What it leaves alone"}

var (
	idForm        = regexp.MustCompile(`^(SPEC|ROUTE|DNS|TLS|TOKEN|CONF|LIVE)-[0-9]{3}$`)
	nameForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	owaspForm     = regexp.MustCompile(`^API([1-9]|10):2023$`)
	referenceForm = regexp.MustCompile(`^(` + strings.Join([]string{
		`RFC [0-9]{3,5}( §[0-9]+(\.[0-9]+)*)?`,
		`CWE-[0-9]+`,
		`CVE-[0-9]{4}-[0-9]{4,}`,
		`OWASP API([1-9]|10):2023`,
		`OpenAPI Specification: [A-Z][A-Za-z ]+ Object`,
		`OpenID Connect Discovery 1\.0 §[0-9.]+`,
		`JSON Schema Validation 2020-12 §[0-9.]+`,
		`IANA [A-Z][A-Za-z ]+ Registry`,
		`WHATWG URL Standard`,
	}, "|") + `)$`)
)

func TestCatalogueEntries(t *testing.T) {
	seen := map[string]string{}
	for _, r := range All() {
		if !idForm.MatchString(r.ID) || !nameForm.MatchString(r.Name) {
			t.Errorf("%s %s: the identifier or the name is malformed", r.ID, r.Name)
		}
		for _, key := range []string{r.ID, r.Name} {
			if other, dup := seen[key]; dup {
				t.Errorf("%s is used by %s and %s", key, other, r.ID)
			}
			seen[key] = r.ID
		}
		if r.Title == "" || strings.HasSuffix(r.Title, ".") || strings.ContainsAny(r.Title, "\n`") {
			t.Errorf("%s: the title %q is no plain line", r.ID, r.Title)
		}
		if r.Severity < Info || r.Severity > Critical || !slices.Contains([]Confidence{ConfidenceHigh, ConfidenceMedium, ConfidenceLow}, r.Confidence) {
			t.Errorf("%s: severity %s, confidence %q", r.ID, r.Severity, r.Confidence)
		}
		if r.Check == nil {
			t.Errorf("%s checks nothing", r.ID)
		}
		checkStandards(t, r)
	}
}

func checkStandards(t *testing.T, r *Rule) {
	if len(r.CWE) == 0 || len(r.OWASP) == 0 || len(r.References) == 0 {
		t.Errorf("%s names no CWE, OWASP category or reference", r.ID)
	}
	for _, n := range r.CWE {
		if n < 1 || n > 1500 {
			t.Errorf("%s: CWE-%d does not exist", r.ID, n)
		}
	}
	for _, o := range r.OWASP {
		if !owaspForm.MatchString(o) {
			t.Errorf("%s: %q is no category", r.ID, o)
		}
	}
	for _, ref := range r.References {
		if !referenceForm.MatchString(ref) {
			t.Errorf("%s: the reference %q has no known form", r.ID, ref)
		}
	}
}

func TestPages(t *testing.T) {
	bases := map[string]bool{}
	for _, r := range All() {
		bases[BaseName(r)] = true
		page := Page(r)
		if page == "" {
			t.Errorf("%s has no page %s.md", r.ID, BaseName(r))
			continue
		}
		if first, _, _ := strings.Cut(page, "\n"); first != "# "+r.ID+": "+r.Title {
			t.Errorf("%s: the page begins with %q", r.ID, first)
		}
		var found []string
		for _, line := range strings.Split(page, "\n") {
			if strings.HasPrefix(line, "## ") {
				found = append(found, line)
			}
		}
		if !slices.Equal(found, sections) {
			t.Errorf("%s: the page has the sections %q", r.ID, found)
		}
		for _, part := range strings.Split(page, "\n## ")[1:] {
			if heading, body, _ := strings.Cut(part, "\n"); strings.TrimSpace(body) == "" {
				t.Errorf("%s: the section %q is empty", r.ID, heading)
			}
		}
	}
	for _, file := range glob(t, "*.md") {
		if !bases[strings.TrimSuffix(file, ".md")] {
			t.Errorf("%s is the page of no rule", file)
		}
	}
}

// TestRulesAreListed holds that a rule that is written is a rule that runs.
func TestRulesAreListed(t *testing.T) {
	bases := map[string]bool{}
	for _, r := range All() {
		bases[BaseName(r)] = true
	}
	variables := map[string]bool{}
	for _, file := range glob(t, "*.go") {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, variable := range ruleVariables(f) {
			base := strings.TrimSuffix(file, ".go")
			if !bases[base] || !strings.HasPrefix(base, variable+"_") {
				t.Errorf("%s: the rule %s is not listed, or its file has another name", file, variable)
			}
			variables[variable] = true
		}
	}
	if len(variables) != len(All()) {
		t.Errorf("%d rules are listed, and %d are written", len(All()), len(variables))
	}
}

// ruleVariables are the package's variables of the form var x = &Rule{…}.
func ruleVariables(f *ast.File) []string {
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			v, ok := s.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, value := range v.Values {
				if u, ok := value.(*ast.UnaryExpr); ok {
					if c, ok := u.X.(*ast.CompositeLit); ok {
						if name, ok := c.Type.(*ast.Ident); ok && name.Name == "Rule" {
							out = append(out, v.Names[i].Name)
						}
					}
				}
			}
		}
	}
	return out
}

func TestSpecialisesIsAcyclic(t *testing.T) {
	for _, r := range All() {
		// generalisations ends on a circle too; one that leads back names r itself.
		if general := generalisations(r); slices.Contains(general, r) {
			t.Errorf("%s specialises itself", r.ID)
		} else if i := slices.IndexFunc(general, func(g *Rule) bool { return Lookup(g.ID) != g }); i >= 0 {
			t.Errorf("%s specialises %s, which is not listed", r.ID, general[i].ID)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no %s: %v", pattern, err)
	}
	return slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
}
