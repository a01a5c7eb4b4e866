package clientconf

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// network reads what says where requests of a cluster go, and over what.
func (o *object) network() {
	spec := o.get("spec")
	switch {
	case o.kind == "Service" && o.group == "":
		o.service(spec)
	case o.kind == "Ingress" && (o.group == "networking.k8s.io" || o.group == "extensions"):
		o.ingress(spec)
	case o.kind == "ServiceEntry":
		o.serviceEntry(spec)
	case o.kind == "DestinationRule":
		o.destinationRule(spec)
	case o.kind == "PeerAuthentication":
		o.peerAuthentication(spec)
	case o.kind == "ServerAuthorization" && o.group == "policy.linkerd.io":
		o.serverAuthorization(spec)
	case o.kind == "Namespace":
		o.linkerdNamespace()
	case o.kind == "BackendTLSPolicy":
		o.backendTLS(spec)
	case o.kind == "HTTPRoute" || o.kind == "GRPCRoute":
		o.gatewayRoute(spec)
	case o.kind == "Gateway" && o.group == "gateway.networking.k8s.io":
		o.gateway(spec)
	case o.group == "traefik.io" || o.group == "traefik.containo.us":
		o.traefik(spec)
	case o.group == "consul.hashicorp.com":
		o.consul(spec)
	}
}

// service notes the name, and the name outside that it stands for.
func (o *object) service(spec *node) {
	name := plainName(o.name())
	if name == "" {
		return
	}
	o.out.Services = append(o.out.Services, fact.Service{Names: []string{name}, Namespace: o.namespace(), At: o.atNode(o.get("metadata", "name"))})
	if external := spec.get("externalName"); external != nil && spec.get("type").str() == "ExternalName" {
		o.alias(fact.Lit(qualified(name, o.namespace())), o.plain(external), "ExternalName", external)
	}
}

func qualified(name, namespace string) string {
	if namespace == "" {
		return name
	}
	return name + "." + namespace
}

func (o *object) alias(name, to fact.Text, by string, at *node) {
	if len(name) > 0 && len(to) > 0 {
		o.out.Aliases = append(o.out.Aliases, fact.Alias{Name: name, To: to, By: by, At: o.atNode(at.real())})
	}
}

// annotation is the value of an annotation, by the end of its name.
func (o *object) annotation(name string) *node {
	for _, c := range o.get("metadata", "annotations").pairs() {
		if c.key == name || strings.HasSuffix(c.key, "/"+name) {
			return c.real()
		}
	}
	return nil
}

// ingress reads the names that are answered for, where the requests go, and who is asked
// about their callers.
func (o *object) ingress(spec *node) {
	o.ingressListeners(spec)
	seen := map[string]bool{}
	backend := func(b *node) {
		name, port := b.first("service"), ""
		if name != nil {
			port = name.get("port").first("number", "name").str()
			name = name.get("name")
		} else {
			name, port = b.get("serviceName"), b.get("servicePort").str()
		}
		if name.str() == "" || seen[name.str()+":"+port] {
			return
		}
		seen[name.str()+":"+port] = true
		o.hop(name, port, o.ingressChannel())
	}
	backend(spec.first("defaultBackend", "backend"))
	for _, rule := range spec.get("rules").list() {
		for _, p := range rule.get("http", "paths").list() {
			backend(p.get("backend"))
		}
	}
	if auth := o.annotation("auth-url"); auth != nil {
		o.out.Routes = append(o.out.Routes, fact.Route{
			Artifact: fact.ArtifactProxy, At: o.atNode(auth), Method: "GET", Client: fact.Client{Name: "the ingress controller"},
			Credential:  fact.Credential{Kind: fact.KindOther, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginRequest, Name: "Authorization", Inbound: true, At: o.atNode(auth)},
			Destination: fact.Destination{URL: o.plain(auth), At: o.atNode(auth)},
			Steps:       []fact.Evidence{{At: o.atNode(auth), Says: "each request is asked about here, with its credentials"}},
		})
	}
}

