package golang

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lower(t testing.TB, name string, src []byte) *ir.Module {
	t.Helper()
	m, err := Lower(context.Background(), name, src)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGolden compares the lowered form of each testdata/*.go with the text beside it;
// -update writes the texts.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, golden := ir.Dump(lower(t, filepath.Base(file), data)), strings.TrimSuffix(file, ".go")+".ir"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from the form:\n%s", golden, got)
			}
		})
	}
}
