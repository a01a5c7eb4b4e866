package link

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// described fills in what callers send to a hop whose own file does not say it, where a
// description says that the host which requests came for takes a credential in a header.
func described(s *fact.Set) {
	takes := map[string]*fact.Route{}
	for i := range s.Routes {
		r := &s.Routes[i]
		host, known := r.Destination.Host.Known()
		if known && host != "" && r.Artifact == fact.ArtifactOpenAPI && r.Credential.Carrier == fact.CarrierHeader && s.Class(r.At.Path) == fact.ClassMain {
			takes[strings.ToLower(host)] = r
		}
	}
	if len(takes) == 0 {
		return
	}
	for i := range s.Routes {
		r := &s.Routes[i]
		if !r.Artifact.Hop() || r.TrustAnchor || r.Credential.Kind != fact.KindNone {
			continue
		}
		for _, host := range r.CameFor {
			if d := takes[strings.ToLower(host)]; d != nil {
				r.Credential = fact.Credential{
					Kind: d.Credential.Kind, Carrier: fact.CarrierHeader, Field: d.Credential.Field, Origin: fact.OriginRequest, Inbound: true, At: r.Credential.At,
				}
				r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], fact.Evidence{At: d.At, Says: host + " takes a credential, by this description"})
				break
			}
		}
	}
}
