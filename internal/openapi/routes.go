package openapi

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// routes collects which scheme is used with which server. One pair is one route,
// however many operations share it.
type routes struct {
	order []*use
	known map[pair]*use
}

// pair is a scheme's name and a server: its place, and its URL, since one place
// may stand for several.
type pair struct {
	scheme string
	at     fact.Location
	url    string
}

// use is what is known of a pair from the operations.
type use struct {
	scheme      string
	server      *fact.Server
	operation   string        // the first that requires it
	operationAt fact.Location // where that is
	requiredAt  fact.Location
	alone       bool // somewhere without a client certificate
	mutualAt    fact.Location
}

// addRoutes notes the pairs of an operation. Webhooks and callbacks go elsewhere.
func (r *reader) addRoutes(op *fact.Operation) {
	if op.Webhook || op.CallbackURL != "" || len(op.Security) == 0 {
		return
	}
	servers := op.Servers
	if len(servers) == 0 {
		servers = r.doc.servers
	}
	for i := range servers {
		url := servers[i].URL.String()
		for _, q := range op.Security {
			mutual := r.mutual(q)
			for _, s := range q.Schemes {
				u := r.doc.routes.pair(pair{s.Name, servers[i].At, url}, &servers[i], op, s.At)
				u.alone = u.alone || mutual.IsZero()
				u.mutualAt = mutual
			}
		}
	}
}

// addServerRoutes notes the pairs of what a server itself asks for.
func (r *reader) addServerRoutes(servers []fact.Server) {
	for i := range servers {
		s := &servers[i]
		r.addRoutes(&fact.Operation{Servers: []fact.Server{*s}, Security: s.Security})
	}
}

// mutual is where a requirement asks for a client certificate.
func (r *reader) mutual(q fact.Requirement) fact.Location {
	for _, s := range q.Schemes {
		if i, ok := r.doc.schemes[s.Name]; ok && r.out.Schemes[i].Type == "mutualTLS" {
			return s.At
		}
	}
	return fact.Location{}
}

func (rs *routes) pair(p pair, server *fact.Server, op *fact.Operation, required fact.Location) *use {
	u := rs.known[p]
	if u == nil {
		u = &use{scheme: p.scheme, server: server, operation: op.Method + " " + short(op.Path), operationAt: op.At, requiredAt: required}
		rs.known[p] = u
		rs.order = append(rs.order, u)
	}
	return u
}

// routesOf turns the pairs of a document into routes.
func (r *reader) routesOf(d *document) {
	for _, u := range d.routes.order {
		i, declared := d.schemes[u.scheme]
		if !declared {
			continue
		}
		scheme := &r.out.Schemes[i]
		c, ok := credentialOf(scheme)
		if !ok {
			continue
		}
		route := fact.Route{
			Artifact: fact.ArtifactOpenAPI, At: u.server.At, Credential: c,
			Destination: fact.Destination{URL: u.server.URL, At: u.server.At},
			Steps: []fact.Evidence{
				{At: scheme.At, Says: "the scheme " + short(scheme.Name) + " is declared here"},
				{At: u.requiredAt, Says: short(scheme.Name) + " is required here"},
			},
		}
		if !u.operationAt.IsZero() { // else the server itself asks for it
			route.Steps = append(route.Steps, fact.Evidence{At: u.operationAt, Says: u.operation + " is the first operation that sends it to this server"})
		}
		route.Channel.Encrypted = u.server.Encrypted
		if !u.alone {
			route.Channel.Pin = fact.Setting{State: fact.StateOn, Explicit: true, At: u.mutualAt}
		}
		r.out.Routes = append(r.out.Routes, route)
	}
}

// credentialOf is what a scheme sends: given by whoever calls, so a parameter of
// the description. A client certificate is no credential that a host could take.
func credentialOf(s *fact.SecurityScheme) (c fact.Credential, ok bool) {
	c = fact.Credential{
		Kind: fact.KindOther, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginParam, Name: s.Name, At: s.At,
	}
	switch s.Type {
	case "http":
		switch s.Scheme {
		case "bearer":
			c.Kind = fact.KindBearer
		case "basic":
			c.Kind = fact.KindBasic
		}
	case "oauth2", "openIdConnect":
		c.Kind = fact.KindBearer
	case "apiKey":
		c.Kind, c.Field = fact.KindAPIKey, strings.ToLower(s.Field)
		switch s.In {
		case "query":
			c.Carrier = fact.CarrierQuery
		case "cookie":
			c.Kind = fact.KindCookie
		case "user", "password": // of the login to a broker
			c.Carrier, c.Field = fact.CarrierNone, ""
		}
	case "userPassword", "plain":
		c.Carrier, c.Field = fact.CarrierNone, ""
	case "mutualTLS", "scramSha256", "scramSha512", "gssapi", "symmetricEncryption", "asymmetricEncryption":
		return c, false // what goes over the wire is a proof, or nothing
	}
	return c, true
}
