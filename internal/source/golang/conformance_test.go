package golang

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// treeVariable names folders, in the form of PATH, whose Go files TestNothingIsLost
// reads beside a sample of the standard library.
const treeVariable = "HOSTBOUND_GO_TREES"

// TestNothingIsLost compares what stands in the standard library's tree of real files
// with what stands in the lowered form: every call, selector, string and named element
// of a literal, at its place.
func TestNothingIsLost(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("no sources to read: %v", err)
	}
	src := filepath.Join(strings.TrimSpace(string(root)), "src")
	files := goFiles(t, []string{filepath.Join(src, "net"), filepath.Join(src, "go"), filepath.Join(src, "cmd", "go", "internal")}, 400)
	if trees := os.Getenv(treeVariable); trees != "" {
		files = goFiles(t, filepath.SplitList(trees), 1<<30)
	}
	read, parts := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, ok := inTree(data)
		if !ok {
			continue
		}
		m, err := Lower(context.Background(), filepath.Base(file), data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if len(m.Errors) > 0 {
			t.Errorf("%s parses, and the form has %d errors, first at %v", file, len(m.Errors), m.Errors[0].Start)
			continue
		}
		read++
		parts += len(want)
		got := inForm(m)
		for _, part := range sortedKeys(want) {
			if !got[part] {
				t.Errorf("%s: %s is lost", file, part)
				break
			}
		}
	}
	t.Logf("%d files, %d parts", read, parts)
	if read < 100 {
		t.Errorf("only %d files", read)
	}
}

func goFiles(t *testing.T, roots []string, most int) []string {
	t.Helper()
	var out []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".go") {
				out = append(out, p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if step := len(out)/most + 1; step > 1 {
		var some []string
		for i := 0; i < len(out); i += step {
			some = append(some, out[i])
		}
		return some
	}
	return out
}

func sortedKeys(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func part(kind string, from, to int, name string) string {
	return fmt.Sprintf("%s %d-%d %s", kind, from, to, name)
}

// inTree lists the parts of a file that parses. Types say nothing that runs, and the
// built-in functions that the form has no call for are left out.
func inTree(src []byte) (map[string]bool, bool) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "a.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, false
	}
	at := func(p token.Pos) int { return int(p) - 1 }
	out := map[string]bool{}
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec, *ast.FieldList, *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.StructType, *ast.InterfaceType:
			return false
		case *ast.TypeSpec:
			return false
		case *ast.BranchStmt:
			return false
		case *ast.ValueSpec:
			for _, v := range n.Values {
				ast.Inspect(v, visit)
			}
			return false
		case *ast.TypeAssertExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.TypeSwitchStmt:
			for _, s := range []ast.Stmt{n.Init, n.Assign} {
				if s != nil {
					ast.Inspect(s, visit)
				}
			}
			for _, c := range n.Body.List {
				for _, s := range c.(*ast.CaseClause).Body {
					ast.Inspect(s, visit)
				}
			}
			return false
		case *ast.IndexExpr: // of which the index may be a type
			ast.Inspect(n.X, visit)
			if !isType(n.Index) {
				ast.Inspect(n.Index, visit)
			}
			return false
		case *ast.IndexListExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.CompositeLit:
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if _, name := kv.Key.(*ast.Ident); !name && !arrayed(n) {
						ast.Inspect(kv.Key, visit)
					}
					ast.Inspect(kv.Value, visit)
					continue
				}
				ast.Inspect(e, visit)
			}
			return false
		case *ast.CallExpr:
			if isType(n.Fun) {
				break
			}
			if special(n) {
				from := 0
				if n.Fun.(*ast.Ident).Name != "append" { // a type
					from = 1
				}
				for _, a := range n.Args[from:] {
					ast.Inspect(a, visit)
				}
				return false
			}
			out[part("call", at(n.Pos()), at(n.End()), "")] = true
		case *ast.SelectorExpr:
			out[part("selector", at(n.Pos()), at(n.End()), n.Sel.Name)] = true
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				out[part("string", at(n.Pos()), at(n.End()), s)] = true
			}
		}
		return true
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if f.Body != nil {
				ast.Inspect(f.Body, visit)
			}
			continue
		}
		ast.Inspect(d, visit)
	}
	return out, true
}

// arrayed tells a literal whose keys are places.
func arrayed(n *ast.CompositeLit) bool {
	switch n.Type.(type) {
	case *ast.ArrayType, nil, *ast.Ident, *ast.SelectorExpr:
		return true
	}
	return false
}

// inForm lists the parts of a lowered file.
func inForm(m *ir.Module) map[string]bool {
	out := map[string]bool{}
	ir.Walk(m.Body, func(x ir.Expr) {
		s := x.Pos()
		from, to := s.Start.Offset, s.End.Offset
		switch x := x.(type) {
		case *ir.Call:
			out[part("call", from, to, "")] = true
		case *ir.Attr:
			out[part("selector", from, to, x.Name)] = true
		case *ir.String:
			out[part("string", from, to, x.Value)] = true
		}
	})
	return out
}

// TestPlaces wants that the places of the form are those of the parser, whatever a
// line directive says.
func TestPlaces(t *testing.T) {
	src := "package a\n//line other.go:70\nfunc f() {\n\tprintln(\"é\", g(\n\t\t\"x\"))\n}\n"
	var got []string
	ir.Walk(lower(t, "a.go", []byte(src)).Body, func(x ir.Expr) {
		if s, ok := x.(*ir.String); ok {
			got = append(got, fmt.Sprintf("%s %d:%d-%d:%d", s.Value, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column))
		}
	})
	sort.Strings(got)
	if want := "[x 5:3-5:6 é 4:10-4:14]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
