package openapi

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// schemes reads the declared security schemes.
func (r *reader) schemes() {
	parent, key := r.doc.root, "securityDefinitions"
	if !r.doc.swagger {
		parent, key = r.mapping(r.doc.root, "components", true), "securitySchemes"
	}
	declared := r.mapping(parent, key, true)
	r.doc.open = r.doc.root.cut() || parent.cut() || declared.cut()
	declared.each(func(k, v *node) bool {
		if extension(k.text) {
			return true
		}
		v = r.follow(v, true)
		if !v.is(kindMapping) {
			if v != nil {
				r.lose(k, true, "the security scheme %q is not read: it has no parts", short(k.text))
			}
			return true
		}
		r.duplicates(v, true)
		r.doc.schemes[k.text] = len(r.out.Schemes)
		r.out.Schemes = append(r.out.Schemes, r.scheme(k.text, k, v))
		return true
	})
}

// scheme reads a scheme that is called so at k.
func (r *reader) scheme(called string, k, v *node) fact.SecurityScheme {
	s := fact.SecurityScheme{Doc: r.doc.id, Name: called, Type: v.str("type"), At: k.at(), TypeAt: v.get("type").at()}
	if r.doc.async > 0 {
		r.asyncType(&s, k)
	}
	switch s.Type {
	case "":
		r.lose(k, true, "the security scheme %q states no type; what it sends is not known", short(called))
	case "basic":
		if r.doc.swagger {
			s.Type, s.Scheme = "http", "basic"
		}
	case "http":
		s.Scheme = strings.ToLower(v.str("scheme"))
		s.TypeAt = firstPlace(v.get("scheme"), s.TypeAt)
	case "apiKey":
		s.In, s.Field = v.str("in"), v.str("name")
		s.TypeAt = firstPlace(v.get("in"), s.TypeAt)
	case "openIdConnect":
		if u := v.get("openIdConnectUrl"); u.is(kindString) {
			s.URL, s.URLAt = r.urlText("", u), u.at()
		}
	case "oauth2":
		r.flows(&s, v)
	}
	return s
}

func firstPlace(n *node, otherwise fact.Location) fact.Location {
	if n == nil {
		return otherwise
	}
	return n.at()
}

// swaggerFlows are the flow names of Swagger 2 in the words of OpenAPI 3.
var swaggerFlows = map[string]string{
	"implicit": "implicit", "password": "password", "application": "clientCredentials", "accessCode": "authorizationCode",
}

func (r *reader) flows(s *fact.SecurityScheme, v *node) {
	if r.doc.swagger {
		if flow := v.get("flow"); flow.is(kindString) {
			name := swaggerFlows[flow.text]
			if name == "" {
				name = flow.text
			}
			r.flow(s, name, flow, v)
		}
		return
	}
	r.mapping(v, "flows", true).each(func(k, flow *node) bool {
		if extension(k.text) {
			return true
		}
		if flow = r.follow(flow, true); flow.is(kindMapping) {
			r.flow(s, k.text, k, flow)
		} else if flow != nil {
			r.lose(k, true, "the flow %q is not read: it has no parts", short(k.text))
		}
		return true
	})
	if md := v.get("oauth2MetadataUrl"); md.is(kindString) { // OpenAPI 3.2
		s.URL, s.URLAt = r.urlText("", md), md.at()
	}
}

func (r *reader) flow(s *fact.SecurityScheme, name string, at, v *node) {
	f := fact.Flow{Name: name, At: at.at()}
	for _, key := range []string{"authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"} {
		u := v.get(key)
		if !u.is(kindString) {
			continue
		}
		t := rooted(r.urlText("", u))
		f.URLs = append(f.URLs, fact.Endpoint{Key: key, URL: t, Problems: urlProblems(u.text, t), At: u.at()})
	}
	for _, key := range []string{"scopes", "availableScopes"} { // AsyncAPI 3 has the latter
		v.get(key).each(func(k, _ *node) bool {
			if !extension(k.text) && !slices.Contains(s.Scopes, k.text) {
				s.Scopes = append(s.Scopes, k.text)
			}
			return true
		})
	}
	s.Flows = append(s.Flows, f)
}
