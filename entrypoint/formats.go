package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/gate"
)

func formatsCommand(w world) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "formats",
		Short: "List what is read: by which names and contents a file is known, and what it tells",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return writeFormatsText(w.stdout)
			case "json":
				return writeFormatsJSON(w.stdout)
			}
			return exitError{exitUsage, fmt.Errorf("unknown format %q: write text or json", format)}
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	completeFlag(cmd, "format", "text", "json")
	return cmd
}

func writeFormatsText(out io.Writer) error {
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	group := ""
	for _, f := range gate.Formats() {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(tw, "%s\n", group)
		}
		fmt.Fprintf(tw, "  %s\t%s\n  \t-> %s\n", f.Name, f.Files, f.Reads)
	}
	return tw.Flush()
}

// formatEntry is one format in the JSON list.
type formatEntry struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	Files string `json:"files"`
	Reads string `json:"reads"`
}

func writeFormatsJSON(out io.Writer) error {
	entries := []formatEntry{}
	for _, f := range gate.Formats() {
		entries = append(entries, formatEntry(f))
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"schemaVersion": 1, "formats": entries})
}
