package openapi

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// methods are the keys of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// owner is what an operation stands in.
type owner struct {
	path     string
	webhook  bool
	callback string
	depth    int // of callbacks within callbacks
}

func (r *reader) paths() {
	r.mapping(r.doc.root, "paths", true).each(func(k, v *node) bool {
		if !extension(k.text) {
			r.pathItem(owner{path: k.text}, k, v)
		}
		return !r.stopped()
	})
}

func (r *reader) webhooks() {
	for _, key := range []string{"webhooks", "x-webhooks"} {
		r.mapping(r.doc.root, key, false).each(func(k, v *node) bool {
			if !extension(k.text) {
				r.pathItem(owner{path: k.text, webhook: true}, k, v)
			}
			return !r.stopped()
		})
	}
}

// pathItem reads the operations of a path item. One that is a $ref may state
// operations of its own beside it.
func (r *reader) pathItem(o owner, k, v *node) {
	if r.stopped() {
		return
	}
	if !v.is(kindMapping) {
		r.lose(k, true, "the path %q is not read: it has no parts", short(k.text))
		return
	}
	if to := r.follow(v, true); to != v {
		r.operations(o, to)
	}
	r.operations(o, v)
}

func (r *reader) operations(o owner, item *node) {
	if !item.is(kindMapping) {
		return
	}
	r.duplicates(item, true)
	shared := r.parameters(item)
	var servers []fact.Server
	if !r.doc.swagger {
		servers = r.servers(item)
	}
	item.each(func(k, v *node) bool {
		switch {
		case slices.Contains(methods, k.text), k.text == "query" && r.doc.minor >= 2:
			r.operation(o, strings.ToUpper(k.text), k, v, shared, servers)
		case k.text == "additionalOperations" && r.doc.minor >= 2:
			v.each(func(k, v *node) bool {
				r.operation(o, strings.ToUpper(k.text), k, v, shared, servers)
				return true
			})
		}
		return true
	})
}

func (r *reader) operation(o owner, method string, k, v *node, shared []*node, servers []fact.Server) {
	v = r.follow(v, true)
	switch {
	case !v.is(kindMapping):
		if v != nil {
			r.lose(k, true, "the operation is not read: it has no parts")
		}
		return
	case len(r.out.Operations) >= maxOperations:
		r.lose(k, true, "the description has more than the %d operations that are read", maxOperations)
		return
	}
	r.duplicates(v, true)
	op := fact.Operation{
		Doc: r.doc.id, Method: method, Path: o.path, ID: v.str("operationId"), At: k.at(),
		Webhook: o.webhook, CallbackURL: o.callback, Security: r.doc.security, Servers: servers,
	}
	unsure := r.doc.unsure
	if at, list := v.entry("security"); at != nil {
		reqs, ok := r.requirements(list)
		op.Security, op.SecurityDeclared, op.SecurityAt = reqs, true, list.at()
		unsure = !ok
	}
	if own := r.ownServers(v); len(own) > 0 {
		op.Servers = own
	}
	r.responses(&op, v)
	op.Inputs = r.operationInputs(k, v, shared)
	r.addRoutes(&op)
	// What an operation lacks is a fact only where all that could give it was read.
	if !unsure && !v.cut() && !r.doc.root.cut() {
		r.out.Operations = append(r.out.Operations, op)
	}
	r.callbacks(o, v)
}

func (r *reader) ownServers(v *node) []fact.Server {
	if !r.doc.swagger {
		return r.servers(v)
	}
	if v.get("schemes") != nil {
		return r.swaggerServers(v)
	}
	return nil
}

func (r *reader) responses(op *fact.Operation, v *node) {
	k, _ := v.entry("responses")
	if k == nil {
		return
	}
	op.ResponsesAt = k.at()
	r.mapping(v, "responses", false).each(func(status, _ *node) bool {
		if !extension(status.text) {
			op.Responses = append(op.Responses, status.text)
		}
		return true
	})
}

// callbacks reads the requests that the API makes to a URL which the caller names.
func (r *reader) callbacks(o owner, v *node) {
	if v.get("callbacks") == nil {
		return
	}
	r.mapping(v, "callbacks", true).each(func(k, callback *node) bool {
		if extension(k.text) {
			return true
		}
		if o.depth >= maxCallbacks {
			r.lose(k, true, "callbacks are nested more than %d deep", maxCallbacks)
			return false
		}
		if callback = r.follow(callback, true); !callback.is(kindMapping) {
			if callback != nil {
				r.lose(k, true, "the callback %q is not read: it has no parts", short(k.text))
			}
			return true
		}
		callback.each(func(expression, item *node) bool {
			if !extension(expression.text) {
				r.pathItem(owner{path: expression.text, callback: expression.text, webhook: o.webhook, depth: o.depth + 1}, expression, item)
			}
			return !r.stopped()
		})
		return true
	})
}
