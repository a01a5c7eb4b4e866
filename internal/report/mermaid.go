package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// maxEdges bounds a diagram: renderers refuse larger ones.
const maxEdges = 200

// RoutesMermaid writes the map of routes as a Mermaid flowchart.
func RoutesMermaid(w io.Writer, r *result.Report) error {
	b := bufio.NewWriter(w)
	b.WriteString(diagram(r.Routes, maxEdges))
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing the diagram: %w", err)
	}
	return nil
}

// diagram draws credential → destination with the channel on the edge; equal
// edges are one, and what is over the limit is counted in a node of its own.
func diagram(routes []fact.Route, limit int) string {
	d := drawing{ids: map[string]string{}, edges: map[string]bool{}}
	d.b.WriteString("flowchart LR\n")
	for i := range routes {
		r := &routes[i]
		from, to := credentialLabel(&r.Credential), destinationLabel(&r.Destination)
		key := from + "\x00" + to + "\x00" + edgeLabel(r)
		if d.edges[key] {
			continue
		}
		if len(d.edges) == limit {
			d.cut++
			continue
		}
		d.edges[key] = true
		a, z := d.node("c", from, "([", "])"), d.node("d", to, "[", "]")
		fmt.Fprintf(&d.b, "  %s -->|%s| %s\n", a, quoted(edgeLabel(r)), z)
	}
	if d.cut > 0 {
		fmt.Fprintf(&d.b, "  more[%s]\n", quoted(plural(d.cut, "more route")))
	}
	if len(d.edges) == 0 {
		fmt.Fprintf(&d.b, "  none[%s]\n", quoted("no routes"))
	}
	return d.b.String()
}

type drawing struct {
	b     strings.Builder
	ids   map[string]string
	edges map[string]bool
	cut   int
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
// Markdown or HTML could read as more than text is written as a numeric entity.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range shown(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0x7f, strings.ContainsRune(" ./:-_,()=", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
