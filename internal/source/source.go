// Package source turns code into facts: a front end for each language, one
// evaluator, and models of libraries as data. Nothing above this package knows
// how a language is parsed.
package source

import (
	"context"
	"sync"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source/eval"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// Input is a set of modules. Read returns a file of it.
type Input struct {
	Files []repo.File
	Read  func(path string) ([]byte, error)
}

// Options are the same for every file.
type Options struct {
	Grader *credential.Grader
	// Versions says which version of a package a file is built with; it may be nil, and
	// is called from several goroutines.
	Versions models.Versions
	Jobs     int // files at the same time; at least 1
	// Done is called after each file, from any goroutine; it may be nil.
	Done func(path string)
}

// Extract reads the modules that the literal pass selects. What cannot be read
// is in NotAnalysed; there is no other error. The result does not depend on Jobs.
func Extract(ctx context.Context, in Input, o Options) *fact.Set {
	x := &extraction{languages: languages(), options: o, read: in.Read}
	sets := make([]*fact.Set, len(in.Files))
	work := make(chan int)
	var wg sync.WaitGroup
	for range max(o.Jobs, 1) {
		wg.Go(func() {
			for i := range work {
				sets[i] = x.file(ctx, in.Files[i])
				if o.Done != nil {
					o.Done(in.Files[i].Path)
				}
			}
		})
	}
	for i := range in.Files {
		work <- i
	}
	close(work)
	wg.Wait()
	return join(sets)
}

type extraction struct {
	languages map[repo.Kind]*language
	options   Options
	read      func(string) ([]byte, error)
}

// file reads one module. A fault of the reader costs this file alone.
func (x *extraction) file(ctx context.Context, f repo.File) (set *fact.Set) {
	path, l := f.Path, x.languages[f.Kind]
	defer func() {
		if r := recover(); r != nil {
			set = notAnalysed(path, fact.Fault(r), true)
		}
	}()
	data, err := x.read(path)
	if err != nil {
		return notAnalysed(path, err.Error(), true)
	}
	if reason := repo.Text(data); reason != "" {
		return notAnalysed(path, reason, l.filter.Selects(repo.Squeezed(data)))
	}
	if !l.filter.Selects(data) {
		return &fact.Set{}
	}
	mod, err := l.lower(ctx, path, data)
	if err != nil {
		return notAnalysed(path, err.Error(), true)
	}
	set = eval.Module(mod, data, l.model, x.options.Grader, x.options.Versions)
	for _, span := range mod.Errors {
		set.NotAnalysed = append(set.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: path, Start: span.Start, End: span.End}, Reason: "this part does not parse",
			Gates: l.matters(data, span),
		})
	}
	return set
}

// matters tells whether a part that did not parse could have held a route.
func (l *language) matters(data []byte, s ir.Span) bool {
	from, to := s.Start.Offset, s.End.Offset
	return from >= 0 && from < to && to <= len(data) && l.filter.Selects(data[from:to])
}

func notAnalysed(path, reason string, gates bool) *fact.Set {
	return &fact.Set{NotAnalysed: []fact.NotAnalysed{{At: fact.Location{Path: path}, Reason: reason, Gates: gates}}}
}

// join puts the modules' facts together, client objects kept apart.
func join(sets []*fact.Set) *fact.Set {
	out := &fact.Set{}
	clients := 0
	for _, s := range sets {
		last := clients
		for i := range s.Routes {
			if id := &s.Routes[i].Client.ID; *id != 0 {
				*id += clients
				last = max(last, *id)
			}
		}
		clients = last
		out.Routes = append(out.Routes, s.Routes...)
		out.Literals = append(out.Literals, s.Literals...)
		out.Exposures = append(out.Exposures, s.Exposures...)
		out.TokenUses = append(out.TokenUses, s.TokenUses...)
		out.HostUses = append(out.HostUses, s.HostUses...)
		out.Switches = append(out.Switches, s.Switches...)
		out.Masks = append(out.Masks, s.Masks...)
		out.NotAnalysed = append(out.NotAnalysed, s.NotAnalysed...)
	}
	return out
}
