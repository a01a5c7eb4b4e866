package link

import (
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// The bounds of what settings make of one text.
const (
	maxWays  = 8 // texts that one becomes, for different profiles
	maxDepth = 8 // settings that name other settings
	maxReads = 1000
)

// settings are the values that fill holes, by origin and name.
type settings struct {
	classes map[string]fact.PathClass
	of      map[string][]*fact.Variable
	used    map[*fact.Variable]bool
	// open are the settings that are being read: one that names itself is not read again.
	open map[string]bool
	// left bounds the settings that are read for one text.
	left int
}

// newSettings reads the variables that say which holes they fill.
func newSettings(s *fact.Set) *settings {
	out := &settings{classes: s.Classes, of: map[string][]*fact.Variable{}, used: map[*fact.Variable]bool{}, open: map[string]bool{}}
	for i := range s.Variables {
		if v := &s.Variables[i]; v.Origin != "" {
			k := settingKey(v.Origin, v.Name)
			out.of[k] = append(out.of[k], v)
		}
	}
	return out
}

// settingKey is alike for the ways to write one name: crm.api-key, crm.apiKey, CRM_API_KEY
// differ in signs and case alone.
func settingKey(o fact.Origin, name string) string {
	var b strings.Builder
	b.WriteString(string(o) + ":")
	for _, r := range strings.ToLower(name) {
		if r != '-' && r != '_' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// find lists the values of a name as the file at a path sees them: those of the files
// that share most of its folders. What tests are given is no value of the program.
func (s *settings) find(o fact.Origin, name, from string) []*fact.Variable {
	var out []*fact.Variable
	best := -1
	for _, v := range s.of[settingKey(o, name)] {
		if !s.sees(from, v) {
			continue
		}
		switch n := sharedFolders(from, v.At.Path); {
		case n > best:
			best, out = n, []*fact.Variable{v}
		case n == best:
			out = append(out, v)
		}
	}
	return out
}

// sees tells whether a file gets the value of a variable: one that is set for a test is
// for that test, and one of a chart for what the chart brings.
func (s *settings) sees(from string, v *fact.Variable) bool {
	if c := s.classes[v.At.Path]; c != fact.ClassMain && c != s.classes[from] {
		return false
	}
	return v.Within == "" || v.Within == "." || strings.HasPrefix(from, v.Within+"/")
}

func sharedFolders(a, b string) int {
	as, bs := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < len(as) && n < len(bs) && as[n] == bs[n] {
		n++
	}
	return n
}

// filled is a text with its holes filled, and where that was said.
type filled struct {
	text  fact.Text
	steps []fact.Evidence
}

// fill gives what a text may be once its settings are known: the text itself where
// nothing is said of them.
func (s *settings) fill(t fact.Text, from string, depth int) []filled {
	out := []filled{{}}
	for _, p := range t {
		var ways []filled
		if p.Hole != nil && depth < maxDepth {
			ways = s.hole(p.Hole, from, depth)
		}
		if ways == nil {
			ways = []filled{{text: fact.Text{p}}}
		}
		out = product(out, ways)
	}
	return out
}

func (s *settings) hole(h *fact.Hole, from string, depth int) []filled {
	key := settingKey(h.Origin, h.Name)
	if s.open[key] {
		return nil
	}
	s.open[key] = true
	defer delete(s.open, key)
	var out []filled
	for _, v := range s.find(h.Origin, h.Name, from) {
		if s.left--; s.left < 0 {
			break
		}
		if v.Credential != nil || len(v.Value) == 0 {
			continue
		}
		s.used[v] = true
		step := fact.Evidence{At: v.At, Says: v.Name + " is set here"}
		for _, w := range s.fill(v.Value, v.At.Path, depth+1) {
			if len(out) < maxWays && !w.in(out) {
				out = append(out, filled{w.text, append([]fact.Evidence{step}, w.steps...)})
			}
		}
	}
	return out
}

func (w filled) in(all []filled) bool {
	for _, o := range all {
		if o.text.String() == w.text.String() {
			return true
		}
	}
	return false
}

// product puts each of the second behind each of the first.
func product(first, second []filled) []filled {
	var out []filled
	for _, a := range first {
		for _, b := range second {
			if len(out) == maxWays {
				return out
			}
			out = append(out, filled{appended(a.text, b.text), append(a.steps[:len(a.steps):len(a.steps)], b.steps...)})
		}
	}
	return out
}

// appended puts two texts together, with no literal beside another.
func appended(a, b fact.Text) fact.Text {
	out := append(fact.Text{}, a...)
	for _, p := range b {
		if last := len(out) - 1; last >= 0 && p.Hole == nil && out[last].Hole == nil {
			out[last].Literal += p.Literal
			continue
		}
		out = append(out, p)
	}
	return out
}

// fillRoutes fills the holes of routes from the settings of the repository. A route
// becomes one for each value that its URL can have.
func fillRoutes(out *fact.Set) *settings {
	s := newSettings(out)
	if len(s.of) == 0 {
		return s
	}
	var routes []fact.Route
	for _, r := range out.Routes {
		routes = append(routes, s.route(r)...)
	}
	out.Routes = routes
	out.Exposures = slices.DeleteFunc(out.Exposures, func(e fact.Exposure) bool { return s.isNone(e.Credential, e.At.Path) })
	for i := range out.TokenUses {
		if c, steps, ok := s.credential(out.TokenUses[i].Key, out.TokenUses[i].At.Path); ok {
			out.TokenUses[i].Key = c
			out.TokenUses[i].Steps = append(out.TokenUses[i].Steps, steps...)
		}
	}
	return s
}

func (s *settings) route(r fact.Route) []fact.Route {
	if c, steps, ok := s.credential(r.Credential, r.At.Path); ok {
		r.Credential = c
		r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], steps...)
	}
	r.BaseURL = s.first(r.BaseURL, r.At.Path)
	r.HostHeader = s.first(r.HostHeader, r.At.Path)
	var out []fact.Route
	s.left = maxReads
	for _, w := range s.fill(r.Destination.URL, r.At.Path, 0) {
		one := r
		if len(w.steps) > 0 {
			one.Destination.URL = w.text
			one.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], w.steps...)
		}
		out = append(out, one)
	}
	return out
}

