package bench

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/source/prefilter"
	"github.com/hostbound/hostbound/internal/source/python"
)

const (
	treeSize = 30 << 20
	fileSize = 12 << 10
)

// markers are of the kinds that the models give.
var markers = []string{"import requests", "import httpx", "import aiohttp", "import urllib", "import urllib2", "import urllib3",
	"import http.client", "import httplib", "import jwt", "import jose", "import flask", "authorization", "bearer",
	"x-api-key", "token=", "api_key=", "apikey=", "secret=", "password=", "passwd=", "eyj*", "jwt", "request.host"}

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

// BenchmarkLiteralPass reads 30 MB of Python that makes no HTTP calls and decides
// of each file whether it matters.
func BenchmarkLiteralPass(b *testing.B) {
	_, paths := writeTree(b, treeSize, fileSize, 0)
	filter := prefilter.New(markers)
	pass := func() {
		for _, p := range paths {
			if filter.Selects(read(b, p)) {
				b.Fatalf("%s is selected", p)
			}
		}
	}
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(pass)
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
}

// BenchmarkMixedTree selects and lowers a tree in which a tenth of the files
// holds a client.
func BenchmarkMixedTree(b *testing.B) {
	_, paths := writeTree(b, treeSize/4, fileSize, 10)
	filter := prefilter.New(markers)
	selected, chosen := 0, 0
	pass := func() {
		selected, chosen = 0, 0
		for _, p := range paths {
			data := read(b, p)
			if !filter.Selects(data) {
				continue
			}
			selected, chosen = selected+len(data), chosen+1
			if _, err := python.Lower(context.Background(), p, data); err != nil {
				b.Fatal(err)
			}
		}
	}
	base := timed(func() { b.SetBytes(int64(readAndLower(b, paths))) })
	var took time.Duration
	for b.Loop() {
		took = timed(pass)
	}
	if want := (len(paths) + 9) / 10; chosen != want {
		b.Errorf("%d files selected, %d hold a client", chosen, want)
	}
	b.ReportMetric(float64(took)/float64(base), "x-read-and-lower")
	b.ReportMetric(float64(selected)/1e6/took.Seconds(), "MB-lowered/s")
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
