package bench

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source"
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

// chosen is the part of the files' bytes that the literal pass selects, in percent.
func chosen(b *testing.B, paths []string) float64 {
	selects := source.Selector()
	total, selected := 0, 0
	for _, p := range paths {
		data := read(b, p)
		if total += len(data); selects(repo.KindPython, data) {
			selected += len(data)
		}
	}
	return 100 * float64(selected) / float64(total)
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
