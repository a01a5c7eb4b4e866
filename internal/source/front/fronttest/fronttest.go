// Package fronttest is what the tests of the front ends have in common.
package fronttest

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// Lower is how a front end reads a file.
type Lower func(ctx context.Context, path string, data []byte) (*ir.Module, error)

// Golden compares the lowered form of each file with the text in the file that golden
// names for it; update writes the texts.
func Golden(t *testing.T, files []string, golden func(file string) string, update bool, lower Lower) {
	t.Helper()
	if len(files) == 0 {
		t.Fatal("no inputs")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := lower(context.Background(), filepath.Base(file), data)
			if err != nil {
				t.Fatal(err)
			}
			got := ir.Dump(m)
			if update {
				if err := os.WriteFile(golden(file), []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden(file))
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from the form:\n%s", golden(file), got)
			}
		})
	}
}

// Depth counts the nodes of a form from the top to the deepest.
func Depth(body []ir.Stmt) int { return depth(reflect.ValueOf(body)) }

func depth(v reflect.Value) int {
	most, self := 0, 0
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			return depth(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			most = max(most, depth(v.Index(i)))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[ir.Span]() {
			return 0
		}
		self = 1
		for i := range v.NumField() {
			most = max(most, depth(v.Field(i)))
		}
	}
	return most + self
}
