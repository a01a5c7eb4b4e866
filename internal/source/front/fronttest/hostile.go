package fronttest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// Hostile wants of each text, read as a file of the given name, either a form that is no
// more than times as deep as the bounds of one allow and whose ranges lie in the text, or
// an error that says what gave out. A reader that never ends fails by the test's own
// limit.
func Hostile(t *testing.T, texts map[string]string, file string, lower Lower, times int) {
	t.Helper()
	for name, src := range texts {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			m, err := lower(context.Background(), file, []byte(src))
			t.Logf("took %s", time.Since(start))
			if err != nil {
				if !errors.Is(err, syntax.ErrTime) && !errors.Is(err, syntax.ErrMemory) {
					t.Errorf("failed with %v", err)
				}
				return
			}
			if d := Depth(m.Body); d > times*(front.MaxDepth+front.MaxSpine) {
				t.Errorf("the form is %d deep", d)
			}
			ir.Walk(m.Body, func(x ir.Expr) {
				if s := x.Pos(); s.Start.Offset < 0 || s.End.Offset > len(src) || s.Start.Offset > s.End.Offset {
					t.Fatalf("a range out of the text: %v", s)
				}
			})
		})
	}
}
