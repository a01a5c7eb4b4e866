// Package credential grades credential values and the names that carry them.
//
// A value comes in and only its shape goes out: kind, grammar, length, the claims
// of a JWT, and an identifier that joins equal values within one run. The
// identifier is keyed with random bytes of that run, so that it tells nothing
// about a short value to anyone who sees it.
package credential

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Grader grades values under one run's key. It is safe for concurrent use.
type Grader struct{ key [16]byte }

// NewGrader returns a Grader with a key of random bytes, new in each run.
func NewGrader(key [16]byte) *Grader { return &Grader{key: key} }

// Value grades a literal credential (without its scheme: "abc", not "Bearer abc").
// The result has origin literal, a kind (jwt, or bearer for all else), grammar,
// length in bytes, the placeholder mark, claims and the keyed identifier; carrier,
// field, name and place are the caller's to fill.
func (g *Grader) Value(v string) fact.Credential {
	c := fact.Credential{
		Kind:        fact.KindBearer,
		Origin:      fact.OriginLiteral,
		Grammar:     grammar(v),
		Length:      len(v),
		Placeholder: Placeholder(v),
		ID:          g.id(v),
	}
	c.Placeholder = c.Placeholder || c.Grammar == publishable
	if claims, ok := decodeJWT(v); ok {
		c.Kind, c.Claims = fact.KindJWT, &claims.Claims
		c.Placeholder = c.Placeholder || claims.sample
	}
	return c
}

// Named grades the value of something called name. A value that only repeats the
// name ("client-secret" for CLIENT_SECRET) is a placeholder.
func (g *Grader) Named(name, v string) fact.Credential {
	c := g.Value(v)
	c.Name = name
	c.Placeholder = c.Placeholder || repeats(name, v)
	return c
}

// repeats reports whether the words of v stand together in name, or those of a name of
// several words in v with only words around them: "acme_client_secret".
func repeats(name, v string) bool {
	if len(words(name)) > 1 && !strings.ContainsAny(v, "0123456789") && strings.Contains(letters(v), letters(name)) {
		return true
	}
	return strings.Contains(letters(name), strings.TrimSuffix(letters(v), "s")) // "tokens" is many of them
}

func letters(s string) string { return strings.Join(words(s), "") }

func (g *Grader) id(v string) uint64 {
	m := hmac.New(sha256.New, g.key[:])
	m.Write([]byte(v))
	id := binary.BigEndian.Uint64(m.Sum(nil))
	if id == 0 { // 0 is "no identifier"
		return 1
	}
	return id
}

type shape struct {
	name string
	re   *regexp.Regexp
}

// shapes are the published forms of well-known credentials, most specific first.
var shapes = []shape{
	{"jwt", regexp.MustCompile(`^eyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*$`)},
	{"github-token", regexp.MustCompile(`^(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{30,})$`)},
	{"gitlab-token", regexp.MustCompile(`^gl(pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-[A-Za-z0-9_.-]{18,}$`)},
	{"slack-token", regexp.MustCompile(`^xox[abeoprs]-[0-9][A-Za-z0-9-]{9,}$`)},
	{"stripe-key", regexp.MustCompile(`^(sk|rk)_(live|test)_[A-Za-z0-9]{16,}$`)},
	{"aws-access-key", regexp.MustCompile(`^(AKIA|ASIA)[A-Z0-9]{16}$`)},
	{"google-api-key", regexp.MustCompile(`^AIza[A-Za-z0-9_-]{35}$`)},
	{"google-oauth-token", regexp.MustCompile(`^ya29\.[A-Za-z0-9_-]{20,}$`)},
	{"npm-token", regexp.MustCompile(`^npm_[A-Za-z0-9]{30,}$`)},
	{"pypi-token", regexp.MustCompile(`^pypi-[A-Za-z0-9_-]{40,}$`)},
	{"sendgrid-key", regexp.MustCompile(`^SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}$`)},
	{"openai-key", regexp.MustCompile(`^sk-[A-Za-z0-9_-]{20,}$`)},
	{"vault-token", regexp.MustCompile(`^hv[sbr]\.[A-Za-z0-9_-]{20,}$`)},
	{publishable, regexp.MustCompile(`^(pk_(live|test)|phc)_[A-Za-z0-9]{16,}$`)},
	{"uuid", regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)},
	{"hex", regexp.MustCompile(`^[0-9a-fA-F]{24,}$`)},
}

// publishable is the grammar of keys that their providers mean for every client to
// hold (Stripe's publishable key, a PostHog project's): they are no secret.
const publishable = "publishable-key"

// Opaque is the grammar of a value that has no published form.
const Opaque = "opaque"

// Specific reports whether a grammar is enough on its own to take a string for a
// credential, wherever it is written.
func Specific(grammar string) bool {
	return grammar != "" && grammar != Opaque && grammar != publishable && grammar != "uuid" && grammar != "hex"
}

func grammar(v string) string {
	for _, s := range shapes {
		if s.re.MatchString(v) {
			return s.name
		}
	}
	return Opaque
}

// Scheme splits the value of an Authorization-like header into the kind that its
// scheme names and the rest: "Bearer abc" is bearer and "abc". A value with no
// known scheme gives false.
func Scheme(v string) (kind fact.Kind, rest string, ok bool) {
	word, rest, found := strings.Cut(strings.TrimLeft(v, " "), " ")
	if !found {
		return fact.KindNone, "", false
	}
	switch strings.ToLower(strings.TrimSuffix(word, ":")) {
	case "bearer", "token", "oauth", "jwt", "dpop", "privatetoken":
		kind = fact.KindBearer
	case "basic":
		kind = fact.KindBasic
	case "apikey", "api-key", "key", "apitoken", "genie-key", "klaviyo-api-key", "sso-key":
		kind = fact.KindAPIKey
	case "digest", "negotiate", "ntlm", "hawk", "aws4-hmac-sha256", "signature", "splunk":
		kind = fact.KindOther
	default:
		return fact.KindNone, "", false
	}
	return kind, strings.TrimLeft(rest, " "), true
}

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// heads begin the shapes that are enough on their own, so that most words of a
// text are passed by their first letters.
var heads = []string{"eyJ", "gh", "github_pat_", "gl", "xox", "sk", "rk", "AKIA", "ASIA", "AIza", "ya29.", "npm_", "pypi-", "SG.", "hv"}

// shortest is the length of the shortest value of a specific shape.
const shortest = 15

// Shaped finds the words of a text that have the published form of a well-known
// credential (see Specific).
func Shaped(text string) []Span {
	var out []Span
	for i := 0; i+shortest <= len(text); i++ {
		if !wordByte(text[i]) {
			continue
		}
		from := i
		for i < len(text) && wordByte(text[i]) {
			i++
		}
		word := strings.TrimRight(text[from:i], ".")
		if len(word) >= shortest && hasHead(word) && Specific(grammar(word)) {
			out = append(out, Span{from, from + len(word)})
		}
	}
	return out
}

func hasHead(word string) bool {
	for _, h := range heads {
		if strings.HasPrefix(word, h) {
			return true
		}
	}
	return false
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}
