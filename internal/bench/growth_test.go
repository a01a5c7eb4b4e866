package bench

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source"
)

// service is a repository in which a credential goes through several modules.
func service(modules int) map[string]string {
	files := map[string]string{
		"app/__init__.py": "",
		"app/config.py":   "import os\n\nBASE = os.environ.get('API_URL', 'https://api.example.com')\nTOKEN = os.environ['API_TOKEN']\n",
		"app/session.py":  "import requests\n\nfrom app import config\n\n\ndef session():\n    s = requests.Session()\n    s.headers['Authorization'] = 'Bearer ' + config.TOKEN\n    return s\n\n\nclass Client:\n    def __init__(self, base):\n        self.base = base\n        self.session = session()\n\n    def get(self, path):\n        return self.session.get(self.base + '/' + path, timeout=3)\n",
	}
	for i := range modules {
		files[fmt.Sprintf("app/plain%d.py", i)] = plainModule
		files[fmt.Sprintf("app/views%d.py", i)] = fmt.Sprintf("from app import config\nfrom app.session import Client\n\nclient = Client(config.BASE)\n\n\ndef view%d():\n    return client.get('things/%d')\n\n\ndef other(x):\n    return x + 1\n", i, i)
	}
	return files
}

const plainModule = `def area(shape):
    if shape.kind == "circle":
        return 3.14 * shape.radius ** 2
    return shape.width * shape.height


class Table:
    def __init__(self, rows):
        self.rows = rows

    def total(self, column):
        return sum(row[column] for row in self.rows)
`

// copies is a tree of n copies of one repository, side by side. HOSTBOUND_REPO names
// one on disk to take instead of the made one.
func copies(b *testing.B, n int) (files []repo.File, read func(string) ([]byte, error), size int64) {
	b.Helper()
	texts := map[string][]byte{}
	if root := os.Getenv("HOSTBOUND_REPO"); root != "" {
		r, err := os.OpenRoot(root)
		if err != nil {
			b.Fatal(err)
		}
		defer r.Close()
		tree, err := repo.Walk(context.Background(), r.FS(), repo.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range tree.Files {
			if f.Kind.Code() {
				if texts[f.Path], err = tree.Read(f.Path); err != nil {
					b.Fatal(err)
				}
			}
		}
	} else {
		for p, text := range service(200) {
			texts[p] = []byte(text)
		}
	}
	all := map[string][]byte{}
	for i := range n {
		for p, text := range texts {
			name := path.Join(fmt.Sprintf("copy%d", i), p)
			all[name] = text
			size += int64(len(text))
			files = append(files, repo.File{Path: name, Kind: repo.KindOf(name), Class: repo.Classify(name), Size: int64(len(text))})
		}
	}
	return files, func(p string) ([]byte, error) {
		if text, ok := all[p]; ok {
			return text, nil
		}
		return nil, fs.ErrNotExist
	}, size
}

// BenchmarkGrowth reads one repository, then 2, 4 and 8 copies of it, and says what a
// copy of eight takes for each that one alone takes: 1 is linear. It says how many of
// the files were parsed, and what the heap held at most.
func BenchmarkGrowth(b *testing.B) {
	var alone time.Duration
	for _, n := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprintf("copies=%d", n), func(b *testing.B) {
			files, read, size := copies(b, n)
			b.SetBytes(size)
			var parsed atomic.Int64
			peak := watchHeap()
			var took time.Duration
			for b.Loop() {
				took = timed(func() {
					parsed.Store(0)
					set := source.Extract(context.Background(), source.Input{Files: files, Read: read}, source.Options{
						Jobs: 1, Grader: credential.NewGrader([16]byte{}), Parsed: func(string) { parsed.Add(1) },
					})
					if len(set.Routes) == 0 {
						b.Fatal("no routes")
					}
				})
			}
			if n == 1 {
				alone = took
			}
			b.ReportMetric(float64(took)/float64(alone)/float64(n), "x-of-one-copy")
			b.ReportMetric(float64(parsed.Load()), "parsed")
			b.ReportMetric(float64(len(files)), "files")
			b.ReportMetric(float64(peak())/(1<<20), "MB-heap")
		})
	}
}

// watchHeap notes the most that the heap holds until it is asked.
func watchHeap() func() uint64 {
	var most atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 { close(stop); <-done; return most.Load() }
}
