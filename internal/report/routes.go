package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// routesVersion is the version of the routes contract; docs/routes.schema.json.
const routesVersion = 1

type routesDocument struct {
	SchemaVersion int               `json:"schemaVersion"`
	Routes        []routeJSON       `json:"routes"`
	NotAnalysed   []notAnalysedJSON `json:"notAnalysed"`
}

type routeJSON struct {
	Path        string          `json:"path"`
	Line        int             `json:"line"`
	EndLine     int             `json:"endLine"`
	Artifact    string          `json:"artifact"`
	Credential  credentialJSON  `json:"credential"`
	Destination destinationJSON `json:"destination"`
	Channel     channelJSON     `json:"channel"`
	Client      clientJSON      `json:"client"`
	Guards      []guardJSON     `json:"guards"`
	Grades      gradesJSON      `json:"grades"`
	Steps       []stepJSON      `json:"steps"`
}

type credentialJSON struct {
	Kind    string `json:"kind"`
	Carrier string `json:"carrier"`
	Origin  string `json:"origin"`
	Name    string `json:"name"`
}

type destinationJSON struct {
	Scheme string `json:"scheme"`
	Host   string `json:"host"`
	Port   string `json:"port"`
	URL    string `json:"url"`
}

type channelJSON struct {
	Verify        string `json:"verify"`
	HostnameCheck string `json:"hostnameCheck"`
	Redirects     string `json:"redirects"`
	Proxy         string `json:"proxy"`
	Timeout       string `json:"timeout"`
}

type clientJSON struct {
	Name    string `json:"name"`
	Package string `json:"package"`
	Version string `json:"version"`
}

type guardJSON struct {
	Part string `json:"part"`
	Kind string `json:"kind"`
	Line int    `json:"line"`
}

type gradesJSON struct {
	Channel    string `json:"channel"`
	Name       string `json:"name"`
	Credential string `json:"credential"`
}

type stepJSON struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	Says string `json:"says"`
}

type notAnalysedJSON struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// RoutesJSON writes the map of routes by the contract of docs/routes.schema.json.
func RoutesJSON(w io.Writer, r *result.Report) error {
	doc := routesDocument{SchemaVersion: routesVersion, Routes: []routeJSON{}, NotAnalysed: notAnalysedList(r)}
	for i := range r.Routes {
		doc.Routes = append(doc.Routes, newRouteJSON(&r.Routes[i]))
	}
	return writeJSON(w, doc)
}

func newRouteJSON(r *fact.Route) routeJSON {
	c, d, ch := &r.Credential, &r.Destination, &r.Channel
	out := routeJSON{
		Path: r.At.Path, Line: r.At.Start.Line, EndLine: endLine(r.At), Artifact: string(r.Artifact),
		Credential:  credentialJSON{string(c.Kind), string(c.Carrier), string(c.Origin), c.Name},
		Destination: destinationJSON{d.Scheme.String(), d.Host.String(), d.Port.String(), d.URL.String()},
		Channel: channelJSON{string(ch.Verify.State), string(ch.HostnameCheck.State), string(ch.Redirects.State),
			string(ch.Proxy.State), string(ch.Timeout.State)},
		Client: clientJSON{r.Client.Name, r.Client.Package.Name, r.Client.Package.Versions()},
		Grades: gradesJSON{string(r.Grades.Channel), string(r.Grades.Name), string(r.Grades.Credential)},
		Guards: []guardJSON{}, Steps: steps(r.Steps),
	}
	for _, g := range r.Guards {
		out.Guards = append(out.Guards, guardJSON{g.Part, string(g.Kind), g.At.Start.Line})
	}
	return out
}

func steps(es []fact.Evidence) []stepJSON {
	out := []stepJSON{}
	for _, e := range es {
		out = append(out, stepJSON{e.At.Path, e.At.Start.Line, e.Says})
	}
	return out
}

func notAnalysedList(r *result.Report) []notAnalysedJSON {
	out := []notAnalysedJSON{}
	for _, n := range r.NotAnalysed {
		out = append(out, notAnalysedJSON{n.At.Path, n.At.Start.Line, n.Reason})
	}
	return out
}

// endLine is the last line of a range, also where its end is not known.
func endLine(at fact.Location) int { return max(at.Start.Line, at.End.Line) }

// writeJSON writes a document in which nothing is hidden from who reads it on a
// screen: what has no shape of its own is written as an escape.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("encoding JSON: %w", err)
	}
	if _, err := w.Write(visible(b.Bytes())); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// visible is an encoded document with escapes for the characters that have no shape, as
// far as the encoder left them.
func visible(document []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i < len(document); {
		if document[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(document[i:])
		if !unicode.IsGraphic(r) {
			out = append(out, document[from:i]...)
			for _, u := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, u)
			}
			from = i + size
		}
		i += size
	}
	return append(out, document[from:]...)
}

// RoutesTable writes the map of routes as a table for people.
func RoutesTable(w io.Writer, r *result.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "WHERE\tCREDENTIAL\tDESTINATION\tCHANNEL\tGRADES")
	for i := range r.Routes {
		route := &r.Routes[i]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", place(r, route.At), shown(credentialLabel(&route.Credential)),
			shown(destinationLabel(&route.Destination)), shown(channelLabel(&route.Channel)), gradesLabel(route.Grades))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	if len(r.Routes) == 0 {
		fmt.Fprintln(w, "(no routes)")
	}
	for _, n := range r.NotAnalysed {
		if _, err := fmt.Fprintf(w, "not analysed: %s: %s\n", place(r, n.At), sentence(n.Reason)); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	return nil
}

// maxCell bounds a cell of a table and a label of a diagram, in bytes.
const maxCell = 80

// shown is text of the repository as a cell shows it.
func shown(s string) string { return result.Cut(result.Plain(s), maxCell) }

// credentialLabel names a credential: "bearer API_TOKEN (env)".
func credentialLabel(c *fact.Credential) string {
	if c.Kind == fact.KindNone {
		return "no credential"
	}
	s := string(c.Kind)
	if c.Name != "" {
		s += " " + c.Name
	}
	if c.Origin != "" {
		s += " (" + string(c.Origin) + ")"
	}
	return s
}

// destinationLabel is the origin of a destination: "https://{env:HOST}:8443".
func destinationLabel(d *fact.Destination) string {
	if len(d.Host) == 0 {
		if len(d.URL) == 0 {
			return "{unknown}"
		}
		return d.URL.String()
	}
	s := d.Host.String()
	if len(d.Scheme) > 0 && d.Scheme.String() != s { // one hole can stand for both
		s = d.Scheme.String() + "://" + s
	}
	if len(d.Port) > 0 {
		s += ":" + d.Port.String()
	}
	return s
}

// channelLabel names what is known of a channel: "verify on, redirects on".
func channelLabel(c *fact.Channel) string {
	s := ""
	for _, part := range []struct {
		name  string
		state fact.State
	}{
		{"verify", c.Verify.State}, {"hostname", c.HostnameCheck.State}, {"redirects", c.Redirects.State},
		{"proxy", c.Proxy.State}, {"timeout", c.Timeout.State},
	} {
		if part.state == fact.StateUnknown {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += part.name + " " + string(part.state)
	}
	if s == "" {
		return "-"
	}
	return s
}

func gradesLabel(g fact.Grades) string {
	return or(string(g.Channel), "?") + " " + or(string(g.Name), "?") + " " + or(string(g.Credential), "?")
}
