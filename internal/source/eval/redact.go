package eval

import (
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// redaction takes the credentials out of a URL: a user's password, the values of
// query parameters, and whatever is called a credential, in the path too.
type redaction struct {
	m       *machine
	out     fact.Text
	creds   []fact.Credential
	inQuery bool
	field   string // the query parameter whose value comes next
}

// redact returns a URL that shows no credential, and those that it holds.
func (m *machine) redact(url *str) (fact.Text, []fact.Credential) {
	r := &redaction{m: m}
	pieces := r.userinfo(url.pieces)
	for _, p := range pieces {
		if p.hole != nil {
			r.hole(p)
		} else {
			r.literal(p)
		}
	}
	return merge(r.out), r.creds
}

func merge(t fact.Text) fact.Text {
	var out fact.Text
	for _, p := range t {
		if n := len(out); p.Hole == nil && n > 0 && out[n-1].Hole == nil {
			out[n-1].Literal += p.Literal
			continue
		}
		out = append(out, p)
	}
	return out
}

func (r *redaction) text(s string) { r.out = append(r.out, fact.Piece{Literal: s}) }

// dropped stands for a literal that was taken out.
func (r *redaction) dropped(name string, at fact.Location) {
	r.out = append(r.out, fact.Piece{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: name, At: at}})
}

// userinfo reads what stands before the "@" of the authority, and returns the rest.
func (r *redaction) userinfo(ps []piece) []piece {
	first, from := authority(ps)
	if first < 0 {
		return ps
	}
	last, to := userinfoEnd(ps, first, from)
	if last < 0 {
		return ps
	}
	inside := between(ps, first, from, last, to)
	secret := password(inside)
	if len(secret) == 0 {
		return ps
	}
	for _, p := range ps[:first] { // a scheme
		if p.hole != nil {
			r.hole(p)
		} else {
			r.text(p.lit)
		}
	}
	r.text(ps[first].lit[:from])
	r.secret(secret)
	rest := ps[last]
	rest.lit = rest.lit[to:]
	return append([]piece{rest}, ps[last+1:]...)
}

// authority is the piece, and the offset in it, behind a URL's "://"; -1 for none.
func authority(ps []piece) (piece, offset int) {
	for i := range min(len(ps), 2) {
		if j := strings.Index(ps[i].lit, "://"); j >= 0 && (i == 0 || j == 0) {
			return i, j + len("://")
		}
	}
	return -1, 0
}

// userinfoEnd is the place of the last "@" before the path.
func userinfoEnd(ps []piece, first, from int) (last, to int) {
	last = -1
	for i := first; i < len(ps); i++ {
		lit := ps[i].lit[from:]
		end := strings.IndexAny(lit, "/?#")
		if end >= 0 {
			lit = lit[:end]
		}
		if j := strings.LastIndexByte(lit, '@'); j >= 0 {
			last, to = i, from+j
		}
		if end >= 0 {
			break
		}
		from = 0
	}
	return last, to
}

func between(ps []piece, first, from, last, to int) []piece {
	out := append([]piece{}, ps[first:last+1]...)
	out[len(out)-1].lit = out[len(out)-1].lit[:to]
	out[0].lit = out[0].lit[from:]
	return out
}

// password is what follows the colon, or a part that is called a credential.
func password(ps []piece) []piece {
	for i, p := range ps {
		_, after, found := strings.Cut(p.lit, ":")
		if !found {
			continue
		}
		p.lit = after
		secret := append([]piece{p}, ps[i+1:]...)
		for _, q := range secret {
			if q.hole != nil || q.lit != "" {
				return secret
			}
		}
		return ps[:i+1] // a credential as the user's name, with no password
	}
	for i, p := range ps {
		if p.hole != nil && isCredentialName(p.hole.Name) || p.lit != "" && isCredentialName(p.name) {
			return ps[i : i+1]
		}
	}
	return nil
}

