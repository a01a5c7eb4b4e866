package gate_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/hostbound/hostbound/rules"
)

// TestEveryRuleHasAFixture holds that no rule goes without one.
func TestEveryRuleHasAFixture(t *testing.T) {
	files := fixtureFiles(t)
	for _, r := range rules.All() {
		if !slices.Contains(files, filepath.Join(fixtureFolder, rules.BaseName(r)+".txtar")) {
			t.Errorf("%s has no fixture %s.txtar", r.ID, rules.BaseName(r))
		}
	}
}
