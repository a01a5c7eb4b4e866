package manifest

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// Resolvers are the packages that a manifest requires and that answer for names: a server
// of DNS which is built into a program.
func (x *Index) Resolvers() []fact.Image {
	const coredns = "github.com/coredns/coredns"
	var out []fact.Image
	for dir := range x.near {
		for _, p := range x.near[dir] {
			if formatOf(p).ecosystem != golib {
				continue
			}
			found := x.Package(p, golib, coredns)
			image := fact.Image{Name: "coredns", Version: found.Version, At: found.At}
			if found.Version != "" && found.At.Path == p && !slices.Contains(out, image) {
				out = append(out, image)
			}
		}
	}
	slices.SortFunc(out, func(a, b fact.Image) int {
		if a.At.Before(b.At) {
			return -1
		}
		return 1
	})
	return out
}
