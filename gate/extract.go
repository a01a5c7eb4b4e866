package gate

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hostbound/hostbound/internal/clientconf"
	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/link"
	"github.com/hostbound/hostbound/internal/openapi"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source"
)

// fileTime bounds the reading of one API description with all that it refers to.
const fileTime = 20 * time.Second

// extraction runs the readers and counts what they read.
type extraction struct {
	tree    *repo.Tree
	options Options
	grader  *credential.Grader

	mu      sync.Mutex
	done    int
	total   int
	scanned int
	bytes   int64
}

func (x *extraction) run(ctx context.Context) *fact.Set {
	var code []string
	var data []repo.File
	walked := &fact.Set{NotAnalysed: x.tree.NotAnalysed, Classes: map[string]fact.PathClass{}}
	for _, f := range x.tree.Files {
		if f.Class != fact.ClassMain {
			walked.Classes[f.Path] = f.Class
		}
		if f.Kind == repo.KindPython {
			code = append(code, f.Path)
			x.scanned++
			x.bytes += f.Size
		} else {
			data = append(data, f)
		}
	}
	x.total = len(x.tree.Files)
	sets := []*fact.Set{walked}
	sets = append(sets, x.data(ctx, data)...)
	sets = append(sets, source.Extract(ctx, source.Input{Files: code, Read: x.tree.Read}, source.Options{
		Grader: x.grader, Jobs: x.options.Jobs, Done: func(string) { x.tick("scanned") },
	}))
	return link.Join(sets...)
}

func (x *extraction) tick(what string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done++
	if x.options.Progress != nil {
		x.options.Progress(x.done, x.total, what)
	}
}

// data reads API descriptions and settings, Jobs at a time, results in order.
func (x *extraction) data(ctx context.Context, files []repo.File) []*fact.Set {
	sets := make([]*fact.Set, len(files))
	work := make(chan int)
	var wg sync.WaitGroup
	for range max(x.options.Jobs, 1) {
		wg.Go(func() {
			for i := range work {
				sets[i] = x.one(ctx, files[i])
				x.tick("scanned")
			}
		})
	}
	for i := range files {
		work <- i
	}
	close(work)
	wg.Wait()
	return sets
}

// one reads one file within its time. A fault of a reader costs this file alone.
func (x *extraction) one(ctx context.Context, f repo.File) (set *fact.Set) {
	defer func() {
		if r := recover(); r != nil {
			set = failed(f.Path, fmt.Sprintf("the reader failed: %v", r), true)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, fileTime)
	defer cancel()
	b, err := x.tree.Read(f.Path)
	if err != nil {
		return failed(f.Path, err.Error(), f.Kind == repo.KindDotenv)
	}
	text, reason := repo.Text(b)
	switch {
	case f.Kind == repo.KindDotenv && reason != "":
		return failed(f.Path, reason, true)
	case f.Kind == repo.KindDotenv:
		x.count(f)
		return clientconf.Extract(ctx, f.Path, text, clientconf.Options{Grader: x.grader})
	case reason != "": // text in another encoding could be a description; binary data is none
		return &fact.Set{}
	case repo.IsAPI(text):
		x.count(f)
		return openapi.Extract(ctx, openapi.Input{Path: f.Path, Data: text, Read: x.tree.Read}, openapi.Options{Grader: x.grader})
	}
	return &fact.Set{}
}

func (x *extraction) count(f repo.File) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.scanned++
	x.bytes += f.Size
}

func failed(path, reason string, gates bool) *fact.Set {
	return &fact.Set{NotAnalysed: []fact.NotAnalysed{{At: fact.Location{Path: path}, Reason: reason, Gates: gates}}}
}
