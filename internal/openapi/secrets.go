package openapi

import (
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// urlText is a URL without the credentials that are written in it, which become
// holes. {name} stays as it is written. The value v is the URL behind prefix.
func (r *reader) urlText(prefix string, v *node) fact.Text {
	url := prefix + v.text
	var t fact.Text
	done := 0
	for _, s := range credential.InURL(url) {
		if strings.Contains(url[s.From:s.To], "{") {
			continue // filled in by whoever calls
		}
		at := v.within(s.From-len(prefix), s.To-len(prefix))
		r.secretInURL(v.file, url[s.From:s.To], s, at)
		t = appendLit(t, url[done:s.From])
		t = append(t, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: s.Field, At: at}})
		done = s.To
	}
	return appendLit(t, url[done:])
}

func (r *reader) secretInURL(f *file, value string, s credential.Secret, at fact.Location) {
	if r.seen(f, at.Start.Offset) {
		return
	}
	c := r.grader.Value(value)
	c.Kind, c.Carrier, c.Field, c.At = s.Kind, s.Carrier, s.Field, at
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
	for _, s := range credential.InURL(url) {
		b.WriteString(url[done:s.From] + "…")
		done = s.To
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
