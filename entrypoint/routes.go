package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
)

func routesCommand(w world) *cobra.Command {
	var (
		flags  scanFlags
		format string
	)
	cmd := &cobra.Command{
		Use:   "routes [PATH]",
		Short: "Show the map: which credential goes to which destination over which channel",
		Args:  onePath,
		RunE: func(cmd *cobra.Command, args []string) error {
			write := routesWriter(format)
			if write == nil {
				return exitError{exitUsage, fmt.Errorf("unknown format %q: write table, json or mermaid", format)}
			}
			o, err := flags.options(w)
			if err != nil {
				return exitError{exitUsage, err}
			}
			rep, err := scan(cmd.Context(), pathOf(args), o, w)
			if err != nil {
				return err
			}
			return write(w.stdout, rep)
		},
	}
	flags.failOn = "never" // a map has no verdict
	flags.register(cmd)
	cmd.Flags().StringVar(&format, "format", "table", "table, json or mermaid")
	return cmd
}

func routesWriter(format string) func(io.Writer, *result.Report) error {
	switch format {
	case "table":
		return report.RoutesTable
	case "json":
		return report.RoutesJSON
	case "mermaid":
		return report.RoutesMermaid
	}
	return nil
}
