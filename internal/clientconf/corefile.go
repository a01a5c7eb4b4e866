package clientconf

import (
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var corefileFormat = format{
	Format: Format{
		Group: "resolvers", Name: "CoreDNS", Files: "Corefile, Corefile.*, *.Corefile, *.corefile, a ConfigMap's Corefile, *.server and *.override",
		Reads: "forwarders, caching, hosts, rewrites and templates",
	},
	artifact: fact.ArtifactResolver, read: corefile,
	named: func(_, base string) bool {
		return base == "corefile" || strings.HasPrefix(base, "corefile.") && !structured(base) || strings.HasSuffix(base, ".corefile")
	},
	maybe: func(_, base string) bool {
		return path.Ext(base) == ".server" || path.Ext(base) == ".override" || confLike("", base)
	},
	like: func(_ string, data []byte) bool {
		return corefileStart.Match(data[:min(len(data), 64<<10)])
	},
}

// corefileStart is a plugin that only CoreDNS has, as a line of a block.
var corefileStart = regexp.MustCompile(`(?m)^[ \t]*(?:forward[ \t]+\S+[ \t]+(?:/|tls://|dns://|[0-9a-f.:]+(?:[ \t]|$))|kubernetes[ \t]+cluster\.local\b|template[ \t]+(?:IN|ANY)[ \t])`)

// corefile reads the server blocks of CoreDNS, and snippets of one. CoreDNS checks no
// signatures of DNSSEC; its plugin of that name signs.
func corefile(t *text) {
	var loose []*statement // plugins outside of a block, as in a part that is put into one
	for _, s := range t.braced("#") {
		if s.block == nil {
			loose = append(loose, s)
			continue
		}
		if isPlugin(s.words[0].text) {
			loose = append(loose, s)
			continue
		}
		t.serverBlock(s.block)
	}
	t.serverBlock(loose)
}

// isPlugin tells a plugin with a block of its own from a server's names.
func isPlugin(name string) bool {
	switch name {
	case "forward", "cache", "hosts", "template", "rewrite", "log", "errors", "kubernetes", "health", "prometheus", "proxy", "secondary", "transfer", "etcd", "acl", "dnssec":
		return true
	}
	return false
}

func (t *text) serverBlock(plugins []*statement) {
	r := fact.Resolver{Software: "CoreDNS"}
	for _, s := range plugins {
		args := s.words[1:]
		switch s.words[0].text {
		case "forward", "proxy":
			if len(args) < 2 {
				continue
			}
			if r.At.IsZero() {
				r.At, r.Validation = t.atWords(s.words...), fact.Setting{State: fact.StateOff, At: t.atWords(s.words...)}
			}
			r.Servers = append(r.Servers, t.forwardTo(s, args[1:])...)
		case "cache":
			t.coreCache(&r, s)
		case "hosts":
			t.coreHosts(s)
		case "rewrite":
			t.coreRewrite(args)
		case "template":
			t.coreTemplate(s)
		}
	}
	if r.At.IsZero() {
		r.At = r.Cache.At
	}
	t.noted(r)
}

// forwardTo are the resolvers of a forward plugin. Over TLS, the resolver proves who it is
// only where its name is given.
func (t *text) forwardTo(s *statement, to []word) []fact.NameServer {
	named := s.find("tls_servername") != nil
	var out []fact.NameServer
	for _, w := range to {
		transport := transportPlain
		scheme, rest, ok := w.cut("://")
		if ok {
			w = rest
		}
		if ok && scheme.text == "tls" {
			transport = transportTLS
		} else if ok && scheme.text != "dns" {
			transport = "" // gRPC, QUIC
		}
		if strings.HasPrefix(w.text, "/") { // a resolv.conf, which says it
			continue
		}
		if len(w.text) > 2 && strings.HasPrefix(w.text, "{$") { // of the environment
			w = word{text: strings.Trim(w.text, "{}"), from: w.from + 1, to: w.to - 1}
		}
		ns := t.nameServer(w, transport)
		if transport == transportTLS {
			ns.Authenticated = fact.Setting{State: fact.StateOn, At: ns.At}
			if !named {
				ns.Authenticated = setTo(fact.StateOff, ns.At, "no tls_servername is set")
			}
		}
		out = append(out, ns)
	}
	return out
}

// coreCache reads the least time that answers are kept, and how long those that have run out.
func (t *text) coreCache(r *fact.Resolver, s *statement) {
	for _, b := range s.block {
		at := t.atWords(b.words...)
		switch {
		case b.words[0].text == "success" && len(b.words) > 3:
			if c, ok := keptLong(b.words[3].text, longTTL, at, "every answer is kept for at least"); ok {
				r.Cache = c
			}
		case b.words[0].text == "serve_stale" && len(b.words) > 1:
			if c, ok := keptLong(b.words[1].text, longStale, at, "answers that have run out are kept for"); ok {
				r.Cache = c
			}
		}
	}
}

func (t *text) coreHosts(s *statement) {
	for _, b := range s.block {
		if len(b.words) > 1 && isAddress(b.words[0].text) && !answersNothing(b.words[0].text) {
			t.overrides(b.words[0], "hosts of CoreDNS", b.words[1:]...)
		}
	}
}

// coreRewrite reads a name, or the end of one, that is asked for in the place of another.
func (t *text) coreRewrite(args []word) {
	if len(args) > 0 && (args[0].text == "stop" || args[0].text == "continue") {
		args = args[1:]
	}
	if len(args) < 3 || args[0].text != "name" {
		return
	}
	kind := "exact"
	switch args = args[1:]; args[0].text {
	case "exact", "suffix", "prefix", "substring", "regex":
		kind, args = args[0].text, args[1:]
	}
	if len(args) < 2 || kind != "exact" && kind != "suffix" {
		return
	}
	o := fact.Override{Name: t.open(args[0].trimRight(".")), To: t.open(args[1].trimRight(".")), By: "rewrite of CoreDNS", At: t.atWords(args[0], args[1])}
	if kind == "suffix" {
		o.Name = append(fact.Lit("*"), fact.Lit("."+strings.Trim(args[0].text, "."))...)
		o.To = fact.Lit("*." + strings.Trim(args[1].text, "."))
	}
	t.out.Overrides = append(t.out.Overrides, o)
}

// coreTemplate reads an answer that is made up for a zone.
func (t *text) coreTemplate(s *statement) {
	answer := s.find("answer")
	if len(s.words) < 4 || answer == nil || len(answer.words) < 2 {
		return
	}
	record := strings.Fields(answer.words[1].text)
	if len(record) == 0 {
		return
	}
	to := strings.TrimSuffix(record[len(record)-1], ".")
	if answersNothing(to) || strings.Contains(to, "{{") {
		return
	}
	for _, zone := range s.words[3:] {
		if z := strings.Trim(zone.text, "."); z != "" {
			t.out.Overrides = append(t.out.Overrides, fact.Override{Name: fact.Lit("*." + z), To: fact.Lit(to), By: "template of CoreDNS", At: t.atWords(s.words...)})
		}
	}
}
