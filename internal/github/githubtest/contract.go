package githubtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Contract is GitHub's own description of its API, of the operations that are used.
type Contract struct{ router routers.Router }

// LoadContract reads the description of an API below a prefix: "" on api.github.com,
// "/api/v3" on GitHub Enterprise Server.
func LoadContract(file, prefix string) (*Contract, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if data, err = prune(data, prefix); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &Contract{router}, nil
}

// prune leaves the paths that are used and what they refer to: the whole is 13 MB.
func prune(data []byte, prefix string) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	all, _ := doc["paths"].(map[string]any)
	paths := map[string]any{}
	for _, r := range routes() {
		p, ok := all[r.path]
		if !ok {
			return nil, fmt.Errorf("GitHub describes no %s", r.path)
		}
		paths[strings.ReplaceAll(r.path, "{path}", "{path:.+}")] = p // it has slashes
	}
	components, _ := doc["components"].(map[string]any)
	kept := map[string]any{}
	keep(paths, components, kept)
	return json.Marshal(map[string]any{
		"openapi": doc["openapi"], "info": doc["info"], "paths": paths, "components": kept,
		"servers": []any{map[string]any{"url": prefix + "/"}},
	})
}

// keep adds the components that v refers to, and what they refer to in turn.
func keep(v any, from, kept map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			keep(x, from, kept)
		}
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			kind, name, _ := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
			source, _ := from[kind].(map[string]any)
			group, ok := kept[kind].(map[string]any)
			if !ok {
				group = map[string]any{}
				kept[kind] = group
			}
			if _, done := group[name]; !done {
				group[name] = source[name]
				keep(source[name], from, kept)
			}
		}
		for _, x := range v {
			keep(x, from, kept)
		}
	}
}

// request checks one request, and returns what checks its answer.
func (c *Contract) request(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return nil, fmt.Errorf("no operation of GitHub's: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: &openapi3filter.Options{
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true, MultiError: true,
	}}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		return nil, err
	}
	return in, c.knownKeys(in, body)
}

// knownKeys refuses what the description does not name; it lets it through, and
// GitHub would ignore it.
func (c *Contract) knownKeys(in *openapi3filter.RequestValidationInput, body []byte) error {
	op := in.Route.Operation
	for name := range in.Request.URL.Query() {
		if op.Parameters.GetByInAndName("query", name) == nil {
			return fmt.Errorf("%s has no parameter %s", op.OperationID, name)
		}
	}
	if len(body) == 0 || op.RequestBody == nil {
		return nil
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	return known(op.RequestBody.Value.Content.Get("application/json").Schema, v, op.OperationID)
}

func known(s *openapi3.SchemaRef, v any, at string) error {
	switch v := v.(type) {
	case []any:
		if s.Value.Items == nil {
			return nil
		}
		for i, x := range v {
			if err := known(s.Value.Items, x, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, x := range v {
			p, ok := s.Value.Properties[name]
			if !ok && len(s.Value.Properties) > 0 {
				return fmt.Errorf("%s.%s is no property", at, name)
			}
			if ok {
				if err := known(p, x, at+"."+name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// answer completes an answer with what GitHub requires of it, and checks the whole.
// A status that GitHub does not describe is not checked.
func (c *Contract) answer(in *openapi3filter.RequestValidationInput, status int, v any) (any, error) {
	response := in.Route.Operation.Responses.Status(status)
	if response == nil || response.Value == nil {
		return v, nil
	}
	if media := response.Value.Content.Get("application/json"); media != nil && v != nil {
		v = complete(media.Schema, v)
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return v, openapi3filter.ValidateResponse(in.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), Options: &openapi3filter.Options{MultiError: true},
	})
}

// complete adds the properties that a schema requires.
func complete(s *openapi3.SchemaRef, v any) any {
	if v == nil || s == nil || s.Value == nil {
		return v
	}
	for _, part := range s.Value.AllOf {
		v = complete(part, v)
	}
	for _, choice := range [][]*openapi3.SchemaRef{s.Value.OneOf, s.Value.AnyOf} {
		if len(choice) > 0 {
			v = complete(choice[0], v)
		}
	}
	switch x := v.(type) {
	case []any:
		for i := range x {
			x[i] = complete(s.Value.Items, x[i])
		}
	case map[string]any:
		for _, name := range s.Value.Required {
			if _, ok := x[name]; !ok {
				x[name] = invent(s.Value.Properties[name])
			}
		}
		for name, p := range s.Value.Properties {
			if y, ok := x[name]; ok {
				x[name] = complete(p, y)
			}
		}
	}
	return v
}

// invent is the least value of a schema.
func invent(ref *openapi3.SchemaRef) any {
	if ref == nil || ref.Value == nil {
		return "x"
	}
	s := ref.Value
	switch {
	case s.Nullable:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.OneOf) > 0:
		return invent(s.OneOf[0])
	case len(s.AnyOf) > 0:
		return invent(s.AnyOf[0])
	case s.Type == nil && len(s.AllOf) > 0, s.Type.Is("object"):
		return complete(ref, map[string]any{})
	case s.Type.Is("array"):
		return []any{}
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 1
	case s.Type.Is("boolean"):
		return false
	case slices.Contains([]string{"date-time"}, s.Format):
		return "2026-01-01T00:00:00Z"
	case s.Format == "uri":
		return "https://github.invalid/x"
	}
	return "x"
}
