package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

const operatorGroup = "monitoring.coreos.com/"

// operator reads an object of the Prometheus Operator, and reports whether it is one.
func (t *text) operator(o *node) bool {
	if !strings.HasPrefix(o.get("apiVersion").str(), operatorGroup) {
		return false
	}
	artifact, find := t.artifact, t.find
	t.artifact, t.find = fact.ArtifactScrape, telemetryValues
	defer func() { t.artifact, t.find = artifact, find }()
	spec := o.get("spec")
	switch o.get("kind").str() {
	case "ServiceMonitor":
		t.monitored(o, spec.get("endpoints").list())
	case "PodMonitor":
		t.monitored(o, spec.get("podMetricsEndpoints").list())
	case "Probe":
		t.probe(spec)
	case "ScrapeConfig":
		t.scrapeObject(o, spec)
	case "Prometheus", "PrometheusAgent", "ThanosRuler":
		for _, r := range append(spec.get("remoteWrite").list(), spec.get("remoteRead").list()...) {
			t.remoteObject(r)
		}
		for _, am := range spec.get("alerting", "alertmanagers").list() {
			t.alertmanagerObject(am)
		}
	case "AlertmanagerConfig":
		t.receivers(spec)
	}
	return true
}

// monitored reads the endpoints of the pods that an object selects. They are asked by
// their addresses, in the cluster.
func (t *text) monitored(o *node, endpoints []*node) {
	for _, e := range endpoints {
		q := t.operatorClient(e, fact.ArtifactScrape)
		q.at, q.cluster = t.atNode(e), true
		if p := e.first("port", "targetPort", "path"); p != nil {
			q.at = t.atKey(p)
		}
		q.steps = t.schemeSays(e, q.at)
		q.to = joined(t.objectScheme(e), fact.Lit("://"), t.selected(o), t.plain(e.get("path")))
		t.send(q)
	}
}

// selected is the pods that an object finds by their labels.
func (t *text) selected(o *node) fact.Text {
	at := o.first("metadata", "kind").real()
	return fact.Text{{Hole: &fact.Hole{Origin: fact.OriginUnknown, Name: o.get("metadata", "name").str(), At: t.atKey(at)}}}
}

func (t *text) objectScheme(n *node) fact.Text {
	if s := t.plain(n.get("scheme")); len(s) > 0 {
		if known, ok := s.Known(); ok {
			return fact.Lit(strings.ToLower(known))
		}
		return s
	}
	return fact.Lit("http")
}

func (t *text) probe(spec *node) {
	q := t.operatorClient(spec, fact.ArtifactScrape)
	u := spec.get("prober", "url")
	if u.str() == "" {
		return
	}
	q.at, q.to = t.atNode(u), joined(t.objectScheme(spec.get("prober")), fact.Lit("://"), t.plain(u))
	t.send(q)
}

func (t *text) scrapeObject(o, spec *node) {
	q := t.operatorClient(spec, fact.ArtifactScrape)
	q.at = t.atKey(o.first("spec", "kind").real())
	for _, group := range spec.get("staticConfigs").list() {
		for _, n := range group.get("targets").list() {
			q.to, q.toAt = joined(t.objectScheme(spec), fact.Lit("://"), t.plain(n)), t.atNode(n)
			q.at = q.toAt
			t.send(q)
		}
	}
	for _, n := range spec.pairs() {
		name, ok := strings.CutSuffix(n.key, "SDConfigs")
		if !ok {
			continue
		}
		for _, sd := range n.list() {
			found := t.found(strings.ToLower(name), sd)
			q.at, q.to, q.toAt, q.cluster = found.at, joined(t.objectScheme(spec), fact.Lit("://"), found.host), found.at, found.cluster
			t.send(q)
			if server := sd.first("url", "server", "apiServer"); server.str() != "" {
				asked := t.operatorClient(sd, fact.ArtifactScrape)
				asked.at, asked.to = t.atNode(server), t.withScheme(t.plain(server), sd.get("scheme"))
				t.send(asked)
			}
		}
	}
}

func (t *text) remoteObject(r *node) {
	u := r.get("url")
	if u.str() == "" {
		return
	}
	q := t.operatorClient(r, fact.ArtifactExporter)
	q.at, q.to = t.atNode(u), t.plain(u)
	t.send(q)
}

func (t *text) alertmanagerObject(am *node) {
	name := am.get("name")
	if name.str() == "" {
		return
	}
	q := t.operatorClient(am, fact.ArtifactExporter)
	host := t.plain(name)
	if ns := t.plain(am.get("namespace")); len(ns) > 0 {
		host = joined(host, fact.Lit("."), ns, fact.Lit(".svc"))
	}
	q.at, q.to, q.cluster = t.atNode(name), joined(t.objectScheme(am), fact.Lit("://"), host), true
	t.send(q)
}

// operatorClient reads what objects share: credentials are references to Secrets.
func (t *text) operatorClient(n *node, artifact fact.Artifact) request {
	q := request{artifact: artifact, client: prometheusName, channel: t.promTLS(n.get("tlsConfig"))}
	add := func(c fact.Credential, ok bool) {
		if ok {
			q.auth = append(q.auth, c)
		}
	}
	add(t.keptElsewhere(fact.KindBearer, "authorization", n.get("authorization", "credentials")))
	add(t.keptElsewhere(fact.KindBearer, "authorization", n.get("authorization", "credentialsFile")))
	add(t.keptElsewhere(fact.KindBearer, "authorization", n.first("bearerTokenSecret", "bearerTokenFile")))
	add(t.auth(fact.KindBearer, "authorization", n.get("bearerToken")))
	add(t.keptElsewhere(fact.KindBasic, "authorization", n.get("basicAuth", "password")))
	if o := n.get("oauth2"); o != nil {
		add(t.oauth2(o, artifact))
	}
	q.auth = append(q.auth, t.headers(n.get("headers"))...)
	return q
}
