package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// The bounds of a diagram: Mermaid refuses more than 500 edges or 50,000
// characters, and nobody reads as many.
const (
	maxEdges   = 200
	maxDiagram = 48_000 // bytes
	maxDrawn   = 1_600  // bytes that one edge and its two nodes take at most
)

// RoutesMermaid writes the map of routes as a Mermaid flowchart.
func RoutesMermaid(w io.Writer, r *result.Report) error {
	if _, err := io.WriteString(w, diagram(r.Routes, maxEdges, maxDiagram)); err != nil {
		return fmt.Errorf("writing the diagram: %w", err)
	}
	return nil
}

// diagram draws credential → destination with the channel on the edge; equal
// edges are one, and what is over a limit, of edges or of bytes, is counted in a
// node of its own.
func diagram(routes []fact.Route, limit, size int) string {
	d := drawing{ids: map[string]string{}, edges: map[string]bool{}, over: map[string]bool{}}
	d.b.WriteString("flowchart LR\n")
	for _, r := range worstFirst(routes) {
		from, to := credentialLabel(&r.Credential), destinationLabel(&r.Destination)
		key := from + "\x00" + to + "\x00" + edgeLabel(r)
		if d.edges[key] {
			continue
		}
		if len(d.edges) == limit || d.b.Len() > size-maxDrawn {
			d.over[key] = true
			continue
		}
		d.edges[key] = true
		a, z := d.node("c", from, "([", "])"), d.node("d", to, "[", "]")
		fmt.Fprintf(&d.b, "  %s -->|%s| %s\n", a, quoted(edgeLabel(r)), z)
	}
	if n := len(d.over); n > 0 {
		fmt.Fprintf(&d.b, "  more[%s]\n", quoted(plural(n, "more route")))
	}
	if len(routes) == 0 {
		fmt.Fprintf(&d.b, "  none[%s]\n", quoted("no routes"))
	}
	return d.b.String()
}

// worstFirst orders routes for a diagram that may be cut: by grades, with what is
// not known at the end.
func worstFirst(routes []fact.Route) []*fact.Route {
	out := make([]*fact.Route, len(routes))
	for i := range routes {
		out[i] = &routes[i]
	}
	slices.SortStableFunc(out, func(a, b *fact.Route) int {
		return cmp.Or(
			cmp.Compare(or(string(a.Grades.Channel), "~"), or(string(b.Grades.Channel), "~")),
			cmp.Compare(or(string(a.Grades.Name), "~"), or(string(b.Grades.Name), "~")))
	})
	return out
}

type drawing struct {
	b     strings.Builder
	ids   map[string]string
	edges map[string]bool
	over  map[string]bool // edges that are not drawn
}

// node declares a node once and returns its identifier, which holds no text of
// the repository.
func (d *drawing) node(class, label, open, shut string) string {
	key := class + label
	id, seen := d.ids[key]
	if !seen {
		id = fmt.Sprintf("%s%d", class, len(d.ids)+1)
		d.ids[key] = id
		fmt.Fprintf(&d.b, "  %s%s%s%s\n", id, open, quoted(label), shut)
	}
	return id
}

func edgeLabel(r *fact.Route) string {
	s := gradesLabel(r.Grades)
	if r.Channel.Verify.State == fact.StateOff {
		s += " unverified"
	}
	return s
}

// quoted is a Mermaid string that shows s as it is: every character that Mermaid,
// Markdown or HTML could read as more than text is written as a numeric entity. The
// colon is one since Mermaid looks for "style…:" in the whole text, and "¶" since
// it writes entities with it inside.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range shown(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0x7f && r != '¶', strings.ContainsRune(" ./-_,()=", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
