// Package source turns code into facts: a front end for each language, one
// evaluator, and models of libraries as data. Nothing above this package knows
// how a language is parsed.
package source

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source/eval"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// Input is a set of modules. Read returns a file of the repository.
type Input struct {
	Files []repo.File
	// Others are the paths of files that are no code, such as those that say what an
	// import means.
	Others []string
	Read   func(path string) ([]byte, error)
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
	// Reading is called as a file is about to be read, and what it returns as soon as that
	// is over, from any goroutine; it may be nil.
	Reading func(path string) (done func())
	// Parsed is called for each file that is parsed, from any goroutine; it may be nil.
	Parsed func(path string)
}

const (
	// maxRounds bounds how far callers are looked for: each round finds the callers of
	// what the one before found.
	maxRounds = 4
	// The budget of a run, which its files share, and what each gets at least.
	runSteps = 4_000_000_000
	minSteps = 400_000
	maxSteps = 4_000_000
	// packedSteps are for a script that a tool packed: what a person wrote of it is
	// read in its own place.
	packedSteps = 50_000
	packedSize  = 256 << 10 // and from here on, it is not even parsed
)

// Extract reads the modules that the literal pass selects, with what they import and
// what calls them. What cannot be read is in NotAnalysed; there is no other error. The
// result does not depend on Jobs.
func Extract(ctx context.Context, in Input, o Options) *fact.Set {
	x := &extraction{
		languages: languages(), options: o, read: in.Read, files: in.Files,
		programs: map[*language]*program{}, results: make([]*outcome, len(in.Files)),
	}
	x.prepare(ctx, in.Others)
	x.each(func(i int) bool { return true }, func(i int) {
		defer x.reading(i)()
		x.results[i] = x.first(in.Files[i])
		if o.Done != nil {
			o.Done(in.Files[i].Path)
		}
	})
	x.steps = min(maxSteps, max(minSteps, runSteps/max(1, x.count())))
	x.each(x.selected, func(i int) {
		defer x.reading(i)()
		x.evaluate(i)
	})
	for range maxRounds {
		if !x.round() {
			break
		}
	}
	return x.join()
}

// reading tells that a file is about to be read.
func (x *extraction) reading(i int) (done func()) {
	if x.options.Reading == nil {
		return func() {}
	}
	return x.options.Reading(x.files[i].Path)
}

// prepare makes the program of each language.
func (x *extraction) prepare(ctx context.Context, others []string) {
	paths := slices.Clone(others)
	files := map[*language][]repo.File{}
	for _, f := range x.files {
		paths = append(paths, f.Path)
		if l := x.languages[f.Kind]; l != nil {
			files[l] = append(files[l], f)
		}
	}
	slices.Sort(paths)
	t := newTree(paths, x.read)
	for l, fs := range files {
		x.programs[l] = newProgram(ctx, l, t, fs, x.options.Parsed)
	}
}

// each calls f for those of the files that are wanted, Jobs at a time.
func (x *extraction) each(wanted func(i int) bool, f func(i int)) {
	work := make(chan int)
	var wg sync.WaitGroup
	for range max(x.options.Jobs, 1) {
		wg.Go(func() {
			for i := range work {
				f(i)
			}
		})
	}
	for i := range x.files {
		if wanted(i) {
			work <- i
		}
	}
	close(work)
	wg.Wait()
}

type extraction struct {
	languages map[repo.Kind]*language
	programs  map[*language]*program
	options   Options
	read      func(string) ([]byte, error)
	files     []repo.File
	results   []*outcome // one a file
	steps     int        // the budget of one file
	// Of one round: what is looked for, and the words that show its callers.
	wanted map[any]bool
	calls  map[*language]words
}

// outcome is what is known of one file so far.
type outcome struct {
	selected bool
	packed   bool      // by a tool
	failed   *fact.Set // why it was not read
	result   *eval.Result
}

func (x *extraction) selected(i int) bool { return x.results[i].selected }

// count is the number of the files that are read.
func (x *extraction) count() int {
	n := 0
	for i := range x.results {
		if x.selected(i) {
			n++
		}
	}
	return n
}

// first is the literal pass over one file.
func (x *extraction) first(f repo.File) (o *outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = &outcome{failed: notAnalysed(f.Path, fact.Fault(r), true)}
		}
	}()
	l := x.languages[f.Kind]
	data, err := x.read(f.Path)
	if err != nil {
		return &outcome{failed: notAnalysed(f.Path, err.Error(), true)}
	}
	if reason := repo.Text(data); reason != "" {
		return &outcome{failed: notAnalysed(f.Path, reason, l.filter.Selects(repo.Squeezed(data)))}
	}
	o = &outcome{selected: l.filter.Selects(data), packed: repo.Packed(f.Path, data)}
	if o.selected && o.packed && len(data) >= packedSize {
		o.selected = false
		o.failed = notAnalysed(f.Path, "a tool packed it, and it is too large to be read in this form", true)
	}
	return o
}

