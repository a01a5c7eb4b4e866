package openapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/hostbound/hostbound/internal/fact"
)

// judge asks kin-openapi, the model that many tools share, about what the facts
// claim: the schemes, the servers and the paths. It gets a copy that is made of
// them and holds no schema and no reference, so that nothing in the file can make
// it fail or slow. What it refuses, other readers do not understand as this one
// does; that is said, and no fact is lost by it.
func (r *reader) judge(d *document) {
	defer func() {
		if fault := recover(); fault != nil {
			r.lose(d.root, false, "the description could not be compared with the model of other readers: %v", fault)
		}
	}()
	ctx := openapi3.WithValidationOptions(r.ctx, openapi3.EnableMultiError())
	if d.swagger || d.minor >= 1 {
		ctx = openapi3.WithValidationOptions(ctx, openapi3.EnableMultiError(), openapi3.IsOpenAPI31OrLater())
	}
	model, places := r.model(d)
	for _, name := range slices.Sorted(maps.Keys(model.Components.SecuritySchemes)) {
		r.refused(places.schemes[name], "security scheme", model.Components.SecuritySchemes[name].Value.Validate(ctx))
	}
	for i, s := range model.Servers {
		r.refused(places.servers[i], "server", withoutUnused(s.Validate(ctx)))
	}
	r.conflicts(ctx, model.Paths, places)
}

// modelPlaces tell where the parts of the copy stand.
type modelPlaces struct {
	schemes map[string]fact.Location
	servers []fact.Location
	paths   map[string]fact.Location
}

// model makes the copy from the facts of a document.
func (r *reader) model(d *document) (*openapi3.T, modelPlaces) {
	places := modelPlaces{schemes: map[string]fact.Location{}, paths: map[string]fact.Location{}}
	schemes := openapi3.SecuritySchemes{}
	for name, i := range d.schemes {
		s := &r.out.Schemes[i]
		places.schemes[name] = s.TypeAt
		if s.Type != "" && knownToModel(s) {
			schemes[name] = &openapi3.SecuritySchemeRef{Value: modelScheme(s)}
		}
	}
	t := &openapi3.T{Components: &openapi3.Components{SecuritySchemes: schemes}, Paths: openapi3.NewPaths()}
	add := func(servers []fact.Server) {
		for i := range servers {
			if i > 0 && servers[i].At == servers[i-1].At { // one more value of a variable
				continue
			}
			t.Servers = append(t.Servers, modelServer(&servers[i]))
			places.servers = append(places.servers, servers[i].At)
		}
	}
	if !d.swagger {
		add(d.servers)
	}
	for i := range r.out.Operations {
		o := &r.out.Operations[i]
		if o.Doc != d.id || o.Webhook || o.CallbackURL != "" {
			continue
		}
		if t.Paths.Value(o.Path) == nil {
			t.Paths.Set(o.Path, &openapi3.PathItem{})
			places.paths[o.Path] = o.At
		}
	}
	return t, places
}

// knownToModel leaves out what is newer than the model: the device flow of 3.2.
func knownToModel(s *fact.SecurityScheme) bool {
	return s.Type != "oauth2" || len(s.Flows) == 0 || s.Flows[0].Name != "deviceAuthorization"
}

func modelScheme(s *fact.SecurityScheme) *openapi3.SecurityScheme {
	m := &openapi3.SecurityScheme{Type: s.Type, Scheme: s.Scheme, In: s.In, Name: s.Field}
	switch s.Type {
	case "openIdConnect":
		m.OpenIdConnectUrl = plainText(s.URL)
	case "oauth2":
		m.Flows = &openapi3.OAuthFlows{}
		for _, f := range s.Flows {
			flow := modelFlow(f)
			switch f.Name {
			case "implicit":
				m.Flows.Implicit = flow
			case "password":
				m.Flows.Password = flow
			case "clientCredentials":
				m.Flows.ClientCredentials = flow
			case "authorizationCode":
				m.Flows.AuthorizationCode = flow
			}
		}
	}
	return m
}

// plainText has no braces for what was cut out, which the model takes for variables.
func plainText(t fact.Text) string {
	s, _ := effective(t)
	return s
}

func modelFlow(f fact.Flow) *openapi3.OAuthFlow {
	flow := &openapi3.OAuthFlow{Scopes: map[string]string{}}
	for _, u := range f.URLs {
		switch u.Key {
		case "authorizationUrl":
			flow.AuthorizationURL = plainText(u.URL)
		case "tokenUrl":
			flow.TokenURL = plainText(u.URL)
		case "refreshUrl":
			flow.RefreshURL = plainText(u.URL)
		}
	}
	return flow
}

func modelServer(s *fact.Server) *openapi3.Server {
	m := &openapi3.Server{URL: s.Raw, Variables: openapi3.ServerVariables{}}
	for _, v := range s.Variables {
		m.Variables[v.Name] = &openapi3.ServerVariable{Default: v.Default, Enum: v.Enum}
		if v.HasDefault && v.Default == "" { // which the model does not tell from none
			m.Variables[v.Name].Default = "/"
		}
	}
	return m
}

// withoutUnused leaves out variables that a URL does not use: they change nothing.
func withoutUnused(err error) error {
	var all openapi3.MultiError
	if !errors.As(err, &all) {
		return err
	}
	var kept openapi3.MultiError
	for _, e := range all {
		var unused *openapi3.ServerURLUnusedVariables
		if !errors.As(e, &unused) {
			kept = append(kept, e)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

func (r *reader) refused(at fact.Location, what string, err error) {
	if err != nil {
		r.noteAt(at, fmt.Sprintf("other readers refuse this %s: %s", what, short(err.Error())))
	}
}

// conflicts says which paths stand for the same requests, so that the security of
// one may be taken for that of the other.
func (r *reader) conflicts(ctx context.Context, paths *openapi3.Paths, places modelPlaces) {
	var all openapi3.MultiError
	if !errors.As(paths.Validate(ctx), &all) {
		return
	}
	for _, e := range all {
		var c *openapi3.ConflictingPathsError
		if errors.As(e, &c) {
			r.noteAt(places.paths[c.Path1], fmt.Sprintf("other readers refuse the paths %q and %q together: they stand for the same requests", short(c.Path1), short(c.Path2)))
		}
	}
}
