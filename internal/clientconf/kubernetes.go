package clientconf

import (
	"encoding/base64"
	"iter"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var kubernetesFormat = format{
	Format: Format{
		Group: "mesh and cluster", Name: "Kubernetes", Files: "YAML and JSON with apiVersion and kind, templates of charts too",
		Reads: "containers, Secrets, ConfigMaps, Services, Ingresses, and the objects of Istio, Linkerd, the Gateway API, Consul and the Prometheus Operator",
	},
	artifact: fact.ArtifactContainer, like: kubernetesLike, read: kubernetes,
}

var (
	apiVersionLine = regexp.MustCompile(`(?m)^[ \t]*(?:- +)?apiVersion[ \t]*:|"apiVersion"[ \t\r\n]*:`)
	kindLine       = regexp.MustCompile(`(?m)^[ \t]*(?:- +)?kind[ \t]*:|"kind"[ \t\r\n]*:`)
)

func kubernetesLike(_ string, data []byte) bool {
	return holdsAny(data, "apiVersion") && holdsAny(data, "kind") && apiVersionLine.Match(data) && kindLine.Match(data)
}

// kubernetes reads each object of a file. What is not known by its kind is still looked
// through for containers, since many kinds hold some.
func kubernetes(t *text) {
	t.find = with(templated, kubernetesVariables, expansions)
	for i, n := range t.documents() {
		t.object(n, strconv.Itoa(i), maxLists)
	}
}

// maxLists bounds lists of objects within lists of objects.
const maxLists = 3

// documents are the documents of a file of JSON or YAML.
func (t *text) documents() []*node {
	if jsonLike(t.data) {
		if n := t.jsonTree(); n != nil {
			return []*node{n}
		}
		return nil
	}
	return t.yamlDocuments()
}

// kubernetesVariables finds $(NAME), which the cluster replaces before a container runs.
// "$$(" is how it is written as it is.
func kubernetesVariables(v string, _ bool) []expansion {
	var out []expansion
	for _, m := range kubernetesVariable.FindAllStringSubmatchIndex(v, -1) {
		if m[0] == 0 || v[m[0]-1] != '$' {
			out = append(out, expansion{start: m[0], end: m[1], name: v[m[2]:m[3]]})
		}
	}
	return out
}

var kubernetesVariable = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)`)

func (t *text) object(n *node, id string, left int) {
	if n = n.real(); n == nil || n.kind != mappingNode || left == 0 {
		return
	}
	kind, group := n.get("kind").str(), group(n.get("apiVersion").str())
	if strings.HasSuffix(kind, "List") && n.get("items") != nil {
		for i, c := range n.get("items").list() {
			t.object(c, id+"."+strconv.Itoa(i), left-1)
		}
		return
	}
	o := object{t, n, kind, group, id + " " + kind + "/" + n.get("metadata", "name").str()}
	switch {
	case kind == "ConfigMap":
		o.configMap()
	case kind == "Secret" && group == "":
		o.secretObject()
	case kind == "HelmRelease":
		t.chartValues(n.get("spec", "values"), noChart, o.id)
	case kind == "Config" && group == "" && n.get("clusters") != nil:
		t.kubeconfig(n)
	case kind == "Application" || kind == "ApplicationSet":
		o.applications(n, maxTreeDepth)
	default:
		o.network()
		o.pods(n, maxTreeDepth)
		if !t.operator(n) && watches[group] {
			t.telemetry(n.get("spec"))
		}
	}
}

// noChart is the folder of a chart that is no part of the tree, so that its values fill
// nothing here.
const noChart = "no chart of the tree"

// applications finds the values that Argo CD gives to charts, as a tree or as a text.
func (o *object) applications(n *node, left int) {
	if n.kind == aliasNode || left == 0 {
		return
	}
	if n.key == "helm" && n.kind == mappingNode {
		o.chartValues(n.get("valuesObject"), noChart, o.id+strconv.Itoa(n.from))
		if values := n.get("values"); values.str() != "" {
			part := o.part(o.body(values))
			for i, doc := range part.documents() {
				part.chartValues(doc, noChart, o.id+strconv.Itoa(n.from)+"."+strconv.Itoa(i))
			}
		}
		return
	}
	for _, c := range n.items {
		o.applications(c, left-1)
	}
}

// group is the API group without its version: "networking.istio.io"; empty for the core's.
func group(apiVersion string) string {
	if i := strings.IndexByte(apiVersion, '/'); i >= 0 {
		return apiVersion[:i]
	}
	return ""
}

// object is one object of a cluster.
type object struct {
	*text
	*node
	kind, group string
	id          string // unique in its file
}

func (o *object) name() string      { return o.get("metadata", "name").str() }
func (o *object) namespace() string { return plainName(o.get("metadata", "namespace").str()) }

// plainName is a name that is written, and not made by a template.
func plainName(s string) string {
	if strings.Contains(s, "{{") {
		return ""
	}
	return s
}

// pods finds what runs containers, wherever it stands below n.
func (o *object) pods(n *node, left int) {
	if n = n.real(); n == nil || left == 0 {
		return
	}
	if n.kind == mappingNode {
		if isContainers(n.get("containers")) || isContainers(n.get("initContainers")) {
			o.pod(n)
		} else if isEnvironment(n.get("env")) || isEnvironment(n.get("envFrom")) {
			o.container(n, o.id+"/"+strconv.Itoa(n.from))
		}
	}
	for _, c := range n.items {
		if c.kind != aliasNode && !containersKey(c.key) {
			o.pods(c, left-1)
		}
	}
}

func containersKey(key string) bool {
	return key == "containers" || key == "initContainers" || key == "ephemeralContainers"
}

func isContainers(n *node) bool {
	return n != nil && n.kind == listNode && len(n.items) > 0 && n.items[0].real() != nil && n.items[0].real().kind == mappingNode
}

// isEnvironment tells a list of names with values, or of what they are taken from.
func isEnvironment(n *node) bool {
	return isContainers(n) && (n.items[0].get("name") != nil || n.items[0].first("secretRef", "configMapRef") != nil)
}

// clusterDots is the number of dots from which a pod asks for a name as it is first, where
// nothing else is said.
const clusterDots = 5

func (o *object) pod(n *node) {
	block := o.id + "/" + strconv.Itoa(n.from) + "/"
	for _, key := range []string{"initContainers", "containers", "ephemeralContainers"} {
		for i, c := range n.get(key).list() {
			o.container(c.real(), block+key+strconv.Itoa(i))
		}
	}
	for _, a := range n.get("hostAliases").list() {
		for _, h := range a.get("hostnames").list() {
			o.out.Overrides = append(o.out.Overrides, fact.Override{Name: o.plain(h), To: o.plain(a.get("ip")), By: "hostAliases", Within: block, At: o.atNode(h.real())})
		}
	}
	o.podResolver(n, block)
}

// podResolver is how the names of a pod are looked up: by the cluster's search list, unless
// it says otherwise.
func (o *object) podResolver(n *node, block string) {
	r := fact.Resolver{Software: "pod", Within: block, Artifact: fact.ArtifactResolver, At: o.at(n.from, n.from)}
	policy, config := n.get("dnsPolicy"), n.get("dnsConfig")
	switch policy.str() {
	case "", "ClusterFirst", "ClusterFirstWithHostNet":
		r.Dots, r.Search = clusterDots, []string{"svc.cluster.local", "cluster.local"}
	}
	if policy != nil {
		r.At = o.atNode(policy)
	}
	if config != nil {
		r.At = o.atKey(config)
	}
	for _, s := range config.get("nameservers").list() {
		r.Servers = append(r.Servers, fact.NameServer{Address: o.plain(s), Transport: "plain", At: o.atNode(s.real())})
	}
	for _, s := range config.get("searches").list() {
		r.Search = append(r.Search, s.str())
	}
	for _, option := range config.get("options").list() {
		if dots, err := strconv.Atoi(option.get("value").str()); err == nil && option.get("name").str() == "ndots" {
			r.Dots = dots
		}
	}
	o.out.Resolvers = append(o.out.Resolvers, r)
}

func (o *object) container(c *node, block string) {
	if c == nil || c.kind != mappingNode || o.spent() {
		return
	}
	if c.get("image") != nil {
		o.image(c.get("image"))
	}
	for _, e := range c.get("env").list() {
		o.variable(e.real(), block)
	}
	for _, e := range c.get("envFrom").list() {
		o.includeAll(e.real(), block)
	}
	o.arguments(c.get("command"), block)
	o.arguments(c.get("args"), block)
	for _, key := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		o.probe(c.get(key))
		o.arguments(c.get(key, "exec", "command"), block)
	}
	for _, key := range []string{"postStart", "preStop"} {
		o.probe(c.get("lifecycle", key))
		o.arguments(c.get("lifecycle", key, "exec", "command"), block)
	}
}

func (o *object) variable(e *node, block string) {
	name := plainName(e.get("name").str())
	if v := e.get("value"); v != nil {
		o.envVar(name, block, v)
		return
	}
	from := e.get("valueFrom")
	for key, object := range keyed("secretKeyRef", "configMapKeyRef") {
		ref := from.get(key)
		of, field := ref.get("name").str(), ref.get("key").str()
		if of == "" || field == "" || name == "" {
			continue
		}
		origin := fact.OriginConfig
		if object == "Secret" {
			origin = fact.OriginSecretStore
		}
		o.reference(name, block, origin, of+"/"+field, e.get("name"))
		o.out.Inclusions = append(o.out.Inclusions, fact.Inclusion{Into: fact.Block{Path: o.path, Name: block}, From: object + " " + of, Key: field, As: name, At: o.atNode(e.get("name"))})
	}
}

// keyed goes over the keys that name a Secret and a ConfigMap, with the kind of each.
func keyed(secret, config string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		_ = yield(secret, "Secret") && yield(config, "ConfigMap")
	}
}

func (o *object) includeAll(e *node, block string) {
	for key, object := range keyed("secretRef", "configMapRef") {
		if of := e.get(key, "name"); of != nil && of.str() != "" {
			o.out.Inclusions = append(o.out.Inclusions, fact.Inclusion{Into: fact.Block{Path: o.path, Name: block}, From: object + " " + of.str(), Prefix: e.get("prefix").str(), At: o.atNode(of)})
		}
	}
}

// probe is a request that the node sends to the container, or to a host that is named,
// with the headers that are written.
func (o *object) probe(p *node) {
	get := p.get("httpGet")
	if get == nil {
		return
	}
	for _, h := range get.get("httpHeaders").list() {
		kind, ok := credential.FieldKind(h.get("name").str())
		value := h.get("value")
		if !ok || kind == fact.KindCookie || value.str() == "" { // a probe has no session
			continue
		}
		c := o.header(h.get("name").str(), kind, value)
		if c == nil {
			continue
		}
		scheme := strings.ToLower(get.get("scheme").str())
		if scheme == "" {
			scheme = "http"
		}
		d := fact.Destination{Scheme: fact.Lit(scheme), Host: fact.Text{{Hole: &fact.Hole{Origin: fact.OriginUnknown, Name: "the pod's own address", At: o.atKey(get)}}}, Path: o.plain(get.get("path")), At: o.atKey(get)}
		if host := get.get("host"); host != nil {
			d.Host = o.plain(host)
		}
		// A probe asks for no proof of a certificate.
		o.out.Routes = append(o.out.Routes, fact.Route{
			Artifact: fact.ArtifactMesh, At: o.atKey(get), Method: "GET", Credential: *c, Destination: d, Client: fact.Client{Name: "kubelet"},
			Channel: fact.Channel{Verify: fact.Setting{State: fact.StateOff, At: o.atKey(get)}, Redirects: fact.Setting{State: fact.StateOn}},
			Steps:   []fact.Evidence{{At: o.atKey(get), Says: "a probe is sent here"}, {At: c.At, Says: "with this header"}},
		})
	}
}

// header reads the value of a header that carries a credential: behind its scheme where it
// has one.
func (t *text) header(field string, kind fact.Kind, value *node) *fact.Credential {
	value = value.real()
	if value == nil || value.kind != scalarNode {
		return nil
	}
	if k, rest, ok := credential.Scheme(value.text); ok {
		kind, value = k, t.cut(value, len(value.text)-len(rest))
	}
	c := t.secret(field, kind, value)
	if c != nil {
		c.Carrier, c.Field = fact.CarrierHeader, strings.ToLower(field)
	}
	return c
}

// configMap reads what a ConfigMap holds: files by their names, and values.
func (o *object) configMap() {
	of := "ConfigMap " + o.name()
	for _, c := range o.get("data").pairs() {
		if o.file(c.key, c) || strings.Contains(strings.TrimRight(c.str(), "\n"), "\n") || len(c.str()) > maxValue {
			continue // data, as a dashboard is
		}
		before := len(o.out.Variables)
		if o.envVar(c.key, o.id, c); len(o.out.Variables) > before {
			o.out.Variables[before].Object = of
		}
	}
}

// file reads a value that is a file by its name or content. A name without an ending says
// nothing, so that the content is asked as that of a file of YAML is.
func (t *text) file(name string, n *node) bool {
	n = n.real()
	if n == nil || n.kind != scalarNode {
		return false
	}
	if t.inside(name, n) {
		return true
	}
	return path.Ext(name) == "" && strings.Contains(n.text, "\n") && t.inside(name+".yaml", n)
}

// secretObject reads a Secret. What it holds is hidden whatever it is, but for names that
// say what the value is; values of base64 are decoded for what they are, and dropped.
func (o *object) secretObject() {
	of := "Secret " + o.name()
	o.clusterSecret()
	for _, c := range o.get("stringData").pairs() {
		o.secretValue(c.key, c, c, of)
	}
	for _, c := range o.get("data").pairs() {
		v := c.real()
		if v == nil || v.kind != scalarNode || v.text == "" {
			continue
		}
		if len(o.find(v.text, true)) > 0 || strings.Contains(v.text, "{{") {
			o.secretValue(c.key, v, v, of)
			continue
		}
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(v.text), ""))
		o.out.Masks = append(o.out.Masks, o.atNode(v))
		if err != nil || len(plain) == 0 || !printable(plain) {
			continue
		}
		decoded := *v
		decoded.text, decoded.block, decoded.quoted = string(plain), false, true
		o.secretValue(c.key, &decoded, v, of)
	}
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// secretValue reads one value of a Secret; written is where it stands.
func (o *object) secretValue(key string, n, written *node, of string) {
	n, written = n.real(), written.real()
	if n == nil || n.kind != scalarNode || n.text == "" {
		return
	}
	if key == ".dockerconfigjson" {
		key = ".docker/config.json"
	}
	if o.file(key, n) {
		return
	}
	before := len(o.out.Variables)
	if o.envVar(key, o.id, n); len(o.out.Variables) == before {
		return
	}
	v := &o.out.Variables[before]
	v.Object = of
	if v.Credential == nil && len(o.find(n.text, true)) == 0 && !urlPattern.MatchString(n.text) {
		o.out.Masks = append(o.out.Masks, o.atNode(written))
		v.Value = fact.Text{{Hole: &fact.Hole{Origin: fact.OriginLiteral, Name: key, At: v.At}}}
	}
}

// clusterSecret reads a Secret in which Argo CD keeps a cluster: its address, and how it is
// reached, as JSON.
func (o *object) clusterSecret() {
	if o.get("metadata", "labels", "argocd.argoproj.io/secret-type").str() != "cluster" {
		return
	}
	server, config := o.get("stringData", "server"), o.get("stringData", "config")
	if server == nil || config == nil {
		return
	}
	part := o.part(o.body(config))
	n := part.tree()
	tls := n.get("tlsClientConfig")
	r := fact.Route{
		Artifact: fact.ArtifactCluster, At: o.atNode(server), Client: fact.Client{Name: "Argo CD"},
		Destination: fact.Destination{URL: o.plain(server), At: o.atNode(server)},
		Steps:       []fact.Evidence{{At: o.atNode(server), Says: "the cluster is here"}},
	}
	for _, key := range []string{"bearerToken", "password"} {
		if c := n.get(key); c.str() != "" {
			kind := fact.KindBearer
			if key == "password" {
				kind = fact.KindBasic
			}
			r.Credential = *part.header("Authorization", kind, c)
			r.Steps = append(r.Steps, fact.Evidence{At: r.Credential.At, Says: "and this is the credential for it"})
			break
		}
	}
	if skip := tls.get("insecure"); skip.is(true) {
		r.Channel.Verify = fact.Setting{State: fact.StateOff, Explicit: true, At: part.atKey(skip)}
	} else if ca := tls.get("caData"); ca != nil {
		r.Channel.Verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: part.atKey(ca)}
	}
	if name := tls.get("serverName"); name.str() != "" {
		r.Channel.ServerName = fact.Setting{State: fact.StateOn, Value: part.plain(name), Explicit: true, At: part.atKey(name)}
	}
	o.out.Routes = append(o.out.Routes, r)
}
