// Package github writes a report the way GitHub Actions takes it: workflow
// commands, the step summary and outputs.
package github

import (
	"fmt"
	"io"
	"strings"

	"github.com/hostbound/hostbound/internal/result"
)

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteAnnotations writes one workflow command a finding.
func WriteAnnotations(w io.Writer, r *result.Report) error {
	commands := map[string]string{"error": "error", "warning": "warning", "note": "notice"}
	for _, f := range result.Ranked(r.Findings) {
		_, err := fmt.Fprintf(w, "::%s file=%s,line=%d,title=%s::%s\n", commands[result.Level(f.Severity)],
			propertyEscapes.Replace(r.RepoPath(f.At.Path)), max(f.At.Start.Line, 1), propertyEscapes.Replace(f.Rule.ID), dataEscapes.Replace(result.Plain(f.Message)))
		if err != nil {
			return fmt.Errorf("writing an annotation: %w", err)
		}
	}
	return nil
}
