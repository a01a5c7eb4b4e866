package gate_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/hostbound/hostbound/"

// goFile is a file of the program; tests are none.
type goFile struct {
	path string // relative to the module
	ast  *ast.File
}

func (f goFile) pkg() string { return path.Dir(f.path) }

func (f goFile) imports() []string {
	var out []string
	for _, i := range f.ast.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			panic(err) // the parser took it
		}
		out = append(out, p)
	}
	return out
}

// program parses every file of the module that is built into the program.
func program(t *testing.T) []goFile {
	t.Helper()
	var out []goFile
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && p != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata" || forTests(p)):
			return fs.SkipDir
		case e.IsDir() || path.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, src, 0)
		out = append(out, goFile{p, f})
		return err
	})
	if err != nil || len(out) < 50 {
		t.Fatalf("%d files: %v", len(out), err)
	}
	return out
}

// forTests tells a package that only tests import.
func forTests(pkg string) bool { return strings.HasSuffix(pkg, "test") }

func TestNothingForTestsIsBuiltIn(t *testing.T) {
	for _, f := range program(t) {
		for _, i := range f.imports() {
			if own, ok := strings.CutPrefix(i, modulePath); ok && forTests(own) {
				t.Errorf("%s imports %s, which is for tests", f.path, own)
			}
		}
	}
}

var (
	floorRow  = regexp.MustCompile(`^\| (\d) \| ([^|]+) \|`)
	codeQuote = regexp.MustCompile("`([^`]+)`")
)

// floors reads the table of docs/architecture.md.
func floors(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if m := floorRow.FindStringSubmatch(line); m != nil {
			for _, name := range codeQuote.FindAllStringSubmatch(m[2], -1) {
				out[name[1]] = int(m[1][0] - '0')
			}
		}
	}
	if len(out) < 14 {
		t.Fatalf("the table has %d packages: %v", len(out), out)
	}
	return out
}

// row is the package of the table that a folder belongs to: itself or one above.
func row(table map[string]int, pkg string) (string, bool) {
	for p := pkg; p != "."; p = path.Dir(p) {
		if _, ok := table[p]; ok {
			return p, true
		}
	}
	return "", false
}