// budget is the number of steps that a file is given. What others wrote has no more than
// each file of a large repository.
func (x *extraction) budget(i int) int {
	switch c := x.files[i].Class; {
	case x.results[i].packed:
		return packedSteps
	case c == fact.ClassVendored || c == fact.ClassGenerated:
		return minSteps
	}
	return x.steps
}

// linked tells whether a file is read with what it imports, and may be a caller.
func (x *extraction) linked(i int) bool { return linked(x.files[i]) && !x.results[i].packed }

// evaluate reads one module. A fault of the reader costs this file alone.
func (x *extraction) evaluate(i int) {
	f, o := x.files[i], x.results[i]
	defer func() {
		if r := recover(); r != nil {
			o.failed, o.result = notAnalysed(f.Path, fact.Fault(r), true), nil
		}
	}()
	l := x.languages[f.Kind]
	p := x.programs[l]
	file, err := p.file(f.Path)
	if err != nil {
		o.failed = notAnalysed(f.Path, err.Error(), true)
		return
	}
	options := eval.Options{Model: l.model, Grader: x.options.Grader, Versions: x.options.Versions, Steps: x.budget(i), Wanted: x.wanted}
	if !o.selected {
		options.Calls = x.calls[l].names()
	}
	if x.linked(i) {
		options.Program = p
	}
	o.result = run(file, options)
	for _, span := range file.Module.Errors {
		o.result.Set.NotAnalysed = append(o.result.Set.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: f.Path, Start: span.Start, End: span.End}, Reason: "this part does not parse",
			Gates: l.matters(file.Text, span),
		})
	}
}

// run interprets a file with all that it calls. Where that is too much, it follows what
// can hold no fact for its value alone; some values are then not known, and that is said.
func run(file *eval.File, o eval.Options) *eval.Result {
	whole := eval.Run(file, o)
	if !whole.Over || o.Program == nil {
		return whole
	}
	o.Sparing = true
	r := eval.Run(file, o)
	if r.Over {
		return whole
	}
	r.Set.NotAnalysed = append(r.Set.NotAnalysed, fact.NotAnalysed{
		At:     fact.Location{Path: file.Module.Path},
		Reason: "the module takes more steps with all that it calls than are given to one, so some calls are not followed: values that they give are not known",
	})
	return r
}

// linked tells whether a file is read with what it imports. What a test hands to the
// program is made up, and says nothing of where its credentials go.
func linked(f repo.File) bool { return f.Class == fact.ClassMain || f.Class == fact.ClassGenerated }

// round reads the callers of the functions that want to know more. It reports
// whether there were any.
func (x *extraction) round() bool {
	needs := map[*language][]eval.Need{}
	fresh := map[any]bool{}
	classes := map[any]bool{}
	for i, o := range x.results {
		if o.result == nil || !x.linked(i) {
			continue
		}
		for _, n := range o.result.Needs {
			if !x.wanted[n.ID] && !fresh[n.ID] {
				l := x.languages[x.files[i].Kind]
				needs[l] = append(needs[l], n)
				fresh[n.ID] = true
				if n.ClassID != nil {
					classes[n.ClassID] = true
				}
			}
		}
	}
	if len(fresh) == 0 {
		return false
	}
	wanted := maps.Clone(x.wanted)
	if wanted == nil {
		wanted = map[any]bool{}
	}
	maps.Copy(wanted, fresh)
	x.wanted = wanted
	x.calls = map[*language]words{}
	for l, ns := range needs {
		x.calls[l] = wordsOf(ns)
	}
	x.each(func(i int) bool { return x.results[i].failed == nil && x.linked(i) }, func(i int) {
		defer x.reading(i)()
		o, w := x.results[i], x.calls[x.languages[x.files[i].Kind]]
		switch {
		case o.result != nil && makes(o.result, classes):
			x.evaluate(i)
		case o.result == nil && len(w.both) > 0:
			if data, err := x.read(x.files[i].Path); err == nil && w.in(data) {
				x.evaluate(i)
			}
		}
	})
	return true
}

func makes(r *eval.Result, classes map[any]bool) bool {
	for c := range r.Made {
		if classes[c] {
			return true
		}
	}
	return false
}

// matters tells whether a part that did not parse could have held a route.
func (l *language) matters(data []byte, s ir.Span) bool {
	from, to := s.Start.Offset, s.End.Offset
	return from >= 0 && from < to && to <= len(data) && l.filter.Selects(data[from:to])
}

func notAnalysed(path, reason string, gates bool) *fact.Set {
	return &fact.Set{NotAnalysed: []fact.NotAnalysed{{At: fact.Location{Path: path}, Reason: reason, Gates: gates}}}
}

