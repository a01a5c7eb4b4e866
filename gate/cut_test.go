package gate

import (
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// TestMaxFindings wants the cut to keep what can fail the build, whatever its place.
func TestMaxFindings(t *testing.T) {
	mk := func(path string, gates bool) result.Finding {
		return result.Finding{Finding: rules.Finding{
			Rule: &rules.Rule{ID: "ROUTE-001"}, Severity: rules.High, Gates: gates, At: fact.Location{Path: path},
		}}
	}
	kept := first([]result.Finding{mk("a_test.py", false), mk("b.py", true), mk("c.py", true)}, 2)
	if len(kept) != 2 || kept[0].At.Path != "b.py" || kept[1].At.Path != "c.py" {
		t.Errorf("kept %v", kept)
	}
}
