package eval

import (
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// requestMethod is a method of a request object that the model knows: one that changes
// it, or one of the client that it was begun with.
func (m *machine) requestMethod(f *frame, q *request, name string, args callArgs, at fact.Location) (value, bool) {
	set := function(m.model.RequestSets, name)
	if q.by != nil {
		if call := function(q.by.m.Calls, name); call != nil {
			return m.sendBegun(f, q, call, name, args, at), true
		}
		set = function(q.by.m.Sets, name)
	}
	if role, ok := m.model.RequestAttributes[name+"()"]; ok && role == "headers" {
		return q.headers, true
	}
	if set == nil {
		return nil, false
	}
	if field, ok := set.Args["field"]; ok {
		q.setFields(field, set.Args["value"], args)
		return q, true
	}
	for role, e := range said(*set, args) {
		if role == "with_headers" {
			m.withHeaders(f, q.headers, e)
			continue
		}
		m.requestRole(q, role, e)
	}
	if set.Method != "" {
		q.method = &str{pieces: []piece{{lit: set.Method, at: at}}}
	}
	return q, true
}

func (m *machine) requestRole(q *request, role string, e entry) {
	switch role {
	case "url":
		q.url = e.v
	case "path":
		q.url = m.below(q.url, []value{e.v}, e.at)
	case "entity":
		m.entity(q, e)
	case "method":
		q.method = e.v
	case "headers":
		if d, ok := dictOf(e.v); ok {
			q.headers.merge(d)
		}
	default:
		q.args[role] = e
	}
}

// sendBegun sends a request by a method of its own.
func (m *machine) sendBegun(f *frame, q *request, call *models.Function, name string, args callArgs, at fact.Location) value {
	for role, arg := range call.Args {
		if e, ok := args.get(arg); ok {
			m.requestRole(q, role, e)
		}
	}
	begun := q.by.begun
	q.by.begun = q
	defer func() { q.by.begun = begun }()
	bare := models.Function{Names: call.Names, Method: call.Method, Defaults: call.Defaults}
	return m.send(f, q.by.m, q.by, &bare, name, callArgs{open: args.open, given: true}, at)
}

// mappingMethod is a method of a mapping that the model knows.
func (m *machine) mappingMethod(d *dict, name string, args callArgs, at fact.Location) (value, bool) {
	does, ok := m.model.MappingMethods[name]
	if !ok {
		return nil, false
	}
	switch does {
	case "query":
		return m.query(d, at), true
	case "copy":
		return d.clone(), true
	}
	if len(args.pos) == 0 {
		return nil, true
	}
	if does == "bearer" || does == "basic" {
		d.authorize(does, args, at)
		return d, true
	}
	k, known := keyOf(args.pos[0].v)
	switch {
	case does == "set" && len(args.pos) > 1:
		if !known {
			d.open = true
			return nil, true
		}
		e := args.pos[1]
		if old, ok := d.keys[k]; ok && !m.certain(d, k) {
			e.v = oneOf(e.v, old.v)
		}
		d.keys[k] = e
	case does == "delete" && known && m.certain(d, k):
		delete(d.keys, k)
	case does == "get" && known:
		if e, ok := d.lower(k); ok {
			return first(e.v), true
		}
		if d.from != nil {
			return m.partHole(d.from, k, at), true
		}
	}
	return nil, true
}

// first is the first of several values of a field.
func first(v value) value {
	if l, ok := v.(*list); ok && len(l.items) > 0 && l.kind != "basic" && l.kind != "bearer" {
		return l.items[0]
	}
	return v
}
