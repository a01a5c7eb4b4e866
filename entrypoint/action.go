package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"
	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/sarif"
)

const (
	maxSummary  = 1 << 20 // what GitHub takes as the summary of a step, in bytes
	maxNotes    = 8 << 10 // of it, what is kept for what the API says
	maxCategory = 200     // bytes
)

func actionCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "action",
		Short: "Run as a GitHub Action, with its inputs from the environment",
		Long: `Run as a GitHub Action. The inputs of action.yml come from INPUT_PATH,
INPUT_FAIL-ON and so on, and have their defaults where these are not set. The
folder to scan lies below GITHUB_WORKSPACE. Annotations go to standard output, the
summary and the outputs to the files that GITHUB_STEP_SUMMARY and GITHUB_OUTPUT
name. Exit codes are those of scan.`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := runAction(cmd.Context(), w)
			var exit exitError
			if !errors.As(err, &exit) || exit.err == nil {
				return err
			}
			// In a workflow an error is an annotation; joined ones are one a line.
			for message := range strings.SplitSeq(exit.err.Error(), "\n") {
				if _, err := io.WriteString(w.stdout, github.Error(message)); err != nil {
					return exit
				}
			}
			return exitError{code: exit.code}
		},
	}
}

// settings are the inputs of the action, checked.
type settings struct {
	flags     scanFlags
	path      string
	sarifFile string // empty: not written
	annotate  github.Mode
	summary   bool
	upload    bool
	category  string // empty: of the path
	token     string // empty: GitHub's API is not used
	untrusted bool   // scan a stranger's change although secrets are at hand
	// policyFrom is "base" or "head": which commit says what is left out of a pull request.
	policyFrom string
}

func readSettings(w world) (settings, error) {
	in := inputs(w)
	s := settings{path: in["path"], sarifFile: in["sarif-file"], annotate: github.Mode(in["annotate"]), category: in["category"], token: in["token"]}
	s.flags = scanFlags{
		prefix: "input ", failOn: in["fail-on"], include: lines(in["include"]), exclude: lines(in["exclude"]),
		rules: []string{in["rules"]}, disable: []string{in["disable"]}, scope: in["scope"],
	}
	if s.policyFrom = in["policy-from"]; s.policyFrom != "base" && s.policyFrom != "head" {
		return s, fmt.Errorf("input policy-from: %q is none of its values: write base or head", s.policyFrom)
	}
	if !slices.Contains(github.Modes(), s.annotate) {
		return s, fmt.Errorf("input annotate: %q is none of its values: write auto, checks, review, commands or none", in["annotate"])
	}
	if s.category != result.Plain(s.category) || len(s.category) > maxCategory {
		return s, fmt.Errorf("input category: %q is no category: write up to %d plain characters", result.Cut(s.category, maxCategory), maxCategory)
	}
	var err error
	if s.flags.maxFindings, err = strconv.Atoi(in["max-findings"]); err != nil || s.flags.maxFindings < 0 {
		return s, fmt.Errorf("input max-findings: %q is no such number: write 0 for all, or how many to report", in["max-findings"])
	}
	for _, b := range []struct {
		name  string
		value *bool
	}{
		{"allow-empty", &s.flags.allowEmpty}, {"strict-paths", &s.flags.strictPaths}, {"summary", &s.summary},
		{"upload", &s.upload}, {"allow-untrusted-head", &s.untrusted},
	} {
		if *b.value, err = boolean(b.name, in[b.name]); err != nil {
			return s, err
		}
	}
	return s, nil
}

// inputs are the values of all inputs. An empty one has its default, but for
// sarif-file and token, where empty says "none". A default that is an expression is
// the runner's; elsewhere a token is in GITHUB_TOKEN.
func inputs(w world) map[string]string {
	action := githubactions.New(githubactions.WithGetenv(w.getenv), githubactions.WithWriter(w.stdout))
	values := map[string]string{}
	for _, in := range actionInputs() {
		values[in.name] = cmp.Or(action.GetInput(in.name), in.fallback)
		if v, set := w.lookupEnv("INPUT_" + strings.ToUpper(in.name)); set && in.none && strings.TrimSpace(v) == "" {
			values[in.name] = ""
		}
		if strings.HasPrefix(values[in.name], "${{") {
			values[in.name] = w.getenv("GITHUB_TOKEN")
		}
	}
	return values
}

// boolean reads what YAML calls a boolean.
func boolean(name, value string) (bool, error) {
	switch value {
	case "true", "True", "TRUE":
		return true, nil
	case "false", "False", "FALSE":
		return false, nil
	}
	return false, fmt.Errorf("input %s: %q is no boolean: write true or false", name, value)
}