func (o *object) ingressListeners(spec *node) {
	secured := map[string]bool{}
	for _, t := range spec.get("tls").list() {
		for _, h := range t.get("hosts").list() {
			secured[h.str()] = true
		}
		if t.get("hosts") == nil {
			secured[""] = true
		}
	}
	for _, rule := range spec.get("rules").list() {
		host := rule.get("host")
		if host.str() == "" || strings.Contains(host.str(), "{{") {
			continue
		}
		l := fact.Listener{Hosts: []string{host.str()}, At: o.atNode(host)}
		wild := host.str()
		if i := strings.IndexByte(wild, '.'); i > 0 {
			wild = "*" + wild[i:]
		}
		l.TLS = secured[host.str()] || secured[wild] || secured[""]
		l.Plain = !l.TLS
		if redirect := o.annotation("ssl-redirect"); redirect.is(false) && !o.annotation("force-ssl-redirect").is(true) {
			l.Plain = true
			l.Redirects = fact.Setting{State: fact.StateOff, Explicit: true, At: o.atNode(redirect)}
		} else if !l.Plain || redirect.is(true) || o.annotation("force-ssl-redirect").is(true) {
			l.Redirects = fact.Setting{State: fact.StateOn, Explicit: redirect != nil}
		}
		if o.annotation("ssl-passthrough").is(true) {
			continue // the service behind it answers
		}
		o.out.Listeners = append(o.out.Listeners, l)
	}
}

// hopChannel is how a proxy reaches a service.
type hopChannel struct {
	scheme  string
	channel fact.Channel
	at      *node
}

// ingressChannel reads the annotations by which controllers are told of TLS behind them.
func (o *object) ingressChannel() hopChannel {
	h := hopChannel{scheme: "http"}
	protocol := o.annotation("backend-protocol")
	if protocol == nil {
		protocol = o.annotation("service.serversscheme")
	}
	switch strings.ToLower(protocol.str()) {
	case "https", "grpcs":
		h.scheme, h.at = "https", protocol
		h.channel.Verify = fact.Setting{State: fact.StateOff}
		if v := o.annotation("proxy-ssl-verify"); v.is(true) {
			h.channel.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(v)}
		} else if v != nil {
			h.channel.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: o.atNode(v)}
		}
		if n := o.annotation("proxy-ssl-name"); n != nil {
			h.channel.ServerName = fact.Setting{State: fact.StateOn, Value: o.plain(n), Explicit: true, At: o.atNode(n)}
		}
	}
	if o.annotation("ssl-passthrough").is(true) {
		h.scheme = ""
	}
	return h
}

// hop is a request of a caller that is handed on to a service of the cluster. Nothing
// here says what it carries.
func (o *object) hop(name *node, port string, h hopChannel) {
	if h.scheme == "" {
		return
	}
	host := o.plain(name)
	if ns := o.namespace(); ns != "" {
		host = append(host, fact.Lit("."+ns)...)
		host = append(host, fact.Lit(".svc")...)
	}
	d := fact.Destination{Scheme: fact.Lit(h.scheme), Host: joinLiterals(host), At: o.atNode(name)}
	if strings.Trim(port, "0123456789") == "" {
		d.Port = fact.Lit(port)
	}
	r := fact.Route{
		Artifact: fact.ArtifactMesh, At: o.atNode(name), Client: fact.Client{Name: "the " + strings.ToLower(o.kind)}, Channel: h.channel, Destination: d,
		Credential: fact.Credential{Inbound: true, Origin: fact.OriginRequest},
		Steps:      []fact.Evidence{{At: o.atNode(name), Says: "requests are handed on to this service"}},
	}
	if h.at != nil {
		r.Steps = append(r.Steps, fact.Evidence{At: o.atNode(h.at), Says: "over this"})
	}
	o.out.Routes = append(o.out.Routes, r)
}

// joinLiterals is a text with no literal beside another.
func joinLiterals(v fact.Text) fact.Text {
	var out fact.Text
	for _, p := range v {
		out = mergeText(out, fact.Text{p})
	}
	return out
}

// serviceEntry reads names outside that the mesh lets through, where DNS says where they
// are.
func (o *object) serviceEntry(spec *node) {
	if r := spec.get("resolution").str(); r != "DNS" && r != "DNS_ROUND_ROBIN" || spec.get("location").str() == "MESH_INTERNAL" {
		return
	}
	for _, h := range spec.get("hosts").list() {
		to := spec.get("endpoints").list()
		if len(to) == 0 {
			o.alias(o.plain(h), o.plain(h), "ServiceEntry", h)
		}
		for _, e := range to {
			if a := e.get("address"); a != nil {
				o.alias(o.plain(h), o.plain(a), "ServiceEntry", a)
			}
		}
	}
}