func (s *settings) first(t fact.Text, from string) fact.Text {
	s.left = maxReads
	if w := s.fill(t, from, 0); len(w) > 0 && len(w[0].steps) > 0 {
		return w[0].text
	}
	return t
}

// credential follows a credential that comes from a setting to the value that the
// repository gives it. Where there are several, a literal counts before a reference.
func (s *settings) credential(c fact.Credential, from string) (fact.Credential, []fact.Evidence, bool) {
	if c.Origin == fact.OriginLiteral || c.Name == "" {
		return c, nil, false
	}
	var given *fact.Variable
	for _, v := range s.find(c.Origin, c.Name, from) {
		if v.Credential != nil && (given == nil || literal(v.Credential) && !literal(given.Credential)) {
			given = v
		}
	}
	if given == nil {
		return c, nil, false
	}
	s.used[given] = true
	out := *given.Credential
	if out.Kind != fact.KindJWT && c.Kind != fact.KindNone {
		out.Kind = c.Kind
	}
	out.Carrier, out.Field = c.Carrier, c.Field
	out.PerHop, out.FirstHop, out.ClientWide, out.Inbound, out.SelfInspected = c.PerHop, c.FirstHop, c.ClientWide, c.Inbound || out.Inbound, c.SelfInspected
	return out, []fact.Evidence{{At: c.At, Says: c.Name + " is read here"}, {At: given.At, Says: given.Name + " is set here"}}, true
}

// isNone tells what is called like a credential and is none by every value that the
// repository gives it: the name of a file, a number.
func (s *settings) isNone(c fact.Credential, from string) bool {
	if c.Origin == fact.OriginLiteral || c.Name == "" {
		return false
	}
	vs := s.find(c.Origin, c.Name, from)
	return len(vs) > 0 && !slices.ContainsFunc(vs, func(v *fact.Variable) bool {
		return v.Credential != nil || len(v.Value.Holes()) > 0 && !hasDefault(v.Value)
	})
}

// hasDefault tells a text that is one setting with a value to fall back on.
func hasDefault(t fact.Text) bool { return len(t) == 1 && t[0].Hole != nil && t[0].Hole.HasDefault }

func literal(c *fact.Credential) bool { return c.Origin == fact.OriginLiteral && !c.Placeholder }
