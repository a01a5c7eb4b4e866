package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/hostbound/hostbound/internal/github"
	"github.com/hostbound/hostbound/internal/report"
	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/sarif"
)

// textStyle is how the text report looks.
type textStyle struct{ color, verbose bool }

// target is one report: a format, and a file or standard output ("").
type target struct{ format, file string }

type writer func(io.Writer, *result.Report, textStyle) error

// formats are the reports that a scan can write, in the order of the help text.
func formats() []struct {
	name  string
	write writer
} {
	return []struct {
		name  string
		write writer
	}{
		{"text", func(w io.Writer, r *result.Report, s textStyle) error {
			return report.Text(w, r, report.TextOptions{Color: s.color, Verbose: s.verbose})
		}},
		{"json", func(w io.Writer, r *result.Report, _ textStyle) error { return report.JSON(w, r) }},
		{"sarif", func(w io.Writer, r *result.Report, _ textStyle) error { return sarif.Write(w, r) }},
		{"github", func(w io.Writer, r *result.Report, _ textStyle) error { return github.WriteAnnotations(w, r) }},
		{"markdown", func(w io.Writer, r *result.Report, _ textStyle) error { return report.Markdown(w, r, 0) }},
	}
}

func formatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

func writerOf(format string) (writer, error) {
	for _, f := range formats() {
		if f.name == format {
			return f.write, nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: write one of %s", format, strings.Join(formatNames(), ", "))
}

// parseOutputs reads --format and --output. A file without a format takes
// --format, and is written in the place of standard output; files that name
// their own format are written beside it.
func parseOutputs(format string, outputs []string) ([]target, error) {
	if _, err := writerOf(format); err != nil {
		return nil, err
	}
	var targets []target
	bare := false
	for _, o := range outputs {
		f, file, found := strings.Cut(o, "=")
		if !found {
			f, file, bare = format, o, true
		} else if _, err := writerOf(f); err != nil {
			return nil, fmt.Errorf("--output %s: %w", o, err)
		}
		if file == "" {
			return nil, fmt.Errorf("--output %s names no file: write FILE or FORMAT=FILE", o)
		}
		targets = append(targets, target{f, file})
	}
	if !bare {
		targets = append(targets, target{format: format})
	}
	return targets, nil
}

func writeReports(targets []target, rep *result.Report, style textStyle, w world) error {
	for _, t := range targets {
		write, err := writerOf(t.format)
		if err != nil {
			return err
		}
		if t.file == "" {
			err = write(w.stdout, rep, style)
		} else {
			err = writeFile(t.file, func(out io.Writer) error { return write(out, rep, textStyle{verbose: true}) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}
