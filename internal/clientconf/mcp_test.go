package clientconf

import (
	"strings"
	"testing"
)

const mcpSample = `{
  "mcpServers": {
    "crm": {"type": "http", "url": "http://mcp.acme.io/mcp", "headers": {"Authorization": "Bearer made-up-token-0001"}},
    "docs": {"url": "https://docs.acme.io/mcp", "headers": {"X-Api-Key": "${input:docs-key}"}},
    "bridge": {"command": "npx", "args": ["-y", "mcp-remote@0.1.0", "http://far.acme.io/sse", "--allow-http", "--header", "Authorization:${AUTH}"]},
    "local": {"command": "uvx", "args": ["crm-mcp", "--api-key", "made-up-2", "https://not.acme.io"], "env": {
      "CRM_URL": "http://crm.acme.io", "CRM_TOKEN": "made-up-3", "NODE_TLS_REJECT_UNAUTHORIZED": "0", "EMPTY": ""}},
    "docker": {"command": "docker", "args": ["run", "-e", "GIT_TOKEN=made-up-4", "-e", "OTHER", "img"]}
  }
}
`

func TestMCP(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"servers", ".cursor/mcp.json", mcpSample,
			"3:37 http://mcp.acme.io/mcp (bearer header literal)\n4:22 https://docs.acme.io/mcp (api-key header x-api-key secret docs-key)\n5:70 http://far.acme.io/sse (other header env AUTH)\n7:67 switch verify off"},
		{"editor", ".vscode/mcp.json", "{\n // why\n \"inputs\": [{\"id\": \"t\"}],\n \"servers\": {\"a\": {\"url\": \"https://a.acme.io\", \"headers\": {\"Authorization\": \"Bearer ${env:A_TOKEN}\"}}},}\n",
			"4:28 https://a.acme.io (bearer header env A_TOKEN)"},
		{"settings", "settings.json", `{"mcp": {"servers": {"a": {"url": "http://a.acme.io"}}}}`, "1:36 http://a.acme.io (none)"},
		{"toml", ".codex/config.toml", "[mcp_servers.a]\nurl = \"https://a.acme.io\"\nbearer_token_env_var = \"A_TOKEN\"\n[mcp_servers.b.env]\nB_TOKEN = \"made-up-5\"\n",
			"2:8 https://a.acme.io (bearer header env A_TOKEN)"},
		{"yaml", "config.yaml", "mcpServers:\n- name: a\n  url: http://a.acme.io\n  requestOptions: {}\n", "3:8 http://a.acme.io (none)"},
		{"broken", "mcp.json", strings.Replace(mcpSample, `"docker": {`, `"docker": oops {`, 1),
			"3:37 http://mcp.acme.io/mcp (bearer header literal)\n4:22 https://docs.acme.io/mcp (api-key header x-api-key secret docs-key)\n5:70 http://far.acme.io/sse (other header env AUTH)\n7:67 switch verify off\n8:15 not analysed, gates true"},
	})
	s := extractNamed("mcp.json", mcpSample)
	if len(s.Literals) != 4 {
		t.Errorf("%d literals, want 4", len(s.Literals))
	}
}

func FuzzMCP(f *testing.F) {
	fuzzRoutes(f, "mcp.json", mcpSample, `{"servers": {"a": {"args": ["-e", "A=\u0041", "--header"], "headers": ["a: b", {}]}}}`, `{"mcpServers": [1, {"url": "${", "env": {"A_TOKEN": "${x:"}}]}`)
}
