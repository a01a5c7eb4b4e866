package clientconf

import "testing"

func TestTrust(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"spring", "application.yml", `spring:
  cloud.config.uri: http://config:8888
  config.import: "optional:configserver:http://${CONFIG_HOST:config}:8888"
  security.oauth2:
    client.provider.kc:
      issuer-uri: https://login.acme.io/realms/a
      user-name-attribute: sub
    resourceserver.opaquetoken.introspection-uri: ${INTROSPECT:http://login.acme.io/introspect}
eureka.client.serviceUrl.defaultZone: http://a:8761/eureka/,http://u:made-up-1@b:8761/eureka/
`, "2:21 http://config:8888 (none) anchor\n3:19 http://{env:CONFIG_HOST=config}:8888 (none) anchor\n6:19 https://login.acme.io/realms/a (none) anchor\n8:51 {env:INTROSPECT=http://login.acme.io/introspect} (none) anchor\n9:39 http://a:8761/eureka/ (none) anchor\n9:39 http://u:{literal:userinfo}@b:8761/eureka/ (none) anchor"},
		{"quarkus", "application.properties", "quarkus.oidc.auth-server-url=https://a.acme.io\n%dev.quarkus.oidc.auth-server-url=http://a\nquarkus.oidc.tls.verification=none\nquarkus.tls.trust-all=true\nmp.jwt.verify.publickey.location=publicKey.pem\n",
			"1:30 https://a.acme.io (none) anchor\n3:31 switch verify off\n4:23 switch verify off"},
		{"dotnet", "src/appsettings.Production.json", "\xef\xbb\xbf{ // why\n \"Auth\": {\"Authority\": \"http://login.acme.io\", \"RequireHttpsMetadata\": false},\n \"B\": {\"RequireHttpsMetadata\": false},\n \"ConnectionStrings\": {\"Db\": \"Server=db;Password=made-up-2\"},\n \"Crm\": {\"ApiKey\": \"made-up-3\"}}",
			"2:25 http://login.acme.io (none) anchor\n3:32 switch https off"},
		{"environment", ".env", "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI=http://a.acme.io\nJwt__Authority=http://b.acme.io\nAUTHORITY=http://c.acme.io\nJWKS_URL=$X\n",
			"1:54 http://a.acme.io (none) anchor\n2:16 http://b.acme.io (none) anchor"},
		{"oauth2-proxy", "deploy/oauth2-proxy.cfg", "oidc_issuer_url = \"http://login.acme.io\"\nclient_id = \"a\"\nclient_secret = \"made-up-4\"\npass_access_token = true\nssl_insecure_skip_verify = true\nupstreams = [\"http://shop.acme.io:8080\"]\n",
			"6:15 http://shop.acme.io:8080 (bearer header request)\n1:20 http://login.acme.io (none) anchor\n5:28 switch verify off"},
		{"dynaconf", "settings.toml", "[default]\nOIDC_OP_TOKEN_ENDPOINT = 'http://login.acme.io/token'\nCRM_TOKEN = 'made-up-5'\n", "2:27 http://login.acme.io/token (none) anchor"},
	})
	s := extractNamed("appsettings.json", `{"ConnectionStrings": {"Db": "Server=db;Password=made-up-2"}}`)
	if len(s.Masks) != 1 || len(s.Variables) != 0 {
		t.Errorf("a connection string: masks %v, variables %v", s.Masks, s.Variables)
	}
}

func FuzzTrust(f *testing.F) {
	fuzzRoutes(f, "appsettings.json", `{"A": {"Authority": "http://a,,http://b", "RequireHttpsMetadata": false}}`, `{"x.authority": ",\u0041"}`)
}
