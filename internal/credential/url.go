package credential

import (
	"net/url"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Secret is a credential that is written in a URL, and the part that holds it.
type Secret struct {
	Span
	Kind    fact.Kind
	Carrier fact.Carrier
	Field   string // "userinfo", or the name of the parameter in lower case
}

// InURL finds the credentials in a URL, in their order: the password of its
// userinfo (or the user, where that has the published form of a token), and
// parameters of query and fragment whose names say that they carry one.
func InURL(u string) []Secret {
	out := inUserinfo(u)
	for from := strings.IndexAny(u, "?#") + 1; from > 0 && from < len(u); {
		pair := u[from:]
		if n := strings.IndexAny(pair, "&#?"); n >= 0 {
			pair = pair[:n]
		}
		field, value, _ := strings.Cut(pair, "=")
		field, err := url.QueryUnescape(field)
		if kind, ok := FieldKind(field); err == nil && ok && value != "" {
			end := from + len(pair)
			out = append(out, Secret{Span{end - len(value), end}, kind, fact.CarrierQuery, strings.ToLower(field)})
		}
		from += len(pair) + 1
	}
	return out
}

func inUserinfo(u string) []Secret {
	from := strings.Index(u, "://") + len("://")
	if from < len("://") {
		if !strings.HasPrefix(u, "//") {
			return nil
		}
		from = len("//")
	}
	authority := u[from:]
	if n := strings.IndexAny(authority, "/?#"); n >= 0 {
		authority = authority[:n]
	}
	at := strings.LastIndexByte(authority, '@')
	if at < 0 {
		return nil
	}
	var out []Secret
	add := func(start, end int) {
		out = append(out, Secret{Span{from + start, from + end}, fact.KindBasic, fact.CarrierUserinfo, "userinfo"})
	}
	user, password, _ := strings.Cut(authority[:at], ":")
	if Specific(grammar(user)) {
		add(0, len(user))
	}
	if password != "" {
		add(at-len(password), at)
	}
	return out
}
