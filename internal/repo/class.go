package repo

import (
	"bytes"
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// folderClasses are the names of folders that say what is in them, in lower case.
var folderClasses = map[string]fact.PathClass{
	"test": fact.ClassTest, "tests": fact.ClassTest, "testing": fact.ClassTest, "__tests__": fact.ClassTest, "testdata": fact.ClassTest,
	"spec": fact.ClassTest, "fixtures": fact.ClassTest, "fixture": fact.ClassTest, "mocks": fact.ClassTest, "__mocks__": fact.ClassTest,
	"__fixtures__": fact.ClassTest, "test_data": fact.ClassTest, "test-data": fact.ClassTest,
	"e2e": fact.ClassTest, "bench": fact.ClassTest, "benches": fact.ClassTest, "benchmark": fact.ClassTest, "benchmarks": fact.ClassTest, "integration_tests": fact.ClassTest, "unit_tests": fact.ClassTest, "cassettes": fact.ClassTest,
	"integration-tests": fact.ClassTest, "cypress": fact.ClassTest, "playwright": fact.ClassTest, "__test__": fact.ClassTest, "__specs__": fact.ClassTest,
	"test-utils": fact.ClassTest, "test-helpers": fact.ClassTest, "e2e-tests": fact.ClassTest, "storybook": fact.ClassTest, ".storybook": fact.ClassTest,
	"dist": fact.ClassGenerated, "unittests": fact.ClassTest,
	"doc": fact.ClassDocs, "docs": fact.ClassDocs, "documentation": fact.ClassDocs,
	"example": fact.ClassExample, "examples": fact.ClassExample, "sample": fact.ClassExample, "samples": fact.ClassExample,
	"demo": fact.ClassExample, "demos": fact.ClassExample, "tutorial": fact.ClassExample, "tutorials": fact.ClassExample,
	"vendor": fact.ClassVendored, "vendored": fact.ClassVendored, "_vendor": fact.ClassVendored, "third_party": fact.ClassVendored,
	"third-party": fact.ClassVendored, "thirdparty": fact.ClassVendored, "node_modules": fact.ClassVendored,
	"site-packages": fact.ClassVendored, "bower_components": fact.ClassVendored, "_vendored": fact.ClassVendored,
	"generated": fact.ClassGenerated, "__generated__": fact.ClassGenerated, "gen": fact.ClassGenerated,
}

// Below a folder that is served as it is, these hold the scripts of others. What is
// compiled first, such as TypeScript, is the program's own.
var (
	servedFolders    = map[string]bool{"static": true, "public": true, "assets": true, "wwwroot": true}
	bundledLibraries = map[string]bool{"lib": true, "libs": true, "vendors": true, "plugins": true}
)

// Classify says what a path is for, from its folders below the root and its name.
// The outermost folder that says something decides.
func Classify(p string) fact.PathClass {
	dir := strings.ToLower(path.Dir(p))
	// Below Maven's folder of main sources, folders are the names of packages.
	if root, packages, ok := strings.Cut(dir+"/", "src/main/java/"); ok && packages != "" && (root == "" || strings.HasSuffix(root, "/")) {
		dir = root
	}
	served := false
	for d := range strings.SplitSeq(dir, "/") {
		if served && bundledLibraries[d] && path.Ext(p) == ".js" {
			return fact.ClassVendored
		}
		served = served || servedFolders[d]
		// A folder of API descriptions is often called spec; only that of tests is a test.
		if d == "spec" && !KindOf(p).Code() {
			continue
		}
		if c, ok := folderClasses[d]; ok {
			return c
		}
	}
	if strings.HasSuffix(dir, "/ci") && chartValues(p) { // what the tests of a chart install it with
		return fact.ClassTest
	}
	return nameClass(strings.ToLower(path.Base(p)))
}

func chartValues(p string) bool {
	base := path.Base(p)
	return strings.HasSuffix(base, "values.yaml") || strings.HasSuffix(base, "values.yml")
}

func nameClass(base string) fact.PathClass {
	stem := strings.TrimSuffix(base, path.Ext(base))
	kind := KindOf(base)
	switch {
	case kind == KindDotenv:
		return dotenvClass(base)
	case strings.HasSuffix(stem, ".min"), strings.HasSuffix(stem, "_pb2"), strings.HasSuffix(stem, "_pb2_grpc"), strings.HasSuffix(stem, ".pb"), strings.HasSuffix(stem, ".pb.gw"), strings.HasPrefix(stem, "zz_generated"):
		return fact.ClassGenerated
	case path.Ext(base) == ".sh" && (strings.HasPrefix(stem, "test-") || strings.HasSuffix(stem, "-test") || strings.HasSuffix(stem, "-tests") || strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, "_tests")):
		return fact.ClassTest
	case !kind.Code():
		return fact.ClassMain
	case kind == KindJavaScript && testSuffix(path.Ext(stem)):
		return fact.ClassTest
	case strings.HasPrefix(stem, "test_"), strings.HasSuffix(stem, "_test"), strings.HasSuffix(stem, "_tests"), stem == "conftest", stem == "tests":
		return fact.ClassTest
	}
	return fact.ClassMain
}

