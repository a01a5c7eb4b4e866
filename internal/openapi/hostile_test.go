package openapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/credential"
)

const head = `openapi: 3.0.3
info: {title: t, version: "1"}
servers: [{url: "https://api.acme.io"}]
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
security: [{key: []}]
paths:
  /good: {get: {responses: {"200": {description: ok}}}}
`

// TestBadParts holds that a bad part costs itself: the good operation is still
// there, and the part is named with its line.
func TestBadParts(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"missing path item", "  /x: {$ref: '#/components/pathItems/X'}", `8:15-15 not analysed (gates true): the $ref "#/components/pathItems/X" leads nowhere`},
		{"missing schema", "  /x: {post: {requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/X'}}}}}}", `8:61-61 not analysed (gates false): the $ref "#/components/schemas/X" leads nowhere`},
		{"missing file", "  /x: {$ref: 'other.yaml#/x'}", "8:15-15 not analysed (gates true): the file other.yaml that the $ref names cannot be read"},
		{"out of the tree", "  /x: {$ref: '../../etc/passwd'}", "8:15-15 not analysed (gates true): the $ref leads out of the tree, to ../../etc/passwd"},
		{"absolute path", "  /x: {$ref: '/etc/passwd'}", "8:15-15 not analysed (gates true): the $ref leads out of the tree, to /etc/passwd"},
		{"encoded way out", "  /x: {$ref: '%2e%2e/%2e%2e/etc/passwd'}", "8:15-15 not analysed (gates true): the $ref leads out of the tree, to ../../etc/passwd"},
		{"backslashes", `  /x: {$ref: '..\..\etc\passwd'}`, `8:15-15 not analysed (gates true): the $ref leads out of the tree, to ..\..\etc\passwd`},
		{"file URL", "  /x: {$ref: 'file:///etc/passwd'}", "8:15-15 not analysed (gates false): the $ref leads out of the tree, to file:///etc/passwd, and is not fetched"},
		{"URL", "  /x: {$ref: 'https://specs.acme.io/x.yaml#/x'}", "8:15-46 reference $ref https://specs.acme.io/x.yaml#/x"},
		{"reference to itself", "  /x: {$ref: '#/paths/~1x'}", "8:15-15 not analysed (gates true): the $ref leads to itself"},
		{"references in a ring", "  /x: {$ref: '#/paths/~1y'}\n  /y: {$ref: '#/paths/~1x'}", "9:15-15 not analysed (gates true): the $ref leads to itself"},
		{"key twice", "  /x: {get: {}}\n  /x: {put: {}}", `8:3-3 not analysed (gates true): the key "/x" stands twice; this one is not read`},
		{"method twice", "  /x: {get: {operationId: a}, get: {operationId: b}}", `8:8-8 not analysed (gates true): the key "get" stands twice`},
		{"null path", "  /x:", `8:3-3 not analysed (gates true): the path "/x" is not read`},
		{"null operation", "  /x: {get: null}", "8:8-8 not analysed (gates true): the operation is not read"},
		{"operation is a list", "  /x: {get: [1]}", "8:8-8 not analysed (gates true): the operation is not read"},
		{"null schema", "  /x: {post: {requestBody: {content: {a/b: {schema: null}}}}}", "8:8-12 operation POST /x"},
		{"null schema is said", "  /x: {post: {requestBody: {content: {a/b: {schema: null}}}}}", `8:45-45 not analysed (gates false): "schema" is not read: it has no parts`},
		{"null component", "x: 1\ncomponents: {schemas: {S: null}}", `"S" is not read: it has no parts`},
		{"null in allOf", "  /x: {post: {requestBody: {content: {a/b: {schema: {allOf: [null]}}}}}}", `a schema of "allOf" is not read: it has no parts`},
		{"null property is said", "  /x: {post: {requestBody: {content: {a/b: {schema: {properties: {a: null}}}}}}}", `"a" is not read: it has no parts`},
		{"null response", "  /x: {get: {responses: {'200': null}}}", `"200" is not read: it has no parts`},
		{"null parameter", "  /x: {get: {parameters: [null]}}", "not analysed (gates false): a parameter is not read: it has no parts"},
		{"parameter is text", "  /x: {get: {parameters: [q]}}", "not analysed (gates false): a parameter is not read: it has no parts"},
		{"null property", "  /x: {post: {requestBody: {content: {a/b: {schema: {type: object, properties: {a: null, b: {type: string}}}}}}}}", `input body body.b "string"`},
		{"parameters are a mapping", "  /x: {get: {parameters: {a: b}}}", `8:14-14 not analysed (gates false): "parameters" should hold a list`},
		{"servers are text", "  /x: {servers: https://a, get: {}}", `8:8-8 not analysed (gates true): "servers" should hold a list`},
		{"server without URL", "  /x: {servers: [{description: a}], get: {}}", "8:18-18 not analysed (gates true): a server without a URL is not read"},
		{"security is text", "  /x: {get: {security: key}}", "8:24-24 not analysed (gates true): security should be a list; it is not read"},
		{"security is a mapping", "  /x: {get: {security: {key: []}}}", "8:24-24 not analysed (gates true): security should be a list; its value is read as the only item"},
		{"requirement is text", "  /x: {get: {security: [key]}}", "8:25-25 not analysed (gates true): a security requirement names schemes"},
		{"callback is text", "  /x: {get: {callbacks: {a: b}}}", `8:26-26 not analysed (gates true): the callback "a" is not read`},
		{"scheme is text", "x: 1\ncomponents: {securitySchemes: {other: bearer}}", `9:32-32 not analysed (gates true): the security scheme "other" is not read`},
		{"unknown version", "x: 1\nopenapi: 4.0.0", `9:10-10 not analysed (gates true): version "4.0.0"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := func(string) ([]byte, error) { return nil, errors.New("no such file") }
			got := dump(extractIn("api.yaml", head+tt.data+"\n", read))
			if !strings.Contains(got, tt.want) {
				t.Errorf("no %q in\n%s", tt.want, got)
			}
			if !strings.Contains(got, "operation GET /good") || !strings.Contains(got, "server https://api.acme.io ") {
				t.Errorf("the good parts are lost:\n%s", got)
			}
		})
	}
}

// TestGoodPartsAreNotLost holds that what has parts by an alias, or is true or false,
// is not said to have none.
func TestGoodPartsAreNotLost(t *testing.T) {
	const data = `  /x: {post: {requestBody: {content: {a/b: {schema: &s {type: string, maxLength: 3}}}}}}
  /y: {post: {requestBody: {content: {a/b: {schema: {properties: {a: *s, b: true, x-c: {}}, allOf: [*s, false], items: *s}}}}}}
x-none: null
`
	if got := dump(extractIn("api.yaml", head+data, nil)); strings.Contains(got, "not analysed") {
		t.Errorf("a part is said to be lost:\n%s", got)
	}
}

// within gives the reader of hostile text the time that a test can spare.
func within(t *testing.T, limit time.Duration, path, data string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	s := Extract(ctx, Input{Path: path, Data: []byte(data)}, Options{Grader: credential.NewGrader([16]byte{1})})
	if ctx.Err() != nil {
		t.Logf("stopped by its time of %v", limit)
	}
	return dump(s)
}

func TestHostileInput(t *testing.T) {
	bomb := head + "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		refs := strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10)
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, refs[:len(refs)-2])
	}
	merges := head + "a: &a {x: 1}\n"
	for c := 'b'; c < 'z'; c++ {
		merges += fmt.Sprintf("%c: &%c {<<: [*%c, *%c], %c: 1}\n", c, c, c-1, c-1, c)
	}
	schemas := head + "  /bomb: {post: {requestBody: {content: {a/b: {schema: {$ref: '#/defs/s25'}}}}}}\ndefs:\n  s0: {type: string}\n"
	for i := 1; i <= 25; i++ {
		p := fmt.Sprintf("{$ref: '#/defs/s%d'}", i-1)
		schemas += fmt.Sprintf("  s%d: {oneOf: [%s, %s], allOf: [%s, %s], properties: {a: %s, b: %s}}\n", i, p, p, p, p, p, p)
	}
	cyclic := head + `  /cycle: {post: {requestBody: {content: {a/b: {schema: {$ref: '#/defs/n'}}}}}}
defs: {n: {type: object, properties: {next: {$ref: '#/defs/n'}, all: {allOf: [{$ref: '#/defs/n'}]}, name: {type: string}}}}
`
	for _, tt := range []struct{ name, path, data, want string }{
		{"alias bomb", "a.yaml", bomb + "paths: *y\n", "\"paths\" should hold names"},
		{"alias bomb of merges", "a.yaml", merges, "operation GET /good"},
		{"alias to itself", "a.yaml", head + "x: &x {y: *x}\n", "operation GET /good"},
		{"alias as schema", "a.yaml", head + "  /x: {post: {requestBody: {content: {a/b: {schema: &s {properties: {n: *s, k: {type: string}}}}}}}}\n", "input body body.k"},
		{"schema bomb", "a.yaml", schemas, "operation POST /bomb"},
		{"cyclic schema", "a.yaml", cyclic, "input body body.name"},
		{"deep JSON", "a.json", `{"openapi": "3.0.3", "paths": {"/x": {"get": {}}}, "x": ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}", "the value is nested more than 1000 deep"},
		{"deep JSON without end", "a.json", `{"openapi": "3.0.3", "paths": {"/x": {"get": {}}}, "x": ` + strings.Repeat(`{"a":`, 100_000), "document 1 openapi 3.0.3"},
		{"deep YAML", "a.yaml", head + "x: " + strings.Repeat("[", 100_000), "GET /good is the first operation that sends it"},
		{"deep YAML blocks", "a.yaml", head + "x:\n  " + strings.Repeat("- ", 5000) + "a\n", "the value is nested more than 1000 deep"},
		{"truncated JSON", "a.json", `{"openapi": "3.0.3", "paths": {"/x": {"get": {"operationId": "a`, "1:62-62 not analysed (gates true): the file ends in the middle of a string"},
		{"truncated YAML", "a.yaml", head + "  /x: {get: {operationId: \"a", "GET /good is the first operation that sends it"},
		{"YAML fault at the end", "a.yaml", head + "x: y: z\n", "GET /good is the first operation that sends it"},
		{"binary", "a.yaml", head + "x: \x00\x01\x02\n", "not analysed (gates true)"},
		{"not UTF-8", "a.yaml", head + "x: \xff\xfe\n", "not analysed (gates true)"},
		{"UTF-16", "a.yaml", "\xff\xfeo\x00p\x00e\x00n\x00a\x00p\x00i\x00:\x00 \x003\x00", ""},
		{"only a key", "a.yaml", "openapi: 3.0.3", "document 1 openapi 3.0.3"},
		{"no description", "package.json", `{"dependencies": {"openapi": "3.0.0"}}`, ""},
		{"another use of the key", "mkdocs.yml", "swagger: true\nplugins: [a]\n", ""},
		{"a template", "values.yaml", "openapi: {{ .Values.x }}\nx: [\n", "not analysed (gates false)"},
		{"JSON with a comma too many", "a.json", `{"openapi": "3.0.3", "paths": {"/x": {"get": {}},}}`, "operation GET /x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := within(t, limit, tt.path, tt.data)
			if !strings.Contains(got, tt.want) || tt.want == "" && tt.name != "UTF-16" && got != "" {
				t.Errorf("no %q in\n%.3000s", tt.want, got)
			}
			if strings.Contains(got, errTime.Error()) {
				t.Error("it took longer than a description may")
			}
		})
	}
}

