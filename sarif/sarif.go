// Package sarif writes a report as SARIF 2.1.0, in the form and within the limits
// that GitHub code scanning takes.
package sarif

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/result"
)

// limits are what one file may hold.
type limits struct {
	results    int // findings
	compressed int // bytes of the file after gzip
	steps      int // pieces of evidence of all findings together
}

// codeScanning is what GitHub takes of one run. Steps are bounded for the memory
// that they cost here: one call with many routes into it can have thousands, and
// so can each of its neighbours.
func codeScanning() limits {
	return limits{results: 25_000, compressed: 10 << 20, steps: 100_000}
}

// Writer says how a run is labelled. The zero Writer labels nothing.
type Writer struct {
	// Category tells runs over one commit apart: a project of a monorepo.
	Category string
}

// Write writes the report with no category.
func Write(w io.Writer, r *result.Report) error {
	return Writer{}.Write(w, r)
}

// Write writes the report. Findings over the limits are left out, the least
// severe first, and a notification says how many.
func (wr Writer) Write(w io.Writer, r *result.Report) error {
	return wr.write(w, r, codeScanning())
}

func (wr Writer) write(w io.Writer, r *result.Report, l limits) error {
	// Code scanning would take for fixed what is not there, so what does not count is.
	whole := *r
	whole.Findings = r.All()
	r = &whole
	keep := min(len(r.Findings), l.results)
	for {
		data, err := wr.encode(r, keep, l.steps)
		if err != nil {
			return fmt.Errorf("encoding SARIF: %w", err)
		}
		size := compressedSize(data)
		if size <= l.compressed || keep == 0 {
			_, err = w.Write(data)
			return err
		}
		// Findings differ in length, so aim below the share that would just fit.
		keep = min(keep-1, int(int64(keep)*int64(l.compressed)*9/int64(size)/10))
	}
}

func (wr Writer) encode(r *result.Report, keep, steps int) ([]byte, error) {
	log, err := gosarif.New(gosarif.Version210)
	if err != nil {
		return nil, err
	}
	log.AddRun(wr.run(r, keep, steps))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(log); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (wr Writer) run(r *result.Report, keep, steps int) *gosarif.Run {
	index := newRuleIndex(r)
	run := gosarif.NewRun(*gosarif.NewTool(driver(r, index)))
	run.WithColumnKind("utf16CodeUnits")
	run.OriginalUriBaseIDs = map[string]*gosarif.ArtifactLocation{
		sourceRoot: gosarif.NewArtifactLocation().WithDescriptionText("The root of the repository."),
	}
	if category := strings.TrimRight(wr.Category, "/"); category != "" {
		// What follows the last slash would be taken for the number of a run.
		id := category + "/"
		run.AutomationDetails = &gosarif.RunAutomationDetails{ID: &id}
	}
	kept := share(result.Ranked(r.Findings)[:keep], steps)
	run.Invocations = []*gosarif.Invocation{invocation(r, omissions(r, kept))}
	run.Results = results(r, index, kept)
	return run
}

func compressedSize(data []byte) int {
	var n counter
	z := gzip.NewWriter(&n)
	// Writing to a counter cannot fail.
	_, _ = z.Write(data)
	_ = z.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
