package clientconf

import (
	"strings"
	"testing"
)

const vaultSample = `# the agent of the shop
vault {
  address = "http://vault.acme.io:8200"
  tls_skip_verify = true
}
auto_auth {
  method "kubernetes" {
    mount_path = "auth/kubernetes"
    config = { role = "shop", list = ["a", 1] }
  }
}
storage "consul" {
  address = "consul.acme.io:8500"
  scheme  = "https"
  token   = "made-up-token-0001"
}
seal "transit" {
  address = "https://${VAULT_HOST}:8200"
  token   = "${VAULT_TOKEN}"
}
`

func TestVault(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"agent", "agent.hcl", vaultSample,
			"3:14 http://vault.acme.io:8200 (bearer header x-vault-token secret auto_auth) verify=off\n13:14 https://consul.acme.io:8500 (bearer header x-consul-token literal)\n18:14 https://{env:VAULT_HOST}:8200 (bearer header x-vault-token env token)"},
		{"json", "agent.json", `{"vault": {"address": "https://vault.acme.io", "tls_skip_verify": true}, "auto_auth": {"method": []}}`,
			"1:24 https://vault.acme.io (bearer header x-vault-token secret auto_auth) verify=off"},
		{"broken", "agent.hcl", vaultSample + "x = [\n", "3:14 http://vault.acme.io:8200 (bearer header x-vault-token secret auto_auth) verify=off\n13:14 https://consul.acme.io:8500 (bearer header x-consul-token literal)\n18:14 https://{env:VAULT_HOST}:8200 (bearer header x-vault-token env token)\n22:1 not analysed, gates true"},
	})
}

func TestHCLTree(t *testing.T) {
	r := reading(vaultSample)
	got := strings.Join(dump(r, r.hclTree(), ""), "\n")
	for _, want := range []string{`/auto_auth/method/kubernetes/config/list/1 = "1" at "1"`, `/storage/consul/token = "made-up-token-0001" at "made-up-token-0001"`, `/vault/tls_skip_verify = "true" at "true"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for name, data := range map[string]string{
		"brackets": "a = " + strings.Repeat("[", 50_000), "blocks": strings.Repeat("a {\n", 50_000), "signs": "a = " + strings.Repeat("!", 50_000) + "b", "templates": "a = \"" + strings.Repeat("${\"", 50_000),
	} {
		r := reading(data)
		r.hclTree()
		if len(r.out.NotAnalysed) == 0 {
			t.Errorf("%s: nothing is said", name)
		}
	}
	r = reading("a = " + strings.Repeat("b ? c : ", 20_000) + "d")
	if r.hclTree() == nil {
		t.Error("a long chain of choices is not read")
	}
}

func FuzzVault(f *testing.F) {
	fuzzRoutes(f, "agent.hcl", vaultSample, "vault {\n address = <<EOT\nx\nEOT\n}", "vault {\n \"a\" = {(b) = c}\n}\nconsul { address = \"a\" }")
}
