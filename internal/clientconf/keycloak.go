package clientconf

import (
	"github.com/hostbound/hostbound/internal/fact"
)

var keycloakFormat = format{
	Format: Format{
		Group: "identity", Name: "Keycloak realm", Files: "JSON with realm and clients or identityProviders",
		Reads: "the providers that a realm believes, secrets of clients and providers",
	},
	artifact: fact.ArtifactIdentity, size: 16 << 20,
	like: func(_ string, data []byte) bool {
		return mentions(data, "realm") && mentions(data, "identityProviders", "clients") && mentions(data, "accessTokenLifespan", "sslRequired", "identityProviders")
	},
	read: func(t *text) {
		t.find = expandsAll
		root := t.jsonOrYAML()
		for _, c := range root.get("clients").list() {
			t.auth(fact.KindOther, "", c.get("secret")) // which service signs in by it is not said here
		}
		for _, p := range root.get("identityProviders").list() {
			t.identityProvider(p.get("config"))
		}
	},
}

// identityProvider reads whom a realm believes: the keys of a provider, its answers, and the
// secret that goes to it.
func (t *text) identityProvider(c *node) {
	for _, key := range []string{"jwksUrl", "userInfoUrl", "metadataDescriptorUrl"} {
		if u := c.get(key); u.str() != "" {
			t.send(request{client: "Keycloak", at: t.atNode(u), to: t.plain(u), anchor: true})
		}
	}
	u := c.get("tokenUrl")
	secret, ok := t.auth(fact.KindOther, "", c.get("clientSecret"))
	if u.str() == "" || !ok {
		return
	}
	secret.Carrier, secret.Field = fact.CarrierBody, "client_secret"
	t.send(request{client: "Keycloak", at: t.atNode(u), to: t.plain(u), auth: []fact.Credential{secret}, anchor: true})
}