// violations says which imports (package to imported packages, both relative to the
// module) the table does not allow: an import goes down, or stays in its own row.
func violations(table map[string]int, imports map[string][]string) []string {
	var out []string
	for pkg, targets := range imports {
		from, ok := row(table, pkg)
		if !ok && len(targets) > 0 {
			out = append(out, pkg+" is not in the table")
			continue
		}
		for _, target := range targets {
			to, ok := row(table, target)
			switch {
			case !ok:
				out = append(out, fmt.Sprintf("%s imports %s, which is not in the table", pkg, target))
			case from != to && table[to] >= table[from]:
				out = append(out, fmt.Sprintf("%s (floor %d) imports %s (floor %d)", pkg, table[from], target, table[to]))
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestImportsGoDown(t *testing.T) {
	imports := map[string][]string{}
	for _, f := range program(t) {
		for _, i := range f.imports() {
			if target, ok := strings.CutPrefix(i, modulePath); ok {
				imports[f.pkg()] = append(imports[f.pkg()], target)
			}
		}
	}
	table := floors(t)
	for _, v := range violations(table, imports) {
		t.Error(v)
	}
	for pkg := range table {
		if _, err := os.Stat("../" + pkg); err != nil {
			t.Errorf("the table names %s, which is not there", pkg)
		}
	}
}

// TestViolations tries the check itself on a table that is made up.
func TestViolations(t *testing.T) {
	table := map[string]int{"internal/a": 0, "internal/b": 1, "internal/c": 1, "top": 2}
	for _, tt := range []struct{ from, to, want string }{
		{"top", "internal/a", ""},
		{"top", "internal/b/deep", ""},
		{"internal/b", "internal/a", ""},
		{"internal/b/deep", "internal/b", ""},
		{"internal/b", "internal/b/deep", ""},
		{"internal/b", "internal/c", "internal/b (floor 1) imports internal/c (floor 1)"},
		{"internal/b/deep", "internal/c/deep", "internal/b/deep (floor 1) imports internal/c/deep (floor 1)"},
		{"internal/a", "top", "internal/a (floor 0) imports top (floor 2)"},
		{"internal/new", "internal/a", "internal/new is not in the table"},
		{"top", "internal/new", "top imports internal/new, which is not in the table"},
		{"top", "internal/abc", "top imports internal/abc, which is not in the table"},
	} {
		got := strings.Join(violations(table, map[string][]string{tt.from: {tt.to}}), "; ")
		if got != tt.want {
			t.Errorf("%s imports %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// outside are the ways to the world, and the packages that may take them. A value
// ends in the selector; a whole package has none.
var outside = []struct {
	uses, name string
	allowed    []string
}{
	{"os", "Getenv", []string{"entrypoint"}},
	{"os", "LookupEnv", []string{"entrypoint"}},
	{"os", "Environ", []string{"entrypoint"}},
	{"os", "Exit", []string{"entrypoint"}},
	{"os", "Args", []string{"entrypoint"}},
	{"os", "Stdin", []string{"entrypoint"}},
	{"os", "Stdout", []string{"entrypoint"}},
	{"os", "Stderr", []string{"entrypoint"}},
	{"time", "Now", []string{"entrypoint"}},
	{"time", "Since", []string{"entrypoint"}},
	{"time", "Until", []string{"entrypoint"}},
	{"log", "", nil},
	{"net/http", "", []string{"internal/github", "internal/probe"}},
	{"net", "", []string{"internal/github", "internal/probe"}},
	{"os/exec", "", []string{"internal/confine"}},
	{"unsafe", "", []string{"internal/source/syntax"}},
}

// reaches says which of the ways a file takes without leave.
func reaches(f goFile) []string {
	named := map[string]string{} // import path to the name it has here
	for i, p := range f.imports() {
		named[p] = path.Base(p)
		if n := f.ast.Imports[i].Name; n != nil {
			named[p] = n.Name
		}
	}
	var out []string
	for _, way := range outside {
		name, ok := named[way.uses]
		if !ok || slices.Contains(way.allowed, f.pkg()) {
			continue
		}
		if way.name == "" || name == "." {
			out = append(out, f.path+" imports "+way.uses)
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == way.name {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == name {
					out = append(out, f.path+" uses "+way.uses+"."+way.name)
				}
			}
			return true
		})
	}
	return out
}

// vars are the variables of a package: their names and declarations.
type vars struct {
	names map[string]bool
	specs map[any]bool
}

func variables(files []goFile) map[string]vars {
	out := map[string]vars{}
	for _, f := range files {
		v, ok := out[f.pkg()]
		if !ok {
			v = vars{map[string]bool{}, map[any]bool{}}
			out[f.pkg()] = v
		}
		for _, d := range f.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				v.specs[s] = true
				for _, n := range s.(*ast.ValueSpec).Names { // what a var declaration holds
					v.names[n.Name] = true
				}
			}
		}
	}
	return out
}

// written tells a variable of the package that an expression on the left is a part
// of. The parser resolves the names of its own file and leaves the others open.
func (v vars) written(e ast.Expr) (string, bool) {
	id := rootOf(e)
	if id == nil || !v.names[id.Name] {
		return "", false
	}
	return id.Name, id.Obj == nil || v.specs[id.Obj.Decl]
}

// states says what a file keeps beyond a call: init functions, and variables of the
// package that a function writes to.
func states(f goFile, v vars) []string {
	var out []string
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if fn.Recv == nil && fn.Name.Name == "init" {
			out = append(out, f.path+" has an init function")
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			var written []ast.Expr
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					written = n.Lhs
				}
			case *ast.IncDecStmt:
				written = []ast.Expr{n.X}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") && len(n.Args) > 0 {
					written = n.Args[:1]
				}
			}
			for _, e := range written {
				if name, ok := v.written(e); ok {
					out = append(out, f.path+" writes to the package's "+name)
				}
			}
			return true
		})
	}
	return out
}

// rootOf is the variable that an expression on the left is a part of.
func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

func TestOnlyTheEntryReachesOutside(t *testing.T) {
	for _, f := range program(t) {
		for _, r := range reaches(f) {
			t.Error(r)
		}
	}
}

func TestNoState(t *testing.T) {
	files := program(t)
	all := variables(files)
	for _, f := range files {
		for _, s := range states(f, all[f.pkg()]) {
			t.Error(s)
		}
	}
}

// TestSourceChecks tries the checks themselves on code that breaks each of them.
func TestSourceChecks(t *testing.T) {
	const code = `package p
import ("os"; clock "time"; web "net/http"; "fmt")
var table = map[string]int{}
var count int
var list []int
var point struct{ x int }
func init() {}
func f() {
	fmt.Println(os.Getenv("X"), clock.Now(), web.MethodGet)
	table["a"] = 1
	count++
	list = append(list, 1)
	point.x = 2
	delete(table, "a")
	elsewhere[0] = 1
	local := map[string]int{}
	local["a"] = 1
	table := local
	table["b"] = 2
	var count int
	count++
}
`
	parsed, err := parser.ParseFile(token.NewFileSet(), "rules/p.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := goFile{"rules/p.go", parsed}
	want := []string{"rules/p.go uses os.Getenv", "rules/p.go uses time.Now", "rules/p.go imports net/http"}
	if got := reaches(f); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	names := variables([]goFile{f})["rules"]
	names.names["elsewhere"] = true
	want = []string{"rules/p.go has an init function"}
	for _, n := range []string{"table", "count", "list", "point", "table", "elsewhere"} {
		want = append(want, "rules/p.go writes to the package's "+n)
	}
	if got := states(f, names); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	f.path = "entrypoint/p.go"
	if got := reaches(f); !slices.Equal(got, []string{"entrypoint/p.go imports net/http"}) {
		t.Errorf("in the entry: %q", got)
	}
}
