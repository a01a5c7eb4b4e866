package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing/fstest"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/history"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/result"
)

// comparison says what the scanned tree is compared with, and what for. It goes to the
// child as it is.
type comparison struct {
	Scope result.Scope
	// Policy is set where what leaves findings out is read from before the change.
	Policy bool
	// Commit is the commit before the change; empty is the first parent of HEAD. Forked is
	// set where the change began at what HEAD and Commit have in common.
	Commit string
	Forked bool
	// Fetched holds, once they were asked for, the files of the change as they were before
	// it, below the scanned folder; nil is a file that was not there.
	Fetched map[string][]byte
	// Without says why there is nothing to compare with; empty where there may be.
	Without string
}

// needed reports whether the tree before the change is needed.
func (c comparison) needed() bool { return c.Policy || c.Scope != result.ScopeAll && c.Scope != "" }

// unreached is the error where git's objects here do not hold the commit that is needed.
type unreached struct {
	commit string
	why    string
}

func (u *unreached) Error() string { return u.why }

// apply sets what gate compares with. Where that cannot be had, the scope is all and
// nothing is left out: a change cannot widen what it may do by hiding where it began. The
// note says so.
func (c comparison) apply(o *gate.Options, tree *os.Root) (note string, err error) {
	o.Scope = c.Scope
	if !c.needed() {
		return "", nil
	}
	if c.Without != "" {
		note = "nothing can be compared with what was there before (" + c.Without + ")"
		if c.Scope != result.ScopeAll {
			note += ", so every finding counts"
		}
		if c.Policy {
			note += ", so .hostboundignore leaves nothing out"
			o.Policy = fstest.MapFS{}
		}
		o.Scope = result.ScopeAll
		return note, nil
	}
	before, err := c.before(o.Git, tree)
	if err != nil {
		return "", err
	}
	o.Base = before
	if c.Policy {
		o.Policy = before
	}
	return "", nil
}

// before is the tree before the change: of git's objects, or this one with the files that
// were fetched.
func (c comparison) before(git gate.Git, tree *os.Root) (fs.FS, error) {
	if c.Fetched != nil {
		return repo.Overlay(tree.FS(), c.Fetched), nil
	}
	h, closing, err := openHistory(git, tree)
	if err != nil {
		return nil, &unreached{c.Commit, err.Error()}
	}
	commit := c.Commit
	if commit == "" {
		parents, err := h.Parents()
		if err != nil || len(parents) == 0 {
			closing()
			return nil, &unreached{"", fmt.Sprintf("HEAD has no parent that can be read: %v", err)}
		}
		commit = parents[0]
	}
	at := h.At
	if c.Forked {
		at = h.Base
	}
	before, err := at(commit, git.Below)
	if err != nil {
		closing()
		return nil, &unreached{commit, err.Error()}
	}
	return before, nil
}

// openHistory reads the repository of a folder: the one that git says, or that in it.
func openHistory(git gate.Git, tree *os.Root) (h *history.Repository, closing func(), err error) {
	if git.Dir != nil {
		return history.Open(git.Dir, git.Common), func() {}, nil
	}
	dir, err := tree.OpenRoot(".git")
	if err != nil {
		return nil, nil, fmt.Errorf("opening the git folder: %w", err)
	}
	return history.Open(dir.FS(), nil), func() { dir.Close() }, nil
}

// noted puts a note among what every report says.
func noted(rep *result.Report, note string) {
	if note != "" {
		rep.NotAnalysed = append([]fact.NotAnalysed{{At: fact.Location{Path: "."}, Reason: note}}, rep.NotAnalysed...)
	}
}

// comparison is what the inputs ask for of this event.
func (s settings) comparison(event actionEvent, o gate.Options) comparison {
	change := event.Pull != nil || event.Name == "merge_group"
	c := comparison{Scope: o.Scope, Policy: s.policyFrom == "base" && change}
	if !c.needed() {
		return c
	}
	before, why := event.Earlier()
	if event.wrong != nil {
		why = event.wrong.Error()
	}
	c.Commit, c.Forked, c.Without = before.Commit, before.Forked, why
	return c
}

// fetch asks GitHub for the files of the change as they were, where git's objects do not
// reach back.
func (s settings) fetch(ctx context.Context, event actionEvent, c comparison, below string, need *unreached, w world) comparison {
	client, unable := s.client(event, w)
	switch {
	case client == nil:
		c.Without = need.why + "; " + unable
		return c
	case need.commit == "":
		c.Without = need.why
		return c
	}
	var files map[string][]byte
	var err error
	if c.Scope == result.ScopeAll {
		ignore := path.Join(below, ignoreFile)
		var data []byte
		data, err = client.FileAt(ctx, &event.Event, ignore, need.commit)
		files = map[string][]byte{ignore: data}
	} else {
		files, err = client.Fetch(ctx, &event.Event, github.Earlier{Commit: need.commit, Forked: c.Forked}, func(p string) bool {
			return belongs(p, below) && (gate.Reads(p) || path.Base(p) == ignoreFile)
		})
	}
	if err != nil {
		c.Without = need.why + "; " + err.Error()
		return c
	}
	c.Fetched = map[string][]byte{}
	for p, data := range files {
		c.Fetched[strings.TrimPrefix(p, prefixOf(below))] = data
	}
	return c
}

// ignoreFile is what leaves paths out of a scan.
const ignoreFile = ".hostboundignore"

func prefixOf(below string) string {
	if below == "" {
		return ""
	}
	return below + "/"
}

func belongs(p, below string) bool { return strings.HasPrefix(p, prefixOf(below)) }

// asUnreached is the need that an error tells of, or nil.
func asUnreached(err error) *unreached {
	var need *unreached
	errors.As(err, &need)
	return need
}
