package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func routesCommand(w world) *cobra.Command {
	var (
		flags  = scanFlags{prefix: "--", failOn: "never"} // a map has no verdict
		format string
	)
	cmd := &cobra.Command{
		Use:   "routes [PATH]",
		Short: "Show the map: which credential goes to which destination over which channel",
		Long: `Show the map of a folder (default: the current one): which credential goes to
which destination over which channel, as the rules see it. The JSON form is a
contract; see docs/routes.md.

Exit codes: 0, or 2 for wrong usage and 3 where the folder cannot be read.`,
		Args:              onePath,
		ValidArgsFunction: completeFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := formatOf(routeFormats(), format)
			if err != nil {
				return exitError{exitUsage, fmt.Errorf("--format: %w", err)}
			}
			o, err := flags.options(w)
			if err != nil {
				return exitError{exitUsage, err}
			}
			rep, done, err := scan(cmd.Context(), pathOf(args), "", o, w)
			if err != nil {
				return err
			}
			defer done()
			return ended(rep, printReport(f, rep, textStyle{}, w))
		},
	}
	flags.register(cmd)
	names := formatNames(routeFormats())
	cmd.Flags().StringVar(&format, "format", "table", strings.Join(names, ", "))
	completeFlag(cmd, "format", names...)
	return cmd
}
