package clientconf

import "github.com/hostbound/hostbound/internal/fact"

// telemetryFile reads a file of any of the programs that watch services: one holds another's
// settings often enough, a collector its scrapes, the values of a chart all of them.
func telemetryFile(t *text) {
	for _, doc := range t.yamlDocuments() {
		t.telemetry(doc)
		doc.walk(func(n *node) bool {
			if n.kind == scalarNode && n.block && n.key != "" {
				t.file(n.key, n)
			}
			return true
		})
	}
}

// telemetry reads what a tree says of the programs that watch services.
func (t *text) telemetry(doc *node) {
	artifact, find := t.artifact, t.find
	t.artifact, t.find = fact.ArtifactExporter, telemetryValues
	defer func() { t.artifact, t.find = artifact, find }()
	t.prometheus(doc)
	t.otel(doc)
	t.alerting(doc)
	t.grafana(doc)
}

// telemetryValues finds what is replaced in a value: {{ … }}, ${X}, ${env:X}.
func telemetryValues(v string, expands bool) []expansion { return with(templated, inputs)(v, expands) }

// watches are the groups of objects that hold the settings of a program that watches
// services.
var watches = map[string]bool{"opentelemetry.io": true, "grafana.integreatly.org": true}
