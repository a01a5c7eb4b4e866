// Package gate is the pipeline: it finds files, hands each to its reader, joins
// and grades the facts, asks the rules, and decides once.
package gate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"slices"
	"sort"
	"time"

	"github.com/hostbound/hostbound/internal/clientconf"
	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/link"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// Options say what to scan and when to fail.
type Options struct {
	Include, Exclude []string       // globs
	Rules, Disable   []string       // rule IDs; no Rules is all of them
	FailOn           rules.Severity // None is never
	MaxFindings      int            // 0 is no limit
	MaxCode, MaxSpec int64          // bytes; 0 is the default
	AllowEmpty       bool
	StrictPaths      bool // tests, docs, examples, vendored and generated files weigh as all others
	Jobs             int
	Now              time.Time
	Key              [16]byte // random, new for each run
	Version          string
	Git              Git
	// Scope says which findings count; empty is all. Any other needs Base, the tree as it
	// was before the change.
	Scope result.Scope
	Base  fs.FS
	// Policy is the tree whose .hostboundignore counts; nil is the scanned one.
	Policy fs.FS
	// Progress may be nil. It is called from one goroutine at a time.
	Progress func(done, total int, what string)
	// Reading may be nil. It is called, from any goroutine, as a file is about to be read,
	// and what it returns as soon as that is over.
	Reading func(path string) (done func())
}

// Git is what lies outside the scanned folder and says what git tracks in it.
type Git = repo.Git

// OptionError says what is wrong with an option.
type OptionError struct{ Err error }

func (e OptionError) Error() string { return e.Err.Error() }

func (e OptionError) Unwrap() error { return e.Err }

// Run scans a tree. An error means that the tree could not be walked at all, that
// an option is wrong (OptionError), or that the program is; everything else is in
// the report.
func Run(ctx context.Context, fsys fs.FS, o Options) (rep *result.Report, err error) {
	defer func() {
		if r := recover(); r != nil {
			rep, err = nil, fmt.Errorf("%s, which is an error of this program\n%s", fact.Fault(r), debug.Stack())
		}
	}()
	selected, err := selectRules(o)
	if err != nil {
		return nil, OptionError{err}
	}
	if err := o.checkScope(); err != nil {
		return nil, OptionError{err}
	}
	return scan(ctx, fsys, selected, o)
}

// scan is a run whose options are checked.
func scan(ctx context.Context, fsys fs.FS, selected []*rules.Rule, o Options) (*result.Report, error) {
	tree, err := repo.Walk(ctx, fsys, repo.Options{
		Include: o.Include, Exclude: o.Exclude, MaxCode: o.MaxCode, MaxSpec: o.MaxSpec, Config: clientconf.Selects, Git: o.Git, Policy: o.Policy,
	})
	var wrong repo.GlobError
	switch {
	case errors.As(err, &wrong):
		return nil, OptionError{err}
	case err != nil:
		return nil, err
	}
	x := &extraction{tree: tree, options: o, grader: credential.NewGrader(o.Key)}
	facts := x.run(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("scanning: %w", err)
	}
	link.Grade(facts)
	r := report(tree, facts, rules.Run(facts, o.Now, selected), x, selected, o)
	if err := narrow(ctx, r, tree, selected, o); err != nil {
		return nil, err
	}
	r.Verdict = decide(r, o)
	cut(r, o.MaxFindings)
	return r, nil
}

// Reads reports whether a scan may look into a file at this path.
func Reads(path string) bool { return repo.Wants(path) || clientconf.Selects(path) }

func selectRules(o Options) ([]*rules.Rule, error) {
	for _, id := range slices.Concat(o.Rules, o.Disable) {
		if rules.Lookup(id) == nil {
			return nil, fmt.Errorf("unknown rule %q", id)
		}
	}
	var out []*rules.Rule
	for _, r := range rules.All() {
		if (len(o.Rules) == 0 || slices.Contains(o.Rules, r.ID)) && !slices.Contains(o.Disable, r.ID) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no rule is left to run")
	}
	return out, nil
}

func report(tree *repo.Tree, facts *fact.Set, found []rules.Finding, x *extraction, selected []*rules.Rule, o Options) *result.Report {
	lines := result.NewLines(tree.Read, facts.Masks)
	r := &result.Report{
		Version: o.Version, Routes: facts.Routes, NotAnalysed: notAnalysed(facts), Rules: selected, Lines: lines,
		Files: result.Files{Scanned: x.scanned, Seen: tree.Seen, Ignored: tree.Ignored, Excluded: tree.Excluded, Bytes: x.bytes},
	}
	r.Findings = result.Identify(found, o.Git.Below, lines)
	return r
}

// cut leaves n findings in the report, those of the highest rank; 0 is all.
func cut(r *result.Report, n int) {
	if n > 0 && len(r.Findings) > n {
		r.Hidden = len(r.Findings) - n
		r.Findings = first(r.Findings, n)
	}
}

// first are the n findings of the highest rank, in the order of all.
func first(fs []result.Finding, n int) []result.Finding {
	keep := map[*result.Finding]bool{}
	for _, f := range result.Ranked(fs)[:n] {
		keep[f] = true
	}
	out := make([]result.Finding, 0, n)
	for i := range fs {
		if keep[&fs[i]] {
			out = append(out, fs[i])
		}
	}
	return out
}

func notAnalysed(facts *fact.Set) []fact.NotAnalysed {
	out := slices.Clone(facts.NotAnalysed)
	for i := range out {
		out[i].Gates = out[i].Gates && facts.Class(out[i].At.Path) == fact.ClassMain
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At.Before(out[j].At) })
	return slices.CompactFunc(out, func(a, b fact.NotAnalysed) bool { return a.At == b.At && a.Reason == b.Reason })
}
