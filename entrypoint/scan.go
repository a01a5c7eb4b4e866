package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

// scanFlags are what the scanning commands and the action share.
type scanFlags struct {
	// prefix stands before a name in messages: "--" of flags, "input " of inputs.
	prefix           string
	include, exclude []string
	rules, disable   []string
	failOn           string
	maxFindings      int
	maxCode, maxSpec int64
	allowEmpty       bool
	strictPaths      bool
	jobs             int
	scope, base      string
}

func (f *scanFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringArrayVar(&f.include, "include", nil, "scan only paths that match this glob (repeatable; ** spans folders)")
	fl.StringArrayVar(&f.exclude, "exclude", nil, "leave out paths that match this glob (repeatable)")
	fl.Int64Var(&f.maxCode, "max-code-size", 0, "largest source file that is read, in bytes (default 5 MB)")
	fl.Int64Var(&f.maxSpec, "max-spec-size", 0, "largest API description or settings file that is read, in bytes (default 32 MB)")
	fl.IntVar(&f.jobs, "jobs", 0, "files read at the same time (default: one a processor)")
}

func (f *scanFlags) registerGate(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.failOn, "fail-on", "high", "least severity that fails: critical, high, medium, low, info or never")
	fl.BoolVar(&f.allowEmpty, "allow-empty", false, "pass where there is nothing to scan")
	fl.BoolVar(&f.strictPaths, "strict-paths", false, "let findings in tests, docs, examples, vendored and generated files weigh, and fail, like all others")
	fl.StringVar(&f.scope, "scope", "all", "which findings count: all, new (not there before the change) or changed (on lines of the change)")
	fl.StringVar(&f.base, "base", "origin/HEAD", "what the change is compared with, for --scope: a branch, origin/BRANCH, a tag or a whole hash; what HEAD has in common with it counts")
	fl.IntVar(&f.maxFindings, "max-findings", 0, "report no more than this many findings, most severe first (0: all)")
	fl.StringArrayVar(&f.rules, "rules", nil, "run only these rules (IDs or names, separated by commas)")
	fl.StringArrayVar(&f.disable, "disable", nil, "leave out these rules (IDs or names, separated by commas)")
	for _, name := range []string{"rules", "disable"} {
		mustComplete(cmd, name, completeRules)
	}
}

// options checks the flags and turns them into what gate takes.
func (f *scanFlags) options(w world) (gate.Options, error) {
	o := gate.Options{
		Include: f.include, Exclude: f.exclude, MaxCode: f.maxCode, MaxSpec: f.maxSpec,
		AllowEmpty: f.allowEmpty, StrictPaths: f.strictPaths, Jobs: f.jobs, MaxFindings: f.maxFindings, Now: w.now(), Version: w.version,
	}
	if f.jobs < 0 || f.maxFindings < 0 || f.maxCode < 0 || f.maxSpec < 0 {
		return o, errors.New("--jobs, --max-findings, --max-code-size and --max-spec-size take numbers from 0")
	}
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	var err error
	if o.Scope, err = scopeOf(f.scope); err != nil {
		return o, fmt.Errorf("%sscope: %w", f.prefix, err)
	}
	if o.FailOn, err = threshold(f.failOn); err != nil {
		return o, fmt.Errorf("%sfail-on: %w", f.prefix, err)
	}
	if o.Rules, err = ruleNames(f.rules); err != nil {
		return o, fmt.Errorf("%srules: %w", f.prefix, err)
	}
	if o.Disable, err = ruleNames(f.disable); err != nil {
		return o, fmt.Errorf("%sdisable: %w", f.prefix, err)
	}
	return o, nil
}

// scopeOf reads a scope; none is all.
func scopeOf(s string) (result.Scope, error) {
	scope := result.Scope(cmp.Or(s, string(result.ScopeAll)))
	if !slices.Contains([]result.Scope{result.ScopeAll, result.ScopeNew, result.ScopeChanged}, scope) {
		return "", fmt.Errorf("unknown scope %q: write all, new or changed", s)
	}
	return scope, nil
}

func threshold(s string) (rules.Severity, error) {
	if s == "never" {
		return rules.None, nil
	}
	sev, err := rules.ParseSeverity(s)
	if err != nil || sev == rules.None {
		return rules.None, fmt.Errorf("unknown severity %q: write critical, high, medium, low, info or never", s)
	}
	return sev, nil
}

