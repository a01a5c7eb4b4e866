package clientconf

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var httpFileFormat = format{
	Format: Format{
		Group: "API clients", Name: "requests as text", Files: "*.http, *.rest",
		Reads: "requests with their headers, variables",
	},
	artifact: fact.ArtifactCollection,
	named:    func(_, base string) bool { return path.Ext(base) == ".http" || path.Ext(base) == ".rest" },
	read:     httpFile,
}

var (
	requestLine  = regexp.MustCompile(`^(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|TRACE|CONNECT|GRAPHQL|WEBSOCKET)[ \t]+)?((?i:https?://|wss?://|\{\{)\S+|[a-zA-Z0-9.-]+\.[a-z]+(?::\d+)?(?:/\S*)?)(?:[ \t]+HTTP/[0-9.]+)?[ \t]*$`)
	httpVariable = regexp.MustCompile(`^[ \t]*@[A-Za-z0-9_.-]+[ \t]*=`)
)

// httpFile reads requests that "###" parts: a line that sends, headers up to an empty line,
// and a body, which is not looked into.
func httpFile(t *text) {
	c := t.collection("an HTTP client")
	lines := t.httpLines()
	for _, l := range lines {
		if httpVariable.Match(t.data[l[0]:l[1]]) {
			if n := t.namedLine(l[0], l[1], "="); n != nil {
				c.variable(strings.TrimPrefix(n.key, "@"), n)
			}
		}
	}
	var q *request
	inBody := false
	finish := func() {
		if q != nil {
			c.request(*q)
		}
		q, inBody = nil, false
	}
	for _, l := range lines {
		line := t.data[l[0]:l[1]]
		trimmed := bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(line, []byte("###")):
			finish()
		case len(trimmed) == 0:
			inBody = inBody || q != nil
		case inBody, trimmed[0] == '#', bytes.HasPrefix(trimmed, []byte("//")), httpVariable.Match(line):
		case q == nil:
			if n := t.requestURL(l[0], l[1]); n != nil {
				q = &request{at: c.atNode(n), to: c.url(n)}
			}
		case line[0] != ' ' && line[0] != '\t':
			if h := t.namedLine(l[0], l[1], ":"); h != nil {
				if one, ok := c.headerOf(h.key, h); ok {
					q.auth = append(q.auth, one)
				}
			}
		}
	}
	finish()
}

// httpLines are the lines of the text, without what ends them.
func (t *text) httpLines() [][2]int {
	var out [][2]int
	for pos := 0; pos < len(t.data) && t.ctx.Err() == nil; {
		if len(out) == maxLines {
			t.skip(pos, len(t.data), "the rest of the file is over what is read of one", true)
			break
		}
		end := lineEnd(t.data, pos)
		out = append(out, [2]int{pos, pos + len(bytes.TrimRight(t.data[pos:end], "\r"))})
		pos = end + 1
	}
	return out
}

func (t *text) requestURL(from, to int) *node {
	at := requestLine.FindSubmatchIndex(t.data[from:to])
	if at == nil {
		return nil
	}
	return &node{key: "url", text: string(t.data[from+at[2] : from+at[3]]), from: from + at[2], to: from + at[3]}
}

var httpEnvFormat = format{
	Format: Format{
		Group: "API clients", Name: "environments of requests as text", Files: "http-client.env.json, http-client.private.env.json, rest-client.env.json",
		Reads: "variables of each environment, whether certificates are checked",
	},
	artifact: fact.ArtifactCollection,
	named: func(_, base string) bool {
		return strings.HasSuffix(base, ".env.json") && (strings.HasPrefix(base, "http-client.") || strings.HasPrefix(base, "rest-client."))
	},
	read: func(t *text) {
		t.find = braced
		for _, environment := range t.jsonTree().pairs() {
			block := environment.key
			for _, v := range environment.pairs() {
				if v.key == "SSLConfiguration" {
					if s := t.verified(v.get("verifyHostCertificate")); s.State == fact.StateOff {
						t.out.Switches = append(t.out.Switches, fact.Switch{Kind: "verify", Name: "verifyHostCertificate", Scope: "environment", Artifact: t.artifact, Setting: s, At: s.At})
					}
					continue
				}
				if v.str() == "" {
					continue
				}
				one := fact.Variable{Name: v.key, Block: block, Artifact: t.artifact, At: t.atNode(v)}
				one.Value, one.Credential = t.value(v.key, v)
				t.out.Variables = append(t.out.Variables, one)
			}
		}
	},
}
