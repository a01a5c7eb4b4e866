package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"
	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/sarif"
)

// maxSummary is what GitHub takes as the summary of a step, in bytes.
const maxSummary = 1 << 20

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

// actionInput is one input; action.yml and the README hold the same table.
type actionInput struct{ name, fallback string }

func actionInputs() []actionInput {
	return []actionInput{
		{"path", "."}, {"fail-on", "high"}, {"max-findings", "0"}, {"include", ""}, {"exclude", ""}, {"rules", ""},
		{"disable", ""}, {"allow-empty", "false"}, {"strict-paths", "false"}, {"sarif-file", "hostbound.sarif"}, {"annotate", "commands"}, {"summary", "true"},
	}
}

// settings are the inputs of the action, checked.
type settings struct {
	flags     scanFlags
	path      string
	sarifFile string // empty: not written
	annotate  bool
	summary   bool
}

func readSettings(w world) (settings, error) {
	in := inputs(w)
	s := settings{path: in["path"], sarifFile: in["sarif-file"], annotate: in["annotate"] == "commands"}
	s.flags = scanFlags{
		prefix: "input ", failOn: in["fail-on"], include: lines(in["include"]), exclude: lines(in["exclude"]),
		rules: []string{in["rules"]}, disable: []string{in["disable"]},
	}
	if in["annotate"] != "commands" && in["annotate"] != "none" {
		return s, fmt.Errorf("input annotate: %q is none of its values: write commands or none", in["annotate"])
	}
	var err error
	if s.flags.maxFindings, err = strconv.Atoi(in["max-findings"]); err != nil || s.flags.maxFindings < 0 {
		return s, fmt.Errorf("input max-findings: %q is no such number: write 0 for all, or how many to report", in["max-findings"])
	}
	if s.flags.allowEmpty, err = boolean("allow-empty", in["allow-empty"]); err != nil {
		return s, err
	}
	if s.flags.strictPaths, err = boolean("strict-paths", in["strict-paths"]); err != nil {
		return s, err
	}
	s.summary, err = boolean("summary", in["summary"])
	return s, err
}

// inputs are the values of all inputs. An empty one has its default, but for that
// of sarif-file, where empty says "none".
func inputs(w world) map[string]string {
	action := githubactions.New(githubactions.WithGetenv(w.getenv), githubactions.WithWriter(w.stdout))
	values := map[string]string{}
	for _, in := range actionInputs() {
		values[in.name] = cmp.Or(action.GetInput(in.name), in.fallback)
	}
	if v, set := w.lookupEnv("INPUT_SARIF-FILE"); set && strings.TrimSpace(v) == "" {
		values["sarif-file"] = ""
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
	o, err := s.flags.options(w)
	if err != nil {
		return exitError{exitUsage, err}
	}
	ws, err := openWorkspace(w.getenv("GITHUB_WORKSPACE"))
	if err != nil {
		return exitError{exitUsage, err}
	}
	defer ws.close()
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
	git := openGit(filepath.Join(ws.dir, name))
	defer git.close()
	o.Git = git.Git
	rep, err := scanTree(ctx, tree.FS(), o, w)
	if err != nil {
		return err
	}
	rep.Root = rootName(name)
	return ended(rep, s.publish(rep, ws, w))
}

// publish writes everything that can be written: the log, the SARIF file, the
// summary, the outputs and the annotations.
func (s settings) publish(rep *result.Report, ws *workspace, w world) error {
	token, err := w.token()
	if err != nil {
		return err
	}
	errs := []error{github.Fenced(w.stdout, token, func(out io.Writer) error {
		return report.Text(out, rep, report.TextOptions{})
	})}
	written := ""
	if s.sarifFile != "" {
		err := ws.write(s.sarifFile, token, func(out io.Writer) error { return sarif.Write(out, rep) })
		if err == nil {
			written = s.sarifFile
		}
		errs = append(errs, err)
	}
	if s.summary {
		errs = append(errs, appendFile(w, "GITHUB_STEP_SUMMARY", func(size int) (string, error) {
			var b strings.Builder
			err := report.Markdown(&b, rep, max(maxSummary-size, 1))
			return b.String(), err
		}))
	}
	errs = append(errs, appendFile(w, "GITHUB_OUTPUT", func(int) (string, error) {
		return github.Outputs(token, actionOutputs(rep, written)), nil
	}))
	if s.annotate {
		errs = append(errs, github.WriteAnnotations(w.stdout, rep))
	}
	return errors.Join(errs...)
}

// actionOutputs are the outputs; action.yml and the README hold the same table.
func actionOutputs(rep *result.Report, sarifFile string) []github.Output {
	return []github.Output{
		{Name: "verdict", Value: string(rep.Verdict.Status)},
		{Name: "findings", Value: strconv.Itoa(len(rep.Findings) + rep.Hidden)},
		{Name: "sarif-file", Value: sarifFile},
	}
}
