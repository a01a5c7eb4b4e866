package clientconf

import "testing"

const keycloakSample = `{
 "realm": "shop", "sslRequired": "none",
 "clients": [{"clientId": "shop", "secret": "made-up-token-0001"}, {"clientId": "b", "secret": "**********"}],
 "identityProviders": [{"alias": "acme", "config": {
  "jwksUrl": "http://login.acme.io/keys",
  "tokenUrl": "http://login.acme.io/token",
  "clientSecret": "${ACME_SECRET}"}}]
}
`

func TestKeycloak(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"realm", "realm-export.json", keycloakSample,
			"5:15 http://login.acme.io/keys (none) anchor\n6:16 http://login.acme.io/token (other body client_secret env ACME_SECRET) anchor"},
		{"broken", "realm.json", keycloakSample[:len(keycloakSample)-4] + " oops", "5:15 http://login.acme.io/keys (none) anchor\n6:16 http://login.acme.io/token (other body client_secret env ACME_SECRET) anchor\n7:38 not analysed, gates true"},
	})
	if s := extractNamed("realm.json", keycloakSample); len(s.Literals) != 2 || s.Literals[0].Credential.Placeholder || !s.Literals[1].Credential.Placeholder {
		t.Errorf("literals %+v", s.Literals)
	}
}

func FuzzKeycloak(f *testing.F) {
	fuzzRoutes(f, "realm.json", keycloakSample, `{"realm": 1, "clients": [{"secret": "\u0041"}], "identityProviders": [{"config": []}]}`)
}