func ruleNames(values []string) ([]string, error) {
	var ids []string
	for _, name := range splitList(values) {
		r := rules.Lookup(name)
		if r == nil {
			return nil, unknownRule(name)
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}

func scanCommand(w world) *cobra.Command {
	var (
		flags   = scanFlags{prefix: "--"}
		format  string
		outputs []string
		noColor bool
		verbose bool
		fix     bool
		look    bool
	)
	cmd := &cobra.Command{
		Use:   "scan [PATH]",
		Short: "Scan a folder and decide",
		Long: `Scan a folder (default: the current one) and decide.

Exit codes: 0 the gate passes, 1 it fails on findings, 2 wrong usage,
3 it could not decide (nothing to scan, or a file that matters was not analysed).`,
		Args:              onePath,
		ValidArgsFunction: completeFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := flags.options(w)
			if err != nil {
				return exitError{exitUsage, err}
			}
			targets, err := parseOutputs(format, outputs)
			if err != nil {
				return exitError{exitUsage, err}
			}
			if look && !fix {
				return exitError{exitUsage, errors.New("--diff shows what --fix would do: write both")}
			}
			rep, done, err := scan(cmd.Context(), pathOf(args), flags.base, o, w)
			if err != nil {
				return err
			}
			defer func() { done() }()
			var unfixed error
			switch {
			case look:
				targets = showing(targets)
			case fix:
				var made fixed
				made, unfixed = applyFixes(pathOf(args), rep, w)
				fmt.Fprintln(w.stderr, "hostbound: "+made.says())
				if made.edits == 0 {
					break
				}
				done()
				if rep, done, err = scan(cmd.Context(), pathOf(args), flags.base, o, w); err != nil {
					return err
				}
			}
			plain := noColor || w.getenv("NO_COLOR") != "" || w.getenv("TERM") == "dumb"
			style := textStyle{color: w.stdoutTTY && !plain, verbose: verbose, width: w.width}
			return ended(rep, errors.Join(unfixed, writeReports(targets, rep, style, w)))
		},
	}
	flags.register(cmd)
	flags.registerGate(cmd)
	names := formatNames(formats())
	cmd.Flags().StringVar(&format, "format", "text", "report on standard output: "+strings.Join(names, ", "))
	cmd.Flags().StringArrayVar(&outputs, "output", nil, "write a report to a file: FILE (in --format) or FORMAT=FILE (repeatable)")
	cmd.Flags().BoolVar(&noColor, "no-color", false, "no colour, on a terminal too")
	cmd.Flags().BoolVar(&fix, "fix", false, "make the edits that findings carry, scan again, and report what is left")
	cmd.Flags().BoolVar(&look, "diff", false, "with --fix: show the edits in place of the report, and make none")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "show findings of severity info in full, and all that was not analysed")
	completeFlag(cmd, "format", names...)
	completeFlag(cmd, "fail-on", "critical", "high", "medium", "low", "info", "never")
	return cmd
}

// showing puts the differences in the place of the report on standard output.
func showing(targets []target) []target {
	out := slices.Clone(targets)
	for i := range out {
		if out[i].file == "" {
			out[i].format = reportFormat{"diff", mediumText, func(w io.Writer, r *result.Report, _ textStyle) error { return report.Diff(w, r) }}
		}
	}
	return out
}

func onePath(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("one PATH at a time, not %d; scan their common folder and name them with --include", len(args))
	}
	return nil
}

func pathOf(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	return "."
}

// ended turns the verdict into the exit code; the report has said why. A report
// that cannot be written is no pass, and takes nothing from a failure.
func ended(rep *result.Report, unwritten error) error {
	code := rep.Verdict.ExitCode
	if unwritten != nil && code == exitOK {
		code = exitUndecided
	}
	if code == exitOK {
		return nil
	}
	return exitError{code, unwritten}
}

// scan runs the gate over a folder. The folder is opened as a root, so that no
// link in it leads out of it. It stays open until done is called, since reports show
// lines of its files.
func scan(ctx context.Context, path, base string, o gate.Options, w world) (rep *result.Report, done func(), err error) {
	done = func() {}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, done, exitError{exitUsage, fmt.Errorf("there is no %q; write the path of a folder to scan", path)}
	case err != nil:
		return nil, done, exitError{exitUsage, fmt.Errorf("looking at %q: %w", path, err)}
	case !info.IsDir():
		return nil, done, exitError{exitUsage, fmt.Errorf("%q is a file; write its folder, and --include with its name to scan it alone", path)}
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, done, exitError{exitUsage, fmt.Errorf("opening %q: %w", path, err)}
	}
	git := openGit(path)
	done = func() { git.close(); root.Close() }
	o.Git = git.Git
	if o.Scope != result.ScopeAll {
		if o.Base, err = git.base(root, base); err != nil {
			done()
			return nil, func() {}, exitError{exitUsage, fmt.Errorf("--scope %s compares with --base: %w", o.Scope, err)}
		}
	}
	if rep, err = scanTree(ctx, root.FS(), o, w); err != nil {
		done()
		return nil, func() {}, err
	}
	// A folder below the current one gives paths that can be followed from here.
	if filepath.IsLocal(path) {
		rep.Root = rootName(path)
	}
	return rep, done, nil
}

// rootName is a folder as a report names it: empty for the whole.
func rootName(path string) string {
	if path = filepath.ToSlash(filepath.Clean(path)); path != "." {
		return path
	}
	return ""
}

func scanTree(ctx context.Context, tree fs.FS, o gate.Options, w world) (*result.Report, error) {
	if _, err := io.ReadFull(w.random, o.Key[:]); err != nil {
		return nil, exitError{exitUndecided, fmt.Errorf("reading random bytes: %w", err)}
	}
	bar := newProgress(w)
	o.Progress = bar.show
	rep, err := gate.Run(ctx, tree, o)
	bar.clear()
	var wrong gate.OptionError
	switch {
	case errors.As(err, &wrong):
		return nil, exitError{exitUsage, err}
	case err != nil:
		return nil, exitError{exitUndecided, err}
	}
	return rep, nil
}

// progressAfter is how long a run may take before a person is told where it stands.
const progressAfter = time.Second

// progress is a line on a terminal's standard error.
type progress struct {
	w     world
	start time.Time
	last  time.Time
	drawn bool
}

func newProgress(w world) *progress {
	return &progress{w: w, start: w.now(), last: w.now()}
}

func (p *progress) show(done, total int, what string) {
	if !p.w.stderrTTY {
		return
	}
	now := p.w.now()
	if now.Sub(p.start) < progressAfter || now.Sub(p.last) < progressAfter/10 {
		return
	}
	p.last, p.drawn = now, true
	fmt.Fprintf(p.w.stderr, "\r\x1b[K%s %d/%d", what, done, total)
}

func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w.stderr, "\r\x1b[K")
	}
}
