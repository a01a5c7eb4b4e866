package openapi

import (
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// role is what the names and values of a mapping are to OpenAPI.
type role uint8

const (
	roleObject     role = iota // names are keywords
	roleNames                  // names are the author's; values are objects
	roleProperties             // as roleNames, and the names are those of the API's values
	roleGroups                 // as roleNames, one level further down
	roleExamples               // as roleNames, and the values are Example objects
	roleExample                // an Example object
	roleLiteral                // a value of the API itself
	roleSkip
)

// named are the keywords whose value maps the author's names to objects.
var named = map[string]role{
	"properties": roleProperties, "patternProperties": roleProperties, "headers": roleProperties, "$defs": roleNames, "definitions": roleNames, "dependentSchemas": roleNames,
	"schemas": roleNames, "responses": roleNames, "parameters": roleNames, "requestBodies": roleNames,
	"securitySchemes": roleNames, "securityDefinitions": roleNames, "links": roleNames, "pathItems": roleNames, "paths": roleNames,
	"webhooks": roleNames, "x-webhooks": roleNames, "content": roleNames, "encoding": roleNames, "variables": roleNames,
	"mediaTypes": roleNames, "callbacks": roleGroups, "examples": roleExamples,
}

// queued is a file that is to be read, and what it is to the one that led to it.
type queued struct {
	file *file
	as   role
}

// sweep reads a file, and then all that it refers to, once and in full: every
// $ref is followed, and examples, defaults and x- values are looked at for
// credentials.
func (r *reader) sweep(f *file) {
	r.doc.queue = append(r.doc.queue, queued{f, roleObject})
	for len(r.doc.queue) > 0 {
		q := r.doc.queue[0]
		r.doc.queue = r.doc.queue[1:]
		if q.file.swept {
			continue
		}
		q.file.swept = true
		for _, root := range q.file.docs {
			r.visit(root, q.as, subject{})
		}
	}
}

// subject is what a literal would be a value of.
type subject struct {
	name    string
	carrier fact.Carrier
}

// visit goes down the tree as it is written; an alias is read where its anchor is.
func (r *reader) visit(n *node, as role, of subject) {
	if as == roleSkip || r.stopped() {
		return
	}
	switch {
	case as == roleLiteral && n.kind == kindString:
		r.consider(n, of)
	case n.kind == kindSequence:
		for i := range n.kids {
			r.visit(&n.kids[i], as, of)
		}
	case n.kind == kindMapping:
		of = subjectOf(n, as, of)
		for i := 0; i+1 < len(n.kids); i += 2 {
			if k := &n.kids[i]; !k.merged {
				r.visitEntry(k, &n.kids[i+1], as, of)
			}
		}
	}
}

// subjectOf is the parameter that a mapping is, or what it was part of.
func subjectOf(n *node, as role, of subject) subject {
	if as != roleObject {
		return of
	}
	in, name := n.str("in"), n.str("name")
	if in == "" || name == "" {
		return of
	}
	switch in {
	case "header", "cookie":
		return subject{name, fact.CarrierHeader}
	case "query":
		return subject{name, fact.CarrierQuery}
	}
	return subject{name: name}
}

func (r *reader) visitEntry(k, v *node, as role, of subject) {
	switch as {
	case roleLiteral:
		if k.text == "$ref" && v.kind == kindString && r.literalReference(v) {
			return
		}
		r.visit(v, as, subject{name: k.text})
	case roleNames, roleProperties, roleGroups, roleExamples:
		if k.text == "$ref" && v.kind == kindString {
			r.reference(v)
			return
		}
		if as == roleProperties {
			of.name = k.text
		}
		r.entryHasParts(k, v, as)
		r.visit(v, below(as), of)
	case roleExample:
		r.exampleEntry(k, v, of)
	case roleObject:
		r.objectEntry(k, v, of)
	}
}

// entryHasParts says where a name of the author's stands for nothing. The names of
// values stand for a schema or a header; some of the others, such as the parameters
// of a link, may stand for a literal.
func (r *reader) entryHasParts(k, v *node, as role) {
	if v.self().is(kindNull) && !extension(k.text) || as == roleProperties && !hasParts(v) {
		r.lose(k, false, "%q is not read: it has no parts", short(k.text))
	}
}

// keywordHasParts says where a schema, alone or in a list, is none.
func (r *reader) keywordHasParts(k, v *node) {
	switch k.text {
	case "schema", "items":
		if !v.self().is(kindSequence) && !hasParts(v) {
			r.lose(k, false, "%q is not read: it has no parts", k.text)
		}
	case "allOf", "anyOf", "oneOf", "prefixItems":
		if v.kind != kindSequence {
			return
		}
		for i := range v.kids {
			if part := &v.kids[i]; !hasParts(part) {
				r.lose(part, false, "a schema of %q is not read: it has no parts", k.text)
			}
		}
	}
}

// hasParts tells an object; true and false are schemas too. What is too deep to be
// read is said where it lies.
func hasParts(v *node) bool {
	switch v.self().kind {
	case kindMapping, kindBool, kindLost:
		return true
	}
	return false
}

func below(as role) role {
	switch as {
	case roleGroups:
		return roleNames
	case roleExamples:
		return roleExample
	}
	return roleObject
}

func (r *reader) objectEntry(k, v *node, of subject) {
	switch k.text {
	case "$ref":
		if v.kind == kindString {
			r.reference(v)
			return
		}
	case "example", "default", "const":
		r.visit(v, roleLiteral, of)
		return
	case "enum", "required", "security", "mapping", "scopes":
		if v.kind != kindMapping || k.text == "mapping" || k.text == "scopes" {
			return
		}
	case "examples":
		if v.kind == kindSequence || r.doc.swagger {
			r.visit(v, roleLiteral, of)
			return
		}
	}
	r.keywordHasParts(k, v)
	as, ok := named[k.text]
	if r.doc.async > 0 {
		as, ok = asyncNamed(k.text)
		if k.text == "headers" {
			of = subject{carrier: fact.CarrierHeader}
		}
	}
	if ok && v.kind == kindMapping {
		switch as {
		case roleExamples: // named by the author, and all of one subject
		case roleProperties:
			of = subject{}
			if k.text == "headers" {
				of.carrier = fact.CarrierHeader
			}
		default:
			of = subject{}
		}
		r.visit(v, as, of)
		return
	}
	if extension(k.text) {
		r.visit(v, roleLiteral, subject{name: k.text})
		return
	}
	r.visit(v, roleObject, of)
}

func (r *reader) exampleEntry(k, v *node, of subject) {
	switch k.text {
	case "$ref":
		if v.kind == kindString {
			r.reference(v)
		}
	case "externalValue":
		if v.kind == kindString && remoteURL(v.text) {
			r.refer("externalValue", v)
		}
	case "value", "dataValue", "serializedValue":
		r.visit(v, roleLiteral, of)
	}
}

// reference follows a $ref for what is at its end: a file to be read, or nothing.
func (r *reader) reference(v *node) {
	if remoteURL(v.text) {
		r.refer("$ref", v)
	}
	r.target(v.text, v, false)
}

// literalReference follows what may be a $ref within an example or an x- value:
// tools do so, though OpenAPI does not speak of it. One that leads nowhere is data.
func (r *reader) literalReference(v *node) bool {
	r.sweeping = roleLiteral
	defer func() { r.sweeping = roleObject }()
	return !remoteURL(v.text) && r.find(v.text, v, false).to != nil
}

// consider looks at one string for credentials: all of it where its name says that
// it is one, else the parts that have a published form.
func (r *reader) consider(n *node, of subject) {
	if kind, ok := secretName(of); ok {
		r.namedLiteral(n, kind, of)
		return
	}
	for _, s := range credential.Shaped(n.text) {
		r.exampleLiteral(n, s.From, s.To, fact.KindNone, of)
	}
}

func secretName(of subject) (fact.Kind, bool) {
	if of.name == "" {
		return fact.KindNone, false
	}
	if kind, ok := credential.NameKind(of.name); ok && of.carrier == fact.CarrierNone {
		return kind, true
	}
	return credential.FieldKind(of.name)
}

func (r *reader) namedLiteral(n *node, kind fact.Kind, of subject) {
	from := 0
	if k, rest, ok := credential.Scheme(n.text); ok {
		kind, from = k, strings.LastIndex(n.text, rest)
	}
	value := strings.TrimRight(n.text[from:], " \t\r\n")
	if value == "" || strings.ContainsAny(value, " \n\t") || strings.Contains(value, "://") {
		for _, s := range credential.Shaped(n.text) { // prose, or a link
			r.exampleLiteral(n, s.From, s.To, kind, of)
		}
		return
	}
	r.exampleLiteral(n, from, from+len(value), kind, of)
}

func (r *reader) exampleLiteral(n *node, from, to int, kind fact.Kind, of subject) {
	at := n.within(from, to)
	if r.seen(n.file, at.Start.Offset) {
		return
	}
	c := r.grader.Named(of.name, n.text[from:to])
	if kind != fact.KindNone && c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.Carrier, c.At = of.carrier, at
	if of.carrier != fact.CarrierNone {
		c.Field = strings.ToLower(of.name)
	}
	r.literal(c, fact.UseExample, "")
}
