package rules

import (
	"slices"
	"strings"
)

// All is the catalogue, in the order of the identifiers.
func All() []*Rule {
	return slices.Concat(specRules(), routeRules(), dnsRules(), tlsRules(), tokenRules(), confRules())
}

// Lookup finds a rule by identifier or name, in any case; nil if there is none.
func Lookup(idOrName string) *Rule {
	for _, r := range All() {
		if strings.EqualFold(r.ID, idOrName) || strings.EqualFold(r.Name, idOrName) {
			return r
		}
	}
	return nil
}