func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func runAction(ctx context.Context, w world) error {
	s, err := readSettings(w)
	if err != nil {
		return exitError{exitUsage, err}
	}
	ws, err := openWorkspace(w.getenv("GITHUB_WORKSPACE"))
	if err != nil {
		return exitError{exitUsage, err}
	}
	defer ws.close()
	if w, err = s.ofBase(ctx, ws, w); err != nil {
		return err
	}
	if s, err = readSettings(w); err != nil {
		return exitError{exitUsage, err}
	}
	o, err := s.flags.options(w)
	if err != nil {
		return exitError{exitUsage, err}
	}
	if s.sarifFile != "" {
		if s.sarifFile, err = ws.local(s.sarifFile); err != nil {
			return exitError{exitUsage, fmt.Errorf("input sarif-file: %w", err)}
		}
	}
	tree, name, err := ws.folder(s.path)
	if err != nil {
		return exitError{exitUsage, fmt.Errorf("input path: %w", err)}
	}
	defer tree.Close()
	event := readEvent(ws, name, w)
	if why := event.UntrustedHead(); why != "" && !s.untrusted {
		return exitError{exitUsage, fmt.Errorf("this run holds secrets, and would read what a stranger wrote (%s); "+
			"scan on pull_request, or the base alone, or set allow-untrusted-head to true", why)}
	}
	git := openGit(filepath.Join(ws.dir, name))
	defer git.close()
	rep, err := s.scan(ctx, place{ws, tree, git, rootName(name)}, event, o, w)
	if err != nil {
		return err
	}
	return ended(rep, s.publish(ctx, rep, event, ws, w))
}

// scan scans, and once more with what GitHub has of the tree before the change, where the
// git folder does not reach back so far.
func (s settings) scan(ctx context.Context, p place, event actionEvent, o gate.Options, w world) (*result.Report, error) {
	c := s.comparison(event, o)
	rep, err := scanWorkspace(ctx, p, o, c, w)
	if need := asUnreached(err); need != nil {
		return scanWorkspace(ctx, p, o, s.fetch(ctx, event, c, p.git.Below, need, w), w)
	}
	return rep, err
}

// publish writes everything that can be written: the log, the SARIF file, the outputs
// and the summary; then what goes to GitHub's API, which can take long; then the
// annotations, which are fewer where the API took them. The API's refusals are told
// and change nothing.
func (s settings) publish(ctx context.Context, rep *result.Report, event actionEvent, ws *workspace, w world) error {
	token, err := w.token()
	if err != nil {
		return err
	}
	errs := []error{github.Fenced(w.stdout, token, func(out io.Writer) error {
		return report.Text(out, rep, report.TextOptions{})
	})}
	file, err := s.sarif(rep)
	errs = append(errs, err)
	written := ""
	if s.sarifFile != "" && err == nil {
		err := ws.write(s.sarifFile, token, func(out io.Writer) error { _, err := out.Write(file); return err })
		if err == nil {
			written = s.sarifFile
		}
		errs = append(errs, err)
	}
	errs = append(errs, appendFile(w, "GITHUB_OUTPUT", func(int) (string, error) {
		return github.Outputs(token, actionOutputs(rep, written)), nil
	}))
	if s.summary {
		errs = append(errs, appendFile(w, "GITHUB_STEP_SUMMARY", func(size int) (string, error) {
			return markdown(rep, max(maxSummary-maxNotes-size, 1))
		}))
	}
	way, notes := s.deliver(ctx, rep, event, file, written, w)
	if s.summary {
		errs = append(errs, appendFile(w, "GITHUB_STEP_SUMMARY", func(size int) (string, error) {
			return github.NotesMarkdown(notes, max(maxSummary-size, 0)), nil
		}))
	}
	warned, err := github.WriteNotes(w.stdout, notes)
	errs = append(errs, err)
	if way == github.Commands {
		errs = append(errs, github.WriteAnnotations(w.stdout, rep, warned))
	}
	return errors.Join(errs...)
}

func markdown(rep *result.Report, limit int) (string, error) {
	var b strings.Builder
	err := report.Markdown(&b, rep, limit)
	return b.String(), err
}

// sarif is the SARIF report.
func (s settings) sarif(rep *result.Report) ([]byte, error) {
	var b bytes.Buffer
	err := sarif.Writer{Category: s.categoryOf(rep)}.Write(&b, rep)
	return b.Bytes(), err
}

// categoryOf tells the runs of a monorepo apart by the folder that each scans.
func (s settings) categoryOf(rep *result.Report) string {
	return cmp.Or(s.category, path.Join("hostbound", result.Plain(rep.Root)))
}

// actionOutputs are the outputs, as the table has them.
func actionOutputs(rep *result.Report, sarifFile string) []github.Output {
	return []github.Output{
		{Name: "verdict", Value: string(rep.Verdict.Status)},
		{Name: "findings", Value: strconv.Itoa(len(rep.Findings) + rep.Hidden)},
		{Name: "sarif-file", Value: sarifFile},
	}
}
