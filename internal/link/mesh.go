package link

import (
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// unsaid stands in a Mesh for a namespace or a service that is not stated, which is one
// and not all.
const unsaid = "?"

// meshed is what says that a mesh encrypts a hop below what the route says, or nil: the
// services of its namespace take nothing but mutual TLS, or the callers' side is told to use
// TLS.
func meshed(meshes []fact.Mesh, r *fact.Route) *fact.Mesh {
	if len(meshes) == 0 || channel(r) != fact.C0 || r.Artifact == fact.ArtifactSource || r.Artifact == fact.ArtifactMesh && r.Client.Name == "Istio" {
		return nil // what a mesh is told of its own hop is that hop
	}
	host, known := released(r.Destination.Host).Known()
	if !known {
		return nil
	}
	var taken *fact.Mesh
	inside, best := clusterName(host), -1
	for i := range meshes {
		m := &meshes[i]
		if m.Port != "" && m.Port != r.Destination.Port.String() {
			continue
		}
		if !m.Inbound {
			if m.TLS.State == fact.StateOn && name.SameService(m.Host, m.Namespace, host) {
				return m
			}
			continue
		}
		if rank := covers(m, host, r); inside && (rank > best || rank >= 0 && rank == best && m.TLS.State != fact.StateOn) { // the narrowest says it
			best, taken = rank, m
		}
	}
	if taken != nil && taken.TLS.State != fact.StateOn {
		return nil
	}
	return taken
}

// covers ranks what a mesh says of a host: -1 is nothing, and the narrower the higher.
func covers(m *fact.Mesh, host string, r *fact.Route) int {
	switch {
	case m.Host != "" && m.Host != unsaid:
		return -1
	case m.Host == unsaid && m.TLS.State == fact.StateOn: // of some services alone: perhaps not of this
		return -1
	case m.Namespace == "":
		return 0
	case m.Namespace == unsaid:
		if below(r.At.Path, path.Dir(m.At.Path)) {
			return 1
		}
	case namespaceOf(host) == m.Namespace:
		return 1
	}
	return -1
}

func below(file, folder string) bool { return folder == "." || strings.HasPrefix(file, folder+"/") }

// clusterName tells a name that is looked up inside of a cluster.
func clusterName(host string) bool {
	c := name.Classify(host).Class
	return c == name.Cluster || c == name.SingleLabel
}

// namespaceOf is the namespace in a name of the cluster: the second label.
func namespaceOf(host string) string {
	labels := strings.Split(host, ".")
	if len(labels) < 2 {
		return ""
	}
	return labels[1]
}

// outwards joins the hops of a mesh or a proxy with what says where they end: the Service
// behind an Ingress, the entry of a name outside, and what callers are told of it.
func outwards(s *fact.Set) {
	for i := range s.Routes {
		r := &s.Routes[i]
		if r.Artifact != fact.ArtifactMesh {
			continue
		}
		host, known := r.Destination.Host.Known()
		if !known {
			continue
		}
		add := func(at fact.Location, says string) {
			e := fact.Evidence{At: at, Says: says}
			if len(r.Steps) < maxSteps && !slices.Contains(r.Steps, e) && at != r.At {
				r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], e)
			}
		}
		for j := range s.Services {
			if v := &s.Services[j]; v.Folder == "" && slices.ContainsFunc(v.Names, func(n string) bool { return name.SameService(n, v.Namespace, host) }) {
				add(v.At, "this is the service")
			}
		}
		for j := range s.Aliases {
			if a, ok := s.Aliases[j].Name.Known(); ok && name.SameService(a, "", host) {
				add(s.Aliases[j].At, "a name outside, for which DNS says where it is")
			}
		}
	}
}
