package source

import (
	"context"
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// programOf reads the files of an archive together.
func programOf(t testing.TB, archive *txtar.Archive, jobs int) *fact.Set {
	t.Helper()
	in := Input{Read: func(p string) ([]byte, error) {
		for _, f := range archive.Files {
			if f.Name == p {
				return f.Data, nil
			}
		}
		return nil, fs.ErrNotExist
	}}
	for _, f := range archive.Files {
		if kind := repo.KindOf(f.Name); kind.Code() {
			in.Files = append(in.Files, repo.File{Path: f.Name, Kind: kind, Class: repo.Classify(f.Name)})
		} else {
			in.Others = append(in.Others, f.Name)
		}
	}
	return Extract(context.Background(), in, Options{Jobs: jobs, Grader: credential.NewGrader([16]byte{})})
}

// TestPrograms compares the facts of each set of files below testdata/programs with
// the text beside it, and wants the same of any number of jobs.
func TestPrograms(t *testing.T) {
	paths, err := filepath.Glob("testdata/programs/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	for _, p := range paths {
		t.Run(filepath.Base(p), func(t *testing.T) {
			archive, err := txtar.ParseFile(p)
			if err != nil {
				t.Fatal(err)
			}
			set := programOf(t, archive, 1)
			if again := programOf(t, archive, 4); !reflect.DeepEqual(set, again) {
				t.Error("the number of jobs changes the facts")
			}
			golden(t, p+".facts", set)
		})
	}
}