// TestCancelled holds that a reader that is stopped says so.
func TestCancelled(t *testing.T) {
	for _, path := range []string{"a.yaml", "a.json"} {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		data := head
		if path == "a.json" {
			data = `{"openapi": "3.0.3", "x": [` + strings.Repeat("1,", 10_000) + `1]}`
		}
		s := Extract(ctx, Input{Path: path, Data: []byte(data)}, Options{Grader: credential.NewGrader([16]byte{1})})
		if got := dump(s); !strings.Contains(got, "gates true): "+errTime.Error()) {
			t.Errorf("%s: nothing says that reading was stopped:\n%s", path, got)
		}
	}
}

// TestEveryPrefix holds that a file that ends anywhere does not fail the reader.
func TestEveryPrefix(t *testing.T) {
	json := `{"openapi":"3.1.0","servers":[{"url":"http://{a}.io","variables":{"a":{"default":"x","enum":["x","y"]}}}],` +
		`"components":{"securitySchemes":{"k":{"type":"apiKey","in":"header","name":"X-\u00e9\ud83d\ude00Key"}}},"security":[{"k":[]},{}],` +
		`"paths":{"/x":{"get":{"parameters":[{"name":"a","in":"query","schema":{"type":["string","null"],"maxLength":3,"example":"x\n"}}]}}}}`
	for i := range json {
		extract("a.json", json[:i])
	}
	yaml := head + "  /x: &a\n    get:\n      description: |\n        text\n      parameters:\n      - {name: 'it''s', in: query, schema: {type: \"str\\u0069ng\"}}\n  /y: *a\n"
	for i := range yaml {
		extract("a.yaml", yaml[:i])
	}
}

