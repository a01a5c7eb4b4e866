package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/confine"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// The action parses what a stranger wrote, as root, with a token at hand. So the reading
// is done by a child of the same program that is confined and knows no secret; this
// process takes from it a report, and nothing else.

const childName = "scan-child"

// nobody is whom the child runs as where the workspace belongs to root.
const nobody = 65534

// childLimits bound the child.
func childLimits() confine.Limits {
	return confine.Limits{Memory: childMemory, Files: 1024, Time: 30 * time.Minute}
}

// order is what the child is asked to do.
type order struct {
	Include, Exclude    []string
	Rules, Disable      []string
	FailOn              rules.Severity
	MaxFindings         int
	MaxCode, MaxSpec    int64
	AllowEmpty, Strict  bool
	Jobs                int
	Now                 time.Time
	Version, Root       string
	Below               string
	GitDir, Common, Top int // which of the folders that are handed over; 0 is none
	Memory, Files       uint64
	Compare             comparison
}

// The first line of what a child answers.
const (
	answerReport    = "report"
	answerUsage     = "usage"
	answerUndecided = "undecided"
	answerUnreached = "unreached" // the commit that is not here, and why it is needed
)

// maxAnswerLine bounds that line, in bytes.
const maxAnswerLine = 64 << 10

// ownChild makes this program, run once more, a child; it is nil where the system cannot
// confine one.
func ownChild() func(confine.Child) confine.Child {
	if !confine.Supported() {
		return nil
	}
	return func(c confine.Child) confine.Child {
		c.Args = []string{"hostbound", childName}
		return c
	}
}

// place is the folder of the workspace that is scanned.
type place struct {
	ws   *workspace
	tree *os.Root
	git  *gitRoots
	name string // of the folder, as reports name it
}

// scanWorkspace scans apart from this process, which holds the token, where the system
// can confine a process.
func scanWorkspace(ctx context.Context, p place, o gate.Options, c comparison, w world) (*result.Report, error) {
	if w.child != nil {
		return scanApart(ctx, p, o, c, w)
	}
	o.Git = p.git.Git
	note, err := c.apply(&o, p.tree)
	if err != nil {
		return nil, err
	}
	rep, err := scanTree(ctx, p.tree.FS(), o, w)
	if err != nil {
		return nil, err
	}
	noted(rep, note)
	rep.Root = p.name
	return rep, nil
}

// scanApart scans a folder of the workspace in a child.
func scanApart(ctx context.Context, p place, o gate.Options, c comparison, w world) (*result.Report, error) {
	limits := childLimits()
	uid, gid := p.ws.reader()
	ask := order{
		Include: o.Include, Exclude: o.Exclude, Rules: o.Rules, Disable: o.Disable, FailOn: o.FailOn, MaxFindings: o.MaxFindings,
		MaxCode: o.MaxCode, MaxSpec: o.MaxSpec, AllowEmpty: o.AllowEmpty, Strict: o.StrictPaths, Jobs: o.Jobs, Now: o.Now,
		Version: o.Version, Root: p.name, Below: p.git.Below, Memory: limits.Memory, Files: limits.Files, Compare: c,
	}
	folders, err := handOver(p.tree, p.git, &ask)
	defer closeAll(folders)
	if err != nil {
		return nil, exitError{exitUndecided, err}
	}
	input, err := json.Marshal(ask)
	if err != nil {
		return nil, exitError{exitUndecided, fmt.Errorf("asking for a scan: %w", err)}
	}
	var rep *result.Report
	err = w.child(confine.Child{Input: input, Folders: folders, UID: uid, GID: gid, Time: limits.Time}).Run(ctx, func(r io.Reader) error {
		var err error
		rep, err = takeAnswer(r)
		return err
	})
	var exit exitError
	switch {
	case errors.As(err, &exit):
		return nil, exit
	case asUnreached(err) != nil:
		return nil, err
	case err != nil:
		return nil, exitError{exitUndecided, err}
	}
	return rep, nil
}

// handOver opens the folders that the child reads, and says which is which.
func handOver(tree *os.Root, git *gitRoots, ask *order) ([]*os.File, error) {
	var folders []*os.File
	for _, f := range []struct {
		root *os.Root
		at   *int
	}{{tree, new(int)}, {git.dir, &ask.GitDir}, {git.common, &ask.Common}, {git.top, &ask.Top}} {
		if f.root == nil {
			continue
		}
		dir, err := f.root.Open(".")
		if err != nil {
			return folders, fmt.Errorf("opening the folder to scan: %w", err)
		}
		*f.at = len(folders)
		folders = append(folders, dir)
	}
	return folders, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close() // opened to be handed over
	}
}