// destinationRule reads what the callers' side of the mesh sends to a host.
func (o *object) destinationRule(spec *node) {
	host := spec.get("host")
	policies := []*node{spec.get("trafficPolicy")}
	for _, s := range spec.get("subsets").list() {
		policies = append(policies, s.get("trafficPolicy"))
	}
	for _, p := range policies {
		o.callers(host, p.get("tls"), "")
		for _, port := range p.get("portLevelSettings").list() {
			o.callers(host, port.get("tls"), port.get("port", "number").str())
		}
	}
}

// callers reads one tls of a DestinationRule: a route of its own, and what it says of the
// routes to that host.
func (o *object) callers(host, tls *node, port string) {
	mode := tls.get("mode")
	if host.str() == "" || mode == nil {
		return
	}
	at := o.atNode(mode)
	m := fact.Mesh{Software: "Istio", Host: strings.ToLower(host.str()), Namespace: o.namespace(), Port: port, At: o.atNode(host)}
	h := hopChannel{scheme: "https", at: mode}
	switch strings.ToUpper(mode.str()) {
	case "DISABLE":
		m.TLS = fact.Setting{State: fact.StateOff, Explicit: true, At: at}
		h.scheme = "http"
	case "SIMPLE":
		m.TLS = fact.Setting{State: fact.StateOn, Explicit: true, At: at}
		if ca := tls.get("caCertificates"); ca != nil {
			h.channel.Verify = fact.Setting{State: fact.StateCustom, Value: o.plain(ca), Explicit: true, At: o.atNode(ca)}
		}
		if len(tls.get("subjectAltNames").list()) == 0 {
			h.channel.HostnameCheck = fact.Setting{State: fact.StateOff, At: at}
		}
		if skip := tls.get("insecureSkipVerify"); skip.is(true) {
			h.channel.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: o.atNode(skip)}
		}
	case "MUTUAL", "ISTIO_MUTUAL":
		m.TLS = fact.Setting{State: fact.StateOn, Explicit: true, At: at}
		h.channel.ClientCert = fact.Setting{State: fact.StateOn, Explicit: true, At: at}
	default:
		return
	}
	o.out.Meshes = append(o.out.Meshes, m)
	d := fact.Destination{Scheme: fact.Lit(h.scheme), Host: o.plain(host), At: o.atNode(host)}
	if port != "" {
		d.Port = fact.Lit(port)
	}
	if strings.HasPrefix(host.str(), "*") {
		return
	}
	o.out.Routes = append(o.out.Routes, fact.Route{
		Artifact: fact.ArtifactMesh, At: at, Client: fact.Client{Name: "Istio", Varies: true}, Channel: h.channel, Destination: d,
		Credential: fact.Credential{Inbound: true, Origin: fact.OriginRequest},
		Steps:      []fact.Evidence{{At: o.atNode(host), Says: "requests to this host"}, {At: at, Says: "are sent in this mode"}},
	})
}

// peerAuthentication reads what the services of a namespace, or of all, take.
func (o *object) peerAuthentication(spec *node) {
	o.takes(spec.get("mtls", "mode"), "", spec.get("selector") != nil)
	for _, c := range spec.get("portLevelMtls").pairs() {
		o.takes(c.get("mode"), c.key, spec.get("selector") != nil)
	}
}

// rootNamespaces hold what is meant for every namespace.
var rootNamespaces = []string{"istio-system", "istio-config"}

func (o *object) takes(mode *node, port string, selected bool) {
	if mode == nil {
		return
	}
	m := fact.Mesh{Software: "Istio", Namespace: o.namespace(), Port: port, Inbound: true, At: o.atNode(mode)}
	if slices.Contains(rootNamespaces, m.Namespace) {
		m.Namespace = ""
	} else if m.Namespace == "" {
		m.Namespace = "?" // whichever it is put into
	}
	if selected {
		m.Host = "?" // some services of the namespace
	}
	switch strings.ToUpper(mode.str()) {
	case "STRICT":
		m.TLS = fact.Setting{State: fact.StateOn, Explicit: true, At: o.atNode(mode)}
	case "PERMISSIVE":
		m.TLS = fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(mode)}
	case "DISABLE":
		m.TLS = fact.Setting{State: fact.StateOff, Explicit: true, At: o.atNode(mode)}
	default:
		return
	}
	o.out.Meshes = append(o.out.Meshes, m)
}

// serverAuthorization reads whom a server of Linkerd lets in: callers of the mesh, or anyone.
func (o *object) serverAuthorization(spec *node) {
	anyone := spec.get("client", "unauthenticated")
	if !anyone.is(true) {
		return
	}
	o.out.Meshes = append(o.out.Meshes, fact.Mesh{
		Software: "Linkerd", Host: "?", Namespace: o.namespace(), Inbound: true,
		TLS: fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(anyone)}, At: o.atNode(anyone),
	})
}

