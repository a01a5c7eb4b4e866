package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// document is the description that is being read.
type document struct {
	root    *node
	id      int
	swagger bool           // Swagger 2
	async   int            // the major version of AsyncAPI; 0 is none
	minor   int            // of OpenAPI 3
	schemes map[string]int // index in Set.Schemes
	// security and servers are in force where an operation states none.
	security []fact.Requirement
	// unsure is set where nobody can say what the document's security is.
	unsure bool
	// open is set where more schemes may be declared than were read.
	open    bool
	servers []fact.Server
	cuts    int   // operations that take more than is looked at
	cutAt   *node // the first of them
	routes  routes
	bodies  map[*node][]fact.Input // by the schema of a request body
	params  map[*node][]fact.Input // by the parameter
	shapes  map[*node]*shape       // by the schema
	queue   []queued               // files whose references and literals are to be read
}

// document reads one description.
func (r *reader) document(root *node) {
	format, version := versionOf(root)
	d := &document{root: root, id: len(r.out.Documents) + 1, swagger: format == "swagger", schemes: map[string]int{}}
	d.routes.known = map[pair]*use{}
	d.bodies, d.params, d.shapes = map[*node][]fact.Input{}, map[*node][]fact.Input{}, map[*node]*shape{}
	r.doc = d
	r.out.Documents = append(r.out.Documents, fact.Document{ID: d.id, Format: format, Version: version.text, At: version.at()})
	if format == "asyncapi" {
		d.async = asyncMajor(version.text)
	}
	if !d.supported(version.text) {
		r.lose(version, true, "version %q of a description is read as the nearest that is known", version.text)
	}
	r.duplicates(root, true)
	r.schemes()
	if d.async > 0 {
		r.asyncDocument()
	} else {
		r.openAPIDocument()
	}
	r.sweep(root.file)
	if d.cuts > 0 {
		r.lose(d.cutAt, false, "of %d operations, of which this is the first, not all inputs are looked at: there are more than %d of one or %d of all", d.cuts, maxInputs, maxAllInputs)
	}
	r.routesOf(d)
	if d.async == 0 {
		r.judge(d)
	}
	if r.late { // an operation that was not read may be the one that asks for a credential
		r.out.Operations = slices.DeleteFunc(r.out.Operations, func(o fact.Operation) bool { return o.Doc == d.id })
	}
}

// openAPIDocument reads servers, security and operations.
func (r *reader) openAPIDocument() {
	d, root := r.doc, r.doc.root
	d.servers = r.rootServers()
	out := &r.out.Documents[len(r.out.Documents)-1]
	out.Servers = d.servers
	if at, list := root.entry("security"); at != nil {
		if reqs, ok := r.requirements(list); ok {
			d.security = reqs
			out.Security, out.SecurityAt, out.SecurityDeclared = reqs, list.at(), true
		} else {
			d.unsure = true
		}
	}
	r.paths()
	r.webhooks()
	r.dialect()
}

// supported reads the version: OpenAPI 3.x, Swagger 2.0, AsyncAPI 2 and 3.
func (d *document) supported(version string) bool {
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	d.minor, _ = strconv.Atoi(minor)
	switch {
	case d.swagger:
		return major == "2"
	case d.async > 0:
		return major == "2" || major == "3"
	}
	return major == "3" && d.minor <= 2
}

// duplicates says of each key that stands twice in a mapping that the first is not read.
func (r *reader) duplicates(n *node, gates bool) {
	if !n.is(kindMapping) {
		return
	}
	for i := 0; i < len(n.kids); i += 2 {
		if n.kids[i].dup {
			r.lose(&n.kids[i], gates, "the key %q stands twice; this one is not read", short(n.kids[i].text))
		}
	}
}

// mapping is the mapping under a key, by a $ref too. What is there and is none is lost.
func (r *reader) mapping(parent *node, key string, gates bool) *node {
	k, v := parent.entry(key)
	if k == nil {
		return nil
	}
	v = r.follow(v, gates)
	if v.is(kindMapping) {
		r.duplicates(v, gates)
		return v
	}
	if v != nil {
		r.lose(k, gates, "%q should hold names and values; it is not read", key)
	}
	return nil
}

// sequence is the list under a key. What is there and is none is lost.
func (r *reader) sequence(parent *node, key string, gates bool) []*node {
	k, v := parent.entry(key)
	if k == nil {
		return nil
	}
	v = r.follow(v, gates)
	if v.is(kindSequence) {
		return v.items()
	}
	if v != nil {
		r.lose(k, gates, "%q should hold a list; it is not read", key)
	}
	return nil
}

// extension tells keys that say nothing about the API itself.
func extension(key string) bool { return strings.HasPrefix(key, "x-") }

// short bounds text of the file that goes into a message.
func short(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:77], "") + "..."
	}
	return s
}
