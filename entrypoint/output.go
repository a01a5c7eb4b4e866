package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/sarif"
)

// textStyle is how the text report looks.
type textStyle struct {
	color, verbose bool
	width          int
}

// target is one report: a format, and a file or standard output ("").
type target struct {
	format reportFormat
	file   string
}

// reportFormat is one way to write a report.
type reportFormat struct {
	name  string
	kind  medium
	write func(io.Writer, *result.Report, textStyle) error
}

// medium says how a format is kept from holding a workflow command.
type medium int

const (
	mediumSafe medium = iota // it holds none, by its own escapes
	mediumText               // for people: it is fenced
	mediumJSON               // it is written with other escapes
)

// formats are the reports that a scan can write, in the order of the help text.
func formats() []reportFormat {
	return []reportFormat{
		{"text", mediumText, func(w io.Writer, r *result.Report, s textStyle) error {
			return report.Text(w, r, report.TextOptions{Color: s.color, Verbose: s.verbose, Width: s.width})
		}},
		{"json", mediumJSON, func(w io.Writer, r *result.Report, _ textStyle) error { return report.JSON(w, r) }},
		{"sarif", mediumJSON, func(w io.Writer, r *result.Report, _ textStyle) error { return sarif.Write(w, r) }},
		{"github", mediumSafe, func(w io.Writer, r *result.Report, _ textStyle) error { return github.WriteAnnotations(w, r, 0) }},
		{"markdown", mediumSafe, func(w io.Writer, r *result.Report, _ textStyle) error { return report.Markdown(w, r, 0) }},
	}
}

// routeFormats are the forms of the map, in the order of the help text.
func routeFormats() []reportFormat {
	return []reportFormat{
		{"table", mediumText, func(w io.Writer, r *result.Report, _ textStyle) error { return report.RoutesTable(w, r) }},
		{"json", mediumJSON, func(w io.Writer, r *result.Report, _ textStyle) error { return report.RoutesJSON(w, r) }},
		{"mermaid", mediumSafe, func(w io.Writer, r *result.Report, _ textStyle) error { return report.RoutesMermaid(w, r) }},
	}
}

func formatNames(fs []reportFormat) []string {
	var names []string
	for _, f := range fs {
		names = append(names, f.name)
	}
	return names
}

func formatOf(fs []reportFormat, name string) (reportFormat, error) {
	for _, f := range fs {
		if f.name == name {
			return f, nil
		}
	}
	return reportFormat{}, fmt.Errorf("unknown format %q: write one of %s", name, strings.Join(formatNames(fs), ", "))
}

// parseOutputs reads --format and --output. A file without a format takes
// --format, and is written in the place of standard output; files that name
// their own format are written beside it.
func parseOutputs(format string, outputs []string) ([]target, error) {
	main, err := formatOf(formats(), format)
	if err != nil {
		return nil, fmt.Errorf("--format: %w", err)
	}
	var targets []target
	bare := false
	for _, o := range outputs {
		t := target{main, o}
		if name, file, found := strings.Cut(o, "="); found {
			f, err := formatOf(formats(), name)
			if err != nil {
				return nil, fmt.Errorf("--output %s: %w", o, err)
			}
			t = target{f, file}
		} else {
			bare = true
		}
		if t.file == "" {
			return nil, fmt.Errorf("--output %s names no file: write FILE or FORMAT=FILE", o)
		}
		targets = append(targets, t)
	}
	if !bare {
		targets = append(targets, target{format: main})
	}
	return targets, nil
}

// writeReports writes every report that can be written.
func writeReports(targets []target, rep *result.Report, style textStyle, w world) error {
	var errs []error
	for _, t := range targets {
		if t.file == "" {
			errs = append(errs, printReport(t.format, rep, style, w))
		} else {
			errs = append(errs, writeFile(t.file, t.format, rep))
		}
	}
	return errors.Join(errs...)
}

// printReport writes a report to standard output. In GitHub Actions that is read
// for commands, and none may come from the scanned repository.
func printReport(f reportFormat, rep *result.Report, style textStyle, w world) error {
	write := func(out io.Writer) error { return f.write(out, rep, style) }
	if !w.inActions() || f.kind == mediumSafe {
		return write(w.stdout)
	}
	if f.kind == mediumText {
		token, err := w.token()
		if err != nil {
			return err
		}
		return github.Fenced(w.stdout, token, write)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if _, err := io.WriteString(w.stdout, github.HarmlessJSON(b.String())); err != nil {
		return fmt.Errorf("writing a report: %w", err)
	}
	return nil
}

// writeFile writes a whole report, readable by whoever comes after in the job.
func writeFile(path string, f reportFormat, rep *result.Report) error {
	var b bytes.Buffer
	if err := f.write(&b, rep, textStyle{verbose: true}); err != nil {
		return fmt.Errorf("writing the report for %q: %w", path, err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing a report: %w", err)
	}
	return nil
}
