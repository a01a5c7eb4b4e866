package python

import (
	"context"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

var update = flag.Bool("update", false, "write the golden files anew")

func lower(t testing.TB, src string) *ir.Module {
	t.Helper()
	m, err := Lower(context.Background(), "a.py", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGolden compares the lowered form of each testdata/*.py with the text
// beside it; -update writes the texts.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.py")
	if err != nil {
		t.Fatal(err)
	}
	fronttest.Golden(t, files, func(file string) string { return strings.TrimSuffix(file, ".py") + ".ir" }, *update, Lower)
}
