package fronttest

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// alike is the part of the files, in 1000, that must be read as the other parser does.
const alike = 999

// maxEvent bounds a line of the other parser, in bytes.
const maxEvent = 1 << 20

// Files lists the regular files below the folders whose names are wanted.
func Files(t *testing.T, folders []string, wanted func(name string) bool) []string {
	t.Helper()
	var paths []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && wanted(d.Name()) && !strings.Contains(p, "\n") {
				paths = append(paths, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// Conformance compares a front end with a parser that shares no code with it. The
// program is given the paths, one a line, and writes of each "file PATH", then either
// "skip WHY" or what it finds, one thing a line, and "end". differences says what a
// file's form has otherwise.
func Conformance(t *testing.T, program *exec.Cmd, paths []string, differences func(path string, want []string) []string) {
	t.Helper()
	program.Stdin, program.Stderr = strings.NewReader(strings.Join(paths, "\n")+"\n"), os.Stderr
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	total, same, things, skipped := 0, 0, 0, map[string]int{}
	err = events(out, func(path, skip string, want []string) {
		if skip != "" {
			skipped[skip]++
			return
		}
		total++
		things += len(want)
		if diff := differences(path, want); len(diff) > 0 {
			t.Logf("%s: %d differences, such as %s", path, len(diff), strings.Join(diff[:min(4, len(diff))], "; "))
			return
		}
		same++
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d files alike, %d things compared; the other parser does not read: %v", same, total, things, skipped)
	if total == 0 || same*1000 < total*alike {
		t.Errorf("%d of %d files are read as the other parser reads them, wanted %d of 1000", same, total, alike)
	}
}

// events calls f with what the program writes of each file.
func events(r io.Reader, f func(path, skip string, found []string)) error {
	path, found := "", []string(nil)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxEvent)
	for lines.Scan() {
		switch word, rest, _ := strings.Cut(lines.Text(), " "); word {
		case "file":
			path, found = rest, nil
		case "skip":
			f(path, rest, nil)
			path = ""
		case "end":
			f(path, "", found)
			path = ""
		default:
			found = append(found, lines.Text())
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading what the other parser finds in %s: %w", path, err)
	}
	if path != "" {
		return fmt.Errorf("the other parser ended inside %s", path)
	}
	return nil
}
