package result

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/rules"
)

// The bounds of a report that one process hands to another.
const (
	maxWire      = 256 << 20 // bytes
	maxWireLines = 64 << 20  // bytes of the lines in it
	wireContext  = 1         // lines around a location, for reports that show them
	wireSpan     = 64        // lines of one location
)

// wireReport is a report on its way from the process that read a repository to the one
// that tells of it. Rules go by their identifiers, and of files only those lines that
// reports may show.
type wireReport struct {
	Version     string
	Root        string
	Findings    []wireFinding
	Hidden      int
	Known       []wireFinding
	Scope       Scope
	Routes      []fact.Route
	NotAnalysed []fact.NotAnalysed
	Files       Files
	Rules       []string
	Verdict     Verdict
	Lines       map[string][]wireLine
}

type wireFinding struct {
	Rule        string
	Fingerprint string
	Finding     rules.Finding
}

type wireLine struct {
	N    int
	Text string // masked
	Hash string
}

// Encode writes a report for Decode. Lines beyond what is handed over are left out, and
// cannot be shown then.
func Encode(w io.Writer, r *Report) error {
	out := wireReport{
		Version: r.Version, Root: r.Root, Hidden: r.Hidden, Scope: r.Scope, Routes: slices.Clone(r.Routes), NotAnalysed: r.NotAnalysed,
		Files: r.Files, Verdict: r.Verdict, Lines: wireLines(r),
	}
	for i := range out.Routes {
		out.Routes[i].Credential.ID = 0 // it joins values within the run that is over
	}
	out.Findings, out.Known = wireFindings(r.Findings), wireFindings(r.Known)
	for _, rule := range r.Rules {
		out.Rules = append(out.Rules, rule.ID)
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		return fmt.Errorf("handing over the report: %w", err)
	}
	return nil
}

func wireFindings(fs []Finding) []wireFinding {
	var out []wireFinding
	for _, f := range fs {
		id := f.Rule.ID
		f.Rule = nil
		out = append(out, wireFinding{id, f.Fingerprint, f.Finding})
	}
	return out
}

func findings(ws []wireFinding) ([]Finding, error) {
	var out []Finding
	for _, w := range ws {
		f := Finding{Finding: w.Finding, Fingerprint: w.Fingerprint}
		if f.Rule = rules.Lookup(w.Rule); f.Rule == nil {
			return nil, fmt.Errorf("taking over the report: unknown rule %q", w.Rule)
		}
		out = append(out, f)
	}
	return out, nil
}

// wireLines are the lines that reports may show: those of every location, and one around.
func wireLines(r *Report) map[string][]wireLine {
	wanted := map[string]map[int]bool{}
	want := func(at fact.Location) {
		if at.Start.Line < 1 {
			return
		}
		if wanted[at.Path] == nil {
			wanted[at.Path] = map[int]bool{}
		}
		last := min(max(at.End.Line, at.Start.Line), at.Start.Line+wireSpan)
		for n := max(at.Start.Line-wireContext, 1); n <= last+wireContext; n++ {
			wanted[at.Path][n] = true
		}
	}
	for _, f := range r.All() {
		eachLocation(&f.Finding, want)
	}
	for i := range r.NotAnalysed {
		want(r.NotAnalysed[i].At)
	}
	out := map[string][]wireLine{}
	room := maxWireLines
	for _, path := range slices.Sorted(maps.Keys(wanted)) {
		for _, n := range slices.Sorted(maps.Keys(wanted[path])) {
			text, ok := r.Lines.Line(path, n)
			if !ok || len(text) > room {
				continue
			}
			room -= len(text)
			hash, _ := r.Lines.RollingHash(path, n)
			out[path] = append(out[path], wireLine{n, text, hash})
		}
	}
	return out
}

func eachLocation(f *rules.Finding, visit func(fact.Location)) {
	visit(f.At)
	for _, e := range f.Evidence {
		visit(e.At)
	}
	if f.Fix != nil {
		visit(f.Fix.Edit.At)
	}
}