// takeAnswer reads the answer of a child, which may say anything.
func takeAnswer(r io.Reader) (*result.Report, error) {
	in := bufio.NewReaderSize(r, maxAnswerLine)
	line, err := in.ReadSlice('\n')
	if err != nil {
		return nil, fmt.Errorf("taking over the report: %w", err)
	}
	kind, quoted, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
	switch kind {
	case answerReport:
		return result.Decode(in)
	case answerUnreached:
		commit, why, _ := strings.Cut(quoted, " ")
		said, err := strconv.Unquote(why)
		if err != nil || strings.Trim(commit, "0123456789abcdef-") != "" {
			return nil, errors.New("taking over the report: the answer is none")
		}
		return nil, &unreached{strings.Trim(commit, "-"), said}
	case answerUsage, answerUndecided:
		said, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, errors.New("taking over the report: the answer is none")
		}
		code := exitUndecided
		if kind == answerUsage {
			code = exitUsage
		}
		return nil, exitError{code, errors.New(said)}
	}
	return nil, errors.New("taking over the report: the answer is none")
}

// childCommand is what the child runs. It is no command for people.
func childCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use: childName, Short: "Scan what is handed over, confined (started by action)", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return answer(cmd.Context(), w) },
	}
}

// answer is the child: it is confined before it reads anything but its order.
func answer(ctx context.Context, w world) error {
	var ask order
	if err := json.NewDecoder(w.stdin).Decode(&ask); err != nil {
		return exitError{exitUsage, fmt.Errorf("reading the order: %w", err)}
	}
	o, err := ask.options()
	if err != nil {
		return exitError{exitUndecided, err}
	}
	tree, err := confine.Open(0)
	if err != nil {
		return exitError{exitUndecided, fmt.Errorf("opening the folder to scan: %w", err)}
	}
	defer tree.Close()
	if err := confine.Enter(confine.Limits{Memory: ask.Memory, Files: ask.Files}); err != nil {
		return exitError{exitUndecided, err}
	}
	o.Reading = confine.NewReader(w.stderr).Reading
	note, err := ask.Compare.apply(&o, tree)
	if err != nil {
		return answerError(err, w)
	}
	rep, err := scanTree(ctx, tree.FS(), o, w)
	if err != nil {
		return answerError(err, w)
	}
	noted(rep, note)
	rep.Root = ask.Root
	var b bytes.Buffer
	b.WriteString(answerReport + "\n")
	if err := result.Encode(&b, rep); err != nil {
		return exitError{exitUndecided, err}
	}
	_, err = b.WriteTo(w.stdout)
	return err
}

func answerError(err error, w world) error {
	kind := answerUndecided
	if exit := (exitError{}); errors.As(err, &exit) && exit.code == exitUsage {
		kind = answerUsage
	}
	said := []rune(err.Error())
	if need := asUnreached(err); need != nil {
		kind = answerUnreached + " " + cmp.Or(need.commit, "-")
	}
	_, err = fmt.Fprintf(w.stdout, "%s %s\n", kind, strconv.QuoteToASCII(string(said[:min(len(said), maxAnswerLine/16)])))
	return err
}

// options are what gate takes of an order; the folders are opened.
func (ask order) options() (gate.Options, error) {
	o := gate.Options{
		Include: ask.Include, Exclude: ask.Exclude, Rules: ask.Rules, Disable: ask.Disable, FailOn: ask.FailOn, MaxFindings: ask.MaxFindings,
		MaxCode: ask.MaxCode, MaxSpec: ask.MaxSpec, AllowEmpty: ask.AllowEmpty, StrictPaths: ask.Strict, Jobs: ask.Jobs, Now: ask.Now, Version: ask.Version,
	}
	o.Git.Below = ask.Below
	for _, f := range []struct {
		n  int
		fs *fs.FS
	}{{ask.GitDir, &o.Git.Dir}, {ask.Common, &o.Git.Common}, {ask.Top, &o.Git.Top}} {
		if f.n == 0 {
			continue
		}
		root, err := confine.Open(f.n)
		if err != nil {
			return o, fmt.Errorf("opening a folder of git: %w", err)
		}
		*f.fs = root.FS()
	}
	return o, nil
}
