package gate

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hostbound/hostbound/internal/clientconf"
	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/link"
	"github.com/hostbound/hostbound/internal/manifest"
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
	// generated are the files of source whose own text says that a program wrote them.
	generated map[string]bool
}

func (x *extraction) run(ctx context.Context) *fact.Set {
	var code, data []repo.File
	var manifests []string
	x.total = len(x.tree.Files)
	var others []string
	for _, f := range x.tree.Files {
		switch {
		case f.Kind.Code():
			code = append(code, f)
			x.scanned++
			x.bytes += f.Size
		case f.Kind == repo.KindManifest:
			manifests = append(manifests, f.Path)
			others = append(others, f.Path)
			if clientconf.Named(f.Path) { // it says where packages come from, too
				data = append(data, f)
				continue
			}
			x.tick("found")
		default:
			data = append(data, f)
			others = append(others, f.Path)
		}
	}
	versions := manifest.New(manifests, x.tree.Read)
	sets := []*fact.Set{{NotAnalysed: x.tree.NotAnalysed}, x.large()}
	sets = append(sets, x.data(ctx, data)...)
	sets = append(sets, source.Extract(ctx, source.Input{Files: code, Others: others, Read: x.code}, source.Options{
		Grader: x.grader, Jobs: x.options.Jobs, Done: func(string) { x.tick("scanned") }, Versions: versions.Package, Reading: x.reading,
	}))
	sets = append(sets, &fact.Set{Images: versions.Resolvers(), NotAnalysed: versions.NotAnalysed()})
	return link.Join(append(sets, &fact.Set{Classes: x.classes()})...)
}

// large says which of the files over their bound could have mattered: code that the
// literal pass selects, data that holds an API description, and settings.
func (x *extraction) large() *fact.Set {
	out := &fact.Set{}
	if len(x.tree.Large) == 0 {
		return out
	}
	selects := source.Selector()
	for _, f := range x.tree.Large {
		is, limit := func(piece []byte) bool { return selects(f.Kind, piece) }, x.tree.MaxCode()
		if !f.Kind.Code() {
			is, limit = repo.MentionsAPI, x.tree.MaxSpec()
		}
		matters := clientconf.Named(f.Path) || x.tree.Any(f.Path, func(piece []byte) bool {
			return is(piece) || bytes.IndexByte(piece, 0) >= 0 && is(repo.Squeezed(piece))
		})
		if !matters && !f.Kind.Code() {
			continue // data, and nobody's API
		}
		out.NotAnalysed = append(out.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: f.Path}, Reason: fmt.Sprintf("the file has %d bytes, over the limit of %d", f.Size, limit), Gates: matters,
		})
	}
	return out
}

// code reads a file of source, and notes where a program wrote it.
func (x *extraction) code(path string) ([]byte, error) {
	b, err := x.tree.Read(path)
	if err == nil && (repo.Generated(b) || repo.Packed(path, b)) {
		x.mu.Lock()
		defer x.mu.Unlock()
		if x.generated == nil {
			x.generated = map[string]bool{}
		}
		x.generated[path] = true
	}
	return b, err
}

// classes holds the class of every file that findings weigh less in.
func (x *extraction) classes() map[string]fact.PathClass {
	classes := map[string]fact.PathClass{}
	if x.options.StrictPaths {
		return classes
	}
	for p := range x.generated {
		classes[p] = fact.ClassGenerated
	}
	for _, f := range slices.Concat(x.tree.Files, x.tree.Large) {
		if f.Class != fact.ClassMain {
			classes[f.Path] = f.Class
		}
	}
	for _, n := range x.tree.NotAnalysed {
		if c := repo.Classify(n.At.Path); c != fact.ClassMain {
			classes[n.At.Path] = c
		}
	}
	return classes
}

// reading tells that a file is about to be read.
func (x *extraction) reading(path string) (done func()) {
	if x.options.Reading == nil {
		return func() {}
	}
	return x.options.Reading(path)
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
			set = failed(f.Path, fact.Fault(r), true)
		}
	}()
	defer x.reading(f.Path)()
	ctx, cancel := context.WithTimeout(ctx, fileTime)
	defer cancel()
	if ctx.Err() != nil {
		return &fact.Set{}
	}
	named := clientconf.Named(f.Path) && f.Kind != repo.KindManifest // what a manifest lacks decides nothing
	b, err := x.tree.Read(f.Path)
	if err != nil {
		return failed(f.Path, err.Error(), named)
	}
	reason := repo.Text(b)
	switch {
	case reason != "" && (named || repo.IsAPI(repo.Squeezed(b))):
		return failed(f.Path, reason, true)
	case reason != "":
		return &fact.Set{}
	case !named && repo.IsAPI(b):
		x.count(f)
		return openapi.Extract(ctx, openapi.Input{Path: f.Path, Data: b, Read: x.tree.Read}, openapi.Options{Grader: x.grader})
	}
	if set := clientconf.Extract(ctx, f.Path, b, clientconf.Options{Grader: x.grader}); set != nil {
		x.count(f)
		for i := range set.NotAnalysed {
			set.NotAnalysed[i].Gates = set.NotAnalysed[i].Gates && f.Kind != repo.KindManifest
		}
		return set
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
