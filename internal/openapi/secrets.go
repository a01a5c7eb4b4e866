package openapi

import (
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// secretRange is a credential within a URL.
type secretRange struct {
	from, to int
	kind     fact.Kind
	carrier  fact.Carrier
	field    string
}

// secretsIn finds the password of a URL's userinfo, and query parameters whose
// names say that they carry a credential.
func secretsIn(url string) []secretRange {
	var out []secretRange
	if from, to := authorityOf(url); to > 0 {
		authority := url[from:to]
		at, colon := strings.LastIndexByte(authority, '@'), strings.IndexByte(authority, ':')
		if colon >= 0 && at > colon+1 {
			out = append(out, secretRange{from + colon + 1, from + at, fact.KindBasic, fact.CarrierUserinfo, "userinfo"})
		}
	}
	query := strings.IndexByte(url, '?')
	if query < 0 {
		return out
	}
	for from := query + 1; from < len(url); {
		pair, _, _ := strings.Cut(url[from:], "&")
		pair, _, _ = strings.Cut(pair, "#")
		field, value, _ := strings.Cut(pair, "=")
		if kind, ok := credential.FieldKind(field); ok && value != "" {
			out = append(out, secretRange{from + len(field) + 1, from + len(pair), kind, fact.CarrierQuery, strings.ToLower(field)})
		}
		from += len(pair) + 1
	}
	return out
}

// urlText is a URL without the credentials that are written in it, which become
// holes. {name} stays as it is written. The value v is the URL behind prefix.
func (r *reader) urlText(prefix string, v *node) fact.Text {
	url := prefix + v.text
	var t fact.Text
	done := 0
	for _, s := range secretsIn(url) {
		if strings.Contains(url[s.from:s.to], "{") {
			continue // filled in by whoever calls
		}
		at := v.within(s.from-len(prefix), s.to-len(prefix))
		r.secretInURL(v.file, url[s.from:s.to], s, at)
		t = appendLit(t, url[done:s.from])
		t = append(t, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: s.field, At: at}})
		done = s.to
	}
	return appendLit(t, url[done:])
}

func (r *reader) secretInURL(f *file, value string, s secretRange, at fact.Location) {
	if r.seen(f, at.Start.Offset) {
		return
	}
	c := r.grader.Value(value)
	c.Kind, c.Carrier, c.Field, c.At = s.kind, s.carrier, s.field, at
	r.literal(c, fact.UseURL, "it is written in a URL of the description")
}

// plainURL is a URL as it is written, without the credentials in it, which are noted.
func (r *reader) plainURL(v *node) string {
	r.urlText("", v)
	return withoutSecrets(v.text)
}

// withoutSecrets is a URL with an ellipsis for each credential in it.
func withoutSecrets(url string) string {
	var b strings.Builder
	done := 0
	for _, s := range secretsIn(url) {
		b.WriteString(url[done:s.from] + "…")
		done = s.to
	}
	return b.String() + url[done:]
}

// seen reports whether a credential at this place was noted before, and notes it.
func (r *reader) seen(f *file, offset int) bool {
	at := place{f, offset}
	if r.masked[at] {
		return true
	}
	r.masked[at] = true
	return false
}

// literal notes a credential value and hides its range.
func (r *reader) literal(c fact.Credential, use fact.LiteralUse, says string) {
	l := fact.Literal{Credential: c, Use: use, Artifact: fact.ArtifactOpenAPI}
	if says != "" {
		l.Steps = []fact.Evidence{{At: c.At, Says: says}}
	}
	r.out.Literals = append(r.out.Literals, l)
	r.out.Masks = append(r.out.Masks, c.At)
}
