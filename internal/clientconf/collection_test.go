package clientconf

import (
	"strings"
	"testing"
)

const postmanSample = `{
 "info": {"_postman_id": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
 "variable": [{"key": "base", "value": "http://crm.acme.io/v1"}, {"key": "api_key", "value": "made-up-1"}],
 "item": [
  {"name": "folder", "item": [
   {"name": "a", "request": {"method": "GET", "header": [], "url": {"raw": "{{base}}/customers", "host": ["{{base}}"]}}},
   {"name": "b", "request": {"method": "GET", "url": "{{base}}/orders"}}]},
  {"name": "c", "protocolProfileBehavior": {"strictSSL": false, "followAuthorizationHeader": true},
   "request": {"auth": {"type": "apikey", "apikey": [{"key": "value", "value": "made-up-2"}, {"key": "key", "value": "X-Key"}]},
    "header": [{"key": "Authorization", "value": "Bearer made-up-3"}, {"key": "X-Api-Key", "value": "x", "disabled": true}], "url": "https://old.acme.io"}}
 ]}
`

const insomniaSample = `type: collection.insomnia.rest/5.0
collection:
  - name: folder
    children:
      - url: "{{ _.base_url }}/customers"
        method: GET
        headers:
          - {name: X-Api-Key, value: made-up-token-0001}
        authentication: {type: bearer, token: "{{ _.token }}"}
  - url: http://other.acme.io
    authentication: {type: basic, username: u, password: made-up-2}
environments:
  data:
    base_url: http://crm.acme.io
    nested: {token: made-up-3}
`

const brunoSample = `meta {
  name: customers
}

get {
  url: {{base}}/customers
  body: none
  auth: bearer
}

headers {
  X-Api-Key: made-up-1
  ~X-Token: off
}

auth:bearer {
  token: {{process.env.CRM_TOKEN}}
}

vars:pre-request {
  base: http://crm.acme.io
}

script:pre-request {
  const x = { a: 1 }
}
`

const httpSample = `@host = http://crm.acme.io
@token = made-up-token-0001

### customers
# @name customers
GET {{host}}/customers HTTP/1.1
Authorization: Bearer {{token}}
Accept: application/json

### sign in
POST https://login.acme.io/token
Content-Type: application/json
X-Api-Key: made-up-2

{"url": "http://not.acme.io",
Authorization: Bearer no
}
###
crm.acme.io/orders
Authorization: Basic made-up-3
`

func TestCollections(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"postman", "api/crm.postman_collection.json", postmanSample,
			"7:77 {config:base=http://crm.acme.io/v1}/customers (bearer header config token)\n11:134 https://old.acme.io (api-key header x-key literal) verify=off redirects=on\n11:134 https://old.acme.io (bearer header literal) verify=off redirects=on"},
		{"postman of old", "crm.json", `{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"}, "item": [{"request": {"url": "crm.acme.io/a", "auth": {"type": "basic", "basic": {"username": "u", "password": "{{pw}}"}}}}]}`,
			"1:124 http://crm.acme.io/a (basic header config pw)"},
		{"insomnia", "export.yaml", insomniaSample,
			"5:15 {config:base_url=http://crm.acme.io}/customers (api-key header x-api-key literal)\n5:15 {config:base_url=http://crm.acme.io}/customers (bearer header config token)\n10:10 http://other.acme.io (basic header literal)"},
		{"insomnia of old", "Insomnia.json", `{"_type": "export", "__export_format": 4, "resources": [{"_type": "request", "url": "https://{{ _.host }}/x", "authentication": {"type": "apikey", "key": "X-Key", "value": "made-up-4", "addTo": "header"}}, {"_type": "environment", "data": {"host": "a.acme.io", "token": "made-up-5"}}]}`,
			"1:86 https://{config:host=a.acme.io}/x (api-key header x-key literal)"},
		{"bruno", "crm/customers.bru", brunoSample,
			"6:8 {config:base=http://crm.acme.io}/customers (api-key header x-api-key literal)\n6:8 {config:base=http://crm.acme.io}/customers (bearer header env CRM_TOKEN)"},
		{"requests", "crm.http", httpSample,
			"6:5 {config:host=http://crm.acme.io}/customers (bearer header config token)\n11:6 https://login.acme.io/token (api-key header x-api-key literal)\n19:1 http://crm.acme.io/orders (basic header literal)"},
		{"generator", "openapitools.json", `{"generator-cli": {"generators": {"crm": {"generatorName": "go", "inputSpec": "http://crm.acme.io/openapi.yaml", "auth": "X-Key:made-up-6,Authorization:Bearer%20made-up-7"}}}}`,
			"1:80 http://crm.acme.io/openapi.yaml (api-key header x-key literal)\n1:80 http://crm.acme.io/openapi.yaml (bearer header literal)"},
		{"environments", "http-client.env.json", `{"dev": {"crm-url": "http://crm.acme.io", "crm-token": "made-up-6", "SSLConfiguration": {"verifyHostCertificate": false}}}`,
			"1:91 switch verify off"},
		{"broken", "a.postman_collection.json", strings.Replace(postmanSample, `{"name": "c",`, `oops`, 1),
			"7:77 {config:base=http://crm.acme.io/v1}/customers (bearer header config token)\n9:3 not analysed, gates true"},
		{"open block", "a.bru", "get {\n  url: http://a.acme.io\n", "1:1 not analysed, gates false"},
	})
}

// Of many requests that look alike one is told, with the places of some.
func TestCollectionsAlike(t *testing.T) {
	s := extractNamed("a.http", strings.Repeat("###\nGET http://crm.acme.io/a\nAuthorization: Bearer {{token}}\n", 20))
	if len(s.Routes) != 1 || len(s.Routes[0].Steps) != maxAlike {
		t.Errorf("%d routes, %+v", len(s.Routes), s.Routes)
	}
}

func FuzzPostman(f *testing.F) {
	fuzzRoutes(f, "a.postman_collection.json", postmanSample, `{"item": [{"request": "x"}, {"request": {"url": {"raw": "\u0041{{a"}, "auth": {"type": "bearer", "bearer": 3}}}]}`)
}

func FuzzInsomnia(f *testing.F) {
	fuzzRoutes(f, "a.yaml", insomniaSample, "__export_format: 4\nresources: [{url: &x http://, headers: [*x]}]")
}

func FuzzBruno(f *testing.F) { fuzzRoutes(f, "a.bru", brunoSample, "get {\n:\n}", "vars [\n~\n]") }

func FuzzGenerator(f *testing.F) {
	fuzzRoutes(f, "a.yaml", "generatorName: go\ninputSpec: http://a\nauth: 'Authorization:Bearer%20made-up,X-Key:%zz'\n", "generatorName: a\ninputSpec: http://a\nauth: \":,:%41\"")
}

func FuzzHTTPFile(f *testing.F) {
	fuzzRoutes(f, "a.http", httpSample, "@=x\nGET http://\n:\n", "\r\n###\r\nGET {{\r\n")
}
