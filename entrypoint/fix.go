package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/hostbound/hostbound/internal/result"
)

// fixed counts what applyFixes has done.
type fixed struct{ edits, files, left int }

// applyFixes makes the edits of a report in the folder that it is of. What cannot be
// done to one file is an error, and keeps no other from being done.
func applyFixes(dir string, rep *result.Report, w world) (fixed, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fixed{}, fmt.Errorf("opening %q: %w", dir, err)
	}
	defer root.Close()
	var done fixed
	var errs []error
	for _, f := range rep.Fixes() {
		token, err := w.token()
		if err == nil {
			err = applyFile(root, &f, token)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("not fixed: %s: %w", f.Path, err))
			continue
		}
		done.edits += len(f.Edits)
		done.files++
		done.left += f.Left
	}
	return done, errors.Join(errs...)
}

// applyFile puts a new file in the place of one that is as it was when it was read.
func applyFile(root *os.Root, f *result.FileFixes, token string) error {
	name := filepath.FromSlash(f.Path)
	info, err := plainFile(root, name)
	if err != nil {
		return err
	}
	text, err := readSame(root, name, info)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(text))
	for _, e := range f.Edits {
		if e.Of != sum {
			return errors.New("the file has changed since it was read; scan again")
		}
	}
	after, ok := f.Apply(text)
	if !ok {
		return errors.New("an edit lies outside the file")
	}
	temporary := filepath.Join(filepath.Dir(name), "."+token)
	if err := writeNew(root, temporary, after, info.Mode().Perm()); err != nil {
		return errors.Join(err, discard(root, temporary))
	}
	if now, err := plainFile(root, name); err != nil || !os.SameFile(info, now) {
		return errors.Join(errors.New("the file was replaced while it was fixed"), err, discard(root, temporary))
	}
	if err := root.Rename(temporary, name); err != nil {
		return errors.Join(err, discard(root, temporary))
	}
	return nil
}

// plainFile is a regular file that no link leads to.
func plainFile(root *os.Root, name string) (fs.FileInfo, error) {
	slashed := filepath.ToSlash(name)
	if !filepath.IsLocal(name) {
		return nil, errors.New("the path leads out of the folder")
	}
	for dir := path.Dir(slashed); dir != "."; dir = path.Dir(dir) {
		info, err := root.Lstat(filepath.FromSlash(dir))
		if err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, errors.New("a folder on the way is a symbolic link")
		}
	}
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("this is a symbolic link, or no file")
	}
	return info, nil
}

// readSame reads the very file that was looked at.
func readSame(root *os.Root, name string, info fs.FileInfo) (string, error) {
	in, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer in.Close()
	opened, err := in.Stat()
	if err != nil {
		return "", err
	}
	if !os.SameFile(info, opened) {
		return "", errors.New("the file was replaced while it was read")
	}
	b, err := io.ReadAll(in)
	return string(b), err
}

func writeNew(root *os.Root, name, text string, mode fs.FileMode) error {
	out, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return errors.Join(err, out.Chmod(mode), out.Close())
}

func discard(root *os.Root, name string) error {
	if err := root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// says is what was done, in a sentence.
func (d fixed) says() string {
	s := fmt.Sprintf("%s in %s fixed", counted(d.edits, "place", "places"), counted(d.files, "file", "files"))
	if d.left > 0 {
		s += fmt.Sprintf("; %s beside another is left to the next run", counted(d.left, "one", "ones"))
	}
	return s
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