// Decode reads what Encode wrote, from a process that may have been taken over by what it
// read: everything is bounded and checked, and nothing of it is trusted to be a path, a
// rule or a verdict because it stands where one is expected.
func Decode(r io.Reader) (*Report, error) {
	limited := &io.LimitedReader{R: r, N: maxWire + 1}
	dec := json.NewDecoder(limited)
	dec.DisallowUnknownFields()
	var in wireReport
	if err := dec.Decode(&in); err != nil {
		if limited.N <= 0 {
			err = errors.New("it is too large")
		}
		return nil, fmt.Errorf("taking over the report: %w", err)
	}
	out := &Report{
		Version: in.Version, Root: in.Root, Hidden: in.Hidden, Scope: in.Scope, Routes: in.Routes, NotAnalysed: in.NotAnalysed,
		Files: in.Files, Verdict: in.Verdict, Lines: newHandedLines(in.Lines),
	}
	for _, id := range in.Rules {
		rule := rules.Lookup(id)
		if rule == nil {
			return nil, fmt.Errorf("taking over the report: unknown rule %q", id)
		}
		out.Rules = append(out.Rules, rule)
	}
	var err error
	if out.Findings, err = findings(in.Findings); err != nil {
		return nil, err
	}
	if out.Known, err = findings(in.Known); err != nil {
		return nil, err
	}
	for i := range out.Known {
		out.Known[i].Known = true
	}
	if err := out.check(); err != nil {
		return nil, fmt.Errorf("taking over the report: %w", err)
	}
	return out, nil
}

// check holds what every report of gate keeps.
func (r *Report) check() error {
	if r.Root != "" && !fs.ValidPath(r.Root) {
		return fmt.Errorf("the root %q is no path", r.Root)
	}
	if min(r.Hidden, r.Files.Scanned, r.Files.Seen, r.Files.Ignored, r.Files.Excluded) < 0 || r.Files.Bytes < 0 {
		return errors.New("a count is below zero")
	}
	code, known := map[Status]int{Pass: 0, Fail: 1, Undecided: 3}[r.Verdict.Status]
	if !known || code != r.Verdict.ExitCode {
		return fmt.Errorf("the verdict %q does not go with the code %d", r.Verdict.Status, r.Verdict.ExitCode)
	}
	if !slices.Contains([]Scope{"", ScopeAll, ScopeNew, ScopeChanged}, r.Scope) {
		return fmt.Errorf("a scope of %q", r.Scope)
	}
	var wrong error
	place := func(at fact.Location) {
		if !validPlace(at) && wrong == nil {
			wrong = fmt.Errorf("%q is no place in the tree", at.String())
		}
	}
	for _, f := range r.All() {
		eachLocation(&f.Finding, place)
		switch {
		case f.Severity < rules.Info || f.Severity > rules.Critical:
			return fmt.Errorf("a severity of %d", f.Severity)
		case sureness(f.Confidence) == 0:
			return fmt.Errorf("a confidence of %q", f.Confidence)
		case !validFingerprint(f.Fingerprint):
			return fmt.Errorf("%q is no fingerprint", f.Fingerprint)
		}
	}
	for i := range r.NotAnalysed {
		place(r.NotAnalysed[i].At)
	}
	for i := range r.Routes {
		place(r.Routes[i].At)
	}
	return wrong
}

func validPlace(at fact.Location) bool {
	if at.Path != "" && !fs.ValidPath(at.Path) {
		return false
	}
	for _, p := range []fact.Position{at.Start, at.End} {
		if min(p.Line, p.Column, p.Offset) < 0 {
			return false
		}
	}
	return true
}

func validFingerprint(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 8
}

// handedLines is a LineSource of the lines that came with a report.
type handedLines map[string]map[int]wireLine

func newHandedLines(in map[string][]wireLine) LineSource {
	out := handedLines{}
	for path, lines := range in {
		out[path] = map[int]wireLine{}
		for _, l := range lines {
			if utf8.ValidString(l.Text) {
				out[path][l.N] = l
			}
		}
	}
	return out
}

func (h handedLines) Line(path string, n int) (string, bool) {
	l, ok := h[path][n]
	return l.Text, ok
}

func (h handedLines) RollingHash(path string, n int) (string, bool) {
	l := h[path][n]
	return l.Hash, l.Hash != ""
}

func (h handedLines) UTF16Column(path string, line, column int) int {
	l, ok := h[path][line]
	if !ok || column < 1 {
		return column
	}
	return units(l.Text[:min(column-1, len(l.Text))]) + 1
}
