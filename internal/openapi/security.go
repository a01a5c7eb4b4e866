package openapi

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// requirements reads a security list; ok is false where it is none, and nobody can
// say what is in force. One mapping in the place of the list is taken for its only
// item: nobody means nothing by it.
func (r *reader) requirements(list *node) (out []fact.Requirement, ok bool) {
	items := list.items()
	switch {
	case list.is(kindSequence):
	case list.is(kindMapping):
		r.lose(list, true, "security should be a list; its value is read as the only item")
		items = []*node{list}
	default:
		r.lose(list, true, "security should be a list; it is not read")
		return nil, false
	}
	for _, item := range items {
		if !item.is(kindMapping) {
			r.lose(item, true, "a security requirement names schemes; this one is not read")
			continue
		}
		r.duplicates(item, true)
		q := fact.Requirement{At: item.at()}
		item.each(func(k, v *node) bool {
			q.Schemes = append(q.Schemes, r.required(k.text, k.at(), v))
			return true
		})
		out = append(out, q)
	}
	return out, true
}

// required is a scheme that is asked for by name, with a list of scopes.
func (r *reader) required(called string, at fact.Location, scopes *node) fact.RequiredScheme {
	s := fact.RequiredScheme{Name: called, At: at}
	for _, scope := range scopes.items() {
		if scope.is(kindString) {
			s.Scopes = append(s.Scopes, scope.text)
		}
	}
	i, declared := r.doc.schemes[called]
	if !declared {
		s.Defined = r.doc.open || remoteURL(called)
		return s
	}
	s.Defined = true
	scheme := &r.out.Schemes[i]
	scheme.Used = true
	if scheme.Type != "oauth2" {
		return s
	}
	for _, scope := range s.Scopes {
		if !slices.Contains(scheme.Scopes, scope) {
			s.UndefinedScopes = append(s.UndefinedScopes, scope)
		}
	}
	return s
}
