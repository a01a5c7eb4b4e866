package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hostbound/hostbound/rules"
)

func rulesCommand(w world) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the catalogue of rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return writeRulesText(w.stdout)
			case "json":
				return writeRulesJSON(w.stdout)
			}
			return exitError{exitUsage, fmt.Errorf("unknown format %q: write text or json", format)}
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	completeFlag(cmd, "format", "text", "json")
	return cmd
}

func writeRulesText(out io.Writer) error {
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, r := range rules.All() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", r.ID, r.Severity, r.Name, r.Title)
	}
	return tw.Flush()
}

// catalogueEntry is one rule in the JSON catalogue.
type catalogueEntry struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Severity    string   `json:"severity"`
	Confidence  string   `json:"confidence"`
	CWE         []int    `json:"cwe"`
	OWASP       []string `json:"owasp"`
	References  []string `json:"references"`
	Specialises []string `json:"specialises"`
}

func writeRulesJSON(out io.Writer) error {
	entries := []catalogueEntry{}
	for _, r := range rules.All() {
		e := catalogueEntry{
			ID: r.ID, Name: r.Name, Title: r.Title, Severity: r.Severity.String(), Confidence: string(r.Confidence),
			CWE: append([]int{}, r.CWE...), OWASP: append([]string{}, r.OWASP...),
			References: append([]string{}, r.References...), Specialises: []string{},
		}
		for _, s := range r.Specialises {
			e.Specialises = append(e.Specialises, s.ID)
		}
		entries = append(entries, e)
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"schemaVersion": 1, "rules": entries})
}

func explainCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain a rule: what it flags, why it matters, how to fix it, what it leaves alone",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("explain takes one rule, such as ROUTE-001; 'hostbound rules' lists them")
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeRules(cmd, args, word)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			r := rules.Lookup(args[0])
			if r == nil {
				return exitError{exitUsage, unknownRule(args[0])}
			}
			_, err := io.WriteString(w.stdout, rules.Page(r))
			return err
		},
	}
}

func unknownRule(name string) error {
	return fmt.Errorf("unknown rule %q; 'hostbound rules' lists them", name)
}