// TestLargeInput reads files of the largest size that the walk lets in, of the
// shapes that cost the most memory or time.
func TestLargeInput(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 32 MB several times")
	}
	fill := func(s string) string { return strings.Repeat(s, (32<<20)/len(s)) }
	const json = `{"openapi": "3.0.3", "paths": {"/good": {"get": {}}}, "x": `
	for _, tt := range []struct{ name, path, data, want string }{
		{"lists in JSON", "a.json", json + "[" + fill("[],"), errTooMany.Error()},
		{"a string without end", "a.json", json + `"` + fill(`\"`), "in the middle of a string"},
		{"comments", "a.yaml", head + fill("a: b #c\n"), errTooMany.Error()},
		{"deep lists", "a.yaml", head + "x: " + strings.Repeat("[", 9000) + fill("a,"), errTooMany.Error()},
		{"one key again and again", "a.yaml", head + fill("  /k: {get: {}}\n"), errTooMany.Error()},
		{"a long text", "a.yaml", head + "x: |\n" + fill("  some words of a text that is long\n"), "operation GET /good"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := within(t, limit, tt.path, tt.data)
			if !strings.Contains(got, tt.want) || strings.Contains(got, errTime.Error()) {
				t.Errorf("no %q in\n%.3000s", tt.want, got)
			}
		})
	}
}

