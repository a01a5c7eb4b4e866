package repo

import (
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// folderClasses are the names of folders that say what is in them.
var folderClasses = map[string]fact.PathClass{
	"test": fact.ClassTest, "tests": fact.ClassTest, "testing": fact.ClassTest, "__tests__": fact.ClassTest, "testdata": fact.ClassTest,
	"spec": fact.ClassTest, "fixtures": fact.ClassTest, "fixture": fact.ClassTest, "mocks": fact.ClassTest, "__mocks__": fact.ClassTest,
	"e2e": fact.ClassTest, "integration_tests": fact.ClassTest, "unit_tests": fact.ClassTest, "cassettes": fact.ClassTest,
	"doc": fact.ClassDocs, "docs": fact.ClassDocs, "documentation": fact.ClassDocs,
	"example": fact.ClassExample, "examples": fact.ClassExample, "sample": fact.ClassExample, "samples": fact.ClassExample,
	"demo": fact.ClassExample, "demos": fact.ClassExample, "tutorial": fact.ClassExample, "tutorials": fact.ClassExample,
	"vendor": fact.ClassVendored, "vendored": fact.ClassVendored, "_vendor": fact.ClassVendored, "third_party": fact.ClassVendored,
	"third-party": fact.ClassVendored, "node_modules": fact.ClassVendored, "site-packages": fact.ClassVendored, "bower_components": fact.ClassVendored,
	"generated": fact.ClassGenerated, "__generated__": fact.ClassGenerated, "gen": fact.ClassGenerated,
}

// Classify says what a path is for, from its folders below the root and its name.
func Classify(p string) fact.PathClass {
	dirs := strings.Split(strings.ToLower(path.Dir(p)), "/")
	for _, d := range dirs {
		// A folder of API descriptions is often called spec; only that of tests is a test.
		if d == "spec" && !isCode(p) {
			continue
		}
		if c, ok := folderClasses[d]; ok {
			return c
		}
	}
	return nameClass(strings.ToLower(path.Base(p)))
}

func isCode(p string) bool { return kindOf(p).code() }

func nameClass(base string) fact.PathClass {
	stem := strings.TrimSuffix(base, path.Ext(base))
	switch {
	case strings.HasPrefix(base, "test_") && isCode(base), strings.HasSuffix(stem, "_test") && isCode(base), base == "conftest.py", strings.HasSuffix(stem, "_tests") && isCode(base):
		return fact.ClassTest
	case strings.HasSuffix(stem, "_pb2"), strings.HasSuffix(stem, "_pb2_grpc"):
		return fact.ClassGenerated
	}
	if kindOf(base) == KindDotenv {
		for _, part := range strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
			switch part {
			case "example", "sample", "template", "dist", "tmpl", "tpl", "defaults":
				return fact.ClassExample
			case "test", "tests", "testing", "ci":
				return fact.ClassTest
			}
		}
	}
	return fact.ClassMain
}
