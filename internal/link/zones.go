package link

import (
	"path"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// zones gives each declared zone its records: those of its folder that name it by its
// address there, and those anywhere that name it by its own name. A zone that one of them
// signs is signed.
func zones(s *fact.Set) {
	for i := range s.Zones {
		z := &s.Zones[i]
		name, known := z.Name.Known()
		name = strings.TrimSuffix(strings.ToLower(name), ".")
		for _, r := range s.Records {
			here := r.Zone == z.Address && path.Dir(r.At.Path) == path.Dir(z.At.Path)
			if r.Zone == "" || !here && !(known && strings.EqualFold(strings.TrimSuffix(r.Zone, "."), name)) {
				continue
			}
			if r.Type == "DNSKEY" {
				z.Signed = fact.Setting{State: fact.StateOn, Explicit: true, At: r.At}
				continue
			}
			z.Records = append(z.Records, r)
		}
	}
}
