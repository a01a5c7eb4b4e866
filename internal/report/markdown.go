package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// Markdown writes the verdict, the counts, the table of findings, the map of
// routes and what was not analysed as GitHub-flavoured Markdown of at most limit
// bytes (0: no limit). What does not fit is left out, the least severe first, and
// counted.
func Markdown(w io.Writer, r *result.Report, limit int) error {
	if limit <= 0 {
		limit = math.MaxInt
	}
	if _, err := io.WriteString(w, markdown(r, limit)); err != nil {
		return fmt.Errorf("writing Markdown: %w", err)
	}
	return nil
}

// markdown shares out the room: the head first, then at most a third of the rest
// for the map and for what was not analysed each, then the findings.
func markdown(r *result.Report, limit int) string {
	head := markdownHead(r)
	if len(head) > limit {
		return result.Cut(head, limit)
	}
	room := limit - len(head)
	routes := markdownMap(r.Routes, room/3)
	missed := markdownNotAnalysed(r, room/3)
	findings := markdownFindings(r, room-len(routes)-len(missed))
	return head + findings + routes + missed
}

func markdownHead(r *result.Report) string {
	icon := map[result.Status]string{result.Pass: "✅", result.Fail: "❌", result.Undecided: "⚠️"}[r.Verdict.Status]
	return fmt.Sprintf("## %s hostbound\n\n**%s**: %s.\n\n%s %s\n", icon, r.Verdict.Status,
		result.Markdown(r.Verdict.Reason), counts(r), files(r.Files))
}

func markdownFindings(r *result.Report, room int) string {
	ranked := result.Ranked(r.Findings)
	left := func(n int) string {
		if n += r.Hidden; n == 0 {
			return ""
		}
		return fmt.Sprintf("\n%s not in this table.\n", are(n, "finding"))
	}
	const head = "\n### Findings\n\n| severity | rule | where | finding |\n|---|---|---|---|\n"
	return fit(head, len(ranked), func(i int) string { return markdownRow(r, ranked[i]) }, room, left)
}

func markdownRow(r *result.Report, f *result.Finding) string {
	severity := f.Severity.String()
	if !f.Gates {
		severity += " (" + or(string(f.Class), "cannot fail") + ")"
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", severity, f.Rule.ID, result.MarkdownCode(place(r, f.At)),
		result.Markdown(sentence(f.Message)))
}

func markdownMap(routes []fact.Route, room int) string {
	if len(routes) == 0 {
		return ""
	}
	s := "\n### Where credentials go\n\n```mermaid\n" + diagram(routes, maxEdges, maxDiagram) + "```\n"
	if len(s) > room {
		s = fmt.Sprintf("\nThe map of %s is too large for this report.\n", plural(len(routes), "route"))
	}
	if len(s) > room {
		return ""
	}
	return s
}

func markdownNotAnalysed(r *result.Report, room int) string {
	if len(r.NotAnalysed) == 0 {
		return ""
	}
	missed := gatingFirst(r.NotAnalysed)
	row := func(i int) string {
		n := &missed[i]
		s := "- " + result.MarkdownCode(place(r, n.At)) + " " + result.Markdown(sentence(n.Reason))
		if n.Gates {
			s += " (could hold a finding)"
		}
		return s + "\n"
	}
	return fit("\n### Not analysed\n\n", len(missed), row, room, func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("\n%s not listed here.\n", are(n, "place"))
	})
}

// fit is head, as many of n rows as fit into room bytes, and what left says of the
// number of the others. It is empty where not even that fits.
func fit(head string, n int, row func(int) string, room int, left func(int) string) string {
	var b strings.Builder
	b.WriteString(head)
	i := 0
	for ; i < n; i++ {
		s := row(i)
		if b.Len()+len(s)+len(left(n-i-1)) > room {
			break
		}
		b.WriteString(s)
	}
	tail := left(n - i)
	if i == 0 {
		b.Reset()
	}
	if b.Len()+len(tail) > room {
		return ""
	}
	return b.String() + tail
}

// gatingFirst puts what could hold a finding that fails the build before the rest.
func gatingFirst(ns []fact.NotAnalysed) []fact.NotAnalysed {
	out := slices.Clone(ns)
	slices.SortStableFunc(out, func(a, b fact.NotAnalysed) int {
		switch {
		case a.Gates == b.Gates:
			return 0
		case a.Gates:
			return -1
		}
		return 1
	})
	return out
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// are is the subject of what is said of n more things: "2 more findings are".
func are(n int, what string) string {
	if n == 1 {
		return "1 more " + what + " is"
	}
	return plural(n, "more "+what) + " are"
}