// join puts the modules' facts together: those of a function that another file calls
// are told by its callers. Client objects are numbered anew.
func (x *extraction) join() *fact.Set {
	covered := map[any]bool{}
	for i, o := range x.results {
		if o.result != nil && !o.result.Over && x.linked(i) {
			maps.Copy(covered, o.result.Covered)
		}
	}
	j := &joining{out: &fact.Set{}, clients: map[int]int{}, routes: map[string]int{}, seen: map[string]bool{}}
	for _, o := range x.results {
		if o.failed != nil {
			j.add(o.failed)
		}
		if o.result != nil {
			j.add(o.result.Without(func(id any) bool { return covered[id] }))
		}
	}
	j.untold(x.results, covered)
	unused(j.out)
	return j.out
}

// untold adds the routes of calls that no caller tells of: what one of them was followed
// for may have ended before.
func (j *joining) untold(results []*outcome, covered map[any]bool) {
	told := map[fact.Location]bool{}
	for i := range j.out.Routes {
		told[j.out.Routes[i].At] = true
	}
	rest := &fact.Set{}
	for _, o := range results {
		if o.result == nil {
			continue
		}
		for _, r := range o.result.Left(func(id any) bool { return covered[id] }) {
			if !told[r.At] {
				rest.Routes = append(rest.Routes, r)
			}
		}
	}
	j.add(rest)
}

// unused drops what was written out and may be a credential by its use, where no request
// of this module carries it. Settings and secrets may be used in another.
func unused(s *fact.Set) {
	carried := map[string]bool{}
	for i := range s.Routes {
		for _, mark := range s.Routes[i].Credential.Marks() {
			carried[mark] = true
		}
	}
	s.Exposures = slices.DeleteFunc(s.Exposures, func(x fact.Exposure) bool {
		o := x.Credential.Origin
		return x.ByUse && !o.Setting() && o != fact.OriginSecretStore && !slices.ContainsFunc(x.Credential.Marks(), func(mark string) bool { return carried[mark] })
	})
}

// joining puts sets together; what several of them tell is told once.
type joining struct {
	out     *fact.Set
	clients map[int]int
	routes  map[string]int // by the call that sends
	seen    map[string]bool
}

func (j *joining) add(s *fact.Set) {
	for _, r := range s.Routes {
		if r.Client.ID != 0 {
			if j.clients[r.Client.ID] == 0 {
				j.clients[r.Client.ID] = len(j.clients) + 1
			}
			r.Client.ID = j.clients[r.Client.ID]
		}
		j.route(r)
	}
	j.out.Literals = addFresh(j, "literal", j.out.Literals, s.Literals, func(l fact.Literal) string { return l.Credential.At.String() + string(l.Use) })
	j.out.Exposures = addFresh(j, "exposure", j.out.Exposures, s.Exposures, func(e fact.Exposure) string {
		c := e.Credential
		c.Claims = nil // they are those of the literal, which its place says
		return fmt.Sprint(e.At, e.Sink, c)
	})
	j.out.TokenUses = addFresh(j, "token", j.out.TokenUses, s.TokenUses, func(t fact.TokenUse) string { return fmt.Sprint(t.At, t.Entry, t.Token, t.Operation) })
	j.out.HostUses = addFresh(j, "host", j.out.HostUses, s.HostUses, func(h fact.HostUse) string { return h.At.String() + h.Source + h.Use })
	j.out.Switches = addFresh(j, "switch", j.out.Switches, s.Switches, func(w fact.Switch) string { return w.At.String() + w.Kind })
	j.out.IssuerChecks = addFresh(j, "issuer", j.out.IssuerChecks, s.IssuerChecks, fact.Location.String)
	j.out.Variables = addFresh(j, "variable", j.out.Variables, s.Variables, func(v fact.Variable) string { return v.Name + v.At.String() })
	j.out.Masks = addFresh(j, "mask", j.out.Masks, s.Masks, fact.Location.String)
	j.out.NotAnalysed = addFresh(j, "not analysed", j.out.NotAnalysed, s.NotAnalysed, func(n fact.NotAnalysed) string { return n.At.String() + n.Reason })
}

// route keeps a route, unless the files that call one function tell the same over and
// over: then once is enough, whatever object each of them sends with.
func (j *joining) route(r fact.Route) {
	id := r.Client.ID
	r.Client.ID = 0
	content := eval.RouteKey(&r)
	r.Client.ID = id
	at := r.At.String()
	known := !j.fresh("content", content)
	if known && (j.routes[at] >= maxSame || !j.fresh("route", fmt.Sprint(content, id))) {
		return
	}
	if !known {
		j.fresh("route", fmt.Sprint(content, id))
	}
	j.routes[at]++
	j.out.Routes = append(j.out.Routes, r)
}

// maxSame is how many routes of one call may differ in the sending object alone.
const maxSame = 16

func (j *joining) fresh(kind, key string) bool {
	key = kind + "\x00" + key
	if j.seen[key] {
		return false
	}
	j.seen[key] = true
	return true
}

func addFresh[T any](j *joining, kind string, to, from []T, key func(T) string) []T {
	for _, f := range from {
		if j.fresh(kind, key(f)) {
			to = append(to, f)
		}
	}
	return to
}
