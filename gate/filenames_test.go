package gate_test

import (
	"go/build"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFileNames holds that no file's name ties it to a system: Go would leave
// rule012_js.go or client_linux.go out everywhere else, and say nothing.
func TestFileNames(t *testing.T) {
	nowhere := build.Context{GOOS: "nowhere", GOARCH: "nothing", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}}
	if ok, err := nowhere.MatchFile(".", "client_js.go"); ok || err != nil {
		t.Fatalf("client_js.go would not be found: %v, %v", ok, err)
	}
	n := 0
	err := fs.WalkDir(os.DirFS(".."), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(p) != ".go" {
			return err
		}
		n++
		ok, err := nowhere.MatchFile(filepath.Dir(p), filepath.Base(p))
		if err == nil && !ok {
			t.Errorf("%s is built on some systems only", p)
		}
		return err
	})
	if err != nil || n == 0 {
		t.Fatalf("%d files: %v", n, err)
	}
}
