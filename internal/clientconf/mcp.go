package clientconf

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var mcpFormat = format{
	Format: Format{
		Group: "assistants", Name: "MCP client", Files: "mcp.json, .mcp.json, claude_desktop_config.json; mcpServers in other JSON, YAML and TOML",
		Reads: "servers: URL, headers, and the environment and arguments of the commands that are started",
	},
	artifact: fact.ArtifactAssistant, read: mcpFile,
	named: mcpNamed,
	maybe: func(_, base string) bool {
		return structured(base) || slices.Contains([]string{".jsonc", ".toml", ".code-workspace"}, path.Ext(base))
	},
	like: func(p string, data []byte) bool {
		return mentions(data, "mcpServers", "amp.mcpServers") || bytes.Contains(data, []byte("[mcp_servers.")) ||
			editorSettings(p) && mentions(data, "mcp") && mentions(data, "servers")
	},
}

func mcpNamed(_, base string) bool {
	return slices.Contains([]string{"mcp.json", ".mcp.json", "mcp_config.json", "claude_desktop_config.json"}, base)
}

// editorSettings are files of an editor that keep servers among much else.
func editorSettings(p string) bool {
	base := path.Base(p)
	return base == "settings.json" || path.Ext(base) == ".code-workspace"
}

func mcpFile(t *text) {
	t.find = inputs
	root := t.mcpTree()
	if mcpNamed("", strings.ToLower(path.Base(t.path))) {
		t.mcpServers(root.get("servers"))
	}
	root.walk(func(n *node) bool {
		switch n.key {
		case "mcpServers", "amp.mcpServers", "mcp_servers":
			t.mcpServers(n)
			return false
		case "mcp":
			t.mcpServers(n.get("servers"))
		}
		return true
	})
}

func (t *text) mcpTree() *node {
	if strings.HasSuffix(t.path, ".toml") {
		return t.tomlTree()
	}
	return t.jsonOrYAML()
}

// inputs finds ${input:x}, ${env:X}, ${X} and ${X:-default}.
func inputs(v string, expands bool) []expansion {
	es := fromEnv(v, expands)
	for i := range es {
		e := &es[i]
		kind, name, ok := strings.Cut(strings.Trim(v[e.start:e.end], "${}"), ":")
		if !ok || e.bare || e.fallback > 0 || name == "" || v[e.start+1] != '{' {
			continue
		}
		switch e.name = name; kind {
		case "input":
			e.origin = fact.OriginSecretStore
		case "env":
			e.origin = fact.OriginEnv
		default:
			e.origin = fact.OriginConfig
		}
	}
	return es
}

const mcpName = "MCP client"

func (t *text) mcpServers(n *node) {
	n = n.real()
	if n == nil {
		return
	}
	for _, s := range n.items {
		if s = s.real(); s != nil && s.kind == mappingNode {
			t.mcpServer(s)
		}
	}
}

// mcpServer reads one server: one that is called, or a command that is started with an
// environment of its own.
func (t *text) mcpServer(s *node) {
	block := t.at(s.from, s.from).String()
	t.mcpEnv(s.get("env"), block)
	q := request{client: mcpName, open: true, auth: t.headers(s.get("headers"))}
	q.auth = append(q.auth, t.headers(s.get("http_headers"))...)
	q.auth = append(q.auth, t.headers(s.get("requestInit", "headers"))...)
	for _, key := range []string{"authorization_token", "apiKey", "bearerToken"} {
		if c, ok := t.auth(fact.KindBearer, "authorization", s.get(key)); ok {
			q.auth = append(q.auth, c)
		}
	}
	for _, h := range append(s.get("env_http_headers").pairs(), s.get("bearer_token_env_var")) {
		if h.str() != "" {
			q.auth = append(q.auth, fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginEnv, Name: h.str(), At: t.atNode(h.real())})
		}
	}
	u := s.first("url", "serverUrl", "httpUrl", "endpoint")
	if u == nil {
		u = t.mcpArguments(s, &q, block)
	}
	if u.str() == "" || !strings.Contains(u.str(), "://") && !strings.HasPrefix(u.str(), "${") {
		return
	}
	q.at, q.to = t.atNode(u), t.plain(u)
	t.send(q)
}

// mcpEnv notes the environment of a command, and what in it holds for the whole process.
func (t *text) mcpEnv(env *node, block string) {
	for _, v := range env.pairs() {
		if v.str() != "" {
			t.mcpVariable(v.key, v.real(), block)
		}
	}
}

func (t *text) mcpVariable(name string, n *node, block string) {
	if checksOff(name, n.str()) {
		t.out.Switches = append(t.out.Switches, fact.Switch{
			Kind: "verify", Name: name, Scope: "process", Artifact: t.artifact, At: t.atKey(n), Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: t.atKey(n)},
		})
		return
	}
	v := fact.Variable{Name: name, Block: block, Artifact: t.artifact, At: t.atNode(n)}
	v.Value, v.Credential = t.value(name, n)
	t.out.Variables = append(t.out.Variables, v)
}

// checksOff tells a variable that makes the runtime of a language check no certificate.
func checksOff(name, value string) bool {
	switch name {
	case "NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY":
		return value == "0"
	case "GIT_SSL_NO_VERIFY":
		return value != "" && value != "0" && value != "false"
	}
	return false
}

// mcpArguments reads the arguments of a command: the URL of a server that it is a bridge
// to, headers, credentials behind flags, and variables for a container.
func (t *text) mcpArguments(s *node, q *request, block string) (u *node) {
	args := s.get("args").list()
	for i, a := range args {
		a = a.real()
		flag, value, both := strings.Cut(a.str(), "=")
		var next *node
		if both {
			next = t.cut(a, len(flag)+1)
		} else if i+1 < len(args) {
			next = args[i+1].real()
		}
		switch {
		case strings.Contains(a.str(), "://") && !strings.HasPrefix(flag, "-") && !both:
			if u == nil {
				u = a
			}
		case next == nil || next.kind != scalarNode:
		case flag == "--header" || flag == "-H":
			if c, ok := t.headerLine(next); ok {
				q.auth = append(q.auth, c)
			}
		case (flag == "-e" || flag == "--env") && strings.Contains(next.text, "="):
			name, _, _ := strings.Cut(next.text, "=")
			t.mcpVariable(name, t.cut(next, len(name)+1), block)
		case strings.HasPrefix(flag, "--") && value == "" != both:
			t.value(strings.TrimLeft(flag, "-"), next)
		}
	}
	if u != nil && !slices.ContainsFunc(args, bridges) { // the address of something else
		return nil
	}
	return u
}

// bridges tells the programs that connect an assistant to a server far away.
func bridges(n *node) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(n.str(), "@"), "@")
	return slices.Contains([]string{"mcp-remote", "supergateway", "mcp-proxy", "--sse", "--streamableHttp", "--transport"}, name)
}
