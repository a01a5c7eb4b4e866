package fact

import "strings"

// Origin says where a value comes from.
type Origin string

// The origins. Unknown is never taken for safe and never for guilty.
const (
	OriginUnknown     Origin = "unknown"
	OriginLiteral     Origin = "literal"
	OriginEnv         Origin = "env"
	OriginConfig      Origin = "config"
	OriginSecretStore Origin = "secret"
	OriginRequest     Origin = "request"
	OriginDatabase    Origin = "database"
	OriginResponse    Origin = "response"
	OriginParam       Origin = "param"
	OriginRelease     Origin = "release" // a part of the name that a deployment gives to what it brings
	OriginDNS         Origin = "dns"     // data of a DNS answer or a service registry: SRV, TXT
)

// Outside reports whether somebody other than the code's author chooses the value
// while the program runs.
func (o Origin) Outside() bool {
	return o == OriginRequest || o == OriginDatabase || o == OriginResponse
}

// Setting reports whether the value is set where the program is deployed.
func (o Origin) Setting() bool { return o == OriginEnv || o == OriginConfig }

// Hole is a part of a text that is not known from the repository.
// A hole of OriginLiteral stands for the value of a credential that was dropped.
type Hole struct {
	Origin     Origin
	Name       string // "LOGIN_HOST", "json.callback"; empty where there is none
	Default    string // the literal used where the setting is absent
	HasDefault bool
	// Record tells what came together: holes of one record that was chosen while the
	// program runs (a row, a request, the arguments of one call) share it, within one
	// route. 0 is none, as for settings, which hold for the whole process.
	Record int
	// From is the call whose answer it is a part of.
	From Location
	At   Location
}

// Piece is a literal (Hole nil) or a hole (Literal empty).
type Piece struct {
	Literal string
	Hole    *Hole
}

// Text is a string that may have holes. An empty Text is the empty string where
// it was seen, and "nothing known" where the fact around it says so.
type Text []Piece

// Lit is a text without holes.
func Lit(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Literal: s}}
}

// Known returns the text where it has no holes.
func (t Text) Known() (string, bool) {
	var b strings.Builder
	for _, p := range t {
		if p.Hole != nil {
			return "", false
		}
		b.WriteString(p.Literal)
	}
	return b.String(), true
}

// WithDefaults returns the text with the defaults of its holes in their place; false where
// one has none, or where nothing is left.
func (t Text) WithDefaults() (string, bool) {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.Hole == nil:
			b.WriteString(p.Literal)
		case p.Hole.HasDefault:
			b.WriteString(p.Hole.Default)
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// Prefix returns the literal text before the first hole.
func (t Text) Prefix() string {
	var b strings.Builder
	for _, p := range t {
		if p.Hole != nil {
			break
		}
		b.WriteString(p.Literal)
	}
	return b.String()
}

// Holes returns the holes in order.
func (t Text) Holes() []*Hole {
	var hs []*Hole
	for _, p := range t {
		if p.Hole != nil {
			hs = append(hs, p.Hole)
		}
	}
	return hs
}

// String writes the text with its holes: https://{env:HOST=login.example.io}/x.
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t {
		if p.Hole == nil {
			b.WriteString(p.Literal)
			continue
		}
		b.WriteString(p.Hole.String())
	}
	return b.String()
}

// String writes {origin:name=default}; an unknown hole is {unknown}.
func (h *Hole) String() string {
	s := "{" + string(h.Origin)
	if h.Name != "" && h.Origin != OriginUnknown {
		s += ":" + h.Name
	}
	if h.HasDefault {
		s += "=" + h.Default
	}
	return s + "}"
}
