package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/internal/github"
)

// exitError carries an exit code through the command library. A message is
// printed only where there is one.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, w world) int {
	root := rootCommand(w)
	root.SetArgs(args)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	root.SetIn(w.stdin)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var exit exitError
	if !errors.As(err, &exit) { // the command library's own errors are wrong usage
		exit = exitError{exitUsage, err}
	}
	if exit.err != nil {
		complain(w, exit.err)
	}
	return exit.code
}

// complain says what went wrong on standard error, which the runner of GitHub
// Actions reads for commands too.
func complain(w world, err error) {
	message := err.Error()
	if w.inActions() {
		message = github.Harmless(message)
	}
	fmt.Fprintf(w.stderr, "hostbound: %s\n", message)
}

func rootCommand(w world) *cobra.Command {
	root := &cobra.Command{
		Use:   "hostbound",
		Short: "Find where a repository's bearer tokens go, and whether those names can be trusted",
		Long: `hostbound reads a repository's API descriptions, settings files and source, joins
each credential to the host that receives it, and fails the build where that
name cannot be trusted.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       w.version,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown command %q; see 'hostbound --help' (to scan a folder: 'hostbound scan %s')", args[0], args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("hostbound {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return exitError{exitUsage, fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())}
	})
	root.AddCommand(scanCommand(w), routesCommand(w), rulesCommand(w), explainCommand(w), formatsCommand(w), actionCommand(w), childCommand(w), versionCommand(w))
	root.InitDefaultCompletionCmd()
	if c, _, err := root.Find([]string{"completion"}); err == nil {
		c.RunE = func(_ *cobra.Command, args []string) error {
			return exitError{exitUsage, fmt.Errorf("completion for %q is not known: write bash, zsh, fish or powershell", strings.Join(args, " "))}
		}
		c.Args = cobra.ArbitraryArgs
	}
	return root
}

func versionCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(w.stdout, "hostbound %s\n", w.version)
			return err
		},
	}
}

// splitList reads a list of names that may be separated by commas, spaces or lines.
func splitList(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.FieldsFunc(v, func(r rune) bool {
			return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r'
		})...)
	}
	return out
}
