package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// asyncMajor is the version of AsyncAPI that a description is read as.
func asyncMajor(version string) int {
	switch major, _, _ := strings.Cut(version, "."); major {
	case "0", "1", "2":
		return 2
	}
	return 3
}

// asyncServer is a server under its name, one for each value of its variables.
type asyncServer struct {
	name    string
	servers []fact.Server
}

// asyncDocument reads servers and operations. What a server asks for holds for each
// connection to it; what an operation asks for comes on top of that.
func (r *reader) asyncDocument() {
	var all []asyncServer
	r.mapping(r.doc.root, "servers", true).each(func(k, v *node) bool {
		if extension(k.text) {
			return true
		}
		if len(all) >= maxServers {
			r.lose(k, true, "only %d servers of a list are read", maxServers)
			return false
		}
		s := asyncServer{k.text, r.asyncServer(k, v)}
		all = append(all, s)
		r.doc.servers = append(r.doc.servers, s.servers...)
		return !r.stopped()
	})
	r.out.Documents[len(r.out.Documents)-1].Servers = r.doc.servers
	r.addServerRoutes(r.doc.servers)
	if r.doc.async == 2 {
		r.channels(all)
	} else {
		r.messageOperations(all)
	}
}

// asyncServer reads one server: a url that may lack its scheme (2), or a host and a
// pathname (3). The protocol is the scheme where none is written.
func (r *reader) asyncServer(k, v *node) []fact.Server {
	v = r.follow(v, true)
	if v == nil {
		return nil
	}
	w := written{url: v.get("url"), path: v.get("pathname")}
	if r.doc.async == 3 {
		w.url = v.get("host")
	}
	if !w.url.is(kindString) || w.url.text == "" {
		r.lose(k, true, "the server %q is not read: it names no host", short(k.text))
		return nil
	}
	r.duplicates(v, true)
	if r.doc.async == 2 || !w.path.is(kindString) || w.path.text == "" {
		w.path = nil
	}
	protocol := strings.ToLower(v.str("protocol"))
	if !strings.Contains(w.url.text, "://") {
		w.prefix = schemePrefix(protocol)
	}
	security := r.asyncSecurity(v)
	var out []fact.Server
	for _, s := range r.server(v, w) {
		for _, one := range eachHost(s) {
			one.Security = security
			one.Encrypted = encrypted(one.URL, protocol)
			if one.Encrypted == fact.StateOff && r.takesCertificates(security) {
				one.Encrypted = fact.StateUnknown // a certificate is shown in TLS alone
			}
			out = append(out, one)
		}
	}
	return out
}

func schemePrefix(protocol string) string {
	if protocol == "" || strings.Trim(protocol, "abcdefghijklmnopqrstuvwxyz0123456789+.-") != "" {
		return "//"
	}
	return protocol + "://"
}

// eachHost is one server for each host of a list of brokers.
func eachHost(s fact.Server) []fact.Server {
	url, known := s.URL.Known()
	from, to := authorityOf(url)
	if !known || !strings.Contains(url[from:to], ",") {
		return []fact.Server{s}
	}
	var out []fact.Server
	for _, host := range strings.Split(url[from:to], ",") {
		if host = strings.TrimSpace(host); host == "" || len(out) >= maxVariants {
			continue
		}
		_, own, ok := strings.Cut(host, "://") // each may have its scheme
		if !ok {
			own = host
		}
		one := s
		one.URL = fact.Lit(url[:from] + own + url[to:])
		one.Problems = urlProblems(url[:from]+own+url[to:], one.URL)
		out = append(out, one)
	}
	return out
}

// protocols tells which are plaintext and which are TLS by their name. The others
// (jms, nats, sns, ...) say nothing of it.
func protocols(name string) fact.State {
	switch name {
	case "http", "ws", "mqtt", "amqp", "kafka", "stomp", "redis", "pulsar":
		return fact.StateOff
	case "https", "wss", "mqtts", "secure-mqtt", "amqps", "kafka-secure", "stomps", "rediss", "pulsar+ssl":
		return fact.StateOn
	}
	return fact.StateUnknown
}

