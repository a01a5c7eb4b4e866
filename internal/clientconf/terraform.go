package clientconf

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var terraformFormat = format{
	Format: Format{
		Group: "declared infrastructure", Name: "Terraform", Files: "*.tf, *.tofu, *.tfvars",
		Reads: "providers, backends and requests with their credentials and switches; DNS zones, their records and signatures",
	},
	artifact: fact.ArtifactInfrastructure, size: maxHCL,
	named: func(_, base string) bool {
		ext := path.Ext(base)
		return ext == ".tf" || ext == ".tofu" || ext == ".tfvars"
	},
	read: terraform,
}

func terraform(t *text) {
	n := t.hclTree()
	if n == nil {
		return
	}
	f := terraformFile{t}
	if strings.HasSuffix(t.path, ".tfvars") {
		for _, v := range n.pairs() {
			f.variable("var."+v.key, v)
		}
		return
	}
	for _, block := range n.pairs() {
		switch block.key {
		case "provider":
			eachLabelled(block, 1, func(labels []string, body *node) { f.client("the provider "+labels[0], body) })
		case "terraform":
			f.settings(block)
		case "data":
			eachLabelled(block, 2, func(labels []string, body *node) {
				if labels[0] == "http" {
					f.request(body)
				}
			})
		case "resource":
			eachLabelled(block, 2, func(labels []string, body *node) { f.resource(labels[0], labels[1], body) })
		case "variable":
			eachLabelled(block, 1, func(labels []string, body *node) { f.variable("var."+labels[0], body.get("default")) })
		case "locals":
			for _, v := range block.pairs() {
				f.variable("local."+v.key, v)
			}
		}
	}
}

// eachLabelled visits the bodies below so many labels.
func eachLabelled(n *node, labels int, visit func(labels []string, body *node)) {
	var down func(n *node, left int, seen []string)
	down = func(n *node, left int, seen []string) {
		if left == 0 {
			visit(seen, n)
			return
		}
		for _, c := range n.pairs() {
			down(c, left-1, append(seen[:len(seen):len(seen)], c.key))
		}
	}
	down(n, labels, nil)
}

type terraformFile struct{ *text }

// references finds ${var.x}; what is no plain name, such as a call, is not known.
func references(v string, _ bool) []expansion {
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		if v[i] != '$' || v[i+1] != '{' {
			continue
		}
		e := expansion{start: i}
		if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
			return out
		}
		e.name, e.origin = referenceOf(v[i+2 : e.end-1])
		out = append(out, e)
		i = e.end - 1
	}
	return out
}

// whole takes all of a value, which is no text, for what it refers to.
func whole(v string, _ bool) []expansion {
	name, origin := referenceOf(v)
	return []expansion{{start: 0, end: len(v), name: name, origin: origin}}
}