// TestUnsure holds that what is lacking in a description is no fact where its rest,
// or its security, could not be read: it may stand there.
func TestUnsure(t *testing.T) {
	cut := `{"openapi": "3.0.3", "servers": [{"url": "http://api.acme.io"}],
		"components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
		"paths": {"/a": {"get": {}}, "/b": {"get": {"security": [{"key": []}, {"later": []}]}}, "/c": {"$ref": "#/components/pathItems/x"}}, "secu`
	parts := map[string]string{
		"paths.yaml":   "good: {get: {}}\nbad: {get: {}}\nx: y: z\n",
		"schemes.yaml": "key: {type: http, scheme: bearer}\nx: y: z\n",
	}
	read := func(p string) ([]byte, error) { return []byte(parts[p]), nil }
	for _, tt := range []struct {
		name, path, data string
		want, not        []string
	}{
		{"cut JSON", "a.json", cut, []string{"route key bearer", "scheme key", "not analysed (gates true): the file ends"}, []string{"operation GET", "leads nowhere"}},
		{"cut parts", "a.yaml", "openapi: 3.0.3\ncomponents: {securitySchemes: {$ref: schemes.yaml}}\npaths:\n  /a: {$ref: 'paths.yaml#/good'}\n  /b: {get: {security: [{other: []}]}}\n  /c: {$ref: 'paths.yaml#/later'}\n",
			[]string{"other [] defined true", "schemes.yaml:2:1-1 not analysed (gates true)", "paths.yaml:3:1-1 not analysed (gates true)"}, []string{"operation GET /a", "leads nowhere"}},
		{"security that cannot be read", "a.yaml", strings.Replace(head, "security: [{key: []}]", "security: key", 1) + "  /own: {get: {security: []}}\n",
			[]string{"operation GET /own", "not analysed (gates true): security should be a list"}, []string{"operation GET /good"}},
	} {
		got := dump(extractIn(tt.path, tt.data, read))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", tt.name, want, got)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q in\n%s", tt.name, not, got)
			}
		}
	}
}
