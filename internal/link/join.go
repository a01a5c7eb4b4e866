// Package link joins facts across files and grades routes.
package link

import (
	"maps"
	"slices"
	"sort"

	"github.com/hostbound/hostbound/internal/fact"
)

// Join puts the facts of all readers together. Documents and client objects keep
// apart by new numbers, settings fill the holes of routes that name them, those that
// stand side by side, or that a block takes from elsewhere, become routes, routes get their IDs (from 1, by place), and URLs
// are split into their parts.
func Join(sets ...*fact.Set) *fact.Set {
	out := &fact.Set{Classes: map[string]fact.PathClass{}}
	documents, clients := 0, 0
	for _, s := range sets {
		if s == nil {
			continue
		}
		documents, clients = renumber(s, documents, clients)
		appendSet(out, s)
	}
	settings := fillRoutes(out)
	used := maps.Clone(settings.used)
	writtenSettings(out, used)
	out.Routes = append(out.Routes, pairVariables(seats(out, settings), used)...)
	out.Routes = append(out.Routes, metadataRoutes(out.Variables)...)
	sort.SliceStable(out.Routes, func(i, j int) bool { return out.Routes[i].At.Before(out.Routes[j].At) })
	for i := range out.Routes {
		r := &out.Routes[i]
		r.ID = i + 1
		Split(&r.Destination)
	}
	described(out)
	configured(out)
	outwards(out)
	zones(out)
	carried(out)
	reach(out)
	return out
}

// writtenSettings notes the credentials that code writes as settings, where a request
// carries them.
func writtenSettings(out *fact.Set, used map[*fact.Variable]bool) {
	for i := range out.Variables {
		v := &out.Variables[i]
		if used[v] && v.Artifact == fact.ArtifactSource && v.Credential != nil && literal(v.Credential) {
			out.Literals = append(out.Literals, fact.Literal{Credential: *v.Credential, Use: fact.UseRoute, Artifact: fact.ArtifactSource})
		}
	}
}

// renumber makes the document and client numbers of s follow those before it, and
// returns the highest in use.
func renumber(s *fact.Set, documents, clients int) (lastDocument, lastClient int) {
	lastDocument, lastClient = documents, clients
	move := func(id *int) {
		*id += documents
		lastDocument = max(lastDocument, *id)
	}
	for i := range s.Documents {
		move(&s.Documents[i].ID)
	}
	for i := range s.Schemes {
		move(&s.Schemes[i].Doc)
	}
	for i := range s.Operations {
		move(&s.Operations[i].Doc)
	}
	for i := range s.References {
		move(&s.References[i].Doc)
	}
	for i := range s.Routes {
		if id := &s.Routes[i].Client.ID; *id != 0 {
			*id += clients
			lastClient = max(lastClient, *id)
		}
	}
	return lastDocument, lastClient
}

func appendSet(out, s *fact.Set) {
	out.Routes = append(out.Routes, s.Routes...)
	out.Documents = append(out.Documents, s.Documents...)
	out.Schemes = append(out.Schemes, s.Schemes...)
	out.Operations = append(out.Operations, s.Operations...)
	out.References = append(out.References, s.References...)
	out.Literals = append(out.Literals, s.Literals...)
	out.Exposures = append(out.Exposures, s.Exposures...)
	out.TokenUses = append(out.TokenUses, s.TokenUses...)
	out.HostUses = append(out.HostUses, s.HostUses...)
	out.IssuerChecks = append(out.IssuerChecks, s.IssuerChecks...)
	out.Switches = append(out.Switches, s.Switches...)
	out.Variables = append(out.Variables, s.Variables...)
	out.Inclusions = append(out.Inclusions, s.Inclusions...)
	out.Services = append(out.Services, s.Services...)
	out.Meshes = append(out.Meshes, s.Meshes...)
	out.Stored = append(out.Stored, s.Stored...)
	out.Resolvers = append(out.Resolvers, s.Resolvers...)
	out.Overrides = append(out.Overrides, s.Overrides...)
	out.Aliases = append(out.Aliases, s.Aliases...)
	out.Zones = append(out.Zones, s.Zones...)
	out.Records = append(out.Records, s.Records...)
	out.Resources = append(out.Resources, s.Resources...)
	out.Images = append(out.Images, s.Images...)
	out.Listeners = append(out.Listeners, s.Listeners...)
	out.Masks = append(out.Masks, s.Masks...)
	out.NotAnalysed = append(out.NotAnalysed, s.NotAnalysed...)
	for p, c := range s.Classes {
		out.Classes[p] = c
	}
}

// carried says which credentials that are written out a request carries too. What only
// that would make one, and is not carried, is none.
func carried(s *fact.Set) {
	if len(s.Exposures) == 0 {
		return
	}
	kinds := map[string]fact.Kind{}
	for i := range s.Routes {
		if c := &s.Routes[i].Credential; c.Kind != fact.KindNone {
			for _, mark := range c.Marks() {
				kinds[mark] = c.Kind
			}
		}
	}
	for i := range s.Exposures {
		x := &s.Exposures[i]
		for _, mark := range x.Credential.Marks() {
			kind, ok := kinds[mark]
			x.Carried = x.Carried || ok
			if x.Credential.Kind == fact.KindNone {
				x.Credential.Kind = kind
			}
		}
	}
	s.Exposures = slices.DeleteFunc(s.Exposures, func(x fact.Exposure) bool { return x.ByUse && !x.Carried })
}

// reach fills in which routes a literal reaches: those whose credential is written
// in the same place.
func reach(s *fact.Set) {
	at := map[fact.Location][]int{}
	for i := range s.Routes {
		c := &s.Routes[i].Credential
		if c.At.Path != "" {
			at[c.At] = append(at[c.At], s.Routes[i].ID)
		}
		if !c.FallbackAt.IsZero() && c.FallbackAt != c.At {
			at[c.FallbackAt] = append(at[c.FallbackAt], s.Routes[i].ID)
		}
	}
	for i := range s.Literals {
		s.Literals[i].Routes = at[s.Literals[i].Credential.At]
	}
}