// linkerdNamespace reads whether the services of a namespace take callers of the mesh alone.
func (o *object) linkerdNamespace() {
	policy := o.annotation("default-inbound-policy")
	if s := policy.str(); s != "all-authenticated" && s != "cluster-authenticated" {
		return
	}
	o.out.Meshes = append(o.out.Meshes, fact.Mesh{
		Software: "Linkerd", Namespace: plainName(o.name()), Inbound: true,
		TLS: fact.Setting{State: fact.StateOn, Explicit: true, At: o.atNode(policy)}, At: o.atNode(policy),
	})
}

// backendTLS reads how a gateway checks the services behind it.
func (o *object) backendTLS(spec *node) {
	validation := spec.get("validation")
	for _, target := range spec.get("targetRefs").list() {
		name := target.get("name")
		if name.str() == "" || validation == nil {
			continue
		}
		h := hopChannel{scheme: "https", at: validation}
		if ca := validation.get("caCertificateRefs"); len(ca.list()) > 0 {
			h.channel.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atKey(ca)}
		}
		if host := validation.get("hostname"); host.str() != "" {
			h.channel.ServerName = fact.Setting{State: fact.StateOn, Value: o.plain(host), Explicit: true, At: o.atKey(host)}
		}
		o.hop(name, "", h)
	}
}

// gatewayRoute reads where a route of the Gateway API leads.
func (o *object) gatewayRoute(spec *node) {
	seen := map[string]bool{}
	for _, rule := range spec.get("rules").list() {
		for _, b := range rule.get("backendRefs").list() {
			name, port := b.get("name"), b.get("port").str()
			kind := b.get("kind").str()
			if name.str() == "" || kind != "" && kind != "Service" || seen[name.str()+":"+port] {
				continue
			}
			seen[name.str()+":"+port] = true
			h := hopChannel{scheme: "http"}
			if port == "443" || port == "8443" {
				h.scheme = "" // a policy of its own says what is spoken
			}
			o.hop(name, port, h)
		}
	}
}

// gateway reads the names that a Gateway answers for.
func (o *object) gateway(spec *node) {
	for _, l := range spec.get("listeners").list() {
		host := l.get("hostname")
		if host.str() == "" || strings.Contains(host.str(), "{{") {
			continue
		}
		if p := l.get("protocol").str(); p == "HTTP" || p == "HTTPS" {
			o.out.Listeners = append(o.out.Listeners, fact.Listener{Hosts: []string{host.str()}, Plain: p == "HTTP", TLS: p == "HTTPS" || p == "TLS", At: o.atNode(host)})
		}
	}
}

// consul reads the objects of Consul's mesh: names outside that a gateway leads to, and
// whether services take callers without a certificate.
func (o *object) consul(spec *node) {
	switch o.kind {
	case "TerminatingGateway":
		for _, s := range spec.get("services").list() {
			name := s.get("name")
			if name.str() == "" || s.first("caFile", "sni") == nil && s.get("certFile") == nil {
				continue
			}
			h := hopChannel{scheme: "https", at: s.first("caFile", "sni")}
			if ca := s.get("caFile"); ca != nil {
				h.channel.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(ca)}
			} else {
				h.channel.Verify = fact.Setting{State: fact.StateOff, At: o.atNode(name)}
			}
			if sni := s.get("sni"); sni != nil {
				h.channel.ServerName = fact.Setting{State: fact.StateOn, Value: o.plain(sni), Explicit: true, At: o.atNode(sni)}
			}
			o.hop(name, "", h)
		}
	case "Mesh":
		if strict := spec.get("allowEnablingPermissiveMutualTLS"); strict.is(true) {
			o.out.Meshes = append(o.out.Meshes, fact.Mesh{Software: "Consul", Host: "?", Inbound: true, TLS: fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(strict)}, At: o.atNode(strict)})
		}
	case "ServiceDefaults", "ProxyDefaults":
		if mode := spec.get("mutualTLSMode"); strings.EqualFold(mode.str(), "permissive") {
			host := o.name()
			if o.kind == "ProxyDefaults" {
				host = ""
			}
			o.out.Meshes = append(o.out.Meshes, fact.Mesh{Software: "Consul", Host: host, Namespace: o.namespace(), Inbound: true, TLS: fact.Setting{State: fact.StateCustom, Explicit: true, At: o.atNode(mode)}, At: o.atNode(mode)})
		}
	}
}
