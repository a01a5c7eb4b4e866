package bench

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/source"
	"github.com/hostbound/hostbound/internal/source/models"
	"github.com/hostbound/hostbound/internal/source/prefilter"
	"github.com/hostbound/hostbound/internal/source/python"
)

const (
	treeSize = 30 << 20
	fileSize = 12 << 10
)

// readAndLower is the base line: each file is read and lower-cased once.
func readAndLower(b *testing.B, paths []string) (total int) {
	for _, p := range paths {
		total += len(bytes.ToLower(read(b, p)))
	}
	return total
}

func read(b *testing.B, path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// timed is the shortest of three runs.
func timed(f func()) time.Duration {
	best := time.Duration(1 << 62)
	for range 3 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// BenchmarkNoHTTP reads 30 MB of Python that makes no HTTP calls, as a scan does: a
// few of its files use words that choose them, and are interpreted to no end. The
// start of the program is apart.
func BenchmarkNoHTTP(b *testing.B) {
	_, paths := writeTree(b, treeSize, fileSize, 0)
	routesOf(b, paths)
}

// BenchmarkMixedTree is a tree of which a tenth of the files holds a client.
func BenchmarkMixedTree(b *testing.B) {
	_, paths := writeTree(b, treeSize/4, fileSize, 10)
	if routes := routesOf(b, paths); routes < len(paths)/10 {
		b.Errorf("%d routes in %d files", routes, len(paths))
	}
}

// extract reports how often the time of reading and lower-casing the files an
// extraction of them takes, and how much of them was chosen. Both use one core.
func routesOf(b *testing.B, paths []string) (routes int) {
	model, err := models.Load("python")
	if err != nil {
		b.Fatal(err)
	}
	filter := prefilter.New(model.Filter())
	total, chosen := 0, 0
	for _, p := range paths {
		data := read(b, p)
		if total += len(data); filter.Selects(data) {
			chosen += len(data)
		}
	}
	in := source.Input{Files: paths, Read: func(p string) ([]byte, error) { return read(b, p), nil }}
	options := source.Options{Grader: credential.NewGrader([16]byte{}), Jobs: 1}
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(func() { routes = len(source.Extract(context.Background(), in, options).Routes) })
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
	b.ReportMetric(100*float64(chosen)/float64(total), "%-chosen")
	return routes
}

// BenchmarkLower lowers one file of 1 MB, and says how many bytes of Go memory a
// byte of source takes.
func BenchmarkLower(b *testing.B) {
	_, paths := writeTree(b, 1<<20, 1<<20, 0)
	data := read(b, paths[0])
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := python.Lower(context.Background(), "a.py", data)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := float64(after.HeapAlloc) - float64(before.HeapAlloc)
	runtime.KeepAlive(m)
	for b.Loop() {
		if _, err := python.Lower(context.Background(), "a.py", data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(held/float64(len(data)), "B-held/B")
}
