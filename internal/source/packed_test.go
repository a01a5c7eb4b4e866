package source

import (
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// TestPackedScripts wants that a small packed script is read, that a large one is
// listed, and that neither is taken for a caller of what people wrote.
func TestPackedScripts(t *testing.T) {
	call := "fetch('https://packed.example.com/x',{headers:{Authorization:process.env.T_TOKEN}});"
	filled := func(n int) []byte { return []byte(call + strings.Repeat("a(1);", n/5)) }
	small := extract("app.js", filled(20<<10))
	if len(small.Routes) != 1 || len(small.NotAnalysed) != 0 {
		t.Errorf("a small one: %d routes, %v", len(small.Routes), small.NotAnalysed)
	}
	large := extract("app.js", filled(packedSize))
	if len(large.Routes) != 0 || len(large.NotAnalysed) != 1 {
		t.Errorf("a large one: %d routes, %v", len(large.Routes), large.NotAnalysed)
	}
	idle := extract("app.js", []byte(strings.Repeat("a(1);", packedSize/5)))
	if len(idle.NotAnalysed) != 0 {
		t.Errorf("a large one without a call: %v", idle.NotAnalysed)
	}
	x := &extraction{steps: maxSteps, results: []*outcome{{}, {packed: true}}}
	x.files = []repo.File{{Class: fact.ClassMain}, {Class: fact.ClassMain}}
	if !x.linked(0) || x.linked(1) || x.budget(1) >= x.budget(0) {
		t.Error("a packed script counts as one that a person wrote")
	}
}
