package repo

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOverlay(t *testing.T) {
	under := fstest.MapFS{
		"a.py": {Data: []byte("now")}, "new.py": {Data: []byte("new")}, "app/b.py": {Data: []byte("b")}, "app/deep/c.py": {Data: []byte("c")},
		"only/new.py": {Data: []byte("x")}, "thing": {Data: []byte("was a folder")},
	}
	o := Overlay(under, map[string][]byte{
		"a.py": []byte("before"), "new.py": nil, "app/gone.py": []byte("gone"), "old/deep/d.py": []byte("d"), "only/new.py": nil, "empty.py": {}, "thing/e.py": []byte("e"),
	})
	var got []string
	err := fs.WalkDir(o, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(o, p)
		got = append(got, p+"="+string(b))
		return err
	})
	want := "a.py=before app/b.py=b app/deep/c.py=c app/gone.py=gone empty.py= old/deep/d.py=d thing/e.py=e"
	if s := strings.Join(got, " "); err != nil || s != want {
		t.Errorf("got %s, want %s, %v", s, want, err)
	}
	if err := fstest.TestFS(o, "a.py", "app/gone.py", "old/deep/d.py", "empty.py"); err != nil {
		t.Error(err)
	}
	if _, err := fs.Stat(o, "new.py"); err == nil {
		t.Error("new.py is there")
	}
}
