package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/rules"
)

// scanRoot is the whole pipeline over a folder, as the program opens it, on one
// processor: the base line has no more.
func scanRoot(b *testing.B, dir string) (scanned, seen, findings int) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	r, err := gate.Run(context.Background(), root.FS(), gate.Options{FailOn: rules.High, Jobs: 1, Now: time.Unix(0, 0)})
	if err != nil {
		b.Fatal(err)
	}
	if len(r.NotAnalysed) > 0 {
		b.Fatalf("not analysed: %+v", r.NotAnalysed[0])
	}
	return r.Files.Scanned, r.Files.Seen, len(r.Findings)
}

// BenchmarkScanPython scans 30 MB of Python that makes no HTTP calls, from the walk
// to the verdict. To reach: at most 6 times the time of reading and lower-casing.
func BenchmarkScanPython(b *testing.B) {
	root, paths := writeTree(b, treeSize, fileSize, 0)
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(func() {
			if scanned, _, findings := scanRoot(b, root); scanned != len(paths) || findings != 0 {
				b.Fatalf("%d of %d files scanned, %d findings", scanned, len(paths), findings)
			}
		})
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
	b.ReportMetric(chosen(b, paths), "%-chosen")
}

// BenchmarkScanMixed scans a tree in which a tenth of the files holds a client.
func BenchmarkScanMixed(b *testing.B) {
	root, paths := writeTree(b, treeSize/4, fileSize, 10)
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(func() {
			if _, _, findings := scanRoot(b, root); findings == 0 {
				b.Fatal("no findings")
			}
		})
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
	b.ReportMetric(chosen(b, paths), "%-chosen")
}

// BenchmarkScanData scans 20 MB of JSON that is no configuration: what it costs to find
// out that no format takes a file.
func BenchmarkScanData(b *testing.B) {
	root := b.TempDir()
	var text strings.Builder
	text.WriteString("[\n")
	for text.Len() < 1<<20 {
		fmt.Fprintf(&text, " {\"id\": %d, \"name\": \"item\", \"url\": \"https://a.acme.io/x\", \"tags\": [\"a\", \"b\"], \"on\": true},\n", text.Len())
	}
	text.WriteString(" {}\n]\n")
	var paths []string
	for i := range 20 {
		paths = append(paths, filepath.Join(root, fmt.Sprintf("f%d.json", i)))
		if err := os.WriteFile(paths[i], []byte(text.String()), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(func() {
			if scanned, seen, _ := scanRoot(b, root); scanned != 0 || seen != len(paths) {
				b.Fatalf("%d of %d files scanned", scanned, seen)
			}
		})
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
}

// BenchmarkScanSmallFiles scans a git repository of many small files, most of them
// of no interest, against reading every file that a reader could want.
func BenchmarkScanSmallFiles(b *testing.B) {
	root, wanted, all := writeRepository(b, 400, 50)
	base := timed(func() { readAndLower(b, wanted) })
	var took time.Duration
	for b.Loop() {
		took = timed(func() {
			if _, seen, _ := scanRoot(b, root); seen != all {
				b.Fatalf("%d files seen of %d", seen, all)
			}
		})
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
	b.ReportMetric(float64(took.Microseconds())/float64(all), "µs/file")
}

// writeRepository writes folders of files as a large project has them, tracked by
// git, and says which of them a reader could want, and how many there are.
func writeRepository(b *testing.B, folders, files int) (root string, wanted []string, all int) {
	b.Helper()
	root = b.TempDir()
	ignore := "*.log\n*.tmp\n/build/\n**/cache/\n!keep.log\n.DS_Store\nnode_modules/\n"
	for i := range 40 {
		ignore += fmt.Sprintf("/generated%d/*.bin\n*.ext%d\n", i, i)
	}
	text := map[string]string{
		".json": `{"name": "settings", "swagger-ui": true, "values": [` + strings.Repeat("1, ", 200) + `2]}`,
		".yaml": "kind: Deployment\nmetadata:\n  name: openapi-gateway\n" + strings.Repeat("  label: value\n", 40),
		".ts":   strings.Repeat("export const a = 1;\n", 50),
		".py":   strings.Repeat("def f(a):\n    return a\n", 40),
		".png":  "\x89PNG" + strings.Repeat("\x00", 500),
		"":      "#!/bin/sh\necho hello\n",
	}
	endings := []string{".json", ".yaml", ".ts", ".ts", ".ts", ".py", ".png", ".ts", ".ts", ""}
	write := func(p, s string) {
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			b.Fatal(err)
		}
		all++
	}
	write(filepath.Join(root, ".gitignore"), ignore)
	for d := range folders {
		dir := filepath.Join(root, fmt.Sprintf("area%d", d%20), fmt.Sprintf("part%d", d%7), fmt.Sprintf("unit%d", d), "src")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		for f := range files {
			ending := endings[f%len(endings)]
			p := filepath.Join(dir, fmt.Sprintf("file%d%s", f, ending))
			write(p, text[ending])
			if ending == ".json" || ending == ".yaml" || ending == ".py" {
				wanted = append(wanted, p)
			}
		}
	}
	if _, err := exec.LookPath("git"); err != nil {
		b.Log("git is not installed, so the tree is scanned with no index")
		return root, wanted, all
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return root, wanted, all
}
