package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hostbound": main})
}

// TestScripts runs the program as a user does: testdata/script holds one story a file.
func TestScripts(t *testing.T) {
	repos, err := filepath.Abs(filepath.Join("..", "testdata", "repos"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"repeat": repeat,
			"utf16":  toUTF16,
			"mode":   mode,
			"output": output,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPOS", repos)
			return nil
		},
	})
}
