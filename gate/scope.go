package gate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

func (o Options) checkScope() error {
	switch o.Scope {
	case "", result.ScopeAll:
		return nil
	case result.ScopeNew, result.ScopeChanged:
		if o.Base == nil {
			return fmt.Errorf("the scope %q needs a tree to compare with", o.Scope)
		}
		return nil
	}
	return fmt.Errorf("unknown scope %q: write all, new or changed", o.Scope)
}

// narrow sets those findings aside that do not count in the scope of the run.
func narrow(ctx context.Context, r *result.Report, tree *repo.Tree, selected []*rules.Rule, o Options) error {
	r.Scope = o.Scope
	var counts func(*result.Finding) bool
	switch o.Scope {
	case result.ScopeNew:
		before, err := scanBase(ctx, selected, o)
		if err != nil {
			return err
		}
		counts = newTo(before, r, o)
		missedBefore(r, before)
	case result.ScopeChanged:
		counts = changes{base: o.Base, read: tree.Read, lines: map[string]touched{}}.touch
	default:
		return nil
	}
	all := r.Findings
	r.Findings = []result.Finding{}
	for i := range all {
		if counts(&all[i]) {
			r.Findings = append(r.Findings, all[i])
		} else {
			all[i].Known = true
			r.Known = append(r.Known, all[i])
		}
	}
	return nil
}

// scanBase scans the tree as it was, with the options of this run.
func scanBase(ctx context.Context, selected []*rules.Rule, o Options) (*result.Report, error) {
	before := o
	before.Scope, before.Base, before.MaxFindings, before.Progress = result.ScopeAll, nil, 0, nil
	before.Git = Git{Below: o.Git.Below} // what is in a commit is tracked
	if before.Policy == nil {
		before.Policy = o.Base
	}
	r, err := scan(ctx, o.Base, selected, before)
	if err != nil {
		return nil, fmt.Errorf("scanning what was there before: %w", err)
	}
	return r, nil
}

// newTo tells the findings that were not there before. One in a file that is new is known
// where a file that is gone had it, on a line of the same text: the file was moved.
func newTo(before, now *result.Report, o Options) func(*result.Finding) bool {
	stays, known, moved := map[string]bool{}, map[string]bool{}, map[string]int{}
	for i := range now.Findings {
		stays[now.Findings[i].Fingerprint] = true
	}
	for i := range before.Findings {
		f := &before.Findings[i]
		known[f.Fingerprint] = true
		if !stays[f.Fingerprint] {
			moved[f.Content]++
		}
	}
	return func(f *result.Finding) bool {
		if known[f.Fingerprint] {
			return false
		}
		if _, err := fs.Stat(o.Base, f.At.Path); !errors.Is(err, fs.ErrNotExist) || moved[f.Content] == 0 {
			return true
		}
		moved[f.Content]--
		return false
	}
}

// missedBefore lets what was not analysed before the change either decide nothing.
func missedBefore(r, before *result.Report) {
	missed := map[string]bool{}
	key := func(n fact.NotAnalysed) string { return n.At.Path + "\x00" + n.Reason }
	for _, n := range before.NotAnalysed {
		missed[key(n)] = true
	}
	for i := range r.NotAnalysed {
		r.NotAnalysed[i].Gates = r.NotAnalysed[i].Gates && !missed[key(r.NotAnalysed[i])]
	}
}

// changes knows which lines a change touches.
type changes struct {
	base  fs.FS
	read  func(string) ([]byte, error)
	lines map[string]touched
}

// touched are the lines of a file that are new or changed; all is set where all of them are.
type touched struct {
	all   bool
	lines map[int]bool
}

// touch tells a finding that stands on a line of the change, or that a line of the change
// is a part of.
func (c changes) touch(f *result.Finding) bool {
	return c.has(f.At) || slices.ContainsFunc(f.Evidence, func(e fact.Evidence) bool { return c.has(e.At) })
}

func (c changes) has(at fact.Location) bool {
	t, seen := c.lines[at.Path]
	if !seen {
		t = c.of(at.Path)
		c.lines[at.Path] = t
	}
	if t.all {
		return true
	}
	for n := at.Start.Line; n <= max(at.End.Line, at.Start.Line); n++ {
		if t.lines[n] {
			return true
		}
	}
	return false
}

// maxDiff bounds the files of which lines are compared, in bytes; of larger ones every
// line is taken for changed where the text is.
const maxDiff = 2 << 20

// of compares a file with what it was.
func (c changes) of(path string) touched {
	now, err := c.read(path)
	if err != nil {
		return touched{all: true} // what cannot be compared counts
	}
	before, err := fs.ReadFile(c.base, path)
	if err != nil {
		return touched{all: true}
	}
	if string(now) == string(before) {
		return touched{}
	}
	if len(now) > maxDiff || len(before) > maxDiff {
		return touched{all: true}
	}
	out := touched{lines: map[int]bool{}}
	line, done := 1, 0
	for _, e := range udiff.Lines(string(before), string(now)) {
		line += strings.Count(string(before[done:e.Start]), "\n")
		added := strings.Count(e.New, "\n")
		if !strings.HasSuffix(e.New, "\n") && e.New != "" {
			added++
		}
		for n := range added {
			out.lines[line+n] = true
		}
		line += strings.Count(e.New, "\n")
		done = e.End
	}
	return out
}
