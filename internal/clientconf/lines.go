package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// entries are the lines "key = value" of a file of such lines, as nodes with their places:
// sections (list nodes whose key is the text between the brackets), each with its entries;
// what stands before the first is in a section without a key. separators may stand between
// key and value. An indented line that has none goes on with the key before it.
func (t *text) entries(separators string) []*node {
	section := &node{kind: listNode}
	out := []*node{section}
	made := 0
	for pos := 0; pos < len(t.data) && t.ctx.Err() == nil; {
		end := lineEnd(t.data, pos)
		from, to := t.trim(pos, end)
		indented := from > pos
		pos = end + 1
		switch c := t.byteAt(from); {
		case from == to || c == '#' || c == ';' || c == '!':
		case c == '[' && t.data[to-1] == ']':
			section = &node{kind: listNode, key: string(t.data[from+1 : to-1]), keyFrom: from + 1, keyTo: to - 1, from: from, to: to}
			out = append(out, section)
		case made >= maxTreeNodes:
			t.skip(from, len(t.data), "the file has more lines than are read", true)
			return out
		default:
			made++
			var last *node
			if n := len(section.items); n > 0 {
				last = section.items[n-1]
			}
			section.items = append(section.items, t.entry(from, to, separators, indented, last))
		}
	}
	return out
}

func (t *text) byteAt(i int) byte {
	if i < len(t.data) {
		return t.data[i]
	}
	return 0
}

// trim is a range without the white space around it.
func (t *text) trim(from, to int) (start, end int) {
	b := t.data[from:to]
	start = from + len(b) - len(bytes.TrimLeft(b, " \t\r\xef\xbb\xbf"))
	return start, max(start, from+len(bytes.TrimRight(b, " \t\r")))
}

// entry is one line. last is the entry before it.
func (t *text) entry(from, to int, separators string, indented bool, last *node) *node {
	line := t.data[from:to]
	i := bytes.IndexAny(line, separators)
	if scheme := bytes.Index(line, []byte("://")); indented && last != nil && (i < 0 || scheme >= 0 && scheme <= i) {
		return t.scalar(last.key, last.keyFrom, last.keyTo, from, to)
	}
	if i < 0 {
		return t.scalar(string(line), from, to, to, to)
	}
	_, keyEnd := t.trim(from, from+i)
	at := from + i
	for at < to && strings.IndexByte(separators+" \t", t.data[at]) >= 0 {
		at++
	}
	return t.scalar(string(t.data[from:keyEnd]), from, keyEnd, at, to)
}

// scalar is a value that is written in a range, without its quotes.
func (t *text) scalar(key string, keyFrom, keyTo, from, to int) *node {
	from, to = t.trim(from, to)
	n := &node{key: strings.Trim(key, `"'`), keyFrom: keyFrom, keyTo: keyTo, from: from, to: to}
	if to-from >= 2 && (t.data[from] == '"' || t.data[from] == '\'') && t.data[to-1] == t.data[from] {
		n.from, n.to, n.quoted = from+1, to-1, true
	}
	n.text = string(t.data[n.from:n.to])
	return n
}

// switchedOff notes a switch of a client that turns certificate checks off.
func (t *text) switchedOff(name string, n *node, hosts ...string) {
	at := t.atKey(n)
	t.out.Switches = append(t.out.Switches, fact.Switch{
		Kind: "verify", Name: name, Scope: "client", Hosts: hosts, Artifact: t.artifact, At: at, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
	})
}

// trustsFile notes a file of certificates that a client trusts for every host.
func (t *text) trustsFile(name string, n *node) {
	if n.str() == "" {
		return
	}
	at := t.atKey(n)
	t.out.Switches = append(t.out.Switches, fact.Switch{
		Kind: "verify", Name: name, Scope: "client", Artifact: t.artifact, At: at, Setting: fact.Setting{State: fact.StateCustom, Value: t.plain(n), Explicit: true, At: at},
	})
}

// keeps notes a credential that a client keeps. host is a host, a URL or empty for every
// host.
func (t *text) keeps(client string, c *fact.Credential, host string, n *node) {
	if c == nil {
		return
	}
	x := fact.Stored{Credential: *c, Client: client, Artifact: t.artifact, At: t.atKey(n), AnyHost: host == ""}
	x.Host = fact.Lit(host)
	t.out.Stored = append(t.out.Stored, x)
}

// registry notes where a client gets packages from, with the credential that it sends
// there: c, or one in the URL itself. One without any is told where nothing protects what
// comes back.
func (t *text) registry(client string, url *node, c *fact.Credential, verify fact.Setting) {
	if url = url.real(); url == nil || url.kind != scalarNode {
		return
	}
	if c == nil {
		c = t.urlCredential(url)
	}
	u := t.plain(url)
	plain := strings.HasPrefix(strings.ToLower(u.Prefix()), "http:")
	if c == nil && !plain && verify.State != fact.StateOff {
		return
	}
	if c == nil {
		c = &fact.Credential{}
	}
	if c.Carrier == fact.CarrierNone && c.Kind != fact.KindNone {
		c.Carrier, c.Field = fact.CarrierHeader, "authorization"
	}
	t.out.Routes = append(t.out.Routes, fact.Route{
		Artifact: fact.ArtifactRegistry, At: t.atNode(url), Method: "GET", Credential: *c, Destination: fact.Destination{URL: u, At: t.atNode(url)},
		Channel: fact.Channel{Verify: verify}, Client: fact.Client{Name: client},
	})
}

// inHeader is the credential of a scalar "Name: value".
func (t *text) inHeader(n *node) *fact.Credential {
	name, value, ok := strings.Cut(n.text, ":")
	kind, is := credential.FieldKind(name)
	if !ok || !is {
		return nil
	}
	return t.header(name, kind, t.cut(n, len(n.text)-len(strings.TrimLeft(value, " "))))
}

// urlCredential is the credential in a URL.
func (t *text) urlCredential(n *node) *fact.Credential {
	found := secrets(n.text, t.grader)
	if len(found) == 0 {
		return nil
	}
	s, r := found[0], t.reader("", n)
	v := n.text[s.start:s.end]
	c, ok := r.reference(v, n.from+s.start, s.kind)
	if !ok {
		c = r.grade(v, n.from+s.start, s.kind)
	}
	c.Kind, c.Carrier, c.Field = s.kind, s.carrier, s.field
	return &c
}

// verifyOff is a setting that is off because of what a node says.
func (t *text) verifyOff(n *node) fact.Setting {
	return fact.Setting{State: fact.StateOff, Explicit: true, At: t.atKey(n)}
}
