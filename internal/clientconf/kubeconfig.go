package clientconf

import (
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var kubeconfigFormat = format{
	Format: Format{
		Group: "mesh and cluster", Name: "kubeconfig", Files: "kubeconfig, *.kubeconfig, .kube/config, YAML and JSON of kind Config with clusters and users",
		Reads: "clusters' addresses, how they are verified, and the credentials for them",
	},
	artifact: fact.ArtifactCluster,
	named: func(path, base string) bool {
		return base == "kubeconfig" || strings.HasSuffix(base, ".kubeconfig") || strings.HasSuffix(path, ".kube/config")
	},
	like: func(_ string, data []byte) bool {
		return holdsAny(data, "clusters") && holdsAny(data, "users") && configKind.Match(data) && kubernetesLike("", data) && clustersLine.Match(data) && usersLine.Match(data)
	},
	read: func(t *text) {
		t.find = with(templated, expansions)
		for _, n := range t.documents() {
			t.kubeconfig(n)
		}
	},
}

var (
	configKind   = regexp.MustCompile(`(?m)^kind[ \t]*:[ \t]*Config\b|"kind"[ \t\r\n]*:[ \t\r\n]*"Config"`)
	clustersLine = regexp.MustCompile(`(?m)^clusters[ \t]*:|"clusters"[ \t\r\n]*:`)
	usersLine    = regexp.MustCompile(`(?m)^users[ \t]*:|"users"[ \t\r\n]*:`)
)

// kubeconfig reads each context: the credential of its user goes to its cluster. A cluster
// and a user that no context brings together are read with what stands alone.
func (t *text) kubeconfig(n *node) {
	users, clusters := named(n.get("users"), "user"), named(n.get("clusters"), "cluster")
	credentials := map[string]*fact.Credential{}
	for name, u := range users {
		credentials[name] = t.kubeUser(u)
	}
	used := map[string]bool{}
	for _, c := range n.get("contexts").list() {
		user, cluster := c.get("context", "user").str(), c.get("context", "cluster").str()
		if k := cluster + "\x00" + user; clusters[cluster] != nil && !used[k] {
			used[k], used[cluster] = true, true
			t.kubeRoute(clusters[cluster], credentials[user])
		}
	}
	for _, c := range n.get("clusters").list() { // in their order
		if name := c.get("name").str(); clusters[name] != nil && !used[name] {
			t.kubeRoute(clusters[name], nil)
		}
	}
}

// named are the values below a key, by the names that stand beside them.
func named(list *node, key string) map[string]*node {
	out := map[string]*node{}
	for _, c := range list.list() {
		if v := c.get(key); v != nil {
			out[c.get("name").str()] = v
		}
	}
	return out
}

func (t *text) kubeUser(u *node) *fact.Credential {
	header := func(kind fact.Kind, n *node) *fact.Credential {
		c := t.secret(n.key, kind, n)
		if c != nil {
			c.Carrier, c.Field = fact.CarrierHeader, "authorization"
		}
		return c
	}
	if key := u.get("client-key-data"); key != nil {
		t.out.Masks = append(t.out.Masks, t.atNode(key))
	}
	elsewhere := func(n *node, kind fact.Kind, carrier fact.Carrier) *fact.Credential {
		return &fact.Credential{Kind: kind, Carrier: carrier, Field: "authorization", Origin: fact.OriginSecretStore, Name: n.key, At: t.atKey(n)}
	}
	switch {
	case u.get("token").str() != "":
		return header(fact.KindBearer, u.get("token"))
	case u.get("password").str() != "":
		return header(fact.KindBasic, u.get("password"))
	case u.first("tokenFile", "exec", "auth-provider") != nil:
		return elsewhere(u.first("tokenFile", "exec", "auth-provider"), fact.KindBearer, fact.CarrierHeader)
	case u.first("client-certificate", "client-certificate-data") != nil:
		return elsewhere(u.first("client-certificate", "client-certificate-data"), fact.KindOther, fact.CarrierTLS)
	}
	return nil
}

func (t *text) kubeRoute(cluster *node, c *fact.Credential) {
	server := cluster.get("server")
	if server.str() == "" {
		return
	}
	r := fact.Route{
		Artifact: fact.ArtifactCluster, At: t.atNode(server), Client: fact.Client{Name: "kubectl"},
		Destination: fact.Destination{URL: t.plain(server), At: t.atNode(server)},
		Steps:       []fact.Evidence{{At: t.atNode(server), Says: "the cluster is here"}},
	}
	if c != nil {
		r.Credential = *c
		r.Steps = append(r.Steps, fact.Evidence{At: c.At, Says: "and this is the credential for it"})
		if c.Carrier == fact.CarrierTLS {
			r.Channel.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: c.At}
		}
	}
	if ca := cluster.first("certificate-authority", "certificate-authority-data"); ca != nil {
		r.Channel.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: t.atKey(ca)}
	}
	if skip := cluster.get("insecure-skip-tls-verify"); skip.is(true) {
		r.Channel.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: t.atKey(skip)}
	}
	if name := cluster.get("tls-server-name"); name.str() != "" {
		r.Channel.ServerName = fact.Setting{State: fact.StateOn, Value: t.plain(name), Explicit: true, At: t.atKey(name)}
	}
	if proxy := cluster.get("proxy-url"); proxy.str() != "" {
		r.Channel.Proxy = fact.Setting{State: fact.StateOn, Value: t.plain(proxy), Explicit: true, At: t.atKey(proxy)}
	}
	t.out.Routes = append(t.out.Routes, r)
}
