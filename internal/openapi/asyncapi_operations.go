package openapi

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// channels reads the operations of AsyncAPI 2, which stand in their channels.
func (r *reader) channels(all []asyncServer) {
	r.mapping(r.doc.root, "channels", true).each(func(k, v *node) bool {
		if extension(k.text) {
			return true
		}
		item := r.follow(v, true)
		if !item.is(kindMapping) {
			if item != nil {
				r.lose(k, true, "the channel %q is not read: it has no parts", short(k.text))
			}
			return true
		}
		r.duplicates(item, true)
		var names []string
		for _, s := range r.sequence(item, "servers", true) {
			names = append(names, s.text)
		}
		for _, action := range []string{"publish", "subscribe"} {
			if at, op := item.entry(action); at != nil {
				r.messageOperation(action, k.text, op.str("operationId"), at, op, ofNames(all, names))
			}
		}
		return !r.stopped()
	})
}

// messageOperations reads those of AsyncAPI 3, which refer to their channel.
func (r *reader) messageOperations(all []asyncServer) {
	r.mapping(r.doc.root, "operations", true).each(func(k, v *node) bool {
		if extension(k.text) {
			return true
		}
		if v = r.follow(v, true); !v.is(kindMapping) {
			if v != nil {
				r.lose(k, true, "the operation is not read: it has no parts")
			}
			return true
		}
		ref, _ := refOf(v.get("channel"))
		path := ref[strings.LastIndexByte(ref, '/')+1:]
		channel := r.follow(v.get("channel"), true)
		if address := channel.str("address"); address != "" {
			path = address
		}
		r.messageOperation(v.str("action"), path, k.text, k, v, r.channelServers(channel, all))
		return !r.stopped()
	})
}

// channelServers are the servers that a channel of AsyncAPI 3 refers to.
func (r *reader) channelServers(channel *node, all []asyncServer) []fact.Server {
	var names []string
	for _, s := range r.sequence(channel, "servers", true) {
		ref, at := refOf(s)
		name, declared := strings.CutPrefix(ref, "#/servers/")
		if at == nil || !declared {
			r.lose(s, true, "a channel refers to a server that is none of the description's; it is not read")
			continue
		}
		names = append(names, strings.ReplaceAll(strings.ReplaceAll(name, "~1", "/"), "~0", "~"))
	}
	return ofNames(all, names)
}

func ofNames(all []asyncServer, names []string) []fact.Server {
	var out []fact.Server
	for _, s := range all {
		if slices.Contains(names, s.name) {
			out = append(out, s.servers...)
		}
	}
	return out
}

// messageOperation notes one operation and where its credentials go.
func (r *reader) messageOperation(action, channel, id string, k, v *node, servers []fact.Server) {
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
		Doc: r.doc.id, Method: strings.ToUpper(action), Path: channel, ID: id, At: k.at(), Servers: servers, Messages: true,
	}
	if owner := r.secures(v); owner != nil {
		op.SecurityDeclared, op.SecurityAt = true, owner.get("security").at()
		op.Security = r.asyncSecurity(owner)
	}
	r.addRoutes(&op)
	if !v.cut() && !r.doc.root.cut() {
		r.out.Operations = append(r.out.Operations, op)
	}
}

// secures is what states the security of an operation: itself, or one of its traits.
func (r *reader) secures(v *node) *node {
	if v.get("security") != nil {
		return v
	}
	for _, trait := range r.sequence(v, "traits", true) {
		if trait = r.follow(trait, true); trait.get("security") != nil {
			return trait
		}
	}
	return nil
}