// testSuffix tells the second ending of a script that is a test, or serves tests.
func testSuffix(ending string) bool {
	switch ending {
	case ".test", ".tests", ".spec", ".e2e", ".cy", ".stories", ".story", ".mock", ".bench", ".fixture":
		return true
	}
	return false
}

// dotenvClass reads the words around "env": .env.example, sample.env, .env-ci.
func dotenvClass(base string) fact.PathClass {
	for _, part := range strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		switch part {
		case "example", "examples", "sample", "template", "dist", "tmpl", "tpl", "defaults", "skeleton":
			return fact.ClassExample
		case "test", "tests", "testing", "ci":
			return fact.ClassTest
		}
	}
	return fact.ClassMain
}

// headerBytes is how far down a file the mark of a generator is looked for.
const headerBytes = 2 << 10

// packedFile and packedLine are the size of a file, and the bytes of a line on average,
// from which on no person wrote it: a bundle, a minified script.
const (
	packedFile = 16 << 10
	packedLine = 400
)

// Packed tells a script that no person wrote in this form.
func Packed(p string, data []byte) bool {
	return KindOf(p) == KindJavaScript && len(data) >= packedFile && len(data)/(bytes.Count(data, []byte("\n"))+1) >= packedLine
}

// Generated reports whether source says at its beginning, in a line that is a
// comment or stands in the text that opens a module, that a program wrote it and
// nobody should edit it.
func Generated(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), headerBytes)], byteOrderMark)
	generated, untouched, quoted, block := false, false, false, false
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		marks := bytes.Count(line, []byte(`"""`)) + bytes.Count(line, []byte(`'''`))
		comment := quoted || block || marks > 0 || len(line) == 0 || line[0] == '#' || bytes.HasPrefix(line, []byte("//")) || opensBlock(line)
		if !comment {
			return false
		}
		if block || opensBlock(line) {
			block = !bytes.Contains(line, []byte("*/"))
		}
		quoted = quoted != (marks%2 == 1)
		l := bytes.ToLower(line)
		if bytes.Contains(l, []byte("@generated")) {
			return true
		}
		generated = generated || bytes.Contains(l, []byte("generated by")) || bytes.Contains(l, []byte("code generated")) ||
			bytes.Contains(l, []byte("autogenerated")) || bytes.Contains(l, []byte("auto-generated")) || bytes.Contains(l, []byte("auto generated")) ||
			bytes.Contains(l, []byte("automatically generated")) || bytes.Contains(l, []byte("file is generated"))
		untouched = untouched || bytes.Contains(l, []byte("do not edit")) || bytes.Contains(l, []byte("do not modify")) || bytes.Contains(l, []byte("not edit manually"))
		if generated && untouched {
			return true
		}
	}
	return false
}

// opensBlock tells a line that is nothing but a comment, or the start of one.
func opensBlock(line []byte) bool {
	end := bytes.Index(line, []byte("*/"))
	return bytes.HasPrefix(line, []byte("/*")) && (end < 0 || end+2 == len(line))
}
