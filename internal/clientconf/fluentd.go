package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var fluentdFormat = format{
	Format: Format{
		Group: "observability", Name: "Fluentd", Files: "*.conf with <match> blocks",
		Reads: "outputs: endpoints, credentials, verification",
	},
	artifact: fact.ArtifactExporter,
	maybe:    func(_, base string) bool { return strings.Contains(base, ".conf") || strings.HasPrefix(base, "fluent") },
	like: func(_ string, data []byte) bool {
		return bytes.Contains(data, []byte("<match")) && bytes.Contains(data, []byte("@type"))
	},
	read: func(t *text) {
		t.find = with(rubyEnv, expandsAll)
		for _, b := range t.fluentdBlocks() {
			t.fluentd(b)
		}
	},
}

// rubyEnv finds "#{ENV['X']}".
func rubyEnv(v string, _ bool) []expansion {
	var out []expansion
	for at := 0; ; {
		i := strings.Index(v[at:], "#{")
		if i < 0 {
			return out
		}
		from := at + i
		end := closes(v, from+1, '{', '}')
		if end < 0 {
			return out
		}
		e := expansion{start: from, end: end, origin: fact.OriginUnknown}
		if _, rest, ok := strings.Cut(v[from:end], "ENV["); ok {
			e.name, _, _ = strings.Cut(strings.TrimLeft(rest, `"'`), "]")
			e.name = strings.TrimRight(e.name, `"'`)
			e.origin = fact.OriginEnv
		}
		out = append(out, e)
		at = end
	}
}

// fluentdBlocks are <match> and <store> with what stands in them and in blocks below, which
// have the key of their own name.
func (t *text) fluentdBlocks() []*node {
	var out []*node
	root := &node{kind: mappingNode}
	open := []*node{root}
	for _, l := range t.httpLines() {
		line := bytes.TrimSpace(t.data[l[0]:l[1]])
		last := open[len(open)-1]
		switch {
		case len(line) == 0 || line[0] == '#':
		case bytes.HasPrefix(line, []byte("</")):
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
		case line[0] == '<':
			if len(open) > maxTreeDepth {
				t.skip(l[0], l[1], "the file is nested more deeply than is read", true)
				return out
			}
			name, _, _ := strings.Cut(strings.Trim(string(line), "<>"), " ")
			b := &node{kind: mappingNode, key: name, from: l[0], to: l[1]}
			last.add(b)
			open = append(open, b)
			if name == "match" || name == "store" {
				out = append(out, b)
			}
		default:
			if n := t.spacedLine(l[0], l[1]); n != nil {
				t.unquote(n)
				last.add(n)
			}
		}
	}
	return out
}

// unquote takes the quotes off a value.
func (t *text) unquote(n *node) {
	if len(n.text) > 1 && (n.text[0] == '"' || n.text[0] == '\'') && n.text[len(n.text)-1] == n.text[0] {
		n.text, n.from, n.to, n.quoted = n.text[1:len(n.text)-1], n.from+1, n.to-1, true
	}
}

var fluentdSecrets = []secretKey{
	{keys: "auth password", kind: fact.KindBasic}, {keys: "password", kind: fact.KindBasic}, {keys: "hec_token", kind: fact.KindBearer}, {keys: "api_key", kind: fact.KindAPIKey},
	{keys: "apikey", kind: fact.KindAPIKey}, {keys: "bearer_token", kind: fact.KindBearer}, {keys: "token", kind: fact.KindBearer}, {keys: "license_key", kind: fact.KindAPIKey},
}

// fluentd reads one output.
func (t *text) fluentd(b *node) {
	q := request{client: "Fluentd", auth: t.secretsOf(b, fluentdSecrets)}
	if c, ok := t.keptElsewhere(fact.KindBearer, "authorization", b.first("bearer_token_file", "hec_token_file")); ok {
		q.auth = append(q.auth, c)
	}
	q.auth = append(q.auth, t.fluentdHeaders(b.first("headers", "custom_headers"))...)
	q.channel.Verify = t.verified(b.get("ssl_verify"))
	for _, key := range []string{"insecure_ssl", "insecure_tls"} {
		if v := t.insecure(b.get(key)); v.Explicit {
			q.channel.Verify = v
		}
	}
	if mode := b.get("tls_verify_mode"); mode.str() == "none" {
		q.channel.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: t.atKey(mode)}
	}
	if u := b.first("endpoint", "url", "endpoint_url"); strings.Contains(u.str(), "://") {
		q.at, q.to = t.atNode(u), t.plain(u)
		t.send(q)
		return
	}
	host := b.first("hec_host", "host")
	scheme := t.plain(b.first("scheme", "protocol"))
	if host.str() == "" {
		return
	}
	switch kind := b.get("@type").str(); {
	case len(scheme) > 0:
	case strings.HasPrefix(kind, "splunk") || kind == "datadog":
		scheme = fact.Lit("https")
	case strings.HasPrefix(kind, "elasticsearch") || strings.HasPrefix(kind, "opensearch"):
		scheme = fact.Lit("http")
	default: // another protocol
		return
	}
	q.at, q.to = t.atNode(host), joined(scheme, fact.Lit("://"), t.plain(host))
	t.send(q)
}

// fluentdHeaders reads headers that are written as JSON in one line.
func (t *text) fluentdHeaders(n *node) []fact.Credential {
	if n == nil || len(n.text) == 0 || n.text[0] != '{' || !t.asWritten(n) {
		return nil
	}
	inner := *t
	inner.data, inner.own = t.data[n.from:n.to], nil
	outer := func(i int) int { return n.from + i }
	if t.outer != nil {
		outer = func(i int) int { return t.outer(n.from + i) }
	}
	inner.outer = outer
	root, err := inner.jsonLine()
	if err != nil {
		return nil
	}
	return inner.headers(root)
}
