package source

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// FuzzExtract holds that no module makes the reader fail, and that reading it twice
// gives the same facts.
func FuzzExtract(f *testing.F) {
	files, err := filepath.Glob("../../testdata/rules/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, a := range archive.Files {
			if strings.HasSuffix(a.Name, ".py") {
				f.Add(a.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append([]byte("import requests\n"), data...) // so that the literal pass selects it
		first, second := extractOne(t, data), extractOne(t, data)
		for _, n := range first.NotAnalysed {
			if strings.HasPrefix(n.Reason, "the reader failed") {
				t.Error(n.Reason)
			}
		}
		if !reflect.DeepEqual(first, second) {
			t.Error("reading twice gives different facts")
		}
	})
}

func extractOne(t *testing.T, data []byte) *fact.Set {
	t.Helper()
	return Extract(t.Context(), Input{Files: []string{"a.py"}, Read: func(string) ([]byte, error) { return data, nil }}, Options{
		Grader: credential.NewGrader([16]byte{1}), Jobs: 1,
	})
}