// secret notes a user's password, and stands a hole in its place.
func (r *redaction) secret(ps []piece) {
	for _, p := range ps {
		if p.hole == nil {
			continue
		}
		c := r.m.fromHole(p, fact.KindBasic, p.at)
		c.Carrier = fact.CarrierUserinfo
		r.creds = append(r.creds, c)
		h := *p.hole
		h.Default, h.HasDefault = "", false
		r.out = append(r.out, fact.Piece{Hole: &h})
		return
	}
	var value strings.Builder
	first := ps[len(ps)-1]
	for i := len(ps) - 1; i >= 0; i-- {
		if ps[i].lit != "" {
			first = ps[i]
		}
	}
	for _, p := range ps {
		value.WriteString(p.lit)
	}
	r.m.mask(ps)
	c := r.found(first, value.String(), fact.KindBasic, fact.CarrierUserinfo, "")
	r.dropped("userinfo", c.At)
}

// found notes a credential that is written in the URL.
func (r *redaction) found(p piece, value string, kind fact.Kind, carrier fact.Carrier, field string) fact.Credential {
	c := r.m.grader.Named(p.name, value)
	c.Placeholder = c.Placeholder || kind == fact.KindAPIKey && plainWord(value)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.Carrier, c.Field = carrier, strings.ToLower(field)
	c.At = r.m.literalAt([]piece{{lit: value, at: p.at}}, p.at)
	r.m.literal(c, fact.UseURL, nil)
	r.creds = append(r.creds, c)
	return c
}

// here is the carrier of what comes next.
func (r *redaction) here() fact.Carrier {
	if r.inQuery {
		return fact.CarrierQuery
	}
	return fact.CarrierPath
}

func (r *redaction) hole(p piece) {
	field := r.field
	r.field = ""
	kind, ok := credential.FieldKind(field)
	if name := p.hole.Name[strings.LastIndexByte(p.hole.Name, '.')+1:]; !ok && len(r.out) > 0 && fromSettings(p.hole.Origin) {
		kind, ok = credential.NameKind(name)
	}
	if ok {
		c := r.m.fromHole(p, kind, p.at)
		c.Carrier, c.Field = r.here(), strings.ToLower(field)
		r.creds = append(r.creds, c)
	}
	h := *p.hole
	if ok || showsCredential(h.Default) {
		h.Default, h.HasDefault = "", false
	}
	r.out = append(r.out, fact.Piece{Hole: &h})
}

func fromSettings(o fact.Origin) bool { return o.Setting() || o == fact.OriginSecretStore }

// showsCredential tells a literal URL that holds one.
func showsCredential(s string) bool {
	if strings.Contains(s, "@") {
		return true
	}
	_, query, _ := strings.Cut(s, "?")
	for _, pair := range strings.Split(query, "&") {
		k, v, _ := strings.Cut(pair, "=")
		if _, ok := credential.FieldKind(k); ok && v != "" {
			return true
		}
	}
	return false
}

func (r *redaction) literal(p piece) {
	kind, called := credential.NameKind(p.name)
	if _, isField := credential.FieldKind(r.field); !isField && called && p.lit != "" && !strings.ContainsAny(p.lit, "/ ?&=#") {
		c := r.found(p, p.lit, kind, r.here(), r.field)
		r.dropped(p.name, c.At)
		r.field = ""
		return
	}
	lit := p.lit
	if !r.inQuery {
		i := strings.IndexByte(lit, '?')
		if i < 0 {
			r.text(lit)
			return
		}
		r.text(lit[:i+1])
		r.inQuery, lit = true, lit[i+1:]
	}
	r.query(p, lit)
}

// query reads name=value pairs; the first may be the rest of one.
func (r *redaction) query(p piece, lit string) {
	for i, pair := range strings.Split(lit, "&") {
		if i > 0 {
			r.text("&")
			r.field = ""
		}
		k, v, eq := r.field, pair, r.field != ""
		if !eq {
			k, v, eq = strings.Cut(pair, "=")
			if eq {
				r.text(k + "=")
				r.field = k
			} else {
				v = k
			}
		}
		kind, isCredential := credential.FieldKind(k)
		if eq && isCredential && v != "" {
			c := r.found(p, v, kind, fact.CarrierQuery, k)
			r.dropped(k, c.At)
			r.field = ""
			continue
		}
		r.text(v)
		if v != "" {
			r.field = ""
		}
	}
}