var (
	plainReference = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+|\[[^\]]*\])+$`)
	secretSource   = regexp.MustCompile(`^(?:data|ephemeral)\.[a-z0-9_]*(?:secret|vault|password|ssm_parameter)`)
)

func referenceOf(v string) (name string, origin fact.Origin) {
	v = strings.TrimSpace(v)
	switch {
	case !plainReference.MatchString(v):
		return "", fact.OriginUnknown
	case secretSource.MatchString(v):
		return v, fact.OriginSecretStore
	}
	return v, fact.OriginConfig
}

// literal tells a value that is written: a text, or a number or truth value.
func (f terraformFile) literal(n *node) bool {
	return n.quoted || slices.Contains([]string{"true", "false"}, n.text) || strings.Trim(n.text, "0123456789.") == ""
}

// at sets how the value of a node is expanded.
func (f terraformFile) finding(n *node) terraformFile {
	f.find = references
	if n = n.real(); n != nil && !f.literal(n) {
		f.find = whole
	}
	return f
}

func (f terraformFile) textOf(n *node) fact.Text { return f.finding(n).plain(n) }

func (f terraformFile) credentialOf(name string, kind fact.Kind, n *node) *fact.Credential {
	return f.finding(n).secret(name, kind, n)
}

// variable notes what a variable or a local value is set to, so that the parts that name it
// are filled.
func (f terraformFile) variable(name string, n *node) {
	n = n.real()
	if n == nil || n.kind != scalarNode || n.null || n.text == "" {
		return
	}
	v := fact.Variable{Name: name, Block: name, Artifact: f.artifact, Origin: fact.OriginConfig, At: f.atNode(n)}
	last := name[strings.LastIndexByte(name, '.')+1:]
	v.Value, v.Credential = f.finding(n).value(last, n)
	f.out.Variables = append(f.out.Variables, v)
}

// The names under which providers and backends take where they go, and switches that take
// the check of a certificate away.
var (
	addressKeys = []string{"address", "url", "endpoint", "base_url", "api_url", "server_url", "server", "host", "hostname", "api_endpoint", "instance_url", "vsphere_server", "uri", "api_hostname"}
	uncheckKeys = []string{
		"insecure", "skip_tls_verify", "skip_cert_verification", "insecure_skip_verify", "insecure_skip_tls_verify", "tls_insecure", "insecure_https",
		"allow_unverified_ssl", "skip_ssl_verify", "tls_insecure_skip_verify", "insecure_tls", "disable_ssl_verification", "skip_tls_verification", "pm_tls_insecure", "allow_insecure",
	}
	checkKeys = []string{"verify_ssl", "ssl_verify", "tls_verify", "verify_tls", "validate_certs"}
)

// client makes a route of each credential of a provider or a backend that says where it
// goes.
func (f terraformFile) client(what string, body *node) {
	address := body.first(addressKeys...)
	if address.str() == "" {
		return
	}
	for _, c := range f.credentials(body) {
		f.send(what, address, body, c)
	}
}

// credentials are those that a body holds, by the names of its keys.
func (f terraformFile) credentials(body *node) []*fact.Credential {
	var out []*fact.Credential
	for _, v := range body.pairs() {
		if v.kind != scalarNode || v.null || v.text == "" {
			continue
		}
		kind, ok := credential.NameKind(v.key)
		if v.key == "auth" {
			kind, ok = fact.KindBearer, true
		}
		if !ok || credential.NamesFile(v.text) || f.literal(v) && !v.quoted {
			continue
		}
		c := f.credentialOf(v.key, kind, v)
		c.Carrier, c.Field = fact.CarrierHeader, "authorization"
		out = append(out, c)
	}
	return out
}

func (f terraformFile) send(what string, address, body *node, c *fact.Credential) {
	r := fact.Route{
		Artifact: f.artifact, At: f.atNode(address), Client: fact.Client{Name: "terraform"}, Credential: *c,
		Destination: fact.Destination{URL: f.textOf(address), At: f.atNode(address)},
		Channel:     f.channel(body),
		Steps: []fact.Evidence{
			{At: c.At, Says: what + " has this credential"},
			{At: f.atNode(address), Says: "and sends it here"},
		},
	}
	if scheme := body.get("scheme"); scheme.str() != "" && !strings.Contains(address.str(), "://") {
		r.Destination.URL = joinLiterals(append(append(f.textOf(scheme), fact.Lit("://")...), r.Destination.URL...))
	}
	f.out.Routes = append(f.out.Routes, r)
}

// channel reads the switches of a body.
func (f terraformFile) channel(body *node) fact.Channel {
	ch := fact.Channel{Verify: fact.Setting{State: fact.StateOn}}
	if ca := body.first("ca_cert_file", "ca_file", "cacert", "ca_certificate", "cluster_ca_certificate", "ca_cert_dir", "client_ca_certificate_pem"); ca != nil {
		ch.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: f.atKey(ca)}
	}
	off := func(keys []string, truth bool) {
		for _, k := range keys {
			switch n := body.get(k); {
			case n.is(truth):
				ch.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: f.atKey(n)}
			case n != nil && n.kind == scalarNode && !f.literal(n):
				ch.Verify = fact.Setting{Explicit: true, At: f.atKey(n)} // whoever deploys it decides
			}
		}
	}
	off(uncheckKeys, true)
	off(checkKeys, false)
	return ch
}

// settings reads where state is kept, and whose registry is asked.
func (f terraformFile) settings(block *node) {
	for _, b := range block.pairs() {
		switch b.key {
		case "backend":
			eachLabelled(b, 1, func(labels []string, body *node) { f.client("the backend "+labels[0], body) })
		case "cloud":
			f.client("the state's host", b)
		}
	}
}

// request reads a request that the plan makes, with the headers that carry a credential.
func (f terraformFile) request(body *node) {
	url := body.get("url")
	if url.str() == "" {
		return
	}
	for _, h := range body.get("request_headers").pairs() {
		kind, ok := credential.FieldKind(h.key)
		if !ok || h.kind != scalarNode || h.text == "" {
			continue
		}
		_, c := f.finding(h).value(h.key, h)
		if c == nil {
			c = f.credentialOf(h.key, kind, h)
		}
		c.Carrier, c.Field = fact.CarrierHeader, strings.ToLower(h.key)
		f.send("the request", url, body, c)
	}
}
