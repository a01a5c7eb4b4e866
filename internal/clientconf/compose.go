package clientconf

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var composeFormat = format{
	Format: Format{
		Group: "compose and images", Name: "compose", Files: "compose*.yml, docker-compose*.yml, YAML with services that have an image or a build",
		Reads: "the environment, commands and health checks of services, names and resolvers that are set, images",
	},
	artifact: fact.ArtifactContainer, read: compose,
	named: func(_, base string) bool { return composeName.MatchString(base) },
	like: func(_ string, data []byte) bool {
		return holdsAny(data, "services") && holdsAny(data, "image", "build") && servicesLine.Match(data) && imageLine.Match(data)
	},
}

var (
	composeName  = regexp.MustCompile(`^(?:docker|podman)?-?compose(?:[._-][^/]*)?\.ya?ml$`)
	servicesLine = regexp.MustCompile(`(?m)^services[ \t]*:[ \t]*(?:#.*|\r)?$`)
	imageLine    = regexp.MustCompile(`(?m)^[ \t]+(?:image|build)[ \t]*:`)
)

// compose reads each service of a compose file.
func compose(t *text) {
	t.find, t.doubled = composeVariables, true
	for _, n := range t.yamlDocuments() {
		t.out.Inclusions = append(t.out.Inclusions, fact.Inclusion{Into: fact.Block{Path: t.path}, From: path.Join(path.Dir(t.path), ".env"), Fills: true, At: t.at(n.from, n.from)})
		for _, s := range n.get("services").merged() {
			if t.spent() {
				return
			}
			t.composeService(s.key, s)
		}
		for _, key := range []string{"configs", "secrets"} {
			for _, c := range n.get(key).pairs() {
				if content := c.get("content"); content != nil {
					t.file(c.key, content)
				}
			}
		}
	}
}

// composeVariables finds ${NAME}, with or without a default, and $NAME; "$$" is a "$".
func composeVariables(v string, expands bool) []expansion {
	if strings.Contains(v, "$$") { // as long as it was
		v = strings.ReplaceAll(v, "$$", "  ")
	}
	return expansions(v, expands)
}

func (t *text) composeService(name string, s *node) {
	block := "services/" + name
	folder := path.Dir(t.path)
	names := fact.Service{Names: []string{name}, Folder: folder, At: t.at(s.keyFrom, s.keyTo)}
	for _, key := range []string{"container_name", "hostname"} {
		if v := s.get(key).str(); v != "" && !strings.Contains(v, "$") {
			names.Names = append(names.Names, v)
		}
	}
	for _, n := range s.get("networks").pairs() {
		for _, a := range n.get("aliases").list() {
			names.Names = append(names.Names, a.str())
		}
	}
	t.out.Services = append(t.out.Services, names)

	t.image(s.get("image"))
	t.assignments(s.get("build", "args"), block+"/build")
	t.assignments(s.get("environment"), block)
	for _, f := range s.get("env_file").list() {
		file := f
		if f.get("path") != nil {
			file = f.get("path")
		}
		if p := path.Join(folder, file.str()); file.str() != "" && !strings.HasPrefix(p, "..") && !path.IsAbs(file.str()) {
			t.out.Inclusions = append(t.out.Inclusions, fact.Inclusion{Into: fact.Block{Path: t.path, Name: block}, From: p, At: t.atNode(file.real())})
		}
	}
	t.arguments(s.get("entrypoint"), block)
	t.arguments(s.get("command"), block)
	t.healthcheck(s.get("healthcheck", "test"), block)
	t.composeNames(s, block)
	t.traefikLabels(name, names.At, append(t.labels(s.get("labels")), t.labels(s.get("deploy", "labels"))...))
}

// labels are the labels of a service, as a mapping or a list of name=value.
func (t *text) labels(n *node) []label {
	var out []label
	for _, c := range n.merged() {
		out = append(out, label{c.key, c.real()})
	}
	if n = n.real(); n != nil && n.kind == listNode {
		for _, c := range n.items {
			if c = c.real(); c != nil && c.kind == scalarNode {
				if name, value, ok := strings.Cut(c.text, "="); ok && value != "" {
					out = append(out, label{name, t.cut(c, len(name)+1)})
				}
			}
		}
	}
	return out
}

// healthcheck reads the command of a health check: a line for a shell, or words of which
// the first says what they are.
func (t *text) healthcheck(n *node, block string) {
	n = n.real()
	if n == nil || n.kind != listNode || len(n.items) == 0 {
		t.arguments(n, block)
		return
	}
	switch n.items[0].str() {
	case "CMD-SHELL":
		for _, w := range n.items[1:] {
			if w = w.real(); w != nil && w.kind == scalarNode {
				t.script(w)
			}
		}
	case "CMD":
		words := *n
		words.items = n.items[1:]
		t.arguments(&words, block)
	}
}

// composeNames reads how names are looked up in a service.
func (t *text) composeNames(s *node, block string) {
	hosts := s.get("extra_hosts")
	for _, h := range hosts.pairs() {
		t.extraHost(h.key, h, block)
	}
	if hosts = hosts.real(); hosts != nil && hosts.kind == listNode {
		for _, h := range hosts.items {
			h = h.real()
			if i := strings.IndexAny(h.str(), ":="); i > 0 {
				t.extraHost(h.text[:i], t.cut(h, i+1), block)
			}
		}
	}
	r := fact.Resolver{Software: "container", Within: block, Artifact: fact.ArtifactResolver}
	for _, key := range []string{"dns", "dns_search", "dns_opt"} {
		n := s.get(key)
		if n == nil {
			continue
		}
		if r.At.IsZero() {
			r.At = t.atKey(n)
		}
		for _, v := range n.list() {
			switch ndots, isDots := strings.CutPrefix(v.str(), "ndots:"); {
			case key == "dns":
				r.Servers = append(r.Servers, fact.NameServer{Address: t.plain(v), Transport: "plain", At: t.atNode(v.real())})
			case key == "dns_search":
				r.Search = append(r.Search, v.str())
			case isDots:
				r.Dots, _ = strconv.Atoi(ndots) // what is no number is not stated
			}
		}
	}
	if !r.At.IsZero() {
		t.out.Resolvers = append(t.out.Resolvers, r)
	}
}

func (t *text) extraHost(name string, to *node, block string) {
	to = to.real()
	if to == nil || to.str() == "host-gateway" { // the machine itself
		return
	}
	t.out.Overrides = append(t.out.Overrides, fact.Override{Name: fact.Lit(strings.TrimSpace(name)), To: t.plain(to), By: "extra_hosts", Within: block, At: t.atNode(to)})
}
