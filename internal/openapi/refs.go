package openapi

import (
	"net/url"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
)

// reference is a $ref in the file that states it.
type reference struct {
	file *file
	doc  *node // what "#" is
	text string
}

// refOf is the text of a $ref, where a mapping is one.
func refOf(n *node) (text string, at *node) {
	if !n.is(kindMapping) {
		return "", nil
	}
	if v := n.get("$ref"); v.is(kindString) {
		return v.text, v
	}
	return "", nil
}

// follow is what a node stands for: itself, or where its $ref leads. Nil is a
// reference that leads nowhere, which is said.
func (r *reader) follow(n *node, gates bool) *node {
	for hops := 0; n != nil; hops++ {
		text, at := refOf(n)
		if at == nil {
			return n
		}
		if hops >= maxHops {
			r.lose(at, gates, "the $ref leads to itself")
			return nil
		}
		n = r.target(text, at, gates)
	}
	return nil
}

// found is what a reference led to; nowhere has a reason instead.
type found struct {
	to     *node
	reason string
	remote bool
	unread bool // it may stand in a part that could not be read, which is said already
}

// target is where one $ref leads, by one step.
func (r *reader) target(text string, at *node, gates bool) *node {
	t := r.find(text, at, gates)
	if t.to == nil && !t.unread {
		r.lose(at, gates && !t.remote, "%s", t.reason)
	}
	return t.to
}

// find is target without a word where it leads nowhere.
func (r *reader) find(text string, at *node, gates bool) found {
	ref := reference{at.file, at.file.rootOf(at), text}
	t, known := r.targets[ref]
	if !known {
		t = r.resolve(ref, gates)
		r.targets[ref] = t
	}
	return t
}

// remoteURL tells a reference that leads to a host. The description stays whole
// without it as far as this tree goes.
func remoteURL(text string) bool {
	scheme, _, ok := strings.Cut(text, ":")
	return strings.HasPrefix(text, "//") || ok && len(scheme) > 1 && strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") == ""
}

func (r *reader) resolve(ref reference, gates bool) found {
	name, fragment, _ := strings.Cut(ref.text, "#")
	if remoteURL(name) {
		return found{reason: "the $ref leads out of the tree, to " + short(withoutSecrets(name)) + ", and is not fetched", remote: true}
	}
	root := ref.doc
	if name != "" {
		f := r.load(ref.file, name, gates)
		if f.file == nil {
			return found{reason: f.reason}
		}
		if root = f.file.root(); root == nil {
			return found{reason: "the file " + short(f.file.path) + " that the $ref names holds nothing that can be read"}
		}
	}
	pointer, err := url.PathUnescape(fragment)
	if err != nil {
		pointer = fragment
	}
	if to := r.point(root, pointer); to != nil {
		return found{to: to}
	}
	return found{unread: root.cut(), reason: "the $ref " + strconv.Quote(short(ref.text)) + " leads nowhere"}
}

// root is the first document of a file, or nil.
func (f *file) root() *node {
	if len(f.docs) == 0 {
		return nil
	}
	return f.docs[0].self()
}

// rootOf is the document of the file in which n stands.
func (f *file) rootOf(n *node) *node {
	i := sort.Search(len(f.docs), func(i int) bool { return f.docs[i].start > n.start })
	if i == 0 {
		return f.docs[0]
	}
	return f.docs[i-1]
}

// point walks a JSON pointer (RFC 6901), or finds an anchor of that name.
func (r *reader) point(root *node, pointer string) *node {
	if pointer == "" {
		return root
	}
	if pointer[0] != '/' {
		return r.anchor(root, pointer)
	}
	n := root
	for _, token := range strings.Split(pointer[1:], "/") {
		if strings.Contains(token, "~") {
			token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		}
		if n = step(n.self(), token); n == nil {
			return nil
		}
	}
	return n.self()
}

// anchor finds the schema that states the name as its $anchor (JSON Schema
// 2020-12, section 8.2.2).
func (r *reader) anchor(root *node, name string) *node {
	known, ok := r.anchors[root]
	if !ok {
		known = map[string]*node{}
		anchorsIn(root, known)
		r.anchors[root] = known
	}
	return known[name]
}

func anchorsIn(n *node, into map[string]*node) {
	for _, key := range []string{"$anchor", "$dynamicAnchor"} {
		if name := n.str(key); name != "" && into[name] == nil {
			into[name] = n
		}
	}
	for i := range n.kids {
		if n.kids[i].kind == kindMapping || n.kids[i].kind == kindSequence {
			anchorsIn(&n.kids[i], into)
		}
	}
}

func step(n *node, token string) *node {
	switch n.kind {
	case kindMapping:
		if v := n.get(token); v != nil {
			return v
		}
	case kindSequence:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.kids) {
			return &n.kids[i]
		}
	}
	return nil
}

// loaded is a file that was asked for; nil has a reason instead.
type loaded struct {
	file   *file
	reason string
}

// load reads another file of the tree, once.
func (r *reader) load(from *file, name string, gates bool) loaded {
	if p, err := url.PathUnescape(name); err == nil {
		name = p
	}
	name, _, _ = strings.Cut(name, "?")
	p := path.Join(path.Dir(from.path), name)
	if path.IsAbs(name) || p == ".." || strings.HasPrefix(p, "../") || strings.Contains(name, `\`) {
		return loaded{reason: "the $ref leads out of the tree, to " + short(name)}
	}
	if l, ok := r.files[p]; ok {
		return l
	}
	l := r.open(p, gates)
	r.files[p] = l
	return l
}

func (r *reader) open(p string, gates bool) loaded {
	if len(r.files) >= maxFiles || r.bytes > maxBytes {
		return loaded{reason: "the $ref leads to one more file than are read for one description"}
	}
	if r.in.Read == nil {
		return loaded{reason: "the $ref leads to another file, and no other file is read"}
	}
	data, err := r.in.Read(p)
	if err != nil {
		return loaded{reason: "the file " + short(p) + " that the $ref names cannot be read"}
	}
	r.bytes += len(data)
	reason := repo.Text(data)
	if reason != "" {
		return loaded{reason: "the $ref leads to " + short(p) + ": " + reason}
	}
	f, stop := r.parse(p, data)
	if stop != nil {
		r.note(f, stop.offset, stop.reason, gates)
	}
	r.doc.queue = append(r.doc.queue, queued{f, r.sweeping})
	return loaded{file: f}
}

// dialect notes a schema language that a tool would have to fetch. Those that
// the standards publish are known by name.
func (r *reader) dialect() {
	v := r.doc.root.get("jsonSchemaDialect")
	if v.is(kindString) && remoteURL(v.text) && !strings.Contains(v.text, "://spec.openapis.org/") && !strings.Contains(v.text, "://json-schema.org/") {
		r.refer("jsonSchemaDialect", v)
	}
}

// refer notes a URL that a tool would fetch.
func (r *reader) refer(kind string, v *node) {
	r.out.References = append(r.out.References, fact.Reference{Doc: r.doc.id, URL: r.plainURL(v), Kind: kind, At: v.at()})
}