// encrypted tells plaintext from TLS by the URL's scheme and the protocol. Where the
// two do not agree, or the port is one that is kept for TLS, it is not known.
func encrypted(t fact.Text, protocol string) fact.State {
	url, known := effective(t)
	scheme, rest, ok := strings.Cut(url, "://")
	if !known || !ok {
		return fact.StateUnknown
	}
	byURL, byName := protocols(strings.ToLower(scheme)), protocols(protocol)
	state := byURL
	switch {
	case byURL == fact.StateUnknown:
		state = byName
	case byName != fact.StateUnknown && byName != byURL:
		return fact.StateUnknown
	}
	authority, _, _ := strings.Cut(rest, "/")
	port := authority[strings.LastIndexByte(authority, ':')+1:]
	if state == fact.StateOff && slices.Contains([]string{"443", "5671", "8443", "8883", "9093"}, port) {
		return fact.StateUnknown
	}
	return state
}

// asyncSecurity is what a server or an operation asks for: names with scopes (2), or
// the schemes themselves (3). What cannot be read is said, and is not known.
func (r *reader) asyncSecurity(owner *node) []fact.Requirement {
	k, list := owner.entry("security")
	if k == nil {
		return nil
	}
	if r.doc.async == 2 {
		out, _ := r.requirements(list)
		return out
	}
	if !list.is(kindSequence) {
		r.lose(k, true, "security should be a list; it is not read")
		return nil
	}
	var out []fact.Requirement
	for _, item := range list.items() {
		if s, ok := r.alternative(item); ok {
			out = append(out, fact.Requirement{Schemes: []fact.RequiredScheme{s}, At: item.at()})
		}
	}
	return out
}

const declaredSchemes = "#/components/securitySchemes/"

// alternative is one scheme of a list of AsyncAPI 3: mostly a $ref to one that is
// declared, which is then asked for by its name.
func (r *reader) alternative(item *node) (fact.RequiredScheme, bool) {
	ref, at := refOf(item)
	called, declared := strings.CutPrefix(ref, declaredSchemes)
	if declared && !strings.Contains(called, "/") {
		called = strings.ReplaceAll(strings.ReplaceAll(called, "~1", "/"), "~0", "~")
		var scopes *node
		if _, known := r.doc.schemes[called]; known {
			scopes = r.follow(item, true).get("scopes")
		}
		return r.required(called, at.at(), scopes), true
	}
	v := r.follow(item, true)
	if !v.is(kindMapping) {
		if v != nil {
			r.lose(item, true, "a security scheme is not read: it has no parts")
		}
		return fact.RequiredScheme{}, false
	}
	k := v.get("type")
	if at != nil {
		k, called = at, ref[strings.LastIndexByte(ref, '/')+1:]
	} else if called = v.str("type"); k == nil {
		k = v
	}
	if _, taken := r.doc.schemes[called]; taken {
		called = fmt.Sprintf("%s (line %d)", called, k.at().Start.Line)
	}
	if _, known := r.doc.schemes[called]; !known {
		r.doc.schemes[called] = len(r.out.Schemes)
		r.out.Schemes = append(r.out.Schemes, r.scheme(called, k, v))
	}
	return r.required(called, k.at(), v.get("scopes")), true
}

// takesCertificates reports whether one alternative is a client certificate.
func (r *reader) takesCertificates(list []fact.Requirement) bool {
	return slices.ContainsFunc(list, func(q fact.Requirement) bool { return !r.mutual(q).IsZero() })
}

// asyncType puts the type of a scheme into the words that OpenAPI has for it.
func (r *reader) asyncType(s *fact.SecurityScheme, k *node) {
	switch s.Type {
	case "X509":
		s.Type = "mutualTLS"
	case "httpApiKey":
		s.Type = "apiKey"
	case "", "userPassword", "apiKey", "symmetricEncryption", "asymmetricEncryption", "http", "oauth2", "openIdConnect", "plain", "scramSha256", "scramSha512", "gssapi":
	default:
		r.lose(k, true, "the security scheme %q has a type that is not known: %q", short(s.Name), short(s.Type))
		s.Type = ""
	}
}

// asyncNamed are the keywords whose value maps the author's names to objects. The
// headers of a message are a schema.
func asyncNamed(key string) (role, bool) {
	switch key {
	case "headers":
		return roleObject, false
	case "channels", "operations", "servers", "messages", "serverVariables", "operationTraits", "messageTraits", "replies",
		"replyAddresses", "correlationIds", "serverBindings", "channelBindings", "operationBindings", "messageBindings":
		return roleNames, true
	}
	as, ok := named[key]
	return as, ok
}
